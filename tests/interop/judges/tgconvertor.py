"""What TGConvertor makes of a session, told by TGConvertor's SessionManager."""

from __future__ import annotations

import sys

sys.path = [p for p in sys.path if p and not p.endswith("judges")] + [__file__.rpartition("/")[0]]

import asyncio
import pathlib

import common

asyncio.set_event_loop(asyncio.new_event_loop())
from TGConvertor import SessionManager

KINDS = {"telethon-string": ("telethon", "string"), "telethon-sqlite": ("telethon", "file"),
         "pyrogram-string": ("pyrogram", "string"), "pyrogram-sqlite": ("pyrogram", "file"),
         "gramjs-string": ("gramjs", "string")}


async def read(form: str, path: str | None, text: str) -> dict:
    library, shape = KINDS[form]
    load = getattr(SessionManager, f"from_{library}_{shape}")
    it = await common.settle(load(text if shape == "string" else pathlib.Path(path)))
    # 0.1.4 keeps the address in the library's own object and not in the manager.
    own = getattr(it, "server_address", None)
    return common.seen(dc=it.dc_id, host=own, port=getattr(it, "port", None) if own else None, test=bool(it.test_mode),
                       key_sha1=common.sha1(it.auth_key), user_id=it.user_id, is_bot=bool(it.is_bot), api_id=it.api_id,
                       keeps=True)


async def write(form: str, path: str | None, one: dict) -> str | None:
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
