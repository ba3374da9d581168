"""TGConvertor: 0.3.0, and 0.1.4 which is stricter about tables and looser about facts."""

from __future__ import annotations

from support import cases, judging, program
from support.checks import Checks, refused, same

from .common import ACCOUNT, ADDRESS, ALL, HOME, reads, writes
from .opentele import ascii_only
from .tdata_folders import ASCII, THREE, folder_read, folder_written, told

FILE = "made_up.session"
IDENTITY = ["test", *ACCOUNT, "api_id"]


def run(t: Checks) -> None:
    newest = t.peer == "tgconvertor"
    address = [*ADDRESS, "test"] if newest else []  # 0.1.4 forgets the address it read and always writes production ones
    for name in [n for n in ALL if n != "six"]:
        writes(t, "telethon-string", name, address)
        writes(t, "telethon-sqlite", name, address, file=FILE)
        writes(t, "pyrogram-string", name, IDENTITY)
        writes(t, "pyrogram-sqlite", name, IDENTITY, file=FILE)
        reads(t, "telethon-string", name, address)
        reads(t, "telethon-sqlite", name, address, file=FILE)
        reads(t, "pyrogram-string", name, IDENTITY)
        reads(t, "pyrogram-sqlite", name, IDENTITY, file=FILE)
    _newest(t) if newest else _old(t)


def _newest(t: Checks) -> None:
    for name in ALL:
        writes(t, "gramjs-string", name, [*ADDRESS, "test"])
        reads(t, "gramjs-string", name, [*ADDRESS, "test"])
    for name in ("user", "test"):
        writes(t, "pyrogram-sqlite", name, IDENTITY, "--flavour", "kurigram", file=FILE, extra=_address)
        writes(t, "pyrogram-sqlite", name, IDENTITY, "--flavour", "pyrofork", file=FILE)
        writes(t, "telethon-sqlite", name, [*ADDRESS, "test"], "--schema", "8", file=FILE)
    _folders(t)


def _folders(t: Checks) -> None:
    """tdata, which 0.3.0 leaves to opentele2 1.2 (0.1.4 left it to opentele, which has its own suite)."""
    for name in ALL:
        folder_written(t, [name])
        folder_read(t, [name])
    folder_written(t, ["user"], passcode=ASCII, what="with a passcode")
    folder_read(t, ["user"], passcode=ASCII, what="with a passcode")
    ascii_only(t, "ASCII")
    with t.that("tdata with several accounts: the library takes one at a time, by its place in the list"):
        program.make_folder(out := t.path("tdata"), [cases.case(name) for name in THREE])
        for place, name in enumerate(THREE):
            seen = judging.read(t.peer, "tdata", path=out, text=told(account_index=place))["accounts"][0]
            same(seen, cases.case(name), ["dc", "key_sha1", "user_id"])


def _address(seen: dict, one: dict) -> None:
    same(seen, one, ADDRESS)


def _old(t: Checks) -> None:
    """0.1.4 takes nothing but the exact tables of schema 7 and of Pyrogram 3."""
    for form, option in (("telethon-sqlite", ("--schema", "8")), ("pyrogram-sqlite", ("--flavour", "kurigram"))):
        with t.that(f"{form} {' '.join(option)}: 0.1.4 takes only the plain layout, which is our default"):
            program.make(cases.case("user"), form, out := t.path(FILE), *option)
            refused(judging.Refused, lambda: judging.read(t.peer, form, path=out))
    with t.that("pyrogram-string: its placeholder 9999 is no user id"):
        text = judging.write(t.peer, "pyrogram-string", cases.case("user", user_id=None))
        if program.sees(text=text)["user_id"] is not None:
            raise AssertionError("9999 was taken for a user id")
    with t.that("telethon-sqlite: 0.1.4 takes the first entity for the account; tgferry asks the row of id 0"):
        program.make(cases.case("user"), "telethon-sqlite", out := t.path(FILE))
        wrong = judging.read(t.peer, "telethon-sqlite", path=out)["user_id"]
        if wrong == 123456789:
            raise AssertionError("0.1.4 found the right user: this limit is gone")
        if program.sees(out)["user_id"] != 123456789:
            raise AssertionError("tgferry did not")
