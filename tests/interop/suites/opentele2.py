"""opentele2: a Telethon file and a JSON file that belong together."""

from __future__ import annotations

import json
import shutil

from support import cases, judging, program
from support.checks import Checks, refused, same

from .common import ADDRESS, ALL, HOME, reads, writes

FILE = "made_up.session"
FIELDS = [*ADDRESS, "user_id", "api_id"]


def run(t: Checks) -> None:
    for name in [n for n in ALL if n != "six"]:
        writes(t, "session-json", name, FIELDS, file=FILE, extra=_profile)
        reads(t, "session-json", name, FIELDS, file=FILE)
    _pair(t)
    _limits(t)


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
