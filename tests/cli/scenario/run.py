"""Runs commands: plain ones, ones under a pseudo-terminal, and ones in the background. Every wait is bounded."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import select
import signal
import subprocess
import termios
import time
from dataclasses import dataclass
from pathlib import Path

LIMIT = 60  # seconds a command may take; sanitizers are slow


@dataclass
class Result:
    command: str
    exit: int
    stdout: bytes = b""
    stderr: bytes = b""
    screen: bytes | None = None  # a terminal shows both streams as one


def exit_status(returncode: int) -> int:
    """As the shell says it: 128 + N for a process that signal N ended."""
    return returncode if returncode >= 0 else 128 - returncode


def run(command: str, folder: Path, env: dict[str, str], stdin: bytes | None) -> Result:
    process = subprocess.Popen(["bash", "-c", command], cwd=folder, env=env, start_new_session=True,
                               stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        stdout, stderr = process.communicate(stdin, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        stdout, stderr = process.communicate()
        stderr += f"\n[killed after {LIMIT} seconds]\n".encode()
    return Result(command, exit_status(process.returncode), stdout, stderr)


class Background:
    """A helper that says "ready" on its first line and is ended with the scenario."""

    def __init__(self, command: str, folder: Path, env: dict[str, str]) -> None:
        self.process = subprocess.Popen(["bash", "-c", command], cwd=folder, env=env, start_new_session=True,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        ready, _, _ = select.select([self.process.stdout], [], [], LIMIT)
        self.first_line = self.process.stdout.readline().decode(errors="replace").strip() if ready else "(nothing)"

    def end(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()


class Terminal:
    """A command whose streams and controlling terminal are a pseudo-terminal."""

    def __init__(self, command: str, folder: Path, env: dict[str, str]) -> None:
        self.command = command
        self.screen = b""
        self.ours, theirs = pty.openpty()
        # Our own descriptor of their side keeps the settings readable after the command has ended.
        self.theirs = theirs

        def take_terminal() -> None:
            fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(["bash", "-c", command], cwd=folder, env=env, start_new_session=True,
                                        stdin=theirs, stdout=theirs, stderr=theirs, preexec_fn=take_terminal)

    def expect(self, text: bytes, since: int = 0) -> bool:
        deadline = time.monotonic() + LIMIT
        while text not in self.screen[since:]:
            if time.monotonic() > deadline or not self.pump(0.1) and self.process.poll() is not None:
                break
        return text in self.screen[since:]

    def pump(self, seconds: float) -> bool:
        """Takes what the command printed; False when nothing came."""
        ready, _, _ = select.select([self.ours], [], [], seconds)
        if not ready:
            return False
        try:
            got = os.read(self.ours, 65536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            got = b""
        self.screen += got
        return bool(got)

    def type(self, keys: bytes) -> None:
        os.write(self.ours, keys)

    def echo(self) -> bool:
        return bool(termios.tcgetattr(self.theirs)[3] & termios.ECHO)

    def finish(self) -> Result:
        deadline = time.monotonic() + LIMIT
        while self.process.poll() is None and time.monotonic() < deadline:
            self.pump(0.05)
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.screen += b"[killed]"
        self.process.wait()
        while self.pump(0.05):
            pass
        return Result(self.command, exit_status(self.process.returncode), screen=self.screen)

    def close(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self.ours)
        os.close(self.theirs)
