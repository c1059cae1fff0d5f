"""Where lines of a commit are in a later one."""

from __future__ import annotations

from pathlib import Path

import pytest

from pylint_kernel.patches.later import Later, Line
from pylint_kernel.surroundings.git import Repository
from tests.repository import Worktree

TEN = [f"line {number}\n" for number in range(1, 11)]


@pytest.fixture
def worktree(tmp_path: Path) -> Worktree:
    return Worktree(tmp_path)


def lines(worktree: Worktree, commit: str, path: str = "a.c", count: int = 10) -> list[int | None]:
    """What became of the first lines of a file."""
    with Repository(str(worktree.root)) as repository:
        later = Later(repository, repository.resolve("HEAD"))
        found = [later.line(commit, path, number) for number in range(1, count + 1)]
    return [line and line.number for line in found]


def test_lines_move(worktree: Worktree) -> None:
    first = worktree.commit("x", a_c="".join(TEN))
    assert lines(worktree, first) == list(range(1, 11))
    new = ["new\n", *TEN[:3], "other\n", *TEN[4:8], "more\n", "more\n", TEN[9]]
    second = worktree.commit("x", a_c="".join(new))
    assert lines(worktree, first) == [2, 3, 4, None, 6, 7, 8, 9, None, 12]
    assert lines(worktree, second, count=12) == list(range(1, 13))


def test_lines_are_appended_to_a_file_without_a_newline(worktree: Worktree) -> None:
    first = worktree.commit("x", a_c="1\n2\n3")
    worktree.commit("x", a_c="1\n3\n4\n")
    assert lines(worktree, first, count=3) == [1, None, None]


def test_files_move(worktree: Worktree) -> None:
    first = worktree.commit("x", a_c="".join(TEN), b_c="b\n", c_c="c\n")
    worktree.git("mv", "a.c", "d.c")
    worktree.commit("x", d_c="new\n" + "".join(TEN))
    worktree.git("rm", "-q", "b.c")
    worktree.commit("x")
    with Repository(str(worktree.root)) as repository:
        later = Later(repository, repository.resolve("HEAD"))
        assert later.line(first, "a.c", 4) == Line("d.c", 5)
        assert later.line(first, "b.c", 1) is None
        assert later.line(first, "c.c", 1) == Line("c.c", 1)
