"""tdata folders between tgferry and the libraries that know them, in both directions."""

from __future__ import annotations

import json

from support import cases, judging, program
from support.checks import Checks, same

ASCII, CYRILLIC = "correct horse 42", "пароль №7, ещё"
ACCOUNT = ["dc", "key_sha1", "user_id"]
THREE = ["user", "bot", "big"]


def folder_written(t: Checks, names: list[str], *options, passcode: str = "", what: str = "", seen_as: list[str] | None = None,
                   fields=ACCOUNT) -> None:
    """tgferry writes, the peer reads and sees these accounts (or `seen_as`, where it knows no better)."""
    with t.that(f"tdata {what or ' '.join(names)}: tgferry writes, the peer reads"):
        out = t.path("tdata")
        program.make_folder(out, [cases.case(name) for name in names], *options, passcode=passcode)
        _compare(judging.read(t.peer, "tdata", path=out, text=told(passcode))["accounts"], seen_as or names, fields)


def folder_read(t: Checks, names: list[str], *, passcode: str = "", what: str = "", fields=ACCOUNT, **options) -> None:
    """The peer writes, tgferry reads and sees these accounts."""
    with t.that(f"tdata {what or ' '.join(names)}: the peer writes, tgferry reads"):
        out = t.path("tdata")
        peer_writes(t.peer, out, names, passcode=passcode, **options)
        _compare(program.sees_folder(out, passcode=passcode)["accounts"], names, fields)


def peer_writes(peer: str, out, names: list[str], *, passcode: str = "", **options) -> None:
    judging.write(peer, "tdata", {"accounts": [cases.case(name) for name in names], "passcode": passcode, **options}, out)


def told(passcode: str = "", **options) -> str:
    """The options of a judge that reads a folder."""
    return json.dumps({**({"passcode": passcode} if passcode else {}), **options})


def _compare(seen: list[dict], names: list[str], fields) -> None:
    if len(seen) != len(names):
        raise AssertionError(f"{len(seen)} accounts, not {len(names)}")
    for one, name in zip(seen, names):
        same(one, cases.case(name), fields)


def warned(t: Checks, peer: str, code: str, what: str, **options) -> None:
    """tgferry reads what the peer writes, with a warning of this code."""
    with t.that(what):
        out = t.path("tdata")
        peer_writes(peer, out, ["user"], **options)
        if code not in (codes := program.sees_folder(out)["warnings"]):
            raise AssertionError(f"warnings: {codes}")


def refused_with(code: int, action) -> None:
    """Asserts that tgferry ends with this exit code."""
    try:
        action()
    except program.Failed as failed:
        if failed.code != code:
            raise
        return
    raise AssertionError(f"was not refused with {code}")
