#!/usr/bin/env python3
"""The tables of formats in README.md and docs/formats.md say what the program says of itself.

Usage: tables.py [--program PATH] [--write]      exit status 0 when they do; --write makes them so

A table stands between `<!-- formats: NAME -->` and `<!-- end -->`. Every page of docs/formats/ is linked from docs/formats.md,
answers the same questions in the same order, and every format but tgferry's own two is on one of them.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"(<!-- formats: (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
EXPECTED = {"README.md": ["summary"], "docs/formats.md": ["carries", "proof"]}
QUESTIONS = ["Where its session lives", "Moving in", "Moving out", "What is lost", "What to beware of", "How it is proven"]
OURS = {"auth-key", "tgferry-json"}  # explained in docs/formats.md itself
COLUMNS = {"address": "endpoint", "test flag": "test", "other keys": "other_keys", "user id": "user_id", "bot flag": "is_bot",
           "API id": "api_id", "API hash": "api_hash", "update state": "update_state", "channels": "channel_pts", "salts": "salts",
           "peers": "peers"}


def tick(yes: bool) -> str:
    return "✓" if yes else "–"


def carries(formats: list) -> str:
    """What each format has a place for, and what it cannot do without."""
    lines = ["| id | accounts | " + " | ".join(COLUMNS) + " | needs |", "|---" * (len(COLUMNS) + 3) + "|"]
    for f in formats:
        cells = ["several" if f["several_accounts"] else "one", *(tick(field in f["carries"]) for field in COLUMNS.values())]
        lines.append(f"| `{f['id']}` | {' | '.join(cells)} | {', '.join(f['needs'])} |")
    return "\n".join(lines) + "\n"


def table(name: str, formats: list) -> str:
    """The library of each, its directions, and one more word about it."""
    if name == "carries":
        return carries(formats)
    head = {"summary": "what it is", "proof": "how it is proven"}[name]
    lines = [f"| id | library | R | W | {head} |", "|---|---|---|---|---|"]
    lines += [f"| `{f['id']}` | {f['library']} | {tick(f['read'])} | {tick(f['write'])} | {f[name]} |" for f in formats]
    return "\n".join(lines) + "\n"


def wrong_pages(formats: list) -> list[str]:
    """What is wrong with the pages of docs/formats/ and the list of them."""
    linked = set(re.findall(r"\(formats/([\w-]+\.md)\)", (ROOT / "docs/formats.md").read_text(encoding="utf-8")))
    pages = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs/formats").glob("*.md"))}
    wrong = [f"docs/formats.md: no link to formats/{name}" for name in sorted(pages.keys() - linked)]
    wrong += [f"docs/formats.md: there is no page formats/{name}" for name in sorted(linked - pages.keys())]
    wrong += [f"docs/formats/{name}: the headings are not {QUESTIONS}" for name, text in pages.items()
              if re.findall(r"^## (.*)$", text, re.MULTILINE) != QUESTIONS]
    shown = "".join(pages.values())
    wrong += [f"docs/formats/: no page has a command with {f['id']}" for f in formats
              if f["id"] not in OURS and f"--to {f['id']}" not in shown]
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=Path, default=ROOT / "build/dev/tgferry")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    said = subprocess.run([given.program.resolve(), "formats", "--json"], check=True, capture_output=True, text=True).stdout
    formats = json.loads(said)["formats"]
    wrong = []
    for page, names in EXPECTED.items():
        path = ROOT / page
        text = path.read_text(encoding="utf-8")
        if [m[1] for m in BLOCK.findall(text)] != names:
            wrong.append(f"{page}: the tables are not {names}")
        right = BLOCK.sub(lambda m: m[1] + table(m[2], formats) + m[4], text)
        if right != text and given.write:
            path.write_text(right, encoding="utf-8")
        elif right != text:
            wrong.append(f"{page}: the table of formats is not what `tgferry formats` says; run tests/docs/tables.py --write")
    wrong += wrong_pages(formats)
    print("\n".join(wrong) or f"{len(formats)} formats")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
