"""Where a content was changed by edits that were made one after the other, and by the fixes of which findings."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pylint_kernel.model import Edit, Finding
from pylint_kernel.patches.recut import Change

#: The findings whose fixes made an edit; none where nothing but looks asked for it.
Causes = tuple[Finding, ...]


class Region(NamedTuple):
    """The bytes ``start`` to ``end`` of the first content, what became of them in the last one, and because of what."""

    start: int
    end: int
    new_start: int
    new_end: int
    causes: Causes


class Rows(NamedTuple):
    """Lines that were changed, and because of what."""

    change: Change
    causes: Causes


def traced(regions: Sequence[Region], edits: Iterable[tuple[Edit, Causes]]) -> tuple[Region, ...]:
    """The regions after another batch of edits, which are in the order of the content as it was before them.

    What touches becomes one region.
    """
    found: list[Region] = []
    # Each with how much longer the content is because of it: before this batch, and because of it.
    parts = [(begin, end, (end - begin) - (stop - start), 0, causes) for start, stop, begin, end, causes in regions]
    parts += [(begin, end, 0, len(text) - (end - begin), causes) for ((begin, end), text), causes in edits]
    waiting = deque(sorted(parts, key=lambda part: part[:2]))
    old = new = 0
    while waiting:
        first, last = waiting[0][:2]
        start, new_start = first - old, first + new
        causes: dict[Finding, None] = {}
        while waiting and waiting[0][0] <= last:
            _, end, grown, gained, why = waiting.popleft()
            last = max(last, end)
            old += grown
            new += gained
            causes |= dict.fromkeys(why)
        found.append(Region(start, last - old, new_start, last + new, tuple(causes)))
    return tuple(found)


def rows(regions: Iterable[Region], before: bytes, after: bytes) -> list[Rows]:
    """The regions as whole lines of both contents; those on the same line are one."""
    spans: list[Region] = []
    for start, end, new_start, new_end, causes in regions:
        grown = start - line_start(before, start)
        first = start - grown
        if not (line_start(before, end) == end and line_start(after, new_end) == new_end):
            newline = before.find(b"\n", end)
            rest = (newline + 1 if newline >= 0 else len(before)) - end
            end, new_end = end + rest, new_end + rest
        one = Region(first, end, new_start - grown, new_end, causes)
        while spans and spans[-1].end > one.start:
            # Only the later one of two on a line knows how the line ends.
            last = spans.pop()
            causes = tuple(dict.fromkeys(last.causes + one.causes))
            one = Region(last.start, one.end, last.new_start, one.new_end, causes)
        spans.append(one)
    old, new = starts(before), starts(after)
    return [Rows(change(span, old, new, len(before), len(after)), span.causes) for span in spans]


def change(span: Region, old: list[int], new: list[int], size: int, new_size: int) -> Change:
    """The lines of a region that consists of whole ones; ``old`` and ``new``: where lines start in both contents."""
    # Where the last line has no newline on one side, the end of both is meant.
    at_end = (span.end, span.new_end) == (size, new_size) and not (old[-1] == size and new[-1] == new_size)
    first, new_first = row(old, span.start), row(new, span.new_start)
    if at_end:
        return Change(first, len(old), new_first, len(new))
    return Change(first, row(old, span.end), new_first, row(new, span.new_end))


def line_start(content: bytes, offset: int) -> int:
    """Where the line begins that has the byte at ``offset``."""
    return content.rfind(b"\n", 0, offset) + 1


def starts(content: bytes) -> list[int]:
    """Where the lines of a content start; after the last newline there is one, too."""
    found = [0]
    for line in content.split(b"\n")[:-1]:
        found.append(found[-1] + len(line) + 1)
    return found


def row(starts: list[int], offset: int) -> int:
    """The number from 0 of the line that has the byte at ``offset``."""
    return bisect_right(starts, offset) - 1
