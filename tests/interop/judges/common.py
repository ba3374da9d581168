"""What every Python judge has in common: how it is called and the shape of what it says.

    JUDGE read  FORMAT [PATH]   a text session comes on standard input; prints what the library sees
    JUDGE write FORMAT [PATH]   the description comes on standard input as JSON; prints a text session,
                                or writes PATH

What comes out of `read` is one JSON object: dc, host, port, test, key_sha1, user_id, is_bot, api_id,
peers (marked id, access hash as text, kind, usernames, phone, name), update_state, takeout_id, schema,
and `keeps`: whether the library would go on with the key. A field the library does not know is null.
A library that refuses makes the judge print {"refused": "..."} and leave with 3.
"""

from __future__ import annotations

import asyncio
import hashlib
import inspect
import json
import sys

REFUSED = 3
CHANNEL_MARK = 10**12


def sha1(key: bytes | None) -> str | None:
    return hashlib.sha1(key).hexdigest() if key else None


def marked_id(peer: dict) -> int:
    if peer["kind"] in ("user", "bot"):
        return peer["id"]
    return -peer["id"] if peer["kind"] == "group" else -(CHANNEL_MARK + peer["id"])


def seen(**facts) -> dict:
    """The answer of `read`, with null for everything not given."""
    fields = ["dc", "host", "port", "test", "key_sha1", "user_id", "is_bot", "api_id", "update_state", "takeout_id",
              "schema", "keeps"]
    return {**dict.fromkeys(fields), "peers": [], **facts}


async def settle(value):
    """The result of a call that is a coroutine in some releases of a library and a plain value in others."""
    return await value if inspect.isawaitable(value) else value


def main(read, write) -> None:
    """Runs `read(format, path, text)` or `write(format, path, description)`; both are coroutines."""
    action, form, path = sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None
    given = sys.stdin.read() if action == "write" or path is None else ""
    try:
        if action == "read":
            print(json.dumps(asyncio.run(read(form, path, given.rstrip("\n")))))
        else:
            text = asyncio.run(write(form, path, json.loads(given)))
            if text is not None:
                print(text)
    except BaseException as error:  # opentele2's errors are no Exceptions
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        print(json.dumps({"refused": f"{type(error).__name__}: {error}"}))
        sys.exit(REFUSED)
