"""What AndroidTelePorter makes of Telegram for Android's folder: files/tgnet.dat and shared_prefs/userconfing.xml.

    write tgnet FOLDER      a session, its description on standard input; `names` makes the record of the user that of somebody who is
                            logged in (else it is the placeholder that the library writes), `record` gives its bytes as hex, `layout` the
                            versions of the file and of its DCs
    read  tgnet FOLDER      the same facts, as the library sees them; of a file alone, those of the file
    read  user-records      a record of every constructor of a user that the library knows, and what it sees in each
"""

from __future__ import annotations

import sys

sys.path = [p for p in sys.path if p and not p.endswith("judges")] + [__file__.rpartition("/")[0]]

import json
import pathlib
import struct

import common
from AndroidTelePorter import AndroidSession
from AndroidTelePorter.compat import inject, read_user_config
from AndroidTelePorter.compat.tl_reader import _REGISTRY
from AndroidTelePorter.managers import UserConfigManager
from AndroidTelePorter.models.userconfig import UserConfig
from AndroidTelePorter.utils.filesmanager import read_tgnet, write_userconfig
from telethon.tl.types import User
from telethon.tl.tlobject import TLObject

OBFUSCATED = 4  # an address for that alone
IN_FRONT = {"access_hash", "first_name", "last_name", "username", "phone"}


async def read(form: str, path: str | None, text: str) -> dict:
    if form == "user-records":
        return {**common.seen(), "records": list(_records(json.loads(text)))}
    place = pathlib.Path(path)
    if place.is_file():
        return _facts(read_tgnet(path).session)
    session = AndroidSession.from_tgnet(str(place / "files/tgnet.dat"), str(place / "shared_prefs/userconfing.xml"))
    return {**_facts(session._tgnet_manager.session), **_user(session._userconfig_manager.userconfig)}


async def write(form: str, path: str, wanted: dict) -> None:
    layout = wanted.get("layout") or {}
    session = AndroidSession.from_manual(bytes.fromhex(wanted["auth_key"]), wanted["dc"], wanted["user_id"], test_backend=wanted["test"], **layout)
    if names := wanted.get("names"):
        session._userconfig_manager = UserConfigManager(UserConfig(id=wanted["user_id"], bot=wanted["is_bot"], **names))
    session.to_tgnet(path)
    if record := wanted.get("record"):
        write_userconfig(_Written(bytes.fromhex(record)), str(pathlib.Path(path) / "shared_prefs"))


class _Written:
    """A record in place of an object that serialises itself."""

    def __init__(self, record: bytes):
        self._record = record

    def to_telethon_user(self):
        return self

    def _bytes(self) -> bytes:
        return self._record


def _facts(session) -> dict:
    dc = session.current_dc
    first = next((ip for group in ("addressesIpv4", "addressesIpv6") for ip in dc.ips[group] if not ip.secret and not ip.flags & OBFUSCATED), None)
    return {**common.seen(dc=session.dc_id, test=bool(session.headers.test_backend), key_sha1=common.sha1(bytes(session.auth_key or b"")) or None),
            "host": first and first.address, "port": first and first.port}


def _user(user) -> dict:
    return {"user_id": user.id, "is_bot": None if user.is_empty else user.bot, "first_name": user.first_name, "username": user.username,
            "phone": user.phone}


def _records(wanted: dict):
    inject()
    ids = {c.id for c in _REGISTRY.values() if c.name in ("user", "userEmpty")} | {User.CONSTRUCTOR_ID}
    for number in sorted(ids):
        if number in _REGISTRY:
            record = _serialised(_REGISTRY[number], wanted)
        else:
            record = User(id=wanted["id"], bot=True, access_hash=-5, **{f: wanted[f] for f in IN_FRONT & wanted.keys()})._bytes()
        yield {"constructor": f"{number:08x}", "record": record.hex(), "seen": _user(read_user_config(record))}


def _serialised(constructor, wanted: dict) -> bytes:
    """By the library's schema: what is in front of the photo is there, what comes after it is not."""
    out = struct.pack("<I", constructor.id)
    for arg in constructor.args:
        if arg.flag_indicator:
            out += struct.pack("<I", sum(1 << a.flag_bit for a in constructor.args if a.flag == arg.name and a.name in IN_FRONT | {"bot", "bot_info_version"}))
        elif arg.name == "bot_info_version":
            out += struct.pack("<i", 7)
        elif arg.name == "id" or arg.name in IN_FRONT:
            value = wanted.get(arg.name, -5)
            if arg.scalar == "string":
                out += TLObject.serialize_bytes(value)
            else:
                out += struct.pack("<i" if arg.scalar == "int" else "<q", value % 2**31 if arg.scalar == "int" and value > 0 else value)
    return out


if __name__ == "__main__":
    common.main(read, write)
