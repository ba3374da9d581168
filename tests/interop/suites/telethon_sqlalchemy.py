"""telethon-session-sqlalchemy: tables that many clients share. It writes them, and says which session holds what."""

from __future__ import annotations

import json
import subprocess

import peers
from support import cases, jail, program
from support.checks import Checks, refused
from support.judging import JUDGES, SECONDS

PEOPLE = {"@alice": (2, "149.154.167.51"), "@bob": (4, "149.154.167.91"), "@carol": (4, "149.154.167.91")}


def judge(t: Checks, *words: str, given: str = "") -> str:
    command = [*jail.prefix(), *peers.interpreter(peers.PEERS[t.peer]), str(JUDGES / "telethon_sqlalchemy.py"), *words]
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode != 0:
        raise AssertionError(f"the judge failed: {done.stderr[-500:]}")
    return done.stdout


def told(*words) -> dict[str, tuple]:
    accounts = json.loads(program.run("inspect", *words, "--json", "--reveal"))["accounts"]
    return {a["name"]: (a["dc"], a["endpoint"]["host"], [k["auth_key"] for k in a["keys"]]) for a in accounts}


def run(t: Checks) -> None:
    for prefix in ("", "telethon_"):
        path = str(t.path("people.db"))
        people = {name: {"dc": dc, "host": host, "port": 443, "key": cases.made_up_key(name)}
                  for name, (dc, host) in PEOPLE.items()}
        judge(t, "write", path, prefix, given=json.dumps(people))
        with t.that(f"tables with the prefix '{prefix}': every session is what its library says it is"):
            seen = json.loads(judge(t, "read", path, prefix, *PEOPLE))
            want = {name: (one["dc"], one["host"], [one["key"]]) for name, one in seen.items()}
            if told(path) != want or len(want) != len(PEOPLE):
                raise AssertionError(f"tgferry sees {sorted(told(path))}")
        with t.that(f"tables with the prefix '{prefix}': the one that is asked for is written, and nobody unasked"):
            program.run("convert", path, "--account", "@bob", "--to", "telethon-sqlite", "-o", out := t.path("bob.session"))
            if list(told(out).values()) != [(4, PEOPLE["@bob"][1], [people["@bob"]["key"]])]:
                raise AssertionError("another key than @bob's")
            refused(program.Failed, lambda: program.run("convert", path, "--to", "telethon-string"), saying="@alice")
