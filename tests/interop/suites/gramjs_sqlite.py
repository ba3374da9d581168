"""gramjs-sqlitesession: GramJS on a SQLite file. The package only reads; it was made for Telethon's files."""

from __future__ import annotations

from support import cases, judging, program
from support.checks import Checks, refused, same

from .common import ADDRESS, ALL, HOME, writes

HOST = "vesta.web.telegram.org"
TELETHON = program.ROOT / "tests" / "fixtures" / "telethon-sqlite"


def run(t: Checks) -> None:
    for name in ALL:
        writes(t, "gramjs-sqlite", name, ADDRESS, file="acct.session")
    writes(t, "gramjs-sqlite", "host name", ADDRESS, file="acct.session", one=cases.case("bot", host=HOST))
    writes(t, "gramjs-sqlite", "port above 32767", ADDRESS, file="acct.session", one=cases.case("user", port=65000))
    for name in ("user", "bot", "test"):
        with t.that(f"telethon-sqlite {name}: the package reads what tgferry writes for Telethon"):
            one = cases.case(name)
            program.make(one, "telethon-sqlite", path := t.path("acct.session"))
            same(judging.read(t.peer, "telethon-sqlite", path=path), one, [*HOME, *ADDRESS])
    with t.that("a Telethon file: the package and tgferry see the same, under either format's name"):
        source, one = TELETHON / "schema7-1.42.session", cases.case("user")
        same(judging.read(t.peer, "telethon-sqlite", path=source), one, [*HOME, *ADDRESS])
        for form in ("telethon-sqlite", "gramjs-sqlite"):
            same(program.sees(source, form=form), one, [*HOME, *ADDRESS])
    with t.that("gramjs-sqlite: from a Telethon file and back to a Telethon string"):
        program.run("convert", TELETHON / "schema7-1.42.session", "--to", "gramjs-sqlite", "-o", path := t.path("acct.session"))
        same(judging.read(t.peer, "gramjs-sqlite", path=path), cases.case("user"), [*HOME, *ADDRESS])
        if program.sees(path)["format"] != "gramjs-sqlite":
            raise AssertionError("taken for another format")
        same(program.sees(text=program.run("convert", path, "--to", "telethon-string").strip()), cases.case("user"), [*HOME, *ADDRESS])
    with t.that("the judge can tell a key that is not the one"):
        program.make(cases.case("bot"), "gramjs-sqlite", path := t.path("acct.session"))
        refused(AssertionError, lambda: same(judging.read(t.peer, "gramjs-sqlite", path=path), cases.case("user"), HOME))
