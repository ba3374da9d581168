"""The judge itself, before it judges tgferry: Telegram Desktop takes good folders and says no to damaged ones.

Each damage is one row of what Telegram Desktop is known to do. A judge that has never been seen to refuse proves nothing.
"""

from __future__ import annotations

import dataclasses
import hashlib
import pathlib
import struct

from desktop import driver, tdata, tdf
from desktop.judging import Seat, accepted, account
from support import cases
from support.checks import Checks, refused

PASSCODE = "пароль 123"
NEWER = 99000000  # a stamp above that of any program


def _account(name: str, **changes) -> tdata.Account:
    return dataclasses.replace(account(cases.case(name)), **changes)


def _single() -> dict[int, tdata.Account]:
    return {0: _account("user")}


def run(t: Checks) -> None:
    with Seat(t) as seat:
        _good(seat)
        _locked(seat)
        _intro(seat)
        _crash(seat)
        _one_of_two(seat)


def _good(seat: Seat) -> None:
    with seat.that("a folder with three accounts out of order, one of them of the test servers, is accepted") as out:
        three = {2: _account("bot"), 0: _account("user"), 1: _account("test")}
        tdata.write(out, three)
        accepted(seat.opens(out), three)
    with seat.that("the layout before 2.1.14 is accepted, and migrated to a key file") as out:
        tdata.write_before_2_1_14(out, _account("plain"))
        report = seat.opens(out)
        if report.outcome != driver.ACCEPTED or report.changes.get("key_datas") != "new":
            raise AssertionError(f"{report.outcome}, {report.changes}")
        if tdata.read(report.tdata).accounts != {0: _account("plain")}:
            raise AssertionError("the account is another one")


def _locked(seat: Seat) -> None:
    with seat.that("a passcode in Cyrillic is asked for, and a wrong one is refused") as out:
        tdata.write(out, _single(), passcode=PASSCODE)
        expect(seat.opens(out, passcode="пароль 124"), driver.LOCKED, saying=driver.WRONG_PASSCODE, unchanged=("key_datas",))
    with seat.that("the right one, typed in, opens") as out:
        tdata.write(out, _single(), passcode=PASSCODE)
        accepted(seat.opens(out, passcode=PASSCODE), _single(), passcode=PASSCODE)
    with seat.that("a damaged key looks like a wrong passcode") as out:
        tdata.write(out, _single())
        _break_key(out)
        expect(seat.opens(out), driver.LOCKED, saying=driver.WRONG_PASSCODE, unchanged=("key_datas",))


def _intro(seat: Seat) -> None:
    auth, key = _auth_name(0), "key_datas"
    for what, name, change, lost in (
            ("a byte of the auth file is wrong", auth, _flip_middle, auth),
            ("the auth file is from a newer version", auth, lambda data: _restamped(data, NEWER), auth),
            ("a byte of the key file is wrong", key, _flip_middle, key),
            ("the key file is from a newer version", key, lambda data: _restamped(data, NEWER), key)):
        with seat.that(f"{what}: nobody is logged in, and the program writes over it") as out:
            tdata.write(out, _single())
            (out / name).write_bytes(change((out / name).read_bytes()))
            report = expect(seat.opens(out), driver.INTRO)
            if report.changes.get(lost) != "rewritten":
                raise AssertionError(f"{lost} was not written over: {report.changes}")
            refused((tdf.Damaged, AssertionError), lambda: accepted(report, _single()))
    with seat.that("no map: nobody is logged in, and the auth file is not even opened") as out:
        tdata.write(out, _single())
        (out / tdata.part_name("data") / "maps").unlink()
        report = expect(seat.opens(out), driver.INTRO, unchanged=(auth,))
        if report.keys_read:
            raise AssertionError(f"keys were read: {report.keys_read}")
    with seat.that("bytes behind the auth block: the account is wiped") as out:
        local_key = tdata.write(out, _single())
        tdata.write_auth(out, 0, tdata.auth_block(_single()[0]) + b"\0\0\0\x07", local_key)
        wiped = tdata.read(expect(seat.opens(out), driver.INTRO).tdata).accounts[0]
        if wiped != tdata.Account(0, 0, {}):
            raise AssertionError("the account is still there")
    with seat.that("user id 0: Start Messaging gives the key up to be destroyed") as out:
        nobody = {0: _account("user", user_id=0)}
        tdata.write(out, nobody)
        after = tdata.read(expect(seat.opens(out, start_messaging=True), driver.INTRO, any_picture=True).tdata).accounts[0]
        if after.keys or after.to_destroy != nobody[0].keys:
            raise AssertionError(f"keys of {list(after.keys)}, to destroy {list(after.to_destroy)}")


def _crash(seat: Seat) -> None:
    with seat.that("seven accounts: it aborts, and leaves the files alone") as out:
        seven = {i: _account("user", user_id=100 + i) for i in range(7)}
        tdata.write(out, seven)
        expect(seat.opens(out), driver.CRASHED, saying="bad accounts count", unchanged=("key_datas",))
    with seat.that("a count of keys that cannot be: it aborts") as out:
        local_key = tdata.write(out, _single())
        auth = tdata.WIDE + struct.pack(">Qii", 123456789, 2, -1)
        tdata.write_auth(out, 0, struct.pack(">I", tdata.AUTH_BLOCK) + tdf.array(auth), local_key)
        expect(seat.opens(out), driver.CRASHED, unchanged=(_auth_name(0),))


def _one_of_two(seat: Seat) -> None:
    with seat.that("one damaged account of two: the other one opens, and the judge tells them apart") as out:
        two = {0: _account("user"), 1: _account("bot")}
        tdata.write(out, two)
        path = out / _auth_name(1)
        path.write_bytes(_flip_middle(path.read_bytes()))
        report = expect(seat.opens(out), driver.ACCEPTED)
        if report.accounts != ["data"]:
            raise AssertionError(f"opened {report.accounts}")
        refused(AssertionError, lambda: accepted(report, two))
    with seat.that("another key than the one written is told") as out:
        tdata.write(out, _single())
        other = {0: _account("user", keys={2: hashlib.shake_256(b"another").digest(256)})}
        refused(AssertionError, lambda: accepted(seat.opens(out), other), saying="keys")


def expect(report: driver.Report, outcome: str, *, saying: str = "", unchanged: tuple[str, ...] = (),
           any_picture: bool = False) -> driver.Report:
    """Asserts how a damaged folder ended."""
    if report.outcome != outcome and not any_picture:
        raise AssertionError(f"{report.outcome}, not {outcome}: {report.log[-3:]}")
    if report.accounts and outcome != driver.ACCEPTED:
        raise AssertionError(f"opened {report.accounts}")
    if saying and not report.says(saying):
        raise AssertionError(f"the log does not say {saying!r}: {report.log[-3:]}")
    if touched := [name for name in unchanged if name in report.changes]:
        raise AssertionError(f"touched: {touched}")
    return report


def _auth_name(index: int) -> str:
    return tdata.part_name(tdata.account_name(index)) + "s"


def _flip_middle(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1:]


def _restamped(data: bytes, version: int) -> bytes:
    return tdf.wrap(tdf.unwrap(data)[1], version)


def _break_key(folder: pathlib.Path) -> None:
    """Damages the wrapped local key under a good MD5."""
    path = folder / "key_datas"
    version, body = tdf.unwrap(path.read_bytes())
    path.write_bytes(tdf.wrap(body[:100] + bytes([body[100] ^ 1]) + body[101:], version))
