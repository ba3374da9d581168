"""Reads a scenario file: a script of one directive a line, then the files it uses (as in txtar)."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from pathlib import Path

SECTION = re.compile(r"^-- (\S+)(?: (base64|hex|chomp))? --$")


class ScenarioError(Exception):
    """The scenario itself makes no sense: it must be mended, not run."""


@dataclass
class Step:
    line: int
    word: str  # the directive, "$" for a command
    rest: str  # everything behind it


@dataclass
class Scenario:
    name: str
    title: str = ""
    steps: list[Step] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)  # written into the scenario's folder
    texts: dict[str, bytes] = field(default_factory=dict)  # "@name": only for the script to refer to


def load(path: Path) -> Scenario:
    script, sections = split(path.read_text(encoding="utf-8").split("\n"))
    scenario = Scenario(path.stem)
    for name, content in sections.items():
        if name.startswith("@"):
            scenario.texts[name] = content
        elif Path(name).is_absolute() or ".." in Path(name).parts:
            raise ScenarioError(f"the file {name} would lie outside the scenario's folder")
        else:
            scenario.files[name] = content
    comments = [text[1:].strip() for _, text in script if text.startswith("#")]
    if not script or not script[0][1].startswith("#"):
        raise ScenarioError("the first line must be a comment that says what the scenario shows")
    scenario.title = comments[0]
    scenario.steps = [parse_step(line, text) for line, text in joined(script)]
    check_texts(scenario)
    return scenario


def split(lines: list[str]) -> tuple[list[tuple[int, str]], dict[str, bytes]]:
    """The script's lines with their numbers, and the sections by name."""
    script: list[tuple[int, str]] = []
    raw: dict[str, tuple[str | None, list[str]]] = {}
    current: list[str] | None = None
    for number, text in enumerate(lines, 1):
        header = SECTION.match(text)
        if header:
            if header[1] in raw:
                raise ScenarioError(f"line {number}: a second section {header[1]}")
            current = []
            raw[header[1]] = (header[2], current)
        elif current is not None:
            current.append(text)
        else:
            script.append((number, text))
    return script, {name: decode(name, *body) for name, body in raw.items()}


def decode(name: str, encoding: str | None, lines: list[str]) -> bytes:
    text = "\n".join(lines)
    if lines and lines[-1] != "":
        text += "\n"
    try:
        if encoding == "base64":
            return base64.b64decode("".join(text.split()), validate=True)
        if encoding == "hex":
            return bytes.fromhex("".join(text.split()))
    except ValueError as error:
        raise ScenarioError(f"section {name}: {error}") from error
    return (text.rstrip("\n") if encoding == "chomp" else text).encode()


def joined(script: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Without comments and blank lines; a backslash at the end continues a line."""
    out: list[tuple[int, str]] = []
    continues = False
    for number, text in script:
        if continues:
            first, before = out.pop()
            out.append((first, before + " " + text.strip()))
        elif text.strip() and not text.startswith("#"):
            out.append((number, text.strip()))
        else:
            continue
        continues = out[-1][1].endswith("\\")
        if continues:
            out[-1] = (out[-1][0], out[-1][1][:-1].rstrip())
    return out


def parse_step(line: int, text: str) -> Step:
    word, _, rest = text.partition(" ")
    return Step(line, word, rest.strip())


def check_texts(scenario: Scenario) -> None:
    used = re.split(r"[\s=]", " ".join(step.rest for step in scenario.steps))
    for name in scenario.texts:
        if name not in used:
            raise ScenarioError(f"the section {name} is never used")
