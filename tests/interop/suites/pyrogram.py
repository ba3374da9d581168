"""Pyrogram 2.0.106 and what grew from it: kurigram, pyrofork, hydrogram."""

from __future__ import annotations

import json
import sqlite3

from support import cases, judging, program
from support.checks import Checks, refused, same, same_peers

from .common import ACCOUNT, HOME, reads, writes

FIELDS = ["test", *ACCOUNT, "api_id"]
NAMES = ["user", "bot", "big", "test", "plain", "six"]
FILE = "made_up.session"
FLAVOUR = {"kurigram": "kurigram", "pyrofork": "pyrofork"}
FIXTURES = program.ROOT / "tests" / "fixtures"


def run(t: Checks) -> None:
    for name in NAMES:
        writes(t, "pyrogram-string", name, FIELDS)
        reads(t, "pyrogram-string", name, FIELDS)
        # The plain layout of Pyrogram 3 is the one all of them open.
        writes(t, "pyrogram-sqlite", name, FIELDS, file=FILE, extra=_peers_of_tables)
        reads(t, "pyrogram-sqlite", name, FIELDS, file=FILE, extra=_everything_it_wrote(t))
    if t.peer in FLAVOUR:
        for name in NAMES:
            writes(t, "pyrogram-sqlite", name, FIELDS, "--flavour", FLAVOUR[t.peer], file=FILE, extra=_all_of_flavour)
    for name in NAMES:
        _written_for_mtgo(t, name)
    _old_strings(t)
    _incomplete(t)
    _limits(t)


def _written_for_mtgo(t: Checks, name: str) -> None:
    """MTGo's strings have Pyrogram's layout."""
    one = cases.case(name)
    with t.that(f"mtgo-string {name}: the library takes it for its own"):
        text = program.run("convert", "-", "--from", "tgferry-json", "--to", "mtgo-string", given=json.dumps(cases.to_tgferry_json(one))).strip()
        same(judging.read(t.peer, "pyrogram-string", text=text), one, [*HOME, *FIELDS])


def _peers_of_tables(seen: dict, one: dict) -> None:
    # A file of Pyrogram 3 upgraded by kurigram keeps its usernames where kurigram no longer looks.
    names = () if seen["schema"] and seen["schema"] >= 5 else ("usernames",)
    same_peers(seen["peers"], one["peers"], fields=(*names, "phone"))


def _all_of_flavour(seen: dict, one: dict) -> None:
    same_peers(seen["peers"], one["peers"], fields=("usernames", "phone"))
    same(seen, one, ["update_state"])


def _everything_it_wrote(t: Checks):
    def extra(seen: dict, one: dict) -> None:
        same_peers(seen["peers"], one["peers"], fields=("usernames", "phone"))
        if t.peer in FLAVOUR:
            same(seen, one, ["update_state"])
        if t.peer == "kurigram" and seen["host"] != one["host"]:
            raise AssertionError(f"address {seen['host']}, not {one['host']}")
    return extra


def _old_strings(t: Checks) -> None:
    """263 and 267 bytes, as Pyrogram 1.x wrote them."""
    for name, case in (("263-user.txt", "user"), ("267-bot.txt", "bot")):
        text = (FIXTURES / "pyrogram-string" / name).read_text().strip()
        if t.peer == "hydrogram":
            with t.that(f"{name}: hydrogram only knows the form of 271 bytes"):
                refused(judging.Refused, lambda: judging.read(t.peer, "pyrogram-string", text=text), saying="271")
        else:
            with t.that(f"{name}: the library still reads it, and both see the same"):
                for seen in (judging.read(t.peer, "pyrogram-string", text=text), program.sees(text=text)):
                    same(seen, cases.case(case), [*HOME, "test", *ACCOUNT])
        with t.that(f"{name}: with an api id it becomes a form that is read"):
            new = program.run("convert", "-", "--to", "pyrogram-string", "--api-id", "6", given=text).strip()
            same(judging.read(t.peer, "pyrogram-string", text=new), cases.case(case, api_id=6), [*HOME, *FIELDS])


def _incomplete(t: Checks) -> None:
    """Pyrogram makes a new key, over the old one, when any of user id, bot flag and test flag is missing."""
    with t.that("what lacks user id and bot flag is refused with 9 and the names of the options"):
        text = program.make(cases.case("user", user_id=None, api_id=None), "telethon-string")
        try:
            program.run("convert", "-", "--to", "pyrogram-sqlite", "-o", t.path(FILE), given=text)
        except program.Failed as failed:
            if failed.code != 9 or "--user-id" not in failed.said:
                raise
        else:
            raise AssertionError("was written")
    with t.that("with the options it is written, and the library keeps the key"):
        out = t.path(FILE)
        program.run("convert", "-", "--to", "pyrogram-sqlite", "-o", out, "--user-id", "123456789", "--user", "--api-id", "2040",
                    given=text)
        same(judging.read(t.peer, "pyrogram-sqlite", path=out), cases.case("user"), [*HOME, *FIELDS])
    with t.that("the judge can tell a file that the library would wipe"):
        program.make(cases.case("user"), "pyrogram-sqlite", out := t.path(FILE))
        with sqlite3.connect(out) as base:
            base.execute("update sessions set is_bot = null")
        refused(judging.Refused, lambda: judging.read(t.peer, "pyrogram-sqlite", path=out), saying="WouldReplaceTheKey")


def _limits(t: Checks) -> None:
    if t.peer == "kurigram":
        with t.that("--flavour pyrofork: kurigram takes version 4 for its own and cannot open it"):
            program.make(cases.case("user"), "pyrogram-sqlite", out := t.path(FILE), "--flavour", "pyrofork")
            refused(judging.Refused, lambda: judging.read(t.peer, "pyrogram-sqlite", path=out), saying="update_state already exists")
    else:
        with t.that("--flavour kurigram: opens, but peers have no username column here"):
            # Reading goes well; the first peer these libraries want to store fails, hence plain files by default.
            program.make(cases.case("user"), "pyrogram-sqlite", out := t.path(FILE), "--flavour", "kurigram")
            same(judging.read(t.peer, "pyrogram-sqlite", path=out), cases.case("user"), [*HOME, *FIELDS])
            with sqlite3.connect(out) as base:
                columns = [row[1] for row in base.execute("pragma table_info(peers)")]
            if "username" in columns:
                raise AssertionError("kurigram's peers have a username column: this limit is gone")
    if t.peer == "hydrogram":
        with t.that("hydrogram killed while it ran: the rows in the WAL are read, and nothing beside the file changes"):
            out = t.path(FILE)
            judging.write(t.peer, "pyrogram-sqlite", cases.case("bot", leave_wal=str(out)), t.path("open.session"))
            before = {p.name: p.read_bytes() for p in out.parent.iterdir()}
            same(program.sees(out), cases.case("bot"), [*HOME, *FIELDS])
            if {p.name: p.read_bytes() for p in out.parent.iterdir()} != before:
                raise AssertionError("the source's folder changed")
