"""hermes-tdata (Rust): reads tdata folders of up to three accounts; it writes none."""

from __future__ import annotations

from support import cases, judging, program
from support.checks import Checks, refused

from .tdata_folders import ASCII, CYRILLIC, THREE, folder_written, told


def run(t: Checks) -> None:
    for name in cases.CASES:
        folder_written(t, [name])
    folder_written(t, THREE)
    folder_written(t, THREE, passcode=ASCII, what="with a passcode")
    folder_written(t, THREE, passcode=CYRILLIC, what="with a passcode in Cyrillic")
    folder_written(t, ["plain"], "--tdesktop-compat", "old", what="with narrow ids")
    with t.that("tdata: another data name, which it opens when told"):
        program.make_folder(out := t.path("tdata"), [cases.case("user")], "--new-key-name", "work")
        seen = judging.read(t.peer, "tdata", path=out, text=told(data_key="work"))["accounts"]
        if [one["user_id"] for one in seen] != [cases.case("user")["user_id"]]:
            raise AssertionError(f"accounts: {seen}")
    with t.that("a wrong passcode is refused, so the passcode is what opens our folders"):
        program.make_folder(out := t.path("tdata"), [cases.case("user")], passcode=ASCII)
        refused(judging.Refused, lambda: judging.read(t.peer, "tdata", path=out, text=told(CYRILLIC)))
    with t.that("six accounts: it knows the limit of three that Telegram Desktop once had"):
        program.make_folder(out := t.path("tdata"), [cases.case(name) for name in cases.CASES])
        refused(judging.Refused, lambda: judging.read(t.peer, "tdata", path=out), saying="account count: 6")
