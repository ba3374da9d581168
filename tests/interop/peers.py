#!/usr/bin/env python3
"""The other libraries, each in an environment of its own under build/peers.

    peers.py list               name, pinned version, what it is used for
    peers.py install [NAME...]  installs what is missing (all judges when no name is given)
    peers.py newest [NAME...]   pinned version beside the newest that its registry has
    peers.py python NAME        prints the interpreter (or node folder) of one of them

The Python ones conflict (several share one package name), so each has a venv. An environment is kept as
long as its requirement list and this interpreter stay the same, and rebuilt otherwise. Only the ordinary
clients are used: pip, npm, go and cargo, with every version pinned and nothing resolved beyond the lock files.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import contextlib
import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from support import newest
from support.jail import prefix as no_network
from support.peer_list import DEBIAN, GO, LAYOUTS, NODE, PEERS, RUST, Peer  # noqa: F401 (callers ask for them here)

ROOT = HERE.parent.parent
PEERS_DIR = pathlib.Path(os.environ.get("TGFERRY_PEERS_DIR", ROOT / "build" / "peers"))
INSTALL_SECONDS = 420
RUST_SECONDS = 840  # four releases of a large generated crate, and SQLite


class Unavailable(Exception):
    """The peer cannot be had on this machine; the text says why."""


def environment(peer: Peer) -> pathlib.Path:
    """Each Go library has a program of its own: one that does not build leaves the others alone."""
    return PEERS_DIR / (f"go-{peer.name}" if peer.module == GO else peer.module)


def interpreter(peer: Peer) -> list[str]:
    """The command that runs a judge of this peer; the peer must be installed."""
    if peer.module == NODE:
        return ["node"]
    if peer.module == GO:
        return [str(environment(peer) / "judge")]
    if peer.module == RUST:
        return [str(environment(peer) / "judge"), peer.name]
    if peer.module == DEBIAN:
        return [peer.name]
    return [str(environment(peer) / "bin" / "python"), "-W", "ignore"]


def install(peer: Peer) -> str:
    """Makes the environment if it is missing or out of date. Says what it did; raises Unavailable."""
    if peer.module == DEBIAN:
        return _debian(peer)
    PEERS_DIR.mkdir(parents=True, exist_ok=True)
    with _exclusive(PEERS_DIR / f".{environment(peer).name}.lock"):
        stamp, want = environment(peer) / ".stamp", _fingerprint(peer)
        if stamp.is_file() and stamp.read_text() == want:
            return "present"
        shutil.rmtree(environment(peer), ignore_errors=True)
        started = time.monotonic()
        try:
            {NODE: _install_node, GO: _install_go, RUST: _install_rust}.get(peer.module, _install_venv)(peer)
        except BaseException:
            shutil.rmtree(environment(peer), ignore_errors=True)
            raise
        stamp.write_text(want)
        return f"installed in {time.monotonic() - started:.0f} s"


def _install_venv(peer: Peer) -> None:
    target, pins = environment(peer), HERE / "requirements" / f"{peer.module}.txt"
    _run([sys.executable, "-m", "venv", "--without-pip", str(target)], f"{peer.name}: python3 -m venv")
    python = str(target / "bin" / "python")
    _run([_shared_pip(), "-m", "pip", "--python", python, "install", "--quiet", "--no-input", "--disable-pip-version-check", "--no-deps",
          "--no-compile", "--requirement", str(pins)], f"{peer.name}: pip install")
    environ = {**os.environ, "OPENTELE_NO_FETCH": "1"}
    _run([*no_network(), python, "-W", "ignore", "-c", f"import {peer.python}"], f"{peer.name}: import {peer.python}",
         env=environ)


def _shared_pip() -> str:
    """One pip serves all venvs: giving each its own would take longer than the libraries do."""
    with _exclusive(PEERS_DIR / ".pip.lock"):
        python = PEERS_DIR / ".pip" / "bin" / "python"
        if not (PEERS_DIR / ".pip" / ".stamp").is_file():
            _run([sys.executable, "-m", "venv", "--clear", str(PEERS_DIR / ".pip")], "python3 -m venv (Debian: python3-venv)")
            (PEERS_DIR / ".pip" / ".stamp").touch()
        return str(python)


def _install_node(peer: Peer) -> None:
    target = environment(peer)
    if shutil.which("npm") is None:
        raise Unavailable("node: npm is not installed (Debian: nodejs, npm)")
    target.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / "node" / name, target / name)
    shutil.copytree(HERE / "node" / "drivers", target / "drivers")  # stand for the packages that are native code
    # No install scripts: the only native parts are optional and ship ready-built.
    _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], "node: npm ci", cwd=target)
    # It asks for an older better-sqlite3 than the driver calls itself; npm 9 cannot be told to take the driver all the same.
    shutil.rmtree(target / "node_modules" / "@mtcute" / "sqlite" / "node_modules" / "better-sqlite3")


def _install_go(peer: Peer) -> None:
    """A program that calls the library; go.sum pins all it is built from. An old toolchain says which one it needs.

    Telegram's schema in Go takes 5 GB to compile with optimisation, and half without; so one is built at a time.
    """
    if shutil.which("go") is None:
        raise Unavailable(f"{peer.name}: there is no Go toolchain (go.mod says which one is needed; Debian 12 has an older one)")
    build = ["go", "build", "-mod=readonly", "-trimpath", "-gcflags=all=-N -l", "-o", str(environment(peer) / "judge"), "."]
    with _exclusive(PEERS_DIR / ".go.lock"):
        _run(build, f"{peer.name}: go build", cwd=HERE / "go" / peer.name)


def _install_rust(peer: Peer) -> None:
    """A program that calls every release of the library; Cargo.lock pins all it is built from."""
    if shutil.which("cargo") is None:
        raise Unavailable(f"{peer.name}: there is no cargo (Cargo.toml says which one is needed; Debian 12 has an older one)")
    built = PEERS_DIR / ".rust"  # outlives a change of the judge: its libraries take minutes
    _run(["cargo", "build", "--quiet", "--locked"], f"{peer.name}: cargo build", seconds=RUST_SECONDS, cwd=HERE / "rust",
         env={**os.environ, "CARGO_TARGET_DIR": str(built)})
    environment(peer).mkdir(parents=True)
    shutil.copy(built / "debug" / "judge", environment(peer) / "judge")


def _debian(peer: Peer) -> str:
    """Installed by scripts/packages.sh, not here."""
    from desktop import driver
    from web import browser
    if reason := {"telegram-desktop": driver, "web": browser}[peer.name].missing():
        raise Unavailable(f"{peer.name}: {reason}")
    return "present"


def _run(command, what, seconds=INSTALL_SECONDS, **options) -> None:
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              stdin=subprocess.DEVNULL, timeout=seconds, check=False, **options)
    except FileNotFoundError as error:
        raise Unavailable(f"{what}: {error.filename} is not installed") from None
    except subprocess.TimeoutExpired:
        raise Unavailable(f"{what}: no end after {seconds} s") from None
    if done.returncode != 0:
        lines = [line for line in done.stdout.splitlines() if line.strip()]
        raise Unavailable(f"{what}: {lines[-1] if lines else f'exit {done.returncode}'}")


def _fingerprint(peer: Peer) -> str:
    drivers = sorted(p.relative_to(HERE).as_posix() for p in (HERE / "node" / "drivers").rglob("*.js*"))
    names = {NODE: ["node/package.json", "node/package-lock.json", *drivers], GO: _go_files(peer),
             RUST: [str(p.relative_to(HERE)) for p in sorted((HERE / "rust").rglob("*")) if p.is_file()]}.get(
        peer.module, [f"requirements/{peer.module}.txt"])
    digest = hashlib.sha256()
    for name in names:
        digest.update((HERE / name).read_bytes())
    digest.update(sys.version.encode())
    return digest.hexdigest()


def _go_files(peer: Peer) -> list[str]:
    return sorted(str(path.relative_to(HERE)) for part in ("judge", peer.name) for path in (HERE / "go" / part).glob("*"))


@contextlib.contextmanager
def _exclusive(path: pathlib.Path):
    with open(path, "w") as handle:  # two tests of one peer may start at once
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _install_all(names: list[str]) -> int:
    wanted = [PEERS[n] for n in names] if names else [p for p in PEERS.values() if p.judge]
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:  # one waits for the network while one unpacks
        failed = 0
        for line, installed in pool.map(_try_install, wanted):
            print(line, flush=True)
            failed += not installed
    return 1 if failed and os.environ.get("CI") == "true" else 0


def _try_install(peer: Peer) -> tuple[str, bool]:
    try:
        return f"{peer.name} {peer.version}: {install(peer)}", True
    except Unavailable as reason:
        return f"{peer.name} {peer.version}: SKIPPED: {reason}", False


def _show_newest(names: list[str]) -> int:
    wanted = [PEERS[n] for n in names] if names else [p for p in PEERS.values() if p.judge]
    print(f"{'judge':22} {'pinned':22} newest")
    with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
        for peer, found in zip(wanted, pool.map(newest.newest, wanted)):
            why = "" if not found or found == peer.version else newest.REASONS.get(peer.name, "A NEWER ONE IS THERE")
            print(f"{peer.name:22} {peer.version:22} {found or 'in no registry':22} {why}".rstrip(), flush=True)
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("action", choices=["list", "install", "newest", "python"])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--all", action="store_true", help="every judge, the default of install")
    given = parser.parse_args()
    names = given.names
    if unknown := [n for n in names if n not in PEERS]:
        parser.error(f"no such peer: {unknown[0]}")
    if given.action == "install":
        return _install_all(names)
    if given.action == "newest":
        return _show_newest(names)
    for peer in [PEERS[n] for n in names] or PEERS.values():
        print(f"{peer.name:16} {peer.version:10} {'judge' if peer.judge else 'maker'}" if given.action == "list"
              else str(environment(peer)) if peer.module == NODE else interpreter(peer)[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
