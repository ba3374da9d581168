#!/usr/bin/env python3
"""Every step of a write as the last one: the process is killed there, or the step fails.

    run.py --program PROGRAM --shim LIBRARY [CASE...]

The shim counts the calls that change the disk. For each of them the same command runs once on a fresh copy of the case
and is killed at that call, and once it fails there with "no space left". Afterwards the target is absent, or as it was,
or complete; after a mere failure it is as it was, the exit status is 4, and nothing lies about.
"""

from __future__ import annotations

import argparse
import dataclasses
import errno
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SESSIONS = pathlib.Path(__file__).resolve().parents[1] / "cli" / "sessions"
USER = ["--user-id", "5123456789"]
MAX_STEPS = 400  # a command that takes more is not one of these


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    prepare: list[list[str]]  # commands that make what is there before
    command: list[str]
    target: str
    keys_after: int  # accounts in the target when it is complete
    again: tuple = ()  # what the next run after a kill needs on top
    old_disk: bool = False  # the file system knows plain renames only


A, B = "telethon-a.txt", "telethon-b.txt"
CASES = [
    Case("new-file", [], ["convert", A, "--to", "telethon-sqlite", "-o", "out.session"], "out.session", 1),
    Case("replaced-file", [["convert", B, "--to", "telethon-sqlite", "-o", "out.session"]],
         ["convert", A, "--to", "telethon-sqlite", "-o", "out.session", "--force"], "out.session", 1),
    Case("pair", [], ["convert", A, "--to", "session-json", "--api-profile", "desktop", "--user", "-o", "out"],
         "out.session", 1, ("--force",)),  # two names, two renames: the .json alone may be left, and is no session
    Case("new-folder", [], ["convert", A, "--to", "tdata", *USER, "-o", "out"], "out", 1),
    Case("replaced-folder", [["convert", B, "--to", "tdata", *USER, "-o", "out"]],
         ["convert", A, "--to", "tdata", *USER, "-o", "out", "--force"], "out", 1),
    Case("added-account", [["convert", B, "--to", "tdata", "--user-id", "77", "-o", "out"]],
         ["convert", A, *USER, "--into", "out"], "out", 2),
]
CASES += [dataclasses.replace(case, name=case.name + "-on-an-old-disk", old_disk=True)
          for case in CASES if case.name in {"new-file", "replaced-file", "new-folder", "added-account"}]


class Failure(Exception):
    pass


class Player:
    def __init__(self, program: pathlib.Path, shim: pathlib.Path, case: Case, base: pathlib.Path):
        self.program, self.shim, self.case, self.base = program, shim, case, base
        self.start = base / "start"
        self.start.mkdir()
        for name in (A, B):
            shutil.copy(SESSIONS / name, self.start / name)
        for command in case.prepare:
            self.run(command, self.start)
        self.before = self.keys(self.start)

    def run(self, command, folder, check=True, **environment):
        done = subprocess.run([self.program, *command], cwd=folder, env={**os.environ, **environment}, timeout=60,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if check and done.returncode != 0:
            raise Failure(f"{' '.join(command)}: exit {done.returncode}: {done.stderr}")
        return done

    def keys(self, folder) -> list[str] | None:
        """The key ids of the target; None where there is none. It must be readable if it is there."""
        if not (folder / self.case.target).exists():
            return None
        told = json.loads(self.run(["inspect", self.case.target, "--json"], folder).stdout)
        return [account["auth_key_id"] for account in told["accounts"]]

    def fault(self, at: int, kind: str):
        """The command, ended or failing at one call. Returns the folder and how it ended."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.base))
        shutil.copytree(self.start, folder, dirs_exist_ok=True)
        count = self.base / "count"
        count.unlink(missing_ok=True)
        old_disk = {"FAULT_OLD_DISK": "1"} if self.case.old_disk else {}
        done = self.run(self.case.command, folder, check=False, LD_PRELOAD=str(self.shim), FAULT_AT=str(at), FAULT=kind,
                        FAULT_COUNT=str(count), **old_disk)
        steps = int(count.read_text()) if count.exists() else None
        return folder, done, steps

    def play(self) -> int:
        folder, done, steps = self.fault(0, "kill")
        after = self.keys(folder)
        if done.returncode != 0 or not steps or after is None or len(after) != self.case.keys_after:
            raise Failure(f"undisturbed: exit {done.returncode}, {steps} steps, {after}: {done.stderr}")
        if steps > MAX_STEPS:
            raise Failure(f"{steps} steps")
        for at in range(1, steps + 1):
            self.killed(at, after)
            self.failed(at, after)
        return steps

    def killed(self, at: int, after):
        folder, done, _ = self.fault(at, "kill")
        if done.returncode != -9:
            raise Failure(f"step {at}: not killed: exit {done.returncode}")
        keys = self.keys(folder)
        if keys not in (self.before, after):
            raise Failure(f"killed at step {at}: the target holds {keys}, before {self.before}, complete {after}")
        # What a kill leaves lies under a hidden temporary name, private, and does not hinder the next run.
        again = self.run([*self.case.command, *self.case.again], folder, check=False)
        if keys == self.before and again.returncode != 0:
            raise Failure(f"killed at step {at}: the next run fails: {again.stderr}")
        shutil.rmtree(folder)

    def failed(self, at: int, after):
        folder, done, _ = self.fault(at, str(errno.ENOSPC))
        keys, listing = self.keys(folder), names(folder)
        if done.returncode == 0 and keys == after:  # a step whose failure costs nothing, such as tidying up
            shutil.rmtree(folder)
            return
        if done.returncode != 4 or keys != self.before or listing != names(self.start):
            raise Failure(f"step {at} failed: exit {done.returncode}, {keys}, {sorted(listing)}: {done.stderr}")
        shutil.rmtree(folder)


def names(folder) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--shim", type=pathlib.Path, required=True)
    parser.add_argument("cases", nargs="*", choices=[[], *(case.name for case in CASES)])
    arguments = parser.parse_args()
    bad = 0
    for case in CASES:
        if arguments.cases and case.name not in arguments.cases:
            continue
        with tempfile.TemporaryDirectory() as base:
            try:
                steps = Player(arguments.program.resolve(), arguments.shim.resolve(), case, pathlib.Path(base)).play()
                print(f"{case.name}: {steps} steps, each killed and each failed")
            except Failure as failure:
                bad += 1
                print(f"{case.name}: {failure}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
