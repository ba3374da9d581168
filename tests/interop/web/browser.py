"""Headless Chromium without a network, driven over a pipe by the DevTools protocol: what a user does in the console.

Every request is answered here before it would leave the browser, so the page has the origin of the real site, whose
localStorage belongs to the path /a/ and /k/ alike.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import time

from desktop.screen import die_with_us
from support import jail

PROGRAMS = ("chromium", "setpriv", "bash")
SECONDS = 60  # until an answer; a start takes two on a quiet machine
END_SECONDS = 10
SITE = "https://web.telegram.org"
# A page as strict as the site's own: no script in it runs, the console does.
HEADERS = [{"name": "Content-Type", "value": "text/html; charset=utf-8"},
           {"name": "Content-Security-Policy", "value": "default-src 'self'; script-src 'self'"}]
PAGE = "<!DOCTYPE html><title>Telegram</title><script>document.title = 'ran';</script><p>made up"
SWITCHES = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--no-default-browser-check", "--disable-extensions", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--remote-debugging-pipe")


class BrowserBroken(Exception):
    """The browser itself failed: the test says nothing about tgferry."""


class Thrown(Exception):
    """The script ended with an exception; the text is its own."""


def missing() -> str | None:
    """Why the browser cannot be run here, if it cannot."""
    absent = [name for name in PROGRAMS if shutil.which(name) is None]
    if absent:
        return f"{', '.join(absent)} not installed (Debian: chromium, util-linux)"
    if not jail.prefix():
        return "neither `unshare -n` nor `unshare -rn` works here, and it must not reach a network"
    return None


class Browser:
    """One browser with one page; a profile of its own, gone with it."""

    def __enter__(self) -> "Browser":
        self._folder = pathlib.Path(tempfile.mkdtemp(prefix="tgferry-chromium-"))
        self._number, self._buffer, self._session = 0, b"", None
        self._answers: list[str | None] = []  # to the dialogs to come; None cancels
        self.copied: list[str] = []  # what the page put on the clipboard
        self.dialogs: list[str] = []
        self._start()
        try:
            self._open_page()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        self._session = None
        self._send("Browser.close")
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._to)
        os.close(self._from)
        end = time.monotonic() + END_SECONDS
        while self._folder.exists() and time.monotonic() < end:  # its helpers may write for a moment longer
            shutil.rmtree(self._folder, ignore_errors=True)
            time.sleep(0.05)

    def _start(self) -> None:
        their_in, self._to = os.pipe()
        self._from, their_out = os.pipe()
        words = [*die_with_us(), *jail.prefix(), "bash", "-c", f'exec "$@" 3<&{their_in} 4>&{their_out}', "bash", "chromium",
                 *SWITCHES, f"--user-data-dir={self._folder / 'profile'}", "about:blank"]
        environ = {**os.environ, "HOME": str(self._folder), "XDG_CONFIG_HOME": str(self._folder),
                   "XDG_CACHE_HOME": str(self._folder)}
        environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
        with open(self._folder / "log", "wb") as log:
            self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environ,
                                             pass_fds=(their_in, their_out))
        os.close(their_in)
        os.close(their_out)

    def _open_page(self) -> None:
        target = self._call("Target.createTarget", {"url": "about:blank"})["targetId"]
        self._session = self._call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        self._call("Fetch.enable", {"patterns": [{"urlPattern": "*"}]})
        for domain in ("Page", "Runtime", "DOMStorage"):
            self._call(f"{domain}.enable")

    def open(self, path: str) -> None:
        """Goes to a page of the site."""
        self.loads = 0
        self._call("Page.navigate", {"url": SITE + path})
        self._until(lambda: self.loads)

    def storage(self) -> dict[str, str]:
        """The site's localStorage, past the page."""
        place = {"storageKey": SITE + "/", "isLocalStorage": True}
        return dict(self._call("DOMStorage.getDOMStorageItems", {"storageId": place})["entries"])

    def fill(self, items: dict[str, str]) -> None:
        """Puts localStorage in the state that a client leaves."""
        self.console(f"localStorage.clear(); for (const [k, v] of Object.entries({json.dumps(items)})) localStorage.setItem(k, v);")

    def console(self, script: str, *answers: str | None, reloads: bool = False) -> None:
        """Runs a script as the console does, with its helpers such as copy(). Raises Thrown.

        `answers` are what the user types into the dialogs that it opens; None cancels one.
        """
        self._answers, self.loads = list(answers), 0
        done = self._call("Runtime.evaluate", {"expression": script, "includeCommandLineAPI": True, "userGesture": True})
        if "exceptionDetails" in done:
            thrown = done["exceptionDetails"]
            raise Thrown(thrown.get("exception", {}).get("description") or thrown["text"])
        if self._answers:
            raise Thrown("asked for less than was to be answered")
        if reloads:
            self._until(lambda: self.loads)

    def _call(self, method: str, parameters: dict | None = None) -> dict:
        number = self._send(method, parameters)
        found: list[dict] = []
        self._until(lambda: found, lambda message: found.append(message) if message.get("id") == number else None)
        if "error" in found[0]:
            raise BrowserBroken(f"{method}: {found[0]['error']['message']}")
        return found[0]["result"]

    def _send(self, method: str, parameters: dict | None = None) -> int:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters or {}}
        if self._session:
            message["sessionId"] = self._session
        data = json.dumps(message).encode() + b"\0"
        with contextlib.suppress(BrokenPipeError):  # its end is noticed by the reading
            while data:
                data = data[os.write(self._to, data):]
        return self._number

    def _until(self, is_done, look=lambda message: None) -> None:
        """Takes what the browser says until `is_done`."""
        end = time.monotonic() + SECONDS
        while not is_done():
            message = self._next(end)
            look(message)
            self._event(message.get("method"), message.get("params", {}))

    def _next(self, end: float) -> dict:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._from], [], [], max(0, end - time.monotonic()))
            more = os.read(self._from, 1 << 16) if ready else b""
            if not more:
                what = "ended" if ready else f"gave no answer in {SECONDS} s"
                log = (self._folder / "log").read_text(errors="replace").strip()
                raise BrowserBroken(f"Chromium {what}: {log[-600:]}")
            self._buffer += more
        line, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(line)

    def _event(self, method: str | None, said: dict) -> None:
        if method == "Fetch.requestPaused":
            known = said["request"]["url"].startswith(SITE) and said.get("resourceType") == "Document"
            body = base64.b64encode(PAGE.encode()).decode() if known else ""
            self._send("Fetch.fulfillRequest", {"requestId": said["requestId"], "responseCode": 200 if known else 404,
                                                "responseHeaders": HEADERS, "body": body})
        elif method == "Page.loadEventFired":
            self.loads += 1
        elif method == "Page.javascriptDialogOpening":
            self.dialogs.append(said["message"])
            answer = self._answers.pop(0) if self._answers else None
            self._send("Page.handleJavaScriptDialog", {"accept": answer is not None, "promptText": answer or ""})
        elif method == "Runtime.inspectRequested" and said["hints"].get("copyToClipboard"):
            self.copied.append(said["object"]["value"])
