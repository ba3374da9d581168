#!/usr/bin/env python3
"""Runs every command of README.md and docs/**/*.md, page by page, and compares the output that a page shows.

Usage: run.py [--program PATH] [PAGE...]      exit status 0 when all is as written, else 1

- ```sh blocks hold commands; ```console blocks hold `$ command` lines and what they print (both streams, in order).
- A command must succeed, or say how it ends: `tgferry inspect letter.txt  # exit 5`.
- `<!-- not run: REASON -->` before a block keeps it from being run.
- `<!-- given: tests/fixtures/PATH as NAME -->` puts a fixture beside the page, for what the example cannot be converted to.
- A page's blocks run one after the other in one scratch folder, which holds examples/ and the example session.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
from blocks import Block, BlockError, Command, as_shown, blocks_of  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
GIVEN = re.compile(r"^<!-- given: (\S+) as (\S+) -->$", re.MULTILINE)
LIMIT = 120  # seconds a block may take


class Page:
    def __init__(self, path: Path, program: Path, examples: Path) -> None:
        self.path = path
        self.failures = 0
        self.ran = 0
        self.top = Path(tempfile.mkdtemp(prefix="tgferry-docs-"))
        self.work = self.top / "work"
        (self.top / "bin").mkdir()
        (self.top / "home").mkdir()
        (self.top / "bin/tgferry").symlink_to(program)
        self.work.mkdir()
        if examples.is_dir():
            shutil.copytree(examples, self.work / "examples")
            for file in examples.iterdir():
                if file.is_file():
                    shutil.copy(file, self.work)

    def run(self) -> None:
        try:
            text = self.path.read_text(encoding="utf-8")
            for file, name in GIVEN.findall(text):
                self.give(ROOT / file, self.work / name)
            for block in blocks_of(text):
                if block.reason:
                    print(f"not run: {self.path}:{block.line}: {block.reason}")
                else:
                    self.run_block(block)
        except BlockError as error:
            self.fail(f"{self.path}: {error}")
        finally:
            shutil.rmtree(self.top)

    def give(self, source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.is_file():
            shutil.copy(source, target)
        else:
            raise BlockError(f"there is no {source} to give")

    def run_block(self, block: Block) -> None:
        commands = block.commands()
        folder = Path(tempfile.mkdtemp(dir=self.top))
        script = "".join(f"{{\n{command.text}\n}} > '{folder}/{i}.out' 2>&1 < /dev/null\necho $? > '{folder}/{i}.exit'\n"
                         for i, command in enumerate(commands))
        env = {"PATH": f"{self.top}/bin:{os.environ.get('PATH', '/usr/bin:/bin')}", "HOME": str(self.top / "home"),
               "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
        try:
            subprocess.run(["bash", "-c", script], cwd=self.work, env=env, stdin=subprocess.DEVNULL, timeout=LIMIT,
                           check=False)
        except subprocess.TimeoutExpired:
            self.fail(f"{self.path}:{block.line}: took more than {LIMIT} seconds")
        for i, command in enumerate(commands):
            self.check(command, folder / f"{i}.out", folder / f"{i}.exit")

    def check(self, command: Command, out: Path, status: Path) -> None:
        where = f"{self.path}:{command.line}: {command.text}"
        if not status.exists():
            self.fail(f"{where}\n  was never reached, or did not end")
            return
        printed = out.read_text(errors="backslashreplace")
        code = int(status.read_text())
        self.ran += 1
        if code != command.exit:
            self.fail(f"{where}\n  exit {code}, not {command.exit}\n{printed}")
        elif command.output is not None and not as_shown(printed, command.output):
            self.fail(f"{where}\n  prints\n{printed}\n  and not\n" + "\n".join(command.output))

    def fail(self, what: str) -> None:
        self.failures += 1
        print(f"FAILED {what}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Runs the commands of the documentation.")
    parser.add_argument("--program", type=Path, default=ROOT / "build/dev/tgferry")
    parser.add_argument("--examples", type=Path, default=ROOT / "examples", help="what a page finds beside it")
    parser.add_argument("pages", nargs="*", type=Path, metavar="PAGE")
    arguments = parser.parse_args()
    pages = arguments.pages or [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    ran = failures = 0
    for path in pages:
        if not path.is_file():
            print(f"FAILED there is no page {path}")
            failures += 1
            continue
        page = Page(path, arguments.program.resolve(), arguments.examples)
        page.run()
        ran += page.ran
        failures += page.failures
    print(f"{ran} commands ran, {failures} failures")
    return 1 if failures or not ran else 0


if __name__ == "__main__":
    sys.exit(main())
