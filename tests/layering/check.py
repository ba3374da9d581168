#!/usr/bin/env python3
"""Holds the layers of docs/architecture.md: who may include whom, and where the outside world may be named.

    check.py [ROOT]     checks a tree; every violation on a line of its own, exit 1 if there is one
    check.py --self     proves on made-up trees that each rule can fail

Six floors; a room uses floors below its own, and rooms on one floor do not know each other:

    cli  /  client  /  convert  /  formats mtproto storage  /  crypto io tl  /  core
"""

from __future__ import annotations

import pathlib
import re
import sys
import tempfile

FLOORS = [("core",), ("crypto", "io", "tl"), ("formats", "mtproto", "storage"), ("convert",), ("client",), ("cli",)]
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

# Public headers belong to the room that implements them. tgferry.hpp is all of them.
PUBLIC = {
    "result": "core", "secret": "core", "session": "core", "fields": "core", "dc": "core",
    "api_profiles": "core", "options": "core", "shape": "core",
    "key_id": "crypto", "source": "io", "format": "formats", "api_profile_json": "formats",
    "batch": "convert", "compare": "convert", "convert": "convert", "process": "convert", "tgferry": "convert",
}

# Where the outside world may be named: pattern of a system header, and the places that may include it.
OUTSIDE = [
    (re.compile(r"openssl/|sodium|argon2\.h$"), ["src/crypto/"]),
    (re.compile(r"sqlite3\.h$|zlib\.h$"), ["src/io/"]),
    (re.compile(r"(unistd|fcntl|termios|poll|dirent|signal|pwd|spawn|dlfcn)\.h$|csignal$|sys/|linux/|windows\.h$"),
     ["src/io/", "src/cli/terminal"]),
    (re.compile(r"asio|netdb\.h$|netinet/|arpa/|sys/socket\.h$"), ["src/client/"]),
]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
MAX_LINES = 500


def room_of(path: str) -> str | None:
    """The room of a source file, from its path below the root."""
    parts = path.split("/")
    if parts[0] == "src" and len(parts) > 2:
        return parts[1]
    if parts[:2] == ["include", "tgferry"]:
        return PUBLIC.get(pathlib.PurePath(path).stem)
    return None


def room_of_include(text: str) -> str | None:
    """The room of an included header of the project; None for everybody else's."""
    first, _, rest = text.partition("/")
    if first == "tgferry" and rest:
        return PUBLIC.get(pathlib.PurePath(rest).stem, "unknown")
    return first if first in FLOOR_OF and rest else None


def check_include(path: str, room: str | None, text: str, quoted: bool) -> str | None:
    target = room_of_include(text)
    if target == "unknown":
        return f"includes <{text}>, which check.py does not know: add it to PUBLIC"
    if room and target and target != room and FLOOR_OF[target] >= FLOOR_OF[room]:
        return f"{room} may not use {target}: {text}"
    if path.startswith("include/") and (quoted or not (target or "." not in text)):
        return f"a public header may include the standard library and <tgferry/...> only: {text}"
    # Rooms of one floor do not know each other; formats are rooms within their room.
    mine, theirs = path.split("/")[2:-1], text.split("/")[1:-1]
    if room == target == "formats" and quoted and mine and theirs and mine != theirs and \
            theirs[0] != "common":
        return f"the format {mine[0]} may not use the format {theirs[0]}: {text}"
    return None


def check_outside(path: str, text: str) -> str | None:
    for pattern, places in OUTSIDE:
        if pattern.search(text) and not any(path.startswith(place) for place in places):
            return f"only {' and '.join(places)} may include <{text}>"
    return None


def check_file(path: str, content: str) -> list[str]:
    room = room_of(path)
    found = []
    if path.startswith("src/") and room is not None and room not in FLOOR_OF:
        found.append(f"{path}: the folder {room} is on no floor")
        room = None
    if path.startswith("include/") and room is None:
        found.append(f"{path}: check.py does not know this header: add it to PUBLIC")
    lines = content.splitlines()
    if len(lines) > MAX_LINES:
        found.append(f"{path}: {len(lines)} lines, {MAX_LINES} are the limit")
    for number, line in enumerate(lines, 1):
        include = INCLUDE.match(line)
        if not include:
            continue
        quoted, text = include[1] == '"', include[2]
        for wrong in (check_include(path, room, text, quoted), None if quoted else check_outside(path, text)):
            if wrong:
                found.append(f"{path}:{number}: {wrong}")
    return found


def check_tree(root: pathlib.Path) -> tuple[list[str], int]:
    """All violations, and how many files were looked at."""
    found, count = [], 0
    for top in ("include", "src"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in (".hpp", ".cpp", ".h", ".c", ".inc"):
                count += 1
                found += check_file(path.relative_to(root).as_posix(), path.read_text())
    for top in ("tests", "bench", "examples"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in (".hpp", ".cpp", ".py"):
                lines = len(path.read_text().splitlines())
                if "node_modules" not in path.parts and lines > MAX_LINES:
                    found.append(f"{path.relative_to(root)}: {lines} lines, {MAX_LINES} are the limit")
    return found, count


# Each line: a file, its content, and what the check must say of it (nothing: it is allowed).
SAMPLES = [
    ("src/core/a.cpp", '#include "io/file.hpp"', "core may not use io"),
    ("src/core/a.cpp", "#include <tgferry/source.hpp>", "core may not use io"),
    ("src/core/a.cpp", "#include <tgferry/session.hpp>", None),
    ("src/io/a.cpp", '#include "crypto/aes.hpp"', "io may not use crypto"),
    ("src/io/a.cpp", '#include "core/cursor.hpp"', None),
    ("src/formats/tdata/a.cpp", '#include "convert/settle.hpp"', "formats may not use convert"),
    ("src/formats/tdata/a.cpp", '#include "formats/telethon/rows.hpp"', "may not use the format telethon"),
    ("src/formats/tdata/a.cpp", '#include "formats/common/rows.hpp"', None),
    ("src/formats/session_json/a.cpp", '#include "formats/telethon/rows.hpp"', "may not use the format telethon"),
    ("src/formats/telethon/a.cpp", '#include "formats/session_json/rows.hpp"', "may not use the format session_json"),
    ("src/formats/tdata/a.cpp", '#include "formats/probe.hpp"', None),
    ("src/formats/tdata/a.cpp", '  #  include "storage/postgres.hpp"', "formats may not use storage"),
    ("src/convert/a.cpp", '#include "client/pool.hpp"', "convert may not use client"),
    ("src/convert/a.cpp", '#include "formats/format.hpp"', None),
    ("src/cli/a.cpp", "#include <tgferry/tgferry.hpp>", None),
    ("src/formats/tdata/a.cpp", "#include <openssl/aes.h>", "only src/crypto/"),
    ("src/io/a.cpp", "#include <sodium.h>", "only src/crypto/"),
    ("src/formats/tdata/a.cpp", "#include <argon2.h>", "only src/crypto/"),
    ("src/crypto/a.cpp", "#include <openssl/aes.h>", None),
    ("src/formats/tdata/a.cpp", "#include <sqlite3.h>", "only src/io/"),
    ("src/io/a.cpp", "#include <sqlite3.h>", None),
    ("src/convert/a.cpp", "#include <unistd.h>", "only src/io/"),
    ("src/cli/main.cpp", "#include <sys/stat.h>", "only src/io/"),
    ("src/cli/terminal.cpp", "#include <termios.h>", None),
    ("src/io/a.cpp", "#include <netdb.h>", "only src/client/"),
    ("src/gadgets/a.cpp", "", "on no floor"),
    ("src/core/a.cpp", "//\n" * 501, "501 lines"),
    ("src/core/a.cpp", "//\n" * 500, None),
    ("include/tgferry/new.hpp", "", "does not know this header"),
    ("include/tgferry/secret.hpp", "#include <tgferry/convert.hpp>", "core may not use convert"),
    ("include/tgferry/secret.hpp", "#include <fmt/format.h>", "a public header may include"),
    ("include/tgferry/secret.hpp", '#include "core/hex.hpp"', "a public header may include"),
    ("include/tgferry/secret.hpp", "#include <tgferry/unheard_of.hpp>", "does not know"),
    ("include/tgferry/secret.hpp", "#include <memory>", None),
]


def check_self() -> list[str]:
    wrong = []
    for path, content, wanted in SAMPLES:
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / path
            file.parent.mkdir(parents=True)
            file.write_text(content)
            said, count = check_tree(pathlib.Path(folder))
        fine = count == 1 and (not said if wanted is None else any(wanted in line for line in said))
        if not fine:
            wrong.append(f"{path}: {content[:60]!r}: wanted {wanted!r}, the check said {said}")
    return wrong


def main(words: list[str]) -> int:
    if words == ["--self"]:
        found, count = check_self(), len(SAMPLES)
    else:
        root = pathlib.Path(words[0]) if words else pathlib.Path(__file__).resolve().parents[2]
        found, count = check_tree(root)
    for line in found:
        print(line)
    print(f"{count} files or samples, {len(found)} wrong")
    return 1 if found or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
