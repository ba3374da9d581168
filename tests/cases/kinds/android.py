"""Telegram for Android's own folder: keys in files/, the user in shared_prefs/."""

from __future__ import annotations

import base64
import hashlib
import struct
from pathlib import Path

from ..keys import made_up_key
from ..registry import case

TRUE, FALSE = struct.pack("<I", 0x997275B5), struct.pack("<I", 0xBC799737)
USER_EMPTY, USER_228, USER_INT = 0xD3BC4B7A, 0xB1B8CC83, 0x938458C1


def text(value: str) -> bytes:
    data = value.encode()
    return bytes([len(data)]) + data + bytes(-(1 + len(data)) % 4)


def tgnet(dc: int, key: bytes, *, logged_in: bool = True) -> bytes:
    """Version 5 with one DC of version 13 and no address."""
    record = struct.pack("<IIII", 13, dc, 0, 0) + bytes(16) + FALSE + struct.pack("<I", len(key)) + key
    record += hashlib.sha1(key).digest()[12:20] + bytes(24) + struct.pack("<iII", logged_in, 0, 0)
    body = struct.pack("<I", 5) + FALSE + FALSE + text("en-us") + TRUE + struct.pack("<Iiiq", dc, 0, 0, 1) + FALSE
    body += struct.pack("<iII", 0, 0, 1) + record
    return struct.pack("<I", len(body)) + body


def preferences(record: bytes, *, selected: int | None = None) -> str:
    """As Android writes them: base64 in lines of 76, whose ends are escaped."""
    lines = base64.encodebytes(record).decode().replace("\n", "&#10;")
    other = "" if selected is None else f'    <int name="selectedAccount" value="{selected}" />\n'
    return ("<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n"
            f'    <boolean name="registeredForPush" value="true" />\n    <string name="user">{lines}    </string>\n{other}</map>\n')


def user(number: int, *, constructor: int = USER_228, bot: bool = False, names: tuple[str, ...] = ("Ann", "Lee", "annlee", "79990000001")) -> bytes:
    flags = 1 | sum(2 << n for n in range(len(names))) | 1 << 10 | bot << 14 | 1 << 28
    head = struct.pack("<IIIq", constructor, flags, 0, number) if constructor == USER_228 else struct.pack("<IIi", constructor, flags, number)
    return head + struct.pack("<q", -5) + b"".join(text(name) for name in names) + b"what follows is not looked at"


def place(app: Path, number: int, keys: bytes, prefs: str | None) -> None:
    files = app / "files" / (f"account{number}" if number else "")
    (app / "shared_prefs").mkdir(parents=True, exist_ok=True)
    files.mkdir(parents=True, exist_ok=True)
    (files / "tgnet.dat").write_bytes(keys)
    if prefs is not None:
        (app / "shared_prefs" / (f"userconfig{number}.xml" if number else "userconfing.xml")).write_text(prefs)


@case("android-app")
def app(folder: Path) -> None:
    """One account, whose record is the placeholder that holds nothing but the id."""
    place(folder / "app", 0, tgnet(2, made_up_key("android")), preferences(struct.pack("<Iq", USER_EMPTY, 5000000001)))


@case("android-accounts")
def accounts(folder: Path) -> None:
    """Three accounts, the second of them in use; the third is one of an old release; a fourth slot is empty."""
    app = folder / "app"
    place(app, 0, tgnet(2, made_up_key("android")), preferences(user(5000000001, bot=True, names=("Bot", "", "abot")), selected=1))
    place(app, 1, tgnet(4, made_up_key("android 1")), preferences(user(777000123)))
    place(app, 2, tgnet(5, made_up_key("android 2")), preferences(user(777000124, constructor=USER_INT)))
    place(app, 3, tgnet(2, made_up_key("android 3"), logged_in=False), None)


@case("android-unknown-user")
def unknown_user(folder: Path) -> None:
    """A record of a layer that nobody knows yet, in which something stands where the id of today would be."""
    place(folder / "app", 0, tgnet(2, made_up_key("android")), preferences(user(777000123).replace(struct.pack("<I", USER_228), b"\xfe\xed\xfa\xce")))
