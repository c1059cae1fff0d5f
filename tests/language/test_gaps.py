"""What stands beside a token."""

from __future__ import annotations

import pytest

from pylint_kernel.language.gaps import Beside, gap_after, gap_before, missing_blanks
from pylint_kernel.language.source import SourceFile


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("a+b", Beside.TEXT, Beside.TEXT),
        ("a +\tb", Beside.BLANK, Beside.BLANK),
        ("a\n\t+\nb", Beside.EDGE, Beside.EDGE),
        ("a + \\\nb", Beside.BLANK, Beside.EDGE),
        ("a/* one */+/* two */b", Beside.COMMENT, Beside.COMMENT),
        ("a /* one */ + /* two */ b", Beside.BLANK, Beside.BLANK),
        ("+", Beside.EDGE, Beside.EDGE),
    ],
)
def test_kinds(code: str, before: Beside, after: Beside) -> None:
    file = SourceFile("a.c", code.encode())
    at = code.index("+")
    assert gap_before(file, at).kind is before
    assert gap_after(file, at + 1).kind is after


def test_blanks_beside_comments_are_those_that_touch() -> None:
    code = "a /* one */  +  /* two */ b"
    file = SourceFile("a.c", code.encode())
    at = code.index("+")
    assert gap_before(file, at).span == (at - 2, at)
    assert gap_after(file, at + 1).span == (at + 1, at + 3)


def test_missing_blanks() -> None:
    file = SourceFile("a.c", b"a+/* one */b")
    before, after = gap_before(file, 1), gap_after(file, 2)
    assert [tuple(edit.span) for edit in missing_blanks(before, after)] == [(1, 1)]
    assert [tuple(edit.span) for edit in missing_blanks(before, after, comments=True)] == [(1, 1), (2, 2)]
