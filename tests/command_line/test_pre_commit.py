"""The hooks for pre-commit, run by pre-commit itself, in the environment that it makes for them.

Nothing is fetched: what pip would get from the network it finds in the environment of the tests.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import offline
from tests.command_line.test_cli import own_home
from tests.command_line.test_consumers import client
from tests.offline import copy_project
from tests.repository import Worktree

__all__ = ["own_home"]

TAG = "// SPDX-License-Identifier: GPL-2.0\n"
FAULTY = f"{TAG}int frog ;\n"
MESSAGE = "pond: let a frog live in it\n\nIt has been empty.\n\nSigned-off-by: Ada Example <ada@example.org>\n"
CONFIGURATION = """\
repos:
- repo: {repository}
  rev: {revision}
  hooks: [{{id: kcheck-fix}}, {{id: kcheck}}, {{id: kcheck-commit-msg}}, {{id: kcheck-files, stages: [manual]}}]
"""
Run = subprocess.CompletedProcess[str]


class User(Worktree):
    """A repository whose commits pre-commit looks at."""

    def __init__(self, root: Path, project: Worktree, variables: dict[str, str]) -> None:
        super().__init__(root)
        self.variables = variables
        revision = project.git("rev-parse", "HEAD").decode().strip()
        self.write(".pre-commit-config.yaml", CONFIGURATION.format(repository=project.root, revision=revision))
        self.git("add", ".")
        self.git("commit", "-q", "-m", "begin")
        done = self.run(client("pre-commit"), "install", "-t", "pre-commit", "-t", "commit-msg")
        assert done.returncode == 0, done.stdout + done.stderr

    def run(self, *command: str) -> Run:
        """Run a command at the top."""
        return subprocess.run(
            command, cwd=self.root, env=os.environ | self.variables, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def commit_staged(self, message: str = MESSAGE) -> Run:
        """Commit everything, as a user does."""
        self.git("add", ".")
        return self.run("git", "commit", "-m", message)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Worktree, dict[str, str]]:
    """A repository of kcheck as it is, and variables by which pre-commit makes do with what is here."""
    place = tmp_path_factory.mktemp("pre-commit")
    repository = Worktree(place / "kcheck")
    copy_project(repository.root)
    repository.commit("kcheck: as it is")
    return repository, {"PRE_COMMIT_HOME": str(place / "home"), **offline.variables(place / "packages")}


@pytest.fixture
def user(project: tuple[Worktree, dict[str, str]], tmp_path: Path) -> User:
    return User(tmp_path / "user", *project)


def test_commits(user: User) -> None:
    # A new file, and one of a language that has licences in a kernel tree only.
    user.write("pond.c", f"{TAG}int pond;\n")
    user.write(".github/workflows/ci.yaml", "on: push\n")
    done = user.commit_staged()
    assert done.returncode == 0, done.stdout + done.stderr

    # What is wrong with what is there is nobody's fault now; what can be repaired is, what is not staged stays.
    user.write("pond.c", f"{TAG}int pond;\nint frog ;\n")
    user.git("add", ".")
    user.write("pond.c", f"{TAG}int pond;\nint frog ;\n\nint toad ;\n")
    done = user.run("git", "commit", "-m", MESSAGE)
    assert done.returncode == 1
    user.write("pond.c", f"{TAG}int pond;\nint frog ;\n")
    done = user.commit_staged()
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stderr
    assert (user.root / "pond.c").read_text() == f"{TAG}int pond;\nint frog;\n"
    done = user.commit_staged()
    assert done.returncode == 0, done.stderr

    # What cannot be repaired is reported, once.
    user.write("pond.c", f'{TAG}int pond;\nint frog;\nvoid leap(void)\n{{\n\tprintk("x");\n}}\n')
    done = user.commit_staged()
    assert done.returncode == 1
    assert done.stderr.count("pond.c:6:2: warning: PRINTK_WITHOUT_KERN_LEVEL") == 1


def test_messages(user: User) -> None:
    user.write("pond.c", f"{TAG}int pond;\n")
    done = user.commit_staged("pond: let the the frog live\n")
    assert done.returncode == 1
    assert "COMMIT_EDITMSG:1:" in done.stderr
    assert "REPEATED_WORD" in done.stderr
    assert "MISSING_SIGN_OFF" in done.stderr
    done = user.commit_staged("fixup! the the")
    assert done.returncode == 0, done.stderr


def test_merges(user: User) -> None:
    user.git("checkout", "-q", "-b", "frogs")
    user.write("pond.c", FAULTY)
    user.git("add", ".")
    user.git("commit", "-q", "--no-verify", "-m", "x")
    user.git("checkout", "-q", "main")
    user.write("pond.c", f"{TAG}int pond;\n")
    assert user.commit_staged().returncode == 0
    assert user.run("git", "merge", "frogs").returncode == 1
    user.write("pond.c", f"{TAG}int pond, frog ;\n")
    user.git("add", ".")
    done = user.run("git", "commit", "--no-edit")
    assert done.returncode == 0, done.stdout + done.stderr


def test_whole_files(user: User) -> None:
    user.write("pond.c", FAULTY)
    user.git("add", ".")
    done = user.run(client("pre-commit"), "run", "--hook-stage", "manual", "--all-files", "kcheck-files")
    assert done.returncode == 1
    assert "pond.c:2:10: warning: SPACING" in done.stdout


def test_nothing_of_the_tests_is_run(user: User) -> None:
    """The hooks are those of the package that pre-commit has built."""
    user.write("pond.c", FAULTY)
    user.git("add", ".")
    user.run(client("pre-commit"), "run", "kcheck")
    [command] = Path(user.variables["PRE_COMMIT_HOME"]).glob("*/py_env-*/bin/kcheck")
    assert sys.prefix not in command.read_text()
    [package] = Path(user.variables["PRE_COMMIT_HOME"]).glob("*/py_env-*/lib/python*/site-packages/pylint_kernel")
    assert package.is_dir()
