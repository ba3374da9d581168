#!/usr/bin/env python3
"""The runner of the documentation, tried on tiny pages: what is right passes, what is wrong does not."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
FAKE = '#!/bin/sh\ncase $1 in hello) echo "hello  you"; echo "and more" >&2;; fail) exit 9;; *) cat "$@";; esac\n'


class Pages(unittest.TestCase):
    def run_page(self, page: str) -> tuple[int, str]:
        with tempfile.TemporaryDirectory() as folder:
            top = Path(folder)
            (top / "page.md").write_text(page)
            (top / "examples").mkdir()
            (top / "examples/my_account.session").write_text("example\n")
            (top / "tgferry").write_text(FAKE)
            (top / "tgferry").chmod(0o755)
            done = subprocess.run([sys.executable, HERE / "run.py", "--program", top / "tgferry", "--examples",
                                   top / "examples", top / "page.md"], capture_output=True, text=True, check=False)
            return done.returncode, done.stdout + done.stderr

    def passes(self, page: str, commands: int) -> None:
        status, output = self.run_page(page)
        self.assertEqual(status, 0, output)
        self.assertIn(f"{commands} commands ran, 0 failures", output)

    def fails(self, page: str, why: str) -> None:
        status, output = self.run_page(page)
        self.assertEqual(status, 1, output)
        self.assertIn(why, output)

    def test_commands_and_shown_output(self) -> None:
        self.passes("```sh\ntgferry hello\n```\n\n```console\n$ tgferry hello\nhello  you\nand more\n```\n", 2)

    def test_a_page_is_given_what_it_names(self) -> None:
        self.passes("<!-- given: README.md as given.txt -->\n```sh\ntest -s given.txt\n```\n", 1)
        self.fails("<!-- given: NO_SUCH_FILE as given.txt -->\n```sh\ntrue\n```\n", "there is no")

    def test_shown_output_must_match(self) -> None:
        self.fails("```console\n$ tgferry hello\nhello me\nand more\n```\n", "prints")
        self.fails("```console\n$ tgferry hello\nhello  you\n```\n", "prints")
        self.fails("```console\n$ tgferry hello\n```\n", "prints")
        self.fails("```console\n$ true\nsomething\n```\n", "and not")

    def test_dots_stand_for_what_is_left_out(self) -> None:
        self.passes("```console\n$ tgferry hello\nhello...\n...\n```\n", 1)
        self.passes("```console\n$ tgferry hello\n...\nand more\n```\n", 1)
        self.fails("```console\n$ tgferry hello\n...\nand less\n```\n", "prints")

    def test_a_command_must_succeed_or_say_how_it_ends(self) -> None:
        self.fails("```sh\ntgferry fail\n```\n", "exit 9, not 0")
        self.passes("```sh\ntgferry fail  # exit 9\n```\n", 1)
        self.fails("```sh\ntgferry fail  # exit 8\n```\n", "exit 9, not 8")
        self.fails("```sh\ntgferry hello  # exit 9\n```\n", "exit 0, not 9")

    def test_a_failure_does_not_hide_behind_the_next_command(self) -> None:
        self.fails("```sh\nfalse\ntrue\n```\n", "exit 1, not 0")
        self.fails("```sh\nexit 0\ntrue\n```\n", "was never reached")

    def test_blocks_share_the_page_s_folder_which_holds_the_examples(self) -> None:
        self.passes("```sh\ntgferry my_account.session > here\n```\n```console\n$ cat here\nexample\n"
                    "$ cat examples/my_account.session\nexample\n```\n", 3)

    def test_commands_of_several_lines(self) -> None:
        self.passes("```sh\nif true\nthen echo a \\\n  b\nfi\ncat <<END\n$ x\nEND\nexport A=1\ntest $A = 1\n```\n", 4)
        self.passes("```console\n$ echo a \\\n>   b\na b\n```\n", 1)
        self.fails("```sh\nif true\n```\n", "the shell wants more")

    def test_a_block_that_is_not_run_says_why(self) -> None:
        self.passes("<!-- not run: takes an hour -->\n\n```sh\nsleep 3600\n```\n```sh\ntrue\n```\n", 1)
        self.fails("<!-- not run: -->\n```sh\nfalse\n```\n", "but why?")
        self.fails("<!-- not run: x -->\nText.\n```sh\ntrue\n```\n", "stands before no block")

    def test_nothing_is_passed_over_silently(self) -> None:
        self.fails("No command at all.\n", "0 commands ran")
        self.fails("```\n$ tgferry hello\n```\n", "mark it as sh or console")
        self.fails("```sh\ntrue\n", "the block never ends")
        self.fails("```console\nhello\n```\n", "output without a command")
        self.fails("```sh\n# only a comment\n```\n", "without a command")

    def test_blocks_in_lists_and_other_languages(self) -> None:
        self.passes("1. Do\n\n   ```sh\n   echo 'a\n   b'\n   ```\n```cpp\nfalse;\n```\n```text\noutput\n```\n", 1)


if __name__ == "__main__":
    unittest.main()
