"""mtcute: its own strings in @mtcute/core, and @mtcute/convert for everyone else's, MTKruto's among them."""

from __future__ import annotations

from support import cases, judging, program
from support.checks import Checks, refused, same

from .common import ACCOUNT, ADDRESS, ALL, HOME, reads, writes

MEDIA = {"host": "149.154.167.255", "port": 443}
FIXTURES = program.ROOT / "tests" / "fixtures"


def run(t: Checks) -> None:
    for name in ALL:
        writes(t, "mtcute-string", name, [*ADDRESS, "test", *ACCOUNT], extra=_old_reader_too)
        reads(t, "mtcute-string", name, [*ADDRESS, "test", *ACCOUNT])
        reads(t, "mtcute-string", name, [*ADDRESS, "test", *ACCOUNT], by="mtcute-0.17")
        reads(t, "mtcute-string", name, [*ADDRESS, "test", *ACCOUNT], by="mtcute-0.2")
        reads(t, "mtcute-string", f"{name} version 1", [*ADDRESS, "test", *ACCOUNT], by="mtcute-0.2", one=cases.case(name, version=1))
        writes(t, "mtkruto-string", name, ["test"])
        reads(t, "mtkruto-string", name, ["test"])
        writes(t, "telethon-string", name, ADDRESS)
        reads(t, "telethon-string", name, ADDRESS)
        writes(t, "gramjs-string", name, ADDRESS)
        reads(t, "gramjs-string", name, ADDRESS)
        writes(t, "gramjs-store", name, ADDRESS, file="acct")
        reads(t, "gramjs-store", name, ADDRESS, file="acct")
        writes(t, "pyrogram-string", name, ["test", *ACCOUNT, "api_id"])
        reads(t, "pyrogram-string", name, ["test", *ACCOUNT, "api_id"])
        reads(t, "pyrogram-string", f"{name} of 267 bytes", ["test", *ACCOUNT], one=cases.case(name, api_id=None))
    _media(t)
    _limits(t)


def _old_reader_too(_seen: dict, one: dict) -> None:
    """The default is the form that 0.7 to 0.17 read as well as the newest."""
    old = judging.read("mtcute-0.17", "mtcute-string", text=program.make(one, "mtcute-string"))
    same(old, one, [*HOME, *ADDRESS, "test", *ACCOUNT])


def _media(t: Checks) -> None:
    with t.that("mtcute-string: the media address goes both ways"):
        text = judging.write("mtcute", "mtcute-string", cases.case("bot", media=MEDIA))
        again = program.run("convert", "-", "--to", "mtcute-string", given=text).strip()
        if judging.read("mtcute", "mtcute-string", text=again)["media"] != MEDIA:
            raise AssertionError("media address lost")


def _limits(t: Checks) -> None:
    with t.that("versions 1 and 2: mtcute itself reads them no more"):
        for version in (1, 2):
            text = judging.write("mtcute-0.2", "mtcute-string", cases.case("user", version=version))
            refused(judging.Refused, lambda: judging.read("mtcute", "mtcute-string", text=text), saying=f"version = {version}")
    with t.that("DC blobs of version 2: the older line cannot read them, so they are not our default"):
        text = judging.write("mtcute", "mtcute-string", cases.case("user"))
        refused(judging.Refused, lambda: judging.read("mtcute-0.17", "mtcute-string", text=text))
    with t.that("pyrogram-string of 263 bytes: mtcute fails on it, tgferry does not"):
        # @mtcute/convert compares the count of bytes with the count of letters, 351.
        text = (FIXTURES / "pyrogram-string" / "263-user.txt").read_text().strip()
        refused(judging.Refused, lambda: judging.read("mtcute", "pyrogram-string", text=text), saying="outside the bounds")
        same(program.sees(text=text), cases.case("user"), [*HOME, *ACCOUNT])
    with t.that("mtkruto-string: runs of more than 255 zeros are split where mtcute's own writer is not"):
        one = cases.case("user", auth_key="ab" + "00" * 255, api_id=2**24, host="149.154.167.51")
        same(judging.read("mtcute", "mtkruto-string", text=program.make(one, "mtkruto-string")), one, HOME)
        zeros = cases.case("user", auth_key="00" * 256)
        broken = judging.write("mtcute", "mtkruto-string", zeros)
        refused((judging.Refused, AssertionError), lambda: same(judging.read("mtcute", "mtkruto-string", text=broken), zeros, HOME))
    with t.that("telethon-string without padding: mtcute sees a wrong address, tgferry the right one"):
        text = program.make(cases.case("user"), "telethon-string").rstrip("=")
        refused((judging.Refused, AssertionError), lambda: same(judging.read("mtcute", "telethon-string", text=text), cases.case("user"), HOME))
        same(program.sees(text=text), cases.case("user"), [*HOME, *ADDRESS])
