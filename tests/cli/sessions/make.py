#!/usr/bin/env python3
"""Makes the sessions that the scenarios use, from made-up keys, out of the documented layouts alone.

Usage: make.py [--check]    writes them beside this file, or says whether they are what they should be
"""

import base64
import json
import struct
import sys
from ipaddress import ip_address
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))
from cases.keys import key_id, made_up_key


def telethon(dc: int, host: str, port: int, key: bytes) -> str:
    record = struct.pack(">B", dc) + ip_address(host).packed + struct.pack(">H", port) + key
    return "1" + base64.urlsafe_b64encode(record).decode()


def rich(key: bytes) -> dict:
    """One account of tgferry-json with something in most fields."""
    return {
        "dc": 2, "test": False, "auth_key": key.hex(),
        "endpoint": {"host": "149.154.167.51", "port": 443},
        "user": {"id": 123456789, "is_bot": False, "is_premium": True, "phone": "15550100", "first_name": "Ada",
                 "usernames": ["ada"]},
        "api": {"id": 2040, "hash": "0123456789abcdef0123456789abcdef", "device": "Desk", "system": "Debian 12",
                "app_version": "5.0"},
        "update_state": {"pts": 10, "qts": 2, "date": 1700000000, "seq": 3, "channels": [{"id": 77, "pts": 5}]},
        "peers": [{"id": 99, "kind": "user", "access_hash": "-7000000000000000001", "usernames": ["bob"],
                   "name": "Bob"},
                  {"id": 77, "kind": "channel", "access_hash": "42"}],
        "created": 1600000000,
    }


def sessions() -> dict[str, str]:
    a, b = made_up_key("a"), made_up_key("b")
    return {
        "a.hex": a.hex(),
        "b.hex": b.hex(),
        "key-ids.txt": f"a {key_id(a)}\nb {key_id(b)}",
        "telethon-a.txt": telethon(2, "149.154.167.51", 443, a),
        "telethon-b.txt": telethon(4, "149.154.167.91", 443, b),
        "telethon-ipv6.txt": telethon(2, "2001:67c:4e8:f002::a", 443, a),
        "telethon-test.txt": telethon(2, "149.154.167.40", 80, a),
        "telethon-own-address.txt": telethon(2, "203.0.113.7", 4430, a),
        "telethon-wrong-address.txt": telethon(4, "149.154.167.51", 443, a),
        "telethon-no-key.txt": telethon(2, "149.154.167.51", 443, bytes(256)),
        "rich.json": json.dumps({"tgferry": 1, "active": 0, "sessions": [rich(a)]}, indent=2),
    }


def main() -> int:
    wrong = []
    for name, text in sessions().items():
        path = HERE / name
        if "--check" in sys.argv[1:]:
            if not path.exists() or path.read_text() != text + "\n":
                wrong.append(name)
        else:
            path.write_text(text + "\n")
    for name in wrong:
        print(f"{name} is not what {Path(__file__).name} makes", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
