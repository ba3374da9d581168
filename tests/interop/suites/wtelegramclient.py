"""WTelegramClient: judged by a decoder and encoder of its file that shares no line with tgferry."""

from __future__ import annotations

import json
import re

from support import cases, judging, program
from support.checks import Checks, refused, same

from .common import ADDRESS, ALL, HOME, between_telethons

FORM, FILE = "wtelegramclient", "WTelegram.session"
FIELDS = [*HOME, "user_id", "api_id"]
HASH = cases.case("user")["api"]["hash"]
LAYOUTS = [[], ["stale"], ["names"], ["media"], ["names", "media"], ["old"], ["old", "media", "stale"]]
KEYS = {48: "0f" * 24, 64: "f0" * 32}


def run(t: Checks) -> None:
    for name in ALL:
        with t.that(f"{name}: tgferry writes, the peer reads"):
            one = cases.case(name)
            program.make(one, FORM, out := t.path(FILE))
            seen = judging.read(t.peer, FORM, path=out, text=HASH)
            same(seen, one, [*FIELDS, *ADDRESS])
            if not seen["keeps"]:
                raise AssertionError("the library would log in anew")
        for layout in LAYOUTS:
            _reads(t, cases.case(name, layout=layout, api_hash=HASH), f"{name}, {'+'.join(layout) or 'plain'}")
    for size, key in KEYS.items():
        _reads(t, cases.case("user", session_key=key), f"a session_key of {size} digits", key=key)
    _reads(t, cases.case("user", layout=["raw"], api_hash=HASH), "a block without the header", "--from", FORM)
    _other_keys(t)
    with program.secret_file(HASH) as secret:
        opening = ["--api-hash-file", secret]
        between_telethons(t, FORM, FILE, [*FIELDS, *ADDRESS], make=["--api-id", "2040", *opening], back=opening, text=HASH)
    _refusals(t)


def _opened(path, *options, key: str = HASH) -> dict:
    with program.secret_file(key) as secret:
        told = json.loads(program.run("inspect", path, "--json", "--reveal", "--api-hash-file", secret, *options))
    account = told["accounts"][0]
    keys = {k["dc"]: bytes.fromhex(k["auth_key"]).hex() for k in account["keys"]}
    at = account["endpoint"] or {}
    return {"format": told["format"], "dc": account["dc"], "host": at.get("host"), "port": at.get("port"), "test": account["test"],
            "key_sha1": cases.key_sha1({"auth_key": keys[account["dc"]]}), "user_id": account["user"]["id"],
            "api_id": account["api"]["id"], "api_hash": account["api"].get("hash"), "keys": keys}


def _reads(t: Checks, one: dict, what: str, *options, key: str = HASH) -> None:
    with t.that(f"{what}: the peer writes, tgferry reads"):
        judging.write(t.peer, FORM, one, out := t.path(FILE))
        seen = _opened(out, *options, key=key)
        same(seen, one, [*FIELDS, *ADDRESS, "test"])
        if seen["api_hash"] != (key if len(key) == 32 else None):
            raise AssertionError(f"the API hash is {seen['api_hash']}")


def _other_keys(t: Checks) -> None:
    with t.that("the keys of all data centres, both ways"):
        one = cases.case("user", api_hash=HASH, layout=["media"], other_keys={4: cases.made_up_key("four")})
        want = {2: one["auth_key"], **one["other_keys"]}
        program.make(one, FORM, out := t.path(FILE))
        if judging.read(t.peer, FORM, path=out, text=HASH)["keys"] != {str(d): cases.key_sha1({"auth_key": k}) for d, k in want.items()}:
            raise AssertionError("other keys")
        judging.write(t.peer, FORM, one, back := t.path(FILE))
        if _opened(back)["keys"] != want:
            raise AssertionError("other keys on the way back")


def _refusals(t: Checks) -> None:
    with t.that("without the hash the file is known and locked, with a wrong one it stays so"):
        program.make(cases.case("user"), FORM, out := t.path(FILE))
        told = json.loads(program.run("inspect", out, "--json"))
        if told["format"] != FORM:
            raise AssertionError(f"taken for {told['format']}")
        refused(program.Failed, lambda: program.run("convert", out, "--to", "telethon-string"), saying="exit 8")
        refused(program.Failed, lambda: _opened(out, key="0" * 32), saying="exit 8")
        refused(judging.Refused, lambda: judging.read(t.peer, FORM, path=out, text="0" * 32))
    with t.that("two files of one session share nothing: every one has an IV of its own"):
        first, second = t.path(FILE), t.path(FILE)
        for path in (first, second):
            program.make(cases.case("user"), FORM, path)
        if re.search(re.escape(first.read_bytes()[8:24]), second.read_bytes()):
            raise AssertionError("the same IV")
    with t.that("the judge can tell a damaged block"):
        program.make(cases.case("user"), FORM, out := t.path(FILE))
        content = bytearray(out.read_bytes())
        content[100] ^= 1
        out.write_bytes(content)
        refused(judging.Refused, lambda: judging.read(t.peer, FORM, path=out, text=HASH), saying="Integrity check")
