"""Many files: the order of the results, targets that cannot be checked, processes that die."""

from __future__ import annotations

import faulthandler
import io
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pylint_kernel.checking import engine, pool
from pylint_kernel.checking.runner import Result, Target, failed, run, run_target, spread
from pylint_kernel.checking.settings import Settings
from pylint_kernel.command_line.progress import Progress

SETTINGS = Settings(types=frozenset({"TRAILING_WHITESPACE"}))


def files(directory: Path, count: int) -> list[Target]:
    """Files of which the n-th has n findings."""
    targets = []
    for number in range(count):
        path = directory / f"{number}.c"
        path.write_text("int a; \n" * number)
        targets.append(Target(str(path)))
    return targets


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_order(tmp_path: Path, jobs: int) -> None:
    targets = files(tmp_path, 40)
    results = list(run(targets, SETTINGS, jobs))
    assert [result.target for result in results] == targets
    assert [len(result.findings) for result in results] == list(range(40))


def test_processes_give_the_same(tmp_path: Path) -> None:
    targets = files(tmp_path, 20)
    assert list(run(targets, SETTINGS, 1)) == list(run(targets, SETTINGS, 3))


@pytest.mark.parametrize("jobs", [1, 2])
def test_unreadable(tmp_path: Path, jobs: int) -> None:
    targets = files(tmp_path, 12)
    (tmp_path / "5.c").unlink()
    results = list(run(targets, SETTINGS, jobs))
    assert [result.failure is not None for result in results] == [number == 5 for number in range(12)]
    assert results[5].failure == f"{tmp_path}/5.c: No such file or directory"


def test_no_targets() -> None:
    assert list(run([], SETTINGS, 4)) == []


def test_targets_are_taken_as_needed(tmp_path: Path) -> None:
    """Memory stays bounded: the input is not read up while the consumer waits."""
    taken = 0

    def source() -> Iterator[Target]:
        nonlocal taken
        for number in range(100_000):
            taken += 1
            yield Target(f"{number}.c", data=b"int a;\n")

    results = run(source(), SETTINGS, 2)
    for _ in range(10):
        next(results)
    results.close()  # type: ignore[attr-defined]
    assert taken < 1000


def die(target: Target) -> Result:
    """Check the file, or die in the way that its name says."""
    match target.path:
        case "killed.c":
            os.kill(os.getpid(), signal.SIGKILL)
        case "crashed.c":
            faulthandler.disable()
            os.kill(os.getpid(), signal.SIGSEGV)
        case "left.c":
            os._exit(3)
    return run_target(target, SETTINGS)


def test_processes_that_die(capfd: pytest.CaptureFixture[str]) -> None:
    names = ["a.c", "killed.c", "b.c", "crashed.c", "c.c", "left.c", "d.c", "killed.c", "e.c", "f.c"]
    targets = [Target(name, data=b"int a; \n") for name in names]
    results = list(spread(die, targets, 2, failed))
    assert [result.target.path for result in results] == names
    for result in results:
        match result.target.path:
            case "killed.c":
                assert "SIGKILL (out of memory?)" in str(result.failure)
            case "crashed.c":
                assert "SIGSEGV" in str(result.failure)
            case "left.c":
                assert "status 3" in str(result.failure)
            case _:
                assert result.failure is None
                assert len(result.findings) == 1
    assert capfd.readouterr().err == ""


def test_large_items_and_outcomes_do_not_block() -> None:
    """Both directions of a pipe at once are more than it holds."""
    items = [bytes([number]) * 500_000 for number in range(20)]
    assert list(pool.each(bytes.swapcase, items, 2, lambda item, why: b"")) == [item.swapcase() for item in items]


def test_what_an_outcome_has_of_its_item_stays_where_it_is() -> None:
    item = (bytes(100_000), ["other"], None)
    message = pool.answer((item, {"data": item[0]}, item[1]), item)
    assert len(message) < 500
    outcome = pool.Answer(message, item).load()
    assert outcome == (item, {"data": item[0]}, item[1])
    assert outcome[0] is item
    assert outcome[1]["data"] is item[0]


def slow_first(number: int) -> int:
    """The first item takes longer than all others together."""
    time.sleep(0.3 if number == 0 else 0)
    return number


def test_a_slow_item_keeps_the_order() -> None:
    assert list(pool.each(slow_first, range(500), 3, lambda item, why: -1)) == list(range(500))


def test_processes_end_with_the_run(tmp_path: Path) -> None:
    results = spread(pid, files(tmp_path, 30), 2, lambda target, why: 0)
    pids = {next(results), next(results)}
    results.close()
    for process in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def pid(target: Target) -> int:
    """The process that this runs in."""
    return os.getpid()


def test_internal_error_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(engine, "check", broken)
    result = run_target(Target("a.c", data=b"int a;\n"), SETTINGS)
    assert result.failure == "a.c: internal error: RecursionError: too deep"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    stream = Terminal()
    bar = Progress(10, stream)
    bar.step()
    assert stream.getvalue() == "", "a short run shows nothing"
    now = 1.0
    bar.step()
    assert stream.getvalue().endswith(f"[{'#' * 6}{'.' * 24}] 2 of 10 files")
    bar.step()
    assert "3 of 10" not in stream.getvalue(), "drawn too often"
    bar.hide()
    assert stream.getvalue().endswith("\r\x1b[K")
    now = 2.0
    bar.step()
    assert "4 of 10" in stream.getvalue()


@pytest.mark.parametrize(("stream", "wanted"), [(io.StringIO(), True), (Terminal(), False)])
def test_no_progress(stream: io.StringIO, wanted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", iter(range(100)).__next__)
    bar = Progress(None, stream, wanted)
    for _ in range(10):
        bar.step()
    bar.hide()
    assert stream.getvalue() == ""


def test_progress_without_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", iter(range(100)).__next__)
    stream = Terminal()
    Progress(None, stream).step()
    assert stream.getvalue().endswith("1 files")
