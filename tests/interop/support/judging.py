"""Runs a judge in its library's environment, without a network, and hands back what it said."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import peers

from . import jail

JUDGES = peers.HERE / "judges"
SECONDS = 90
REFUSED = 3
FAMILIES = {"pyrogram": ("pyrogram", "kurigram", "pyrofork", "hydrogram"), "telethon": ("telethon",),
            "opentele2": ("opentele2",), "tgconvertor": ("tgconvertor",)}


class Refused(Exception):
    """The library would not take the session; the text is its own."""


class JudgeBroken(Exception):
    """The judge itself failed: the test says nothing about tgferry."""


def read(name: str, form: str, *, path=None, text: str | None = None) -> dict:
    """What library `name` sees in a file, a folder or a text session."""
    return json.loads(_run(name, "read", form, path, text or ""))


def write(name: str, form: str, one: dict, path=None) -> str:
    """Has library `name` write the described session; gives the text, empty for files."""
    return _run(name, "write", form, path, json.dumps(one)).rstrip("\n")


def _run(name: str, action: str, form: str, path, given: str) -> str:
    words = [*jail.prefix(), *_command(name), action, form, *([str(pathlib.Path(path).resolve())] if path else [])]
    environ = {**os.environ, "OPENTELE_NO_FETCH": "1", "PYTHONDONTWRITEBYTECODE": ""}
    try:
        done = subprocess.run(words, input=given, capture_output=True, text=True, timeout=SECONDS, check=False, env=environ)
    except subprocess.TimeoutExpired:
        raise JudgeBroken(f"{name} {action} {form}: no end after {SECONDS} s") from None
    if done.returncode == REFUSED:
        raise Refused(json.loads(done.stdout)["refused"])
    if done.returncode != 0:
        raise JudgeBroken(f"{name} {action} {form}: exit {done.returncode}: {done.stderr.strip()[-600:]}")
    return done.stdout


def _command(name: str) -> list[str]:
    """`name` is a peer, or one of the older mtcute releases that live in the same node folder."""
    if name in ("gramjs", "teleproto") or name.startswith("mtcute"):
        return ["node", str(_placed_beside_packages("js.mjs")), name]
    peer = peers.PEERS[name]
    family = next(family for family, members in FAMILIES.items() if name.partition("-")[0] in members)
    return [*peers.interpreter(peer), str(JUDGES / f"{family}.py")]


def _placed_beside_packages(name: str) -> pathlib.Path:
    source, target = JUDGES / name, peers.environment(peers.PEERS["mtcute"]) / name
    if not target.is_file() or target.read_bytes() != source.read_bytes():
        draft = target.with_name(f"{os.getpid()}.{name}")
        shutil.copy(source, draft)
        draft.replace(target)  # another test may be doing the same
    return target
