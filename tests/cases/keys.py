"""Made-up auth keys, and the id that tgferry prints for each."""

from __future__ import annotations

import hashlib
import struct


def made_up_key(name: str) -> bytes:
    """256 bytes with a zero first, a zero last, and zeros inside: what careless code trims or stops at."""
    digest = b"".join(hashlib.sha256(f"tgferry made-up key {name} {i}".encode()).digest() for i in range(8))
    return b"\0" + digest[1:100] + b"\0\0" + digest[102:255] + b"\0"


def key_id(key: bytes) -> str:
    return "0x%016x" % struct.unpack_from("<Q", hashlib.sha1(key).digest(), 12)
