"""Dictionaries of misspellings: what their lines say, how fast they are read, where codespell's is found."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from pylint_kernel.surroundings import dictionary
from pylint_kernel.surroundings.dictionary import Dictionary

LINES = """\
recieved->received
foobarr->foo bar, foobar,
ofs->of, disabled because of ofs
unabled->unable, disabled, enabled,
teh||the
rouge->rogue, a remark
naiv->na\u00efve
"""


@pytest.mark.parametrize(
    ("word", "remedies"),
    [
        ("recieved", ["received"]),
        ("foobarr", ["foo bar", "foobar"]),
        ("ofs", []),
        ("unabled", ["unable", "disabled", "enabled"]),
        ("teh", ["the"]),
        ("rouge", ["rogue"]),
        ("recieve", []),
        ("the", []),
        ("zzz", []),
    ],
)
def test_lines(tmp_path: Path, word: str, remedies: list[str]) -> None:
    path = tmp_path / "dictionary.txt"
    path.write_text(LINES, encoding="utf-8")
    assert Dictionary(str(path)).remedies(word) == remedies


def test_text_view(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.txt"
    path.write_text(LINES, encoding="utf-8")
    assert Dictionary(str(path)).remedies("naiv")[0].encode("latin-1").decode() == "na\u00efve"


@pytest.mark.parametrize("content", [None, b"", b"\n\n", b"->\n||\n,\n", b"\xff\x00->\xfe"])
def test_odd_files(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "dictionary.txt"
    if content is not None:
        path.write_bytes(content)
    assert Dictionary(str(path)).remedies("frog") == []


def test_large_dictionary_is_quick(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.txt"
    path.write_text("".join(f"wrong{number:05}->right, or{number},\n" for number in range(65_000)))
    took = []
    for _ in range(3):
        start = time.perf_counter()
        read = Dictionary(str(path))
        assert [read.remedies(f"wrong{number:05}") for number in range(0, 65_000, 100)][7] == ["right", "or700"]
        took.append(time.perf_counter() - start)
    assert min(took) < 0.1


def test_codespell_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "codespell_lib" / "data").mkdir(parents=True)
    (tmp_path / "codespell_lib" / "__init__.py").touch()
    path = tmp_path / "codespell_lib" / "data" / "dictionary.txt"
    path.write_text(LINES)
    monkeypatch.setattr(dictionary, "INSTALLED", str(tmp_path / "none"))
    monkeypatch.syspath_prepend(tmp_path)
    assert dictionary.find() == str(path)
    monkeypatch.setattr(dictionary, "INSTALLED", str(path))
    assert dictionary.find() == str(path)


def kcheck(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pylint_kernel", *arguments]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)


@pytest.mark.usefixtures("no_codespell")
def test_command_line(tmp_path: Path) -> None:
    (tmp_path / "words.c").write_text("// SPDX-License-Identifier: GPL-2.0\n/* foobarr, recieved */\n")
    (tmp_path / "dictionary.txt").write_text(LINES)
    options = ("--strict", "--types=TYPO_SPELLING", "words.c")
    assert kcheck(tmp_path, *options).returncode == 0
    run = kcheck(tmp_path, "--codespellfile", "dictionary.txt", *options)
    assert run.returncode == 1
    assert "'foo bar' or 'foobar'" in run.stdout
    assert "'received'" in run.stdout
    assert kcheck(tmp_path, "--codespellfile", "none.txt", *options).returncode == 2
