"""What opentele makes of a tdata folder, told by opentele."""

from __future__ import annotations

import sys

sys.path = [p for p in sys.path if p and not p.endswith("judges")] + [__file__.rpartition("/")[0]]

import common
import opentele_tdata


async def read(_form: str, path: str | None, text: str) -> dict:
    return await opentele_tdata.read(path, text)


async def write(_form: str, path: str | None, wanted: dict) -> None:
    await opentele_tdata.write(path, wanted)


if __name__ == "__main__":
    common.main(read, write)
