"""Options that narrow down what is shown, and what they leave of the counts and the exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from pylint_kernel.output.statistics import grouped
from tests.command_line.test_cli import BAD, git, kcheck, own_home, place, repository

__all__ = ["own_home", "place", "repository"]

#: An error that can be repaired, a warning that cannot, and a CHECK.
MIXED = BAD + b"void f(char *a, char *b)\n{\n\tudelay(20);\n\tstrcpy(a, b);\n}\n"


@pytest.fixture
def mixed(place: Path) -> Path:
    """A directory with findings of all levels."""
    (place / "bad.c").write_bytes(MIXED)
    return place


def types(*arguments: str) -> list[str]:
    """The types that are listed, in their order."""
    lines = kcheck("--format", "concise", "-q", *arguments).stdout.decode().splitlines()
    return [line.split(": ")[2] for line in lines]


def test_min_level(mixed: Path) -> None:
    assert types("bad.c") == ["TRAILING_WHITESPACE", "STRCPY"]
    assert types("--min-level", "error", "bad.c") == ["TRAILING_WHITESPACE"]
    assert types("--strict", "--min-level", "warning", "bad.c") == ["TRAILING_WHITESPACE", "STRCPY"]
    assert kcheck("--min-level", "error", "--select", "STRCPY", "bad.c").returncode == 0
    run = kcheck("--min-level", "awful", "bad.c")
    assert run.returncode == 2
    assert b"'awful' is not one of error, warning, check" in run.stderr


def test_fail_level(mixed: Path) -> None:
    assert kcheck("--fail-level", "error", "bad.c").returncode == 1
    run = kcheck("--fail-level", "error", "--ignore", "TRAILING_WHITESPACE", "bad.c")
    assert run.returncode == 0
    assert b"STRCPY" in run.stdout


def test_levels_on_the_command_line(mixed: Path) -> None:
    (mixed / ".kcheck.toml").write_text('[level]\nSTRCPY = "check"\nlayout = "check"\n')
    assert types("bad.c") == []
    assert types("--level", "strcpy=warning", "bad.c") == ["STRCPY"]
    assert b"bad.c:7:2: error: STRCPY" in kcheck("--level", "strcpy = error", "bad.c").stdout
    for wrong, said in (("STRCPY", "TYPE=LEVEL"), ("STRCPY=bad", "error, warning, check"), ("STRCPYY=error", "STRCPY")):
        run = kcheck("--level", wrong, "bad.c")
        assert run.returncode == 2
        assert said in run.stderr.decode()


def test_only_fixable(mixed: Path) -> None:
    (mixed / "bad.c").write_bytes(MIXED + b"static int x = 0;\n")
    assert types("bad.c") == ["TRAILING_WHITESPACE", "STRCPY", "INITIALISED_STATIC"]
    assert "STRCPY" not in types("--only-fixable", "bad.c")
    assert types("--only-fixable", "--fix", "bad.c") == []
    assert "INITIALISED_STATIC" in types("bad.c")


def test_fixes_of_commits_cannot_be_applied(repository: Path) -> None:
    (repository / "bad.c").write_bytes(BAD + b"int c; \n")
    git("commit", "-qam", "demo: teh subject\n\nText.\n\nSigned-off-by: Ada Example <ada@example.org>")
    assert types("--only-fixable", "-g", "HEAD", "--select", "TRAILING_WHITESPACE") == ["TRAILING_WHITESPACE"]


def test_max_findings(mixed: Path) -> None:
    (mixed / "worse.c").write_bytes(MIXED)
    run = kcheck("--max-findings", "3", ".")
    assert run.stdout.count(b"    2 | int a; ") == 2
    assert run.stdout.count(b"STRCPY") == 1
    assert b"2 errors and 2 warnings" in run.stdout
    assert run.stderr == b"kcheck: 1 more finding not listed (--max-findings)\n"
    assert kcheck("--max-findings", "4", ".").stderr == b""
    assert kcheck("--max-findings", "1", "--statistics", "-q", ".").stdout.startswith(b"      2  50.0 %  ")


def test_show_files(mixed: Path) -> None:
    (mixed / "notes.txt").write_bytes(b"")
    run = kcheck("--show-files", ".")
    assert (run.returncode, run.stdout, run.stderr) == (0, b"bad.c\ngood.c\n", b"")
    assert kcheck("--show-files", "--exclude", "bad.c", ".").stdout == b"good.c\n"
    assert kcheck("--show-files", "missing.c").returncode == 2


def test_files_of_a_change(repository: Path) -> None:
    (repository / "bad.c").write_bytes(BAD + b"int c; \n")
    assert kcheck("--show-files", "-", stdin=git("diff")).stdout == b"bad.c\n"


def test_explain(mixed: Path) -> None:
    (mixed / "worse.c").write_bytes(MIXED)
    text = kcheck("--explain", ".").stdout.decode()
    said = kcheck("rule", "STRCPY").stdout.decode().splitlines()[2]
    assert text.count(said) == 1
    assert said.startswith("  ")


def test_explain_gives_the_reason_of_the_check_that_found_it(repository: Path) -> None:
    source = b"void f(void)\n{\n\n\tg();\n}\n"
    text = kcheck("--explain", "--strict", "--stdin-filename", "x.c", "-", stdin=source).stdout.decode()
    assert "BRACES" in text
    assert "A blank line after an opening brace separates nothing" in text
    assert "Braces around a single statement" not in text


# -- statistics


def test_statistics_has_a_row_for_each_level(mixed: Path) -> None:
    (mixed / "a").mkdir()
    (mixed / "a" / "x.c").write_bytes(BAD)
    (mixed / "a" / ".kcheck.toml").write_text('[level]\nlayout = "warning"\n')
    rows = [line.split() for line in kcheck("--statistics", ".").stdout.decode().splitlines()]
    assert rows[0][:5] == ["1", "33.3", "%", "warning", "STRCPY"]
    assert ["1", "33.3", "%", "error", "TRAILING_WHITESPACE", "[*]", "1"] in rows
    assert ["1", "33.3", "%", "warning", "TRAILING_WHITESPACE", "[*]", "1"] in rows
    assert ["2", "66.7", "%", "."] in rows
    assert ["1", "33.3", "%", "a"] in rows


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {}),
        ({"": 1}, {".": 1}),
        ({"a/b": 1}, {"a/b": 1}),
        ({"a/b": 1, "a/c": 2, "a/c/d": 3, "a": 4}, {"a/b": 1, "a/c": 5, "a": 4}),
        ({"/x/a": 1, "/x/b/c": 2}, {"/x/a": 1, "/x/b": 2}),
        ({"a": 1, "b/c": 2}, {"a": 1, "b": 2}),
    ],
)
def test_directories(before: dict[str, int], after: dict[str, int]) -> None:
    from collections import Counter

    assert grouped(Counter(before)) == after
