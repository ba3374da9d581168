"""A folder of .session files to pairs of .session and .json with opentele2: FROM TO IN OUT, prints the seconds as
JSON. (It has no other way from file to file.)"""

import asyncio
import json
import pathlib
import sys
import time

from opentele2.api import API
from opentele2.tl import TelegramClient


async def main():
    inputs, outputs = pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4])
    start = time.perf_counter()
    for path in sorted(inputs.iterdir()):
        client = TelegramClient(str(path), api=API.TelegramDesktop)
        await client.SaveSessionJson(str(outputs / path.stem))
        client.session.close()
    print(json.dumps({"seconds": time.perf_counter() - start, "made": len(list(outputs.iterdir()))}))


asyncio.run(main())
