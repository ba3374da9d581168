"""Has the real Telegram Desktop open a copy of a tdata folder, and reports what it did with it.

It runs without a network, without a session bus and with a home of its own. Nothing waits a fixed time: the run is over
when the window shows one of the known pictures and neither files nor log have changed for a moment.
"""

from __future__ import annotations

import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable

from support import jail

from .screen import Screen, die_with_us

PROGRAMS = ("telegram-desktop", "Xvfb", "xkbcomp", "xdotool", "setpriv")
SHOW_SECONDS = 40  # until a picture is there; two seconds on a quiet machine
UNLOCK_SECONDS = 20
SETTLED_SECONDS = 0.8  # without a change of picture, files and log
STEP = 0.1

ACCEPTED, INTRO, LOCKED, CRASHED, NOTHING = "accepted", "intro", "locked", "crashed", "nothing"
PASSCODE_FIELD, START_MESSAGING = ("512", "295"), ("512", "503")
BLUE_BANNER, SUBMIT_BUTTON = (0x15, 0x8E, 0xD4), (0x40, 0xA7, 0xE3)
WRONG_PASSCODE = "could not decrypt pass-protected key"


@dataclasses.dataclass
class Report:
    """What the program did. `work` holds its working folder, with the rewritten tdata inside."""

    outcome: str
    work: pathlib.Path
    accounts: list[str]  # those that got a cache, thus were opened: data, data#2 ...
    keys_read: list[tuple[int, int]]  # of each account whose auth file was read: keys, keys to destroy
    log: list[str]
    changes: dict[str, str]  # path below tdata: new, gone or rewritten; caches left out
    exit_code: int | None  # None where it was still running at the end
    attempts: int
    seconds: float

    @property
    def tdata(self) -> pathlib.Path:
        return self.work / "tdata"

    def says(self, words: str) -> bool:
        return any(words in line for line in self.log)

    @property
    def version(self) -> int:
        """4006005 for 4.6.5."""
        launched = next(line for line in self.log if line.startswith("Launched version"))
        return int(re.search(r"\d+", launched).group())

    def debug_log(self) -> str:
        """What `-debug` wrote, all of it."""
        return "\n".join(p.read_text(errors="replace") for p in sorted(self.work.glob("DebugLogs/*.txt")))


def missing() -> str | None:
    """Why the program cannot be run here, if it cannot."""
    absent = [name for name in PROGRAMS if shutil.which(name) is None]
    if absent:
        return f"{', '.join(absent)} not installed (Debian: telegram-desktop, xvfb, xdotool, util-linux)"
    if not jail.prefix():
        return "neither `unshare -n` nor `unshare -rn` works here, and it must not reach a network"
    return None


def run(screen: Screen, folder: pathlib.Path, *, passcode: str | None = None, arguments: tuple[str, ...] = (),
        start_messaging: bool = False, meanwhile: Callable[[pathlib.Path], None] | None = None) -> Report:
    """Opens a copy of the folder. A passcode is typed in when it is asked for; the intro's button is pressed when wanted.
    `meanwhile` is called with the copy as soon as the program shows its first picture.

    A run that shows none of the known pictures is repeated once.
    """
    if passcode is not None:
        screen.put_on_keyboard(passcode)
    for attempt in (1, 2):
        report = _Run(screen, folder, arguments).report(passcode, start_messaging, meanwhile)
        report.attempts = attempt
        if report.outcome != NOTHING or attempt == 2:
            return report
        forget(report)
    raise AssertionError


def forget(report: Report) -> None:
    """Removes what the run left."""
    shutil.rmtree(report.work, ignore_errors=True)


class _Run:
    def __init__(self, screen: Screen, folder: pathlib.Path, arguments: tuple[str, ...]):
        self._screen, self._arguments = screen, arguments
        # Short: the program puts a socket with a name of 75 letters below it.
        self._work = pathlib.Path(tempfile.mkdtemp(prefix="tgd-", dir="/tmp"))
        shutil.copytree(folder, self._work / "tdata")
        self._before = _contents(self._work / "tdata")
        for name in ("home", "run", "t"):
            (self._work / name).mkdir(mode=0o700)

    def report(self, passcode: str | None, start_messaging: bool, meanwhile: Callable[[pathlib.Path], None] | None) -> Report:
        started = time.monotonic()
        self._process = self._start()
        try:
            outcome = self._settle(SHOW_SECONDS)
            if meanwhile is not None:
                meanwhile(self._work / "tdata")
            if outcome == LOCKED and passcode is not None:
                outcome = self._unlock(passcode)
                if outcome == LOCKED:  # a letter can get lost on a busy machine
                    outcome = self._unlock(passcode)
            if outcome == INTRO and start_messaging:
                self._screen.press("mousemove", *START_MESSAGING, "click", "1")
                time.sleep(1)  # the picture slides away, and files are written after that
                self._settle(3, known=False)
        finally:
            code = self._end()
        return self._told(outcome, code, time.monotonic() - started)

    def _start(self) -> subprocess.Popen:
        place = {name: str(self._work / folder) for name, folder in
                 (("HOME", "home"), ("XDG_RUNTIME_DIR", "run"), ("TMPDIR", "t"))}
        environ = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "DISPLAY": self._screen.display, "QT_QPA_PLATFORM": "xcb",
                   "LIBGL_ALWAYS_SOFTWARE": "1", "QT_XCB_GL_INTEGRATION": "none", **place}
        words = [*jail.prefix(), *die_with_us(), "telegram-desktop", "-many", "-workdir", f"{self._work}/", *self._arguments]
        return subprocess.Popen(words, env=environ, cwd=self._work, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)

    def _settle(self, seconds: float, known: bool = True) -> str:
        """Waits until a known picture is shown and nothing changes; the outcome then."""
        end, last, since = time.monotonic() + seconds, None, 0.0
        while time.monotonic() < end:
            if self._process.poll() is not None:
                return CRASHED
            now = (self._picture(), self._traces())
            if now != last:
                last, since = now, time.monotonic()
            elif time.monotonic() - since > SETTLED_SECONDS and (now[0] != NOTHING or not known):
                return now[0]
            time.sleep(STEP)
        return self._picture()

    def _picture(self) -> str:
        look = self._screen.colour
        if _near(look(500, 100), BLUE_BANNER):
            return INTRO
        if _near(look(420, 405), SUBMIT_BUTTON):
            return LOCKED
        red, green, blue = look(700, 500)  # wallpaper: a green picture
        return ACCEPTED if green > red + 15 and green > blue + 15 else NOTHING

    def _traces(self) -> list:
        """What changes while the program still works on the folder."""
        files = [p for p in self._work.rglob("*") if p.is_file() and "emoji" not in p.parts]
        return sorted((str(p), *_stamp(p)) for p in files)

    def _unlock(self, passcode: str) -> str:
        refused = self._log().count(WRONG_PASSCODE)
        self._screen.press("mousemove", *PASSCODE_FIELD, "click", "1", "sleep", "0.2", "key", "ctrl+a", "BackSpace")
        self._screen.press("type", "--delay", "60", "--", passcode)
        self._screen.press("key", "Return")
        end = time.monotonic() + UNLOCK_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            if self._picture() != LOCKED or self._log().count(WRONG_PASSCODE) > refused:
                break
            time.sleep(STEP)
        return self._settle(UNLOCK_SECONDS)

    def _log(self) -> str:
        path = self._work / "log.txt"
        return path.read_text(errors="replace") if path.is_file() else ""

    def _end(self) -> int | None:
        """Ends the program, and gives its exit code if it had ended by itself."""
        code = self._process.poll()
        if code is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        return code

    def _told(self, outcome: str, code: int | None, seconds: float) -> Report:
        tdata, log = self._work / "tdata", self._log()
        caches = sorted(p.parts[-4].removeprefix("user_") for p in tdata.glob("user_*/cache/0/binlog"))
        keys = [(int(a), int(b)) for a, b in re.findall(r"read keys, current: (\d+), to destroy: (\d+)", log)]
        lines = [line.partition("] ")[2] for line in log.splitlines()]
        return Report(outcome, self._work, caches, keys, lines, _changes(self._before, _contents(tdata)), code, 1, seconds)


def _near(colour, wanted) -> bool:
    return all(abs(a - b) <= 12 for a, b in zip(colour, wanted))


def _stamp(path: pathlib.Path) -> tuple:
    try:
        status = path.stat()
    except FileNotFoundError:
        return ()
    return (status.st_size, status.st_mtime_ns)


def _contents(tdata: pathlib.Path) -> dict[str, bytes]:
    files = [p for p in tdata.rglob("*") if p.is_file() and not p.relative_to(tdata).parts[0].startswith(("user_", "emoji"))]
    return {str(p.relative_to(tdata)): p.read_bytes() for p in files}


def _changes(before: dict[str, bytes], after: dict[str, bytes]) -> dict[str, str]:
    changes = {name: "new" for name in after.keys() - before.keys()} | {name: "gone" for name in before.keys() - after.keys()}
    return changes | {name: "rewritten" for name in before.keys() & after.keys() if before[name] != after[name]}
