"""gotd: reads tdata folders, all accounts or none of them; it writes none."""

from __future__ import annotations

from desktop import tdata
from desktop.judging import account
from support import cases, judging, program
from support.checks import Checks, refused

from .tdata_folders import ACCOUNT, ASCII, CYRILLIC, THREE, folder_written, told


def run(t: Checks) -> None:
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
