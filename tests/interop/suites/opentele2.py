"""opentele2: a Telethon file and a JSON file that belong together; and tdata folders."""

from __future__ import annotations

import json
import re
import shutil

from support import cases, judging, program
from support.checks import Checks, refused, same

from .common import ADDRESS, ALL, HOME, reads, writes
from .opentele import ascii_only, published_key
from .tdata_folders import ASCII, CYRILLIC, THREE, folder_read, folder_written, peer_writes, refused_with, told

FILE = "made_up.session"
FIELDS = [*ADDRESS, "user_id", "api_id"]


def run(t: Checks) -> None:
    for name in [n for n in ALL if n != "six"]:
        writes(t, "session-json", name, FIELDS, file=FILE, extra=_profile)
        reads(t, "session-json", name, FIELDS, file=FILE)
    _pair(t)
    _limits(t)
    for name in ALL:
        folder_written(t, [name])
        folder_read(t, [name])
    folder_written(t, THREE)
    folder_read(t, THREE)
    folder_written(t, THREE, passcode=ASCII, what="three with a passcode")
    published_key(t)
    _newest_folders(t) if t.peer == "opentele2" else _folders_of_1_2(t)


def _profile(seen: dict, one: dict) -> None:
    same(seen, one, ["api"])


def _pair(t: Checks) -> None:
    with t.that("session-json: found from either file, and from a JSON elsewhere"):
        out = t.path(FILE)
        one = cases.case("user")
        judging.write(t.peer, "session-json", one, out)
        same(program.sees(out.with_suffix(".json")), one, [*HOME, *FIELDS])
        elsewhere = t.path("profile.json")
        shutil.move(out.with_suffix(".json"), elsewhere)
        told = json.loads(program.run("inspect", out, "--from", "session-json", "--json-path", elsewhere, "--json"))
        if told["accounts"][0]["api"]["id"] != one["api_id"]:
            raise AssertionError("the JSON was not read")


def _limits(t: Checks) -> None:
    with t.that("session-json: the other half missing is told by name, by both"):
        out = t.path(FILE)
        judging.write(t.peer, "session-json", cases.case("user"), out)
        out.with_suffix(".json").unlink()
        refused(judging.Refused, lambda: judging.read(t.peer, "session-json", path=out), saying="JSON file not found")
        refused(program.Failed, lambda: program.run("inspect", out, "--from", "session-json"), saying=".json")
    with t.that("session-json: without api id and hash there is no pair: refused with 9"):
        text = program.make(cases.case("user", api_id=None), "telethon-string")
        try:
            program.run("convert", "-", "--to", "session-json", "-o", t.path("pair"), given=text)
        except program.Failed as failed:
            if failed.code != 9:
                raise
        else:
            raise AssertionError("was written")
    with t.that("session-json: our file of schema 7 is upgraded in place by the library and read again"):
        out = t.path(FILE)
        program.make(cases.case("user"), "session-json", out)
        if judging.read(t.peer, "session-json", path=out)["schema"] != 8:
            raise AssertionError("was not upgraded")
        same(program.sees(out, form="session-json"), cases.case("user"), [*HOME, *FIELDS])


def _folders_of_1_2(t: Checks) -> None:
    folder_read(t, THREE, passcode=ASCII, what="three with a passcode")
    ascii_only(t)
    folder_written(t, ALL, what="six accounts: this release knows three, and drops the others silently;", seen_as=ALL[:3])


def _newest_folders(t: Checks) -> None:
    """2.0 follows Telegram Desktop 7.3, whose key file has a part more, and another derivation for passcodes."""
    folder_written(t, ALL, what="six accounts")
    folder_read(t, ALL, what="six accounts")
    folder_written(t, ["user"], passcode=CYRILLIC, what="with a passcode in Cyrillic")
    _passcodes_since_7_3(t)
    _newest_version(t)


def _passcodes_since_7_3(t: Checks) -> None:
    newest = ("--tdesktop-compat", "7.3")
    folder_written(t, THREE, *newest, what="in the form of 7.3")
    for passcode in (ASCII, CYRILLIC):
        folder_written(t, THREE, *newest, passcode=passcode, what="in the form of 7.3 with a passcode")
        folder_read(t, THREE, passcode=passcode, what="with a passcode of 7.3")
    with t.that("tdata with a passcode of 7.3: an account is added, and the peer opens the folder with its passcode"):
        peer_writes(t.peer, out := t.path("tdata"), ["user"], passcode=CYRILLIC)
        (source := t.path("bot.json")).write_text(json.dumps(cases.to_tgferry_json(cases.case("bot"))))
        with program.secret_file(CYRILLIC) as secret:
            program.run("convert", source, "--into", out, program.INTO_PASSCODE, secret)
        seen = judging.read(t.peer, "tdata", path=out, text=told(CYRILLIC))["accounts"]
        for one, name in zip(seen, ["user", "bot"], strict=True):
            same(one, cases.case(name), ["dc", "key_sha1", "user_id"])
    with t.that("tdata with a passcode of 7.3: a wrong one is exit 8, for the peer's folder and for ours"):
        peer_writes(t.peer, out := t.path("tdata"), ["user"], passcode=ASCII)
        program.make_folder(ours := t.path("ours"), [cases.case("user")], *newest, passcode=ASCII)
        with program.secret_file(CYRILLIC) as secret:
            for folder in (out, ours):
                refused_with(8, lambda: program.run("inspect", folder, program.PASSCODE, secret))
        refused(judging.Refused, lambda: judging.read(t.peer, "tdata", path=ours, text=told(CYRILLIC)), saying="")


def _newest_version(t: Checks) -> None:
    """The newest Telegram Desktop that tgferry knows of is none older than what the peer follows."""
    with t.that("tdata: the peer's stamp is known, and is the one that the form of 7.3 gets"):
        peer_writes(t.peer, out := t.path("tdata"), ["user"])
        stamp = int.from_bytes((out / "key_datas").read_bytes()[4:8], "little")
        header = (program.ROOT / "src/formats/tdata/container.hpp").read_text()
        known = {name: int(value) for name, value in re.findall(r"(\w+_version) = (\d+);", header)}
        if stamp > known["newest_known_version"]:
            raise AssertionError(f"the peer writes {stamp}: look up the newest Telegram Desktop, and its date")
        if stamp != known["kd2_version"]:
            raise AssertionError(f"the peer stamps {stamp}, and tgferry {known['kd2_version']}")
        if "newer_version" in program.sees_folder(out)["warnings"]:
            raise AssertionError("tgferry calls it newer than what it knows")
