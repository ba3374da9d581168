"""opentele2: a Telethon file and a JSON file that belong together; and tdata folders."""

from __future__ import annotations

import json
import shutil

from support import cases, judging, program
from support.checks import Checks, refused, same

from .common import ADDRESS, ALL, HOME, reads, writes
from .opentele import ascii_only, published_key
from .tdata_folders import ASCII, CYRILLIC, THREE, folder_read, folder_written, peer_writes, refused_with

FILE = "made_up.session"
FIELDS = [*ADDRESS, "user_id", "api_id"]


def run(t: Checks) -> None:
    for name in [n for n in ALL if n != "six"]:
        writes(t, "session-json", name, FIELDS, file=FILE, extra=_profile)
        reads(t, "session-json", name, FIELDS, file=FILE)
    _pair(t)
    _limits(t)
    for name in ALL:
        folder_written(t, [name])
        folder_read(t, [name])
    folder_written(t, THREE)
    folder_read(t, THREE)
    folder_written(t, THREE, passcode=ASCII, what="three with a passcode")
    published_key(t)
    _newest_folders(t) if t.peer == "opentele2" else _folders_of_1_2(t)


def _profile(seen: dict, one: dict) -> None:
    same(seen, one, ["api"])


def _pair(t: Checks) -> None:
    with t.that("session-json: found from either file, and from a JSON elsewhere"):
        out = t.path(FILE)
        one = cases.case("user")
        judging.write(t.peer, "session-json", one, out)
        same(program.sees(out.with_suffix(".json")), one, [*HOME, *FIELDS])
        elsewhere = t.path("profile.json")
        shutil.move(out.with_suffix(".json"), elsewhere)
        told = json.loads(program.run("inspect", out, "--from", "session-json", "--json-path", elsewhere, "--json"))
        if told["accounts"][0]["api"]["id"] != one["api_id"]:
            raise AssertionError("the JSON was not read")


def _limits(t: Checks) -> None:
    with t.that("session-json: the other half missing is told by name, by both"):
        out = t.path(FILE)
        judging.write(t.peer, "session-json", cases.case("user"), out)
        out.with_suffix(".json").unlink()
        refused(judging.Refused, lambda: judging.read(t.peer, "session-json", path=out), saying="JSON file not found")
        refused(program.Failed, lambda: program.run("inspect", out, "--from", "session-json"), saying=".json")
    with t.that("session-json: without api id and hash there is no pair: refused with 9"):
        text = program.make(cases.case("user", api_id=None), "telethon-string")
        try:
            program.run("convert", "-", "--to", "session-json", "-o", t.path("pair"), given=text)
        except program.Failed as failed:
            if failed.code != 9:
                raise
        else:
            raise AssertionError("was written")
    with t.that("session-json: our file of schema 7 is upgraded in place by the library and read again"):
        out = t.path(FILE)
        program.make(cases.case("user"), "session-json", out)
        if judging.read(t.peer, "session-json", path=out)["schema"] != 8:
            raise AssertionError("was not upgraded")
        same(program.sees(out, form="session-json"), cases.case("user"), [*HOME, *FIELDS])


def _folders_of_1_2(t: Checks) -> None:
    folder_read(t, THREE, passcode=ASCII, what="three with a passcode")
    ascii_only(t)
    folder_written(t, ALL, what="six accounts: this release knows three, and drops the others silently;", seen_as=ALL[:3])


def _newest_folders(t: Checks) -> None:
    """2.0 follows Telegram Desktop 7.3, whose key file has a part more, and another derivation for passcodes."""
    folder_written(t, ALL, what="six accounts")
    folder_read(t, ALL, what="six accounts")
    folder_written(t, ["user"], passcode=CYRILLIC, what="with a passcode in Cyrillic")
    with t.that("tdata with a passcode of Telegram Desktop 7.3: told for what it is, and not called damaged"):
        peer_writes(t.peer, out := t.path("tdata"), ["user"], passcode=ASCII)
        with program.secret_file(ASCII) as secret:
            refused_with(7, lambda: program.run("convert", out, "--to", "tgferry-json", program.PASSCODE, secret))
