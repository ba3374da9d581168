"""From Telethon's file into a format and back out of it, by the command line, with the format's owner looking in between."""

from __future__ import annotations

from support import cases, judging, program
from support.checks import Checks, same

from .common import HOME

SOURCE = program.ROOT / "tests" / "fixtures" / "telethon-sqlite" / "schema7-1.42.session"


def moves(t: Checks, form: str, *options, file: str | None = None) -> None:
    with t.that(f"{form}: from a Telethon file, and on into a Telethon string"):
        one, out = cases.case("user"), t.path(file or "session.txt")
        program.run("convert", SOURCE, "--to", form, "-o", out, *options)
        text = None if file else out.read_text().rstrip("\n")
        same(judging.read(t.peer, form, path=out if file else None, text=text), one, HOME)
        again = program.run("convert", out, "--to", "telethon-string")
        same(program.sees(text=again), one, [*HOME, "host", "port"])
