"""Sessions as people paste and tools export them: a string in code, messages and mails, a bare key in any encoding,
a browser's storage in any shape, and JSON that is odd in one part."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
import struct
from pathlib import Path

from ..keys import made_up_key
from ..registry import case

KEY = made_up_key("pasted")
OTHER_KEY = made_up_key("of DC 4")
USER = 777000123


def telethon_string(key: bytes = KEY) -> str:
    packed = struct.pack(">B4sH256s", 2, bytes([149, 154, 167, 51]), 443, key)
    return "1" + base64.urlsafe_b64encode(packed).decode()


def pyrogram_string(key: bytes = KEY) -> str:
    packed = struct.pack(">BI?256sQ?", 2, 2040, False, key, USER, False)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def gramjs_packed_string(address: bytes) -> str:
    """As GramJS writes it, but for the address, which is bytes where GramJS has text."""
    packed = struct.pack(">Bh", 2, len(address)) + address + struct.pack(">h", 443) + KEY
    return "1" + base64.b64encode(packed).decode()


def wrapped(text: str, width: int = 76) -> list[str]:
    return [text[i : i + width] for i in range(0, len(text), width)]


def pasted_texts() -> dict[str, str]:
    """Texts that hold one and the same string."""
    s = telethon_string()
    lines = wrapped(s)
    return {
        "plain": s,
        "no-break-space": f"\u00a0{s}\u202f",
        "spaces": f"\u2003{s[:100]}\u2009\u3000{s[100:]}\u205f\n",
        "line-separators": f"{s[:90]}\u2028{s[90:200]}\u0085{s[200:]}\u2029",
        "zero-width": f"{s[:50]}\u200b{s[50:100]}\u2060{s[100:]}\u200d",
        "direction-marks": f"\u202a{s[:50]}\u200e{s[50:]}\u202c",
        "soft-hyphens": f"{s[:150]}\u00ad{s[150:]}",
        "mark-inside": f"my string:\n\ufeff{s}\n",
        "smart-quotes": f"\u201c{s}\u201d",
        "low-quotes": f"\u201e{s}\u201c",
        "single-quotes": f"\u2018{s}\u2019",
        "guillemets": f"\u00ab{s}\u00bb",
        "corner-brackets": f"\u300c{s}\u300d",
        "wide-quotes": f"\uff02{s}\uff02",
        "name": f"SESSION={s}",
        "export": f"export SESSION='{s}'",
        "set": f"set SESSION={s}",
        "setx": f'setx SESSION "{s}"',
        "powershell": f'$env:SESSION = "{s}"',
        "javascript": f'const s = "{s}";',
        "typescript": f'export const session: string = "{s}" as const;\n',
        "go": f"package main\n\nvar s = `{s}`\n",
        "go-short": f's := "{s}"',
        "python": f'from telethon.sync import TelegramClient\n\nclient = TelegramClient(StringSession("{s}"), 1, "ab")\n',
        "python-lines": "S = (\n" + "\n".join(f'    "{line}"' for line in lines) + "\n)\n",
        "javascript-lines": "const s = " + " +\n  ".join(f"'{line}'" for line in lines) + ";\n",
        "shell-lines": "SESSION=" + "\\\n".join(lines),
        "yaml": f"telegram:\n  api_id: 2040\n  session: {s}\n",
        "toml": f'[telegram]\napi_id = 2040\nsession = "{s}"\n',
        "dotenv": f'API_ID=2040\nAPI_HASH={"b1" * 16}\nSTRING_SESSION="{s}"\nBOT_TOKEN=1:abc\n',
        "json": json.dumps({"api_id": 2040, "session": s}),
        "json-list": json.dumps([{"name": "a", "session": s}]),
        "json-escaped": '{"s":"' + s.replace("_", "\\/").replace("-", "\\u002b").replace("=", "\\u003d") + '"}',
        "json-lines": json.dumps({"session": "\n".join(lines)}),
        "xml": f'<map><string name="session">{s}</string></map>',
        "url": "https://example.org/?session=" + s.replace("=", "%3D") + "&x=1",
        "message": f"Hello! My session is: {s}. Please keep it.",
        "comma": f"here it is, {s}, take care",
        "dot": f"{s}.",
        "code-fence": f"```\n{s}\n```\n",
        "code-fence-of-python": f'Look:\n```python\nSESSION = "{s}"\n```\nBye\n',
        "bold": f"**{s}**",
        "mail": "Hello\n\n" + "\n".join(lines) + "\n\nBye\n",
        "mail-of-words": "Hello\n" + "\n".join(lines) + "\nthanks\n",
        "mail-quoted": "On Monday somebody wrote:\n" + "\n".join(f"> {line}" for line in lines) + "\n",
        "twice": f"a: {s}\nb: {s.rstrip('=')}\n",
    }


@case("pasted-texts")
def make_pasted_texts(folder: Path) -> None:
    out = folder / "pasted"
    out.mkdir()
    for name, text in pasted_texts().items():
        (out / f"{name}.txt").write_bytes(text.encode())
    for name in ("plain", "dotenv", "message", "json"):
        for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"):
            (out / f"{name}.{encoding}.txt").write_bytes(pasted_texts()[name].encode(encoding))


@case("two-strings")
def make_two_strings(folder: Path) -> None:
    (folder / "two.txt").write_text(f"OLD={telethon_string()}\nNEW={pyrogram_string(OTHER_KEY)}\n")


@case("auth-key-encodings")
def make_auth_key_encodings(folder: Path) -> None:
    out = folder / "key"
    out.mkdir()
    digits = KEY.hex()
    pairs = [digits[i : i + 2] for i in range(0, 512, 2)]
    texts = {
        "upper": digits.upper(),
        "spaces": " ".join(pairs),
        "colons": ":".join(pairs),
        "marked": "0x" + digits,
        "lines": "\n".join(wrapped(digits, 32)) + "\n",
        "escapes": "".join(f"\\x{pair}" for pair in pairs),
        "base64": base64.b64encode(KEY).decode(),
        "base64-of-urls": base64.urlsafe_b64encode(KEY).decode().rstrip("="),
        "base64-lines": base64.encodebytes(KEY).decode(),
        "list": json.dumps(list(KEY)),
        "python-bytes": repr(KEY),
        "python-list": f"key = bytes({list(KEY)})\n",
        "c-array": "unsigned char key[256] = {" + ", ".join(f"0x{byte:02x}" for byte in KEY) + "};\n",
        "c-short": "unsigned char key[256] = {" + ", ".join(f"0x{byte:x}" for byte in KEY) + "};\n",
        "named": f"AUTH_KEY={base64.b64encode(KEY).decode()}\n",
    }
    for name, text in texts.items():
        (out / f"{name}.txt").write_text(text)
    (out / "utf-16.txt").write_bytes(digits.encode("utf-16"))
    (out / "raw.bin").write_bytes(KEY)


def account_a(key: bytes = KEY) -> dict[str, object]:
    return {"dcId": 2, "userId": str(USER), "isTest": False, "dc2_auth_key": key.hex()}


@case("local-storage-shapes")
def make_local_storage_shapes(folder: Path) -> None:
    """One site's storage in every shape, of Telegram Web A."""
    out = folder / "shapes"
    out.mkdir()
    items = {"account1": json.dumps(account_a()), "tt-multitab_1": "1"}
    pairs = [{"name": name, "value": value} for name, value in items.items()]
    site = "https://web.telegram.org"
    shapes = {
        "object": items,
        "playwright": {"cookies": [], "origins": [{"origin": site, "localStorage": pairs}]},
        "entries": list(map(list, items.items())),
        "pairs": pairs,
        "pairs-of-keys": [{"key": name, "value": value} for name, value in items.items()],
        "wrapped": {"localStorage": items, "sessionStorage": {}},
        "by-origin": {"https://example.org": {"a": "b"}, site: items},
        "encoded-twice": {name: json.dumps(value) for name, value in items.items()},
        "as-text": json.dumps(items),
        "unpacked": {"account1": account_a()},
        "origin-list": [{"origin": site, "localStorage": items}],
    }
    for name, shape in shapes.items():
        (out / f"{name}.json").write_text(json.dumps(shape))
    (out / "table.txt").write_text("".join(f"{name}\t{value}\n" for name, value in items.items()))
    (out / "table-with-head.txt").write_text("Key\tValue\r\n" + "".join(f"{n}\t{v}\t\r\n" for n, v in items.items()))
    (out / "fence.md").write_text("```json\n" + json.dumps(items, indent=2) + "\n```\n")
    (out / "utf-16.json").write_bytes(json.dumps(items).encode("utf-16"))


@case("web-key-without-user")
def make_web_key_without_user(folder: Path) -> None:
    salt = "0102030405060708"
    items = {"dc2_auth_key": KEY.hex(), "dc2_server_salt": salt, "dc": 2, "dc4_auth_key": OTHER_KEY.hex()}
    (folder / "web.json").write_text(json.dumps(items))


def mongo_document(key: object, user: int = USER, **more: object) -> dict[str, object]:
    return {"_id": 0, "dc_id": 2, "api_id": 2040, "test_mode": False, "auth_key": key, "date": 0, "user_id": user,
            "is_bot": False, **more}  # fmt: skip


@case("pyrofork-mongoexport")
def make_mongoexport(folder: Path) -> None:
    out = folder / "mongo"
    out.mkdir()
    text, other = base64.b64encode(KEY).decode(), base64.b64encode(OTHER_KEY).decode()
    current = {"$binary": {"base64": text, "subType": "00"}}
    second = mongo_document({"$binary": {"base64": other, "subType": "00"}}, 777000124, _id="second")
    numbers = {"dc_id": {"$numberInt": "2"}, "user_id": {"$numberLong": str(USER)}, "date": {"$numberLong": "0"}}
    one = mongo_document(current)
    files = {
        "current.json": json.dumps(one),
        "older.json": json.dumps(mongo_document({"$binary": text, "$type": "00"})),
        "canonical.json": json.dumps({**one, **numbers}),
        "pretty.json": json.dumps(one, indent=2),
        "list.json": json.dumps([one, second]),
        "lines.json": f"{json.dumps(one)}\n{json.dumps(second)}\n",
        "pretty-lines.json": f"{json.dumps(one, indent=2)}\n{json.dumps(second, indent=2)}\n",
        "null.json": json.dumps(mongo_document(None)),
        "unknown-type.json": json.dumps(mongo_document({"$uuid": "1234"})),
        "test-as-text.json": json.dumps(mongo_document(current, test_mode="true")),
        "odd-test.json": json.dumps(mongo_document(current, test_mode="perhaps")),
    }
    for name, content in files.items():
        (out / name).write_text(content)


def byte_list(data: bytes) -> str:
    return json.dumps(list(data), separators=(",", ":"))


@case("mtproto-core")
def make_mtproto_core(folder: Path) -> None:
    items = {"defaultDcId": "2", "timeOffset": "0", "2authKey": byte_list(KEY), "2serverSalt": "[1,2,3,4,5,6,7,8]",
             "4authKey": byte_list(OTHER_KEY)}  # fmt: skip
    (folder / "core.json").write_text(json.dumps(items, indent="\t"))


@case("xelaj")
def make_xelaj(folder: Path) -> None:
    out = folder / "xelaj"
    out.mkdir()
    session = {"key": base64.b64encode(KEY).decode(),
               "hash": base64.b64encode(hashlib.sha1(KEY).digest()[12:20]).decode(),
               "salt": base64.b64encode(bytes(range(1, 9))).decode(), "hostname": "149.154.167.51:443"}  # fmt: skip
    (out / "session.json").write_text(json.dumps(session))
    (out / "null.json").write_text(json.dumps({**session, "key": None}))


def telethon_file(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE version (version INTEGER PRIMARY KEY)")
    db.execute("INSERT INTO version VALUES (7)")
    db.execute("CREATE TABLE sessions (dc_id INTEGER PRIMARY KEY, server_address TEXT, port INTEGER, auth_key BLOB, "
               "takeout_id INTEGER)")  # fmt: skip
    db.execute("INSERT INTO sessions VALUES (2, '149.154.167.51', 443, ?, NULL)", (KEY,))
    db.execute("CREATE TABLE entities (id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, username TEXT, phone INTEGER, "
               "name TEXT, date INTEGER)")  # fmt: skip
    db.execute("CREATE TABLE sent_files (md5_digest BLOB, file_size INTEGER, type INTEGER, id INTEGER, hash INTEGER, "
               "PRIMARY KEY (md5_digest, file_size, type))")  # fmt: skip
    db.execute("CREATE TABLE update_state (id INTEGER PRIMARY KEY, pts INTEGER, qts INTEGER, date INTEGER, "
               "seq INTEGER)")  # fmt: skip
    db.commit()
    db.close()


@case("odd-sidecars")
def make_odd_sidecars(folder: Path) -> None:
    """Pairs whose .json is odd in one part each."""
    out = folder / "pairs"
    out.mkdir()
    whole = '{"app_id": 2040, "app_hash": "ab", "first_name": "Анна", "user_id": 777000123'
    sidecars: dict[str, bytes] = {
        "no-app": json.dumps({"session_file": "acc", "user_id": str(USER), "twoFA": None, "sex": 0}).encode(),
        "float-id": f"{whole}.0}}".encode(),
        "text-id": '{"app_id": "2040", "app_hash": "ab", "user_id": "777000123.0"}'.encode(),
        "nan": f'{whole}, "spamblock": NaN, "proxy": None, "ipv6": False}}'.encode(),
        "trailing-comma": f"{whole},\n}}".encode(),
        "mark": b"\xef\xbb\xbf" + f"{whole}}}".encode(),
        "utf-16": f"{whole}}}".encode("utf-16"),
        "utf-16-be": f"{whole}}}".encode("utf-16-be"),
        "cp1251": f"{whole}}}".encode("cp1251"),
        "odd-app": f'{{"app_id": "none", "user_id": {USER}}}'.encode(),
        "text-premium": f'{whole}, "is_premium": "true"}}'.encode(),
    }
    for name, content in sidecars.items():
        telethon_file(out / f"{name}.session")
        (out / f"{name}.json").write_bytes(content)
    telethon_file(out / "capitals.session")
    (out / "capitals.JSON").write_bytes(f"{whole}}}".encode())


@case("teleproto-store")
def make_teleproto_store(folder: Path) -> None:
    def key_json(key: bytes) -> dict[str, object]:
        return {"type": "Buffer", "data": list(key)}

    out = folder / "acct"
    out.mkdir()
    values = {"authKey": key_json(KEY), "dcId": 2, "port": 443, "serverAddress": "149.154.167.40",
              "dcAuthKeys": {"5": key_json(OTHER_KEY)}, "testServers": True}  # fmt: skip
    for name, value in values.items():
        (out / f"acct%3A{name}").write_text(json.dumps(value, separators=(",", ":")))


@case("packed-address")
def make_packed_address(folder: Path) -> None:
    (folder / "packed.txt").write_text(gramjs_packed_string(bytes([149, 154, 167, 51])))


@case("packed-address-of-ipv6")
def make_packed_ipv6(folder: Path) -> None:
    address = bytes.fromhex("200106 7c04e8f002000000000000000a".replace(" ", ""))
    (folder / "packed.txt").write_text(gramjs_packed_string(address))
