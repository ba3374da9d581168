"""The two directions every text and file format is tested in."""

from __future__ import annotations

from support import cases, judging, program
from support.checks import Checks, same

TELETHON_FILE = program.ROOT / "tests" / "fixtures" / "telethon-sqlite" / "schema7-1.42.session"  # of the case "user"

HOME = ["dc", "key_sha1"]
ADDRESS = ["host", "port"]
ACCOUNT = ["user_id", "is_bot"]
ALL = list(cases.CASES)


def writes(t: Checks, form: str, name: str, fields, *options, file: str | None = None, extra=None, one=None) -> None:
    """tgferry writes, the peer reads and sees the same."""
    one = one or cases.case(name)
    with t.that(f"{form} {name}: tgferry writes, the peer reads"):
        out = t.path(file) if file else None
        text = program.make(one, form, out, *options)
        seen = judging.read(t.peer, form, path=out, text=text)
        same(seen, one, [*HOME, *fields])
        if seen["keeps"] is False:
            raise AssertionError("the library would throw the session away")
        if extra:
            extra(seen, one)


def reads(t: Checks, form: str, name: str, fields, *, file: str | None = None, extra=None, by: str | None = None, one=None) -> None:
    """The peer writes, tgferry reads and sees the same."""
    one = one or cases.case(name)
    with t.that(f"{form} {name}: {by or 'the peer'} writes, tgferry reads"):
        out = t.path(file) if file else None
        text = judging.write(by or t.peer, form, one, out)
        seen = program.sees(out, text=None if file else text)
        if seen["format"] != form:
            raise AssertionError(f"taken for {seen['format']}")
        same(seen, one, [*HOME, "auth_key_id", *fields])
        if extra:
            extra(seen, one)


def between_telethons(t: Checks, form: str, file: str, fields, *, make=(), back=(), text: str = "") -> None:
    """From a file of Telethon's own into the format, which the peer reads, and from there into a string of Telethon's."""
    with t.that(f"{form}: from a Telethon file, and on to a Telethon string"):
        one = cases.case("user")
        program.run("convert", TELETHON_FILE, "--to", form, "-o", out := t.path(file), *make)
        same(judging.read(t.peer, form, path=out, text=text), one, [*HOME, *fields])
        string = program.run("convert", out, "--to", "telethon-string", *back).rstrip("\n")
        same(program.sees(text=string), one, [*HOME, "auth_key_id"])
