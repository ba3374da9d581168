"""SQLite files that several people share, newer or barer than their owners' own, and one that is another's."""

import sqlite3
from pathlib import Path

from cases.keys import made_up_key
from cases.registry import case

ADDRESSES = {1: "149.154.175.53", 2: "149.154.167.51", 4: "149.154.167.91"}
PEOPLE = (("@alice", 2), ("@bob", 4), ("@carol", 4))


def build(folder: Path, script: str, rows: dict[str, list[tuple]]) -> None:
    base = sqlite3.connect(folder / "made.session")
    base.executescript(script)
    for table, values in rows.items():
        for row in values:
            base.execute(f'INSERT INTO "{table}" VALUES ({",".join("?" * len(row))})', row)
    base.commit()
    base.close()


def sqlalchemy(folder: Path, prefix: str) -> None:
    """telethon-session-sqlalchemy's tables, with rows of three people."""
    build(
        folder,
        f"""
        CREATE TABLE {prefix}version (version INTEGER NOT NULL, PRIMARY KEY (version));
        CREATE TABLE {prefix}sessions (session_id VARCHAR(255) NOT NULL, dc_id INTEGER NOT NULL,
            server_address VARCHAR(255), port INTEGER, auth_key BLOB, PRIMARY KEY (session_id, dc_id));
        CREATE TABLE {prefix}entities (session_id VARCHAR(255) NOT NULL, id BIGINT NOT NULL, hash BIGINT NOT NULL,
            username VARCHAR(32), phone BIGINT, name VARCHAR(255), PRIMARY KEY (session_id, id));
        CREATE TABLE {prefix}sent_files (session_id VARCHAR(255) NOT NULL, md5_digest BLOB NOT NULL,
            file_size INTEGER NOT NULL, type INTEGER NOT NULL, id BIGINT, hash BIGINT,
            PRIMARY KEY (session_id, md5_digest, file_size, type));
        CREATE TABLE {prefix}update_state (session_id VARCHAR(255) NOT NULL, entity_id BIGINT NOT NULL, pts BIGINT,
            qts BIGINT, date BIGINT, seq BIGINT, unread_count INTEGER, PRIMARY KEY (session_id, entity_id));
        CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT);
        """,
        {
            f"{prefix}version": [(2,)],
            f"{prefix}sessions": [
                (name, dc, ADDRESSES[dc], 443, made_up_key(name)) for name, dc in PEOPLE
            ]
            + [("@dave", 2, ADDRESSES[2], 443, None)],
            f"{prefix}entities": [
                (name, 777000 + i, 11 * (i + 1), None, None, name) for i, (name, _) in enumerate(PEOPLE)
            ],
            f"{prefix}update_state": [("@bob", 0, 10, 20, 1766000000, 30, 0)],
        },
    )


@case("shared-sqlalchemy")
def shared_sqlalchemy(folder: Path) -> None:
    sqlalchemy(folder, "")


@case("shared-prefixed")
def shared_prefixed(folder: Path) -> None:
    sqlalchemy(folder, "telethon_")


PYROGRAM = """
    CREATE TABLE sessions (dc_id INTEGER, api_id INTEGER, test_mode INTEGER, auth_key BLOB, date INTEGER NOT NULL,
        user_id INTEGER, is_bot INTEGER);
    CREATE TABLE peers (id INTEGER PRIMARY KEY, access_hash INTEGER, type INTEGER NOT NULL, username TEXT,
        phone_number TEXT, last_update_on INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE version (number INTEGER PRIMARY KEY);
"""


@case("pyrogram-two-users")
def pyrogram_two_users(folder: Path) -> None:
    """User 5 lives on DC 4; the row of DC 2 is somebody else's."""
    build(
        folder,
        PYROGRAM,
        {
            "version": [(3,)],
            "sessions": [
                (4, 6, 0, made_up_key("five"), 0, 5, 0),
                (2, 6, 0, made_up_key("six"), 0, 6, 1),
            ],
            "peers": [(777000, 12345, "user", None, "42777", 0)],
        },
    )


@case("pyrogram-table-alone")
def pyrogram_table_alone(folder: Path) -> None:
    """As importers make it: the logins without the table that holds the version."""
    build(
        folder,
        "CREATE TABLE sessions (dc_id INTEGER, api_id INTEGER, test_mode INTEGER, auth_key BLOB, date INTEGER,"
        " user_id INTEGER, is_bot INTEGER);",
        {"sessions": [(1, 8888, 0, made_up_key("alone"), 0, 11223344, 0)]},
    )


@case("kurigram-8")
def kurigram_8(folder: Path) -> None:
    """A version above the newest known: its tables are those of version 7."""
    build(
        folder,
        """
        CREATE TABLE sessions (dc_id INTEGER PRIMARY KEY, server_address TEXT, port INTEGER, api_id INTEGER,
            test_mode INTEGER, auth_key BLOB, date INTEGER NOT NULL, user_id INTEGER, is_bot INTEGER);
        CREATE TABLE peers (id INTEGER PRIMARY KEY, access_hash INTEGER, type INTEGER NOT NULL, phone_number TEXT,
            last_update_on INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE usernames (id INTEGER, username TEXT);
        CREATE TABLE update_state (id INTEGER PRIMARY KEY, pts INTEGER, qts INTEGER, date INTEGER, seq INTEGER);
        CREATE TABLE version (number INTEGER PRIMARY KEY);
        """,
        {
            "version": [(8,)],
            "sessions": [(2, ADDRESSES[2], 443, 2040, 0, made_up_key("newer"), 1767225600, 123456789, 0)],
        },
    )


@case("telethon2-11")
def telethon2_11(folder: Path) -> None:
    build(
        folder,
        """
        CREATE TABLE version(version integer primary key);
        CREATE TABLE datacenter(id integer primary key, ipv4_addr text, ipv6_addr text, auth blob);
        CREATE TABLE user(id integer primary key, dc integer not null, bot integer not null, username text);
        CREATE TABLE state(pts integer not null, qts integer not null, date integer not null, seq integer not null);
        CREATE TABLE channelstate(id integer primary key, pts integer not null);
        """,
        {
            "version": [(11,)],
            "datacenter": [
                (2, ADDRESSES[2] + ":443", None, made_up_key("newer")),
                (4, None, None, made_up_key("newer at 4")),
            ],
            "user": [(123456789, 2, 0, "made_up")],
        },
    )


@case("mtkruto-deno")
def mtkruto_deno(folder: Path) -> None:
    """Deno's key-value store, as MTKruto's StorageDenoKV keeps it."""
    build(
        folder,
        """
        CREATE TABLE migration_state (k integer not null primary key, version integer not null);
        CREATE TABLE kv (k blob primary key, v blob not null, v_encoding integer not null,
            version integer not null) without rowid;
        CREATE TABLE data_version (k integer primary key, version integer);
        """,
        {"kv": [(b"\2authString\0", b"x" * 100, 1, 1)]},
    )
