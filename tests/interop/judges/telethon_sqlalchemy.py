#!/usr/bin/env python3
"""telethon-session-sqlalchemy as a judge: it keeps the sessions of many clients in the tables of one database.

    telethon_sqlalchemy.py write PATH PREFIX    from stdin: {"NAME": {"dc": 2, "host": "...", "port": 443, "key": HEX}, ...}
    telethon_sqlalchemy.py read PATH PREFIX NAME...    prints {"NAME": {"dc": 2, "host": "...", "port": 443, "key": HEX}, ...}
"""

import json
import sys

from alchemysession import AlchemySessionContainer
from telethon.crypto import AuthKey


def container(path: str, prefix: str, **more) -> AlchemySessionContainer:
    return AlchemySessionContainer(f"sqlite:///{path}", table_prefix=prefix, **more)


def write(path: str, prefix: str) -> None:
    people = container(path, prefix)
    for name, one in json.load(sys.stdin).items():
        session = people.new_session(name)
        session.set_dc(one["dc"], one["host"], one["port"])
        session.auth_key = AuthKey(bytes.fromhex(one["key"]))
        session.save()


def read(path: str, prefix: str, names: list[str]) -> None:
    people, seen = container(path, prefix, manage_tables=False), {}
    for name in names:
        session = people.new_session(name)
        key = session.auth_key.key.hex() if session.auth_key else None
        seen[name] = {"dc": session.dc_id, "host": session.server_address, "port": session.port, "key": key}
    print(json.dumps(seen))


if __name__ == "__main__":
    action, path, prefix, *names = sys.argv[1:]
    write(path, prefix) if action == "write" else read(path, prefix, names)
