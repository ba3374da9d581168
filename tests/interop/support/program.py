"""tgferry as the tests use it: only its command line, never its insides."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import pathlib
import subprocess
import tempfile

from . import cases

ROOT = pathlib.Path(__file__).resolve().parents[3]
TGFERRY = pathlib.Path(os.environ.get("TGFERRY", ROOT / "build" / "release" / "tgferry")).absolute()
SECONDS = 60


class Failed(Exception):
    """tgferry ended with an error; `code` is its exit code and `said` what it wrote."""

    def __init__(self, words: list[str], code: int, said: str):
        super().__init__(f"tgferry {' '.join(words)}: exit {code}: {said.strip()}")
        self.code, self.said = code, said


def run(*words, given: str | None = None) -> str:
    """Standard output of one run; raises Failed."""
    words = [str(w) for w in words]
    done = subprocess.run([str(TGFERRY), *words], input=given if given is not None else "", capture_output=True, text=True,
                          timeout=SECONDS, check=False)
    if done.returncode != 0:
        raise Failed(words, done.returncode, done.stderr)
    return done.stdout


def make(one: dict, form: str, out=None, *options) -> str:
    """Writes a made-up session as `form`; gives the text, empty when it went to `out`."""
    given = json.dumps(cases.to_tgferry_json(one))
    where = [] if out is None else ["-o", out]
    return run("convert", "-", "--from", "tgferry-json", "--to", form, *where, *options, given=given).rstrip("\n")


def sees(path=None, *, text: str | None = None, form: str | None = None) -> dict:
    """What tgferry finds in a session, in the words of the judges; from inspect, and from its own JSON for the rest."""
    source = [path] if path is not None else ["-"]
    named = ["--from", form] if form else []
    told = json.loads(run("inspect", *source, *named, "--json", "--reveal", given=text))
    account = told["accounts"][told["active"] or 0]
    facts = _from_inspect(told, account)
    model = json.loads(run("convert", *source, *named, "--to", "tgferry-json", given=text))
    session = model["sessions"][model["active"] or 0]
    facts["peers"] = [{**p, "id": cases.marked_id(p)} for p in session.get("peers", [])]
    facts["update_state"] = _in_order(session.get("update_state"))
    facts["takeout_id"] = session.get("takeout_id")
    if len(facts["peers"]) != account["peers"]:
        raise AssertionError(f"inspect counts {account['peers']} peers, the conversion carries {len(facts['peers'])}")
    return facts


def _in_order(state: dict | None) -> dict | None:
    """The update state with its channels by id: their order means nothing, and none is the same as an empty list."""
    return state and {**state, "channels": sorted(state.get("channels", []), key=lambda c: c["id"])}


def _from_inspect(told: dict, account: dict) -> dict:
    endpoint, user, api = account["endpoint"] or {}, account["user"] or {}, account["api"] or {}
    home = next(k for k in account["keys"] if k["dc"] == account["dc"])
    key = bytes.fromhex(home["auth_key"])
    return {"format": told["format"], "variant": told["variant"], "dc": account["dc"], "test": account["test"],
            "host": endpoint.get("host"), "port": endpoint.get("port"), "key_sha1": hashlib.sha1(key).hexdigest(),
            "auth_key_id": account["auth_key_id"], "user_id": user.get("id"), "is_bot": user.get("is_bot"),
            "api_id": api.get("id"), "warnings": [w["code"] for w in told["warnings"]]}


# Where the passcode of a source comes from, and that of the folder to be written.
PASSCODE, NEW_PASSCODE, INTO_PASSCODE = "--passcode-file", "--new-passcode-file", "--into-passcode-file"


@contextlib.contextmanager
def secret_file(text: str):
    """A file that holds a passcode for as long as it is needed."""
    with tempfile.NamedTemporaryFile("w", suffix=".secret", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        yield file.name


def make_folder(out, accounts: list[dict], *options, passcode: str = "") -> None:
    """Writes a tdata folder from several sources, each a file in tgferry's own format."""
    with tempfile.TemporaryDirectory() as scratch, secret_file(passcode) as secret:
        sources = []
        for number, one in enumerate(accounts):
            sources.append(pathlib.Path(scratch) / f"{number}.json")
            sources[-1].write_text(json.dumps(cases.to_tgferry_json(one)))
        asked = [NEW_PASSCODE, secret] if passcode else []
        run("convert", *sources, "--to", "tdata", "-o", out, *asked, *options)


def sees_folder(path, *options, passcode: str = "") -> dict:
    """What tgferry finds in a folder with several accounts: each with all its keys, by DC."""
    with secret_file(passcode) as secret:
        asked = [PASSCODE, secret] if passcode else []
        told = json.loads(run("inspect", path, "--json", "--reveal", *asked, *options))
    accounts = []
    for account in told["accounts"]:
        keys = {key["dc"]: bytes.fromhex(key["auth_key"]) for key in account["keys"]}
        accounts.append({"dc": account["dc"], "test": account["test"], "user_id": (account["user"] or {}).get("id"),
                         "keys": keys, "key_sha1": hashlib.sha1(keys[account["dc"]]).hexdigest()})
    return {"format": told["format"], "variant": told["variant"], "active": told["active"], "accounts": accounts,
            "warnings": [warning["code"] for warning in told["warnings"]]}
