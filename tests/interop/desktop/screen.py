"""A screen without a monitor: its own X server, whose pixels lie in a file."""

from __future__ import annotations

import os
import pathlib
import shutil
import struct
import subprocess
import tempfile
import time

SIZE = (1024, 768)
START_SECONDS = 15
FIRST_NUMBER, NUMBERS = 1000, 40000
SPARE_KEYS = [f"FK{number}" for number in range(13, 25)]  # F13 to F24
KEYBOARD = """xkb_keymap {
    xkb_keycodes { include "evdev+aliases(qwerty)" };
    xkb_types { include "complete" };
    xkb_compat { include "complete" };
    xkb_symbols { include "pc+us+inet(evdev)" %s };
};"""


class Unusable(Exception):
    """No X server could be started."""


class Screen:
    """Xvfb on a number of its own, so that several can run at once. Use it with `with`."""

    def __enter__(self) -> "Screen":
        self._folder = pathlib.Path(tempfile.mkdtemp(prefix="tgferry-screen-"))
        for attempt in range(5):
            self.number = FIRST_NUMBER + (os.getpid() + attempt * 997) % NUMBERS
            if not pathlib.Path(f"/tmp/.X{self.number}-lock").exists() and self._start():
                return self
        shutil.rmtree(self._folder)
        raise Unusable("Xvfb did not start on five display numbers")

    def __exit__(self, *_) -> None:
        self._server.terminate()
        self._server.wait(timeout=10)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> bool:
        size = f"{SIZE[0]}x{SIZE[1]}x24"
        self._server = subprocess.Popen(
            [*die_with_us(), "Xvfb", self.display, "-screen", "0", size, "-nolisten", "tcp", "-fbdir", str(self._folder)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self._server.poll() is None:
            if pathlib.Path(f"/tmp/.X11-unix/X{self.number}").exists() and self._pixels_file().is_file():
                return True
            time.sleep(0.05)
        self._server.kill()
        self._server.wait()
        return False

    @property
    def display(self) -> str:
        return f":{self.number}"

    def _pixels_file(self) -> pathlib.Path:
        return self._folder / "Xvfb_screen0"

    def colour(self, x: int, y: int) -> tuple[int, int, int]:
        """Red, green and blue at a place, as the mean of 9 by 9 pixels."""
        places = [(x + dx, y + dy) for dx in range(-4, 5) for dy in range(-4, 5)]
        with open(self._pixels_file(), "rb") as image:  # X's window dump: a header of 32-bit numbers, colours, rows
            header = struct.unpack(">25I", image.read(100))
            start, row, pixel = header[0] + 12 * header[19], header[12], header[11] // 8
            total = [0, 0, 0]
            for column, line in places:
                image.seek(start + line * row + column * pixel)
                blue, green, red = image.read(3)
                total = [total[0] + red, total[1] + green, total[2] + blue]
        return tuple(value // len(places) for value in total)

    def put_on_keyboard(self, text: str) -> None:
        """Gives every letter that is not ASCII a key of its own. Else xdotool would change the keyboard while it types, and
        programs miss letters then. For programs that start afterwards."""
        rare = sorted({letter for letter in text if not letter.isascii()})
        if len(rare) > len(SPARE_KEYS):
            raise ValueError(f"{len(rare)} letters for {len(SPARE_KEYS)} keys")
        keys = "".join(f"key <{key}> {{ type[group1] = \"ONE_LEVEL\", symbols[group1] = [ U{ord(letter):04X} ] }};"
                       for key, letter in zip(SPARE_KEYS, rare))
        subprocess.run(["xkbcomp", "-w", "0", "-", self.display], input=KEYBOARD % keys, text=True, check=True, timeout=20,
                       stdout=subprocess.DEVNULL)

    def press(self, *words: str) -> None:
        """Mouse and keyboard, in the words of xdotool."""
        subprocess.run(["xdotool", *words], env={**os.environ, "DISPLAY": self.display}, check=True, timeout=60,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def die_with_us() -> list[str]:
    """Command words that end what follows when this process ends, however it does."""
    return ["setpriv", "--pdeathsig", "KILL"]
