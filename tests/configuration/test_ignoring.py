"""A type more is ignored for a path, and nothing else changes in the file."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pylint_kernel.configuration import globs
from pylint_kernel.configuration.ignoring import file_for, insertion, pattern_for


def inserted(text: str, pattern: str = "a/b.c", code: str = "SPACING") -> str:
    one = insertion(text, pattern, code)
    assert one is not None
    return text[: one.at] + one.text + text[one.at :]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[per-path-ignores]\n"a/b.c" = ["SPACING"]\n'),
        ("strict = true", 'strict = true\n\n[per-path-ignores]\n"a/b.c" = ["SPACING"]\n'),
        ('[per-path-ignores]\n"x" = ["A"]\n', '[per-path-ignores]\n"a/b.c" = ["SPACING"]\n"x" = ["A"]\n'),
        ("[per-path-ignores]", '[per-path-ignores]\n"a/b.c" = ["SPACING"]\n'),
        ('[per-path-ignores]\n"a/b.c" = ["A"] # why\n', '[per-path-ignores]\n"a/b.c" = ["SPACING", "A"] # why\n'),
        ("[per-path-ignores]\n'a/b.c' = [\n\"A\",\n]\n", "[per-path-ignores]\n'a/b.c' = [\"SPACING\", \n\"A\",\n]\n"),
        ('per-path-ignores = {"x" = ["A"]}\n', 'per-path-ignores = {"a/b.c" = ["SPACING"], "x" = ["A"]}\n'),
        ("per-path-ignores = {}\n", 'per-path-ignores = {"a/b.c" = ["SPACING"]}\n'),
        ("# [per-path-ignores]\n", '# [per-path-ignores]\n\n[per-path-ignores]\n"a/b.c" = ["SPACING"]\n'),
    ],
)  # fmt: skip
def test_where_it_goes(before: str, after: str) -> None:
    assert inserted(before) == after


@pytest.mark.parametrize("text", ["x = ", "per-path-ignores = 5\n", '[per-path-ignores]\n"a/b.c" = 5\n'])
def test_what_makes_no_sense_is_left_alone(text: str) -> None:
    assert insertion(text, "a/b.c", "SPACING") is None


@given(st.text(max_size=20), st.sampled_from(["", "[level]\nA = 1\n", '[per-path-ignores]\n"x" = []\n']))
def test_any_path_can_be_written(pattern: str, text: str) -> None:
    one = insertion(text, pattern, "SPACING")
    if one is not None:
        after = tomllib.loads(text[: one.at] + one.text + text[one.at :])
        assert after["per-path-ignores"][pattern] == ["SPACING"]


def test_the_pattern_is_for_that_file_only() -> None:
    assert pattern_for("/tree/a/b.c", "/tree") == "a/b.c"
    assert pattern_for("/tree/b.c", "/tree") == "/b.c"
    assert globs.covers("/b.c", "/tree", "/tree/b.c")
    assert not globs.covers("/b.c", "/tree", "/tree/a/b.c")


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    top, below = tmp_path / "tree", tmp_path / "tree/drivers/pond"
    below.mkdir(parents=True)
    path = str(below / "pond.c")
    assert file_for(path, str(top)) == str(top / ".kcheck.toml")
    (top / "drivers/.kcheck.toml").touch()
    assert file_for(path, str(top)) == str(top / "drivers/.kcheck.toml")
    (top / "drivers/.kcheck.toml").unlink()
    (top / ".checkpatch.conf").touch()
    assert file_for(path, str(top)) is None
