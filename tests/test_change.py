"""What belongs to a change: its own lines, and untouched lines that it made wrong; never what was there before."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pylint_kernel import runner, windows
from pylint_kernel.change import Before, align
from pylint_kernel.config import Settings
from pylint_kernel.model import Span
from pylint_kernel.runner import Target
from pylint_kernel.source import SourceFile

BEFORE = b"""int f(int a)
{
	if (a) {
		g();
		h();
	}
	return 0; \n}

int k(char *a, char *b)
{
	strcpy(a, b);
	return 0;
}
"""


def found(after: bytes, added: set[int], removed: set[int]) -> list[tuple[int, str]]:
    target = Target(
        "lib/a.c", data=after, changed=frozenset(added), in_patch=True, before=Before(BEFORE, frozenset(removed))
    )
    result = runner.run_target(
        target, Settings(strict=True, types=frozenset({"TRAILING_WHITESPACE", "STRCPY", "BRACES"}))
    )
    return [(result.file.line_number(one.span.start), one.code) for one in result.findings]


def test_added_line() -> None:
    lines = BEFORE.split(b"\n")
    lines.insert(6, b"\tstrcpy(p, q);")
    assert found(b"\n".join(lines), {7}, set()) == [(7, "STRCPY")]


def test_what_was_there_is_not_reported() -> None:
    lines = BEFORE.split(b"\n")
    lines[0] = b"int f(long a)"
    assert found(b"\n".join(lines), {1}, {1}) == []


def test_alignment() -> None:
    sides = align(4, frozenset({2}), 5, frozenset({2, 3}))
    assert sides.moved == {1: 1, 3: 4, 4: 5}
    assert sides.focus_before == {1, 2, 3}
    assert sides.focus_after == {1, 2, 3, 4}


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: tuple(sorted(pair)))))
def test_merge_keeps_every_byte(pairs: list[tuple[int, int]]) -> None:
    merged = windows.merge(pairs)
    assert all(one.end + 1 < other.start for one, other in pairwise(merged))
    for start, end in pairs:
        assert any(span.start <= start and end <= span.end for span in merged)


def test_windows_are_items() -> None:
    file = SourceFile("a.c", BEFORE, focus=frozenset({12}))
    assert [file.slice(span).splitlines()[0] for span in file.windows] == ["int k(char *a, char *b)"]
    assert SourceFile("a.c", BEFORE).windows == [Span(0, len(BEFORE))]
