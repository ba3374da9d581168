#!/usr/bin/env python3
"""Collects the seeds of every fuzz target: seeds.py TESTS_DIR OUT. One folder per target below OUT.

Fixtures become seeds of their reader and of fuzz_detect; pairs and folders are framed as framing.hpp says. The
strings of the vectors join them, and parsers get a few inputs of their own below.
"""

from __future__ import annotations

import hashlib
import json
import pathlib
import struct
import sys

KEY = bytes(range(256))
OWN = {
    "fuzz_auth_key": [KEY.hex().encode(), KEY.hex().upper().encode()[:-2], bytes(512)],
    "fuzz_tgferry_json": [json.dumps({"tgferry": 1, "active": 0, "sessions": [
        {"dc": 2, "test": False, "auth_key": KEY.hex(), "endpoint": {"host": "149.154.167.51", "port": 443},
         "keys": [{"dc": 4, "auth_key": KEY[::-1].hex()}], "user": {"id": 2**40, "is_bot": False, "usernames": ["a", "b"]},
         "api": {"id": 2040, "hash": "00", "device": "d"}, "peers": [{"id": 1, "kind": "bot", "access_hash": "-5"}],
         "update_state": {"pts": 1, "qts": 2, "date": 3, "seq": 4, "channels": [{"id": 9, "pts": 8}]},
         "salts": [{"dc": 2, "valid_since": 1, "valid_until": 2, "salt": "-9"}], "extra": {"x": [None, 1.5]}}]}).encode()],
    "fuzz_web_a": [json.dumps({"mainDcId": 2, "keys": {"2": {"type": "Buffer", "data": list(KEY)}}}).encode(),
                   json.dumps({"tt-is-screen-locked": "true"}).encode()],
    "fuzz_web_k": [json.dumps({"number_of_accounts": "2", "k_build": "564"}).encode(),
                   json.dumps({"t_account4": {"dcId": "2", "userId": 7, "dc2_auth_key": KEY.hex(), "dc2_server_salt": "0" * 16},
                               "t_current_account": 4}).encode()],
    "fuzz_json": [b'{"a":[1,-2,3.5e9,null,true,"\\u00e9\\ud83e\\udd86"],"a":{"b":{}}}', b"[" * 40, b'"\xff"', b"9" * 40],
    "fuzz_pasted_text": [b' export SESSION="1AgAB\n cdef ghij klmn opqr" ;\n', b"\xef\xbb\xbfabc=\r\n", b"''\"\"``", b"=:=:"],
    "fuzz_base64": [b"", b"QQ==", b"QUI=", b"QUJD", b"-_-_", b"+/+/", b"A", b"AAAAAAAAAAAAAAAAAAAAAAA*", b"===="],
    "fuzz_hex": [b"", b"00", b"fF", b"0g", b"abc"],
    "fuzz_ip": [b"149.154.167.51", b"::", b"2001:67c:4e8:f002::a", b"::ffff:1.2.3.4", b"1.2.3.256", b"1::2::3",
                b"vesta.web.telegram.org", b"01.2.3.4", b"1:2:3:4:5:6:7:8"],
    "fuzz_mtkruto_text": [b"62\n2x2\n115\n62\n32", b"621\nx\n11\n62\n32", b"79\n62\n2a2\n119\n62\n2b2\n2c", b"6", b"01", b"3-5",
                          "63\n2\U0001F986".encode(), b"7611\n25\napiId\n16\n618\n27\nauthKey\n54\nAQID"],
    "fuzz_detect": [b"", b"SQLite format 3\0", b"{}", b"1", b"\0" * 300],
}


def framed(files: dict[str, bytes]) -> bytes:
    return b"".join(name.encode() + b"\0" + struct.pack("<I", len(data)) + data for name, data in files.items())


def fixture_bytes(path: pathlib.Path, format_id: str) -> bytes:
    if path.is_dir():
        return framed({file.relative_to(path).as_posix(): file.read_bytes()
                       for file in sorted(path.rglob("*")) if file.is_file()})
    if format_id == "session-json":
        return framed({".session": path.read_bytes(), ".json": path.with_suffix(".json").read_bytes()})
    return path.read_bytes()


def vector_strings(tests: pathlib.Path):
    """Format id (or nothing) and string of every block."""
    for path in sorted((tests / "vectors").glob("*.txt")):
        for block in path.read_text().split("\n\n"):
            lines = [line.partition("=") for line in block.splitlines() if not line.startswith("#")]
            values = {key.strip(): value.strip() for key, _, value in lines}
            if values.get("in"):
                yield values.get("format", ""), values["in"].encode()


def array(data: bytes) -> bytes:
    """A QByteArray."""
    return struct.pack(">I", len(data)) + data


def tdata_seeds(tests: pathlib.Path):
    """Targets and inputs: the files of the folder in vectors/tdata and what is in them, decrypted or never encrypted."""
    folder = tests / "vectors" / "tdata"
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield "fuzz_tdata_container", path.read_bytes()
    yield "fuzz_tdata", fixture_bytes(folder, "tdata")
    yield "fuzz_tdata_key_data", (folder / "key_datas").read_bytes()[8:-16]
    yield "fuzz_tdata_key_data", struct.pack(">5i", 3, 2, 0, 1, 0)
    keys = struct.pack(">i", 2) + struct.pack(">i", 2) + KEY + struct.pack(">i", 10004) + KEY[::-1] + struct.pack(">i", 0)
    yield "fuzz_tdata_auth", struct.pack(">I", 0x4B) + array(struct.pack(">QQi", 2**64 - 1, 2**40, 2) + keys)
    yield "fuzz_tdata_auth", struct.pack(">I", 0x4B) + array(struct.pack(">ii", 123456789, 2) + keys)
    yield "fuzz_tdata_auth", struct.pack(">Ii", 0, 2) + KEY + struct.pack(">Iii", 1, 99, 2)
    yield "fuzz_tdata_legacy_map", struct.pack(">IIi", 2**32 - 1, 2**32 - 1, 0)
    options = struct.pack(">iiiiii", -2, 1, 2, 16, 443, 14) + b"149.154.167.40" + struct.pack(">ii", 0, 0)
    config = (struct.pack(">ii", 1, 1) + array(options) + bytes(76) + array("t.me".encode("utf-16-be")) + bytes(24)
              + array("stel".encode("utf-16-be")) + bytes(12))
    yield "fuzz_tdata_config", config
    yield "fuzz_tdata_config", config + array("\U0001F44D".encode("utf-16-be")) + bytes(12) + array(b"") + array(b"")


def other_seeds(tests: pathlib.Path):
    """What parsers below the readers of MadelineProto and TDLib get."""
    for path in sorted((tests / "fixtures" / "madelineproto").rglob("safe.php")):
        yield "fuzz_php_value", path.read_bytes()[28:]
    for text in (b"N;", b"a:3:{i:0;d:1.5;i:1;R:2;s:1:\"k\";O:1:\"A\":0:{}}", b'C:1:"A":2:{{}}', b'E:3:"A:B";', b'a:1:{i:0;r:1;}'):
        yield "fuzz_php_value", text
    yield "fuzz_tdlib_log", (tests / "fixtures" / "tdlib" / "unencrypted" / "td.binlog").read_bytes()


def collect(tests: pathlib.Path) -> dict[str, list[bytes]]:
    seeds = {name: list(inputs) for name, inputs in OWN.items()}

    def add(format_id: str, data: bytes) -> None:
        if format_id:
            seeds.setdefault("fuzz_" + format_id.replace("-", "_"), []).append(data)
        seeds["fuzz_detect"].append(data)

    manifest = tests / "fixtures" / "manifest.json"
    fixtures = json.loads(manifest.read_text())["fixtures"] if manifest.is_file() else []
    for fixture in fixtures:
        add(fixture["format"], fixture_bytes(tests / "fixtures" / fixture["path"], fixture["format"]))
    for path in sorted((tests / "fixtures" / "mtkruto-store").rglob("main*")):
        seeds["fuzz_mtkruto_text"].append(path.read_bytes())
    for target, data in (*tdata_seeds(tests), *other_seeds(tests)):
        seeds.setdefault(target, []).append(data)
    for format_id, text in vector_strings(tests):
        add(format_id, text)
        seeds["fuzz_base64"].append(text.removeprefix(b"1"))
        seeds["fuzz_pasted_text"].append(text)
    return seeds


def main() -> int:
    tests, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    for name, inputs in collect(tests).items():
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        wanted = {hashlib.sha1(data).hexdigest()[:16]: data for data in inputs}
        for old in folder.iterdir():
            if old.name not in wanted:
                old.unlink()
        for seed, data in wanted.items():
            if not (folder / seed).is_file():
                (folder / seed).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
