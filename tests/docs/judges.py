#!/usr/bin/env python3
"""The table of judges in docs/judges.md says what the tests install. Usage: judges.py [--write]; exit status 0 when it does."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/judges.md"
sys.path.insert(0, str(ROOT / "tests/interop"))

from support import newest  # noqa: E402
from support.peer_list import DEBIAN, GO, JUDGED_ON, LAYOUTS, NODE, PEERS, RUST, Peer  # noqa: E402

REGISTRIES = {NODE: "npm", GO: "Go module proxy", RUST: "crates", DEBIAN: "Debian", LAYOUTS: "none: a judge of ours stands for it"}


def row(peer: Peer) -> str:
    where = REGISTRIES.get(peer.module, "PyPI")
    name = newest.package(peer)
    shown = f"{where}: `{name}`" if name else where
    return f"| {peer.name} | {peer.version} | {shown} | {JUDGED_ON.get(peer.name, JUDGED_ON['*'])} |\n"


def main() -> int:
    table = "| judge | version | from | judged on |\n|---|---|---|---|\n" + "".join(row(p) for p in PEERS.values() if p.judge)
    text = PAGE.read_text(encoding="utf-8")
    right = re.sub(r"(<!-- judges -->\n).*?(<!-- end -->)", lambda m: m[1] + table + m[2], text, flags=re.DOTALL)
    if "--write" in sys.argv[1:]:
        PAGE.write_text(right, encoding="utf-8")
    elif right != text:
        print("docs/judges.md is not what the tests install: tests/docs/judges.py --write")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
