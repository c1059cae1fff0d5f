"""Values, names and comments that stand below each other in several lines do so after changes, too.

A *column* is where something begins in each of some lines that follow each other, with space before it, and in at least
one of them with more space than one character.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from pylint_kernel.language.idioms import padding
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Edit, Span

#: So many lines in each direction are looked at for one column; tables of values may be longer.
FARTHEST = 200
#: Nobody sees columns in lines with more bytes.
LONGEST_LINE = 400
#: Where a line of the file before is in the one after; None where it is no more.
Rows = Callable[[int], int | None]


class Piece(NamedTuple):
    """A token or a comment of a line that has space before it, and something before that; ``place`` among them all."""

    span: Span
    gap: Span
    text: str
    place: int

    @property
    def is_comment(self) -> bool:
        """Whether it is one."""
        return self.text.startswith(("/*", "//"))


class Lines:
    """The lines of a file with their pieces, each looked for once."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.known: dict[int, dict[int, Piece]] = {}

    def pieces(self, row: int) -> dict[int, Piece]:
        """The pieces of a line by the column that they begin in."""
        if row not in self.known:
            self.known[row] = {self.file.column(one.span.start): one for one in pieces(self.file, row)}
        return self.known[row]

    def is_wide(self, piece: Piece) -> bool:
        """Whether more than one space is before a piece."""
        gap = self.file.slice(piece.gap)
        return len(gap) > 1 or gap == "\t"

    def run(self, row: int, column: int) -> range:
        """The lines around one that have a piece at a column; empty if they have it there by chance."""
        first = last = row
        while row - first < FARTHEST and self.are_alike(first - 1, first, column):
            first -= 1
        while last - row < FARTHEST and self.are_alike(last + 1, last, column):
            last += 1
        rows = range(first, last + 1)
        if len(rows) > 1 and any(self.is_wide(self.pieces(one)[column]) for one in rows):
            return rows
        return range(0)

    def are_alike(self, row: int, beside: int, column: int) -> bool:
        """Whether a line has a piece at a column that belongs together with the one of the line beside.

        A comment goes with a comment; with a single space before it only what is the same, or the same part of a line.
        """
        if not 0 <= row < self.file.line_count:
            return False
        one, other = self.pieces(row).get(column), self.pieces(beside)[column]
        if one is None or one.is_comment != other.is_comment:
            return False
        return one.place == other.place or one.text == other.text or (self.is_wide(one) and self.is_wide(other))


def pieces(file: SourceFile, row: int) -> Iterator[Piece]:
    """The tokens and comments of a line, in order, but for the first and for what follows another without space.

    A line that is very long has none.
    """
    tokens, bounds = file.tokens, file.line_bounds(row)
    if bounds.end - bounds.start > LONGEST_LINE:
        return
    first, last = (bisect_left(tokens.starts, offset) for offset in bounds)
    spans = [tokens.span(position) for position in range(first, last)]
    left, right = bisect_left(file.comments, (bounds.start,)), bisect_right(file.comments, (bounds.end,))
    spans = sorted([*spans, *file.comments[left:right]])
    for place, (before, span) in enumerate(pairwise(spans), 1):
        gap = Span(before.end, span.start)
        if gap.end > gap.start and not file.slice(gap).strip(" \t"):
            yield Piece(span, gap, file.slice(span), place)


def realigned(before: SourceFile, after: SourceFile, rows: Rows) -> list[list[Edit]]:
    """The edits of ``after`` that keep columns of ``before`` as they were where lines have changed; each list is for
    lines of its own.

    What has too little space left moves to the right with all that is below or above it, if most of these lines have
    changed and none gets too long by that; or else alone.
    """
    keeper = Keeper(before, after, rows)
    for row in range(before.line_count):
        keeper.look_at(row, 0)
    keeper.work()
    return keeper.grouped()


class Keeper:
    """Keeps columns, from the left to the right, since what is moved takes along what follows."""

    def __init__(self, before: SourceFile, after: SourceFile, rows: Rows) -> None:
        self.before, self.after, self.rows = Lines(before), Lines(after), rows
        #: What is still to be looked at: columns with a line each.
        self.queue: list[tuple[int, int]] = []
        self.done: set[tuple[int, int]] = set()
        #: The edits by line of ``after``.
        self.edits: dict[int, list[Edit]] = {}

    def has_changed(self, row: int) -> bool:
        """Whether a line of ``before`` reads otherwise now."""
        now = self.rows(row)
        return now is not None and (
            now in self.edits or self.before.file.line_text(row) != self.after.file.line_text(now)
        )

    def look_at(self, row: int, column: int) -> None:
        """Have the columns of a line of ``before`` looked at from one on, if the line has changed."""
        if self.has_changed(row):
            for one in self.before.pieces(row):
                if one >= column:
                    heappush(self.queue, (one, row))

    def work(self) -> None:
        """Look at all columns that are to be looked at."""
        while self.queue:
            column, row = heappop(self.queue)
            if (column, row) not in self.done:
                run = self.before.run(row, column)
                self.done.update((column, one) for one in run)
                self.keep(run, column)

    def keep(self, run: range, column: int) -> None:
        """Put the pieces of some lines back to their column, or to where most of them are now, or further to the right
        if there is too little space."""
        found = {row: piece for row in run if (piece := self.counterpart(row, column))}
        if len(found) < 2:
            return
        file, size = self.after.file, self.after.file.limits.tab_size
        by_tabs = any("\t" in self.before.file.slice(self.before.pieces(row)[column].gap) for row in run)
        least = max(file.width(self.text_before(piece)) + 1 for piece in found.values())
        goal = max(column, -(-least // size) * size if by_tabs else least)
        now = Counter(file.width(self.text_before(piece) + file.slice(piece.gap)) for piece in found.values())
        ((usual, count),) = now.most_common(1)
        if 2 * count > len(found) and usual >= least:
            goal = usual
        elif goal > column and (file.changed is not None or not self.may_move(found, goal)):
            goal = column
        for row, piece in found.items():
            before, old = self.text_before(piece), file.slice(piece.gap)
            if file.width(before + old) == goal:
                continue
            width = file.width(before)
            # As before; a single space as in the lines around.
            by_space = "\t" not in old and (not by_tabs or len(old) > 1 or width + 1 == goal)
            gap = " " * max(goal - width, 1) if by_space else padding(file, width, goal)
            if width >= goal and "\t" in old:
                gap = "\t"
            if gap != old:
                self.edits.setdefault(file.row(piece.span.start), []).append(Edit(piece.gap, gap))
                self.look_at(row, column + 1)

    def may_move(self, found: dict[int, Piece], column: int) -> bool:
        """Whether pieces may be moved to a column although they have not all changed."""
        file = self.after.file
        changed = sum(map(self.has_changed, found))
        return 2 * changed > len(found) and not any(
            "\n" in piece.text
            or file.width(" " * column + file.text[piece.span.start : file.line_end(piece.span.start)])
            > file.limits.max_line_length
            for piece in found.values()
        )

    def counterpart(self, row: int, column: int) -> Piece | None:
        """What has become of a piece of ``before``; None if the space before it has been changed, too, or it cannot be
        told."""
        now, old = self.rows(row), self.before.pieces(row)[column]
        if now is None:
            return None
        alike = [one for one in self.after.pieces(now).values() if one.text == old.text]
        same = [one for one in alike if one.place == old.place] or alike
        if len(same) != 1:
            return None
        return same[0] if self.before.file.slice(old.gap) == self.after.file.slice(same[0].gap) else None

    def text_before(self, piece: Piece) -> str:
        """What is before a piece and its space on the line, after the edits so far."""
        file, row = self.after.file, self.after.file.row(piece.span.start)
        parts, done = list[str](), file.line_bounds(row).start
        for (start, end), text in self.edits.get(row, ()):
            parts += [file.text[done:start], text]
            done = end
        return "".join([*parts, file.text[done : piece.gap.start]])

    def grouped(self) -> list[list[Edit]]:
        """The edits, those of lines that follow each other together."""
        groups, last = list[list[Edit]](), -2
        for row in sorted(self.edits):
            if row > last + 1:
                groups.append([])
            groups[-1] += self.edits[row]
            last = row
        return groups
