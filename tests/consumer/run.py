#!/usr/bin/env python3
"""Installs the package into a place of its own, builds the consumer against it and converts a string.

    run.py cmake|pkgconfig BUILD_DIR COMPILER
"""

from __future__ import annotations

import base64
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
KEY = bytes(range(256))
# Telethon's layout: DC, IPv4 address, port, key.
TELETHON = "1" + base64.urlsafe_b64encode(bytes([2, 149, 154, 167, 51, 1, 187]) + KEY).decode()


def run(*words: str, env: dict | None = None, stdin: str | None = None) -> str:
    done = subprocess.run(words, input=stdin, text=True, capture_output=True, timeout=240, check=False,
                          env={**os.environ, **(env or {})})
    if done.returncode != 0:
        sys.exit(f"{shlex.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def build_with_cmake(prefix: pathlib.Path, scratch: pathlib.Path, compiler: str) -> pathlib.Path:
    out = scratch / "build"
    run("cmake", "-S", str(HERE), "-B", str(out), "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}",
        f"-DCMAKE_CXX_COMPILER={compiler}")
    run("cmake", "--build", str(out))
    return out / "consumer"


def build_with_pkgconfig(prefix: pathlib.Path, scratch: pathlib.Path, compiler: str) -> pathlib.Path:
    folders = ":".join(str(path.parent) for path in prefix.rglob("tgferry.pc"))
    flags = run("pkg-config", "--cflags", "--libs", "tgferry", env={"PKG_CONFIG_PATH": folders})
    program = scratch / "consumer"
    run(compiler, "-std=c++23", "-Wall", "-Wextra", "-Wpedantic", "-Werror", str(HERE / "main.cpp"), "-o", str(program),
        *shlex.split(flags))
    return program


def check_prefix(prefix: pathlib.Path) -> None:
    """The public headers are installed, the private ones are not."""
    installed = {str(path.relative_to(prefix / "include")) for path in prefix.rglob("*.hpp")}
    public = {f"tgferry/{path.name}" for path in (HERE.parents[1] / "include" / "tgferry").glob("*.hpp")}
    if installed != public or "tgferry/tgferry.hpp" not in installed:
        sys.exit(f"installed headers differ from include/: {sorted(installed ^ public)}")


def main() -> int:
    way, build, compiler = sys.argv[1], sys.argv[2], sys.argv[3]
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        prefix = scratch / "prefix"
        run("cmake", "--install", build, "--prefix", str(prefix))
        check_prefix(prefix)
        make = {"cmake": build_with_cmake, "pkgconfig": build_with_pkgconfig}[way]
        program = make(prefix, scratch, compiler)
        got = run(str(program), "auth-key", stdin=TELETHON + "\n").strip()
        back = run(str(program), "telethon-string", stdin=TELETHON + "\n").strip()
    if got != KEY.hex() or back != TELETHON:
        print(f"wanted {KEY.hex()} and {TELETHON}, got {got} and {back}")
        return 1
    print(f"the consumer was built with {way} and converts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
