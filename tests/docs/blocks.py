"""The commands that a Markdown page shows, and the output it promises."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field

FENCE = re.compile(r"^(\s*)(```+|~~~+)\s*([A-Za-z0-9+-]*)[^`]*$")
NOT_RUN = re.compile(r"^\s*<!--\s*not run:(.*?)-->\s*$")
EXIT = re.compile(r"\s#\s*exit (\d+)\b")
COMMANDS = {"sh", "bash", "shell", "console"}
NO_COMMANDS = {"", "text", "txt"}  # of these, a block that begins like a command must say what it is


class BlockError(Exception):
    """The page must be mended: a block cannot be told from text."""


@dataclass
class Command:
    line: int
    text: str
    exit: int = 0
    output: list[str] | None = None  # None where the page shows none


@dataclass
class Block:
    line: int
    language: str
    lines: list[str] = field(default_factory=list)
    reason: str | None = None  # why it is not run

    def commands(self) -> list[Command]:
        found = console(self) if self.language == "console" else script(self)
        if not found:
            raise BlockError(f"line {self.line}: a {self.language} block without a command")
        for command in found:
            status = EXIT.search(command.text)
            command.exit = int(status[1]) if status else 0
        return found


def blocks_of(text: str) -> list[Block]:
    """All fenced blocks that show commands."""
    blocks: list[Block] = []
    open_block: Block | None = None
    fence, indent, reason = "", 0, None
    for number, line in enumerate(text.splitlines(), 1):
        found = FENCE.match(line)
        if open_block:
            if found and found[2].startswith(fence) and not found[3]:
                blocks += [open_block] if is_run(open_block) else []
                open_block = None
            else:
                open_block.lines.append(line[indent:] if not line[:indent].strip() else line)
            continue
        mark = NOT_RUN.match(line)
        if found:
            open_block = Block(number, found[3].lower(), reason=reason)
            fence, indent, reason = found[2], len(found[1]), None
        elif mark:
            reason = mark[1].strip()
            if not reason:
                raise BlockError(f"line {number}: not run, but why?")
        elif line.strip():
            if reason:
                raise BlockError(f"line {number}: the remark `not run` stands before no block")
    if open_block:
        raise BlockError(f"line {open_block.line}: the block never ends")
    return blocks


def is_run(block: Block) -> bool:
    if block.language in COMMANDS:
        return True
    if block.language in NO_COMMANDS:
        first = next((line for line in block.lines if line.strip()), "")
        if first.startswith("$ ") or re.match(r"(tgferry|\./dev) [a-z-]", first):
            raise BlockError(f"line {block.line}: it looks like commands; mark it as sh or console")
    return False


def console(block: Block) -> list[Command]:
    """`$ command`, with `> ` before further lines of it, then what it prints."""
    commands: list[Command] = []
    for number, line in enumerate(block.lines, block.line + 1):
        last = commands[-1] if commands else None
        if line.startswith("$ "):
            commands.append(Command(number, line[2:], output=[]))
        elif last is None:
            raise BlockError(f"line {number}: output without a command")
        elif not last.output and (line.startswith("> ") or last.text.endswith("\\")):
            last.text += "\n" + line.removeprefix("> ")
        else:
            last.output.append(line)
    for command in commands:
        while command.output and not command.output[-1]:
            command.output.pop()
    return commands


def script(block: Block) -> list[Command]:
    """As many lines to a command as the shell needs."""
    commands: list[Command] = []
    gathered: list[str] = []
    for number, line in enumerate(block.lines, block.line + 1):
        if not gathered and (not line.strip() or line.lstrip().startswith("#")):
            continue
        gathered.append(line)
        if is_complete("\n".join(gathered)):
            commands.append(Command(number - len(gathered) + 1, "\n".join(gathered)))
            gathered = []
    if gathered:
        raise BlockError(f"line {block.line}: the shell wants more behind: {gathered[0]}")
    return commands


def is_complete(text: str) -> bool:
    if text.endswith("\\"):
        return False
    checked = subprocess.run(["bash", "-n", "-c", text], capture_output=True, check=False)
    return checked.returncode == 0 and not checked.stderr


def as_shown(printed: str, shown: list[str]) -> bool:
    """Whether the output is what the page shows. A line of `...` stands for any lines, `...` in a line for any text."""
    pattern = ""
    for line in shown:
        if line.strip() in ("...", "…"):
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += "[^\n]*?".join(re.escape(part) for part in re.split(r"\.\.\.|…", line.rstrip())) + r"[ ]*\n"
    return re.fullmatch(pattern, printed if printed.endswith("\n") or not printed else printed + "\n") is not None
