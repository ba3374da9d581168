#!/usr/bin/env python3
"""Plays command-line scenarios.

Usage: run.py [--program PATH] [FILE...]      all of scenarios/ without FILE
Exit status: 0 all hold, 1 some do not, 77 some had to be skipped (a failure where CI=true).
"""

import argparse
import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from scenario.checks import Failed  # noqa: E402
from scenario.parse import ScenarioError, load  # noqa: E402
from scenario.play import Player, Skipped, validate  # noqa: E402
from scenario.sandbox import ROOT  # noqa: E402


def play(path: Path, program: Path) -> str:
    """"ok", "skipped" or "failed", said on the way."""
    name = path.stem
    try:
        scenario = load(path)
        validate(scenario)
        Player(scenario, program).play()
    except Skipped as reason:
        failed = os.environ.get("CI") == "true"
        print(f"{'FAILED' if failed else 'SKIPPED'} {name}: {reason}{' (CI=true: nothing is skipped)' * failed}")
        return "failed" if failed else "skipped"
    except (ScenarioError, Failed) as error:
        print(f"FAILED {name}: {error}")
        return "failed"
    print(f"ok {name}: {scenario.title}")
    return "ok"


def main() -> int:
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description="Plays command-line scenarios.")
    parser.add_argument("--program", type=Path, default=ROOT / "build/dev/tgferry")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    program = arguments.program.resolve()
    if not os.access(program, os.X_OK):
        print(f"there is no program {program}; build it, or name it with --program", file=sys.stderr)
        return 1
    files = arguments.files or sorted((here / "scenarios").glob("*.txt"))
    results = [play(path, program) for path in files]
    if not results:
        print("there is no scenario", file=sys.stderr)
        return 1
    if len(results) > 1:
        print(", ".join(f"{results.count(kind)} {kind}" for kind in ("ok", "skipped", "failed")))
    return 1 if "failed" in results else 77 if "skipped" in results else 0


if __name__ == "__main__":
    sys.exit(main())
