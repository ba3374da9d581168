"""Plays a scenario: one method per directive."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from . import secrets
from .checks import FILE_VERBS, TEXT_VERBS, Failed, check_text, need, shown
from .parse import Scenario, ScenarioError, Step
from .run import Background, Result, Terminal, run
from .sandbox import ROOT, Sandbox, Seen

sys.path.insert(0, str(ROOT / "tests"))
import cases  # noqa: E402

ASSERTIONS = {"exit", "stdout", "stderr", "screen", "file", "listing", "nothing", "untouched", "hides", "echo"}
OTHERS = {"$", "tty", "expect", "type", "press", "background", "env", "stdin", "use", "case", "needs"}
KEYS = {"ctrl-c": b"\x03", "ctrl-d": b"\x04", "enter": b"\n", "ctrl-backslash": b"\x1c"}


class Skipped(Exception):
    """The machine lacks what the scenario needs."""


def validate(scenario: Scenario) -> None:
    """Whatever can be wrong with a scenario is said before anything runs."""
    for step in scenario.steps:
        if step.word not in ASSERTIONS | OTHERS:
            raise ScenarioError(f"line {step.line}: there is no directive {step.word!r}")
        verb = step.rest.split(" ")[0]
        if step.word in ("stdout", "stderr", "screen") and verb not in TEXT_VERBS:
            raise ScenarioError(f"line {step.line}: {step.word} cannot be asserted to {verb!r}")
        if step.word == "file" and (step.rest.split(" ") + ["", ""])[1] not in TEXT_VERBS | FILE_VERBS:
            raise ScenarioError(f"line {step.line}: file NAME, then one of {sorted(TEXT_VERBS | FILE_VERBS)}")
        if step.word not in ("listing",) and not step.rest:
            raise ScenarioError(f"line {step.line}: {step.word} of what?")
        for word in step.rest.split():
            if word.startswith("@") and step.word in ("stdin", "type", "stdout", "stderr") and \
                    word not in scenario.texts:
                raise ScenarioError(f"line {step.line}: there is no section {word}")
    if not any(step.word in ASSERTIONS for step in scenario.steps):
        raise ScenarioError("it asserts nothing")
    if not any(step.word in ("$", "tty") for step in scenario.steps):
        raise ScenarioError("it runs nothing")


class Player:
    def __init__(self, scenario: Scenario, program: Path) -> None:
        self.scenario = scenario
        self.box = Sandbox(program)
        self.env = self.box.environment()
        self.next_stdin: bytes | None = None
        self.terminal: Terminal | None = None
        self.expected_from = 0
        self.background: list[Background] = []
        self.last: Result | None = None
        self.exit_is_checked = True
        self.before: dict[str, Seen] = {}

    def play(self) -> None:
        for name, content in self.scenario.files.items():
            self.box.put(name, content)
        methods = {"$": self.do_command, "nothing": self.do_nothing_new}
        try:
            for step in self.scenario.steps:
                try:
                    methods.get(step.word, getattr(self, "do_" + step.word, None))(step.rest)
                except Failed as failure:
                    raise Failed(self.explain(step, str(failure))) from failure
            try:
                self.end_command()
                left = self.box.leftovers()
                need(not left, f"the program left private copies: {left}")
            except Failed as failure:
                raise Failed(self.explain(self.scenario.steps[-1], str(failure))) from failure
        finally:
            self.clean_up()

    def clean_up(self) -> None:
        for process in self.background:
            process.end()
        if self.terminal:
            self.terminal.close()
        self.box.remove()

    def explain(self, step: Step, why: str) -> str:
        out = f"line {step.line}: {step.word} {step.rest}\n  {why}"
        if self.last:
            out += f"\n  after: {self.last.command}\n  exit {self.last.exit}"
            for name, content in (("stdout", self.last.stdout), ("stderr", self.last.stderr),
                                  ("screen", self.last.screen)):
                if content:
                    out += f"\n  {name}:\n" + "".join(f"    {line}\n" for line in shown(content).splitlines())
        elif self.terminal:
            out += f"\n  screen so far: {shown(self.terminal.screen)}"
        return out

    # What runs

    def start_command(self) -> None:
        self.end_command()
        self.last = None
        self.before = self.box.listing()

    def end_command(self) -> None:
        """The invariants of every command: success unless said otherwise, and no key on stderr."""
        if self.terminal:
            self.result()
        if not self.last:
            return
        if not self.exit_is_checked:
            self.do_exit("0")
        for name in secrets.names():
            found = secrets.found_in(self.last.stderr, secrets.key(name))
            need(found is None, f"stderr shows {found}")

    def do_command(self, command: str) -> None:
        self.start_command()
        self.last = run(command, self.box.work, self.env, self.next_stdin)
        self.next_stdin = None
        self.exit_is_checked = False

    def do_tty(self, command: str) -> None:
        self.start_command()
        self.terminal = Terminal(command, self.box.work, self.env)
        self.expected_from = 0
        self.exit_is_checked = False

    def do_background(self, command: str) -> None:
        process = Background(command, self.box.work, self.env)
        self.background.append(process)
        need(process.first_line == "ready", f"the helper said: {process.first_line}")

    def result(self) -> Result:
        if self.terminal:
            self.last = self.terminal.finish()
            self.terminal.close()
            self.terminal = None
        need(self.last is not None, "no command has run yet")
        return self.last

    # What a command gets

    def do_stdin(self, name: str) -> None:
        self.next_stdin = self.content(name)

    def do_env(self, setting: str) -> None:
        name, equals, value = setting.partition("=")
        if equals:
            self.env[name] = self.text(value).decode().rstrip("\n") if value.startswith("@") else value
        else:
            self.env.pop(name, None)

    def do_use(self, rest: str) -> None:
        path, _, name = rest.partition(" as ")
        source = ROOT / path
        need(source.is_file(), f"there is no {path} in the project")
        self.box.put(name or source.name, source.read_bytes())

    def do_case(self, rest: str) -> None:
        """A case of tests/cases, made for this scenario."""
        case, _, name = rest.partition(" as ")
        need(case in cases.load(), f"there is no case {case}")
        with tempfile.TemporaryDirectory() as folder:
            made = cases.make(case, Path(folder) / "made")
            for source in [made, *made.rglob("*")]:
                if source.is_file():
                    self.box.put(str(Path(name or made.name) / source.relative_to(made)), source.read_bytes())

    def do_needs(self, what: str) -> None:
        if what == "unprivileged":
            self.become_unprivileged()
        elif what == "mounts":
            self.find_mount_namespace()
        elif shutil.which(what) is None:
            raise Skipped(f"{what} is not installed")

    def become_unprivileged(self) -> None:
        """Sets AS_NOBODY, to be put before a command: permissions mean nothing to root."""
        self.env["AS_NOBODY"] = ""
        if os.geteuid() != 0:
            return
        drop = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        self.box.open_to_others()
        tried = subprocess.run([*drop, self.box.top / "bin/tgferry", "--version"], capture_output=True, check=False)
        if tried.returncode != 0:
            raise Skipped("no command can be run as another user here: " + tried.stderr.decode().strip())
        self.env["AS_NOBODY"] = " ".join(drop)

    def find_mount_namespace(self) -> None:
        """Sets WITH_MOUNTS, to be put before a command that mounts something nobody else shall see."""
        for flags in (["-m"], ["-rm"]):
            command = ["unshare", *flags]
            if subprocess.run([*command, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True,
                              check=False).returncode == 0:
                self.env["WITH_MOUNTS"] = " ".join(command)
                return
        raise Skipped("nothing can be mounted here, not even privately (unshare -m)")

    # The terminal's user

    def do_expect(self, text: str) -> None:
        need(self.terminal is not None, "there is no terminal; start the command with tty")
        found = self.terminal.expect(text.encode(), self.expected_from)
        need(found, f"the terminal never showed: {text}")
        self.expected_from = len(self.terminal.screen)

    def do_type(self, text: str) -> None:
        need(self.terminal is not None, "there is no terminal")
        self.terminal.type(self.content(text).rstrip(b"\n") + b"\n" if text.startswith("@") or
                           (self.box.work / text).exists() else text.encode() + b"\n")

    def do_press(self, name: str) -> None:
        need(self.terminal is not None and name in KEYS, f"no terminal, or no such key: {name}")
        self.terminal.type(KEYS[name])

    def do_echo(self, state: str) -> None:
        need(self.terminal is not None, "there is no terminal")
        need(self.terminal.echo() == (state == "on"), f"echo is not {state}")

    # What must have happened

    def text(self, name: str) -> bytes:
        """A section, or the text itself as a line."""
        return self.scenario.texts[name] if name in self.scenario.texts else name.encode() + b"\n"

    def content(self, name: str) -> bytes:
        """A section or a file of the folder."""
        if name in self.scenario.texts:
            return self.scenario.texts[name]
        path = self.box.work / name
        need(path.is_file(), f"there is no file {name}")
        return path.read_bytes()

    def do_exit(self, code: str) -> None:
        result = self.result()
        self.exit_is_checked = True
        need(result.exit == int(code), f"exit {result.exit}, not {code}")

    def do_stdout(self, rest: str) -> None:
        result = self.result()
        need(result.screen is None, "under a terminal both streams are one: screen")
        check_text(result.stdout, *split_verb(rest), self.text, self.content)

    def do_stderr(self, rest: str) -> None:
        result = self.result()
        need(result.screen is None, "under a terminal both streams are one: screen")
        check_text(result.stderr, *split_verb(rest), self.text, self.content)

    def do_screen(self, rest: str) -> None:
        result = self.result()
        need(result.screen is not None, "there was no terminal; start the command with tty")
        check_text(result.screen.replace(b"\r\n", b"\n"), *split_verb(rest), self.text, self.content)

    def do_file(self, rest: str) -> None:
        self.result()
        name, _, assertion = rest.partition(" ")
        verb, wanted = split_verb(assertion)
        path = self.box.work / name
        if verb == "absent":
            need(not path.exists() and not path.is_symlink(), "it is there")
        elif verb == "mode":
            need(path.exists(), "it is not there")
            mode = stat.S_IMODE(path.lstat().st_mode)
            need(mode == int(wanted, 8), f"its mode is {mode:04o}")
        else:
            check_text(self.content(name), verb, wanted, self.text, self.content)

    def do_listing(self, rest: str) -> None:
        self.result()
        found, wanted = sorted(self.box.listing()), sorted(rest.split())
        need(found == wanted, f"there is {' '.join(found)}")

    def do_nothing_new(self, rest: str) -> None:
        need(rest == "new", "only: nothing new")
        self.result()
        now = self.box.listing()
        difference = sorted(set(now) ^ set(self.before))
        changed = [name for name in now if name in self.before and now[name].content != self.before[name].content]
        need(not difference, f"came or went: {difference}")
        need(not changed, f"has other content: {changed}")

    def do_untouched(self, rest: str) -> None:
        self.result()
        now = self.box.listing()
        for name in rest.split():
            need(name in self.before, f"{name} was not there before")
            changes = self.before[name].changes(now.get(name))
            need(not changes, f"{name} was touched: {', '.join(changes)}")

    def do_hides(self, rest: str) -> None:
        result = self.result()
        everything = result.stdout + b"\n" + result.stderr + b"\n" + (result.screen or b"")
        for name in rest.split():
            found = secrets.found_in(everything, secrets.key(name))
            need(found is None, f"shows {found}")


def split_verb(rest: str) -> tuple[str, str]:
    verb, _, wanted = rest.partition(" ")
    return verb, wanted
