"""What TGConvertor makes of a session, told by TGConvertor's SessionManager."""

from __future__ import annotations

import sys

sys.path = [p for p in sys.path if p and not p.endswith("judges")] + [__file__.rpartition("/")[0]]

import asyncio
import json
import pathlib

import common

asyncio.set_event_loop(asyncio.new_event_loop())
from TGConvertor import SessionManager

KINDS = {"telethon-string": ("telethon", "string"), "telethon-sqlite": ("telethon", "file"),
         "pyrogram-string": ("pyrogram", "string"), "pyrogram-sqlite": ("pyrogram", "file"),
         "gramjs-string": ("gramjs", "string")}


async def read(form: str, path: str | None, text: str) -> dict:
    if form == "tdata":
        return _from_tdata(path, json.loads(text or "{}"))
    library, shape = KINDS[form]
    load = getattr(SessionManager, f"from_{library}_{shape}")
    it = await common.settle(load(text if shape == "string" else pathlib.Path(path)))
    # 0.1.4 keeps the address in the library's own object and not in the manager.
    own = getattr(it, "server_address", None)
    return common.seen(dc=it.dc_id, host=own, port=getattr(it, "port", None) if own else None, test=bool(it.test_mode),
                       key_sha1=common.sha1(it.auth_key), user_id=it.user_id, is_bot=bool(it.is_bot), api_id=it.api_id,
                       keeps=True)


def _from_tdata(path: str, wanted: dict) -> dict:
    """One account at a time: all that the library can do."""
    it = SessionManager.from_tdata_folder(path, **wanted)
    return {"accounts": [{"dc": it.dc_id, "user_id": it.user_id, "key_sha1": common.sha1(it.auth_key)}]}


async def write(form: str, path: str | None, one: dict) -> str | None:
    if form == "tdata":
        account = one["accounts"][0]
        it = SessionManager(dc_id=account["dc"], auth_key=bytes.fromhex(account["auth_key"]), user_id=account["user_id"])
        return await it.to_tdata_folder(path, passcode=one.get("passcode") or "")
    library, shape = KINDS[form]
    known = {"dc_id": one["dc"], "auth_key": bytes.fromhex(one["auth_key"]), "user_id": one["user_id"],
             "test_mode": one["test"], "is_bot": one["is_bot"], "api_id": one["api_id"]}
    try:
        it = SessionManager(**known, server_address=one["host"], port=one["port"])
    except TypeError:  # 0.1.4 takes no address
        it = SessionManager(**known)
    save = getattr(it, f"to_{library}_{shape}")
    return save() if shape == "string" else await save(pathlib.Path(path))


if __name__ == "__main__":
    common.main(read, write)
