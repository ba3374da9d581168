#!/usr/bin/env python3
"""Has one of the other libraries judge tgferry: `run.py PEER` (`run.py --list` names them).

Leaves with 0 when everything held, 1 when something did not, 77 when the peer cannot be installed here;
with CI=true the last is a failure too. The program under test is $TGFERRY, or build/release/tgferry.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import peers
from support import jail, program
from support.checks import Checks

SKIPPED = 77
SUITES = {"telethon": "telethon", "telethon-1.42": "telethon", "pyrogram": "pyrogram", "kurigram": "pyrogram",
          "pyrofork": "pyrogram", "hydrogram": "pyrogram", "opentele": "opentele", "opentele2": "opentele2", "opentele2-1.2": "opentele2",
          "tgconvertor": "tgconvertor", "tgconvertor-0.1": "tgconvertor", "gramjs": "gramjs", "teleproto": "gramjs",
          "mtcute": "mtcute", "gramjs-sqlitesession": "gramjs_sqlite", "node-localstorage": "mtkruto",
          "gotd": "gotd", "gotd-session": "gotd_session", "gotgproto": "gotgproto", "gogram": "gogram", "mtgo": "mtgo",
          "grammers": "grammers", "grammers-0.8": "grammers", "grammers-0.7": "grammers", "tdlib": "tdlib", "web": "web",
          "hermes-tdata": "hermes", "telethon2": "telethon2", "telethon-session-sqlalchemy": "telethon_sqlalchemy", "wtelegramclient": "wtelegramclient",
          "androidteleporter": "androidteleporter",
          "telegram-desktop": "desktop", "telegram-desktop.judge": "desktop_judge"}
SAME_PEER = {"telegram-desktop.judge": "telegram-desktop"}  # a suite of its own, of a peer that has two


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("peer", nargs="?", choices=SUITES)
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args()
    if given.list or given.peer is None:
        print("\n".join(SUITES))
        return 0 if given.list else 2
    if not program.TGFERRY.is_file():
        print(f"{program.TGFERRY} is missing: build it, or name it in TGFERRY")
        return 1
    try:
        peers.install(peers.PEERS[SAME_PEER.get(given.peer, given.peer)])
    except peers.Unavailable as reason:
        print(f"SKIPPED {given.peer}: {reason}")
        return 1 if os.environ.get("CI") == "true" else SKIPPED
    if jail.note():
        print(jail.note())
    checks = Checks(given.peer)
    importlib.import_module(f"suites.{SUITES[given.peer]}").run(checks)
    return checks.done()


if __name__ == "__main__":
    sys.exit(main())
