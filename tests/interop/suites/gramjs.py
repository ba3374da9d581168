"""GramJS (`telegram`) and its successor teleproto: StringSession and StoreSession."""

from __future__ import annotations

import hashlib

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
    if t.peer == "teleproto":
        _more_of_teleproto(t)
    _telethon_strings(t)
    _limits(t)


def _more_of_teleproto(t: Checks) -> None:
    """A store of teleproto holds the keys of other DCs, and says itself whether its servers are the test ones."""
    for test in (False, True):
        one = cases.case("user", test=test, host="10.0.0.1", other_keys={5: cases.made_up_key("of DC 5")})
        ids = {dc: hashlib.sha1(bytes.fromhex(key)).hexdigest() for dc, key in one["other_keys"].items()}
        with t.that(f"gramjs-store, test {test}: tgferry writes other keys and the flag, the peer reads"):
            program.make(one, "gramjs-store", out := t.path(f"more-{test}"))
            seen = judging.read(t.peer, "gramjs-store", path=out)
            same(seen, one, [*HOME, *ADDRESS, "test"])
            _same_keys({int(dc): key for dc, key in seen["other_keys"].items()}, ids)
        with t.that(f"gramjs-store, test {test}: the peer writes other keys and the flag, tgferry reads"):
            judging.write(t.peer, "gramjs-store", one, out := t.path(f"more-of-it-{test}"))
            same(program.sees(out), one, [*HOME, *ADDRESS, "test"])
            keys = program.sees_folder(out)["accounts"][0]["keys"]
            _same_keys({dc: hashlib.sha1(key).hexdigest() for dc, key in keys.items() if dc != one["dc"]}, ids)


def _same_keys(seen: dict, wanted: dict) -> None:
    if seen != wanted:
        raise AssertionError(f"keys of other DCs: {seen}, not {wanted}")


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
