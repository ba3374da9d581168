"""TDLib itself opens what tgferry writes, and tgferry reads what TDLib makes of it.

Each check: TDLib opens the folder, must be logged in (authorizationStateReady) and stay so; then a second decoder and tgferry
read the log, which TDLib has rewritten, and find the same user, data centre and keys. Offline TDLib does not ask the server, so
a key that no server knows is good enough; that it does look at the keys is shown by the folders that it refuses.
"""

from __future__ import annotations

import base64
import hashlib
import json
import pathlib
import shutil

from support import binlog, cases, judging, program
from support.checks import Checks, refused, same

KEY = "made-up database key"
BINARY_KEY = bytes(range(250, 256)) + b"\0\n" + bytes(range(24))
FIXTURES = program.ROOT / "tests" / "fixtures"
# Sessions of other formats: a fixture, the case in it, and what it does not say.
SOURCES = [
    ("pyrogram-sqlite/version7-kurigram.session", "user", []),
    ("mtcute-string/v3-blob2-test.txt", "test", []),
    ("gramjs-string/ipv6.txt", "six", ["--user-id", "777000123456", "--user"]),
    ("session-json/opentele2.session", "user", ["--user"]),
    ("tdata/desktop-passcode", "user", ["--user", "--account", "0"]),
    ("madelineproto/bot", "bot", []),
    ("tgnet/user.dat", "user", ["--user-id", "123456789", "--user"]),
]
PASSCODE = "пароль №7, ещё"  # of that tdata folder
READY = ["WaitTdlibParameters", "Ready", "Closing", "Closed"]
THROWN_AWAY = ["WaitTdlibParameters", "Ready", "LoggingOut"]
FITTING = [name for name in cases.CASES if name != "big"]  # whose user id has more bits than TDLib takes


def run(t: Checks) -> None:
    for name in FITTING:
        with t.that(f"{name}: tgferry writes, TDLib is logged in and rewrites it, tgferry reads that"):
            _check(t, cases.case(name))
    for dc in range(1, 6):
        with t.that(f"a user at home on DC {dc}"):
            _check(t, cases.case("user", dc=dc, host=None, port=None, auth_key=cases.made_up_key(f"home {dc}")))
    with t.that("the keys of three data centres"):
        _check(t, cases.case("user", other_keys={1: cases.made_up_key("one"), 4: cases.made_up_key("four")}))
    _keys(t)
    _folders(t)
    _conversions(t)
    _by_tdlib(t)
    _damage(t)
    _traps(t)


def _check(t: Checks, one: dict, *, key: bytes = binlog.DEFAULT_KEY, given: str = "") -> pathlib.Path:
    """Both directions of one session; `given` is the database key as tgferry is told it."""
    out = t.path("folder")
    with program.secret_file(given) as secret:
        program.make(one, "tdlib", out, *([f"--new-tdlib-key-file={secret}"] if given else []))
        if sorted(p.name for p in out.iterdir()) != [binlog.NAMES[one["test"]]]:
            raise AssertionError(f"the folder holds {list(out.iterdir())}")
        _opens(out, one, key)
        _found(out, one, key)
        seen = _seen(out, *([f"--tdlib-key-file={secret}"] if given else []))
    same(seen, one, ["dc", "test", "key_sha1", "auth_key_id", "user_id", "is_bot"])
    if seen["keys"] != _keys_of(one):
        raise AssertionError(f"tgferry sees the keys of {sorted(seen['keys'])}")
    if one["host"] and (seen["host"], seen["port"]) != (one["host"], one["port"]):
        raise AssertionError(f"the address became {seen['host']} port {seen['port']}")
    return out


def _judged(folder, *, test: bool = False, key: bytes = b"", databases: bool = False) -> dict:
    asked = {"test": test, "key": base64.b64encode(key).decode(), "databases": databases}
    return judging.read("tdlib", "tdlib", path=folder, text=json.dumps(asked))


def _opens(folder, one: dict, key: bytes = b"") -> None:
    """TDLib takes the folder for one of a logged-in account."""
    said = _judged(folder, test=one["test"], key=b"" if key == binlog.DEFAULT_KEY else key)
    if (said["states"], said["my_id"], said["is_bot"]) != (READY, one["user_id"], one["is_bot"]):
        raise AssertionError(f"TDLib says {said}")


def _found(folder, one: dict, key: bytes) -> None:
    """The second decoder's word on a log that TDLib has rewritten."""
    rows = binlog.read(folder, one["test"], key)
    if "sqlite_key" not in rows:
        raise AssertionError("TDLib has not written to the log")
    told = rows["auth"], rows["my_id"], rows["main_dc_id"], rows.get("auth_is_bot") == b"true"
    if told != (b"ok", str(one["user_id"]).encode(), str(one["dc"]).encode(), one["is_bot"]):
        raise AssertionError(f"the log holds {told}")
    if binlog.logged_in_keys(rows) != _keys_of(one):
        raise AssertionError(f"keys of {sorted(binlog.logged_in_keys(rows))}")


def _keys_of(one: dict) -> dict[int, bytes]:
    return {dc: bytes.fromhex(key) for dc, key in {one["dc"]: one["auth_key"], **one.get("other_keys", {})}.items()}


def _seen(folder, *options, account: int = 0) -> dict:
    """tgferry's word on one account of a folder."""
    told = json.loads(program.run("inspect", folder, "--json", "--reveal", *options))
    seen = told["accounts"][account]
    keys = {key["dc"]: bytes.fromhex(key["auth_key"]) for key in seen["keys"]}
    endpoint, user = seen["endpoint"] or {}, seen["user"] or {}
    return {"format": told["format"], "variant": told["variant"], "dc": seen["dc"], "test": seen["test"], "keys": keys,
            "key_sha1": hashlib.sha1(keys[seen["dc"]]).hexdigest(), "auth_key_id": seen["auth_key_id"], "user_id": user.get("id"),
            "is_bot": user.get("is_bot"), "host": endpoint.get("host"), "port": endpoint.get("port"), "created": seen["created"],
            "warnings": [warning["code"] for warning in told["warnings"]]}


def _keys(t: Checks) -> None:
    with t.that("a database key of text"):
        _check(t, cases.case("bot"), key=KEY.encode(), given=KEY)
    for form, text in (("base64", base64.b64encode(BINARY_KEY).decode()), ("hex", BINARY_KEY.hex())):
        with t.that(f"a database key of bytes, given as {form}"):
            _check(t, cases.case("user"), key=BINARY_KEY, given=f"{form}:{text}")
    with t.that("a wrong database key: refused by TDLib and by tgferry, and the log stays as it was"):
        out = t.path("folder")
        with program.secret_file(KEY) as secret, program.secret_file(KEY + "x") as wrong:
            program.make(cases.case("user"), "tdlib", out, f"--new-tdlib-key-file={secret}")
            before = (out / "td.binlog").read_bytes()
            for key in (KEY.encode() + b"x", b""):
                refused(judging.Refused, lambda key=key: _judged(out, key=key), saying="Wrong database encryption key")
            for options in ([], ["--tdlib-key-file", wrong]):
                refused(program.Failed, lambda options=options: program.run("convert", out, "--to", "auth-key", *options), saying="exit 8")
        if (out / "td.binlog").read_bytes() != before:
            raise AssertionError("the log has changed")


def _folders(t: Checks) -> None:
    with t.that("one folder with both logs: TDLib opens either, tgferry sees two accounts"):
        out, user, test = t.path("folder"), cases.case("user"), cases.case("test")
        program.make(user, "tdlib", out)
        program.make(test, "tdlib", out.with_name("test"))
        shutil.copy(out.with_name("test") / "td_test.binlog", out)
        for one in (user, test):
            _opens(out, one)
        for account, one in enumerate((user, test)):
            same(_seen(out, account=account), one, ["dc", "test", "key_sha1", "user_id", "is_bot"])
    with t.that("with all of TDLib's databases, which it makes beside the log"):
        out, one = t.path("folder"), cases.case("user")
        program.make(one, "tdlib", out)
        if (said := _judged(out, databases=True))["states"] != READY or not (out / "db.sqlite").is_file():
            raise AssertionError(f"TDLib says {said}")
        same(_seen(out), one, ["dc", "key_sha1", "user_id", "is_bot"])
    with t.that("td.binlog.new alone: TDLib takes it, and so does tgferry"):
        out, one = t.path("folder"), cases.case("user")
        program.make(one, "tdlib", out)
        (out / "td.binlog").rename(out / "td.binlog.new")
        if (seen := _seen(out))["warnings"] != ["unfinished_rewrite"]:
            raise AssertionError(f"tgferry warns {seen['warnings']}")
        _opens(out, one)
    with t.that("the day of the login arrives in TDLib's options"):
        out, given = t.path("folder"), cases.to_tgferry_json(cases.case("user"))
        given["sessions"][0]["created"] = 1700000000
        program.run("convert", "-", "--from", "tgferry-json", "--to", "tdlib", "-o", out, given=json.dumps(given))
        if (date := _judged(out)["authorization_date"]) != 1700000000:
            raise AssertionError(f"TDLib says {date}")
        if (created := _seen(out)["created"]) != 1700000000:
            raise AssertionError(f"afterwards tgferry says {created}")


def _conversions(t: Checks) -> None:
    with t.that("from a Telethon file into TDLib, and from TDLib into a Telethon string"):
        out, one = t.path("folder"), cases.case("bot")
        program.run("convert", FIXTURES / "telethon-sqlite" / "schema7-1.42-bot.session", "--to", "tdlib", "--bot", "-o", out)
        _opens(out, one)
        text = program.run("convert", out, "--to", "telethon-string").strip()
        same(program.sees(text=text), one, ["dc", "key_sha1", "host", "port"])
    for path, name, facts in SOURCES:
        with t.that(f"from {path} into TDLib"), program.secret_file(PASSCODE) as secret:
            out, one = t.path("folder"), cases.case(name)
            opened = ["--passcode-file", secret] if path.startswith("tdata") else []
            program.run("convert", FIXTURES / path, "--to", "tdlib", *facts, *opened, "-o", out)
            _opens(out, one)
            same(_seen(out), one, ["dc", "test", "key_sha1", "user_id", "is_bot"])
    with t.that("without the bot flag nothing is written"):
        session = FIXTURES / "telethon-sqlite" / "schema7-1.42-bot.session"
        refused(program.Failed, lambda: program.run("convert", session, "--to", "tdlib", "-o", t.path("folder")), saying="exit 9")
    with t.that("without a user id TDLib asks the server first, and is ready when it is closed"):
        out = t.path("folder")
        program.run("convert", FIXTURES / "telethon-string" / "ipv4.txt", "--to", "tdlib", "--user", "-o", out)
        if (states := _judged(out)["states"]) != ["WaitTdlibParameters", "Closing", "Ready", "Closed"]:
            raise AssertionError(f"TDLib goes through {states}")
        same(_seen(out), cases.case("user", user_id=None), ["dc", "key_sha1", "user_id", "is_bot"])


def _by_tdlib(t: Checks) -> None:
    """Logs that a second writer made and TDLib has rewritten: tgferry had no part in them."""
    for name in FITTING:
        with t.that(f"{name}: made by a second writer, rewritten by TDLib, read by tgferry"):
            one, folder = cases.case(name, other_keys={5: cases.made_up_key("five")}), t.path("folder")
            _draft(folder, binlog.events(binlog.login_rows(one)), one["test"])
            _opens(folder, one, KEY.encode())
            _found(folder, one, KEY.encode())
            with program.secret_file(KEY) as secret:
                seen = _seen(folder, "--tdlib-key-file", secret)
            same(seen, one, ["dc", "test", "key_sha1", "user_id", "is_bot"])
            if seen["keys"] != _keys_of(one):
                raise AssertionError(f"tgferry sees the keys of {sorted(seen['keys'])}")
    with t.that("opened three times, each time with more in the log"):
        one, folder = cases.case("user"), t.path("folder")
        _draft(folder, binlog.sealed(binlog.events(binlog.login_rows(one))))
        for _ in range(3):
            _opens(folder, one)
            same(_seen(folder), one, ["dc", "key_sha1", "user_id"])
    with t.that("an unused key of another data centre is not taken for one of the account"):
        one, folder = cases.case("user"), t.path("folder")
        rows = {**binlog.login_rows(one), "auth4": binlog.auth_key(bytes(range(256)), 0)}
        _draft(folder, binlog.events(rows))
        _opens(folder, one)
        if "auth4" not in binlog.read(folder) or list(_seen(folder)["keys"]) != [2]:
            raise AssertionError("tgferry takes it")


def _draft(folder, log: bytes, test: bool = False) -> None:
    folder.mkdir()
    (folder / binlog.NAMES[test]).write_bytes(log)


def _damage(t: Checks) -> None:
    one = cases.case("user")
    whole = binlog.events(binlog.login_rows(one))
    bad_sum = binlog.row(20, "x", b"y")[:-1] + b"\0"
    for what, tail in (("a bad checksum", bad_sum + binlog.row(21, "my_id", b"5")), ("a tail cut short", bad_sum[:-9])):
        with t.that(f"{what}: TDLib cuts the log off there, tgferry reads up to there and changes nothing"):
            folder = t.path("folder")
            _draft(folder, whole + tail)
            before, time = (folder / "td.binlog").read_bytes(), (folder / "td.binlog").stat().st_mtime_ns
            seen = _seen(folder)
            same(seen, one, ["dc", "key_sha1", "user_id"])
            if seen["warnings"] != ["log_damaged"]:
                raise AssertionError(f"tgferry warns {seen['warnings']}")
            if (folder / "td.binlog").read_bytes() != before or (folder / "td.binlog").stat().st_mtime_ns != time:
                raise AssertionError("tgferry has changed the log")
            _opens(folder, one)
    with t.that("events of the log's own types: both pass over them, and what follows counts"):
        folder = t.path("folder")
        other = binlog.events({**binlog.login_rows(one), "my_id": b"5"})
        removal = binlog.event(90, binlog.REMOVAL, b"", binlog.REWRITE)
        right_id = binlog.row(2, "my_id", str(one["user_id"]).encode(), flags=binlog.REWRITE)
        _draft(folder, binlog.event(0, -1, b"head") + other + binlog.event(0, -4, b"") + removal + right_id)
        if _seen(folder)["warnings"]:
            raise AssertionError("tgferry warns")
        same(_seen(folder), one, ["dc", "key_sha1", "user_id"])
        _opens(folder, one)
    with t.that("zeros at the end are no damage to either"):
        folder = t.path("folder")
        _draft(folder, whole + bytes(64))
        if _seen(folder)["warnings"]:
            raise AssertionError("tgferry warns")
        _opens(folder, one)


def _traps(t: Checks) -> None:
    """What TDLib does with logs that tgferry never writes."""
    one = cases.case("user")
    rows = binlog.login_rows(one)
    with t.that("a login without the home DC's key: TDLib logs out and deletes the log; tgferry says nobody is logged in"):
        folder = t.path("folder")
        _draft(folder, binlog.events({name: value for name, value in rows.items() if name != "auth2"}))
        refused(program.Failed, lambda: _seen(folder), saying="exit 14")
        if _judged(folder)["states"][:3] != THROWN_AWAY or list(folder.iterdir()):
            raise AssertionError("TDLib keeps it")
    with t.that("the same because of damage: tgferry says so, and that TDLib would delete it"):
        folder = t.path("folder")
        _draft(folder, binlog.events(rows)[:-4] + b"sum!")
        refused(program.Failed, lambda: _seen(folder), saying="delete it")
        if _judged(folder)["states"][:3] != THROWN_AWAY or list(folder.iterdir()):
            raise AssertionError("TDLib keeps it")
    with t.that("a key that is not marked as logged in: TDLib logs out"):
        folder = t.path("folder")
        _draft(folder, binlog.events({**rows, "auth2": binlog.auth_key(bytes.fromhex(one["auth_key"]), 0)}))
        refused(program.Failed, lambda: _seen(folder), saying="exit 14")
        if _judged(folder)["states"][:3] != THROWN_AWAY:
            raise AssertionError("TDLib keeps it")
    with t.that("a user id of 41 bits: TDLib takes it for another one; tgferry refuses to write it, and reads it as TDLib does"):
        big, folder = cases.case("big"), t.path("folder")
        refused(program.Failed, lambda: program.make(big, "tdlib", t.path("big")), saying="exit 9")
        _draft(folder, binlog.events(binlog.login_rows(big)))
        if (seen := _seen(folder)["user_id"]) != (said := _judged(folder)["my_id"]) or said != int(str(big["user_id"])[5:]):
            raise AssertionError(f"TDLib says {said}, tgferry {seen}")
    for what, tail in (("an event of an unknown type", binlog.event(77, 0x7777, b"")), ("ids that do not rise", binlog.row(2, "x", b"y"))):
        with t.that(f"{what}: the end of TDLib's process"):
            folder = t.path("folder")
            _draft(folder, binlog.events(rows) + tail)
            same(_seen(folder), one, ["dc", "key_sha1", "user_id"])
            if _judged(folder)["died"] != "SIGABRT":
                raise AssertionError("TDLib bears it")
