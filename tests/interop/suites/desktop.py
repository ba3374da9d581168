"""The real Telegram Desktop opens what tgferry writes, and tgferry reads what the program makes of it.

Each check: tgferry writes a folder; the program opens a copy and must take every account for logged in; afterwards the second
decoder and tgferry itself read the copy, which the program has rewritten, and find the same users, servers and keys.
"""

from __future__ import annotations

import json
import os
import shutil

from desktop import driver, tdata, tdf
from desktop.judging import Seat, accepted, account
from support import cases, program
from support.checks import Checks, refused

from .tdata_folders import ASCII, CYRILLIC, THREE, refused_with

FIXTURES = program.ROOT / "tests" / "fixtures"
# A session of every other format: a fixture, and what its format does not say.
SOURCES = {
    "telethon-string": ("telethon-string/ipv4.txt", "user", ["--user-id", "123456789"]),
    "telethon-sqlite": ("telethon-sqlite/schema7-1.42-test.session", "test", []),
    "pyrogram-string": ("pyrogram-string/271-kurigram-big.txt", "big", []),
    "pyrogram-sqlite": ("pyrogram-sqlite/version7-kurigram.session", "user", []),
    "gramjs-string": ("gramjs-string/ipv6.txt", "six", ["--user-id", "777000123456"]),
    "gramjs-store": ("gramjs-store/acct", "user", ["--user-id", "123456789"]),
    "mtcute-string": ("mtcute-string/v3-blob2-test.txt", "test", []),
    "mtkruto-string": ("mtkruto-string/v0.txt", "bot", ["--user-id", "5123456789"]),
    "web-a": ("web-a/one-key.json", "user", []),
    "web-k": ("web-k/one-key.json", "test", []),
    "session-json": ("session-json/opentele2.session", "user", []),
    "telethon2-sqlite": ("telethon2-sqlite/schema10-first-weeks.session", "user", []),
    "grammers-sqlite": ("grammers-sqlite/0.8-bot.session", "bot", []),
    "grammers-file": ("grammers-file/0.7-user.session", "user", []),
    "gramjs-sqlite": ("gramjs-sqlite/sessions.session", "user", ["--user-id", "123456789"]),
    "mtcute-sqlite": ("mtcute-sqlite/node-test.session", "test", []),
    "mtkruto-store": ("mtkruto-store/localstorage.json", "six", []),
    "mtgo-string": ("mtgo-string/272-user.txt", "user", []),
    "mtgo-sqlite": ("mtgo-sqlite/migrated.session", "bot", []),
    "gotd-json": ("gotd-json/ipv6.json", "six", ["--user-id", "777000123456"]),
    "gotgproto-string": ("gotgproto-string/user.txt", "user", ["--user-id", "123456789"]),
    "gogram-string": ("gogram-string/test.txt", "test", ["--user-id", "2147483653"]),
    "tdlib": ("tdlib/opened-often", "six", []),
    "madelineproto": ("madelineproto/bot", "bot", []),
    "mtproto-core": ("mtproto-core/home-5.json", "big", ["--user-id", "1099511627899"]),
    "xelaj": ("xelaj/session.json", "user", ["--user-id", "123456789"]),
    "tgnet": ("tgnet/old.dat", "plain", ["--user-id", "2147483647"]),
    "wtelegramclient": ("wtelegramclient/names-and-media.session", "bot", ["--api-hash-env", "MADE_UP_API_HASH"]),
}
os.environ["MADE_UP_API_HASH"] = "0123456789abcdef0123456789abcdef"  # what that fixture is encrypted with


def run(t: Checks) -> None:
    with Seat(t) as seat:
        _accounts(seat)
        _passcodes(seat)
        _forms(seat)
        _added_to(seat)
        _from_every_format(seat)
        _from_other_folders(seat)


def _accounts(seat: Seat) -> None:
    with seat.that("one account, with keys of three data centres") as out:
        one = cases.case("user", other_keys={1: cases.made_up_key("one"), 4: cases.made_up_key("four")})
        _check(seat, out, [one])
    with seat.that("three accounts") as out:
        _check(seat, out, [cases.case(name) for name in THREE])
    with seat.that("six accounts, one of them of the test servers, and no seventh") as out:
        six = [cases.case(name) for name in cases.CASES]
        _check(seat, out, six)
        seven, too_many = out.with_name("seven"), [*six, cases.case("user", user_id=7)]
        refused(program.Failed, lambda: program.make_folder(seven, too_many), saying="7 accounts")
        if seven.exists():
            raise AssertionError("something was written all the same")
    with seat.that("a test account: the program turns to the test servers") as out:
        report = _check(seat, out, [cases.case("test")], arguments=("-debug",))
        if "dc:test_2,149.154.167.40:443" not in report.debug_log():
            raise AssertionError("no connection to a test server was tried")


def _passcodes(seat: Seat) -> None:
    for passcode in (ASCII, CYRILLIC):
        with seat.that(f"a passcode, typed in: {passcode}") as out:
            _check(seat, out, [cases.case("user"), cases.case("bot")], passcode=passcode)
            refused_with(8, lambda: program.run("convert", out, "--to", "tgferry-json"))


def _forms(seat: Seat) -> None:
    with seat.that("--tdesktop-compat old: narrow ids under the stamp of 2.1.14") as out:
        _check(seat, out, [cases.case("plain"), cases.case("user")], "--tdesktop-compat", "old")
        if (version := tdf.unwrap((out / "key_datas").read_bytes())[0]) != 2001014:
            raise AssertionError(f"stamped {version}")
        refused_with(2, lambda: program.make_folder(out.with_name("big"), [cases.case("big")], "--tdesktop-compat", "old"))
    with seat.that("--new-key-name: another data name, as with the program's own -key") as out:
        _check(seat, out, [cases.case("user"), cases.case("bot")], "--new-key-name", "work", key_name="work")


def _added_to(seat: Seat) -> None:
    with seat.that("--into: a folder that the program has rewritten gets one more account, and keeps key and passcode") as out:
        passcode = CYRILLIC
        tdata.write(out, {0: account(cases.case("user")), 2: account(cases.case("test"))}, passcode=passcode)
        before = accepted(seat.opens(out, passcode=passcode), {0: account(cases.case("user")), 2: account(cases.case("test"))},
                          passcode=passcode)
        rewritten = seat.last.tdata
        _add(rewritten, cases.case("bot"), passcode)
        grown = {0: account(cases.case("user")), 1: account(cases.case("bot")), 2: account(cases.case("test"))}
        after = accepted(seat.opens(rewritten, passcode=passcode), grown, passcode=passcode)
        if after.local_key != before.local_key:
            raise AssertionError("the local key is another one")
        _seen_by_tgferry(seat.last.tdata, [grown[index] for index in after.accounts], passcode)


    for passcode, shows in ((ASCII, driver.LOCKED), ("", driver.ACCEPTED)):
        with seat.that(f"--into is refused while the program runs, and shows: {shows}") as out:
            program.make_folder(out, [cases.case("user")], passcode=passcode)
            report = seat.opens(out, meanwhile=lambda copy: refused_with(11, lambda: _add(copy, cases.case("bot"), passcode or "x")))
            if report.outcome != shows or _list_of(report.tdata, passcode) != _list_of(out, passcode):
                raise AssertionError(f"{report.outcome}, or the list of accounts changed")


def _list_of(folder, passcode: str) -> list[int]:
    return list(tdata.read(folder, passcode).accounts)


def _add(folder, one: dict, passcode: str) -> None:
    with program.secret_file(passcode) as secret:
        program.run("convert", "-", "--from", "tgferry-json", "--to", "tdata", "--into", folder, program.INTO_PASSCODE, secret,
                    given=json.dumps(cases.to_tgferry_json(one)))


def _from_every_format(seat: Seat) -> None:
    one = cases.case("bot")
    texts = {"auth-key": (one["auth_key"], ["--dc", one["dc"], "--user-id", one["user_id"]]),
             "tgferry-json": (json.dumps(cases.to_tgferry_json(one)), [])}
    for row in json.loads(program.run("formats", "--json"))["formats"]:
        form = row["id"]
        if form == "tdata" or not row["read"]:
            continue
        with seat.that(f"converted from {form}") as out:
            if form in texts:
                text, options = texts[form]
                program.run("convert", "-", "--from", form, "--to", "tdata", "-o", out, *options, given=text)
                _judge(seat, out, [one])
            else:
                file, name, options = SOURCES[form]  # a new format needs a line there
                program.run("convert", FIXTURES / file, "--from", form, "--to", "tdata", "-o", out, *options)
                _judge(seat, out, [cases.case(name)])


def _from_other_folders(seat: Seat) -> None:
    """Folders of others become ones that the program takes; those of newer programs it would write over."""
    for fixture, names in (("mtcute-three", THREE), ("opentele2", THREE), ("opentele", ["user"]), ("before-2.1.14", ["plain"])):
        with seat.that(f"converted from the tdata of {fixture}") as out:
            program.run("convert", FIXTURES / "tdata" / fixture, "--to", "tdata", "-o", out)
            _judge(seat, out, [cases.case(name) for name in names])
    with seat.that("the tdata of mtcute as it is: a program older than its stamp writes over it") as out:
        shutil.copytree(FIXTURES / "tdata" / "mtcute", out)
        report = seat.opens(out)
        known = report.version >= tdf.unwrap((out / "key_datas").read_bytes())[0]
        if report.outcome != (driver.ACCEPTED if known else driver.INTRO):
            raise AssertionError(f"{report.outcome}, by version {report.version}")


def _check(seat: Seat, out, ones: list[dict], *options, passcode: str = "", key_name: str = "data", arguments: tuple = ()):
    """tgferry writes these accounts, and all three look at what becomes of them."""
    program.make_folder(out, ones, *options, passcode=passcode)
    return _judge(seat, out, ones, passcode=passcode, key_name=key_name, arguments=arguments)


def _judge(seat: Seat, out, ones: list[dict], *, passcode: str = "", key_name: str = "data", arguments: tuple = ()):
    accounts = dict(enumerate(map(account, ones)))
    if key_name != "data":
        arguments = (*arguments, "-key", key_name)
    report = seat.opens(out, passcode=passcode or None, arguments=arguments)
    written = tdata.read(out, passcode, key_name)
    rewritten = accepted(report, accounts, passcode=passcode, data=key_name)
    if (rewritten.local_key, rewritten.active) != (written.local_key, written.active):
        raise AssertionError("the program has made a local key of its own, or another account is the active one")
    _seen_by_tgferry(report.tdata, accounts.values(), passcode)
    return report


def _seen_by_tgferry(folder, accounts, passcode: str) -> None:
    seen = program.sees_folder(folder, passcode=passcode)
    if seen["format"] != "tdata" or seen["warnings"]:
        raise AssertionError(f"{seen['format']}, {seen['warnings']}")
    facts = ("user_id", "dc", "test", "keys")
    have = [{name: one[name] for name in facts} for one in seen["accounts"]]
    want = [{name: getattr(one, name) for name in facts} for one in accounts]
    if have != want:
        raise AssertionError(f"tgferry reads back {[one['user_id'] for one in have]}, or other keys")
