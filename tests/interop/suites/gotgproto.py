"""gotgproto: its session strings, which hold gotd's session."""

from __future__ import annotations

from support import cases, judging, program
from support.checks import Checks, refused, same

from .common import ADDRESS, ALL, HOME, reads, writes
from .moves import moves


def run(t: Checks) -> None:
    for name in ALL:
        writes(t, "gotgproto-string", name, [*ADDRESS, "test"])
        reads(t, "gotgproto-string", name, [*ADDRESS, "test"])
    moves(t, "gotgproto-string")
    with t.that("a string cut short is refused by both"):
        text = program.make(cases.case("user"), "gotgproto-string")[:-8]
        refused(judging.Refused, lambda: judging.read(t.peer, "gotgproto-string", text=text))
        refused(program.Failed, lambda: program.sees(text=text), saying="gotgproto")
    with t.that("the judge can tell a key that is not the one"):
        text = program.make(cases.case("bot"), "gotgproto-string")
        refused(AssertionError, lambda: same(judging.read(t.peer, "gotgproto-string", text=text), cases.case("user"), HOME))
