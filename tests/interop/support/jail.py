"""Peers never reach a network: some call home when they are merely imported."""

from __future__ import annotations

import functools
import shutil
import subprocess


@functools.cache
def prefix() -> list[str]:
    """Command words that run what follows in an empty network namespace; none where the machine forbids that."""
    if shutil.which("unshare") is None:
        return []
    for flags in ("-n", "-rn"):  # root needs no user namespace, others do
        tried = subprocess.run(["unshare", flags, "true"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, check=False, timeout=20)
        if tried.returncode == 0:
            return ["unshare", flags]
    return []


def note() -> str | None:
    """What to tell the reader when peers run without that wall."""
    return None if prefix() else "note: neither `unshare -n` nor `unshare -rn` works here; peers run with the machine's network"
