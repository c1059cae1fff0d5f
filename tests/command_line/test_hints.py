"""What is said to those who say it differently: paths beside commits, typing errors, other tools' options."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.command_line.test_cli import BAD, KCHECK, git, kcheck, own_home, place, repository

__all__ = ["own_home", "place", "repository"]


@pytest.fixture
def two_commits(repository: Path) -> Path:
    """A repository with a commit for each of two files, both at fault."""
    (repository / "below").mkdir()
    (repository / "below" / "one.c").write_bytes(BAD)
    git("add", ".")
    git("commit", "-qm", "below: add one")
    (repository / "two.c").write_bytes(BAD)
    git("add", ".")
    git("commit", "-qm", "two: add it")
    return repository


def places(*arguments: str) -> list[str]:
    """The files in which blanks at the ends of lines are found."""
    run = kcheck("--format", "concise", "-q", "--select", "TRAILING_WHITESPACE", *arguments)
    return [line.split(":")[0] for line in run.stdout.decode().splitlines()]


def test_paths_narrow_commits(two_commits: Path) -> None:
    assert places("-g", "HEAD~2..") == ["below/one.c", "two.c"]
    assert places("-g", "HEAD~2..", "below") == ["below/one.c"]
    assert places("-g", "HEAD", "two.c") == ["two.c"]
    assert places("-g", "HEAD", "below", "two.c") == ["two.c"]
    os.chdir("below")
    assert places("-g", "HEAD~2..", ".") == ["below/one.c"]


def test_paths_narrow_messages(two_commits: Path) -> None:
    run = kcheck("-g", "HEAD~2..", "--select", "MISSING_SIGN_OFF", "below")
    assert run.stdout.count(b"MISSING_SIGN_OFF") == 1
    assert kcheck("-g", "HEAD", "below").returncode == 0


@pytest.mark.parametrize("what", [["-g", "HEAD"], ["--staged"], ["--new-from", "HEAD"]])
def test_a_gate_does_not_pass_because_of_a_typing_error(two_commits: Path, what: list[str]) -> None:
    run = kcheck(*what, "nosuch")
    assert run.returncode == 2
    assert run.stderr == b"kcheck: nosuch: there is no such file or directory, nor was there one\n"
    run = kcheck(*what, "nosuch", "two.c")
    assert run.returncode == 2
    assert kcheck(*what, "").returncode == 2


def test_a_file_that_is_gone_is_none(two_commits: Path) -> None:
    git("rm", "-q", "two.c")
    assert kcheck("--staged", "two.c").returncode == 0
    assert places("-g", "HEAD", "two.c") == ["two.c"]


@pytest.mark.parametrize(
    ("argument", "hint"),
    [
        ("HEAD~1..", "(for commits: -g HEAD~1..)"),
        ("HEAD", "(for commits: -g HEAD)"),
        ("help", "(kcheck --help explains all options)"),
        ("ruel", "(did you mean kcheck rule?)"),
        ("confg", "(did you mean kcheck config?)"),
    ],
)
def test_no_such_file(two_commits: Path, argument: str, hint: str) -> None:
    run = kcheck(argument)
    assert run.returncode == 2
    assert run.stderr.decode() == f"kcheck: {argument}: No such file or directory {hint}\n"


def test_no_hint_where_there_is_none(place: Path) -> None:
    assert kcheck("missing.c").stderr == b"kcheck: missing.c: No such file or directory\n"
    assert kcheck("").stderr == b"kcheck: '': no file has an empty name\n"


@pytest.mark.parametrize("arguments", [["-f", "bad.c"], ["--terse", "bad.c"], ["--show-types", "bad.c"]])
def test_options_of_checkpatch(place: Path, arguments: list[str]) -> None:
    run = kcheck(*arguments)
    assert run.returncode == 2
    assert b"kcheck checkpatch takes checkpatch.pl's options." in run.stderr
    assert b"kcheck checkpatch takes" not in kcheck("--nonsense", "bad.c").stderr


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "0"}, False), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_variables_for_colour(place: Path, variables: dict[str, str], coloured: bool) -> None:
    run = kcheck("bad.c", env={**os.environ, **variables})
    assert (b"\x1b[" in run.stdout) == coloured


def test_before_a_terminal_the_current_directory_is_meant(place: Path) -> None:
    ours, theirs = pty.openpty()
    run = subprocess.run([*KCHECK, "--format", "concise"], stdin=theirs, capture_output=True, check=False)
    os.close(ours)
    os.close(theirs)
    assert run.returncode == 1
    assert run.stdout.startswith(b"bad.c:2:7:")


# -- what needs a tree or a mail


def test_new_files_and_texts_outside_of_a_tree(repository: Path) -> None:
    (repository / "new.c").write_bytes(b"// SPDX-License-Identifier: GPL-2.0\nint new;\n")
    (repository / "ci.yaml").write_bytes(b"on: push\n")
    git("add", ".")
    assert kcheck("--staged").returncode == 0
    assert kcheck("ci.yaml").returncode == 0
    run = kcheck("--staged", "--select", "FILE_PATH_CHANGES,SPDX_LICENSE_TAG")
    assert run.stdout.count(b"FILE_PATH_CHANGES") == 1
    assert run.stdout.count(b"SPDX_LICENSE_TAG") == 1
    run = kcheck("checkpatch", "--no-tree", "--show-types", "-", stdin=git("diff", "--cached"))
    assert b"FILE_PATH_CHANGES" in run.stdout
