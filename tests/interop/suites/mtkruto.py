"""MTKruto's local storage: the folder is node-localstorage's, which MTKruto uses; what lies in it is judged by the facts."""

from __future__ import annotations

import json

from support import cases, judging, mtkruto, program
from support.checks import Checks, refused, same

from .common import ACCOUNT, ALL, HOME

FACTS = ["dc", "test", "auth_key", *ACCOUNT, "api_id", "update_state"]
FORM = "mtkruto-store"
TELETHON = program.ROOT / "tests" / "fixtures" / "telethon-sqlite" / "schema7-1.42.session"


def run(t: Checks) -> None:
    for name in ALL:
        one = cases.case(name)
        with t.that(f"{FORM} {name}: tgferry writes, node-localstorage finds MTKruto's entries"):
            program.make(one, FORM, path := t.path("store"))
            same(mtkruto.seen(judging.read(t.peer, FORM, path=path)), one, FACTS)
        for layout in mtkruto.LAYOUTS:
            with t.that(f"{FORM} {name}: node-localstorage writes, {layout}, tgferry reads"):
                judging.write(t.peer, FORM, mtkruto.entries(one, layout), path := t.path("store"))
                _found(program.sees(path), one)
    _branches(t)
    _dumps(t)
    _ways(t)


def _found(seen: dict, one: dict) -> None:
    if seen["format"] != FORM:
        raise AssertionError(f"taken for {seen['format']}")
    same(seen, one, [*HOME, "auth_key_id", "test", *ACCOUNT, "api_id", "update_state"])


def _branches(t: Checks) -> None:
    with t.that("two clients in one storage are two accounts"):
        stored = mtkruto.entries(cases.case("user")) | mtkruto.entries(cases.case("bot"), prefix="mainS__second")
        judging.write(t.peer, FORM, stored, path := t.path("store"))
        told = json.loads(program.run("inspect", path, "--json"))["accounts"]
        if [account["user"]["id"] for account in told] != [123456789, 5123456789]:
            raise AssertionError(f"accounts: {told}")
    with t.that("what an older MTKruto left counts where the newer one is signed out"):
        nobody = mtkruto.to_text({"apiId": 0, "authKey": bytes.fromhex(cases.made_up_key("nobody")), "dc": "1", "isBot": False, "userId": 0})
        stored = mtkruto.entries(cases.case("big"), "keys-before-0.70") | {"main" + mtkruto.to_text(["auth"]): nobody}
        judging.write(t.peer, FORM, stored, path := t.path("store"))
        _found(program.sees(path), cases.case("big"))
    with t.that("a storage in which nobody is logged in"):
        judging.write(t.peer, FORM, {"main" + mtkruto.to_text(["auth"]): nobody}, path := t.path("store"))
        refused(program.Failed, lambda: program.run("inspect", path), saying="exit 14")


def _dumps(t: Checks) -> None:
    for layout in mtkruto.LAYOUTS:
        with t.that(f"a browser's localStorage as JSON, {layout}"):
            one = cases.case("bot")
            dump = {"theme": "dark", **mtkruto.entries(one, layout, prefix="my_bot"), "count": 5}
            (path := t.path("dump.json")).write_text(json.dumps(dump))
            _found(program.sees(path), one)


def _ways(t: Checks) -> None:
    with t.that("from a Telethon file into the folder and back to a Telethon string"):
        program.run("convert", TELETHON, "--user", "--api-id", "2040", "--to", FORM, "-o", path := t.path("store"))
        found = mtkruto.seen(judging.read(t.peer, FORM, path=path))
        same(found, cases.case("user"), ["dc", "auth_key", *ACCOUNT, "update_state"])
        text = program.run("convert", path, "--to", "telethon-string").strip()
        same(program.sees(text=text), cases.case("user"), HOME)
    with t.that("the judge can tell a key that is not the one"):
        program.make(cases.case("bot"), FORM, path := t.path("store"))
        refused(AssertionError, lambda: same(mtkruto.seen(judging.read(t.peer, FORM, path=path)), cases.case("user"), ["auth_key"]))
