"""Misspellings outside of a kernel tree: where the words come from, and what is said where there are none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.command_line.test_cli import Run, kcheck, own_home, place

__all__ = ["own_home", "place"]

CODE = b"// SPDX-License-Identifier: GPL-2.0\n/* a froog */\nint a;\n"
PATCH = b"--- /dev/null\n+++ b/x.c\n@@ -0,0 +1,3 @@\n" + b"".join(b"+" + line + b"\n" for line in CODE.splitlines())
LACKING = b"TYPO_SPELLING: there is no list of misspellings here"


@pytest.fixture
def typo(place: Path) -> Path:
    """A directory, the current one, with a file that has a misspelling."""
    (place / "x.c").write_bytes(CODE)
    return place


def looked_for(*arguments: str, stdin: bytes = b"") -> Run:
    return kcheck("--strict", "--select", "TYPO_SPELLING", "--format", "concise", *arguments, stdin=stdin)


def u_boot(place: Path) -> None:
    """Make the directory what the preset for U-Boot recognises."""
    for name in ("include/u-boot", "board", "cmd", "scripts"):
        (place / name).mkdir(parents=True)
    (place / "scripts" / "spelling.txt").write_text("froog||frog\n")


def codespell(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a codespell beside kcheck."""
    data = place / "installed" / "codespell_lib" / "data"
    data.mkdir(parents=True)
    (data.parent / "__init__.py").touch()
    (data / "dictionary.txt").write_text("froog->frog\n")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([os.environ["PYTHONPATH"], str(place / "installed")]))


def test_the_list_of_a_project(typo: Path) -> None:
    u_boot(typo)
    (typo / "cmd" / "y.c").write_bytes(CODE)
    run = looked_for("x.c", "cmd")
    assert run.stdout.count(b"'frog'") == 2
    assert run.stderr == b""
    assert b"'frog'" in looked_for("-", stdin=PATCH).stdout


def test_an_installed_codespell(typo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    codespell(typo, monkeypatch)
    assert b"'frog'" in looked_for("x.c").stdout
    assert b"'frog'" in looked_for("-", stdin=PATCH).stdout
    (typo / ".kcheck.toml").write_text("codespell = false\n")
    run = looked_for("x.c")
    assert run.returncode == 0
    assert run.stderr == b""


@pytest.mark.usefixtures("no_codespell")
def test_no_list_at_all(typo: Path) -> None:
    (typo / "y.c").write_bytes(CODE)
    run = looked_for("x.c", "y.c")
    assert run.returncode == 0
    assert run.stderr.count(LACKING) == 1
    assert LACKING in looked_for("-", stdin=PATCH).stderr


@pytest.mark.usefixtures("no_codespell")
def test_nothing_is_said_where_misspellings_are_not_wanted(typo: Path) -> None:
    assert LACKING not in kcheck("x.c").stderr
    assert LACKING not in kcheck("--strict", "--ignore", "TYPO_SPELLING", "x.c").stderr
