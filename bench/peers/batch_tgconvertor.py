"""A folder of sessions to a folder of sessions with TGConvertor: FROM TO IN OUT, prints the seconds as JSON."""

import asyncio
import json
import pathlib
import sys
import time

from TGConvertor import SessionManager


async def load(form, path):
    if form == "telethon-string":
        return SessionManager.from_telethon_string(path.read_text().strip())
    return await SessionManager.from_telethon_file(path)


async def save(form, session, path):
    session.user_id, session.api_id, session.is_bot = 5123456789, 2040, False
    if form == "pyrogram-sqlite":
        return await session.to_pyrogram_file(path)
    return await session.to_telethon_file(path)


async def main():
    source, target, inputs, outputs = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4])
    start = time.perf_counter()
    for path in sorted(inputs.iterdir()):
        await save(target, await load(source, path), outputs / f"{path.stem}.session")
    print(json.dumps({"seconds": time.perf_counter() - start, "made": len(list(outputs.iterdir()))}))


asyncio.run(main())
