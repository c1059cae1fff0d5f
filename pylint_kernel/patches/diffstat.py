"""The statistics between a mail's message and its diff, as ``git diff --stat`` writes them, counted anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pylint_kernel.lazy import Pattern
from pylint_kernel.patches.diff import FileDiff

#: A file's line: its name, how many lines change, and how many of them are new or gone, drawn to scale.
LINE = Pattern(r"( .*\|) +(\d+)(?: (\+*-*))?")
BINARY = Pattern(r"( .*\|) +(Bin\b.*)")
TOTAL = Pattern(r" (\d+) files? changed(?:, (\d+) insertions?\(\+\))?(?:, (\d+) deletions?\(-\))?")
#: The columns that the lines of a mail have, and those of a file's line that are neither its name, nor its number, nor
#: drawn.
WIDTH, EXTRA = 72, 6


class Count(NamedTuple):
    """How many lines of a file are new, and how many are gone."""

    added: int
    removed: int

    @property
    def total(self) -> int:
        """How many lines change."""
        return self.added + self.removed


class Row(NamedTuple):
    """A file's line up to the bar, with what follows for a binary file, or else with what is drawn."""

    head: bytes
    drawn: bytes
    binary: bytes | None


def recounted(preamble: list[bytes], before: Sequence[FileDiff], after: Sequence[FileDiff]) -> list[bytes]:
    """What stands before the diffs of ``before``, with the statistics of ``after``: the same files in the same order.

    As it is where there are no statistics, or where they are about something else.
    """
    last = next((at for at in reversed(range(len(preamble))) if total_of(preamble[at])), 0)
    first = last - len(before)
    rows = [row_of(line) for line in preamble[max(first, 0) : last]]
    old, new = list(map(count, before)), list(map(count, after))
    if first < 0 or not before or old == new or not says(preamble[first:last], old, preamble[last]):
        return preamble
    widest = max(one.total for one in new)
    digits = max(len(str(widest)), 3 * any(row and row.binary for row in rows))
    room = graph_width(rows, old, digits)
    lines, counts = [], []
    for row, diff, one in zip(rows, after, new, strict=True):
        assert row
        if not diff.header and not diff.hunks:
            continue
        counts.append(one)
        if row.binary is not None:
            lines.append(b"%b %b%b" % (row.head, b" " * (digits - 3), row.binary))
        else:
            lines.append(b"%b %*d %b" % (row.head, digits, one.total, drawn(one, room, widest)))
    ends = [*(line.rstrip(b" ") for line in lines), total(counts)]
    return [*preamble[:first], *ends, *preamble[last + 1 :]]


def says(lines: list[bytes], counts: list[Count], last: bytes) -> bool:
    """Whether statistics are about files of which so many lines change."""
    for line, one in zip(lines, counts, strict=True):
        row, found = row_of(line), LINE.fullmatch(line.decode("latin-1"))
        if row is None or (found and int(found[2]) != one.total):
            return False
    return total_of(last) == (len(counts), sum(one.added for one in counts), sum(one.removed for one in counts))


def count(diff: FileDiff) -> Count:
    """How many lines of a file a diff adds and removes."""
    return Count(*(sum(hunk.markers.count(marker) for hunk in diff.hunks) for marker in (b"+", b"-")))


def row_of(line: bytes) -> Row | None:
    """A line as that of a file; None if it is none."""
    text = line.decode("latin-1")
    if found := LINE.fullmatch(text):
        return Row(found[1].encode("latin-1"), (found[3] or "").encode(), None)
    if found := BINARY.fullmatch(text):
        return Row(found[1].encode("latin-1"), b"", found[2].encode("latin-1"))
    return None


def total_of(line: bytes) -> tuple[int, int, int] | None:
    """How many files, new lines and gone lines the last line of statistics tells of; None if it is none."""
    found = TOTAL.fullmatch(line.decode("latin-1"))
    return (int(found[1]), int(found[2] or 0), int(found[3] or 0)) if found else None


def total(counts: list[Count]) -> bytes:
    """The last line of statistics."""
    added, removed = sum(one.added for one in counts), sum(one.removed for one in counts)
    parts = [f" {len(counts)} file{'s' * (len(counts) != 1)} changed"]
    if added or not removed:
        parts.append(f" {added} insertion{'s' * (added != 1)}(+)")
    if removed or not added:
        parts.append(f" {removed} deletion{'s' * (removed != 1)}(-)")
    return ",".join(parts).encode()


def graph_width(rows: list[Row | None], old: list[Count], digits: int) -> int:
    """The columns for what is drawn: as many as before where that was to scale, or else what a mail has room for."""
    longest = max(len(row.drawn) for row in rows if row)
    if longest < max(one.total for one in old):
        return longest
    name = max(len(row.head) for row in rows if row) - len("  |")
    return max(longest, WIDTH - EXTRA - digits - name)


def drawn(one: Count, room: int, widest: int) -> bytes:
    """A file's new and gone lines, drawn as git does where ``widest`` is to fit the ``room``."""
    added, removed = one
    if room <= widest and room:
        whole = scaled(one.total, room, widest)
        if whole < 2 and added and removed:
            whole = 2
        if added < removed:
            added = scaled(added, room, widest)
            removed = whole - added
        else:
            removed = scaled(removed, room, widest)
            added = whole - removed
    return b"+" * added + b"-" * removed


def scaled(number: int, room: int, widest: int) -> int:
    """How many columns stand for so many lines: one at least, if there are any."""
    return 1 + number * (room - 1) // widest if number else 0
