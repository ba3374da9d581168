#!/usr/bin/env python3
"""The list of what the program is built from, as SPDX 2.3 in JSON: spdx.py VERSION OUT.

Versions are those of the machine that it runs on, asked of pkg-config or of the headers. The same tree and the same machine
give the same file: its date is the last commit's (or SOURCE_DATE_EPOCH).
"""

from __future__ import annotations

import datetime
import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Name, pkg-config's name, licence, supplier, how it is used.
DEPENDENCIES = [
    ("OpenSSL", "libcrypto", "Apache-2.0", "Organization: OpenSSL", "DYNAMIC_LINK"),
    ("SQLite", "sqlite3", "blessing", "Organization: SQLite", "DYNAMIC_LINK"),
    ("argon2", "libargon2", "CC0-1.0 OR Apache-2.0", "Organization: Password Hashing Competition", "DYNAMIC_LINK"),
    ("fmt", "fmt", "MIT", "Organization: fmtlib", "DYNAMIC_LINK"),
    ("nlohmann-json", "nlohmann_json", "MIT", "Person: Niels Lohmann", "CONTAINS"),
    ("CLI11", "CLI11", "BSD-3-Clause", "Organization: University of Cincinnati", "CONTAINS"),
]


def said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT).stdout.strip()


def version_of(pkg: str) -> str:
    found = said("pkg-config", "--modversion", pkg)
    if found:
        return found
    for header in Path("/usr/include").glob("CLI/Version.hpp"):  # a package of headers alone
        numbers = re.findall(r"CLI11_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", header.read_text())
        if pkg == "CLI11" and len(numbers) == 3:
            return ".".join(numbers)
    sys.exit(f"spdx.py: the version of {pkg} is not known here")


def created() -> str:
    seconds = os.environ.get("SOURCE_DATE_EPOCH") or said("git", "log", "-1", "--format=%ct") or "0"
    return datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def package(name: str, version: str, licence: str, supplier: str) -> dict:
    return {"SPDXID": f"SPDXRef-{name}", "name": name, "versionInfo": version, "supplier": supplier, "licenseConcluded": licence,
            "licenseDeclared": licence, "downloadLocation": "NOASSERTION", "filesAnalyzed": False, "copyrightText": "NOASSERTION"}


def document(version: str) -> dict:
    packages = [package("tgferry", version, "MIT", "Organization: tgferry")]
    relations = [("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-tgferry")]
    for name, pkg, licence, supplier, relation in DEPENDENCIES:
        packages.append(package(name, version_of(pkg), licence, supplier))
        relations.append(("SPDXRef-tgferry", relation, f"SPDXRef-{name}"))
    return {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": f"tgferry-{version}",
        "documentNamespace": f"https://spdx.org/spdxdocs/tgferry-{version}",
        "creationInfo": {"created": created(), "creators": ["Tool: tgferry-spdx"]}, "packages": packages,
        "relationships": [{"spdxElementId": a, "relationshipType": kind, "relatedSpdxElement": b} for a, kind, b in relations],
    }


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    Path(sys.argv[2]).write_text(json.dumps(document(sys.argv[1]), indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
