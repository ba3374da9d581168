"""gogram: its session strings, taken up by its client."""

from __future__ import annotations

import base64
import hashlib

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
    for separator in (":_:", "::"):
        with t.that(f"the older layout, separated by {separator}: both read the same"):
            one = cases.case("user")
            text = _old_string(one, separator)
            same(judging.read(t.peer, "gogram-string", text=text), one, [*HOME, *ADDRESS, "api_id"])
            same(program.sees(text=text), one, [*HOME, *ADDRESS, "api_id"])
    with t.that("the older layout with a separator inside the key: gogram splits there and fails, tgferry does not"):
        key = b"::" + bytes.fromhex(cases.made_up_key("separator"))[2:]
        one = cases.case("user", auth_key=key.hex())
        text = _old_string(one, "::")
        refused(judging.Refused, lambda: judging.read(t.peer, "gogram-string", text=text))
        same(program.sees(text=text), one, [*HOME, *ADDRESS, "api_id"])
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


def _old_string(one: dict, separator: str) -> str:
    """By the layout that gogram still reads and writes no more."""
    key, by = bytes.fromhex(one["auth_key"]), separator.encode()
    address = f"{one['host']}:{one['port']}".encode()
    parts = [key, hashlib.sha1(key).digest()[12:], address, str(one["dc"]).encode(), str(one["api_id"]).encode()]
    return "1BvX" + base64.urlsafe_b64encode(by.join(parts)).decode().rstrip("=")
