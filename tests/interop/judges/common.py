"""What every Python judge has in common: how it is called and the shape of what it says.

    JUDGE read  FORMAT [PATH]   a text session comes on standard input; prints what the library sees
    JUDGE write FORMAT [PATH]   the description comes on standard input as JSON; prints a text session,
                                or writes PATH

What comes out of `read` is one JSON object: dc, host, port, test, key_sha1, user_id, is_bot, api_id,
peers (marked id, access hash as text, kind, usernames, phone, name), update_state, takeout_id, schema,
and `keeps`: whether the library would go on with the key. A field the library does not know is null.

    JUDGE serve                 answers one request a line: [action, format, path or null, what would be on standard
                                input], with {"answer": text} or {"refused": "..."}: loading a library takes longer
                                than anything asked of it
"""

from __future__ import annotations

import asyncio
import hashlib
import inspect
import json
import sys
import traceback

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
    """Runs `read(format, path, text)` or `write(format, path, description)`, both coroutines, as the command line says."""
    answers, sys.stdout = sys.stdout, sys.stderr  # what a library prints must not mix with the answers
    if sys.argv[1] == "serve":
        for line in sys.stdin:
            print(json.dumps(_answer(read, write, *json.loads(line))), file=answers, flush=True)
        return
    action, form, path = sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None
    given = sys.stdin.read() if action == "write" or path is None else ""
    said = _answer(read, write, action, form, path, given)
    print(said.get("answer", json.dumps(said)), file=answers)
    sys.exit(0 if "answer" in said else 1)


def _answer(read, write, action: str, form: str, path: str | None, given: str) -> dict:
    try:
        if action == "read":
            return {"answer": json.dumps(asyncio.run(read(form, path, given.rstrip("\n"))))}
        return {"answer": asyncio.run(write(form, path, json.loads(given))) or ""}
    except BaseException as error:  # opentele2's errors are no Exceptions
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        traceback.print_exc()
        return {"refused": f"{type(error).__name__}: {error}"}
