"""What opentele2 makes of a .session and .json pair, and of a tdata folder, told by opentele2."""

from __future__ import annotations

import sys

sys.path = [p for p in sys.path if p and not p.endswith("judges")] + [__file__.rpartition("/")[0]]

import os

os.environ["OPENTELE_NO_FETCH"] = "1"  # it looks for newer version numbers on the network when imported

import common
import opentele_tdata
from opentele2.api import APIData
from opentele2.tl import TelegramClient
from telethon.crypto import AuthKey
from telethon.sessions import MemorySession

PROFILE = {"id": "api_id", "hash": "api_hash", "device": "device_model", "system": "system_version",
           "app_version": "app_version", "lang_code": "lang_code", "system_lang_code": "system_lang_code",
           "lang_pack": "lang_pack"}


async def read(form: str, path: str | None, text: str) -> dict:
    if form == "tdata":
        return await opentele_tdata.read(path, text)
    client = await TelegramClient.FromSessionJson(path)
    session, api = client.session, client._api_data if hasattr(client, "_api_data") else None
    key = session.auth_key.key if session.auth_key else None
    facts = common.seen(dc=session.dc_id, host=session.server_address, port=session.port, key_sha1=common.sha1(key),
                        user_id=client.UserId, api_id=client.api_id, keeps=bool(key),
                        schema=session._execute("select version from version")[0],
                        api=api and {ours: getattr(api, theirs) for ours, theirs in PROFILE.items()})
    session.close()
    return facts


async def write(form: str, path: str | None, one: dict) -> None:
    if form == "tdata":
        return await opentele_tdata.write(path, one)
    session = MemorySession()
    session.set_dc(one["dc"], one["host"], one["port"])
    session.auth_key = AuthKey(bytes.fromhex(one["auth_key"]))
    client = TelegramClient(session, api=APIData(**{PROFILE[k]: v for k, v in one["api"].items()}))
    client.UserId = one["user_id"]
    await client.SaveSessionJson(path)


if __name__ == "__main__":
    common.main(read, write)
