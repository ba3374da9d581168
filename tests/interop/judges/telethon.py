"""What Telethon 1.x makes of a session, told by Telethon."""

from __future__ import annotations

import sys

sys.path = [p for p in sys.path if p and not p.endswith("judges")] + [__file__.rpartition("/")[0]]

import datetime
import inspect
import pathlib
import types as python_types

import common
import telethon.client.telegrambaseclient as base_client
import telethon.sessions.sqlite as sqlite_module
from telethon import TelegramClient, types
from telethon.crypto import AuthKey
from telethon.sessions import SQLiteSession, StringSession
from telethon._updates import ChannelState, SessionState

API = (1, "0" * 32)  # any pair will do: nothing is sent


class Reached(Exception):
    """Telethon has taken the session over and is about to send its first request."""


async def read(form: str, path: str | None, text: str) -> dict:
    session = StringSession(text) if form == "telethon-string" else SQLiteSession(path)
    before = (session.dc_id, session.server_address, session.port, _key(session))
    client = await _started(session, use_ipv6=False)
    keeps = before == (session.dc_id, session.server_address, session.port, _key(session))
    if not keeps and ":" in (before[1] or ""):
        # The default client goes back to its default DC when the address is IPv6; one told so does not.
        session.set_dc(*before[:3])
        client = await _started(session, use_ipv6=True)
    facts = common.seen(dc=before[0], host=before[1], port=before[2], key_sha1=common.sha1(before[3]), keeps=keeps,
                        user_id=_own_id(session), takeout_id=session.takeout_id or None)
    if form == "telethon-sqlite":
        facts.update(_tables(session), update_state=_loaded_state(client))
    session.close()
    return facts


async def _started(session, use_ipv6: bool) -> TelegramClient:
    """A client that went through connect() up to the first request."""
    client = TelegramClient(session, *API, use_ipv6=use_ipv6, catch_up=True)

    async def connected(_connection):
        return True

    async def send(_request):
        raise Reached

    client._sender.connect, client._sender.send = connected, send
    try:
        await client.connect()
    except Reached:
        pass
    return client


def _key(session) -> bytes | None:
    return session.auth_key.key if session.auth_key else None


def _own_id(session) -> int | None:
    """Where Telethon looks for the id of its account: the entity of id 0."""
    try:
        return session.get_input_entity(0).access_hash
    except ValueError:
        return None


def _loaded_state(client) -> dict | None:
    common_state, channels = client._message_box.session_state()
    if not common_state.get("pts"):
        return None
    date = common_state["date"]
    return {"pts": common_state["pts"], "qts": common_state["qts"], "seq": common_state["seq"],
            "date": int(date.timestamp()) if isinstance(date, datetime.datetime) else date,
            "channels": [{"id": i, "pts": pts} for i, pts in sorted(channels.items())]}


def _tables(session) -> dict:
    rows = session._cursor().execute("select id, username, phone, name from entities where id <> 0 order by id").fetchall()
    return {"schema": session._execute("select version from version")[0],
            "peers": [_resolved(session, *row) for row in rows]}


def _resolved(session, marked, username, phone, name) -> dict:
    """A peer as Telethon resolves it, by id and by name where it has one."""
    entity = session.get_input_entity(marked)
    if username and session.get_input_entity(username).to_dict() != entity.to_dict():
        raise ValueError(f"{username} does not resolve to {marked}")
    kind = {types.InputPeerUser: "user", types.InputPeerChat: "group", types.InputPeerChannel: "channel"}[type(entity)]
    return {"id": marked, "kind": kind, "access_hash": str(getattr(entity, "access_hash", 0)),
            "usernames": [username] if username else [], "phone": str(phone) if phone else None, "name": name}


async def write(form: str, path: str | None, one: dict) -> str | None:
    if "clock" in one:
        _stop_the_clock(one["clock"])
    if form == "telethon-string":
        session = StringSession()
        session.set_dc(one["dc"], one["host"], one["port"])
        session.auth_key = AuthKey(bytes.fromhex(one["auth_key"]))
        return session.save()
    pathlib.Path(path).unlink(missing_ok=True)
    session = SQLiteSession(path)
    session.set_dc(one["dc"], one["host"], one["port"])
    session.auth_key = AuthKey(bytes.fromhex(one["auth_key"]))
    session.takeout_id = one.get("takeout_id")
    session.process_entities(_entities(one["peers"]))
    await _as_on_disconnect(session, one)
    session.save()
    session.close()
    return None


async def _as_on_disconnect(session, one: dict) -> None:
    """Leaves the user id row and the update state the way a client does when it disconnects."""
    client = TelegramClient(session, *API)
    if one["user_id"] is not None:
        client._mb_entity_cache.set_self_user(one["user_id"], one["is_bot"], 0)
    state = one.get("update_state")
    if state is None:
        if client._mb_entity_cache.self_id:
            session.process_entities([types.InputPeerUser(0, one["user_id"])])
        return
    client._message_box.load(SessionState(0, 0, False, state["pts"], state["qts"], state["date"], state["seq"], None),
                             [ChannelState(c["id"], c["pts"]) for c in state["channels"]])
    await client._save_states_and_entities()


def _entities(peers: list[dict]):
    users = [_make(types.User, id=p["id"], access_hash=int(p["access_hash"]), bot=p["kind"] == "bot", phone=p["phone"],
                   username=(p["usernames"] or [None])[0], first_name=p["name"])
             for p in peers if p["kind"] in ("user", "bot")]
    chats = [_make(types.Chat, id=p["id"], title=p["name"]) if p["kind"] == "group" else
             _make(types.Channel, id=p["id"], access_hash=int(p["access_hash"]), title=p["name"],
                   username=(p["usernames"] or [None])[0], broadcast=p["kind"] == "channel",
                   megagroup=p["kind"] == "supergroup")
             for p in peers if p["kind"] not in ("user", "bot")]
    return types.contacts.ResolvedPeer(None, users=users, chats=chats)


def _make(kind, **fields):
    """An object of the schema with null for the required fields that do not matter here."""
    parameters = list(inspect.signature(kind.__init__).parameters)[1:]
    return kind(**{**dict.fromkeys(parameters), **fields})


def _stop_the_clock(now: int) -> None:
    """Telethon stamps rows with the time of writing; fixtures need the same one every time."""
    class Stopped(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(now + 0.633221, tz)

    sqlite_module.time = python_types.SimpleNamespace(time=lambda: now)
    base_client.datetime = python_types.SimpleNamespace(datetime=Stopped, timezone=datetime.timezone)


if __name__ == "__main__":
    common.main(read, write)
