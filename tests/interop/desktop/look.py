#!/usr/bin/env python3
"""Has Telegram Desktop open a copy of a tdata folder and prints what it made of it: look.py FOLDER [--passcode-file FILE]"""

from __future__ import annotations

import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from desktop import driver
from desktop.screen import Screen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--passcode-file", type=pathlib.Path, help="a passcode to be typed in")
    parser.add_argument("--key", default="data", help="the name that the program gets with -key")
    given = parser.parse_args()
    if reason := driver.missing():
        parser.exit(77, f"{reason}\n")
    passcode = given.passcode_file.read_text().rstrip("\n") if given.passcode_file else None
    with Screen() as screen:
        report = driver.run(screen, given.folder, passcode=passcode, arguments=("-key", given.key))
    print(f"{report.outcome} after {report.seconds:.1f} s; opened: {', '.join(report.accounts) or 'none'}")
    for name, what in sorted(report.changes.items()):
        print(f"  {what}: {name}")
    print("\n".join(f"  log: {line}" for line in report.log if line.startswith(("App", "MTP", "Assertion"))))
    driver.forget(report)
    return 0 if report.outcome == driver.ACCEPTED else 1


if __name__ == "__main__":
    sys.exit(main())
