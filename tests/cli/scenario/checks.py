"""What can be asserted of an output or a file."""

import json
import re
from types import SimpleNamespace


class Failed(Exception):
    """An expectation that did not hold."""


def shown(content: bytes) -> str:
    text = content.decode(errors="backslashreplace")
    return text if len(text) < 3000 else text[:3000] + " ..."


def need(holds: bool, what: str) -> None:
    if not holds:
        raise Failed(what)


def json_of(content: bytes):
    """Exactly one JSON value; its members can be written as names: it.accounts[0].dc."""
    try:
        return json.loads(content, object_hook=lambda members: Members(**members))
    except ValueError as error:
        raise Failed(f"not one JSON value: {error}") from error


class Members(SimpleNamespace):
    def __getitem__(self, name):
        return getattr(self, name)

    def __contains__(self, name):
        return hasattr(self, name)

    def names(self) -> list[str]:
        return sorted(vars(self))


def check_json(content: bytes, expression: str) -> None:
    it = json_of(content)
    try:
        holds = eval(expression, {"it": it})  # our own scenario's text
    except (AttributeError, IndexError, KeyError, NameError, SyntaxError, TypeError) as error:
        raise Failed(f"{expression}: {type(error).__name__}: {error}") from error
    need(holds is True, f"{expression} gives {holds!r}")


def check_text(content: bytes, verb: str, wanted: str, resolve, content_of) -> None:
    """One assertion about a text. `resolve` turns "@section" or a line into bytes, `content_of` reads a file."""
    text = content.decode(errors="backslashreplace")
    if verb == "is":
        expected = resolve(wanted)
        need(content == expected, f"is not\n{shown(expected)}")
    elif verb == "equals":
        need(content == content_of(wanted), f"differs from {wanted}")
    elif verb == "contains":
        need(bool(wanted) and wanted in text, f"lacks: {wanted}")
    elif verb == "lacks":
        need(bool(wanted) and wanted not in text, f"contains: {wanted}")
    elif verb == "matches":
        need(re.search(wanted, text, re.MULTILINE) is not None, f"does not match: {wanted}")
    elif verb == "unlike":
        need(re.search(wanted, text, re.MULTILINE) is None, f"matches: {wanted}")
    elif verb == "empty":
        need(not content, "is not empty")
    elif verb == "lines":
        need(len(text.splitlines()) == int(wanted), f"has {len(text.splitlines())} lines, not {wanted}")
    elif verb == "json":
        check_json(content, wanted)


TEXT_VERBS = {"is", "equals", "contains", "lacks", "matches", "unlike", "empty", "lines", "json"}
FILE_VERBS = {"mode", "absent"}
