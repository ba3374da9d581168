#!/usr/bin/env python3
"""The list of dependencies is valid SPDX and misses nothing that the program is linked with: check.py PROGRAM VERSION"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What the program asks the loader for, and the package that it is; the C and C++ libraries come with every system.
PACKAGES = {"libcrypto": "OpenSSL", "libsqlite3": "SQLite", "libfmt": "fmt", "libargon2": "argon2"}
SYSTEM = {"libc", "libstdc++", "libgcc_s", "libm", "ld-linux-x86-64", "ld-linux-aarch64", "libpthread"}
HEADERS = {"nlohmann-json", "CLI11"}


def main() -> int:
    program, version = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        lists = []
        for name in ("one.json", "two.json"):
            subprocess.run([sys.executable, ROOT / "scripts/spdx.py", version, Path(folder) / name], check=True, timeout=60)
            lists.append((Path(folder) / name).read_bytes())
    wrong = [] if lists[0] == lists[1] else ["two runs differ"]
    spdx = json.loads(lists[0])
    listed = {package["name"] for package in spdx["packages"]}
    needed = re.findall(r"NEEDED.*\[([\w+-]+)\.so", subprocess.run(["readelf", "-dW", program], check=True, capture_output=True, text=True).stdout)
    for library in needed:
        if library not in SYSTEM and PACKAGES.get(library) not in listed:
            wrong.append(f"{library} is linked and not listed")
    wrong += [f"{name} is listed and not linked" for name in listed - {"tgferry"} - HEADERS
              if name not in {PACKAGES.get(library) for library in needed}]
    wrong += [f"{p['name']}: no version or licence" for p in spdx["packages"] if not p["versionInfo"] or "NOASSERTION" in p["licenseDeclared"]]
    ids = {p["SPDXID"] for p in spdx["packages"]} | {"SPDXRef-DOCUMENT"}
    wrong += [f"{r} leads nowhere" for r in spdx["relationships"] if not {r["spdxElementId"], r["relatedSpdxElement"]} <= ids]
    print("\n".join(wrong) or f"{len(listed)} packages listed, {len(needed)} libraries linked")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
