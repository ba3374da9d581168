"""What TDLib itself makes of a database directory: it opens the folder, says its state, and rewrites it.

What comes on standard input is {"key": base64, "test": bool, "databases": bool, "seconds": how long a state must last}. Each
folder is opened by a process of its own, since TDLib ends the process at what it cannot bear: `died` is then the signal's name.
`states` are the authorisation states in their order, `is_bot` what TDLib answers to a method that bots do not have.
"""

from __future__ import annotations

import sys

sys.path = [p for p in sys.path if p and not p.endswith("judges")] + [__file__.rpartition("/")[0]]

import base64
import json
import resource
import signal
import subprocess
import time

import common
import tdjson

SECONDS = 20  # for all of it
LASTING = 0.5  # a login that TDLib throws away is gone in a hundredth of that
NOT_FOR_BOTS = "getChats"


async def read(form: str, path: str | None, text: str) -> dict:
    asked = json.loads(text) if text else {}
    words = [sys.executable, "-W", "ignore", __file__, "open", path, base64.b64encode(json.dumps(asked).encode()).decode()]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS + 10, check=False,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)))
    if done.returncode < 0:
        return {**common.seen(), "died": signal.Signals(-done.returncode).name, "said": done.stderr[-2000:]}
    if done.returncode:
        raise RuntimeError(done.stderr[-800:])
    facts = json.loads(done.stdout)
    if facts["error"]:
        raise RuntimeError(facts["error"])
    return {**common.seen(), **facts, "died": None}


async def write(form: str, path: str | None, description: dict) -> str:
    raise NotImplementedError("TDLib writes a login only once a server has accepted one")


class Client:
    def __init__(self, path: str, asked: dict):
        _call(tdjson.td_execute, {"@type": "setLogVerbosityLevel", "new_verbosity_level": 1})
        self._id = tdjson.td_create_client_id()
        self._lasting = asked.get("seconds", LASTING)
        self.facts = {"states": [], "my_id": None, "is_bot": None, "authorization_date": None, "error": None}
        databases = dict.fromkeys(("use_file_database", "use_chat_info_database", "use_message_database"), asked.get("databases", False))
        self.send("setTdlibParameters", **databases, use_test_dc=asked.get("test", False), database_directory=path, files_directory=path,
                  database_encryption_key=asked.get("key", ""), api_id=1, api_hash="0" * 32, system_language_code="en",
                  device_model="judge", application_version="1")

    def send(self, kind: str, **fields) -> None:
        tdjson.td_send(self._id, json.dumps({"@type": kind, **fields, "@extra": kind}).encode())

    def run(self) -> dict:
        """Until TDLib has closed: by itself, or because its state has lasted long enough."""
        deadline, close_at = time.monotonic() + SECONDS, None
        while time.monotonic() < deadline:
            answer = tdjson.td_receive(0.05)
            if answer:
                self._take(json.loads(answer))
            if self.facts["states"][-1:] == ["Closed"]:
                return self.facts
            if self._settled() and close_at is None:
                close_at = time.monotonic() + self._lasting
                self.send(NOT_FOR_BOTS, limit=1)
            if close_at is not None and time.monotonic() > close_at:
                close_at = deadline
                self.send("close")
        raise TimeoutError(f"not closed after {SECONDS} s: {self.facts}")

    def _settled(self) -> bool:
        return bool(self.facts["error"]) or self.facts["states"][-1:] in (["Ready"], ["WaitPhoneNumber"]) or self._waits()

    def _waits(self) -> bool:
        """Parameters were taken, and no state follows: TDLib asks the server first."""
        return self._taken_at is not None and time.monotonic() > self._taken_at + 1

    _taken_at = None

    def _take(self, update: dict) -> None:
        kind, extra = update["@type"], update.get("@extra")
        if kind == "updateAuthorizationState":
            self.facts["states"].append(update["authorization_state"]["@type"].removeprefix("authorizationState"))
        elif kind == "updateOption" and update["name"] in self.facts and "value" in update["value"]:
            self.facts[update["name"]] = int(update["value"]["value"])
        elif extra == "setTdlibParameters" and kind == "error":
            self.facts["error"] = f"{update['code']}: {update['message']}"
        elif extra == "setTdlibParameters":
            self._taken_at = time.monotonic()
        elif extra == NOT_FOR_BOTS and kind == "error":
            self.facts["is_bot"] = update["code"] == 400 and "bots" in update["message"]


def _call(function, request: dict) -> None:
    function(json.dumps(request).encode())


if __name__ == "__main__":
    if sys.argv[1] == "open":
        print(json.dumps(Client(sys.argv[2], json.loads(base64.b64decode(sys.argv[3]))).run()))
    else:
        common.main(read, write)
