"""mtcute: its own strings and storage files, and @mtcute/convert for everyone else's strings, MTKruto's among them."""

from __future__ import annotations

from desktop import tdata, tdf
from desktop.judging import account
from support import cases, judging, program
from support.checks import Checks, refused, same, same_peers

from .common import ACCOUNT, ADDRESS, ALL, HOME, reads, writes
from .tdata_folders import ASCII, CYRILLIC, THREE, folder_read, folder_written, peer_writes, refused_with, told

MEDIA = {"host": "149.154.167.255", "port": 443}
FIXTURES = program.ROOT / "tests" / "fixtures"


def run(t: Checks) -> None:
    for name in ALL:
        writes(t, "mtcute-string", name, [*ADDRESS, "test", *ACCOUNT], extra=_old_reader_too)
        reads(t, "mtcute-string", name, [*ADDRESS, "test", *ACCOUNT])
        reads(t, "mtcute-string", name, [*ADDRESS, "test", *ACCOUNT], by="mtcute-0.17")
        reads(t, "mtcute-string", name, [*ADDRESS, "test", *ACCOUNT], by="mtcute-0.2")
        writes(t, "mtcute-sqlite", name, [*ADDRESS, "test", *ACCOUNT], file="client.session", extra=_storage_seen)
        reads(t, "mtcute-sqlite", name, [*ADDRESS, "test", *ACCOUNT], file="client.session", extra=_storage_seen)
        reads(t, "mtcute-string", f"{name} version 1", [*ADDRESS, "test", *ACCOUNT], by="mtcute-0.2", one=cases.case(name, version=1))
        writes(t, "mtkruto-string", name, ["test"])
        reads(t, "mtkruto-string", name, ["test"])
        writes(t, "telethon-string", name, ADDRESS)
        reads(t, "telethon-string", name, ADDRESS)
        writes(t, "gramjs-string", name, ADDRESS)
        reads(t, "gramjs-string", name, ADDRESS)
        writes(t, "gramjs-store", name, ADDRESS, file="acct")
        reads(t, "gramjs-store", name, ADDRESS, file="acct")
        writes(t, "pyrogram-string", name, ["test", *ACCOUNT, "api_id"])
        reads(t, "pyrogram-string", name, ["test", *ACCOUNT, "api_id"])
        reads(t, "pyrogram-string", f"{name} of 267 bytes", ["test", *ACCOUNT], one=cases.case(name, api_id=None))
    _media(t)
    _storages(t)
    _limits(t)
    _folders(t)


def _old_reader_too(_seen: dict, one: dict) -> None:
    """The default is the form that 0.7 to 0.17 read as well as the newest."""
    old = judging.read("mtcute-0.17", "mtcute-string", text=program.make(one, "mtcute-string"))
    same(old, one, [*HOME, *ADDRESS, "test", *ACCOUNT])


def _media(t: Checks) -> None:
    with t.that("mtcute-string: the media address goes both ways"):
        text = judging.write("mtcute", "mtcute-string", cases.case("bot", media=MEDIA))
        again = program.run("convert", "-", "--to", "mtcute-string", given=text).strip()
        if judging.read("mtcute", "mtcute-string", text=again)["media"] != MEDIA:
            raise AssertionError("media address lost")


def _storage_seen(seen: dict, one: dict) -> None:
    same_peers(seen["peers"], one["peers"], kinds="coarse", fields=("usernames", "phone"))
    same(seen, one, ["update_state"])


EVERYTHING = {"other_keys": {"2": cases.made_up_key("second", (5, 6)), "5": cases.made_up_key("fifth")},
              "usernames": ["made_up_dc4_bot", "second_name"], "media": MEDIA,
              "salts": [{"valid_since": 1767000000, "valid_until": 1767003600, "salt": "-9007199254740993"},
                        {"valid_since": 1767003600, "valid_until": 1767007200, "salt": "77"}]}


def _storages(t: Checks) -> None:
    with t.that("mtcute-sqlite: keys of other DCs, usernames, media address and salts go both ways; temporary keys stay behind"):
        one = cases.case("bot", **EVERYTHING)
        judging.write("mtcute", "mtcute-sqlite", one, path := t.path("client.session"))
        program.run("convert", path, "--to", "mtcute-sqlite", "-o", again := t.path("again.session"))
        seen = judging.read("mtcute", "mtcute-sqlite", path=again)
        same(seen, one, [*HOME, *ADDRESS, *ACCOUNT, "other_keys", "usernames", "media", "update_state"])
        if seen["salts"] != [{"dc": 4, **salt} for salt in one["salts"]]:
            raise AssertionError(f"salts: {seen['salts']}")
        if b"\xee" * 256 in again.read_bytes():
            raise AssertionError("a temporary key was exported")
    for name in ALL:
        with t.that(f"mtcute-sqlite {name}: mtcute 0.17 reads it as well, but for the test servers, which its blobs cannot name"):
            one = cases.case(name)
            program.make(one, "mtcute-sqlite", path := t.path("client.session"))
            if one["test"]:
                refused(AssertionError, lambda: same(judging.read("mtcute-0.17", "mtcute-sqlite", path=path), one, [*HOME, *ADDRESS]))
                continue
            same(judging.read("mtcute-0.17", "mtcute-sqlite", path=path), one, [*HOME, *ADDRESS, *ACCOUNT])
        reads(t, "mtcute-sqlite", f"{name} of @mtcute/sqlite 0.2", [*ADDRESS, *ACCOUNT, "update_state"], file="client.session",
              by="mtcute-0.2", one=cases.case(name))
    with t.that("mtcute-sqlite: the older layout's peers"):
        one = cases.case("user")
        judging.write("mtcute-0.2", "mtcute-sqlite", one, path := t.path("client.session"))
        same_peers(program.sees(path)["peers"], one["peers"], kinds="coarse", fields=("usernames", "phone"))
    with t.that("mtcute-sqlite: from a Telethon file and back to a Telethon string"):
        source = FIXTURES / "telethon-sqlite" / "schema7-1.42.session"
        program.run("convert", source, "--user", "--to", "mtcute-sqlite", "-o", path := t.path("client.session"))
        same(judging.read("mtcute", "mtcute-sqlite", path=path), cases.case("user"), [*HOME, *ADDRESS, *ACCOUNT])
        text = program.run("convert", path, "--to", "telethon-string").strip()
        same(program.sees(text=text), cases.case("user"), [*HOME, *ADDRESS])
    with t.that("mtcute-sqlite: the judge can tell a key that is not the one"):
        program.make(cases.case("bot"), "mtcute-sqlite", path := t.path("client.session"))
        refused(AssertionError, lambda: same(judging.read("mtcute", "mtcute-sqlite", path=path), cases.case("user"), HOME))


def _limits(t: Checks) -> None:
    with t.that("versions 1 and 2: mtcute itself reads them no more"):
        for version in (1, 2):
            text = judging.write("mtcute-0.2", "mtcute-string", cases.case("user", version=version))
            refused(judging.Refused, lambda: judging.read("mtcute", "mtcute-string", text=text), saying=f"version = {version}")
    with t.that("DC blobs of version 2: the older line cannot read them, so they are not our default"):
        text = judging.write("mtcute", "mtcute-string", cases.case("user"))
        refused(judging.Refused, lambda: judging.read("mtcute-0.17", "mtcute-string", text=text))
    with t.that("pyrogram-string of 263 bytes: mtcute fails on it, tgferry does not"):
        # @mtcute/convert compares the count of bytes with the count of letters, 351.
        text = (FIXTURES / "pyrogram-string" / "263-user.txt").read_text().strip()
        refused(judging.Refused, lambda: judging.read("mtcute", "pyrogram-string", text=text), saying="outside the bounds")
        same(program.sees(text=text), cases.case("user"), [*HOME, *ACCOUNT])
    with t.that("mtkruto-string: runs of more than 255 zeros are split where mtcute's own writer is not"):
        one = cases.case("user", auth_key="ab" + "00" * 255, api_id=2**24, host="149.154.167.51")
        same(judging.read("mtcute", "mtkruto-string", text=program.make(one, "mtkruto-string")), one, HOME)
        zeros = cases.case("user", auth_key="00" * 256)
        broken = judging.write("mtcute", "mtkruto-string", zeros)
        refused((judging.Refused, AssertionError), lambda: same(judging.read("mtcute", "mtkruto-string", text=broken), zeros, HOME))
    with t.that("telethon-string without padding: mtcute sees a wrong address, tgferry the right one"):
        text = program.make(cases.case("user"), "telethon-string").rstrip("=")
        refused((judging.Refused, AssertionError), lambda: same(judging.read("mtcute", "telethon-string", text=text), cases.case("user"), HOME))
        same(program.sees(text=text), cases.case("user"), [*HOME, *ADDRESS])


def _folders(t: Checks) -> None:
    for name in ALL:
        folder_written(t, [name])
        folder_read(t, [name])
    for names in (THREE, ALL):
        folder_written(t, names, what=f"{len(names)} accounts")
        folder_read(t, names, what=f"{len(names)} accounts")
    for passcode in (ASCII, CYRILLIC):
        folder_written(t, THREE, passcode=passcode, what=f"passcode {passcode}")
        folder_read(t, THREE, passcode=passcode, what=f"passcode {passcode}")
    folder_written(t, ["plain"], "--tdesktop-compat", "old", what="with narrow ids")
    with t.that("tdata: mtcute opens another data name when told, as tgferry does"):
        program.make_folder(out := t.path("tdata"), [cases.case("user")], "--new-key-name", "work")
        same(judging.read(t.peer, "tdata", path=out, text=told(dataKey="work"))["accounts"][0], cases.case("user"), [*HOME, "user_id"])
        if program.sees_folder(out)["accounts"][0]["user_id"] != 123456789:
            raise AssertionError("tgferry does not find the only name that is there")
    _limits_of_folders(t)


def _limits_of_folders(t: Checks) -> None:
    with t.that("tdata of a newer program than 5.8.3: mtcute wants ignoreVersion, and what it writes itself has that stamp"):
        peer_writes(t.peer, out := t.path("tdata"), ["user"])
        if (version := tdf.unwrap((out / "key_datas").read_bytes())[0]) != 5008003:
            raise AssertionError(f"stamped {version}")
        tdata.write(again := t.path("tdata"), {0: account(cases.case("user"))}, version=6001002)
        refused(judging.Refused, lambda: judging.read(t.peer, "tdata", path=again), saying="Unsupported version")
        judging.read(t.peer, "tdata", path=again, text=told(ignoreVersion=True))
    with t.that("tdata without a user id: mtcute writes 0, with which Telegram Desktop destroys the key; tgferry reads no account"):
        one = cases.case("user", user_id=None)
        judging.write(t.peer, "tdata", {"accounts": [one]}, out := t.path("tdata"))
        if tdata.read(out).accounts[0].user_id != 0:
            raise AssertionError("mtcute wrote a user id: this limit is gone")
        refused_with(14, lambda: program.run("convert", out, "--to", "tgferry-json"))
        refused_with(9, lambda: program.run("convert", "-", "--to", "tdata", "-o", t.path("tdata"), given=program.make(one, "telethon-string")))
