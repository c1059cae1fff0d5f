"""The README shows what really happens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command_line.test_cli import kcheck, own_home

__all__ = ["own_home"]

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def transcripts() -> Iterator[tuple[str, list[str]]]:
    """Each command of the console blocks with the lines that it prints."""
    for block in re.findall(r"^```console\n(.*?)^```", README, re.DOTALL | re.MULTILINE):
        for part in block.split("$ kcheck ")[1:]:
            command, *lines = part.rstrip("\n").split("\n")
            yield command, [line for line in lines if line not in ("...", "")]


@pytest.mark.parametrize(("command", "lines"), list(transcripts()))
def test_transcript(command: str, lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    printed = iter(kcheck(*command.split()).stdout.decode().split("\n"))
    for line in lines:
        assert any(line == found for found in printed), f"kcheck {command} does not print: {line}"


def test_commands_that_do_everything() -> None:
    """Those that a reader copies, and the one that .ci/run takes from here."""
    commands = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert len(commands) == 2
    assert "kcheck --exit-zero --diff corpus/trees/demo" in commands[0]
    assert commands[1].endswith("-m pytest -n auto")
