"""gotd: its own session file, both ways; reads tdata folders, all accounts or none of them, and writes none."""

from __future__ import annotations

import json

from desktop import tdata
from desktop.judging import account
from support import cases, judging, program
from support.checks import Checks, refused, same

from .common import ADDRESS, ALL, HOME, reads, writes
from .moves import moves
from .tdata_folders import ACCOUNT, ASCII, CYRILLIC, THREE, folder_written, told


def run(t: Checks) -> None:
    _session_files(t)
    fields = [*ACCOUNT, "test"]
    for name in cases.CASES:
        folder_written(t, [name], fields=fields)
    folder_written(t, THREE, fields=fields)
    folder_written(t, list(cases.CASES), what="six accounts", fields=fields)
    folder_written(t, THREE, passcode=ASCII, what="with a passcode", fields=fields)
    folder_written(t, THREE, passcode=CYRILLIC, what="with a passcode in Cyrillic", fields=fields)
    folder_written(t, ["plain"], "--tdesktop-compat", "old", what="with narrow ids", fields=fields)
    with t.that("tdata: the keys of all data centres"):
        one = cases.case("user", other_keys={4: cases.made_up_key("four")})
        program.make_folder(out := t.path("tdata"), [one])
        seen = judging.read(t.peer, "tdata", path=out)["accounts"][0]["keys"]
        if sorted(seen) != ["2", "4"]:
            raise AssertionError(f"keys of {sorted(seen)}")
    _limits(t)


def _session_files(t: Checks) -> None:
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


def _limits(t: Checks) -> None:
    with t.that("a wrong passcode is refused, so the passcode is what opens our folders"):
        program.make_folder(out := t.path("tdata"), [cases.case("user")], passcode=ASCII)
        refused(judging.Refused, lambda: judging.read(t.peer, "tdata", path=out, text=told(CYRILLIC)))
    with t.that("one damaged account: gotd gives up on all, tgferry reads the others"):
        tdata.write(out := t.path("tdata"), {0: account(cases.case("user")), 1: account(cases.case("bot"))})
        path = out / (tdata.part_name("data#2") + "s")
        path.write_bytes(path.read_bytes()[:-1])
        refused(judging.Refused, lambda: judging.read(t.peer, "tdata", path=out))
        if [one["user_id"] for one in program.sees_folder(out)["accounts"]] != [cases.case("user")["user_id"]]:
            raise AssertionError("tgferry does not see the healthy account")
    with t.that("a data name other than data: gotd knows no other"):
        program.make_folder(out := t.path("tdata"), [cases.case("user")], "--new-key-name", "work")
        refused(judging.Refused, lambda: judging.read(t.peer, "tdata", path=out))
