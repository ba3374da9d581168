"""The other libraries, each pinned to one release, and what each is used for."""

from __future__ import annotations

import dataclasses

NODE, GO, RUST, DEBIAN = "node", "go", "rust", "debian"  # environments that are no venv
LAYOUTS = "layouts"  # the environment of judges that stand for a library which cannot be had


@dataclasses.dataclass(frozen=True)
class Peer:
    name: str
    version: str
    module: str  # the environment: a requirement list's name, NODE, GO, RUST, or DEBIAN for installed packages
    judge: bool  # judges tgferry's output; the others only make fixtures of their age
    python: str = ""  # the package that must import


def _judge(name, version, python, module=None):
    return Peer(name, version, module or name, True, python)


def _maker(name, version, python, module=None):
    return Peer(name, version, module or name, False, python)


# The day on which a judge last judged everything with the version below; `*` stands for all that are not named.
JUDGED_ON = {"*": "2026-11-28"}

PEERS = {p.name: p for p in [
    _judge("telethon", "1.45.0", "telethon"),
    _judge("telethon-1.42", "1.42.0", "telethon"),
    _judge("telethon-session-sqlalchemy", "0.2.16", "alchemysession"),
    _judge("pyrogram", "2.0.106", "pyrogram"),
    _judge("kurigram", "2.2.26", "pyrogram"),
    _judge("pyrofork", "2.3.69", "pyrogram"),
    _judge("hydrogram", "0.2.0", "hydrogram"),
    _judge("opentele2", "2.0.0", "opentele2"),
    _judge("opentele2-1.2", "1.2.1", "opentele2"),
    _judge("tgconvertor", "0.3.0", "TGConvertor"),
    _judge("tgconvertor-0.1", "0.1.4", "TGConvertor"),
    _judge("gramjs", "2.26.22", "", NODE),
    _judge("teleproto", "1.229.0", "", NODE),
    _judge("mtcute", "0.30.3", "", NODE),
    _judge("gramjs-sqlitesession", "1.1.1", "", NODE),
    _judge("node-localstorage", "3.0.5", "", NODE),
    _judge("opentele", "1.15.1", "opentele"),
    _judge("androidteleporter", "1.2.1", "AndroidTelePorter"),
    _judge("gotd", "0.162.0", "", GO),
    _judge("gotd-session", "0.162.0", "", GO),
    _judge("gotgproto", "1.0.0-beta22", "", GO),  # does not compile with a newer gotd than 0.132: Telegram's schema is compiled twice
    _judge("gogram", "1.7.10", "", GO),
    _judge("grammers", "0.11.0", "", RUST),
    _judge("grammers-0.8", "0.8.0", "", RUST),
    _judge("grammers-0.7", "0.7.0", "", RUST),
    _judge("hermes-tdata", "0.2.1", "", RUST),
    _judge("tdlib", "1.8.69", "tdjson"),
    _judge("telethon2", "branch v2", "cryptography", LAYOUTS),
    _judge("wtelegramclient", "4.4.7", "cryptography", LAYOUTS),
    _judge("telegram-desktop", "4.6.5 or newer", "", DEBIAN),
    _judge("web", "Chromium of Debian", "", DEBIAN),
    # A maker, though run.py has it judge as well: not every module proxy serves it.
    Peer("mtgo", "session-converter 0.5.0, storage/sqlite 0.1.0", GO, False),
    _maker("telethon-0.16", "0.16", "telethon"),
    _maker("telethon-0.16.1", "0.16.1.4", "telethon"),
    _maker("telethon-0.18", "0.18.3", "telethon"),
    _maker("telethon-1.5", "1.5.5", "telethon"),
    _maker("telethon-1.10", "1.10.1", "telethon"),
    _maker("telethon-1.16", "1.16.4", "telethon"),
    _maker("telethon-1.44", "1.44.0", "telethon"),
    _maker("pyrogram-0.15", "0.15.1", "pyrogram"),
    _maker("pyrogram-1.2", "1.2.20", "pyrogram"),
    _maker("pyrogram-1.4", "1.4.16", "pyrogram"),
    _maker("kurigram-2.1", "2.1.35", "pyrogram"),
    _maker("opentele2-1.1", "1.1.6", "opentele2"),
    _maker("grammers-0.3", "0.3.0", "", RUST),
    _maker("grammers-0.1", "0.1.0", "", RUST),
]}
