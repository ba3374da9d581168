"""The newest release of each peer, as its registry tells it: what the pins are held against."""

from __future__ import annotations

import pathlib
import re
import subprocess
import sys

from .peer_list import DEBIAN, GO, LAYOUTS, NODE, RUST, Peer

HERE = pathlib.Path(__file__).resolve().parent.parent
SECONDS = 60
NODE_PACKAGES = {"gramjs": "telegram", "mtcute": "@mtcute/node"}  # the others are called as their package
GO_MODULES = {"gotd": "github.com/gotd/td", "gotd-session": "github.com/gotd/td", "gotgproto": "github.com/celestix/gotgproto",
              "gogram": "github.com/amarnathcjd/gogram", "mtgo": "github.com/mtgo-labs/session-converter"}
DEBIAN_PACKAGES = {"telegram-desktop": "telegram-desktop", "web": "chromium"}


# Why a pin is not what its registry calls newest.
REASONS = {
    "telethon-1.42": "the last before schema 8",
    "opentele2-1.2": "the last in Python",
    "tgconvertor-0.1": "the last that is strict about tables",
    "teleproto": "the tag `latest` belongs to an abandoned numbering; 1.229.0 was published last",
    "gotd": "the proxy lists nothing newer, and serves this one by name",
    "gotd-session": "the proxy lists nothing newer, and serves this one by name",
    "gotgproto": "the proxy lists none",
    "gogram": "the proxy lists none",
    "grammers-0.8": "the last with its binary file",
    "grammers-0.7": "the last without SQLite",
    "telegram-desktop": "whatever the suite of Debian has",
    "web": "whatever the suite of Debian has",
}


def package(peer: Peer) -> str:
    """What the registry calls it."""
    if peer.module == NODE:
        return NODE_PACKAGES.get(peer.name, peer.name)
    if peer.module == GO:
        return GO_MODULES[peer.name]
    if peer.module == RUST:
        return "hermes-tdata" if peer.name == "hermes-tdata" else "grammers-session"
    if peer.module == DEBIAN:
        return DEBIAN_PACKAGES[peer.name]
    if peer.module == LAYOUTS:
        return ""
    pins = (HERE / "requirements" / f"{peer.module}.txt").read_text().split()
    return max((pin.partition("==")[0] for pin in pins if pin.endswith(f"=={peer.version}")), key=len, default="")


def newest(peer: Peer) -> str:
    """"" where no registry has it; "?" where it did not answer."""
    name = package(peer)
    if not name:
        return ""
    ask = {NODE: _npm, GO: _go, RUST: _crates, DEBIAN: _debian}.get(peer.module, _pypi)
    try:
        return ask(name) or "?"
    except (subprocess.TimeoutExpired, FileNotFoundError, ValueError):
        return "?"


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, stdin=subprocess.DEVNULL, check=False).stdout


def _pypi(name: str) -> str:
    found = re.search(r"\((.*?)\)", _said(sys.executable, "-m", "pip", "index", "versions", name, "--disable-pip-version-check"))
    return found[1] if found else ""


def _npm(name: str) -> str:
    return _said("npm", "view", name, "dist-tags.latest").strip()


def _go(name: str) -> str:
    """What the module proxy lists, which may be years behind what it serves by name."""
    return (_said("go", "list", "-m", "-versions", name).split() or [""])[-1].removeprefix("v").replace(name, "")


def _crates(name: str) -> str:
    found = re.search(r"^version: (\S+)", _said("cargo", "info", "--quiet", name), re.MULTILINE)
    return found[1] if found else ""


def _debian(name: str) -> str:
    found = re.search(r"Candidate: (\S+)", _said("apt-cache", "policy", name))
    return found[1] if found else ""
