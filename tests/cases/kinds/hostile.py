"""Small inputs that were made to cost much: each is read, or refused, for what its size allows."""

from __future__ import annotations

import json
import sqlite3
import struct
from pathlib import Path

from ..keys import made_up_key
from ..registry import case

TELETHON = """
CREATE TABLE version(version integer primary key);
CREATE TABLE sessions(dc_id integer primary key, server_address text, port integer, auth_key blob,
                      takeout_id integer);
CREATE TABLE entities(id integer primary key, hash integer not null, username text, phone integer, name text,
                      date integer);
CREATE TABLE update_state(id integer primary key, pts integer, qts integer, date integer, seq integer);
INSERT INTO version VALUES(7);
"""


def telethon(path: Path, page_size: int = 4096) -> None:
    """A session of Telethon."""
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA page_size={page_size}")
        db.executescript(TELETHON)
        db.execute("INSERT INTO sessions(dc_id, server_address, port, auth_key) VALUES(2, '149.154.167.51', 443, ?)",
                   (made_up_key("hostile"),))
    db.close()


@case("computed-columns")
def computed_columns(folder: Path) -> None:
    """One row whose columns are functions, each a search that takes SQLite seconds within one instruction."""
    search = "instr(printf('%.1000000c','a'), printf('%.500000c','a')||'b')"
    path = folder / "computed.session"
    telethon(path)
    db = sqlite3.connect(path)
    db.execute("PRAGMA writable_schema=ON")  # inserting a row would compute them
    db.execute("UPDATE sqlite_master SET sql = replace(sql, 'takeout_id integer', ?) WHERE name='sessions'",
               ("takeout_id integer" + "".join(f", g{i} as ({search})" for i in range(200)),))
    db.commit()
    db.close()


def interior_page(size: int, child: int) -> bytes:
    """A page of a table's b-tree, all of whose children are one and the same."""
    cell = struct.pack(">IB", child, 1)
    count = (size - 12) // (len(cell) + 2)
    start = size - count * len(cell)
    head = struct.pack(">BHHHBI", 5, 0, count, start, 0, child)
    pointers = b"".join(struct.pack(">H", start + i * len(cell)) for i in range(count))
    return head + pointers + bytes(start - len(head) - len(pointers)) + cell * count


def leaf_page(size: int) -> bytes:
    """One row of entities: an id, a hash of 1, and NULL in the rest."""
    record = bytes([7, 0, 9, 0, 0, 0, 0])
    cell = bytes([len(record), 5]) + record
    start = size - len(cell)
    return struct.pack(">BHHHBH", 13, 0, 1, start, 0, start) + bytes(start - 10) + cell


@case("pages-used-again")
def pages_used_again(folder: Path) -> None:
    """Five pages, each pointing to the next seventy times: a billion rows in eight kilobytes."""
    size = 512
    path = folder / "again.session"
    telethon(path, page_size=size)
    db = sqlite3.connect(path)
    (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name='entities'").fetchone()
    db.close()
    image = bytearray(path.read_bytes())
    count = len(image) // size
    image[(root - 1) * size:root * size] = interior_page(size, count + 1)
    for i in range(1, 5):
        image += interior_page(size, count + i + 1)
    image += leaf_page(size)
    struct.pack_into(">I", image, 28, len(image) // size)
    path.write_bytes(image)


@case("many-tables")
def many_tables(folder: Path) -> None:
    """SQLite looks a table's name up among a sixty-fourth of all."""
    path = folder / "tables.session"
    telethon(path)
    db = sqlite3.connect(path)
    db.execute("PRAGMA writable_schema=ON")
    db.executemany("INSERT INTO sqlite_master VALUES('table', ?, ?, 2, ?)",
                   ((f"t{i}", f"t{i}", f"CREATE TABLE t{i}(a)") for i in range(20_000)))
    db.commit()
    db.close()


@case("many-names")
def many_names(folder: Path) -> None:
    """One peer of Kurigram's with a hundred thousand names."""
    db = sqlite3.connect(folder / "names.session")
    db.executescript("""
        CREATE TABLE sessions(dc_id INTEGER PRIMARY KEY, server_address TEXT, port INTEGER, api_id INTEGER,
                              test_mode INTEGER, auth_key BLOB, date INTEGER NOT NULL, user_id INTEGER,
                              is_bot INTEGER);
        CREATE TABLE peers(id INTEGER PRIMARY KEY, access_hash INTEGER, type INTEGER NOT NULL, phone_number TEXT,
                           last_update_on INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE usernames(id INTEGER, username TEXT);
        CREATE TABLE version(number INTEGER PRIMARY KEY);
        INSERT INTO version VALUES(6);
        INSERT INTO peers VALUES(5, 1, 'user', NULL, 1);
    """)
    db.execute("INSERT INTO sessions VALUES(2, '149.154.167.51', 443, 2040, 0, ?, 0, 777000123, 0)",
               (made_up_key("hostile"),))
    db.executemany("INSERT INTO usernames VALUES(5, ?)", ((f"some_name_{i:06}",) for i in range(100_000)))
    db.commit()
    db.close()


@case("many-members")
def many_members(folder: Path) -> None:
    """One object of two hundred thousand members, a third of them called like others."""
    names = (f'"member {i % 130_000:06}":{i}' for i in range(200_000))
    (folder / "members.json").write_text("{" + ",".join(names) + "}")


@case("many-sessions")
def many_sessions(folder: Path) -> None:
    """Every session of a list holds the next to nothing that a session needs, and there are many."""
    session = {"dc": 2, "auth_key": made_up_key("hostile").hex(), "peers": [{"id": i + 1, "kind": "user"}
                                                                         for i in range(200)]}
    document = {"tgferry": 1, "active": 0, "sessions": [session] * 400}
    (folder / "sessions.json").write_text(json.dumps(document, separators=(",", ":")))


@case("grown-by-its-journal")
def grown_by_its_journal(folder: Path) -> None:
    """A journal of 1 KB says that the database had two billion pages before."""
    pair = folder / "pair"
    pair.mkdir()
    telethon(pair / "a.session", page_size=512)
    pages = (pair / "a.session").stat().st_size // 512
    page = (pair / "a.session").read_bytes()[:512]
    nonce = 7
    head = bytes.fromhex("d9d505f920a163d7") + struct.pack(">IIIII", 1, nonce, 2_000_000_000 + pages, 512, 512)
    checksum = nonce + sum(page[i] for i in range(512 - 200, 0, -200))
    (pair / "a.session-journal").write_bytes(head.ljust(512, b"\0") + struct.pack(">I", 1) + page +
                                             struct.pack(">I", checksum & 0xFFFFFFFF))
