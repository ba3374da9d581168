"""grammers (Rust): the SQLite file of 0.8 and later, the binary file of 0.3 to 0.8."""

from __future__ import annotations

import json
import sqlite3

from support import cases, judging, program
from support.checks import Checks, refused, same, same_peers

from .common import ADDRESS, ALL, HOME, between_telethons

FILE = "made_up.session"
FIELDS = [*HOME, "user_id", "is_bot"]
DATABASES = {"grammers": True, "grammers-0.8": True, "grammers-0.7": False}
PANIC = "panic"


def run(t: Checks) -> None:
    if DATABASES[t.peer]:
        _databases(t)
    if t.peer != "grammers":
        _files(t)


def _databases(t: Checks) -> None:
    for name in [n for n in ALL if n != "big"]:
        _writes(t, "grammers-sqlite", name, [*FIELDS, "update_state"], peers=True)
        _reads(t, "grammers-sqlite", name, [*FIELDS, "update_state"], peers=True)
    _other_keys(t, "grammers-sqlite")
    between_telethons(t, "grammers-sqlite", FILE, [*FIELDS, *ADDRESS], make=["--user"])
    _huge_user(t, "grammers-sqlite")
    with t.that("grammers-sqlite: grammers gives up on a user id of 2^40, so it is not written"):
        program.make(cases.case("user"), "grammers-sqlite", out := t.path(FILE))
        _change(out, f"update peer_info set peer_id = {2**40} where subtype & 1")
        refused(judging.Refused, lambda: judging.read(t.peer, "grammers-sqlite", path=out), saying=PANIC)
    with t.that("grammers-sqlite: grammers goes on with our file, and tgferry reads what became of it"):
        one = cases.case("user")
        program.make(one, "grammers-sqlite", out := t.path(FILE))
        judging.write(t.peer, "grammers-sqlite", one, out)
        same(program.sees(out), one, [*FIELDS, "update_state"])
    for column in ("ipv4", "ipv6"):
        with t.that(f"grammers-sqlite: without its {column} a file is not opened, so both are written"):
            program.make(cases.case("user"), "grammers-sqlite", out := t.path(FILE))
            _change(out, f"update dc_option set {column} = ''")
            refused(judging.Refused, lambda: judging.read(t.peer, "grammers-sqlite", path=out))
    with t.that("grammers-sqlite: with user_version 0 the tables would be made again, so 1 is written"):
        program.make(cases.case("user"), "grammers-sqlite", out := t.path(FILE))
        _change(out, "pragma user_version = 0")
        refused(judging.Refused, lambda: judging.read(t.peer, "grammers-sqlite", path=out), saying="already exists")
    with t.that("the judge can tell a file whose key is gone"):
        program.make(cases.case("user"), "grammers-sqlite", out := t.path(FILE))
        _change(out, "update dc_option set auth_key = null")
        refused(AssertionError, lambda: same(judging.read(t.peer, "grammers-sqlite", path=out), cases.case("user"), HOME))


def _files(t: Checks) -> None:
    reverses = t.peer == "grammers-0.8"
    _huge_user(t, "grammers-file")
    for name in ALL:
        state = ["update_state"] if reverses else []
        if name != "big":
            _writes(t, "grammers-file", name, [*FIELDS, *state], address=reverses)
        _reads(t, "grammers-file", name, FIELDS if name == "six" else [*FIELDS, *ADDRESS])
    _other_keys(t, "grammers-file")
    between_telethons(t, "grammers-file", FILE, [*FIELDS, *(ADDRESS if reverses else [])], make=["--user"])
    if reverses:
        with t.that("grammers-file: only 0.8 connects to a stored address, and it reads them backwards: so they are written"):
            program.make(cases.case("user"), "grammers-file", out := t.path(FILE))
            content = out.read_bytes()
            if bytes([51, 167, 154, 149]) not in content or bytes([149, 154, 167, 51]) in content:
                raise AssertionError("the address is not reversed")
    with t.that("grammers-file: cut short it is refused"):
        program.make(cases.case("user"), "grammers-file", out := t.path(FILE))
        out.write_bytes(out.read_bytes()[:-1])
        refused(judging.Refused, lambda: judging.read(t.peer, "grammers-file", path=out), saying="malformed data")
    with t.that("the judge can tell a key that is not the one"):
        program.make(cases.case("bot"), "grammers-file", out := t.path(FILE))
        refused(AssertionError, lambda: same(judging.read(t.peer, "grammers-file", path=out), cases.case("user"), HOME))


def _huge_user(t: Checks, form: str) -> None:
    """Telegram gives out no such id."""
    with t.that(f"{form} big: a user id from 2^40 on is refused"):
        refused(program.Failed, lambda: program.make(cases.case("big"), form, t.path(FILE)), saying="--user-id")


def _writes(t: Checks, form: str, name: str, fields, *, peers: bool = False, address: bool = True) -> None:
    """tgferry writes, grammers reads. IPv4 addresses are written, whatever the case has."""
    one = cases.case(name)
    with t.that(f"{form} {name}: tgferry writes, the peer reads"):
        program.make(one, form, out := t.path(FILE))
        asked = json.dumps({"peers": [cases.marked_id(p) for p in one["peers"]]})
        seen = judging.read(t.peer, form, path=out, text=asked)
        same(seen, one, [*fields, *(ADDRESS if address and name != "six" else [])])
        if peers:
            same_peers(seen["peers"], one["peers"], fields=())


def _reads(t: Checks, form: str, name: str, fields, *, peers: bool = False) -> None:
    one = cases.case(name)
    with t.that(f"{form} {name}: the peer writes, tgferry reads"):
        judging.write(t.peer, form, one, out := t.path(FILE))
        seen = program.sees(out)
        if seen["format"] != form:
            raise AssertionError(f"taken for {seen['format']}")
        if t.peer == "grammers-0.7":  # cannot be told the states of channels
            one["update_state"] = None
        same(seen, one, [*fields, "auth_key_id", *(ADDRESS if name != "six" else []), *(["test"] if name == "test" else [])])
        if peers:
            # The account's own row has no access hash where it is no peer.
            same_peers(seen["peers"], one["peers"], fields=())


def _other_keys(t: Checks, form: str) -> None:
    with t.that(f"{form}: the keys of all data centres, both ways"):
        keys = {4: cases.made_up_key("four"), 5: cases.made_up_key("five")}
        one = cases.case("user", other_keys=keys)
        program.make(one, form, out := t.path(FILE))
        _same_keys(judging.read(t.peer, form, path=out)["keys"], one)
        judging.write(t.peer, form, one, back := t.path(FILE))
        told = json.loads(program.run("inspect", back, "--json", "--reveal"))["accounts"][0]["keys"]
        _same_keys({str(k["dc"]): cases.key_sha1(k) for k in told}, one)


def _same_keys(seen: dict, one: dict) -> None:
    want = {str(dc): cases.key_sha1({"auth_key": key}) for dc, key in {one["dc"]: one["auth_key"], **one["other_keys"]}.items()}
    if seen != want:
        raise AssertionError(f"keys of {sorted(seen)}")


def _change(path, sql: str) -> None:
    with sqlite3.connect(path) as base:
        base.execute(sql)
