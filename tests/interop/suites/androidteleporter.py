"""AndroidTelePorter writes Telegram for Android's files, with the user beside the keys; tgferry, which does not write them, reads the same."""

from __future__ import annotations

import json

from support import cases, judging, program
from support.checks import Checks, refused, same

from .common import HOME

FORM = "tgnet"
FIXTURES = program.ROOT / "tests" / "fixtures" / "tgnet"
NAMES = {"first_name": "Mady Élise", "username": "made_up", "phone": "99966123456"}
# Of versions 9 and 10 of a DC the library writes none. Version 10 it reads as if a number were missing that is there.
LAYOUTS = [{}, {"config_version": 4, "current_dc_version": 12}, {"config_version": 3, "current_dc_version": 8}, {"config_version": 1, "current_dc_version": 5}]
SMALLEST_LONG = 2**31


def run(t: Checks) -> None:
    for name in ("user", "bot", "big", "test"):
        _reads(t, name, cases.case(name))
    for layout in LAYOUTS[1:]:
        _reads(t, f"version {layout['config_version']}", cases.case("user", layout=layout))
    _logged_in(t)
    _places(t)
    _records(t)
    _fixtures(t)


def _written(t: Checks, one: dict):
    judging.write(t.peer, FORM, one, out := t.path("app"))
    return out


def _reads(t: Checks, what: str, one: dict) -> None:
    with t.that(f"{what}: the peer writes, tgferry reads"):
        out = _written(t, one)
        seen = program.sees(out)
        if seen["format"] != FORM:
            raise AssertionError(f"taken for {seen['format']}")
        same(seen, one, [*HOME, "test", "user_id", "auth_key_id"])
        peer = judging.read(t.peer, FORM, path=out)
        if (seen["host"], seen["port"], seen["user_id"]) != (peer["host"], peer["port"], peer["user_id"]):
            raise AssertionError(f"the peer sees {peer}")
        if seen["is_bot"] is not None:
            raise AssertionError("the placeholder does not say whether it is a bot")


def _logged_in(t: Checks) -> None:
    with t.that("the record of somebody who is logged in"):
        one = cases.case("user", names=NAMES)
        user = json.loads(program.run("inspect", _written(t, one), "--json"))["accounts"][0]["user"]
        want = {"id": one["user_id"], "is_bot": False, "is_premium": False, **NAMES}
        if {k: user.get(k) for k in want} != want:
            raise AssertionError(str(user))
    with t.that("the peer writes no record of a bot"):
        refused(judging.Refused, lambda: _written(t, cases.case("bot", names=NAMES)), saying="bot_info_version")


def _places(t: Checks) -> None:
    with t.that("the same from the application's folder, from files/, and from tgnet.dat"):
        one = cases.case("bot")
        out = _written(t, one)
        for place in (out, out / "files", out / "files/tgnet.dat"):
            same(program.sees(place), one, [*HOME, "user_id"])
    with t.that("on to a library that needs the user"):
        string = program.run("convert", out, "--user", "--api-id", "4", "--to", "pyrogram-string").rstrip("\n")
        same(program.sees(text=string), one, [*HOME, "user_id"])


def _records(t: Checks) -> None:
    asked = {"id": 2**40 + 777, "last_name": "Upson", **NAMES}
    records = judging.read(t.peer, "user-records", text=json.dumps(asked))["records"]
    if len(records) < 20:
        raise AssertionError(f"the peer knows only {len(records)} constructors")
    for one in records:
        with t.that(f"a user as the constructor {one['constructor']}"):
            out = _written(t, cases.case("user", record=one["record"]))
            user = json.loads(program.run("inspect", out, "--json"))["accounts"][0]["user"]
            seen = {"user_id": user["id"], "is_bot": user["is_bot"], **{k: user.get(k) for k in NAMES}}
            if seen != one["seen"]:
                raise AssertionError(f"tgferry sees {seen}, the peer {one['seen']}")
    with t.that("a constructor that nobody knows"):
        out = _written(t, cases.case("user", record="feedface" + records[-1]["record"][8:]))
        seen = program.sees(out)
        if seen["user_id"] is not None or seen["warnings"] != ["user_unreadable"]:
            raise AssertionError(f"{seen['user_id']}, {seen['warnings']}")
        refused(judging.Refused, lambda: judging.read(t.peer, FORM, path=out))


def _fixtures(t: Checks) -> None:
    for file in sorted(FIXTURES.glob("*.dat")):
        if file.name in ("logged-out.dat", "old.dat"):  # nobody; a DC of version 2, which the peer reads as one of 3
            continue
        with t.that(f"{file.name}, made by the second writer: both read the same"):
            seen, peer = program.sees(file), judging.read(t.peer, FORM, path=file)
            if [seen[k] for k in ("dc", "test", "key_sha1", "host", "port")] != [peer[k] for k in ("dc", "test", "key_sha1", "host", "port")]:
                raise AssertionError(f"tgferry {seen}, the peer {peer}")
