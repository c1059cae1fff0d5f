"""A thousand damaged patches: nothing crashes, and whoever sent one is told."""

from __future__ import annotations

import io
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pylint_kernel.checking.engine import INTERNAL_ERROR
from pylint_kernel.checking.inputs import Problem, collect
from pylint_kernel.checking.request import Request
from pylint_kernel.checking.runner import run_target
from pylint_kernel.checking.settings import Settings
from tests.changes import CHANGE, DELETION, DIFFS, MODE, NEW, NO_NEWLINE, OTHERS, PLAIN, RENAME, TREE, mail, mutant

COUNT, CHUNKS = 1000, 20
STRICT = Settings(strict=True)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current directory, with nothing in it."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(params=["with the files", "without"])
def place(request: pytest.FixtureRequest, empty: Path) -> Path:
    """The current directory, which has the files that the patches change, or none."""
    for name, data in TREE.items() if request.param == "with the files" else ():
        path = empty / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return empty


def check(data: bytes, settings: Settings = STRICT) -> tuple[Counter[str], list[str]]:
    """The types found in a patch, and the problems; anything that is a bug of ours fails the test."""
    found, problems = Counter[str](), []
    for one in collect(Request(("-",), settings), io.BytesIO(data)):
        if isinstance(one, Problem):
            problems.append(str(one))
            continue
        result = run_target(one, settings)
        if result.failure is not None:
            assert "internal error" not in result.failure, result.failure
            problems.append(result.failure)
        for finding in result.findings:
            assert finding.code != INTERNAL_ERROR, finding.message
            line = result.file.line_number(finding.span.start)
            if one.mail is not None:
                assert 1 <= line <= data.count(b"\n") + 1
            elif one.patch_lines is not None:
                assert line in one.patch_lines or one.before is not None
            found[finding.code] += 1
    return found, problems


def test_undamaged(place: Path) -> None:
    """Nothing is said to be damaged before it is."""
    for diff in DIFFS:
        for data in (diff, mail(diff)):
            found, problems = check(data)
            assert "CORRUPTED_PATCH" not in found
            assert bool(problems) == (b"diff --cc" in data)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_damaged(place: Path, chunk: int) -> None:
    for seed in range(chunk, COUNT, CHUNKS):
        done, data = mutant(seed)
        try:
            check(data)
        except AssertionError as error:
            pytest.fail(f"mutant {seed} ({done}): {error}")


def broken(diff: bytes) -> Iterator[bytes]:
    """A diff with one line dropped, doubled, emptied or cut short, for each of its lines; cut off behind each."""
    lines = diff.splitlines(keepends=True)
    for row, line in enumerate(lines):
        before, behind = lines[:row], lines[row + 1 :]
        for instead in ([], [line, line], [b"\n"], [line[: len(line) // 2] + b"\n"], [b"garbage\n", line]):
            yield b"".join(before + instead + behind)
        if before:
            yield b"".join(before)


UNREADABLE = (b"corrupt patch at", b"patch fragment without header")
TELLING = {"CORRUPTED_PATCH", "NOT_UNIFIED_DIFF", "DIFF_IN_COMMIT_MSG"}


@pytest.mark.parametrize(
    "diff",
    [CHANGE + OTHERS, NO_NEWLINE + NEW, PLAIN + PLAIN, RENAME + MODE + DELETION],
    ids=["change", "new", "plain", "rename"],
)
def test_the_author_is_told(empty: Path, diff: bytes) -> None:
    """If git cannot read a hunk, kcheck says so, too."""
    unreadable = 0
    for data in broken(diff):
        verdict = subprocess.run(["git", "apply", "--numstat"], input=data, capture_output=True, check=False)
        found, problems = check(data)
        if any(complaint in verdict.stderr for complaint in UNREADABLE):
            unreadable += 1
            assert problems or TELLING.intersection(found), (verdict.stderr + data).decode("latin-1")
    assert unreadable > 5


def status_of(data: bytes) -> int:
    """The exit status of the command for a patch on standard input; it prints no traceback."""
    run = subprocess.run([sys.executable, "-m", "pylint_kernel"], input=data, capture_output=True, check=False)
    assert b"Traceback" not in run.stderr, run.stderr.decode()
    assert b"internal error" not in run.stderr, run.stderr.decode()
    if run.returncode == 2:
        assert run.stderr
    return run.returncode


def test_exit_status(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command says 0, 1 or 2, as what it found demands."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    settings = Settings()
    for seed in range(0, COUNT, 70):
        done, data = mutant(seed)
        found, problems = check(data, settings)
        wanted = 2 if problems else 1 if found else 0
        assert status_of(data) == wanted, f"mutant {seed} ({done})"
