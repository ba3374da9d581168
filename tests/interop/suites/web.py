"""Telegram Web A and Web K: a second decoder of their localStorage, and the snippets of the documentation in Chromium.

The sites' own code is not run. What stands in for it follows its rules (web/storage.py); the storage, the console, the
dialog and the clipboard are the browser's own.
"""

from __future__ import annotations

import json
import re

from support import cases, program
from support.checks import Checks, refused, same
from web import browser, storage
from web.browser import Browser

from .common import ALL

PAGE = program.ROOT / "docs" / "formats" / "telegram-web.md"
TELETHON = program.ROOT / "tests" / "fixtures" / "telethon-sqlite" / "schema7-1.42.session"
READ = {"web-a": storage.read_web_a, "web-k": storage.read_web_k}
# What is no part of a session, and must stay whatever is imported.
OTHERS = {"tt-global-state_1": "{}", "kz_version": '"K"', "theme": "dark", "accounts": "1", "dc_hint": "2", "k_buildings": "7"}
# Somebody else logged in, with more accounts, other keys, the test mode, and the lock screen.
BEFORE = {**storage.write_web_a([cases.case("six"), cases.case("plain")]), **storage.write_web_k([cases.case("big")], current=2),
          "t_user_auth": "{}", "t_dc3_server_salt": '"00"', "dc5_hash": '"00"', "number_of_accounts": "2",
          "tt-is-screen-locked": "true"}
KEPT = {"tt-multitab_1", "tgme_sync", "k_build", "state_id", "server_time_offset", "xt_instance", *OTHERS}


def run(t: Checks) -> None:
    for form in READ:
        _written(t, form)
        _several(t, form)
    _read(t)
    _converted(t)
    _can_say_no(t)
    with Browser() as chromium:
        for form in READ:
            _through_the_browser(t, chromium, form)
        _left_by_the_clients(t, chromium)
        _wrong_answers(t, chromium)


def snippet(name: str) -> str:
    """A script of the documentation, as it stands there."""
    found = re.findall(rf"<!-- snippet: {name} -->\n```js\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    if len(found) != 1:
        raise AssertionError(f"{PAGE.name} shows {len(found)} snippets named {name}")
    return found[0]


def _case(name: str) -> dict:
    """With keys of further DCs."""
    one = cases.case(name)
    return {**one, "other_keys": {dc: cases.made_up_key(f"{name} in {dc}") for dc in (2, 4) if dc != one["dc"]}}


def _keys(one: dict) -> dict[int, bytes]:
    keys = {one["dc"]: one["auth_key"], **one.get("other_keys", {})}
    return {dc: bytes.fromhex(key) for dc, key in keys.items()}


def _agree(account: dict, one: dict) -> None:
    same(account, {**one, "keys": _keys(one), "name": ""} | {"auth_key": one["auth_key"]}, ["dc", "user_id", "test", "keys"])


def _seen(text: str, accounts: list[dict], form: str, active: int = 0) -> None:
    """That tgferry finds these accounts in a dump."""
    told = json.loads(program.run("inspect", "-", "--json", "--reveal", given=text))
    if (told["format"], told["active"], len(told["accounts"])) != (form, active, len(accounts)):
        raise AssertionError(f"{told['format']}, account {told['active']} of {len(told['accounts'])}")
    for account, one in zip(told["accounts"], accounts):
        keys = {key["dc"]: bytes.fromhex(key["auth_key"]) for key in account["keys"]}
        _agree({**account, "user_id": (account["user"] or {}).get("id"), "keys": keys}, one)


def _make(accounts: list[dict], form: str) -> str:
    sessions = [cases.to_tgferry_json(one)["sessions"][0] for one in accounts]
    given = json.dumps({"tgferry": 1, "active": len(accounts) - 1, "sessions": sessions})
    return program.run("convert", "-", "--from", "tgferry-json", "--to", form, given=given)


def _read_back(items: dict[str, str], accounts: list[dict], form: str) -> None:
    """That the second decoder finds these accounts, each in the mode of its servers, in their order."""
    if form == "web-a":
        found = list(storage.read_web_a(items).values())
    else:
        modes = {one["test"] for one in accounts}
        found = [account for mode in (False, True) if mode in modes
                 for account in storage.read_web_k(items, test=mode).values()]
        accounts = sorted(accounts, key=lambda one: one["test"])
    if len(found) != len(accounts):
        raise AssertionError(f"{len(found)} accounts")
    for account, one in zip(found, accounts):
        _agree(account, one)


def _written(t: Checks, form: str) -> None:
    for name in ALL:
        with t.that(f"{form} {name}: tgferry writes, the second decoder reads, also by the older names alone"):
            one = _case(name)
            text = _make([one], form)
            if text.count("\n") != 1:
                raise AssertionError("more than one line")
            items = json.loads(text)
            if not all(isinstance(value, str) for value in items.values()):
                raise AssertionError("localStorage holds texts alone")
            _read_back(items, [one], form)
            older = storage.read_web_a_before_accounts(items) if form == "web-a" else \
                storage.read_web_k_before_accounts(items, test=one["test"])
            _agree(older, one)
            _seen(text, [one], form)


def _several(t: Checks, form: str) -> None:
    accounts = [_case(name) for name in ("user", "bot", "test", "big")]
    with t.that(f"{form}: four accounts, one of them of the test servers"):
        text = _make(accounts, form)
        _read_back(json.loads(text), accounts, form)
        _seen(text, accounts, form, active=3)
    limit = {"web-a": 6, "web-k": 4}[form]
    with t.that(f"{form}: no more than {limit} accounts"):
        many = [{**_case("user"), "user_id": 1000 + number} for number in range(limit + 1)]
        _read_back(json.loads(_make(many[:-1], form)), many[:-1], form)
        refused(program.Failed, lambda: _make(many, form), saying=f"{limit + 1} accounts")


def _read(t: Checks) -> None:
    one, two, test = _case("user"), _case("bot"), _case("test")
    nobody = {**one, "user_id": None}
    dumps = {
        "web-a: two accounts": (storage.write_web_a([one, two]), [one, two], "web-a", 0),
        "web-a: an account of the test servers": (storage.write_web_a([test]), [test], "web-a", 0),
        "web-a: the older names alone": (storage.write_web_a([one], older_only=True), [one], "web-a", 0),
        "web-a: the first builds": (storage.write_first_builds(one), [nobody], "web-a", 0),
        "web-k: two accounts, the second in use": (storage.write_web_k([one, two], current=2), [one, two], "web-k", 1),
        "web-k: an account of the test servers": (storage.write_web_k([test]), [test], "web-k", 0),
        "web-k: both modes": (storage.write_web_k([two, test]), [two, test], "web-k", 0),
        "web-k: the older names alone": (storage.write_web_k([two], older_only=True), [two], "web-k", 0),
        "web-k: webogram": (storage.write_webogram(one), [one], "web-k", 0),
    }
    for what, (items, accounts, form, active) in dumps.items():
        with t.that(f"{what}: tgferry reads"):
            _seen(json.dumps(items), accounts, form, active)
            parsed = {name: _parsed(value) for name, value in items.items()}
            _seen(json.dumps(parsed, indent=2), accounts, form, active)  # as a user may have tidied it up


def _parsed(value: str):
    try:
        return json.loads(value)
    except ValueError:
        return value


def _converted(t: Checks) -> None:
    one = cases.case("user")
    for form in READ:
        with t.that(f"{form}: from a Telethon file, and on to a Telethon string"):
            text = program.run("convert", TELETHON, "--to", form)
            _read_back(json.loads(text), [one], form)
            onward = program.run("convert", "-", "--to", "telethon-string", given=text)
            same(program.sees(text=onward), one, ["dc", "key_sha1", "host", "port", "test"])


def _can_say_no(t: Checks) -> None:
    items = {form: json.loads(_make([_case("user")], form)) for form in READ}

    def changed(form: str, old: str, new: str) -> None:
        broken = {name: value.replace(old, new) for name, value in items[form].items()}
        assert broken != items[form]
        refused(storage.Rejected, lambda: READ[form](broken))

    with t.that("the second decoder refuses a short key, an id of the other client's type, a wrong fingerprint, and nobody"):
        key = _case("user")["auth_key"]
        for form in READ:
            changed(form, key, key[1:])
        changed("web-a", '"userId":"123456789"', '"userId":123456789')
        changed("web-k", '"userId":123456789', '"userId":"123456789"')
        items["web-k"] = storage.write_web_k([_case("user")])
        changed("web-k", f'fingerprint":"{key[:8]}"', 'fingerprint":"00000000"')
        refused(storage.Rejected, lambda: storage.read_web_a({}))
        refused(storage.Rejected, lambda: storage.read_web_k({"k_build": "1"}))
    with t.that("the second decoder tells another key"):
        refused(AssertionError, lambda: _read_back(items["web-a"], [_case("bot")], "web-a"))


def _through_the_browser(t: Checks, chromium: Browser, form: str) -> None:
    path = {"web-a": "/a/", "web-k": "/k/"}[form]
    for names in (["user"], ["test"], ["bot", "plain", "big"]):
        with t.that(f"{form} {', '.join(names)}: imported and exported in Chromium, as the documentation says"):
            accounts = [_case(name) for name in names]
            text = _make(accounts, form)
            chromium.open(path)
            before = {**BEFORE, **OTHERS}
            chromium.fill(before)
            chromium.console(snippet("import"), text, reloads=True)
            items, wanted = chromium.storage(), json.loads(text)
            if items != {**{name: before[name] for name in KEPT}, **wanted}:
                raise AssertionError("the storage does not hold what was imported, or keeps or lost something else")
            _read_back(items, accounts, form)
            chromium.console(snippet("export"))
            if json.loads(chromium.copied[-1]) != {**wanted, "k_build": before["k_build"]}:  # a mark of Web K's
                raise AssertionError("something else was copied than was imported")
            _seen(chromium.copied[-1], accounts, form, active=len(names) - 1)


def _left_by_the_clients(t: Checks, chromium: Browser) -> None:
    one, two = _case("user"), _case("bot")
    locked_k = {"kz_version": '"K"', "k_build": "564", "number_of_accounts": "1"}
    locked_a = {"tt-is-screen-locked": "true"}
    for form, items, accounts in (("web-a", storage.write_web_a([one, two]), [one, two]),
                                  ("web-k", storage.write_web_k([one, two]), [one, two]),
                                  ("web-k", storage.write_webogram(two), [two])):
        with t.that(f"{form}: what a client has left is exported in Chromium, without anything else"):
            _fill_and_export(chromium, {**items, **OTHERS})
            if extra := set(OTHERS) & set(json.loads(chromium.copied[-1])):
                raise AssertionError(f"copied as well: {extra}")
            _seen(chromium.copied[-1], accounts, form)
    for form, items in (("web-a", locked_a), ("web-k", locked_k)):
        with t.that(f"{form}: an export of a locked client is told from one without a login"):
            _fill_and_export(chromium, items)
            refused(program.Failed, lambda: program.run("inspect", "-", given=chromium.copied[-1]), saying="turn the passcode off")


def _fill_and_export(chromium: Browser, items: dict[str, str]) -> None:
    chromium.open("/k/")
    chromium.fill(items)
    chromium.console(snippet("export"))


def _wrong_answers(t: Checks, chromium: Browser) -> None:
    chromium.open("/a/")
    wrong = {"nothing": None, "no JSON": "1ApWapzMBu", "other JSON": '{"tgferry":1,"sessions":[]}', "null": "null"}
    for what, answer in wrong.items():
        with t.that(f"the import, given {what}, leaves the storage alone"):
            chromium.fill(storage.write_web_a([_case("user")]))
            before = chromium.storage()
            refused(browser.Thrown, lambda: chromium.console(snippet("import"), answer))
            if chromium.storage() != before:
                raise AssertionError("the storage is another one")
