#!/usr/bin/env python3
"""Makes the cases: make.py FOLDER [NAME...], all of them where none is named."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import cases


def main() -> int:
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    for name in sys.argv[2:] or sorted(cases.load()):
        print(cases.make(name, Path(sys.argv[1]) / name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
