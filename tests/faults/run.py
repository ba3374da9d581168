#!/usr/bin/env python3
"""Every step of a write as the last one: the process is killed there, or the step fails.

    run.py --program PROGRAM --shim LIBRARY [CASE...]              each step of these cases
    run.py --program PROGRAM --shim LIBRARY --some N [--seed S]    N steps drawn from every case there is
    run.py --program PROGRAM --shim LIBRARY --all [--seconds N]    every step of every case, in an order drawn by the
                                                                   seed, until the time is up

Cases: every format that is written, new and in place of an old one, on an ordinary file system, on one without unnamed
files, and on one that knows plain renames only; folders that are added to; several outputs at once; a source that has
to be recovered. `--list` names them.

The shim counts the calls that change the disk. For each of them the same command runs on a fresh copy of the case and
is killed at that call, or the call fails. After a kill every target is absent, as it was, or complete; beside it lies
nothing, where the file system can have unnamed files and nothing was to be replaced, and else only what bears a
temporary name. The next run succeeds, and then nothing is left over. After a failure the exit status is 4,
and everything is as it was.
"""

from __future__ import annotations

import argparse
import dataclasses
import errno
import json
import os
import pathlib
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

SESSIONS = pathlib.Path(__file__).resolve().parents[1] / "cli" / "sessions"
A, B = "telethon-a.txt", "telethon-b.txt"
FACTS = ["--user-id", "5123456789", "--user", "--api-profile", "desktop", "--dc", "2"]
ERRORS = [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT]
OLD_DISK = "no-unnamed,no-exchange,no-links"  # as vfat
TEMPORARY = re.compile(r"\.tgferry-[A-Za-z0-9]{6}$")
MAX_STEPS = 400  # a command that takes more is not one of these


class Failure(Exception):
    pass


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    command: list[str]
    targets: tuple  # (name, format) each
    prepare: tuple = ()  # commands that make what is there before
    shape: str = "file"
    disk: str = ""
    recovered: bool = False  # the source is a database with a log
    # Files of an account that is in no list yet, since the list is written last: they stay in the folder.
    orphans: bool = False

    @property
    def forced(self) -> bool:
        return "--force" in self.command

    def leaves_nothing(self) -> bool:
        """Whether even a kill leaves nothing beside the targets."""
        named = "no-unnamed" in self.disk or self.shape == "folder" or "--into" in self.command
        return not named and not self.forced


def convert(source, target_format, out, *more):
    return ["convert", source, "--to", target_format, *FACTS, "-o", out, *more]


def cases_of(form: dict):
    name, shape = form["id"], form["shape"]
    out = "out" if shape == "folder" else "out.session"  # to which no format puts anything
    target = ((out, name),)
    old = (convert(B, name, out),)
    for disk, suffix in (("", ""), ("no-unnamed", "-named"), (OLD_DISK, "-old-disk")):
        yield Case(f"{name}{suffix}", convert(A, name, out), target, shape=shape, disk=disk)
        if shape == "folder" and disk == OLD_DISK:
            continue  # such a file system cannot replace a folder, and says so
        yield Case(f"{name}-forced{suffix}", convert(A, name, out, "--force"), target, old, shape, disk)


def more_cases():
    tdata = (("out", "tdata"),)
    first = (["convert", B, "--to", "tdata", "--user-id", "77", "-o", "out"],)
    for disk, suffix in (("", ""), (OLD_DISK, "-old-disk")):
        yield Case(f"added-account{suffix}", ["convert", A, "--user-id", "5123456789", "--into", "out"], tdata, first,
                   "folder", disk, orphans=True)
    for form, shape, end in (("telethon-sqlite", "file", ".session"), ("session-json", "pair", ".session"),
                             ("gramjs-store", "folder", "")):
        members = tuple((f"out/{stem}{end}", form) for stem in ("telethon-a", "telethon-b"))
        yield Case(f"batch-{form}", ["convert", A, B, "--to", form, "--user", "--api-profile", "desktop",
                                     "--user-id", "7", "-o", "out"], members, shape=shape)
    yield Case("recovered-source", convert("logged.session", "pyrogram-string", "out"), (("out", "pyrogram-string"),),
               recovered=True)


REPRESENTATIVE = ["telethon-sqlite", "telethon-sqlite-forced", "session-json", "session-json-forced", "tdata",
                  "tdata-forced", "added-account", "added-account-old-disk", "telethon-sqlite-old-disk",
                  "telethon-sqlite-forced-old-disk", "session-json-forced-named", "session-json-old-disk",
                  "tdata-old-disk", "batch-telethon-sqlite", "recovered-source"]


class Player:
    """One case: what is there before, what an undisturbed run makes of it, and every run that is disturbed."""

    def __init__(self, program: pathlib.Path, shim: pathlib.Path, case: Case, base: pathlib.Path):
        self.program, self.shim, self.case, self.base = program, shim, case, base
        self.start = self.make_start()
        self.before = self.keys(self.start)
        done_in, done, self.steps, _ = self.disturbed(0, "kill")
        self.after, self.finished = self.keys(done_in), names(done_in)
        if done.returncode != 0 or not self.steps or None in self.after.values() or self.after == self.before:
            raise Failure(f"undisturbed: exit {done.returncode}, {self.steps} steps, {done.stderr}")
        if self.steps > MAX_STEPS:
            raise Failure(f"{self.steps} steps")

    def make_start(self) -> pathlib.Path:
        start = self.base / "start"
        (start / "elsewhere").mkdir(parents=True)  # for temporary files, if there were any
        for name in (A, B):
            shutil.copy(SESSIONS / name, start / name)
        if self.case.recovered:
            self.make_logged_source(start)
        for command in self.case.prepare:
            self.run(command, start)
        return start

    def make_logged_source(self, start: pathlib.Path):
        """A database whose last change is in its write-ahead log alone."""
        self.run(convert(A, "telethon-sqlite", "plain.session"), start)
        with tempfile.TemporaryDirectory() as folder:
            live = pathlib.Path(folder, "live.session")
            shutil.move(start / "plain.session", live)
            database = sqlite3.connect(live)
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA wal_autocheckpoint=0")
            database.execute("UPDATE sessions SET port = 80")
            database.commit()
            shutil.copy(live, start / "logged.session")
            shutil.copy(f"{live}-wal", start / "logged.session-wal")
            database.close()

    def run(self, command, folder, check=True, **environment):
        places = {"TMPDIR": str(folder / "elsewhere"), "XDG_RUNTIME_DIR": str(folder / "elsewhere")}
        done = subprocess.run([self.program, *command], cwd=folder, env={**os.environ, **places, **environment},
                              timeout=120, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if check and done.returncode != 0:
            raise Failure(f"{' '.join(command)}: exit {done.returncode}: {done.stderr}")
        return done

    def keys(self, folder) -> dict[str, list[str] | None]:
        """The auth keys of each target, None where there is none. What is there must be readable."""
        found = {}
        for target, form in self.case.targets:
            found[target] = None
            if (folder / target).exists():
                opening = ["--api-profile", "desktop", *(["--dc", "2"] if form == "auth-key" else [])]
                told = self.run(["convert", target, "--from", form, "--to", "tgferry-json", "--account", "all", *opening],
                                folder)
                found[target] = sorted(re.findall(r'"auth_key": *"([^"]+)"', told.stdout))
                if not found[target]:
                    raise Failure(f"{target}: no key in {told.stdout[:200]}")
        return found

    def disturbed(self, at: int, fault: str):
        """The command, ended or failing at one call. Returns the folder and how it ended."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.base))
        shutil.copytree(self.start, folder, dirs_exist_ok=True)
        count, syncs = self.base / "count", self.base / "syncs"
        count.unlink(missing_ok=True)
        done = self.run(self.case.command, folder, check=False, LD_PRELOAD=str(self.shim), FAULT_AT=str(at), FAULT=fault,
                        FAULT_COUNT=str(count), FAULT_SYNCS=str(syncs), FAULT_DISK=self.case.disk)
        number = lambda path: int(path.read_text()) if path.exists() else None
        return folder, done, number(count), number(syncs)

    def killed(self, at: int):
        folder, done, _, _ = self.disturbed(at, "kill")
        if done.returncode != -9:
            raise Failure(f"step {at}: not killed: exit {done.returncode}")
        self.check_leftovers(at, folder)
        keys = self.keys(folder)
        for target, held in keys.items():
            # The old .session of a pair goes first, so that a pair is never half the old and half the new one.
            absent = held is None and self.case.shape == "pair"
            if held not in (self.before[target], self.after[target]) and not absent:
                raise Failure(f"killed at step {at}: {target} holds {held}")
        again = self.run(self.case.command, folder, check=False, FAULT_DISK=self.case.disk, LD_PRELOAD=str(self.shim))
        complete = sum(held is not None for held in keys.values())
        refused = complete > 0 and not self.case.forced and again.returncode in (4, 12)  # they exist already
        if again.returncode != 0 and not refused:
            raise Failure(f"killed at step {at}: the next run ends with {again.returncode}: {again.stderr}")
        if self.keys(folder) != self.after:
            raise Failure(f"killed at step {at}: the next run makes {self.keys(folder)}")
        left = names(folder)
        if self.case.orphans:  # files of the slot that was begun, which nothing lists; the next run takes another slot
            left = {name for name in left if not name.startswith("out/") or TEMPORARY.search(name)}
            left |= {name for name in self.finished if name.startswith("out/")}
        if left != self.finished:
            raise Failure(f"killed at step {at}: after the next run there is {left ^ self.finished}")
        shutil.rmtree(folder)

    def check_leftovers(self, at: int, folder):
        """Nothing but the targets, and what the next run knows as a leftover."""
        extra = names(folder) - names(self.start) - self.finished
        temporary = {name for name in extra if any(TEMPORARY.match(part) for part in name.split("/"))}
        if extra - temporary:
            raise Failure(f"killed at step {at}: {extra - temporary} is left")
        if temporary and self.case.leaves_nothing():
            raise Failure(f"killed at step {at}: {temporary} is left, where unnamed files are to be had")

    def failed(self, at: int, error: int):
        folder, done, _, _ = self.disturbed(at, str(error))
        keys, listing = self.keys(folder), names(folder)
        tidied = {name for name in listing if not any(TEMPORARY.match(part) for part in name.split("/"))}
        # A step whose failure costs nothing, such as tidying up; the next run does that.
        if done.returncode == 0 and keys == self.after and tidied == self.finished:
            shutil.rmtree(folder)
            return
        some = len(keys) > 1 and done.returncode == 12 and all(
            held in (self.before[target], self.after[target]) for target, held in keys.items())
        if some and listing <= self.finished | names(self.start):
            shutil.rmtree(folder)
            return
        # A disk without exchange and links cannot go back: the old file is gone when the new one cannot be synced.
        if done.returncode == 4 and self.case.disk == OLD_DISK and keys == self.after and tidied == self.finished:
            shutil.rmtree(folder)
            return
        locked_out = done.returncode == 11 and "cannot be locked" in done.stderr
        if not (done.returncode == 4 or some or locked_out) or keys != self.before or listing != names(self.start):
            raise Failure(f"step {at} failed with {os.strerror(error)}: exit {done.returncode}, {keys}, "
                          f"{listing ^ names(self.start)}: {done.stderr}")
        shutil.rmtree(folder)

    def step(self, at: int, fault: int):
        self.killed(at) if fault == 0 else self.failed(at, fault)


def names(folder) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def every_case(program: pathlib.Path) -> list[Case]:
    told = json.loads(subprocess.run([program, "formats", "--json"], check=True, capture_output=True, text=True).stdout)
    return [case for form in told["formats"] if form["write"] for case in cases_of(form)] + list(more_cases())


class Run:
    """Cases and their steps, as many as were asked for."""

    def __init__(self, arguments):
        self.program, self.shim = arguments.program.resolve(), arguments.shim.resolve()
        self.random = random.Random(arguments.seed)
        self.deadline = time.monotonic() + arguments.seconds if arguments.seconds else None
        self.kills = self.fails = self.bad = 0

    def is_over(self) -> bool:
        return self.deadline is not None and time.monotonic() > self.deadline

    def play(self, case: Case, some: int | None, errors: list[int]):
        with tempfile.TemporaryDirectory() as base:
            try:
                player = Player(self.program, self.shim, case, pathlib.Path(base))
                steps = [(at, fault) for at in range(1, player.steps + 1) for fault in (0, *errors)]
                if some is not None:
                    steps = self.random.sample(steps, min(some, len(steps)))
                for at, fault in steps:
                    if self.is_over():
                        return
                    player.step(at, fault)
                    self.kills += fault == 0
                    self.fails += fault != 0
                print(f"{case.name}: {len(steps)} of {player.steps} steps, killed or failing", flush=True)
            except Failure as failure:
                self.bad += 1
                print(f"{case.name}: {failure}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--shim", type=pathlib.Path, required=True)
    parser.add_argument("--some", type=int)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("cases", nargs="*")
    arguments = parser.parse_args()
    cases = every_case(arguments.program.resolve())
    if arguments.list:
        print("\n".join(case.name for case in cases))
        return 0
    if unknown := set(arguments.cases) - {case.name for case in cases}:
        parser.error(f"no such case: {', '.join(sorted(unknown))}")
    run = Run(arguments)
    if arguments.all:
        run.random.shuffle(cases)
    elif arguments.cases:
        cases = [case for case in cases if case.name in arguments.cases]
    elif arguments.some is None:
        cases = [case for case in cases if case.name in REPRESENTATIVE]
    started = time.monotonic()
    played = 0
    for case in cases:
        if run.is_over():
            break
        run.play(case, None if arguments.all else arguments.some, ERRORS if arguments.all else [errno.ENOSPC])
        played += 1
    print(f"seed {arguments.seed}: {played} of {len(cases)} cases, {run.kills} kills, {run.fails} failing calls, "
          f"{run.bad} faults, {time.monotonic() - started:.0f} seconds")
    return 1 if run.bad else 0


if __name__ == "__main__":
    sys.exit(main())
