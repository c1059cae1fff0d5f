"""``kcheck baseline`` from outside: written, used, brought up to date, and what cannot be done."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAD = "// SPDX-License-Identifier: GPL-2.0\n"
CODE = HEAD + "int a; \nint f(void)\n{\n\tstrcpy(a, b);\n\treturn 0;\n}\n"
FILE = ".kcheck-baseline"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with a faulty file, which is the current one; nothing of the user's home."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    (tmp_path / "src").mkdir()
    (tmp_path / "src/a.c").write_text(CODE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def kcheck(*arguments: str, where: str = ".") -> tuple[int, list[str], str]:
    """Status, lines and complaints of a run."""
    command = [sys.executable, "-m", "pylint_kernel", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=where)
    assert "Traceback" not in run.stderr, run.stderr
    return run.returncode, run.stdout.splitlines(), run.stderr


def check(*arguments: str, where: str = ".") -> tuple[int, list[tuple[str, int, str]]]:
    """Status and findings of a check."""
    status, lines, _ = kcheck("check", "--format", "jsonl", *arguments, where=where)
    return status, [(one["path"], one["line"], one["type"]) for one in map(json.loads, lines)]


def test_what_is_known_is_not_reported(place: Path) -> None:
    assert kcheck("baseline", "write", "src") == (0, [f"{FILE}: 2 findings"], "")
    assert check("--baseline", FILE, "src") == (0, [])
    status, lines, _ = kcheck("check", "--baseline", FILE, "src")
    assert (status, lines) == (0, ["no findings in 1 file", "2 findings held back, shown with --no-suppress"])
    assert check("--baseline", FILE, "--no-suppress", "src")[0] == 1


def test_from_another_directory(place: Path) -> None:
    kcheck("baseline", "write", "src")
    assert check("--baseline", f"../{FILE}", "a.c", where="src") == (0, [])


def test_new_and_gone(place: Path) -> None:
    kcheck("baseline", "write", "src")
    (place / "src/a.c").write_text(CODE.replace("int a; ", "int a;").replace("return 0", "return strcpy(c, d)"))
    assert check("--baseline", FILE, "src") == (1, [("src/a.c", 6, "STRCPY"), (FILE, 3, "UNUSED_SUPPRESSION")])
    status, lines, _ = kcheck("baseline", "prune", "src")
    assert (status, lines) == (0, ["gone: src/a.c: TRAILING_WHITESPACE: int a;", f"{FILE}: 1 finding; 1 gone"])
    assert check("--baseline", FILE, "src") == (1, [("src/a.c", 6, "STRCPY")])
    assert kcheck("baseline", "update", "src")[1] == [f"{FILE}: 2 findings, 1 of them new; 0 gone"]
    assert check("--baseline", FILE, "src") == (0, [])


def test_what_is_not_looked_at_stays(place: Path) -> None:
    (place / "src/b.c").write_text(CODE)
    kcheck("baseline", "write", "src")
    before = (place / FILE).read_text()
    kcheck("baseline", "update", "src/b.c")
    kcheck("baseline", "update", "--ignore", "STRCPY", "src")
    assert (place / FILE).read_text() == before


def test_files_that_have_been_deleted(place: Path) -> None:
    (place / "src/b.c").write_text(HEAD)
    kcheck("baseline", "write", "src")
    (place / "src/a.c").unlink()
    assert check("--baseline", FILE, "src/b.c") == (0, [])
    assert [code for *_, code in check("--baseline", FILE, "src")[1]] == ["UNUSED_SUPPRESSION"] * 2
    assert kcheck("baseline", "prune", "src")[1][-1] == f"{FILE}: 0 findings; 2 gone"


def test_comments_go_before_the_baseline(place: Path) -> None:
    (place / "src/a.c").write_text(CODE.replace("b);", "b); /* kcheck: ignore[STRCPY] why */"))
    assert kcheck("baseline", "write", "src")[1] == [f"{FILE}: 1 finding"]


def test_what_is_known_is_not_repaired(place: Path) -> None:
    kcheck("baseline", "write", "src")
    (place / "src/a.c").write_text(CODE + "int z; \n")
    kcheck("check", "--fix", "--baseline", FILE, "src")
    assert (place / "src/a.c").read_text() == CODE + "int z;\n"


def test_a_configured_baseline(place: Path) -> None:
    (place / ".kcheck.toml").write_text('baseline = "known"\n')
    assert kcheck("baseline", "write", "src")[1][0].endswith("known: 2 findings")
    assert check("src") == (0, [])
    assert check("a.c", where="src") == (0, [])


@pytest.mark.parametrize("name", ["../known", "link/known"])
def test_a_configuration_does_not_write_elsewhere(place: Path, name: str) -> None:
    (place / "src/.kcheck.toml").write_text(f'baseline = "{name}"\n')
    (place / "src/link").symlink_to(place)
    status, lines, complaint = kcheck("baseline", "write", "a.c", where="src")
    assert (status, lines) == (2, [])
    assert "src/.kcheck.toml:1" in complaint
    assert not (place / "known").exists()


def test_nothing_else_is_overwritten(place: Path) -> None:
    assert kcheck("baseline", "write", "--baseline", "src/a.c", "src")[0] == 2
    assert (place / "src/a.c").read_text() == CODE


def test_parallel_runs_agree(place: Path) -> None:
    for number in range(8):
        (place / f"src/{number}.c").write_text(CODE)
    kcheck("baseline", "write", "src", "-j1")
    alone = (place / FILE).read_text()
    kcheck("baseline", "write", "src", "-j3")
    assert (place / FILE).read_text() == alone
    (place / "src/3.c").write_text(HEAD)
    assert check("--baseline", FILE, "-j1", "src") == check("--baseline", FILE, "-j3", "src")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["check", "--baseline", "nowhere", "src"], "No such file"),
        (["baseline", "update", "src"], "No such file"),
        (["baseline", "write", "--baseline", "no/where", "src"], "No such file"),
        (["baseline", "write", "nosuch"], "No such file"),
        (["check", "--baseline", "src/a.c", "src"], "src/a.c:1: not an entry of a baseline"),
        (["baseline", "write"], "Missing argument"),
        (["baseline", "burn", "src"], "is not one of"),
    ],
)
def test_what_cannot_be_done(place: Path, arguments: list[str], complaint: str) -> None:
    status, lines, complaints = kcheck(*arguments)
    assert (status, lines) == (2, [])
    assert complaint in complaints
    assert not (place / FILE).exists()
