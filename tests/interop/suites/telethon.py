"""Telethon 1.x: strings and SQLite files of schema 7 and 8."""

from __future__ import annotations

import sqlite3

from support import cases, judging, program
from support.checks import Checks, refused, same, same_peers

from .common import ADDRESS, ALL, HOME, reads, writes

IPV4_OF_DC1 = ("149.154.175.50", "149.154.175.53", "149.154.175.56")
FILE = "made_up.session"


def run(t: Checks) -> None:
    _strings(t)
    _files(t)
    _limits(t)


def _strings(t: Checks) -> None:
    for name in [n for n in ALL if n != "six"]:
        writes(t, "telethon-string", name, ADDRESS)
        reads(t, "telethon-string", name, [*ADDRESS, "test"])
    reads(t, "telethon-string", "six", ADDRESS)
    with t.that("telethon-string six: an IPv6 address is kept, and a client told to use IPv6 takes it"):
        # A default client goes back to IPv4 and DC 2 at once, and takes the key with it: Telethon's rule for IPv6.
        one = cases.case("six")
        seen = judging.read(t.peer, "telethon-string", text=program.make(one, "telethon-string"))
        same(seen, one, [*HOME, *ADDRESS])
        if seen["keeps"] is not False:
            raise AssertionError("Telethon's default client now keeps IPv6 sessions: this limit is gone")


def _files(t: Checks) -> None:
    for name in [n for n in ALL if n != "six"]:
        writes(t, "telethon-sqlite", name, [*ADDRESS, "user_id", "update_state", "takeout_id"], file=FILE, extra=_peers_seen)
        reads(t, "telethon-sqlite", name, [*ADDRESS, "user_id", "update_state", "takeout_id"], file=FILE, extra=_peers_seen)
    reads(t, "telethon-sqlite", "six", ADDRESS, file=FILE)
    with t.that("telethon-sqlite six: the default client must be able to use it, so IPv4 is written"):
        out = t.path(FILE)
        one = cases.case("six")
        program.make(one, "telethon-sqlite", out)
        seen = judging.read(t.peer, "telethon-sqlite", path=out)
        same(seen, one, [*HOME, "user_id"])
        if not seen["keeps"] or seen["host"] not in IPV4_OF_DC1:
            raise AssertionError(f"address {seen['host']}, kept: {seen['keeps']}")
    takeout = cases.case("user", takeout_id=2**40 + 7)
    writes(t, "telethon-sqlite", "user with a takeout", [*ADDRESS, "takeout_id"], file=FILE, one=takeout)
    reads(t, "telethon-sqlite", "user with a takeout", [*ADDRESS, "takeout_id"], file=FILE, one=takeout)


def _peers_seen(seen: dict, one: dict) -> None:
    own = [p for p in seen["peers"] if p["id"] != one["user_id"]]
    same_peers(own, [p for p in one["peers"] if p["id"] != one["user_id"]], kinds="coarse")


def _limits(t: Checks) -> None:
    newest = t.peer == "telethon"
    with t.that("telethon-sqlite --schema 8: " + ("opens" if newest else "1.42 cannot open it: it wants five columns")):
        out = t.path(FILE)
        one = cases.case("user")
        program.make(one, "telethon-sqlite", out, "--schema", "8")
        if newest:
            same(judging.read(t.peer, "telethon-sqlite", path=out), one, [*HOME, *ADDRESS, "user_id"])
        else:
            refused(judging.Refused, lambda: judging.read(t.peer, "telethon-sqlite", path=out), saying="too many values")
    if newest:
        with t.that("telethon-sqlite: the newest upgrades our schema 7 in place, and tgferry reads what became of it"):
            out = t.path(FILE)
            one = cases.case("user")
            program.make(one, "telethon-sqlite", out)
            if judging.read(t.peer, "telethon-sqlite", path=out)["schema"] != 8:
                raise AssertionError("was not upgraded")
            same(program.sees(out), one, [*HOME, *ADDRESS, "user_id", "update_state"])
    with t.that("telethon-string: without its padding Telethon refuses it, so ours is padded"):
        text = program.make(cases.case("user"), "telethon-string")
        refused(judging.Refused, lambda: judging.read(t.peer, "telethon-string", text=text.rstrip("=")))
    with t.that("gramjs-string: Telethon cannot read the other library with a leading 1"):
        text = program.make(cases.case("big"), "gramjs-string")
        refused(judging.Refused, lambda: judging.read(t.peer, "telethon-string", text=text))
    with t.that("gramjs-string with a 14-letter address: Telethon opens it, takes it for IPv6 and gets everything wrong"):
        # Both are 275 bytes then. tgferry must tell them apart by what is inside.
        text = program.make(cases.case("bot"), "gramjs-string")
        seen = judging.read(t.peer, "telethon-string", text=text)
        if seen["key_sha1"] != cases.key_sha1(cases.case("bot")) or ":" not in seen["host"]:
            raise AssertionError(f"Telethon saw {seen}")
        same(program.sees(text=text), cases.case("bot"), [*HOME, *ADDRESS])
    with t.that("the judge can tell a file whose key is gone"):
        out = t.path(FILE)
        program.make(cases.case("user"), "telethon-sqlite", out)
        with sqlite3.connect(out) as base:
            base.execute("update sessions set auth_key = x''")
        refused(AssertionError, lambda: same(judging.read(t.peer, "telethon-sqlite", path=out), cases.case("user"), HOME))
