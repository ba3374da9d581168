"""gotd: its own session file, taken up by its client."""

from __future__ import annotations

import json

from support import cases, judging, program
from support.checks import Checks, refused, same

from .common import ADDRESS, ALL, HOME, reads, writes
from .moves import moves


def run(t: Checks) -> None:
    for name in ALL:
        writes(t, "gotd-json", name, [*ADDRESS, "test"])
        reads(t, "gotd-json", name, [*ADDRESS, "test"])
        one = cases.case(name, layout="client")  # no address but in the server's list, a salt, a full Config
        reads(t, "gotd-json", f"{name} as the client saves it", [*ADDRESS, "test"] if ":" not in one["host"] else ["test"], one=one)
    moves(t, "gotd-json")
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
