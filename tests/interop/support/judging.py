"""Runs a judge in its library's environment, without a network, and hands back what it said."""

from __future__ import annotations

import atexit
import json
import os
import pathlib
import selectors
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import peers

from . import jail

JUDGES = peers.HERE / "judges"
SECONDS = 90
FAMILIES = {"pyrogram": ("pyrogram", "kurigram", "pyrofork", "hydrogram"), "telethon": ("telethon",),
            "opentele": ("opentele",), "opentele2": ("opentele2",), "tgconvertor": ("tgconvertor",),
            "telethon2": ("telethon2",), "wtelegramclient": ("wtelegramclient",), "tdlib": ("tdlib",),
            "androidteleporter": ("androidteleporter",)}


ONE_PROCESS_EACH = {"gramjs-store"}  # store2 remembers stores by name for as long as a process lives


class Refused(Exception):
    """The library would not take the session; the text is its own."""


class JudgeBroken(Exception):
    """The judge itself failed: the test says nothing about tgferry."""


def read(name: str, form: str, *, path=None, text: str | None = None) -> dict:
    """What library `name` sees in a file, a folder or a text session."""
    return json.loads(_ask(name, "read", form, path, text or ""))


def write(name: str, form: str, one: dict, path=None) -> str:
    """Has library `name` write the described session; gives the text, empty for files."""
    return _ask(name, "write", form, path, json.dumps(one))


_judges: dict[str, "_Judge"] = {}


def _ask(name: str, action: str, form: str, path, given: str) -> str:
    if form in ONE_PROCESS_EACH and name in _judges:
        _judges.pop(name).end()
    if name not in _judges:
        _judges[name] = _Judge(name)
    said = _judges[name].ask([action, form, str(pathlib.Path(path).absolute()) if path else None, given])
    if "refused" in said:
        raise Refused(said["refused"])
    return said["answer"]


class _Judge:
    """One running judge; it serves until this program ends."""

    def __init__(self, name: str):
        self._name = name
        self._errors = tempfile.TemporaryFile()
        environ = {**os.environ, "OPENTELE_NO_FETCH": "1"}
        self._process = subprocess.Popen([*jail.prefix(), *_command(name), "serve"], stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, stderr=self._errors, env=environ)
        self._output = selectors.DefaultSelector()
        self._output.register(self._process.stdout, selectors.EVENT_READ)
        atexit.register(self.end)

    def ask(self, request: list) -> dict:
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._broken("has ended") from None
        if not self._output.select(SECONDS):
            raise self._broken(f"gave no answer in {SECONDS} s")
        line = self._process.stdout.readline()
        if not line:
            raise self._broken("ended without an answer")
        return json.loads(line)

    def _broken(self, what: str) -> JudgeBroken:
        _judges.pop(self._name, None)
        self.end()
        self._errors.seek(0)
        return JudgeBroken(f"the judge {self._name} {what}: {self._errors.read().decode(errors='replace').strip()[-600:]}")

    def end(self) -> None:
        """Lets it finish; harmless when it already has."""
        atexit.unregister(self.end)
        self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _command(name: str) -> list[str]:
    """`name` is a peer, or one of the older mtcute releases that live in the same node folder."""
    if peers.PEERS["mtcute" if name.startswith("mtcute") else name].module == peers.NODE:
        _placed_beside_packages("js_storages.mjs")
        return ["node", str(_placed_beside_packages("js.mjs")), name]
    if peers.PEERS[name].module in (peers.GO, peers.RUST):
        return peers.interpreter(peers.PEERS[name])
    family = next(family for family, members in FAMILIES.items() if name.partition("-")[0] in members)
    return [*peers.interpreter(peers.PEERS[name]), str(JUDGES / f"{family}.py")]


def _placed_beside_packages(name: str) -> pathlib.Path:
    source, target = JUDGES / name, peers.environment(peers.PEERS["mtcute"]) / name
    if not target.is_file() or target.read_bytes() != source.read_bytes():
        draft = target.with_name(f"{os.getpid()}.{name}")
        shutil.copy(source, draft)
        draft.replace(target)  # another test may be doing the same
    return target
