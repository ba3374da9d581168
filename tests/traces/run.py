#!/usr/bin/env python3
"""Nothing of a key is left in the program's memory when it ends: every reader with every writer.

    run.py --program TGFERRY --look LOOK --self KEEPER     proves that the look sees what is there, and nothing else
    run.py --program TGFERRY --look LOOK [--all]           one fixture a format to every format; --all: every fixture

Exit status: 0 nothing was left, 1 something was, 77 the memory of a process cannot be read here (it is closed to
everybody but root); with CI=true that is a failure too.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
FOUND, CANNOT_LOOK, SKIPPED = 98, 99, 77
FINE = {0, 9, 14}  # written; a fact is missing; nobody is logged in: all of them have read the source
FACTS = ["--api-profile", "desktop", "--user-id", "123456789", "--user", "--dc", "2"]
SECRETS = {"passcode": "--passcode-file", "tdlib_key": "--tdlib-key-file", "api_hash": "--api-hash-file"}


class Look:
    def __init__(self, look: str, program: str) -> None:
        self.look, self.program = look, program

    def __call__(self, keys: list[str], words: list[str], given: bytes = b"") -> tuple[int, list[str]]:
        """The exit status of a run, and what was left of the keys."""
        with tempfile.TemporaryDirectory() as folder:
            known, report = Path(folder) / "keys", Path(folder) / "report"
            known.write_text("\n".join(keys) + "\n")
            done = subprocess.run([self.look, known, report, self.program, *words], input=given, capture_output=True, timeout=120,
                                  check=False)
            return done.returncode, report.read_text().splitlines() if report.exists() else []


def self_test(look: str, keeper: str) -> int:
    key = bytes((167 * i + 13) & 255 for i in range(256)).hex()
    wrong = []
    for how in ("raw", "hex", "freed", "base64-0", "base64-1", "base64-2", "fifteen", "nothing"):
        status, found = Look(look, keeper)([key], [how])
        if status == CANNOT_LOOK:
            return cannot_look()
        if (status == FOUND) != (how not in ("fifteen", "nothing")):
            wrong.append(f"{how}: exit {status}, {found}")
    print("\n".join(wrong) or "the look sees 16 bytes in each form, and not 15")
    return 1 if wrong else 0


def cannot_look() -> int:
    print("SKIPPED: the memory of a process that is closed to others can be read by root alone")
    return 1 if os.environ.get("CI") == "true" else SKIPPED


def fixtures(everything: bool) -> list[dict]:
    listed = json.loads((FIXTURES / "manifest.json").read_text())["fixtures"]
    if everything:
        return listed
    first: dict[str, dict] = {}
    for one in listed:
        locked = any(one.get(name) for name in SECRETS)
        if one["format"] not in first or (locked and not any(first[one["format"]].get(n) for n in SECRETS)):
            first[one["format"]] = one  # a locked one has more to forget
    return list(first.values())


def opening(one: dict, folder: Path) -> list[str]:
    """The options that open a fixture, each secret in a file."""
    words = []
    for name, option in SECRETS.items():
        if one.get(name):
            path = folder / f"{name}.secret"
            path.write_text(one[name])
            words += [option, str(path)]
    return words


def keys_of(program: str, source: str, words: list[str]) -> list[str]:
    done = subprocess.run([program, "inspect", source, *words, "--json", "--reveal"], capture_output=True, timeout=60, check=False)
    if done.returncode != 0:
        return []
    return sorted({key["auth_key"] for account in json.loads(done.stdout)["accounts"] for key in account["keys"]})


def convert(look: Look, one: dict, writers: list[str]) -> list[str]:
    """What was left by the conversions of one fixture."""
    wrong = []
    source = str(FIXTURES / one["path"])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        opened = opening(one, folder)
        keys = keys_of(look.program, source, ["--from", one["format"], *opened])
        if not keys:
            return []  # nobody is logged in to it
        runs = [["inspect", source, *opened], ["inspect", source, *opened, "--json", "--reveal"], ["diff", source, source, *opened]]
        facts = FACTS if not one.get("api_hash") else FACTS[2:]
        runs += [["convert", source, *opened, "--to", to, "-o", str(folder / to), *facts] for to in writers]
        runs.append(["convert", source, source, *opened, "--to", "auth-key", "-o", str(folder / "several"), *facts])  # on all cores
        written = 0
        for words in runs:
            status, found = look(keys, words)
            written += status == 0
            if found or status not in FINE:
                shown = " ".join(w if w != source else one["path"] for w in words)
                wrong.append(f"{shown}: exit {status}: {'; '.join(found[:5])}")
        if written < len(runs) * 2 // 3:
            wrong.append(f"{one['path']}: only {written} of {len(runs)} runs did their work")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--look", required=True)
    parser.add_argument("--self", dest="keeper")
    parser.add_argument("--all", action="store_true")
    given = parser.parse_args()
    if given.keeper:
        return self_test(given.look, given.keeper)
    program = str(Path(given.program).absolute())
    formats = json.loads(subprocess.run([program, "formats", "--json"], capture_output=True, check=True).stdout)["formats"]
    writers = [f["id"] for f in formats if f["write"]]
    chosen = fixtures(given.all)
    look = Look(given.look, program)
    if look(["00" * 256], ["formats"])[0] == CANNOT_LOOK:
        return cannot_look()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        wrong = [line for lines in pool.map(lambda one: convert(look, one, writers), chosen) for line in lines]
    print("\n".join(wrong))
    print(f"{len(chosen)} sources to {len(writers)} formats: {len(wrong)} runs left something or failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
