"""What MTKruto keeps in a local storage, made and read from the published facts alone: MTKruto itself is in no registry
that the tests may use. Shares no line with tgferry."""

from __future__ import annotations

import base64
import struct

CURRENT, OLD = "current", "old"  # how arrays are written: since 0.90.0, and before
LAYOUTS = ("current", "text-before-0.90", "keys-before-0.70")
STATE = 0xA56C2A3E


class Big(int):
    """A bigint, which is another type than a number."""


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def to_text(value, codec: str = CURRENT) -> str:
    if isinstance(value, bool):
        return f"0{int(value)}"
    if isinstance(value, Big):
        return f"3{int(value)}"
    if isinstance(value, int):
        return f"1{value}"
    if isinstance(value, str):
        return f"2{value}"
    if isinstance(value, bytes):
        return f"5{base64.b64encode(value).decode()}"
    if isinstance(value, dict):
        return "7" + to_text([[k, v] for k, v in value.items()], codec)[1:]
    texts = [to_text(v, codec) for v in value]
    if codec == CURRENT:
        return "6" + "".join(f"{units(t)}\n{t}" for t in texts)
    return "6" + "\n".join(f"{t[0]}{units(t[1:])}\n{t[1:]}" if t[0] in "256" else t for t in texts)


def from_text(text: str):
    """In the current codec only, which is what tgferry writes. ASCII: characters are units."""
    kind, content = text[0], text[1:]
    if kind == "0":
        return content == "1"
    if kind in "13":
        return int(content)
    if kind == "2":
        return content
    if kind == "5":
        return base64.b64decode(content, validate=True)
    items = []
    while content:
        length, _, content = content.partition("\n")
        items.append(from_text(content[:int(length)]))
        content = content[int(length):]
    return dict(items) if kind == "7" else items


def pack_zeros(data: bytes) -> bytes:
    out, i = bytearray(), 0
    while i < len(data):
        run = 0
        while i + run < len(data) and data[i + run] == 0 and run < 255:
            run += 1
        out += bytes([0, run]) if run else data[i:i + 1]
        i += run or 1
    return bytes(out)


def unpack_zeros(data: bytes) -> bytes:
    out, source = bytearray(), iter(data)
    for byte in source:
        out += bytes([byte]) if byte else bytes(next(source))
    return bytes(out)


def dc_of(one: dict) -> str:
    return f"{one['dc']}-test" if one["test"] else str(one["dc"])


def entries(one: dict, layout: str = "current", prefix: str = "main") -> dict[str, str]:
    """All of a client that is logged in as `one`: texts of keys and values."""
    codec = CURRENT if layout == "current" else OLD
    key = bytes.fromhex(one["auth_key"])
    separate = layout == "keys-before-0.70"
    if separate:
        values = {("auth.dc",): dc_of(one), ("auth.key",): key, ("auth.accountId",): one["user_id"],
                  ("auth.accountType",): "bot" if one["is_bot"] else "user", ("connection.apiId",): one["api_id"]}
    else:
        values = {("auth",): {"apiId": one["api_id"], "authKey": key, "dc": dc_of(one), "isBot": one["is_bot"], "userId": one["user_id"]},
                  ("auth.isPremium",): False}
    values[("session.serverSalt",)] = Big(-1234567890123456789)
    if state := one["update_state"]:
        packed = pack_zeros(struct.pack("<I5i", STATE, state["pts"], state["qts"], state["date"], state["seq"], 3))
        values[("updates.state",)] = packed if separate else ["updates.state", packed]
        for channel in state["channels"]:
            values[("updates.channelPts" if separate else "channelPts", Big(channel["id"]))] = channel["pts"]
    if not separate:
        values[("usernames", "ümläut\U0001F986")] = [123, Big(1)]  # not read; its length is 8 units, 12 bytes
    return {prefix + to_text(list(k), codec): to_text(v, codec) for k, v in values.items()}


def seen(stored: dict[str, str], prefix: str = "main") -> dict:
    """The facts in the entries of one client, in the words of the judges."""
    held = {tuple(from_text(k[len(prefix):])): from_text(v) for k, v in stored.items() if k.startswith(prefix + "6")}
    auth = held[("auth",)]
    facts = {"dc": int(auth["dc"].removesuffix("-test")), "test": auth["dc"].endswith("-test"), "auth_key": auth["authKey"].hex(),
             "user_id": auth["userId"], "is_bot": auth["isBot"], "api_id": auth["apiId"], "update_state": None}
    if ("updates.state",) in held:
        name, packed = held[("updates.state",)]
        magic, pts, qts, date, seq, _unread = struct.unpack("<I5i", unpack_zeros(packed))
        if (name, magic) != ("updates.state", STATE):
            raise AssertionError(f"updates.state holds {name} {magic:x}")
        channels = sorted(({"id": k[1], "pts": v} for k, v in held.items() if k[0] == "channelPts"), key=lambda c: c["id"])
        facts["update_state"] = {"pts": pts, "qts": qts, "date": date, "seq": seq, "channels": channels}
    return facts
