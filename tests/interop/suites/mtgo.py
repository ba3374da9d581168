"""MTGo: every string its converter knows, and the files of its module storage/sqlite."""

from __future__ import annotations

from support import cases, judging, program
from support.checks import Checks, refused, same, same_peers

from .common import ACCOUNT, ADDRESS, ALL, HOME, reads, writes
from .moves import moves

FACTS = [*HOME, "test", *ACCOUNT, "api_id"]
IDS = ("--user", "--user-id", "123456789", "--api-id", "2040")


def run(t: Checks) -> None:
    for name in ALL:
        _strings(t, name)
        writes(t, "mtgo-sqlite", name, [*ADDRESS, "test", *ACCOUNT, "api_id"], file="acct.session", extra=_all_seen)
        reads(t, "mtgo-sqlite", name, [*ADDRESS, "test", *ACCOUNT, "api_id"], file="acct.session", extra=_all_seen)
        one = cases.case(name, layout="migrated")
        reads(t, "mtgo-sqlite", f"{name} with rows of other DCs", [*ADDRESS, "test", *ACCOUNT], file="acct.session", one=one)
    moves(t, "mtgo-string", *IDS)
    moves(t, "mtgo-sqlite", *IDS, file="moved.session")
    _others(t)
    _limits(t)


def _all_seen(seen: dict, one: dict) -> None:
    same_peers([{**p, "id": p["id"] if p["id"] < 0 or p["kind"] in ("user", "bot") else cases.marked_id(p)} for p in seen["peers"]],
               one["peers"], kinds="coarse")
    state = seen["update_state"]
    if state:
        state = {**state, "channels": sorted(state["channels"] or [], key=lambda c: c["id"])}
    if state != one["update_state"]:
        raise AssertionError(f"update state {state}, not {one['update_state']}")


def _strings(t: Checks, name: str) -> None:
    one = cases.case(name)
    writes(t, "mtgo-string", name, ["test", *ACCOUNT, "api_id"])
    with t.that(f"mtgo-string {name}: what its converter writes is Pyrogram's, by name it is MTGo's"):
        text = judging.write(t.peer, "mtgo-string", one)
        for form, named in (("pyrogram-string", None), ("mtgo-string", "mtgo-string")):
            seen = program.sees(text=text, form=named)
            if seen["format"] != form:
                raise AssertionError(f"taken for {seen['format']}")
            same(seen, one, FACTS)
        if text != program.make(one, "mtgo-string") or text != program.make(one, "pyrogram-string"):
            raise AssertionError("the three strings differ")
    reads(t, "mtgo-string", f"{name} as storage/sqlite exports it", ["test", *ACCOUNT, "api_id"], one=cases.case(name, layout="store"))


def _others(t: Checks) -> None:
    """What its converter makes for the other Go libraries."""
    for name in ALL:
        one = cases.case(name)
        with t.that(f"gotgproto-string {name}: as MTGo writes it, Data is an object"):
            seen = program.sees(text=judging.write(t.peer, "gotgproto-string", one))
            same(seen, one, [*HOME, *ADDRESS, "test"])
            if seen["format"] != "gotgproto-string" or seen["variant"] != "nested":
                raise AssertionError(f"{seen['format']} {seen['variant']}")
        with t.that(f"gogram-string {name}: as MTGo writes it, with the key's whole SHA-1"):
            seen = program.sees(text=judging.write(t.peer, "gogram-string", one))
            same(seen, one, [*HOME, "host", "api_id"])
            if "odd_hash" not in seen["warnings"]:
                raise AssertionError(seen["warnings"])
        for form in ("gotgproto-string", "gogram-string"):
            writes(t, form, name, ["key_sha1"])


def _limits(t: Checks) -> None:
    with t.that("the string of the storage adapter is Telethon's, with no address in it"):
        text = judging.write(t.peer, "mtgo-string", cases.case("user", layout="adapter"))
        seen = program.sees(text=text)
        same(seen, cases.case("user"), HOME)
        if (seen["format"], seen["host"], seen["warnings"]) != ("telethon-string", None, ["no_address"]):
            raise AssertionError(f"{seen['format']} {seen['host']} {seen['warnings']}")
    with t.that("rows of other DCs: MTGo itself reads the lowest DC, here one without a key"):
        judging.write(t.peer, "mtgo-sqlite", cases.case("bot", layout="migrated"), out := t.path("acct.session"))
        if judging.read(t.peer, "mtgo-sqlite", path=out)["keeps"]:
            raise AssertionError("the known limit is gone")
    with t.that("older strings of Pyrogram are refused by MTGo"):
        text = (program.ROOT / "tests" / "fixtures" / "pyrogram-string" / "263-user.txt").read_text().strip()
        refused(judging.Refused, lambda: judging.read(t.peer, "mtgo-string", text=text))
    with t.that("the judge can tell a key that is not the one"):
        text = program.make(cases.case("bot"), "mtgo-string")
        refused(AssertionError, lambda: same(judging.read(t.peer, "mtgo-string", text=text), cases.case("user"), HOME))
