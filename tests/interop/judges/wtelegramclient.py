"""What WTelegramClient makes of its session file: its container, cipher and JSON, written down once more. The library is
C# on .NET, which none of the package registries used here offers; this shares no line with tgferry.

A session comes with `api_hash` (or `session_key`), and `layout`, a list of what is special about the file:
stale (older blocks before and behind), raw (one block without the header), names (flags as .NET 8 writes them),
media (an entry of the media servers), old (the fields of before 4.3.4, indented).
"""

from __future__ import annotations

import base64
import hashlib
import json
import pathlib
import struct
import sys

sys.path = [p for p in sys.path if p and not p.endswith("judges")] + [__file__.rpartition("/")[0]]

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

import common

MEDIA_ONLY = 2
FLAGS = {"ipv6": 1, "media_only": 2, "tcpo_only": 4, "cdn": 8, "static_": 16, "this_port_only": 32, "has_secret": 1024}


def opened(block: bytes, key: str) -> dict:
    cipher = Cipher(algorithms.AES(bytes.fromhex(key)), modes.CBC(block[:16])).decryptor()
    pad = padding.PKCS7(128).unpadder()
    plain = pad.update(cipher.update(block[16:]) + cipher.finalize()) + pad.finalize()
    if hashlib.sha256(plain[32:]).digest() != plain[:32]:
        raise ValueError("Integrity check failed in session loading")
    return json.loads(plain[32:])


def sealed(text: bytes, key: str, iv: bytes) -> bytes:
    cipher = Cipher(algorithms.AES(bytes.fromhex(key)), modes.CBC(iv)).encryptor()
    pad = padding.PKCS7(128).padder()
    padded = pad.update(hashlib.sha256(text).digest() + text) + pad.finalize()
    return iv + cipher.update(padded) + cipher.finalize()


async def read(_form: str, path: str, text: str) -> dict:
    content = pathlib.Path(path).read_bytes()
    position, length = struct.unpack_from("<ii", content)
    told = opened(content[position:position + length], text)
    keys = {}
    for name, entry in told["DCSessions"].items():  # before 4.3.4 a key without its id counts as none
        key = base64.b64decode(entry["AuthKey"], validate=True)
        if struct.unpack("<q", hashlib.sha1(key).digest()[12:])[0] != entry["AuthKeyID"] or not entry["Id"]:
            raise ValueError(f"DC {name}: releases before 4.3.4 would make a new key")
        if entry["DataCenter"]["id"] != abs(int(name)) or not isinstance(entry["DataCenter"]["flags"], int):
            raise ValueError(f"DC {name}: its DataCenter is another one's, or its flags are no number")
        keys[name] = common.sha1(key)
    home = told["DCSessions"][str(told["MainDC"])]
    at = home["DataCenter"]
    logged_in = told["UserId"] != 0 and home["UserId"] == told["UserId"]
    return common.seen(dc=told["MainDC"], host=at["ip_address"], port=at["port"], key_sha1=keys[str(told["MainDC"])],
                       user_id=told["UserId"], api_id=told["ApiId"], keys=keys, keeps=logged_in)


def flags_of(number: int, layout: list[str]):
    if "names" not in layout:
        return number
    return ", ".join(name for name, bit in FLAGS.items() if number & bit)


def entry_of(key: str, user_id: int | None, at: dict, layout: list[str]) -> dict:
    raw = bytes.fromhex(key)
    entry = {"AuthKey": base64.b64encode(raw).decode(), "UserId": user_id, "OldSalt": -5, "Salt": 6,
             "Salts": {"2026-01-01T00:00:00Z": 7, "9999-12-31T23:59:59.9999999": 0}, "DataCenter": at, "Layer": 214}
    if "old" in layout:
        entry = {"Id": -123456789012345, "AuthKeyID": struct.unpack("<q", hashlib.sha1(raw).digest()[12:])[0], **entry,
                 "Seqno": 12, "ServerTicksOffset": -345, "LastSentMsgId": 7500000000000000000, "WithoutUpdates": True}
        del entry["Layer"]
    return {name: value for name, value in entry.items() if value is not None}


def session_of(one: dict, layout: list[str]) -> dict:
    def place(dc: int, host: str, flags: int = 16) -> dict:
        return {"flags": flags_of(flags | (1 if ":" in host else 0), layout), "id": dc, "ip_address": host, "port": one["port"]}

    home = place(one["dc"], one["host"])
    entries = {str(one["dc"]): entry_of(one["auth_key"], one["user_id"], home, layout)}
    for dc, key in (one.get("other_keys") or {}).items():
        entries[str(dc)] = entry_of(key, None, place(int(dc), "149.154.167.91"), layout)
    if "media" in layout:
        media = {f"-{one['dc']}": entry_of(one["auth_key"], one["user_id"], place(one["dc"], "149.154.167.222", MEDIA_ONLY), layout)}
        entries = {**media, **entries}
    out = {"ApiId": one["api_id"], "UserId": one["user_id"], "MainDC": one["dc"], "DCSessions": entries, "DcOptions": [home]}
    return {name: value for name, value in out.items() if value is not None}


async def write(_form: str, path: str, one: dict) -> None:
    layout = one.get("layout") or []
    key = one.get("session_key") or one["api_hash"]
    text = json.dumps(session_of(one, layout), indent=2 if "old" in layout else None).encode()
    iv = hashlib.sha256(one["name"].encode()).digest()[:16]
    block, position = sealed(text, key, iv), 8
    content = block
    if "stale" in layout:
        older = sealed(json.dumps({"ApiId": 1, "UserId": 99, "MainDC": 4}).encode(), key, iv)
        position = 8 + len(older)
        content = older + block + older
    if "raw" not in layout:
        content = struct.pack("<ii", position, len(block)) + content
    pathlib.Path(path).write_bytes(content)


if __name__ == "__main__":
    common.main(read, write)
