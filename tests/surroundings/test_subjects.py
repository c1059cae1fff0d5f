"""What subjects begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from pylint_kernel.surroundings.git import Repository
from pylint_kernel.surroundings.subjects import learnt, prefix
from tests.repository import Worktree


@pytest.mark.parametrize(
    ("subjects", "expected"),
    [
        (["staging: most: fix a", "staging: most: drop b", "Staging: most: c"], "staging: most:"),
        (["staging: most: core: a", "staging: most: net: b", "staging: most: usb: c"], "staging: most:"),
        (["staging: most: net: a", "staging: most: net: b", "staging: c"], "staging: most: net:"),
        (["mm/slub: a", "mm/slub: b", "mm: c", "Merge tag: x"], "mm/slub:"),
        (["net: ethernet: use: of colons: a", "net: ethernet: b"], "net: ethernet:"),
        (["Import", "demo: one"], ""),
        ([], ""),
    ],
)
def test_learnt(subjects: list[str], expected: str) -> None:
    assert learnt(subjects) == expected


def test_history_of_a_directory_or_else_its_name(tmp_path: Path) -> None:
    tree = Worktree(tmp_path)
    tree.commit("Import", drivers__staging__demo__Makefile="", drivers__staging__demo__core__a_c="int a;\n")
    repository = Repository(str(tmp_path))
    assert prefix(repository, "drivers/staging/demo/core") == "staging: demo:"
    assert prefix(repository, "") == ""
    tree.commit("demo: one", drivers__staging__demo__core__a_c="int b;\n")
    tree.commit("demo: two", drivers__staging__demo__core__a_c="int c;\n")
    assert prefix(repository, "drivers/staging/demo/core") == "demo:"
    assert prefix(repository, "drivers/staging/demo/debug") == "demo:"
    assert prefix(repository, "drivers/usb") == "usb:"
