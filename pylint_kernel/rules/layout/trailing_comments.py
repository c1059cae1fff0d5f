"""Comments at the end of lines that are moved: they stay in their column, with those above and below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from pylint_kernel.language.idioms import after_spaces, padding
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Edit, Span, edit


class Tail(NamedTuple):
    """A comment that begins in a column with space before it: after code, or alone in its line, without a gap then."""

    row: int
    column: int
    gap: Span | None


def kept(file: SourceFile, goals: dict[int, int]) -> list[Edit]:
    """The edits that keep the columns of comments after code in lines that move to the columns ``goals``; one that
    stands alone below such a comment keeps it, too, in ``goals``. A single space before all of them is no column."""
    edits = list[Edit]()
    for run in runs(tails(file, goals)):
        ends = {tail.row: end_of_code(file, goals, tail) for tail in run if tail.gap is not None}
        column, size = run[0].column, file.limits.tab_size
        by_tabs = any("\t" in file.slice(tail.gap) for tail in run if tail.gap)
        if (least := max(ends.values(), default=0) + 1) > column:
            column = -(-least // size) * size if by_tabs else least
        is_column = any(file.slice(tail.gap) != " " for tail in run if tail.gap)
        for row, _, gap in run if is_column else ():
            if gap is None:
                goals[row] = column
                continue
            filled = padding(file, ends[row], column) if by_tabs else " " * (column - ends[row])
            if file.slice(gap) != filled:
                edits.append(edit(*gap, filled))
    return edits


def tails(file: SourceFile, rows: Iterable[int]) -> Iterator[Tail]:
    """The comments that begin in some lines, and end there or go on below."""
    for row in sorted(rows):
        start, end = file.line_bounds(row)
        comment = file.comment_at(end - 1) if end > start else None
        if comment is None or comment.start < start:
            continue
        before = file.text[start : comment.start].rstrip(" \t")
        gap = Span(start + len(before), comment.start)
        if not before:
            yield Tail(row, file.column(comment.start), None)
        elif gap.end > gap.start:
            yield Tail(row, file.column(comment.start), gap)


def runs(found: Iterable[Tail]) -> Iterator[list[Tail]]:
    """The comments that stand below each other, line by line."""
    for _, run in groupby(enumerate(found), key=lambda one: (one[1].row - one[0], one[1].column)):
        yield [tail for _, tail in run]


def end_of_code(file: SourceFile, goals: Mapping[int, int], tail: Tail) -> int:
    """The column after the code before a comment, in the line as it is moved."""
    start = after_spaces(file.text, file.line_bounds(tail.row).start)
    code = file.text[start : tail.gap.start if tail.gap else start]
    return file.width(" " * goals[tail.row] + code)
