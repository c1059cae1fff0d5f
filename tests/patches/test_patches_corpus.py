"""Changes that checkpatch judges wrongly because it sees their hunks only: in the repository kcheck gets them right.

``corpus/patches/*.md``: a title, what goes wrong, and for each file a block ``before`` and a block ``after`` the
change, the latter with annotations as in :mod:`pylint_kernel.explain.corpus`, the type before the message. What
checkpatch says of ``git diff``, if anything, is in a block ``checkpatch``; KCHECK_CHECKPATCH names the script to be
asked.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from pylint_kernel.checking import inputs, runner
from pylint_kernel.checking.request import Request
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.explain import corpus
from pylint_kernel.explain.corpus import Expected, blocks, read_info, read_lines
from tests.repository import Worktree

FILES = sorted((corpus.root() / "patches").glob("*.md"))
REPORT = re.compile(r"([^:\n]+):(\d+): ?(\w+): ?(\w+)")


class Change(NamedTuple):
    """The files before and after a change, what is to be found in them, and what checkpatch finds."""

    before: dict[str, bytes]
    after: dict[str, bytes]
    expected: dict[str, tuple[Expected, ...]]
    checkpatch: frozenset[tuple[str, ...]]


def read(path: Path) -> Change:
    change = Change({}, {}, {}, frozenset())
    for _, info, lines in blocks(path.read_text(encoding="utf-8")):
        _, words, values = read_info(info)
        text, _, expected = read_lines(lines, "vis" in words, "noeol" in words)
        if "checkpatch" in words:
            change = change._replace(checkpatch=frozenset(found.groups() for found in REPORT.finditer(text.decode())))
        elif "before" in words:
            change.before[values["path"]] = text
        else:
            change.after[values["path"]] = text
            change.expected[values["path"]] = expected
    return change


def make(change: Change, root: Path) -> bytes:
    """A repository with the change in its worktree, and what git says of it."""
    tree = Worktree(root)
    for path, data in change.before.items():
        tree.write(path, data)
    tree.commit("before")
    for path, data in change.after.items():
        tree.write(path, data)
    return tree.git("diff")


def judged(diff: bytes) -> dict[tuple[str, int, str], str]:
    """What kcheck finds when it reads the diff from standard input: file, line, level and type, message."""
    settings = Settings(strict=True)
    found = {}
    for target in inputs.collect(Request(paths=("-",), settings=settings), io.BytesIO(diff)):
        assert isinstance(target, Target), target
        assert not target.partial
        result = runner.run_target(target, settings)
        for one in result.findings:
            line = result.file.line_number(one.span.start)
            found[target.path, line, f"{one.severity.name}: {one.code}"] = one.message
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_judged_right(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change = read(path)
    diff = make(change, tmp_path)
    monkeypatch.chdir(tmp_path)
    found = judged(diff)
    for name, every in change.expected.items():
        for wanted in every:
            code, _, message = wanted.message.partition(": ")
            key = name, wanted.line, f"{wanted.severity.name}: {code}"
            assert message in found.pop(key, ""), f"not found: {wanted}"
    assert not found, "not annotated"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_checkpatch_judges_wrong(path: Path, tmp_path: Path) -> None:
    change = read(path)
    right = {
        (name, str(wanted.line), wanted.severity.name, wanted.message.partition(":")[0])
        for name, every in change.expected.items()
        for wanted in every
    }
    assert right != change.checkpatch, "there is no difference to show"
    if script := os.environ.get("KCHECK_CHECKPATCH"):
        options = ("--strict", "--no-tree", "--terse", "--showfile", "--show-types", "--no-summary", "-")
        run = subprocess.run(
            [script, *options], cwd=tmp_path, input=make(change, tmp_path), stdout=subprocess.PIPE, check=False
        )
        assert {found.groups() for found in REPORT.finditer(run.stdout.decode())} == change.checkpatch


def test_there_are_enough() -> None:
    assert len(FILES) >= 10
