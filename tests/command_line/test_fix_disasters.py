"""Fixes on a bad day, killed in the middle, without room or leave to write: no file is lost or half written."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.command_line.test_cli import BAD, FIXED, KCHECK, Run, kcheck, own_home, place

__all__ = ["own_home", "place"]

#: Files that are quickly checked, and take a moment to be written.
MANY = 40
OLD = b"// SPDX-License-Identifier: GPL-2.0\n" + b"int a; \n" + (b"/* again " + b"and again " * 1000 + b"*/\n") * 10
NEW = OLD.replace(b"a; \n", b"a;\n")
AS_ROOT = os.geteuid() == 0


@pytest.fixture
def files(place: Path) -> list[Path]:
    """Many files with a fault each, alone in the directory."""
    for path in place.iterdir():
        path.unlink()
    return [place / f"file{number:02}.c" for number in range(MANY)]


def contents(files: list[Path]) -> list[bytes]:
    """What is in the files; nothing but what could not be cleaned up is beside them."""
    others = {entry.name for entry in files[0].parent.iterdir()} - {path.name for path in files}
    assert all(name.startswith(".kcheck-") for name in others)
    return [path.read_bytes() for path in files]


def test_killed_at_any_moment(files: list[Path]) -> None:
    chance = random.Random(1010)
    for _ in range(4):
        for path in files:
            path.write_bytes(OLD)
        last = chance.choice(files[: MANY // 2])
        inode = last.stat().st_ino
        process = subprocess.Popen(
            [*KCHECK, "--fix", "-q", "--types", "TRAILING_WHITESPACE", "-j2", "."], start_new_session=True
        )
        while last.stat().st_ino == inode and process.poll() is None:
            pass
        time.sleep(chance.uniform(0, 0.005))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert set(contents(files)) <= {OLD, NEW}
    assert kcheck("--fix", ".", "--types", "TRAILING_WHITESPACE").returncode == 0
    assert contents(files) == [NEW] * MANY


# -- what cannot be written


def small_disk(place: Path) -> Run:
    """Fix on a disk on which no other file has room; it is there for this process alone."""
    script = 'mount -t tmpfs -o size=32k none disk && cp bad.c disk && cd disk && "$@"; echo $?; cp -r . ../out'
    return kcheck("--fix", "bad.c", command=["unshare", "--mount", "sh", "-c", script, "sh", *KCHECK])


def small_files(place: Path) -> Run:
    """Fix where no file may be as large as this one, not even that of the output."""
    shutil.copytree(place, place / "out")
    script = 'cd out && ulimit -f 8 && "$@"; echo $?'
    return kcheck("--fix", "bad.c", command=["sh", "-c", script, "sh", *KCHECK])


def may_mount() -> bool:
    """Whether a process can have a disk of its own."""
    command = ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
    return bool(shutil.which("unshare")) and not subprocess.run(command, capture_output=True, check=False).returncode


@pytest.mark.parametrize("limited", [small_disk, small_files])
def test_no_room(place: Path, limited: Callable[[Path], Run]) -> None:
    if limited is small_disk and not may_mount():
        pytest.skip("nothing can be mounted here")
    (place / "disk").mkdir()
    (place / "bad.c").write_bytes(BAD + b"/* as large as that */\n" * 800)
    run = limited(place)
    assert b"bad.c: not fixed: " in run.stderr
    assert run.stdout.endswith(b"\n2\n")
    assert (place / "out" / "bad.c").read_bytes().startswith(BAD)
    assert not list((place / "out").glob(".kcheck-*"))


def unprivileged(*arguments: str) -> Run:
    """Run the command as somebody whom modes stop: root without that power of theirs, if it is root."""
    powers = "-dac_override,-dac_read_search"
    drop = ["setpriv", "--bounding-set", powers, "--inh-caps", powers, *KCHECK] if AS_ROOT else KCHECK
    return kcheck(*arguments, command=drop)


@pytest.mark.skipif(AS_ROOT and not shutil.which("setpriv"), reason="root may write anywhere")
@pytest.mark.parametrize(("which", "mode"), [("bad.c", 0o444), (".", 0o555)])
def test_what_must_not_be_written(place: Path, which: str, mode: int) -> None:
    (place / "other").mkdir()
    (place / "other" / "bad.c").write_bytes(BAD)
    usual = (place / which).stat().st_mode
    (place / which).chmod(mode)
    run = unprivileged("--fix", "bad.c", "other")
    (place / which).chmod(usual)
    assert run.returncode == 2
    assert b"bad.c: not fixed: Permission denied" in run.stderr
    assert b"bad.c:2:7: error: TRAILING_WHITESPACE" in run.stdout
    assert (place / "bad.c").read_bytes() == BAD
    assert (place / "other" / "bad.c").read_bytes() == FIXED


@pytest.mark.skipif(sys.platform != "linux" or not may_mount(), reason="nothing can be mounted here")
def test_a_disk_that_must_not_be_written(place: Path) -> None:
    script = 'mount --bind . . && mount -o remount,bind,ro . && cd "$PWD" && exec "$@"'
    run = kcheck("--fix", "bad.c", command=["unshare", "--mount", "sh", "-c", script, "sh", *KCHECK])
    assert run.returncode == 2
    assert b"bad.c: not fixed: Read-only file system" in run.stderr
    assert (place / "bad.c").read_bytes() == BAD


# -- links


def test_links(place: Path) -> None:
    (place / "below").mkdir()
    (place / "below" / "real.c").write_bytes(BAD)
    (place / "link.c").symlink_to("below/real.c")
    (place / "gone.c").symlink_to("nowhere.c")
    (place / "twin.c").hardlink_to(place / "bad.c")
    run = kcheck("--fix", "link.c", "below/real.c", "bad.c", "gone.c")
    assert b"gone.c: No such file" in run.stderr
    assert b"changed meanwhile" not in run.stderr
    assert (place / "link.c").is_symlink()
    assert (place / "below" / "real.c").read_bytes() == (place / "bad.c").read_bytes() == FIXED
    assert (place / "twin.c").read_bytes() == BAD
    assert not (place / "nowhere.c").exists()
