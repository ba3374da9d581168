"""What the branch v2 of Telethon makes of its SQLite file. It was never released, so this follows the statements of its
storage: `select *` taken apart by position, the home DC from the row of `user`, everything deleted and written anew."""

from __future__ import annotations

import contextlib
import pathlib
import sqlite3
import sys

sys.path = [p for p in sys.path if p and not p.endswith("judges")] + [__file__.rpartition("/")[0]]

import common

DEFAULT_DC = 2
DRAFT_TYPES = {"user": "U", "bot": "B", "group": "G", "channel": "C", "supergroup": "M"}

NEWEST = """
create table version(version integer primary key);
create table datacenter(id integer primary key, ipv4_addr text, ipv6_addr text, auth blob);
create table user(id integer primary key, dc integer not null, bot integer not null, username text);
create table state(pts integer not null, qts integer not null, date integer not null, seq integer not null);
create table channelstate(id integer primary key, pts integer not null);
insert into version values (10);
"""
FIRST = NEWEST.replace("ipv4_addr text, ipv6_addr text, auth", "addr text not null, auth").replace(", username text", "")
DRAFT = """
create table version(version integer primary key);
create table datacenter(id integer primary key, ipv4 text not null, ipv6 text, port integer not null, auth blob not null);
create table session(user_id integer primary key, dc_id integer not null, bot integer not null, pts integer not null,
                     qts integer not null, date integer not null, seq integer not null, takeout_id integer);
create table channel(channel_id integer primary key, pts integer not null);
create table entity(id integer primary key, hash integer not null, ty integer not null);
insert into version values (8);
"""


async def read(_form: str, path: str, _text: str) -> dict:
    with contextlib.closing(sqlite3.connect(path)) as base:
        (version,) = base.execute("select version from version").fetchone()
        if version != 10:
            raise ValueError("only migration from sqlite session format 7 supported")
        dcs = {dc: (ipv4, auth) for dc, ipv4, _ipv6, auth in base.execute("select * from datacenter")}
        user = base.execute("select * from user").fetchone()
        state = base.execute("select * from state").fetchone()
        channels = base.execute("select * from channelstate order by id").fetchall()
    user_id, home, bot, username = user or (None, DEFAULT_DC, None, None)
    address, key = dcs.get(home, (None, None))
    host, _, port = address.rpartition(":") if address else (None, None, None)
    return common.seen(dc=home, host=host, port=port and int(port), key_sha1=common.sha1(key), user_id=user_id,
                       is_bot=None if bot is None else bool(bot), username=username, keeps=bool(key), schema=version,
                       keys={str(dc): common.sha1(auth) for dc, (_, auth) in dcs.items()},
                       update_state=state and {**dict(zip(("pts", "qts", "date", "seq"), state)),
                                               "channels": [{"id": i, "pts": pts} for i, pts in channels]})


async def write(_form: str, path: str, one: dict) -> None:
    """one["shape"]: nothing for the newest, "first" for that of the first weeks, "draft" for that of 2021."""
    pathlib.Path(path).unlink(missing_ok=True)
    shape = one.get("shape")
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.executescript({None: NEWEST, "first": FIRST, "draft": DRAFT}[shape])
        (_draft if shape == "draft" else _current)(base, one)
        base.commit()


def _keys(one: dict):
    yield one["dc"], bytes.fromhex(one["auth_key"])
    for dc, key in (one.get("other_keys") or {}).items():
        yield int(dc), bytes.fromhex(key)


def _current(base, one: dict) -> None:
    first, address = one.get("shape") == "first", f"{one['host']}:{one['port']}"
    for dc, key in _keys(one):
        at = address if dc == one["dc"] else None
        values = (dc, at or "", key) if first else (dc, at, None, key)
        base.execute(f"insert into datacenter values ({', '.join('?' * len(values))})", values)
    if one["user_id"] is not None:
        values = (one["user_id"], one["dc"], int(one["is_bot"]), one.get("username"))[:3 if first else 4]
        base.execute(f"insert into user values ({', '.join('?' * len(values))})", values)
    if state := one["update_state"]:
        base.execute("insert into state values (?, ?, ?, ?)", [state[n] for n in ("pts", "qts", "date", "seq")])
        base.executemany("insert into channelstate values (?, ?)", [(c["id"], c["pts"]) for c in state["channels"]])


def _draft(base, one: dict) -> None:
    for dc, key in _keys(one):
        base.execute("insert into datacenter values (?, ?, ?, ?, ?)", (dc, one["host"], None, one["port"], key))
    state = one["update_state"] or {"pts": 0, "qts": 0, "date": 0, "seq": 0, "channels": []}
    base.execute("insert into session values (?, ?, ?, ?, ?, ?, ?, ?)",
                 (one["user_id"] or 0, one["dc"], int(one["is_bot"]), *(state[n] for n in ("pts", "qts", "date", "seq")),
                  one["takeout_id"]))
    base.executemany("insert into channel values (?, ?)", [(c["id"], c["pts"]) for c in state["channels"]])
    base.executemany("insert into entity values (?, ?, ?)",
                     [(p["id"], int(p["access_hash"]), ord(DRAFT_TYPES[p["kind"]])) for p in one["peers"]])


if __name__ == "__main__":
    common.main(read, write)
