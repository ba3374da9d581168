"""Telethon's branch v2, never released: judged by a reader and writer of its tables that shares no line with tgferry."""

from __future__ import annotations

import json
import sqlite3

from support import cases, judging, program
from support.checks import Checks, refused, same, same_peers

from .common import ACCOUNT, ADDRESS, ALL, HOME, between_telethons, reads, writes

FORM, FILE = "telethon2-sqlite", "made_up.session"
FIELDS = [*ACCOUNT, "update_state"]


def run(t: Checks) -> None:
    for name in ALL:
        at = [] if name == "six" else ADDRESS  # it connects to IPv4 addresses only
        writes(t, FORM, name, [*FIELDS, *at], file=FILE)
        reads(t, FORM, name, [*FIELDS, *at], file=FILE)
    first = cases.case("user", shape="first", other_keys={4: cases.made_up_key("four")})
    reads(t, FORM, "user in the shape of the first weeks", [*FIELDS, *ADDRESS], file=FILE, one=first)
    draft = cases.case("bot", shape="draft")
    reads(t, FORM, "bot in the draft of 2021", [*FIELDS, *ADDRESS], file=FILE, one=draft,
          extra=lambda seen, one: same_peers(seen["peers"], one["peers"], fields=()))
    with t.that("the keys of all data centres, both ways"):
        one = cases.case("user", other_keys={4: cases.made_up_key("four")})
        program.make(one, FORM, out := t.path(FILE))
        want = {str(dc): cases.key_sha1({"auth_key": key}) for dc, key in {2: one["auth_key"], **one["other_keys"]}.items()}
        if judging.read(t.peer, FORM, path=out)["keys"] != want:
            raise AssertionError("other keys")
        judging.write(t.peer, FORM, one, back := t.path(FILE))
        told = json.loads(program.run("inspect", back, "--json", "--reveal"))["accounts"][0]["keys"]
        if {str(k["dc"]): cases.key_sha1(k) for k in told} != want:
            raise AssertionError("other keys on the way back")
    with t.that("without a user row it connects to DC 2, so tgferry refuses to write without user id and bot flag"):
        refused(program.Failed, lambda: program.make(cases.case("bot", user_id=None), FORM, t.path(FILE)), saying="user_id, is_bot")
    with t.that("a session of DC 4 that lost its user row: DC 4 is taken, with a warning"):
        program.make(cases.case("bot"), FORM, out := t.path(FILE))
        with sqlite3.connect(out) as base:
            base.execute("delete from user")
        seen = program.sees(out)
        same(seen, cases.case("bot"), HOME)
        if "home_dc_assumed" not in seen["warnings"]:
            raise AssertionError(f"only {seen['warnings']}")
    between_telethons(t, FORM, FILE, [*ACCOUNT, *ADDRESS], make=["--user"])
