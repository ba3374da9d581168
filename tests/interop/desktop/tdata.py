"""A tdata folder as plain facts: a second decoder, and a writer for what the judge's own tests and the fixtures need.

The decoder is strict on purpose: it judges folders that the real program has just rewritten.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import pathlib
import struct

from . import tdf

WIDE = b"\xff" * 8
KEY_BLOCK, USER_BLOCK, AUTH_BLOCK = 0x00, 0x01, 0x4B
TEST_DCS = {1: "149.154.175.10", 2: "149.154.167.40", 3: "149.154.175.117"}


@dataclasses.dataclass
class Account:
    """One account. `keys` and `to_destroy` go from DC to 256 bytes."""

    user_id: int
    dc: int
    keys: dict[int, bytes]
    test: bool = False
    to_destroy: dict[int, bytes] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Folder:
    """A decoded folder: accounts in the order of the list, each by its index."""

    accounts: dict[int, Account]
    active: int
    version: int = tdf.VERSION
    local_key: bytes = b""


def part_name(text: str) -> str:
    """The 16 letters that stand for a name: MD5's first half, low nibble first."""
    return "".join(f"{byte & 15:X}{byte >> 4:X}" for byte in hashlib.md5(text.encode()).digest()[:8])


def account_name(index: int, data: str = "data") -> str:
    """`data`, `data#2`, `data#3` ..."""
    return data.replace("#", "") + (f"#{index + 1}" if index else "")


def read(folder: pathlib.Path, passcode: str = "", data: str = "data") -> Folder:
    """Decodes key file, auth files and configs."""
    version, body = _file(folder / f"key_{data}")
    fields = tdf.Fields(body)
    salt, wrapped, listed = fields.array(), fields.array(), fields.array()
    local_key = tdf.unseal(wrapped, tdf.modern_key(passcode, salt))
    if len(salt) != 32 or len(local_key) != 256:
        raise tdf.Damaged(f"salt of {len(salt)}, local key of {len(local_key)} bytes")
    order = tdf.Fields(tdf.unseal(listed, local_key))
    indices = [order.number("i") for _ in range(order.number("i"))]
    accounts = {i: read_account(folder, i, local_key, data) for i in indices}
    return Folder(accounts, order.number("i"), version, local_key)


def read_account(folder: pathlib.Path, index: int, local_key: bytes, data: str = "data") -> Account:
    """Decodes one account's auth file and its environment."""
    base = folder / part_name(account_name(index, data))
    block = tdf.Fields(tdf.unseal(tdf.Fields(_file(base)[1]).array(), local_key))
    account = _account(block)
    if block.left():
        raise tdf.Damaged(f"{block.left()} bytes after the blocks")
    if tdf.find(base / "config"):
        config = tdf.Fields(tdf.Fields(tdf.unseal(tdf.Fields(_file(base / "config")[1]).array(), local_key)).array())
        config.number("i")
        account.test = config.number("i") == 1
    return account


def _account(block: tdf.Fields) -> Account:
    """One block 0x4B, or, as before 2017, a block 0 for each key and one block 1 for user and DC."""
    kind, keys = block.number("I"), {}
    while kind == KEY_BLOCK:
        dc = block.number("i")
        keys[dc] = block.raw(256)
        kind = block.number("I")
    if kind == USER_BLOCK:
        return Account(block.number("i"), block.number("I"), keys)
    if kind != AUTH_BLOCK or keys:
        raise tdf.Damaged(f"block {kind:#x}")
    return _authorization(tdf.Fields(block.array()))


def _authorization(auth: tdf.Fields) -> Account:
    user, dc = auth.number("i"), auth.number("i")
    if dc == -1:
        user, dc = auth.number("Q"), auth.number("i")
    account = Account(user, dc, _keys(auth), to_destroy=_keys(auth))
    if auth.left():
        raise tdf.Damaged(f"{auth.left()} bytes after the keys")
    return account


def _keys(auth: tdf.Fields) -> dict[int, bytes]:
    return {auth.number("i"): auth.raw(256) for _ in range(auth.number("i"))}


def _file(base: pathlib.Path) -> tuple[int, bytes]:
    path = tdf.find(base)
    if path is None:
        raise tdf.Damaged(f"{base.name} is missing")
    return tdf.unwrap(path.read_bytes())


def write(folder: pathlib.Path, accounts: dict[int, Account], *, passcode: str = "", active: int | None = None,
          version: int = tdf.VERSION, narrow: bool = False, data: str = "data", order: list[int] | None = None) -> bytes:
    """Writes a folder as the real program would; gives its local key."""
    folder.mkdir(parents=True, exist_ok=True)
    local_key, salt = os.urandom(256), os.urandom(32)
    order = list(accounts) if order is None else order
    for index, account in accounts.items():
        write_account(folder, index, account, local_key, version=version, narrow=narrow, data=data)
    listed = struct.pack(f">i{len(order)}ii", len(order), *order, order[0] if active is None else active)
    body = b"".join(map(tdf.array, (salt, tdf.seal(local_key, tdf.modern_key(passcode, salt)), tdf.seal(listed, local_key))))
    (folder / f"key_{data}s").write_bytes(tdf.wrap(body, version))
    return local_key


def write_account(folder: pathlib.Path, index: int, account: Account, local_key: bytes, *, version: int = tdf.VERSION,
                  narrow: bool = False, data: str = "data") -> None:
    """Writes auth file, empty map and, for a test account, the environment."""
    base = folder / part_name(account_name(index, data))
    base.mkdir(exist_ok=True)
    write_auth(folder, index, auth_block(account, narrow=narrow), local_key, version=version, data=data)
    (base / "maps").write_bytes(tdf.wrap(tdf.NULL * 2 + tdf.array(tdf.seal(b"", local_key)), version))
    if account.test:
        (base / "configs").write_bytes(tdf.wrap(tdf.array(tdf.seal(tdf.array(_test_config()), local_key)), version))


def write_auth(folder: pathlib.Path, index: int, payload: bytes, local_key: bytes, *, version: int = tdf.VERSION,
               data: str = "data") -> None:
    """Writes an auth file around these blocks."""
    name = part_name(account_name(index, data)) + "s"
    (folder / name).write_bytes(tdf.wrap(tdf.array(tdf.seal(payload, local_key)), version))


def auth_block(account: Account, *, narrow: bool = False) -> bytes:
    """The one block of an auth file."""
    head = struct.pack(">ii", account.user_id, account.dc) if narrow else WIDE + struct.pack(">Qi", account.user_id, account.dc)
    return struct.pack(">I", AUTH_BLOCK) + tdf.array(head + _key_list(account.keys) + _key_list(account.to_destroy))


def _key_list(keys: dict[int, bytes]) -> bytes:
    return struct.pack(">i", len(keys)) + b"".join(struct.pack(">i", dc) + key for dc, key in keys.items())


def write_before_2_1_14(folder: pathlib.Path, account: Account, *, passcode: str = "", version: int = 1009017,
                        suffix: str = "s") -> None:
    """The layout with one account and no key file: the local key is inside the map, under the old key derivation."""
    base = folder / part_name("data")
    base.mkdir(parents=True)
    local_key, salt = os.urandom(256), os.urandom(32)
    parts = (salt, tdf.seal(local_key, tdf.legacy_key(passcode, salt)), tdf.seal(b"", local_key))
    (base / f"map{suffix}").write_bytes(tdf.wrap(b"".join(map(tdf.array, parts)), version))
    payload = auth_block(account, narrow=True)
    if version < 1001000:  # before block 0x4B there was one block for each fact
        payload = b"".join(struct.pack(">Ii", KEY_BLOCK, dc) + key for dc, key in account.keys.items())
        payload += struct.pack(">IiI", USER_BLOCK, account.user_id, account.dc)
    (folder / (base.name + suffix)).write_bytes(tdf.wrap(tdf.array(tdf.seal(payload, local_key)), version))


def _test_config() -> bytes:
    """The configuration of the test environment, with the defaults of the program."""
    options = struct.pack(">ii", -2, len(TEST_DCS))
    for dc, host in TEST_DCS.items():
        options += struct.pack(">iiii", dc, 0x10, 443, len(host)) + host.encode() + struct.pack(">i", 0)
    options += struct.pack(">i", 0)
    counts = [200, 10000, 100, 120000, 5000, 30000, 1000, 300000, 30000, 1500, 0, 172800, 172800, 172800, 0, 30, 0, 0, 0]
    periods = [604800, 20000, 90000, 30000, 10000, 2]
    return (struct.pack(">ii", 1, 1) + tdf.array(options) + struct.pack(">19i", *counts) + _text("https://t.me/")
            + struct.pack(">6i", *periods) + _text("tapv3.stel.com") + struct.pack(">iii", 1, 0, 1024))


def _text(words: str) -> bytes:
    return tdf.array(words.encode("utf-16-be"))
