"""TDLib's log td.binlog, written a second time from the page of facts: nothing here is tgferry's.

`Log.write` makes one from rows, or from any events, good or bad; `read` plays one strictly and gives its rows. AES-CTR is
OpenSSL's own, which Python's standard library does not offer.
"""

from __future__ import annotations

import ctypes
import hashlib
import hmac
import pathlib
import struct
import zlib

NAMES = {False: "td.binlog", True: "td_test.binlog"}
DEFAULT_KEY = b"cucumber"
LOGIN, OPTION = 0x4327, 0x1F18
REMOVAL, ENCRYPTION = -2, -3
REWRITE, PARTIAL = 1, 2
LOGGED_IN = 1  # flag of an auth key


class Damaged(Exception):
    """The bytes are not what the format says."""


def tl(data: bytes) -> bytes:
    """TL bytes."""
    head = bytes([len(data)]) if len(data) < 254 else b"\xfe" + struct.pack("<I", len(data))[:3]
    return head + data + bytes(-(len(head) + len(data)) % 4)


def event(number: int, kind: int, data: bytes, flags: int = 0) -> bytes:
    body = struct.pack("<IQiiQ", len(data) + 32, number, kind, flags, 0) + data
    return body + struct.pack("<I", zlib.crc32(body))


def row(number: int, name: str, value: bytes, kind: int = LOGIN, flags: int = 0) -> bytes:
    return event(number, kind, tl(name.encode()) + tl(value), flags)


def auth_key(key: bytes, flags: int = LOGGED_IN) -> bytes:
    return hashlib.sha1(key).digest()[12:20] + struct.pack("<i", flags) + tl(key)


def login_rows(one: dict) -> dict[str, bytes]:
    """The rows of a made-up session (support/cases.py)."""
    rows = {"auth": b"ok"}
    if one["is_bot"]:
        rows["auth_is_bot"] = b"true"
    if one["user_id"]:
        rows["my_id"] = str(one["user_id"]).encode()
    rows["main_dc_id"] = str(one["dc"]).encode()
    for dc, key in {one["dc"]: one["auth_key"], **one.get("other_keys", {})}.items():
        rows[f"auth{dc}"] = auth_key(bytes.fromhex(key))
    return rows


def events(rows: dict[str, bytes]) -> bytes:
    return b"".join(row(number, name, value) for number, (name, value) in enumerate(rows.items(), 1))


def sealed(plain: bytes, key: bytes = DEFAULT_KEY, salt: bytes = bytes(range(32)), iv: bytes = bytes(range(16))) -> bytes:
    """A whole log, encrypted."""
    secret, proof = _derived(key, salt)
    return event(0, ENCRYPTION, struct.pack("<i", 0) + tl(salt) + tl(iv) + tl(proof)) + _ctr(secret, iv, plain)


def opened(log: bytes, key: bytes = DEFAULT_KEY) -> bytes:
    """The log without its encryption."""
    _, kind, _, data, size = next(_parsed(log))
    if kind != ENCRYPTION:
        return log
    fields, at = [], 4
    for _ in range(3):
        field, at = _taken(data, at)
        fields.append(field)
    salt, iv, proof = fields
    secret, want = _derived(key, salt)
    if not hmac.compare_digest(proof, want):
        raise Damaged("another key")
    return _ctr(secret, iv, log[size:])


def read(folder: pathlib.Path, test: bool = False, key: bytes = DEFAULT_KEY) -> dict[str, bytes]:
    """The rows of the login, of a log that is whole."""
    live, last = {}, -1
    for number, kind, flags, data, _ in _parsed(opened((folder / NAMES[test]).read_bytes(), key)):
        if flags & REWRITE and number <= last:
            if number not in live:
                raise Damaged(f"event {number} is not there to be replaced")
            live[number] = (kind, data)
        elif kind < 0 or number <= last:
            raise Damaged(f"event {number} of type {kind} after {last}")
        else:
            live[number], last = (kind, data), number
    return {_taken(data, 0)[0].decode(): _taken(data, _taken(data, 0)[1])[0]
            for _, (kind, data) in sorted(live.items()) if kind == LOGIN}


def logged_in_keys(rows: dict[str, bytes]) -> dict[int, bytes]:
    """DC to key, of the keys that belong to a logged-in account."""
    stored = {int(name[4:]): value for name, value in rows.items() if name.startswith("auth") and name[4:].isdigit() and value}
    return {dc: _taken(value, 12)[0] for dc, value in stored.items() if struct.unpack("<i", value[8:12])[0] & LOGGED_IN}


def _parsed(log: bytes):
    at = 0
    while at < len(log):
        if len(log) - at < 32:
            raise Damaged(f"{len(log) - at} bytes at {at}")
        size, number, kind, flags, _ = struct.unpack("<IQiiQ", log[at:at + 28])
        if not 32 <= size <= len(log) - at or size % 4 or struct.unpack("<I", log[at + size - 4:at + size])[0] != zlib.crc32(
                log[at:at + size - 4]):
            raise Damaged(f"the event at {at}")
        yield number, kind, flags, log[at + 28:at + size - 4], size
        at += size


def _taken(data: bytes, at: int) -> tuple[bytes, int]:
    """TL bytes, and where the next field begins."""
    size, head = (data[at], 1) if data[at] < 254 else (int.from_bytes(data[at + 1:at + 4], "little"), 4)
    end = at + head + size
    return data[at + head:end], end + -(end - at) % 4


def _derived(key: bytes, salt: bytes) -> tuple[bytes, bytes]:
    secret = hashlib.pbkdf2_hmac("sha256", key, salt, 2, 32)
    return secret, hmac.digest(secret, b"cucumbers everywhere", "sha256")


def _ctr(secret: bytes, iv: bytes, data: bytes) -> bytes:
    crypto = ctypes.CDLL("libcrypto.so.3")
    for name in ("EVP_CIPHER_CTX_new", "EVP_aes_256_ctr"):
        getattr(crypto, name).restype = ctypes.c_void_p
    context = ctypes.c_void_p(crypto.EVP_CIPHER_CTX_new())
    out, size = ctypes.create_string_buffer(len(data) + 16), ctypes.c_int()
    good = crypto.EVP_EncryptInit_ex(context, ctypes.c_void_p(crypto.EVP_aes_256_ctr()), None, secret, iv)
    good = good and crypto.EVP_EncryptUpdate(context, out, ctypes.byref(size), data, len(data))
    crypto.EVP_CIPHER_CTX_free(context)
    if not good or size.value != len(data):
        raise OSError("AES-CTR failed")
    return out.raw[:len(data)]
