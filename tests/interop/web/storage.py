"""A second decoder of what Telegram Web A and Web K keep in localStorage, and the items that they would write.

It follows the rules of the two clients' sources (util/sessions.ts and util/multiaccount.ts of Web A; lib/sessionStorage.ts,
lib/localStorage.ts and lib/accounts of Web K) and shares no line with tgferry. The clients themselves are not run: they would
call out before they show anything. What a client would not start with is Rejected.
"""

from __future__ import annotations

import json

DCS = range(1, 6)
WEB_A_SLOTS, WEB_K_SLOTS = range(1, 7), range(1, 5)
LAST_JS_INTEGER = 2**53 - 1


class Rejected(Exception):
    """The client would ask for a new login; the text says why."""


def read_web_a(items: dict[str, str]) -> dict[int, dict]:
    """The accounts of today's Web A by slot; the first from the older names where account1 names no DC."""
    accounts = {}
    for slot in WEB_A_SLOTS:
        stored = json.loads(items.get(f"account{slot}", "{}"))
        if stored.get("dcId"):
            accounts[slot] = _web_a_account(stored["dcId"], stored.get("userId"), stored.get("isTest"),
                                            {dc: stored.get(f"dc{dc}_auth_key") for dc in DCS}, stored)
        elif slot == 1 and "user_auth" in items:
            accounts[slot] = read_web_a_before_accounts(items)
    if not accounts:
        raise Rejected("nobody is logged in")
    return accounts


def read_web_a_before_accounts(items: dict[str, str]) -> dict:
    """The one account of the builds before account1, which know the older names alone."""
    user = json.loads(items["user_auth"])
    if not (user.get("id") and user.get("dcID")):
        raise Rejected("user_auth names no user or no DC")
    if int(items["dc"]) != int(user["dcID"]):
        raise Rejected("dc is not that of user_auth")
    keys = {dc: json.loads(items.get(f"dc{dc}_auth_key", "null")) for dc in DCS}
    return _web_a_account(int(user["dcID"]), user["id"], user.get("test"), keys, {})


def _web_a_account(dc, user_id, is_test, keys: dict, stored: dict) -> dict:
    if not isinstance(user_id, str) or not user_id.isdigit():
        raise Rejected(f"the user's id is {user_id!r} and no text of digits")
    if is_test not in (None, True):
        raise Rejected(f"the mark of test accounts is {is_test!r}")
    return {"dc": _dc(dc), "user_id": int(user_id), "test": bool(is_test), "keys": _keys(keys, dc),
            "names": [stored.get(name) for name in ("firstName", "lastName", "phone")]}


def read_web_k(items: dict[str, str], *, test: bool = False) -> dict[int, dict]:
    """The accounts of Web K by number, in one of its two modes: everything of the test servers stands behind t_."""
    mine = {name.removeprefix("t_"): value for name, value in items.items() if name.startswith("t_") == test}
    accounts = {}
    for number in WEB_K_SLOTS:
        stored = json.loads(mine.get(f"account{number}", "null"))
        if stored and stored.get("userId"):
            accounts[number] = _web_k_account(stored, stored["userId"], stored["dcId"], test)
    if not accounts:
        raise Rejected("nobody is logged in")
    if 1 in accounts and accounts[1] != (older := read_web_k_before_accounts(items, test=test)):
        raise Rejected(f"account1 is {accounts[1]}, the older names say {older}")
    return accounts


def read_web_k_before_accounts(items: dict[str, str], *, test: bool = False) -> dict:
    """The one account of the releases before account1."""
    prefix = "t_" if test else ""
    mine = {name.removeprefix(prefix): _meaning(value) for name, value in items.items()
            if name.startswith(prefix) and not name.removeprefix(prefix).startswith("account")}
    user = mine.get("user_auth")
    if not user:
        raise Rejected("user_auth is missing")
    if mine["dc"] != user["dcID"]:
        raise Rejected("dc is not that of user_auth")
    return _web_k_account(mine, user["id"], user["dcID"], test)


def _meaning(value: str):
    """As Web K takes an item: JSON, and text where it is none."""
    try:
        return json.loads(value)
    except ValueError:
        return value


def _web_k_account(stored: dict, user_id, dc, test: bool) -> dict:
    if not isinstance(user_id, int) or not 0 < user_id <= LAST_JS_INTEGER:
        raise Rejected(f"the user's id is {user_id!r} and no number that JavaScript holds")
    salts = {n: stored[f"dc{n}_server_salt"] for n in DCS if f"dc{n}_server_salt" in stored}
    if any(len(salt) != 16 for salt in salts.values()):
        raise Rejected("a salt without 16 characters")
    keys = _keys({n: stored.get(f"dc{n}_auth_key") for n in DCS}, dc)
    print_of_keys = stored.get("auth_key_fingerprint")
    if print_of_keys is not None and not (2 in keys and keys[2].hex().startswith(print_of_keys)):
        raise Rejected(f"the fingerprint {print_of_keys!r} is not that of the keys")
    return {"dc": _dc(dc), "user_id": user_id, "test": test, "keys": keys, "salts": salts}


def _dc(dc) -> int:
    if dc not in DCS or isinstance(dc, str):
        raise Rejected(f"the DC is {dc!r}")
    return dc


def _keys(keys: dict, home: int) -> dict[int, bytes]:
    for dc, key in keys.items():
        if key is not None and (len(key) != 512 or key != key.lower()):
            raise Rejected(f"the key of DC {dc} is not 512 digits in lower case")
    found = {dc: bytes.fromhex(key) for dc, key in keys.items() if key is not None}
    if home not in found:
        raise Rejected(f"no key of the home DC {home}")
    return found


def write_web_a(accounts: list[dict], *, older_only: bool = False) -> dict[str, str]:
    """The items of Web A with these cases logged in, and what else it keeps beside them."""
    items = {"tt-multitab_1": "1", "tgme_sync": _text({"canRedirect": True, "ts": 1767225600})}
    for slot, one in enumerate(accounts, 1):
        stored = {"dcId": one["dc"], **({"isTest": True} if one["test"] else {})}
        keys = {f"dc{dc}_auth_key": key for dc, key in _all_keys(one).items()}
        person = {"userId": str(one["user_id"]), "firstName": "Mady", "lastName": "Upson", "phone": "99966123456",
                  "isPremium": False, "color": 3}
        if not older_only:
            items[f"account{slot}"] = _text({**stored, **keys, **person})
        if slot == 1:
            items["user_auth"] = _text({"dcID": one["dc"], "id": str(one["user_id"]), **({"test": True} if one["test"] else {})})
            items["dc"] = str(one["dc"])
            items |= {name: _text(key) for name, key in keys.items()}
    return items


def write_web_k(accounts: list[dict], *, current: int = 1, older_only: bool = False, logged_out: bool = False) -> dict[str, str]:
    """The items of Web K with these cases logged in, each in the mode it belongs to."""
    items = {"kz_version": _text("K"), "k_build": "564", "state_id": "1234567", "server_time_offset": "0",
             "xt_instance": _text({"id": 5, "idle": False, "time": 1767225600000}), "tgme_sync": _text({"canRedirect": True, "ts": 1})}
    if current != 1:
        items["current_account"] = str(current)
    numbers = {False: 0, True: 0}
    for one in accounts:
        prefix = "t_" if one["test"] else ""
        numbers[one["test"]] += 1
        stored = {f"dc{dc}_auth_key": key for dc, key in _all_keys(one).items()}
        stored |= {f"dc{dc}_server_salt": f"{dc:02x}" * 8 for dc in _all_keys(one)}
        if 2 in _all_keys(one):
            stored["auth_key_fingerprint"] = _all_keys(one)[2][:8]
        person = {} if logged_out else {"userId": one["user_id"], "date": 1766000000}
        if not older_only:
            items[f"{prefix}account{numbers[one['test']]}"] = _text({"dcId": one["dc"], **stored, **person})
        if numbers[one["test"]] == 1 and not logged_out:
            items[f"{prefix}user_auth"] = _text({"date": 1767225600, "id": one["user_id"], "dcID": one["dc"]})
            items[f"{prefix}dc"] = str(one["dc"])
            items |= {prefix + name: _text(value) for name, value in stored.items()}
    return items


def write_first_builds(one: dict) -> dict[str, str]:
    """Web A's first builds: the session lay in IndexedDB, under the name that localStorage told."""
    def buffer(key: str) -> dict:
        return {"type": "Buffer", "data": list(bytes.fromhex(key))}

    name = "GramJs-session-1617000000000"
    keys = {str(dc): buffer(key) for dc, key in _all_keys(one).items()}
    return {"GramJs:sessionId": name, f"GramJs:{name}": _text({"mainDcId": one["dc"], "keys": keys, "hashes": {}})}


def write_webogram(one: dict) -> dict[str, str]:
    """The client before both, and Web K's first years: the older names, values as they are where they are text."""
    items = {"dc": str(one["dc"]), "user_auth": _text({"dcID": one["dc"], "id": one["user_id"]})}
    for dc, key in _all_keys(one).items():
        items |= {f"dc{dc}_auth_key": key, f"dc{dc}_server_salt": f"{dc:02x}" * 8}
    return items


def _all_keys(one: dict) -> dict[int, str]:
    return {one["dc"]: one["auth_key"], **one.get("other_keys", {})}


def _text(value) -> str:
    return json.dumps(value, separators=(",", ":"))
