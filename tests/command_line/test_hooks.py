"""kcheck hook: git itself runs what was installed, on commits and mails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line.test_cli import kcheck, own_home
from tests.repository import Worktree, make_kernel

__all__ = ["own_home"]

TAG = "// SPDX-License-Identifier: GPL-2.0\n"
CLEAN = f"{TAG}int pond;\n"
FAULTY = f"{TAG}int pond;\nint frog ;\n"
MESSAGE = (
    "pond: let a frog live in it\n\nIt has been empty for too long.\n\nSigned-off-by: Ada Example <ada@example.org>\n"
)
ALL = ("pre-commit", "commit-msg", "sendemail-validate")


class Repository(Worktree):
    """A repository with a commit, in whose hooks the kcheck of the tests runs."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.commit("pond: begin", pond_c=CLEAN)

    def kcheck(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run kcheck at the top."""
        return self.run(sys.executable, "-m", "pylint_kernel", *arguments)

    def run(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command at the top."""
        return subprocess.run(
            command, cwd=self.root, env=os.environ | variables, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def install(self, *arguments: str) -> None:
        done = self.kcheck("hook", "install", *arguments)
        assert done.returncode == 0, done.stderr

    def hook(self, name: str) -> Path:
        return self.root / ".git" / "hooks" / name

    def own_hook(self, name: str, script: str) -> Path:
        """A hook that the user has written."""
        path = self.hook(name)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    def edited(self, message: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Commit what is staged with a message that is typed above what git puts into the editor."""
        text = self.write(".git/typed", message)
        return self.run("git", "commit", *arguments, GIT_EDITOR=f'f() {{ cat \'{text}\' "$1" >x && mv x "$1"; }}; f')


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "pond")


# -- what is staged


def test_what_is_staged_is_judged_not_what_lies_around(repository: Repository) -> None:
    repository.install("pre-commit")
    repository.write("pond.c", FAULTY)
    repository.git("add", ".")
    repository.write("pond.c", CLEAN)
    done = repository.run("git", "commit", "-m", "x")
    assert done.returncode == 1
    assert "pond.c:3:10: warning: SPACING" in done.stderr
    assert "--no-verify" in done.stderr
    repository.write("pond.c", f"{CLEAN}int frog;\n")
    repository.git("add", ".")
    repository.write("pond.c", FAULTY)
    assert repository.run("git", "commit", "-m", "x").returncode == 0


@pytest.mark.parametrize("how", [["-a"], ["pond.c"], ["--only", "pond.c"]])
def test_what_git_stages_for_one_commit_is_judged(repository: Repository, how: list[str]) -> None:
    repository.install()
    repository.write("pond.c", FAULTY)
    assert "SPACING" in repository.run("git", "commit", "-m", MESSAGE, *how).stderr
    repository.write("pond.c", f"{CLEAN}int frog;\n")
    done = repository.run("git", "commit", "-m", MESSAGE, *how)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("in_tree", [False, True], ids=["somewhere", "kernel tree"])
def test_new_files_pass(repository: Repository, *, in_tree: bool) -> None:
    """There is no telling from what is staged whether MAINTAINERS will be updated; and licences are for kernels."""
    if in_tree:
        make_kernel(repository.root)
    repository.install()
    repository.write("lake.c", CLEAN)
    repository.write(
        ".github/workflows/ci.yaml", "# SPDX-License-Identifier: MIT\non: push\n" if in_tree else "on: push\n"
    )
    repository.git("add", "lake.c", ".github")
    done = repository.run("git", "commit", "-m", MESSAGE)
    assert done.returncode == 0, done.stderr


def test_what_is_not_so_bad_may_pass(repository: Repository) -> None:
    repository.install("--fail-level", "error", "--ignore", "SPACING,LONG_LINE", "pre-commit")
    repository.write("pond.c", f'{TAG}void pond(void)\n{{\n\tprintk("frog");\n\tpond ();\n}}\n')
    repository.git("add", ".")
    done = repository.run("git", "commit", "-m", "x")
    assert done.returncode == 0
    assert "PRINTK_WITHOUT_KERN_LEVEL" in done.stderr


def test_nothing_staged_and_merges_pass(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "frogs")
    repository.commit("x", pond_c=FAULTY, frog_c=f"{TAG}int a ;\n")
    repository.git("checkout", "-q", "main")
    repository.commit("x", pond_c=f"{CLEAN}int toad;\n")
    repository.install()
    assert repository.run("git", "merge", "frogs").returncode == 1
    repository.write("pond.c", f"{CLEAN}int toad, frog;\n")
    repository.git("add", ".")
    done = repository.run("git", "commit", "--no-edit")
    assert done.returncode == 0, done.stderr
    assert repository.run("git", "commit", "--allow-empty", "-m", MESSAGE).returncode == 0


# -- the message


def test_a_message_is_judged_by_the_rules_on_messages_alone(repository: Repository) -> None:
    repository.install("commit-msg")
    repository.write("pond.c", FAULTY)
    repository.git("add", ".")
    done = repository.edited("pond: the the frog\n\nIt is not known in which commit 1234567 it came.\n")
    assert done.returncode == 1
    assert ".git/COMMIT_EDITMSG:1:" in done.stderr
    assert "REPEATED_WORD" in done.stderr
    assert "MISSING_SIGN_OFF" in done.stderr
    assert "SPACING" not in done.stderr
    assert "git commit --edit --file=.git/COMMIT_EDITMSG" in done.stderr
    assert repository.run("git", "commit", "--no-verify", "-m", "x").returncode == 0


@pytest.mark.parametrize(
    ("settings", "message", "options"),
    [
        ({}, MESSAGE.replace("It has", "# the the\nIt has"), []),
        ({}, f"# This is a combination of 2 commits, the the.\n# One:\n\n{MESSAGE}", []),
        # Below the scissors there is the whole diff, faults and all.
        ({}, MESSAGE, ["--verbose"]),
        ({"commit.cleanup": "scissors"}, MESSAGE, []),
        ({"core.commentChar": ";"}, MESSAGE.replace("It has", "; the the\nIt has"), []),
        ({"core.commentChar": "auto"}, MESSAGE.replace("It has", "#123: it has"), ["--verbose"]),
    ],
)
def test_what_git_removes_is_not_judged(
    repository: Repository, settings: dict[str, str], message: str, options: list[str]
) -> None:
    repository.install("commit-msg")
    for name, value in settings.items():
        repository.git("config", name, value)
    repository.write("pond.c", f"{FAULTY}/* the the */\n" + "int a;" * 30 + "\n")
    repository.git("add", ".")
    done = repository.edited(message, *options)
    assert done.returncode == 0, done.stderr


def test_findings_are_on_the_lines_of_the_file(repository: Repository) -> None:
    repository.install("commit-msg")
    done = repository.edited(f"# one\n\n# two\n{MESSAGE.replace('has been', 'has has been')}", "--allow-empty")
    assert ".git/COMMIT_EDITMSG:6:8: warning: REPEATED_WORD" in done.stderr


def test_what_was_typed_on_the_command_line_has_no_comments(repository: Repository) -> None:
    repository.install("commit-msg")
    text = MESSAGE.replace("It has", "#123 has has")
    assert "REPEATED_WORD" in repository.run("git", "commit", "--allow-empty", "-m", text).stderr


@pytest.mark.parametrize("subject", ["fixup! pond: begin", "squash! pond: begin", "amend! pond: begin"])
def test_what_will_be_melted_into_another_commit_is_not_judged(repository: Repository, subject: str) -> None:
    repository.install("commit-msg")
    done = repository.run("git", "commit", "--allow-empty", "-m", f"{subject}\n\nthe the")
    assert done.returncode == 0, done.stderr


def test_an_empty_message_is_left_to_git(repository: Repository) -> None:
    repository.install("commit-msg")
    done = repository.edited("", "--allow-empty")
    assert "empty commit message" in done.stderr
    assert "kcheck" not in done.stderr


def test_a_trailer_may_say_no_to_what_is_in_the_change(repository: Repository) -> None:
    repository.install("commit-msg")
    text = MESSAGE.replace("Signed", "Checkpatch-ignore: LONG_LINE\nSigned")
    done = repository.run("git", "commit", "--allow-empty", "-m", text)
    assert done.returncode == 0, done.stderr


# -- where hooks are


def test_hooks_come_and_go(repository: Repository) -> None:
    before = sorted(path.name for path in repository.hook("").iterdir())
    repository.install()
    installed = {name: repository.hook(name).read_text() for name in ALL}
    repository.install()
    assert {name: repository.hook(name).read_text() for name in ALL} == installed
    repository.install("--strict")
    assert "--strict" in repository.hook("commit-msg").read_text()
    for _ in range(2):
        assert repository.kcheck("hook", "uninstall").returncode == 0
        assert sorted(path.name for path in repository.hook("").iterdir()) == before


def test_hooks_that_were_there_run_first_and_come_back(repository: Repository) -> None:
    own = repository.own_hook("pre-commit", "echo croak; test ! -e dry")
    text = own.read_text()
    repository.install()
    repository.install("--strict")
    repository.write("pond.c", FAULTY)
    done = repository.run("git", "commit", "-am", MESSAGE)
    assert done.stderr.startswith("croak\n")
    assert "SPACING" in done.stderr
    repository.write("dry", "")
    done = repository.run("git", "commit", "-am", MESSAGE)
    assert done.returncode == 1
    assert "SPACING" not in done.stderr
    assert repository.kcheck("hook", "uninstall").returncode == 0
    assert own.read_text() == text
    assert os.access(own, os.X_OK)
    assert not repository.hook("pre-commit.before-kcheck").exists()


def test_what_somebody_has_changed_since_is_left_alone(repository: Repository) -> None:
    repository.own_hook("pre-commit", "true")
    repository.install()
    changed = repository.hook("pre-commit").read_text() + "echo more\n"
    repository.hook("pre-commit").write_text(changed)
    for action in ("install", "uninstall"):
        done = repository.kcheck("hook", action)
        assert done.returncode == 2
        assert "before-kcheck" in done.stderr
        assert "Traceback" not in done.stderr
        assert repository.hook("pre-commit").read_text() == changed
    assert not repository.hook("commit-msg").exists()


def test_hooks_of_others_stay(repository: Repository) -> None:
    own = repository.own_hook("commit-msg", "true")
    done = repository.kcheck("hook", "uninstall")
    assert done.returncode == 0
    assert "stays" in done.stdout
    assert own.exists()


def test_another_directory_for_hooks(repository: Repository) -> None:
    repository.git("config", "core.hooksPath", "tools/hooks")
    repository.install("pre-commit")
    assert (repository.root / "tools" / "hooks" / "pre-commit").exists()
    repository.write("pond.c", FAULTY)
    assert "SPACING" in repository.run("git", "commit", "-am", "x").stderr


def test_hooks_for_all_repositories_are_not_touched(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configuration = tmp_path / "gitconfig"
    configuration.write_text(f"[core]\n\thooksPath = {tmp_path}/everywhere\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(configuration))
    done = repository.kcheck("hook", "install")
    assert done.returncode != 0
    assert "core.hooksPath" in done.stderr
    assert not (tmp_path / "everywhere").exists()


def test_worktrees_share_their_hooks(repository: Repository, tmp_path: Path) -> None:
    repository.git("worktree", "add", "-q", str(tmp_path / "lake"))
    lake = Repository.__new__(Repository)
    lake.root = tmp_path / "lake"
    lake.install()
    assert repository.hook("pre-commit").exists()
    lake.write("pond.c", FAULTY)
    assert "pond.c:3:10: warning: SPACING" in lake.run("git", "commit", "-am", MESSAGE).stderr
    lake.write("pond.c", f"{CLEAN}int frog;\n")
    assert "REPEATED_WORD" in lake.run("git", "commit", "-am", MESSAGE.replace("has", "has has")).stderr
    done = lake.run("git", "commit", "-am", MESSAGE)
    assert done.returncode == 0, done.stderr


def test_subdirectories(repository: Repository) -> None:
    repository.install()
    repository.write("deep/pond.c", f"{TAG}int a ;\n")
    done = repository.run("sh", "-c", "cd deep && git add . && git commit -m x")
    assert "deep/pond.c:2:" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["install", "frog"], ["install", "--bogus"], ["run"], ["run", "commit-msg"], ["frog"], []]
)
def test_a_wrong_command_line_says_so(repository: Repository, arguments: list[str]) -> None:
    done = repository.kcheck("hook", *arguments)
    assert done.returncode == 2
    assert "Usage: kcheck hook" in done.stderr
    assert "Traceback" not in done.stderr


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = kcheck("hook", "install")
    assert done.returncode != 0
    assert b"no git repository" in done.stderr
    (tmp_path / "message").write_text("the the frog\n")
    assert b"REPEATED_WORD" in kcheck("hook", "run", "commit-msg", "message").stdout
    done = kcheck("hook", "run", "commit-msg", "nothing")
    assert done.returncode == 2
    assert b"nothing: No such file" in done.stderr


# -- mails


@pytest.mark.skipif(
    not any(Path(f"/usr/{folder}/git-core/git-send-email").is_file() for folder in ("lib", "libexec")),
    reason="git send-email is not installed",
)  # fmt: skip
def test_what_is_about_to_be_sent(repository: Repository) -> None:
    for name, value in (
        ("user.name", "Ada Example"),
        ("user.email", "ada@example.org"),
        ("sendemail.confirm", "never"),
    ):
        repository.git("config", name, value)
    for text in (f"{CLEAN}int frog;\n", f"{CLEAN}int frog;\nint toad ;\n"):
        repository.write("pond.c", text)
        repository.run("git", "commit", "-am", MESSAGE)
    repository.install()
    send = ("git", "send-email", "--dry-run", "--to=b@example.org")
    repository.git("format-patch", "-q", "-o", "out", "--cover-letter", "-2")
    clean, faulty = (str(next((repository.root / "out").glob(f"000{number}-*"))) for number in (1, 2))
    letter = next((repository.root / "out").glob("0000-*"))
    letter.write_text(letter.read_text().replace("*** ", "the the "))
    done = repository.run(*send, "--validate", str(letter), clean)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Result: OK") == 2
    done = repository.run(*send, "--validate", clean, faulty)
    assert done.returncode != 0
    assert "pond.c:4:10: warning: SPACING" in done.stdout + done.stderr
    assert "Result: OK" not in done.stdout
    assert repository.run(*send, "--no-validate", faulty).returncode == 0
