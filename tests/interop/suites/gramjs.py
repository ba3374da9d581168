"""GramJS (`telegram`) and its successor teleproto: StringSession and StoreSession."""

from __future__ import annotations

from support import cases, judging, program
from support.checks import Checks, refused, same, same_peers

from .common import ADDRESS, ALL, HOME, reads, writes

HOST = "vesta.web.telegram.org"
ODD_NAMES = ["acct", "acc one", "we!rd (x)'~é*"]


def run(t: Checks) -> None:
    for name in ALL:
        writes(t, "gramjs-string", name, ADDRESS)
        reads(t, "gramjs-string", name, [*ADDRESS, "test"])
        writes(t, "gramjs-store", name, ADDRESS, file="acct", extra=_peers_seen)
        reads(t, "gramjs-store", name, [*ADDRESS, "test"], file="acct", extra=_peers_seen)
    for name in ODD_NAMES:
        writes(t, "gramjs-store", f"folder {name}", ADDRESS, file=name, one=cases.case("user"), extra=_peers_seen)
        reads(t, "gramjs-store", f"folder {name}", ADDRESS, file=name, one=cases.case("user"), extra=_peers_seen)
    by_name = cases.case("bot", host=HOST)
    if t.peer == "gramjs":
        writes(t, "gramjs-string", "host name", ADDRESS, one=by_name)
    else:
        _web_host_exchanged(t, by_name)
    reads(t, "gramjs-string", "host name", ADDRESS, one=by_name)
    _telethon_strings(t)
    _limits(t)


def _peers_seen(seen: dict, one: dict) -> None:
    same_peers(seen["peers"], one["peers"], kinds="coarse")


def _web_host_exchanged(t: Checks, one: dict) -> None:
    with t.that("gramjs-string host name: teleproto on a socket takes the DC's address in place of the web host"):
        seen = judging.read(t.peer, "gramjs-string", text=program.make(one, "gramjs-string"))
        same(seen, {**one, "host": "149.154.167.91"}, [*HOME, *ADDRESS])


def _telethon_strings(t: Checks) -> None:
    """The same class reads Telethon's strings, which also begin with 1."""
    for name in ("user", "bot", "six"):
        with t.that(f"telethon-string {name}: read by the same class"):
            one = cases.case(name)
            same(judging.read(t.peer, "gramjs-string", text=program.make(one, "telethon-string")), one, [*HOME, *ADDRESS])
    with t.that("telethon-string without padding: GramJS takes it for one of its own and fails; tgferry does not"):
        text = program.make(cases.case("user"), "telethon-string").rstrip("=")
        refused(judging.Refused, lambda: judging.read(t.peer, "gramjs-string", text=text))
        same(program.sees(text=text), cases.case("user"), [*HOME, *ADDRESS])


def _limits(t: Checks) -> None:
    with t.that("ports above 32767: the library cannot write them"):
        refused(judging.Refused, lambda: judging.write(t.peer, "gramjs-string", cases.case("user", port=65000)), saying="out of range")
    with t.that("the judge can tell a key that is not the one"):
        text = program.make(cases.case("bot"), "gramjs-string")
        refused(AssertionError, lambda: same(judging.read(t.peer, "gramjs-string", text=text), cases.case("user"), HOME))
