#!/usr/bin/env python3
"""The scenario runner, tried on a stand-in program: what holds passes, and every kind of wrong expectation fails."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
KEY = (HERE / "sessions/a.hex").read_text().strip()

# The stand-in: its first argument says what it does.
PROGRAM = r"""#!/usr/bin/env bash
case $1 in
    hello) echo "hello you"; echo "psst" >&2 ;;
    json) echo '{"a": {"b": [1, 2]}}' ;;
    fail) exit "$2" ;;
    touch) cat "$2" > /dev/null; touch -a "$2" ;;
    write) echo "$2" > "$3" ;;
    leave) touch "$TMPDIR/copy" ;;
    leak) echo "$2" >&2 ;;
    ask) stty -echo; printf 'Name: '; read -r name; stty echo; echo; echo "hello $name" ;;
    shout) printf 'Name: '; read -r name ;;
    hang) sleep 300 ;;
esac
"""


class Scenarios(unittest.TestCase):
    def play(self, scenario: str, **env: str) -> tuple[int, str]:
        with tempfile.TemporaryDirectory() as folder:
            top = Path(folder)
            (top / "program").write_text(PROGRAM)
            (top / "program").chmod(0o755)
            (top / "it.txt").write_text(scenario)
            done = subprocess.run([sys.executable, HERE / "run.py", "--program", top / "program", top / "it.txt"],
                                  capture_output=True, text=True, check=False,
                                  env={name: value for name, value in os.environ.items() if name != "CI"} | env)
            return done.returncode, done.stdout + done.stderr

    def passes(self, *lines: str, sections: str = "") -> None:
        status, output = self.play("# a scenario\n" + "\n".join(lines) + "\n" + sections)
        self.assertEqual(status, 0, output)

    def fails(self, why: str, *lines: str, sections: str = "") -> None:
        status, output = self.play("# a scenario\n" + "\n".join(lines) + "\n" + sections)
        self.assertEqual(status, 1, output)
        self.assertIn(why, output)

    def test_exit_status(self) -> None:
        self.passes("$ tgferry fail 9", "exit 9")
        self.fails("exit 9, not 8", "$ tgferry fail 9", "exit 8")
        self.fails("exit 9, not 0", "$ tgferry fail 9", "stdout empty")
        self.fails("exit 9, not 0", "$ tgferry fail 9", "$ tgferry hello", "exit 0")
        self.passes("$ kill -9 $$", "exit 137")

    def test_text(self) -> None:
        for right in ("is hello you", "contains lo y", "lacks me", r"matches ^hel+o you$", "unlike ^you", "lines 1"):
            self.passes("$ tgferry hello", "stdout " + right)
        for wrong in ("is hello", "is @it", "contains me", "lacks you", "matches ^you", r"unlike ^hel+o", "lines 2",
                      "empty", "equals it"):
            self.fails("line 3: stdout " + wrong, "$ tgferry hello", "stdout " + wrong,
                       sections="-- it --\nhello\nyou\n" if "@" not in wrong else "-- @it --\nhello\n")
        self.passes("$ tgferry hello", "stdout is @it", "stderr is psst", sections="-- @it --\nhello you\n")

    def test_json(self) -> None:
        self.passes("$ tgferry json", 'stdout json it.a.b == [1, 2] and it["a"].names() == ["b"]')
        for wrong in ("it.a.b == 1", "it.a.c == 1", "it.a.b[7] == 1", "it.a.b", "nonsense ==", "it.a.b[0] == 2"):
            self.fails("line 3", "$ tgferry json", "stdout json " + wrong)
        self.fails("not one JSON value", "$ tgferry json; tgferry json", "stdout json it.a.b == [1, 2]")
        self.fails("not one JSON value", "$ tgferry hello", "stdout json True")

    def test_files(self) -> None:
        self.passes("$ umask 077; tgferry write x f", "file f mode 0600", "file f is x", "listing f", "file g absent")
        self.fails("its mode is 0644", "$ umask 022; tgferry write x f", "file f mode 0600")
        self.fails("there is f", "$ tgferry write x f", "listing")
        self.fails("there is no file g", "$ tgferry write x f", "file g is x")
        self.fails("it is there", "$ tgferry write x f", "file f absent")
        self.fails("came or went: ['.hidden']", "$ tgferry write x .hidden", "nothing new")
        self.fails("has other content: ['f']", "$ tgferry write x f", "nothing new", sections="-- f --\nold\n")
        self.fails("differs from g", "$ tgferry write x f", "file f equals g", sections="-- g --\ny\n")

    def test_encoded_files(self) -> None:
        sections = "-- f base64 --\nAAEC\n-- g hex --\n00 01\n02\n-- h chomp --\nx\n"
        self.passes("$ cmp f g; stat -c %s f h | paste -sd' '", "stdout is 3 1", sections=sections)
        self.fails("section f", "$ true", "exit 0", sections="-- f hex --\nxy\n")

    def test_untouched(self) -> None:
        self.passes("$ tgferry hello", "untouched f", sections="-- f --\nold\n")
        self.fails("f was touched: atime", "$ tgferry touch f", "untouched f", sections="-- f --\nold\n")
        self.fails("mtime", "$ touch -m f", "untouched f", sections="-- f --\nold\n")
        self.fails("mode", "$ chmod 640 f", "untouched f", sections="-- f --\nold\n")
        self.fails("inode", "$ cp -p f g; rm f; mv g f", "untouched f", sections="-- f --\nold\n")
        self.fails("it is gone", "$ rm f", "untouched f", sections="-- f --\nold\n")
        self.fails("was not there before", "$ true", "untouched g")

    def test_leftovers_and_leaks_need_no_assertion(self) -> None:
        self.fails("left private copies: ['tmp/copy']", "$ tgferry leave", "exit 0")
        self.fails("stderr shows the key in hex", f"$ tgferry leak {KEY[100:140]}", "exit 0")
        self.passes(f"$ tgferry leak {KEY[100:112]}", "exit 0")

    def test_hides(self) -> None:
        self.passes("$ tgferry hello", "hides a b")
        self.fails("shows the key in hex", f"$ echo {KEY.upper()[33:60]}", "hides a")
        self.passes(f"$ echo {KEY[33:60]}", "hides b")
        for shift in range(3):
            encode = f"xxd -r -p | tail -c +{shift + 40} | head -c 60 | base64 -w 0"
            if subprocess.run(["bash", "-c", "command -v xxd"], capture_output=True, check=False).returncode:
                encode = ("python3 -c \"import base64,sys; b = bytes.fromhex(sys.stdin.read());"
                          f" print(base64.urlsafe_b64encode(b[{shift + 39}:{shift + 99}]).decode())\"")
            self.fails("shows the key in base64", f"$ echo {KEY} | {encode}", "hides a")

    def test_terminal(self) -> None:
        self.passes("tty tgferry ask", "expect Name:", "echo off", "type Ada", "exit 0", "screen contains hello Ada")
        self.fails("echo is not off", "tty tgferry shout", "expect Name:", "echo off", "type Ada", "exit 0")
        self.fails("contains: Ada", "tty tgferry shout", "expect Name:", "type Ada", "screen lacks Ada")
        self.fails("the terminal never showed: Age:", "tty tgferry hello", "expect Age:", "exit 0")
        self.passes("tty trap 'exit 5' INT; echo up; while sleep 0.1; do :; done", "expect up", "press ctrl-c", "exit 5")
        self.fails("start the command with tty", "$ tgferry hello", "expect hello", "exit 0")
        self.fails("start the command with tty", "$ tgferry hello", "screen contains hello")

    def test_input_and_environment(self) -> None:
        self.passes("stdin @in", "$ cat", "stdout is typed", sections="-- @in --\ntyped\n")
        self.passes("env NAME=@value", "env OTHER=x y", '$ echo "$NAME $OTHER"', "stdout is v x y",
                    sections="-- @value --\nv\n")
        self.passes("$ cat", "stdout empty")

    def test_background(self) -> None:
        self.passes("background echo ready; sleep 30", "$ tgferry hello", "exit 0")
        self.fails("the helper said: no", "background echo no", "$ tgferry hello", "exit 0")

    def test_senseless_scenarios_are_refused(self) -> None:
        self.fails("there is no directive 'stdot'", "$ tgferry hello", "stdot is hello you")
        self.fails("cannot be asserted to 'has'", "$ tgferry hello", "stdout has hello")
        self.fails("it asserts nothing", "$ tgferry hello")
        self.fails("it runs nothing", "exit 0")
        self.fails("the section @unused is never used", "$ tgferry hello", "exit 0", sections="-- @unused --\n")
        self.fails("there is no section @none", "$ tgferry hello", "stdout is @none")
        self.fails("outside the scenario's folder", "$ tgferry hello", "exit 0", sections="-- ../f --\n")
        self.fails("a second section f", "$ tgferry hello", "exit 0", sections="-- f --\n-- f --\n")
        self.fails("no command has run yet", "exit 0", "$ tgferry hello")
        status, output = self.play("$ tgferry hello\nexit 0\n")
        self.assertEqual(status, 1)
        self.assertIn("must be a comment", output)

    def test_skips_are_loud(self) -> None:
        scenario = "# a scenario\nneeds no-such-tool\n$ tgferry hello\nexit 0\n"
        status, output = self.play(scenario)
        self.assertEqual((status, output), (77, "SKIPPED it: no-such-tool is not installed\n"))
        status, output = self.play(scenario, CI="true")
        self.assertEqual(status, 1)
        self.assertIn("nothing is skipped", output)


class Sessions(unittest.TestCase):
    def test_sessions_are_what_the_generator_makes(self) -> None:
        done = subprocess.run([sys.executable, HERE / "sessions/make.py", "--check"], capture_output=True, text=True,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
