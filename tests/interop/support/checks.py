"""Collects what held and what did not, one line each, so that a failing peer shows all of its trouble at once."""

from __future__ import annotations

import contextlib
import pathlib
import shutil
import tempfile

from . import cases


class Checks:
    def __init__(self, peer: str):
        self.peer, self.passed, self.failed = peer, 0, 0
        self._folder = pathlib.Path(tempfile.mkdtemp(prefix="tgferry-interop-"))
        self._count = 0

    @contextlib.contextmanager
    def that(self, what: str):
        """One check: passes unless its body raises."""
        try:
            yield
        except Exception as error:
            self.failed += 1
            print(f"FAIL {self.peer}: {what}\n     {type(error).__name__}: {error}", flush=True)
        else:
            self.passed += 1
            print(f"ok   {self.peer}: {what}", flush=True)

    def path(self, name: str) -> pathlib.Path:
        """A fresh folder's file of that name."""
        self._count += 1
        folder = self._folder / str(self._count)
        folder.mkdir()
        return folder / name

    def done(self) -> int:
        shutil.rmtree(self._folder, ignore_errors=True)
        print(f"{self.peer}: {self.passed} held, {self.failed} failed", flush=True)
        if self.passed + self.failed == 0:
            print("nothing was checked")
            return 1
        return 1 if self.failed else 0


def refused(by, action, *, saying: str = "") -> None:
    """Asserts that `action` raises `by`, with these words in it."""
    try:
        action()
    except by as error:
        if saying not in str(error):
            raise AssertionError(f"refused, but not for the known reason ({saying!r}): {error}") from None
        return
    raise AssertionError("was not refused")


def same(seen: dict, one: dict, fields) -> None:
    """Asserts that the listed facts are those of the case."""
    want = {**one, "key_sha1": cases.key_sha1(one), "auth_key_id": cases.auth_key_id(one)}
    wrong = [f"{f}: {seen.get(f)!r}, not {want[f]!r}" for f in fields if seen.get(f) != want[f]]
    if wrong:
        raise AssertionError("; ".join(wrong))


COARSE = {"bot": "user", "supergroup": "channel"}


def same_peers(seen: list[dict], wanted: list[dict], *, kinds: str = "exact", fields=("usernames", "phone", "name")) -> None:
    """Asserts that the peers agree in id and access hash, in kind (or only in what the id tells), and in the listed fields."""
    def line(marked, p):
        kind = COARSE.get(p["kind"], p["kind"]) if kinds == "coarse" else p["kind"]
        return (marked, kind, str(p.get("access_hash") or 0), *(p.get(f) or None for f in fields))

    have = sorted(line(p["id"], p) for p in seen)
    want = sorted(line(cases.marked_id(p), p) for p in wanted)
    if have != want:
        raise AssertionError(f"peers differ: only here {[x for x in have if x not in want]}, missing {[x for x in want if x not in have]}")
