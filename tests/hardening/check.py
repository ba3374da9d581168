#!/usr/bin/env python3
"""How hard a program is to exploit, read off its file.

    check.py PROGRAM                exit 1, with what is missing, where a protection is not there
    check.py --must-fail PROGRAM    the opposite: exit 1 where this check misses nothing in a program without protection
"""

from __future__ import annotations

import platform
import re
import subprocess
import sys


def readelf(*words: str) -> str:
    return subprocess.run(["readelf", "--wide", *words], check=True, capture_output=True, text=True, timeout=120,
                          env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}).stdout


def protections(program: str) -> dict[str, bool]:
    head, segments, dynamic = readelf("--file-header", program), readelf("--segments", program), readelf("--dynamic", program)
    symbols, notes = readelf("--dyn-syms", program), readelf("--notes", program)
    stack = re.search(r"GNU_STACK.*\s(\w+)\s+0x", segments)
    found = {
        "position independent (PIE)": "DYN (Position-Independent Executable file)" in head,
        "read-only relocations (RELRO)": "GNU_RELRO" in segments,
        "bound at the start (full RELRO)": bool(re.search(r"FLAGS.*\bNOW\b", dynamic)),
        "a stack that does not execute": bool(stack) and "E" not in stack[1],
        "no segment that is writable and executable": not re.search(r"LOAD.*\bRWE\b", segments),
        "stack protector": "__stack_chk_fail" in symbols,
        "checked library calls (_FORTIFY_SOURCE)": bool(re.search(r"__\w+_chk\b", symbols.replace("__stack_chk_fail", ""))),
        "checked containers (_GLIBCXX_ASSERTIONS)": "__glibcxx_assert_fail" in symbols,
    }
    if platform.machine() == "x86_64":
        code = subprocess.run(["objdump", "--disassemble", "--no-show-raw-insn", program], check=True, capture_output=True,
                              text=True, timeout=240).stdout
        found["control-flow enforcement (SHSTK)"] = bool(re.search(r"x86 feature:.*SHSTK", notes))
        found["landing places for indirect calls (CET's IBT)"] = code.count("endbr64") > 1000
        # Frames above a page are entered page by page, each touched.
        found["probes of the stack's growth (stack clash)"] = bool(re.search(r"\bor[qb]?\s+\$0x0,(0x[0-9a-f]+)?\(%rsp", code))
    return found


def main(words: list[str]) -> int:
    must_fail = words[:1] == ["--must-fail"]
    missing = [name for name, there in protections(words[-1]).items() if not there]
    for name in missing:
        print(f"{words[-1]}: missing: {name}")
    if must_fail:
        return 0 if len(missing) > 3 else 1
    print(f"{words[-1]}: {'some protections are missing' if missing else 'all protections are there'}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
