"""The list that the modules of kinds/ put their cases on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

CASES: dict[str, Callable[[Path], None]] = {}


def case(name: str) -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    """Registers a maker: `@case("shared-table")`."""

    def register(maker: Callable[[Path], None]) -> Callable[[Path], None]:
        if name in CASES:
            raise ValueError(f"two cases are called {name}")
        CASES[name] = maker
        return maker

    return register
