"""The folder a scenario runs in, what lies in it, and what was there before."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DAY = 86_400 * 10**9


@dataclass(frozen=True)
class Seen:
    """Everything that tells whether somebody touched a file."""

    inode: int
    mode: int
    size: int
    atime: int
    mtime: int
    ctime: int
    content: str

    def changes(self, now: "Seen | None") -> list[str]:
        if now is None:
            return ["it is gone"]
        return [f"{name}: {getattr(self, name)} -> {getattr(now, name)}"
                for name in self.__dataclass_fields__ if getattr(self, name) != getattr(now, name)]


class Sandbox:
    """work/ is the scenario's folder; run/ and tmp/ are the program's places for private copies."""

    def __init__(self, program: Path) -> None:
        self.top = Path(tempfile.mkdtemp(prefix="tgferry-cli-"))
        self.top.chmod(0o755)
        self.program = program
        for name in ("work", "bin", "home", "run", "tmp"):
            (self.top / name).mkdir()
        self.work = self.top / "work"
        (self.top / "bin/tgferry").symlink_to(program)
        python = self.top / "bin/python3"
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        python.chmod(0o755)

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
        return kept | {
            "PATH": f"{self.top}/bin:{os.environ.get('PATH', '/usr/bin:/bin')}",
            "HOME": str(self.top / "home"),
            "TMPDIR": str(self.top / "tmp"),
            "XDG_RUNTIME_DIR": str(self.top / "run"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
        }

    def open_to_others(self) -> None:
        """So that another user can run the program, wherever it was built."""
        link = self.top / "bin/tgferry"
        link.unlink()
        shutil.copy(self.program, link)
        link.chmod(0o755)

    def put(self, name: str, content: bytes) -> None:
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o600)
        # Read two days ago, written yesterday: on a relatime mount the next reader changes the access time.
        now = path.stat().st_mtime_ns
        os.utime(path, ns=(now - 2 * DAY, now - DAY))

    def listing(self) -> dict[str, Seen]:
        """Everything below the folder, hidden files too; folders end in a slash."""
        out = {}
        for folder, folders, files in os.walk(self.work):
            for name in folders + files:
                path = Path(folder) / name
                status = path.lstat()
                relative = path.relative_to(self.work).as_posix()
                if stat.S_ISDIR(status.st_mode):
                    relative += "/"
                out[relative] = see(path, status)
        return out

    def leftovers(self) -> list[str]:
        """What the program left in the places for private copies."""
        return [f"{place}/{entry.name}" for place in ("run", "tmp") for entry in (self.top / place).iterdir()]

    def remove(self) -> None:
        shutil.rmtree(self.top, onerror=unlock_and_retry)


def unlock_and_retry(function, path, _info) -> None:
    os.chmod(Path(path).parent, 0o700)
    os.chmod(path, 0o700)
    function(path)


def see(path: Path, status: os.stat_result) -> Seen:
    content = ""
    if stat.S_ISREG(status.st_mode):
        try:
            content = digest(path)
        except PermissionError:
            content = "unreadable"
    # The times of folders change as a matter of course: their entries tell.
    folder = stat.S_ISDIR(status.st_mode)
    times = (0, 0, 0) if folder else (status.st_atime_ns, status.st_mtime_ns, status.st_ctime_ns)
    return Seen(status.st_ino, stat.S_IMODE(status.st_mode), 0 if folder else status.st_size, *times, content)


def digest(path: Path) -> str:
    """Reads without leaving a trace in the access time; holes are passed over quickly."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOATIME)
    except PermissionError:
        fd = os.open(path, os.O_RDONLY)
    with os.fdopen(fd, "rb") as file:
        if os.fstat(fd).st_blocks * 512 < os.fstat(fd).st_size // 2:
            return "sparse"
        return hashlib.sha256(file.read()).hexdigest()
