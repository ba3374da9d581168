"""gotd: its own session file, taken up by its client."""

from __future__ import annotations

import json

from support import cases, judging, program
from support.checks import Checks, refused, same

from .common import ADDRESS, ALL, HOME, reads, writes
from .moves import moves

SALT = str(-(2**62))  # what the judge's client saves


def run(t: Checks) -> None:
    for name in ALL:
        writes(t, "gotd-json", name, [*ADDRESS, "test"])
        reads(t, "gotd-json", name, [*ADDRESS, "test"])
        one = cases.case(name, layout="client")  # no address but in the server's list, a salt, a full Config
        reads(t, "gotd-json", f"{name} as the client saves it", [*ADDRESS, "test"] if ":" not in one["host"] else ["test"], one=one)
    moves(t, "gotd-json")
    _salt(t)
    with t.that("gotd-json: another key id is refused by gotd, and by tgferry"):
        document = json.loads(program.make(cases.case("user"), "gotd-json"))
        document["Data"]["AuthKeyID"] = json.loads(program.make(cases.case("bot"), "gotd-json"))["Data"]["AuthKeyID"]
        refused(judging.Refused, lambda: judging.read(t.peer, "gotd-json", text=json.dumps(document)), saying="corrupted key")
        refused(program.Failed, lambda: program.sees(text=json.dumps(document)), saying="exit 6")
    with t.that("gotd-json: another version is no session to gotd"):
        text = program.make(cases.case("user"), "gotd-json").replace('{"Version":1', '{"Version":2', 1)
        refused(judging.Refused, lambda: judging.read(t.peer, "gotd-json", text=text), saying="not found")
        refused(program.Failed, lambda: program.sees(text=text), saying="exit 7")
    with t.that("the judge can tell a key that is not the one"):
        text = program.make(cases.case("bot"), "gotd-json")
        refused(AssertionError, lambda: same(judging.read(t.peer, "gotd-json", text=text), cases.case("user"), HOME))


def _salt(t: Checks) -> None:
    one = cases.case("user")
    with t.that("gotd-json: the salt of the home DC is written as gotd reads it"):
        given = cases.to_tgferry_json(one)
        given["sessions"][0]["salts"] = [{"dc": one["dc"], "valid_since": 0, "valid_until": 0, "salt": SALT}]
        text = program.run("convert", "-", "--from", "tgferry-json", "--to", "gotd-json", given=json.dumps(given))
        if (salt := judging.read(t.peer, "gotd-json", text=text)["salt"]) != SALT:
            raise AssertionError(f"gotd reads the salt {salt}")
    with t.that("gotd-json: the salt that gotd's client saves is read"):
        text = judging.write(t.peer, "gotd-json", cases.case("user", layout="client"))
        salts = json.loads(program.run("convert", "-", "--to", "tgferry-json", given=text))["sessions"][0]["salts"]
        if [(salt["dc"], salt["salt"]) for salt in salts] != [(one["dc"], SALT)]:
            raise AssertionError(f"tgferry reads {salts}")
