#!/usr/bin/env python3
"""Whether programs and libraries can open a socket or start a program that could, by the symbols they ask for.

    check.py FILE...                exit 1 when one of them can
    check.py --must-fail FILE...    the opposite: exit 1 when this check does not see it
"""

from __future__ import annotations

import re
import subprocess
import sys

NETWORK = {
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "send", "sendto", "sendmsg", "sendmmsg",
    "recv", "recvfrom", "recvmsg", "recvmmsg", "getaddrinfo", "getaddrinfo_a", "gethostbyname", "gethostbyname2",
    "gethostbyname_r", "gethostbyaddr", "getnameinfo", "getpeername", "getsockname", "setsockopt", "getsockopt",
    "shutdown", "res_query", "__res_query", "res_init", "__res_init", "io_uring_setup", "syscall",
}
OTHER_WAYS = {"system", "popen", "execl", "execle", "execlp", "execv", "execve", "execvp", "execvpe", "fexecve",
              "posix_spawn", "posix_spawnp", "dlopen", "dlmopen"}
BIO = re.compile(r"(BIO_(connect|socket|accept|listen|lookup|new_connect|new_accept|s_connect|s_accept)|SSL_\w+)$")


def wanted_symbols(path: str) -> set[str]:
    """Undefined symbols: of the dynamic table for a program, of all members for an archive."""
    dynamic = [] if path.endswith(".a") else ["--dynamic"]
    listed = subprocess.run(["nm", *dynamic, "--undefined-only", "--format=posix", path], check=True,
                            capture_output=True, text=True, timeout=120).stdout
    words = [line.split()[0] for line in listed.splitlines() if line and not line.endswith(":")]
    return {word.partition("@")[0] for word in words}


def main(words: list[str]) -> int:
    must_fail = words[:1] == ["--must-fail"]
    files = words[1:] if must_fail else words
    seen = False
    for path in files:
        symbols = wanted_symbols(path)
        if not symbols:
            print(f"{path}: no symbols, so nothing can be told from them")
            return 1
        found = sorted(s for s in symbols if s in NETWORK | OTHER_WAYS or BIO.match(s))
        seen = seen or bool(found)
        print(f"{path}: {len(symbols)} symbols, " + (f"among them {', '.join(found)}" if found else "none of a network"))
    return 0 if files and seen == must_fail else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
