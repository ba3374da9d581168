#!/usr/bin/env python3
"""Whether every format that is read has a fuzz target: check_targets.py TGFERRY FOLDER_OF_TARGETS"""

import json
import pathlib
import subprocess
import sys

program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
listed = subprocess.run([program, "formats", "--json"], check=True, capture_output=True, timeout=60).stdout
readable = [row["id"] for row in json.loads(listed)["formats"] if row["read"]]
missing = [name for name in readable if not (folder / ("fuzz_" + name.replace("-", "_"))).is_file()]
print(f"{len(readable)} readers; without a fuzz target: {', '.join(missing) or 'none'}")
sys.exit(1 if missing or not readable else 0)
