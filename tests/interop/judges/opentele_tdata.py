"""What opentele and its successor make of a tdata folder. Shared by their judges: the classes have the same names in all three.

The description of a folder: accounts (each a case), passcode, active, and `fresh_key`: whether the library is to make a local
key of its own instead of the published one that it uses by default.
"""

from __future__ import annotations

import importlib
import importlib.util
import json

import common


def _is_installed(name: str) -> bool:
    """A package, not the judge of that name in this folder."""
    found = importlib.util.find_spec(name)
    return found is not None and found.submodule_search_locations is not None


NAME = "opentele2" if _is_installed("opentele2") else "opentele"
td = importlib.import_module(f"{NAME}.td")
api = importlib.import_module(f"{NAME}.api").API.TelegramDesktop


async def read(path: str, given: str) -> dict:
    wanted = json.loads(given or "{}")
    desktop = td.TDesktop(path, passcode=wanted.get("passcode") or None, keyFile=wanted.get("key_name"))
    accounts = [{"dc": int(one.MainDcId), "user_id": one.UserId, "key_sha1": common.sha1(one.authKey.key)} for one in desktop.accounts]
    active = [one is desktop.mainAccount for one in desktop.accounts].index(True)  # their == knows no end in opentele
    return {"accounts": accounts, "active": active, "version": desktop.AppVersion}


async def write(path: str, wanted: dict) -> None:
    td.TDesktop.kPerformanceMode = not wanted.get("fresh_key", True)
    desktop = td.TDesktop()
    passcode = wanted.get("passcode") or None
    if not hasattr(desktop, "_addAccount"):
        desktop._TDesktop__generateLocalKey()
    for index, one in enumerate(wanted["accounts"]):
        _add(desktop, index, one["dc"], one["user_id"], bytes.fromhex(one["auth_key"]))
    desktop.SaveTData(path, passcode=passcode)


def _add(desktop, index: int, dc: int, user_id: int, key: bytes) -> None:
    """As the libraries do it with an account of Telethon, without asking a server first."""
    if hasattr(desktop, "_addAccount"):
        desktop._addAccount(user_id, td.AuthKey(key, td.AuthKeyType.ReadFromFile, dc), api)
        return
    number = importlib.import_module(f"{NAME}.td.configs").DcId(dc)
    account = td.Account(owner=desktop, api=api, index=index)
    account._setMtpAuthorizationCustom(number, user_id, [td.AuthKey(key, td.AuthKeyType.ReadFromFile, number)])
    desktop._addSingleAccount(account)
