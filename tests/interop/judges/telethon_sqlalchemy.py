#!/usr/bin/env python3
"""telethon-session-sqlalchemy as a judge: it keeps the sessions of many clients in the tables of one database.

    telethon_sqlalchemy.py write PATH PREFIX    from stdin: {"NAME": {"dc": 2, "host": "...", "port": 443, "key": HEX}, ...}
    telethon_sqlalchemy.py read PATH PREFIX NAME...    prints {"NAME": {"dc": 2, "host": "...", "port": 443, "key": HEX}, ...}
"""

import json
import sys

sys.path.pop(0)  # the folder of the judges, where telethon.py is another judge

from alchemysession import AlchemySessionContainer
from telethon.crypto import AuthKey


def container(path: str, prefix: str) -> AlchemySessionContainer:
    """Its own way to make the tables asks SQLAlchemy in a way that 1.4 refuses; their classes are its own."""
    people = AlchemySessionContainer(f"sqlite:///{path}", table_prefix=prefix, manage_tables=False)
    people.Session.metadata.create_all(people.db_engine)
    return people


def write(path: str, prefix: str) -> None:
    people = container(path, prefix)
    for name, one in json.load(sys.stdin).items():
        session = people.new_session(name)
        session.set_dc(one["dc"], one["host"], one["port"])
        session.auth_key = AuthKey(bytes.fromhex(one["key"]))
        session.save()


def read(path: str, prefix: str, names: list[str]) -> None:
    people, seen = container(path, prefix), {}
    for name in names:
        session = people.new_session(name)
        key = session.auth_key.key.hex() if session.auth_key else None
        seen[name] = {"dc": session.dc_id, "host": session.server_address, "port": session.port, "key": key}
    print(json.dumps(seen))


if __name__ == "__main__":
    action, path, prefix, *names = sys.argv[1:]
    write(path, prefix) if action == "write" else read(path, prefix, names)
