"""Reading and writing a .session + .json pair with opentele2: BASE, prints both per second as JSON."""

import asyncio
import json
import sys
import tempfile
import time

from opentele2.tl import TelegramClient


async def rate(work, count=40):
    start = time.perf_counter()
    for i in range(count):
        await work(i)
    return round(count / (time.perf_counter() - start))


async def main():
    base = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:

        async def read(_):
            client = await TelegramClient.FromSessionJson(base)
            client.session.close()

        client = await TelegramClient.FromSessionJson(base)

        async def write(i):
            await client.SaveSessionJson(f"{folder}/{i}")

        print(json.dumps({"session_json_read": await rate(read), "session_json_write": await rate(write)}))


asyncio.run(main())
