"""opentele 1.15.1: tdata folders with one account, which is as far as this release gets."""

from __future__ import annotations

from support import cases, judging, program
from support.checks import Checks, refused

from .tdata_folders import ASCII, CYRILLIC, THREE, folder_read, folder_written, peer_writes, told, warned


def run(t: Checks) -> None:
    for name in cases.CASES:
        folder_written(t, [name])
        folder_read(t, [name])
    folder_written(t, ["user"], passcode=ASCII, what="with a passcode")
    folder_read(t, ["user"], passcode=ASCII, what="with a passcode")
    folder_written(t, ["plain"], "--tdesktop-compat", "old", what="with narrow ids")
    published_key(t)
    _limits(t)


def published_key(t: Checks) -> None:
    """What opentele and everything grown from it write unless told otherwise."""
    warned(t, t.peer, "published_local_key", "tdata: without a passcode the library uses a local key that everybody knows; tgferry warns",
           fresh_key=False)


def ascii_only(t: Checks, saying: str = "ascii") -> None:
    with t.that("a passcode in Cyrillic: the library takes only ASCII"):
        program.make_folder(out := t.path("tdata"), [cases.case("user")], passcode=CYRILLIC)
        refused(judging.Refused, lambda: judging.read(t.peer, "tdata", path=out, text=told(CYRILLIC)), saying=saying)
        refused(judging.Refused, lambda: peer_writes(t.peer, t.path("tdata"), ["user"], passcode=CYRILLIC), saying=saying)


def _limits(t: Checks) -> None:
    ascii_only(t)
    with t.that("several accounts: the library runs into endless recursion, reading and writing"):
        program.make_folder(out := t.path("tdata"), [cases.case(name) for name in THREE])
        refused(judging.Refused, lambda: judging.read(t.peer, "tdata", path=out), saying="recursion")
        refused(judging.Refused, lambda: peer_writes(t.peer, t.path("tdata"), THREE), saying="recursion")
    with t.that("the judge can tell a wrong passcode"):
        program.make_folder(out := t.path("tdata"), [cases.case("user")], passcode=ASCII)
        refused(judging.Refused, lambda: judging.read(t.peer, "tdata", path=out, text=told("wrong")), saying="passcode")
