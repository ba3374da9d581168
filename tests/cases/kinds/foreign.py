"""What people have in hand that is no session: archives, pictures, pointers, databases of other programs."""

from __future__ import annotations

import base64
import bz2
import gzip
import hashlib
import io
import json
import lzma
import pickle
import shutil
import sqlite3
import struct
import tarfile
import zipfile
from pathlib import Path

from ..keys import made_up_key
from ..registry import case

PAGE = 4096


def without_pattern(size: int) -> bytes:
    out = b""
    while len(out) < size:
        out += made_up_key(f"noise {len(out)}")[1:99]
    return out[:size]


def _zip(names: list[str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, f"content of {name}")
    return out.getvalue()


def _tar(names: list[str]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in names:
            content = f"content of {name}".encode() * 100
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def gotd_json(name: str) -> bytes:
    key = made_up_key(name)
    text = {"Version": 1, "Data": {"Config": {"ThisDC": 4, "DCOptions": []}, "DC": 4, "Addr": "",
                                   "AuthKey": base64.b64encode(key).decode(),
                                   "AuthKeyID": base64.b64encode(hashlib.sha1(key).digest()[12:20]).decode(), "Salt": 7}}
    return json.dumps(text, separators=(",", ":")).encode() + b"\n"


def _bolt(values: list[bytes]) -> bytes:
    """The meta page, and values in pages of their own: what a reader by content sees of bbolt."""
    head = struct.pack("<QHHI", 0, 4, 0, 0) + struct.pack("<III", 0xED0CDAED, 2, PAGE)
    pages = [head, *(struct.pack("<QHHI", n, 2, 1, 0) + b"session" + value for n, value in enumerate(values, 1))]
    return b"".join(page.ljust(-(-len(page) // PAGE) * PAGE, b"\0") for page in pages)


def _database(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as db:
        for statement in statements:
            db.execute(statement)
    db.close()


def _logs(folder: Path) -> None:
    """The companions of a database that is in use."""
    db = sqlite3.connect(folder / "busy.session")
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("CREATE TABLE t (x)")
    db.commit()
    for end in ("-wal", "-shm"):
        shutil.copy(folder / f"busy.session{end}", folder / f"copied{end}")
    db.close()
    (folder / "busy.session").unlink()
    db = sqlite3.connect(folder / "old.session", isolation_level=None)
    db.execute("CREATE TABLE t (x)")
    db.execute("PRAGMA cache_spill=1")
    db.execute("PRAGMA cache_size=1")
    db.execute("BEGIN")
    for _ in range(20):
        db.execute("INSERT INTO t VALUES (zeroblob(3000))")
    db.execute("UPDATE t SET x = randomblob(3000)")
    shutil.copy(folder / "old.session-journal", folder / "copied-journal")
    db.execute("ROLLBACK")
    db.close()
    (folder / "old.session").unlink()


FILES = {
    "tdata.zip": _zip(["backup/tdata/D877F783D5D3EF8Cs", "backup/tdata/key_datas", "backup/readme.txt"]),
    "accounts.zip": _zip(["it's mine/79990000001.session", "it's mine/79990000001.json"]),
    "holiday.zip": _zip(["photo.jpg"]),
    "cut.zip": _zip(["tdata/key_datas"])[:40],
    "phone.tar": _tar(["backup/app/files/tgnet.dat", "backup/app/shared_prefs/userconfing.xml"]),
    "a.gz": gzip.compress(b"content"),
    "a.xz": lzma.compress(b"content"),
    "a.bz2": bz2.compress(b"content"),
    "a.zst": b"\x28\xb5\x2f\xfd\x04\x00\x39\x00\x00content",
    "a.rar": b"Rar!\x1a\x07\x01\x00" + bytes(20),
    "a.7z": b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(24),
    "code.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(17),
    "code.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(17),
    "paper.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "page.session": b"\n<!DOCTYPE HTML>\n<html><head><title>Log in</title></head></html>\n",
    "traffic.har": json.dumps({"log": {"version": "1.2", "creator": {"name": "x"}, "entries": []}}).encode(),
    "lfs.session": b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 28672\n",
    "annex.session": b"/annex/objects/SHA256E-s28672--" + b"0" * 64 + b".session\n",
    "session.pickle": pickle.dumps({"dc_id": 2, "auth_key": b"x" * 256}, protocol=4),
    "old.pickle": pickle.dumps({"dc_id": 2}, protocol=2),
    "tdl": _bolt([gotd_json("tdl")]),
    "tdl-two": _bolt([gotd_json("tdl"), gotd_json("tdl two")]),
    "other.bolt": _bolt([b"something else"]),
    "000005.ldb": without_pattern(500) + bytes.fromhex("57fb808b247547db"),
    "program": b"\x7fELF\x02\x01\x01" + bytes(57),
    "program.exe": b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + bytes(20),
    "postbox.db": without_pattern(4 * PAGE),
    "ios.db": b"SQLite format 3\0" + struct.pack(">HBBBBBB", PAGE, 2, 2, 80, 64, 32, 32) + bytes(8) + without_pattern(4 * PAGE - 32),
    "raw.key": made_up_key("raw"),
    "token.txt": b"BOT_TOKEN=1234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0\n",
    "hash.txt": b"api_id=12345\napi_hash=0123456789abcdef0123456789abcdef\n",
    "phone.txt": b"+7 (999) 000-00-01\n",
    "code.txt": b"12345\n",
    "link.txt": b"tg://login?token=AQAAAA\n",
    "userconfing.xml": b"<?xml version='1.0'?>\n<map>\n<string name=\"user\">eku80w==</string>\n</map>\n",
    "empty": b"",
}
DATABASES = {
    "cache4.db": ["CREATE TABLE messages_v2 (mid)", "CREATE TABLE dialogs (did)", "CREATE TABLE enc_chats (uid)"],
    "webappsstore.sqlite": ["CREATE TABLE webappsstore2 (originKey, scope, key, value)"],
    "data.sqlite": ["CREATE TABLE database (origin, usage)", "CREATE TABLE data (key, utf16_length, value)"],
    "Cookies": ["CREATE TABLE cookies (host_key, name)"],
    "nothing.session": ["PRAGMA user_version=1"],
}


@case("foreign-files")
def foreign_files(folder: Path) -> None:
    made = folder / "files"
    made.mkdir()
    for name, content in FILES.items():
        (made / name).write_bytes(content)
    for name, statements in DATABASES.items():
        _database(made / name, *statements)
    _logs(made)


@case("foreign-folders")
def foreign_folders(folder: Path) -> None:
    made = folder / "folders"
    for name in ("empty", "chromium/Default/Local Storage/leveldb", "firefox/storage/default", "macos/appstore/account-1/postbox/db"):
        (made / name).mkdir(parents=True)
    level = made / "chromium/Default/Local Storage/leveldb"
    (level / "CURRENT").write_bytes(b"MANIFEST-000001\n")
    (level / "MANIFEST-000001").write_bytes(b"\x00" * 50)
    (made / "firefox/prefs.js").write_text("// Mozilla\n")
    (made / "macos/appstore/account-1/postbox/db/db_sqlite").write_bytes(without_pattern(2 * PAGE))
    (made / "macos/appstore/accounts-metadata").mkdir()


@case("tdlib-database")
def tdlib_database(folder: Path) -> None:
    """TDLib's folder, whose database of chats was named: plain, and encrypted."""
    made = folder / "td"
    made.mkdir()
    _database(made / "plain.sqlite", "CREATE TABLE common (k BLOB PRIMARY KEY, v BLOB)", "CREATE TABLE files (k BLOB PRIMARY KEY, v BLOB)")
    (made / "db.sqlite").write_bytes(without_pattern(2 * PAGE))
    (made / "td.binlog").write_bytes(bytes(64))
