"""Inputs from the field, rebuilt from the layouts alone with made-up keys: what real tools leave behind, and what
nobody should be sent. None is committed; `tests/cases/make.py FOLDER` makes them all.

A case is a function in a module of `kinds/`: it is handed an empty folder and puts there what the case is, one file
or one folder. Scenarios of the command line take it with `case NAME [as FILE]`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

from . import kinds
from .registry import CASES


def load() -> dict[str, Callable[[Path], None]]:
    """Every case by its name."""
    for module in pkgutil.iter_modules(kinds.__path__):
        importlib.import_module(f"{kinds.__name__}.{module.name}")
    return CASES


def make(name: str, folder: Path) -> Path:
    """Makes one case in an empty folder, and returns the file or folder that it is."""
    folder.mkdir(parents=True, exist_ok=True)
    load()[name](folder)
    made = list(folder.iterdir())
    if len(made) != 1:
        raise ValueError(f"{name} made {len(made)} files or folders in place of one")
    return made[0]
