"""``--fix --staged``: what is staged is repaired in the index, and nothing of what is not staged is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tests.command_line.test_cli import KCHECK, Run, kcheck, own_home
from tests.repository import Worktree

__all__ = ["own_home"]

TAG = b"// SPDX-License-Identifier: GPL-2.0\n"
FAR = b"\n/* far */\n" * 5
#: A file with a fault that nobody has touched, and what is added at its end.
OLD = TAG + b"int old; \n" + FAR + b"int a;\n"
ADDED = b"int b; \n"
FIX = "--fix --staged -q --types TRAILING_WHITESPACE"
STAGED, REPAIRED = OLD + ADDED, OLD + b"int b;\n"


class Pond(Worktree):
    """A repository in which a faulty line is staged."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.commit("pond: begin", pond_c=OLD)
        self.write("pond.c", STAGED)
        self.git("add", "pond.c")

    def fix(self, *arguments: str, stdin: bytes = b"", where: str = ".", **variables: str) -> Run:
        """Fix what is staged."""
        return kcheck(
            "--fix", "--staged", "--types", "TRAILING_WHITESPACE", *arguments,
            stdin=stdin, cwd=self.root / where, env=os.environ | variables,
        )  # fmt: skip

    def staged(self, path: str = "pond.c") -> bytes:
        """What the index has of a file."""
        return self.git("show", f":{path}")

    def file(self, path: str = "pond.c") -> bytes:
        """What the worktree has of it."""
        return (self.root / path).read_bytes()

    def state(self) -> list[str]:
        """What git says has changed."""
        return self.git("status", "--porcelain").decode().splitlines()


@pytest.fixture
def pond(tmp_path: Path) -> Pond:
    return Pond(tmp_path / "pond")


def test_index_and_worktree(pond: Pond) -> None:
    (pond.root / "pond.c").chmod(0o755)
    pond.git("add", "pond.c")
    run = pond.fix()
    assert (run.returncode, run.stderr) == (0, b"")
    assert b"1 finding fixed" in run.stdout
    assert pond.staged() == pond.file() == REPAIRED
    assert pond.git("ls-files", "--stage").startswith(b"100755 ")
    assert pond.state() == ["M  pond.c"]
    assert pond.fix().returncode == 0


def test_what_is_not_staged_stays_unstaged(pond: Pond) -> None:
    pond.write("pond.c", STAGED.replace(b"int old; \n", b"int older; \nint oldest; \n"))
    pond.write("other.c", TAG + b"int c; \n")
    run = pond.fix()
    assert run.stderr == b""
    assert pond.staged() == REPAIRED
    assert pond.file() == REPAIRED.replace(b"int old; \n", b"int older; \nint oldest; \n")
    assert pond.file("other.c") == TAG + b"int c; \n"
    assert pond.state() == ["MM pond.c", "?? other.c"]


def test_what_is_not_staged_is_in_the_way(pond: Pond) -> None:
    pond.write("pond.c", unstaged := STAGED.replace(b"int b; \n", b"long b; \n"))
    run = pond.fix()
    assert run.returncode == 0
    assert b"pond.c: fixed in the index only: what is not staged is in the way" in run.stderr
    assert (pond.staged(), pond.file()) == (REPAIRED, unstaged)
    assert not list(pond.root.glob(".kcheck-*"))


def test_the_worktree_has_it_already_or_has_no_such_file(pond: Pond) -> None:
    pond.write("pond.c", REPAIRED)
    assert pond.fix().stderr == b""
    assert pond.staged() == pond.file() == REPAIRED
    pond.write("pond.c", STAGED)
    pond.git("add", "pond.c")
    (pond.root / "pond.c").unlink()
    assert b"there is no such file in the worktree" in pond.fix().stderr
    assert pond.staged() == REPAIRED
    assert pond.state() == ["MD pond.c"]


def test_from_below_and_of_some_paths(pond: Pond) -> None:
    pond.write("sub/sub.c", TAG + b"int c; \n")
    pond.write("sub/pond.c", TAG + b"int d; \n")
    pond.git("add", ".")
    pond.fix("sub.c", where="sub")
    assert (pond.staged(), pond.staged("sub/pond.c")) == (STAGED, TAG + b"int d; \n")
    assert pond.staged("sub/sub.c") == pond.file("sub/sub.c") == TAG + b"int c;\n"
    (pond.root / "pond.c").unlink()
    pond.fix(where="sub")
    assert (pond.staged(), pond.staged("sub/pond.c")) == (REPAIRED, TAG + b"int d;\n")
    assert pond.file("sub/pond.c") == TAG + b"int d;\n"


def test_renamed_and_odd_names(pond: Pond) -> None:
    pond.git("mv", "pond.c", "a, b ä.c")
    run = pond.fix()
    assert run.returncode == 0
    assert pond.staged("a, b ä.c") == pond.file("a, b ä.c") == REPAIRED
    assert pond.git("ls-files", "-z") == "a, b ä.c\0".encode()


def test_what_is_no_file_is_left_alone(pond: Pond, tmp_path: Path) -> None:
    other = Pond(tmp_path / "other")
    pond.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.root), "sub")
    (pond.root / "link.c").symlink_to("pond.c")
    pond.write("new.c", TAG + b"int new; \n")
    pond.git("add", "link.c")
    pond.git("add", "--intent-to-add", "new.c")
    before = pond.git("ls-files", "--stage", "link.c", "sub", "new.c")
    assert pond.fix().stderr == b""
    assert pond.git("ls-files", "--stage", "link.c", "sub", "new.c") == before
    assert (pond.root / "link.c").is_symlink()
    assert (pond.staged(), pond.file("new.c")) == (REPAIRED, TAG + b"int new; \n")
    # A link has come where the staged file is.
    pond.write("target.c", STAGED)
    pond.write("pond.c", STAGED)
    pond.git("add", "pond.c")
    (pond.root / "pond.c").unlink()
    (pond.root / "pond.c").symlink_to("target.c")
    pond.fix()
    assert (pond.staged(), pond.file("target.c")) == (REPAIRED, STAGED)


def test_in_conflict(pond: Pond) -> None:
    pond.git("commit", "-qm", "x")
    pond.git("checkout", "-qb", "side", "HEAD~1")
    pond.commit("y", pond_c=OLD + b"int c; \n", more_c=TAG + b"int more; \n")
    merge = subprocess.run(["git", "merge", "main"], cwd=pond.root, capture_output=True, check=False)
    assert merge.returncode == 1
    found = pond.file()
    pond.fix()
    assert pond.file() == found
    assert len(pond.git("ls-files", "--unmerged").splitlines()) == 3


@pytest.mark.parametrize("how", ["autocrlf", "attributes", "filter"])
def test_line_ends_and_filters(pond: Pond, how: str) -> None:
    if how == "autocrlf":
        pond.git("config", "core.autocrlf", "true")
    elif how == "attributes":
        pond.write(".git/info/attributes", "*.c text eol=crlf\n")
    else:
        pond.write(".git/info/attributes", "*.c filter=shout\n")
        pond.git("config", "filter.shout.clean", "tr A-Z a-z")
        pond.git("config", "filter.shout.smudge", "tr a-z A-Z")
    pond.git("read-tree", "HEAD")
    pond.git("checkout", "--", ".")

    def smudged(data: bytes) -> bytes:
        return data.upper() if how == "filter" else data.replace(b"\n", b"\r\n")

    pond.write("pond.c", smudged(STAGED))
    pond.git("add", "pond.c")
    blob = pond.staged()
    pond.write("pond.c", smudged(STAGED).replace(b"OLD" if how == "filter" else b"old", b"new"))
    assert pond.fix().stderr == b""
    assert pond.staged() == blob.replace(b"b; \n", b"b;\n")
    assert pond.file() == smudged(REPAIRED).replace(b"OLD" if how == "filter" else b"old", b"new")


def test_line_ends_that_are_not_those_git_would_write(pond: Pond) -> None:
    pond.git("config", "core.autocrlf", "true")
    run = pond.fix()
    assert b"index only" not in run.stderr
    assert pond.staged() == pond.file() == REPAIRED


def test_a_locked_index(pond: Pond) -> None:
    pond.write(".git/index.lock", "")
    run = pond.fix()
    assert run.returncode == 2
    assert b"pond.c: not fixed: Unable to create" in run.stderr
    assert (pond.staged(), pond.file()) == (STAGED, STAGED)


def test_what_is_checked_out_sparsely_is_left_alone(pond: Pond) -> None:
    pond.git("update-index", "--skip-worktree", "pond.c")
    run = pond.fix()
    assert run.returncode == 2
    assert pond.staged() == STAGED
    assert pond.git("ls-files", "-t") == b"S pond.c\n"


def test_killed_at_any_moment(pond: Pond) -> None:
    """Index and files are what they were or what they should be, and the rest can be done afterwards."""
    chance = random.Random(7)
    names = [f"{number}.c" for number in range(8)]
    top = b"/* unstaged */\n"
    repaired = STAGED.replace(b"; \n", b";\n")
    for _ in range(2):
        pond.git("reset", "-q", "--hard")
        for name in names:
            pond.write(name, STAGED)
        pond.git("add", ".")
        for name in names:
            pond.write(name, top + STAGED)
        process = subprocess.Popen([*KCHECK, *FIX.split()], cwd=pond.root, start_new_session=True)
        last = pond.root / chance.choice(names[:4])
        while last.read_bytes() == top + STAGED and process.poll() is None:
            pass
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        (pond.root / ".git" / "index.lock").unlink(missing_ok=True)
        assert {pond.staged(name) for name in names} <= {STAGED, repaired}
        assert {pond.file(name) for name in names} <= {top + STAGED, top + repaired}
    pond.fix()
    assert {pond.staged(name) for name in names} == {repaired}


def test_what_is_chosen(pond: Pond) -> None:
    pond.write("pond.c", STAGED + FAR + b"int c; \n")
    pond.git("add", "pond.c")
    pond.write("pond.c", b"/* not staged */\n" + STAGED + FAR + b"int c; \n")
    run = pond.fix("--interactive", stdin=b"n\ny\n")
    assert run.returncode == 1
    assert b"(2/2) Fix this hunk" in run.stderr
    assert pond.staged() == STAGED + FAR + b"int c;\n"
    assert pond.file() == b"/* not staged */\n" + STAGED + FAR + b"int c;\n"


def test_the_difference_is_one_to_the_index(pond: Pond) -> None:
    pond.write("pond.c", b"/* not staged */\n" + STAGED)
    run = kcheck("--diff", "--staged", "--types", "TRAILING_WHITESPACE", cwd=pond.root)
    subprocess.run(["git", "apply", "--cached"], input=run.stdout, cwd=pond.root, check=True)
    assert pond.staged() == REPAIRED
    assert b"--staged" in pond.fix("--verify-with", "true {}").stderr


# -- within hooks


def commit(pond: Pond, *arguments: str, hook: str) -> subprocess.CompletedProcess[bytes]:
    """Commit, with such a hook."""
    path = pond.write(".git/hooks/pre-commit", f"#!/bin/sh\nexec {' '.join(KCHECK)} {hook}\n")
    path.chmod(0o755)
    return subprocess.run(["git", "commit", "-m", "x", *arguments], cwd=pond.root, capture_output=True, check=False)


@pytest.mark.parametrize("how", [[], ["-a"]])
def test_what_is_committed_is_repaired(pond: Pond, how: list[str]) -> None:
    done = commit(pond, *how, hook=FIX)
    assert done.returncode == 0, done.stderr
    assert pond.git("show", "HEAD:pond.c") == pond.file() == REPAIRED
    assert pond.state() == []


def test_an_index_of_named_files(pond: Pond) -> None:
    """It is thrown away, and the one that stays could not be repaired."""
    done = commit(pond, "pond.c", hook=FIX)
    assert done.returncode == 1
    assert b"name no files" in done.stderr
    assert (pond.staged(), pond.file()) == (STAGED, STAGED)


def test_our_hook_stops_the_commit_once(pond: Pond) -> None:
    hook = "hook run pre-commit --fix --select TRAILING_WHITESPACE"
    assert commit(pond, hook=hook).returncode == 1
    assert pond.staged() == pond.file() == REPAIRED
    assert commit(pond, hook=hook).returncode == 0


def test_within_pre_commit_only_files_are_repaired(pond: Pond) -> None:
    run = pond.fix(PRE_COMMIT="1")
    assert run.returncode == 0
    assert (pond.staged(), pond.file()) == (STAGED, REPAIRED)
