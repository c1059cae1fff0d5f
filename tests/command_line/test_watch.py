"""``--watch``, with files that really change."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pylint_kernel.command_line.watch import relevant
from tests.command_line.test_cli import kcheck

TAG = "// SPDX-License-Identifier: GPL-2.0\n"
BAD, CLEAN = f"{TAG}int a ;\n", f"{TAG}int a;\n"


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    (tmp_path / "pond.c").write_text(CLEAN)
    (tmp_path / "ring.c").write_text(BAD)
    command = [sys.executable, "-m", "pylint_kernel", "--watch", "--quiet", "--format", "concise", "."]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate()


def test_what_changes_is_checked_again(watching: subprocess.Popen[str], tmp_path: Path) -> None:
    assert watching.stdout is not None
    assert watching.stderr is not None
    assert watching.stdout.readline().startswith("ring.c:2:7:")
    pond = tmp_path / "pond.c"
    # It may not be watching yet.
    for number in range(100):
        pond.write_text(f"{BAD}/* {number} */\n")
        if os.read(watching.stderr.fileno(), 1000) if ready(watching.stderr.fileno()) else b"":
            break
    assert watching.stdout.readline().startswith("pond.c:2:7:")
    # As editors save: another file takes its place.
    (tmp_path / "new").write_text(BAD.replace("int a", "long b"))
    os.replace(tmp_path / "new", pond)
    while not (line := watching.stdout.readline()).startswith("pond.c:2:8:"):
        assert line.startswith("pond.c:2:7:")
    (tmp_path / ".kcheck.toml").write_text('ignore = ["SPACING"]\nselect = ["SPDX_LICENSE_TAG"]\n')
    pond.write_text("int a ;\n")
    while "SPDX_LICENSE_TAG" not in (line := watching.stdout.readline()):
        assert "SPACING" in line
    watching.send_signal(signal.SIGINT)
    assert watching.wait(60) == 130


def ready(descriptor: int) -> bool:
    """Whether there is something to read within a second."""
    import select

    return bool(select.select([descriptor], [], [], 1)[0])


@pytest.mark.parametrize("arguments", [["--watch", "-"], ["--watch", "--fix", "."], ["--watch", "--diff", "."]])
def test_watching_only_looks_at_files(arguments: list[str]) -> None:
    done = kcheck(*arguments)
    assert done.returncode == 2
    assert b"--watch" in done.stderr


def test_without_watchfiles_it_is_told_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "watchfiles.py").write_text("raise ModuleNotFoundError(name='watchfiles')\n")
    environment = os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    command = [sys.executable, "-m", "pylint_kernel", "--watch", str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"pip install 'kcheck[watch]'" in done.stderr


def test_only_sources_below_and_files_that_were_named_count(tmp_path: Path) -> None:
    names = ["a.c", "notes.txt", "b.c~", "named.txt", ".kcheck.toml"]
    for name in names:
        (tmp_path / name).write_text("x\n")
    changed = [(1, str(tmp_path / name)) for name in [*names, "deleted.c"]]
    is_configuration, sources = relevant(changed, {str(tmp_path)}, {str(tmp_path / "named.txt")})  # type: ignore[arg-type]
    assert is_configuration
    assert [os.path.basename(path) for path in sources] == ["a.c", "named.txt"]
