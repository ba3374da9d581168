"""What Pyrogram, kurigram, pyrofork and hydrogram make of a session, told by each of them."""

from __future__ import annotations

import sys

sys.path = [p for p in sys.path if p and not p.endswith("judges")] + [__file__.rpartition("/")[0]]

import asyncio
import importlib
import importlib.util
import pathlib

import common

asyncio.set_event_loop(asyncio.new_event_loop())  # these libraries ask for the loop when imported
LIBRARY = "hydrogram" if importlib.util.find_spec("hydrogram") else "pyrogram"
library = importlib.import_module(LIBRARY)
client_module = importlib.import_module(f"{LIBRARY}.client")
CALLERS_API_ID = 4242  # what the program using the library would pass; must not replace a stored one


class WouldReplaceTheKey(Exception):
    """The library found the session incomplete and began to make a new key."""


class _NoNewKey:
    def __init__(self, *_args, **_kwargs):
        pass

    async def create(self):
        raise WouldReplaceTheKey("the library calls this session empty")


async def read(form: str, path: str | None, text: str) -> dict:
    client_module.Auth = _NoNewKey
    client = _client(path) if form == "pyrogram-sqlite" else _client(None, text)
    try:
        await client.load_session()
        return await _facts(form, client.storage)
    finally:
        if getattr(client.storage, "_conn", getattr(client.storage, "conn", None)) is not None:
            await client.storage.close()


async def _facts(form: str, storage) -> dict:
    facts = common.seen(keeps=True, dc=await storage.dc_id(), key_sha1=common.sha1(await storage.auth_key()),
                        user_id=await storage.user_id(), **await _flags(storage), **await _address(storage))
    if form == "pyrogram-sqlite":
        facts.update(schema=await common.settle(storage.version()), peers=await _peers(storage),
                     update_state=await _update_state(storage))
    return facts


def _client(path: str | None, text: str | None = None):
    options = {"api_id": CALLERS_API_ID, "api_hash": "0" * 32, "no_updates": True}
    if path is None:
        return library.Client("judge", session_string=text, in_memory=True, **options)
    file = pathlib.Path(path).resolve()
    if file.suffix != ".session":
        raise ValueError("these libraries append .session to a session's name")
    return library.Client(file.name.removesuffix(".session"), workdir=str(file.parent), **options)


async def _flags(storage) -> dict:
    api_id = await storage.api_id()
    return {"api_id": None if api_id == CALLERS_API_ID else api_id,
            "test": bool(await storage.test_mode()), "is_bot": bool(await storage.is_bot())}


async def _address(storage) -> dict:
    """Where the library would connect to."""
    dc, test = await storage.dc_id(), await storage.test_mode()
    if hasattr(storage, "server_address"):
        return {"host": await storage.server_address(), "port": await storage.port()}
    internals = importlib.import_module(f"{LIBRARY}.session.internals.data_center").DataCenter
    modes = [False] * (len(internals.__new__.__code__.co_varnames[1:internals.__new__.__code__.co_argcount]) - 2)
    host, port = internals(dc, test, *modes)
    return {"host": host, "port": port}


async def _peers(storage) -> list[dict]:
    rows = await _select(storage, "SELECT * FROM peers ORDER BY id")
    return [await _resolved(storage, row) for row in rows]


async def _resolved(storage, row: dict) -> dict:
    peer = await storage.get_peer_by_id(row["id"])
    usernames = [row["username"]] if row.get("username") else []
    tables = [r["name"] for r in await _select(storage, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    if "usernames" in tables:
        pyrofork = "peer_id" in await _columns(storage, "usernames")
        column, key = ("id", "peer_id") if pyrofork else ("username", "id")
        extra = await _select(storage, f"SELECT {column} AS name FROM usernames WHERE {key} = {row['id']} ORDER BY rowid")
        usernames += [r["name"] for r in extra if r["name"] not in usernames]
    return {"id": row["id"], "kind": row["type"], "access_hash": str(getattr(peer, "access_hash", 0) or 0),
            "usernames": usernames, "phone": row["phone_number"], "name": None}


async def _columns(storage, table: str) -> list[str]:
    return [row["name"] for row in await _select(storage, f"PRAGMA table_info({table})")]


async def _select(storage, statement: str) -> list[dict]:
    cursor = await common.settle(storage.conn.execute(statement))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row)) for row in await common.settle(cursor.fetchall())]


async def _update_state(storage) -> dict | None:
    if hasattr(storage, "get_update_states"):
        rows = [(s.id, s.pts, s.qts, s.date, s.seq) for s in await storage.get_update_states()]
    elif hasattr(storage, "update_state"):
        rows = await storage.update_state()
    else:
        return None
    own = next((r for r in rows if r[0] == 0), None)
    channels = [{"id": -i - common.CHANNEL_MARK, "pts": pts} for i, pts, *_ in sorted(rows, reverse=True) if i != 0]
    return own and {"pts": own[1], "qts": own[2], "date": own[3], "seq": own[4], "channels": channels}


async def write(form: str, path: str | None, one: dict) -> str | None:
    if form == "pyrogram-sqlite":
        pathlib.Path(path).unlink(missing_ok=True)
    client = _client(path) if path else library.Client("judge", in_memory=True, api_id=1, api_hash="0" * 32)
    storage = client.storage
    await storage.open()
    await _stop_the_clock(storage, one)
    for name, value in _row(storage, one).items():
        await getattr(storage, name)(value)
    if form == "pyrogram-string":
        text = await storage.export_session_string()
        await storage.close()
        return text
    await storage.date(one.get("clock", 0))
    await _write_peers(storage, one["peers"])
    await _write_state(storage, one.get("update_state"))
    await common.settle(storage.conn.commit())
    if one.get("leave_wal"):
        _copy_while_open(path, one["leave_wal"])
    await storage.close()
    return None


def _row(storage, one: dict) -> dict:
    row = {"dc_id": one["dc"], "api_id": one["api_id"], "test_mode": one["test"],
           "auth_key": bytes.fromhex(one["auth_key"]), "user_id": one["user_id"], "is_bot": one["is_bot"]}
    if hasattr(storage, "server_address"):
        row |= {"server_address": one["host"], "port": one["port"]}
    return row


async def _write_peers(storage, peers: list[dict]) -> None:
    kurigram = "username" not in await _columns(storage, "peers")
    await storage.update_peers([
        (common.marked_id(p), int(p["access_hash"]), p["kind"], *([] if kurigram else [(p["usernames"] or [None])[0]]),
         p["phone"]) for p in peers])
    if kurigram:
        await storage.update_usernames([(common.marked_id(p), p["usernames"]) for p in peers])
    elif hasattr(storage, "update_usernames"):
        await storage.update_usernames([(common.marked_id(p), name) for p in peers for name in p["usernames"][1:]])


async def _write_state(storage, state: dict | None) -> None:
    if state is None:
        return
    rows = [(0, state["pts"], state["qts"], state["date"], state["seq"])]
    rows += [(-common.CHANNEL_MARK - c["id"], c["pts"], None, state["date"], None) for c in state["channels"]]
    if hasattr(storage, "set_update_state"):
        state_type = importlib.import_module("pyrogram.storage.storage").UpdateState
        await storage.set_update_state([state_type(*row) for row in rows])
    elif hasattr(storage, "update_state"):
        for row in rows:
            await storage.update_state(row)


async def _stop_the_clock(storage, one: dict) -> None:
    """The tables stamp rows with SQLite's clock; fixtures need the same stamp every time."""
    if "clock" in one:
        await common.settle(storage.conn.create_function("strftime", 2, lambda *_: str(one["clock"])))


def _copy_while_open(path: str, target: str) -> None:
    """What a killed program leaves behind: the file and the WAL beside it."""
    for suffix in ("", "-wal"):
        pathlib.Path(target + suffix).write_bytes(pathlib.Path(path + suffix).read_bytes())


if __name__ == "__main__":
    common.main(read, write)
