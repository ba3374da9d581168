"""The containers of Telegram Desktop's files, written a second time from the page of facts: nothing here is tgferry's.

`wrap` and `unwrap` do the TDF$ frame, `seal` and `unseal` the local encryption, `Fields` Qt's primitives.
AES-IGE is OpenSSL's own function, which Python's standard library does not offer.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import pathlib
import struct

VERSION = 2007002  # the lowest that allows wide user ids
NULL = b"\xff\xff\xff\xff"  # a null byte array


class Damaged(Exception):
    """The bytes are not what the format says."""


def wrap(body: bytes, version: int = VERSION) -> bytes:
    """A whole file around a body."""
    return b"TDF$" + struct.pack("<i", version) + body + _digest(body, version)


def unwrap(data: bytes) -> tuple[int, bytes]:
    """Version and body of a whole file."""
    if len(data) < 24 or data[:4] != b"TDF$":
        raise Damaged("no TDF$ file")
    version, body = struct.unpack("<i", data[4:8])[0], data[8:-16]
    if data[-16:] != _digest(body, version):
        raise Damaged("MD5 differs")
    return version, body


def _digest(body: bytes, version: int) -> bytes:
    return hashlib.md5(body + struct.pack("<ii", len(body), version) + b"TDF$").digest()


def find(base: pathlib.Path) -> pathlib.Path | None:
    """The file of that base name: `s`, else the newer of `0` and `1`."""
    if (new := base.with_name(base.name + "s")).is_file():
        return new
    old = [p for p in (base.with_name(base.name + digit) for digit in "01") if p.is_file()]
    return max(old, key=lambda p: p.stat().st_mtime, default=None)


class Fields:
    """Reads Qt's primitives, big-endian, one after the other."""

    def __init__(self, data: bytes):
        self._data, self._at = data, 0

    def left(self) -> int:
        return len(self._data) - self._at

    def raw(self, size: int) -> bytes:
        if size > self.left():
            raise Damaged(f"{size} bytes wanted, {self.left()} left")
        self._at += size
        return self._data[self._at - size:self._at]

    def number(self, form: str) -> int:
        """`i` signed 32, `I` unsigned 32, `Q` unsigned 64."""
        return struct.unpack(">" + form, self.raw(struct.calcsize(form)))[0]

    def array(self) -> bytes:
        size = self.number("I")
        return b"" if size == 0xFFFFFFFF else self.raw(size)


def array(data: bytes) -> bytes:
    """A byte array with its length in front."""
    return struct.pack(">I", len(data)) + data


def modern_key(passcode: str, salt: bytes) -> bytes:
    """What opens key_data."""
    word = passcode.encode()
    return hashlib.pbkdf2_hmac("sha512", hashlib.sha512(salt + word + salt).digest(), salt, 100000 if word else 1, 256)


def legacy_key(passcode: str, salt: bytes) -> bytes:
    """What opens settings, and maps of programs before 2.1.14."""
    word = passcode.encode()
    return hashlib.pbkdf2_hmac("sha1", word, salt, 4000 if word else 4, 256)


def seal(payload: bytes, key: bytes) -> bytes:
    """Encrypts under a local key, with random padding."""
    plain = struct.pack("<I", 4 + len(payload)) + payload
    plain += os.urandom(-len(plain) % 16)
    message_key = hashlib.sha1(plain).digest()[:16]
    return message_key + _ige(plain, key, message_key, encrypt=True)


def unseal(blob: bytes, key: bytes) -> bytes:
    """Decrypts; raises Damaged where the key does not fit."""
    if len(blob) <= 16 or len(blob) % 16:
        raise Damaged(f"an encrypted block of {len(blob)} bytes")
    plain = _ige(blob[16:], key, blob[:16], encrypt=False)
    if hashlib.sha1(plain).digest()[:16] != blob[:16]:
        raise Damaged("does not decrypt")
    size = struct.unpack("<I", plain[:4])[0]
    if not len(plain) - 16 < size <= len(plain) or size < 4:
        raise Damaged(f"inner length {size} of {len(plain)}")
    return plain[4:size]


def _ige(data: bytes, key: bytes, message_key: bytes, *, encrypt: bool) -> bytes:
    k, sha1 = key[8:], lambda *parts: hashlib.sha1(b"".join(parts)).digest()
    a, b = sha1(message_key, k[:32]), sha1(k[32:48], message_key, k[48:64])
    c, d = sha1(k[64:96], message_key), sha1(message_key, k[96:128])
    aes_key, iv = a[:8] + b[8:20] + c[4:16], a[8:20] + b[:8] + c[16:20] + d[:8]
    crypto = ctypes.CDLL("libcrypto.so.3")
    schedule, out = ctypes.create_string_buffer(512), ctypes.create_string_buffer(len(data))
    (crypto.AES_set_encrypt_key if encrypt else crypto.AES_set_decrypt_key)(aes_key, 256, schedule)
    crypto.AES_ige_encrypt(data, out, ctypes.c_size_t(len(data)), schedule, ctypes.create_string_buffer(iv, 32), int(encrypt))
    return out.raw
