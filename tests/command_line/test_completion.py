"""Completion by the shell: what is offered where, and the scripts in the shells that are here."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pylint_kernel.command_line.commands import command
from pylint_kernel.command_line.completion import SHELLS, completions
from tests.command_line.test_cli import git, kcheck, own_home, place, repository

__all__ = ["own_home", "place", "repository"]


def offered(*words: str) -> list[str]:
    """What is offered for the last of the words; ``<file>`` where the shell is to look."""
    found = completions([*words[:-1]], words[-1], command)
    return [one.value if one.type == "plain" else f"<{one.type}>" for one in found]


def test_commands_and_files(place: Path) -> None:
    assert offered("conf") == ["config"]
    assert offered("go") == ["<file>"]
    assert offered("config", "in") == ["init"]
    assert offered("--strict", "") == ["<file>"]
    assert offered("series", "go") == ["<file>"]
    (place / "core.c").touch()
    assert offered("co") == ["config", "completion", "core.c"]


def test_options() -> None:
    assert offered("--max-l") == ["--max-line-length"]
    assert offered("baseline", "--max-l") == ["--max-line-length"]
    assert offered("completion", "b") == ["bash"]
    assert offered("baseline", "pr") == ["prune"]
    assert offered("checkpatch", "--mailb") == ["--mailback"]
    assert offered("checkpatch", "x") == ["<file>"]


def test_values() -> None:
    assert offered("--types", "STRC") == ["STRCPY"]
    assert offered("--ignore", "SPACING,strc") == ["SPACING,STRCPY"]
    assert offered("--select", "lay") == ["layout"]
    assert offered("rule", "STRC") == ["STRCPY"]
    assert offered("series", "--ignore", "STRC") == ["STRCPY"]
    assert offered("--level", "STRCPY=w") == ["STRCPY=warning"]
    assert offered("--min-level", "err") == ["error"]
    assert offered("--format", "sar") == ["sarif"]
    assert offered("--preset", "zep") == ["zephyr"]
    assert offered("--root", "x") == ["<dir>"]
    assert offered("--types=SPACING,STRC") == ["--types=SPACING,STRCPY"]
    assert offered("--root=x") == ["<dir>"]


def test_revisions(repository: Path) -> None:
    git("branch", "topic")
    git("tag", "v1")
    assert offered("-g", "to") == ["topic"]
    assert offered("-g", "v1..to") == ["v1..topic"]
    assert offered("--new-from", "HE") == ["HEAD"]
    assert offered("fix-commits", "v") == ["v1"]


def test_revisions_outside_of_a_repository(place: Path) -> None:
    assert offered("-g", "to") == []


def asked_of_bash(line: str) -> list[str]:
    """What bash offers at the end of the line, with the script that we print."""
    script = kcheck("completion", "bash").stdout.decode()
    words = line.split(" ")
    script += f"""
kcheck() {{ {sys.executable} -m pylint_kernel; }}
env() {{ local -x "$@" 2>/dev/null; kcheck; }}
COMP_WORDS=({" ".join(repr(word) for word in words)}) COMP_CWORD={len(words) - 1}
_kcheck_completion kcheck
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    run = subprocess.run(["bash", "--norc"], input=script.encode(), capture_output=True, check=False)
    return run.stdout.decode().split()


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not here")
def test_in_bash(place: Path) -> None:
    assert asked_of_bash("kcheck --types SPACING,STRC") == ["SPACING,STRCPY"]
    assert asked_of_bash("kcheck comp") == ["completion"]


@pytest.fixture
def command_there(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the shells find a kcheck."""
    (place / "bin").mkdir()
    (place / "bin" / "kcheck").write_text(f'#!/bin/sh\nexec {sys.executable} -m pylint_kernel "$@"\n')
    (place / "bin" / "kcheck").chmod(0o755)
    monkeypatch.setenv("PATH", str(place / "bin"), prepend=os.pathsep)


LINES = ("kcheck rule STRC", "kcheck --types SPACING,STRC", "kcheck --types=SPACING,STRC", "kcheck ser")
OFFERED = ["STRCPY", "SPACING,STRCPY", "--types=SPACING,STRCPY", "series"]


def printed_by(shell: list[str], before: str, after: str) -> list[str]:
    """What a shell prints that runs our script for it, and some of its language before and after that."""
    script = before + kcheck("completion", shell[0]).stdout.decode() + after
    run = subprocess.run(shell, input=script.encode(), capture_output=True, check=False)
    assert run.stderr == b""
    return run.stdout.decode().split()


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not here")
@pytest.mark.usefixtures("command_there")
def test_in_fish() -> None:
    asked = "".join(f"complete -C '{line}'\n" for line in LINES)
    assert printed_by(["fish", "--no-config"], "", asked) == OFFERED


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not here")
@pytest.mark.usefixtures("command_there")
def test_in_zsh() -> None:
    # What the function gives the line editor, and what the line editor gives the function.
    stubs = "compdef() { : }\ncompadd() { print -l -- $completions }\n"
    asked = "".join(f"words=({line}); CURRENT={len(line.split())}; _kcheck_completion\n" for line in LINES)
    assert printed_by(["zsh", "-f"], stubs, asked) == OFFERED


@pytest.mark.parametrize("shell", SHELLS)
def test_scripts_are_understood(shell: str) -> None:
    script = kcheck("completion", shell).stdout
    assert b"_KCHECK_COMPLETE" in script
    if shutil.which(shell):
        assert not subprocess.run([shell, "-n"], input=script, capture_output=True, check=False).stderr


def test_what_cannot_be_answered() -> None:
    assert kcheck("completion", "tcsh").returncode == 2
