"""gogram: its session strings, taken up by its client."""

from __future__ import annotations

from support import cases, judging, program
from support.checks import Checks, refused, same

from .common import ADDRESS, HOME, reads, writes
from .moves import moves

FOUR = [name for name, one in cases.CASES.items() if ":" not in one["host"]]


def run(t: Checks) -> None:
    for name in FOUR:
        writes(t, "gogram-string", name, [*ADDRESS, "api_id"])
        reads(t, "gogram-string", name, [*ADDRESS, "test", "api_id"])
        reads(t, "gogram-string", f"{name} without a DC", [*ADDRESS, "test", "api_id"], one=cases.case(name, layout="raw"))
    moves(t, "gogram-string")
    with t.that("an IPv6 address becomes the IPv4 one of its DC, which is the only kind that gogram knows all DCs by"):
        one = cases.case("six")
        same(judging.read(t.peer, "gogram-string", text=program.make(one, "gogram-string")),
             {**one, "host": "149.154.175.53"}, [*HOME, *ADDRESS, "api_id"])
    with t.that("the DC is the address's to gogram, so tgferry says when it takes one for another DC's"):
        one = cases.case("user", dc=4, host="149.154.167.92")
        seen = judging.read(t.peer, "gogram-string", text=program.make(one, "gogram-string"))
        if seen["dc"] != 2:
            raise AssertionError(f"gogram takes it for DC {seen['dc']}: the known limit is gone")
        if program.sees(text=program.make(one, "gogram-string"))["dc"] != 4:
            raise AssertionError("tgferry does not see the DC that the string names")
    with t.that("the judge can tell a key that is not the one"):
        text = program.make(cases.case("bot"), "gogram-string")
        refused(AssertionError, lambda: same(judging.read(t.peer, "gogram-string", text=text), cases.case("user"), HOME))
