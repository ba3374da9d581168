"""The made-up sessions that travel through every library.

Keys look random but come from SHAKE-256 of a label, with zero bytes forced into the
places that break careless code: the front, the end, single ones inside, and a long run.
Nothing here was ever accepted by a server.
"""

from __future__ import annotations

import copy
import hashlib

CLOCK = 1767225600  # 2026-01-01T00:00:00Z: the "now" of everything made from these cases
CHANNEL_MARK = 10**12


def made_up_key(label: str, *zeros: tuple[int, int]) -> str:
    """256 bytes as hex, never zero except in the given [start, end) ranges."""
    key = bytearray(b or 0x5A for b in hashlib.shake_256(f"tgferry {label}".encode()).digest(256))
    for start, end in zeros:
        key[start:end] = bytes(end - start)
    return key.hex()


def marked_id(peer: dict) -> int:
    """The id with the bot-API mark that Telethon, Pyrogram and GramJS key their tables by."""
    if peer["kind"] in ("user", "bot"):
        return peer["id"]
    return -peer["id"] if peer["kind"] == "group" else -(CHANNEL_MARK + peer["id"])


def bare_id(marked: int) -> int:
    if marked >= 0:
        return marked
    return -marked - CHANNEL_MARK if -marked > CHANNEL_MARK else -marked


def key_sha1(case: dict) -> str:
    return hashlib.sha1(bytes.fromhex(case["auth_key"])).hexdigest()


def auth_key_id(case: dict) -> str:
    digest = hashlib.sha1(bytes.fromhex(case["auth_key"])).digest()
    return f"0x{int.from_bytes(digest[12:], 'little'):016x}"


def _peer(kind, bare, access_hash, usernames=(), phone=None, name=None):
    return {"id": bare, "kind": kind, "access_hash": str(access_hash), "usernames": list(usernames),
            "phone": phone, "name": name, "updated": CLOCK}


def _own(user_id, is_bot, access_hash, username, phone, name):
    return _peer("bot" if is_bot else "user", user_id, access_hash, [username], phone, name)


FRIENDS = [
    _peer("user", 777000, 7770001234567890123, [], "42777", "Tele Gram"),
    _peer("bot", 5000000001, -123456789012345, ["made_up_bot"], None, "Made Up"),
    _peer("group", 424242, 0, [], None, "Small group"),
    _peer("channel", 1234567890, -9223372036854775808, ["made_up_news"], None, "News"),
    _peer("supergroup", 2345678901, 9223372036854775807, ["made_up_chat"], None, "Chat of Ümläut"),
]
STATE = {"pts": 4321, "qts": 7, "date": 1766000000, "seq": 99,
         "channels": [{"id": 1234567890, "pts": 815}, {"id": 2345678901, "pts": 4711}]}

_API = {"id": 2040, "hash": "b18441a1ff607e10a989891a5462e627", "device": "Desktop", "system": "Windows 11",
        "app_version": "6.8.2 x64", "lang_code": "en", "system_lang_code": "en-US", "lang_pack": "tdesktop"}


def _case(name, dc, host, port, key, user_id, is_bot, *, test=False, api_id=2040, peers=(), state=None, **more):
    return {"name": name, "dc": dc, "test": test, "host": host, "port": port, "auth_key": key,
            "user_id": user_id, "is_bot": is_bot, "api_id": api_id, "api": {**_API, "id": api_id},
            "peers": list(peers), "update_state": state, "takeout_id": None, **more}


CASES = {c["name"]: c for c in [
    _case("user", 2, "149.154.167.51", 443, made_up_key("user", (77, 78), (150, 151)), 123456789, False,
          peers=[_own(123456789, False, 1122334455667788990, "made_up", "99966123456", "Mady Upson"), *FRIENDS],
          state=STATE),
    # 33 bits of user id, and a key that begins with zeros: lost by anything that treats it as a number.
    _case("bot", 4, "149.154.167.91", 443, made_up_key("bot", (0, 3), (128, 129)), 5123456789, True, api_id=6,
          peers=[_own(5123456789, True, -77, "made_up_dc4_bot", None, "Bot"), *FRIENDS], state=STATE),
    # 41 bits of user id, and a key that ends with zeros: lost by anything that strips.
    _case("big", 5, "91.108.56.130", 443, made_up_key("big", (31, 32), (251, 256)), 2**40 + 123, False,
          api_id=2**31 - 1),
    _case("test", 2, "149.154.167.40", 80, made_up_key("test", (1, 2), (3, 4), (255, 256)), 2**31 + 5, True,
          test=True, api_id=17349),
    # A run of zeros in the middle (runs are what MTKruto packs), and IPv6.
    _case("six", 1, "2001:b28:f23d:f001::a", 443, made_up_key("six", (40, 216)), 777000123456, False),
    _case("plain", 3, "149.154.175.100", 443, made_up_key("plain", (0, 1), (90, 94), (254, 256)), 2**31 - 1, False,
          api_id=1, state={"pts": 1, "qts": 1, "date": 1766000001, "seq": 1, "channels": []}),
]}


def case(name: str, **changes) -> dict:
    """A private copy of a case, with some fields replaced."""
    return {**copy.deepcopy(CASES[name]), **changes}


def to_tgferry_json(one: dict) -> dict:
    """The case in tgferry's own format."""
    state = one["update_state"]
    session = {"dc": one["dc"], "test": one["test"], "auth_key": one["auth_key"]}
    if one.get("other_keys"):
        session["keys"] = [{"dc": dc, "auth_key": key} for dc, key in one["other_keys"].items()]
    if one["host"] is not None:
        session["endpoint"] = {"host": one["host"], "port": one["port"]}
    if one["user_id"] is not None:
        session["user"] = {"id": one["user_id"], "is_bot": one["is_bot"]}
    if one["api_id"] is not None:
        session["api"] = one["api"]
    if one["peers"]:
        session["peers"] = one["peers"]
    if state is not None:
        session["update_state"] = state
    if one["takeout_id"] is not None:
        session["takeout_id"] = one["takeout_id"]
    return {"tgferry": 1, "active": 0, "sessions": [session]}
