"""How the suites use the driver: one screen for all runs, and what `accepted` means."""

from __future__ import annotations

import contextlib
import pathlib

from support.checks import Checks

from . import driver, tdata
from .screen import Screen


def account(one: dict) -> tdata.Account:
    """A made-up session as an account of a folder."""
    keys = {one["dc"]: one["auth_key"], **one.get("other_keys", {})}
    return tdata.Account(one["user_id"], one["dc"], {dc: bytes.fromhex(key) for dc, key in keys.items()}, one["test"])


class Seat:
    """A screen and a place for folders. Use it with `with`."""

    def __init__(self, checks: Checks):
        self._checks, self._screen, self._reports = checks, Screen(), []

    def __enter__(self) -> "Seat":
        self._screen.__enter__()
        return self

    def __exit__(self, *error) -> None:
        self._screen.__exit__(*error)

    @contextlib.contextmanager
    def that(self, what: str):
        """One check; gives the path of a folder that is not there yet."""
        with self._checks.that(what):
            yield self._checks.path("tdata")
        for report in self._reports:
            driver.forget(report)
        self._reports.clear()

    def opens(self, folder: pathlib.Path, **how) -> driver.Report:
        """Has the program open a copy; what is left of it lives until the check ends."""
        self._reports.append(driver.run(self._screen, folder, **how))
        return self.last

    @property
    def last(self) -> driver.Report:
        """What became of the last folder opened."""
        return self._reports[-1]


def accepted(report: driver.Report, accounts: dict[int, tdata.Account], *, passcode: str = "", data: str = "data") -> tdata.Folder:
    """Asserts that exactly these accounts were opened, that their files survived, and that the second decoder still finds
    the same keys after the program has rewritten the folder. Gives what it decoded."""
    if report.outcome != driver.ACCEPTED:
        raise AssertionError(f"{report.outcome}, exit {report.exit_code}: {report.log[-4:]}")
    names = sorted(tdata.account_name(index, data) for index in accounts)
    if report.accounts != names:
        raise AssertionError(f"opened {report.accounts}, not {names}")
    counts = sorted((len(account.keys), len(account.to_destroy)) for account in accounts.values())
    if sorted(report.keys_read) != counts:
        raise AssertionError(f"read keys {report.keys_read}, not {counts}")
    _unharmed(report, names)
    after = tdata.read(report.tdata, passcode, data)
    if after.accounts.keys() != accounts.keys():
        raise AssertionError(f"indices {list(after.accounts)}, not {list(accounts)}")
    for index, account in accounts.items():
        _same(index, after.accounts[index], account)
    return after


def _unharmed(report: driver.Report, names: list[str]) -> None:
    for name in map(tdata.part_name, names):
        if f"{name}s" in report.changes:
            raise AssertionError(f"the auth file of {name} was {report.changes[f'{name}s']}")
        if report.changes.get(f"{name}/maps", "rewritten") != "rewritten":  # as it is, where the program opens it again
            raise AssertionError(f"the map of {name} is {report.changes[f'{name}/maps']}")


def _same(index: int, seen: tdata.Account, wanted: tdata.Account) -> None:
    facts = ("user_id", "dc", "test", "keys", "to_destroy")
    wrong = [name for name in facts if getattr(seen, name) != getattr(wanted, name)]
    if wrong:
        raise AssertionError(f"account {index} differs in {', '.join(wrong)}")
