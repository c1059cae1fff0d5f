"""What a change introduced: the findings on the lines it wrote, and those on other lines that it made wrong.

A finding on an untouched line belongs to the change if the file as it was before does not have it there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

from pylint_kernel.classify import C_KINDS
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Finding, Span


class Before(NamedTuple):
    """The pre-image of a changed file, or of a fragment of one: its content, and the 1-based lines of it that the
    change removed; ``synthetic`` lines at its start stand for what is missing."""

    data: bytes
    removed: frozenset[int]
    synthetic: int = 0


class Run(NamedTuple):
    """Lines that were kept one after the other: the number of the first one before and after, and how many."""

    before: int
    after: int
    size: int


class Moved(Mapping[int, int]):
    """Which line after the change a kept line before it is, both 1-based; ``runs`` are in order."""

    def __init__(self, runs: list[Run]) -> None:
        self.runs = runs

    def __getitem__(self, line: int) -> int:
        run = self.runs[bisect_right(self.runs, line, key=itemgetter(0)) - 1] if self.runs else Run(0, 0, 0)
        if not 0 <= line - run.before < run.size:
            raise KeyError(line)
        return run.after + line - run.before

    def __iter__(self) -> Iterator[int]:
        return (run.before + at for run in self.runs for at in range(run.size))

    def __len__(self) -> int:
        return sum(run.size for run in self.runs)

    def origins(self, lines: Iterable[int]) -> Iterator[int]:
        """What the kept ones of ``lines`` after the change were before it."""
        for line in lines:
            at = bisect_right(self.runs, line, key=itemgetter(1)) - 1
            if at >= 0 and line - self.runs[at].after < self.runs[at].size:
                yield self.runs[at].before + line - self.runs[at].after


class Alignment(NamedTuple):
    """How the lines of a pre-image and a post-image belong together, all 1-based.

    ``moved``: kept line before to the same line after; ``focus_before``, ``focus_after``: the lines written or
    removed on that side, and the kept ones next to where the other side has some.
    """

    moved: Moved
    focus_before: frozenset[int]
    focus_after: frozenset[int]


def align(
    lines_before: int, removed: frozenset[int], lines_after: int, added: frozenset[int], first: int = 1
) -> Alignment:
    """The alignment of two files of so many lines, of which ``removed`` and ``added`` have no counterpart; those of the
    second one are numbered from ``first``."""
    runs = list(kept(lines_before, removed, first + lines_after - 1, added, first))
    focus_before, focus_after = set(removed), set(added)
    before, after = 0, first - 1
    for this, that, count in [*runs, Run(lines_before + 1, first + lines_after, 0)]:
        if this != before + 1 or that != after + 1:
            focus_before.update((before, this))
            focus_after.update((after, that))
        before, after = this + count - 1, that + count - 1
    return Alignment(Moved(runs), frozenset(focus_before), frozenset(focus_after))


def kept(last: int, removed: frozenset[int], last_after: int, added: frozenset[int], first: int) -> Iterator[Run]:
    """The runs of lines that both sides have: they are the same lines in the same order."""
    ends_before = [*sorted(line for line in removed if 1 <= line <= last), last + 1]
    ends_after = [*sorted(line for line in added if first <= line <= last_after), last_after + 1]
    before, after, this, that = 1, first, 0, 0
    while True:
        while before == ends_before[this] <= last:
            before, this = before + 1, this + 1
        while after == ends_after[that] <= last_after:
            after, that = after + 1, that + 1
        count = min(ends_before[this] - before, ends_after[that] - after)
        if count <= 0:
            return
        yield Run(before, after, count)
        before, after = before + count, after + count


def sides(file: SourceFile, before: Before, lines_before: int, synthetic: int) -> Alignment:
    """How ``file`` and its pre-image belong together; lines of ``file`` by their numbers, of the other by rows from 1.

    ``synthetic`` lines at the start of ``file``, and those of the pre-image, have no counterpart.
    """
    assert file.changed is not None
    first = file.first_line
    added = file.changed.union(range(first, first + synthetic))
    removed = before.removed.union(range(1, before.synthetic + 1))
    return align(lines_before, removed, file.line_count, added, first)


#: What opens and closes functions and arguments, comments, alternatives; and what must come in pairs.
PAIRS = (("{", "}"), ("(", ")"), ("/*", "*/"), ("#if", "#endif"))
EVEN = ('"', "'")


def reshapes(file: SourceFile, before: SourceFile, removed: frozenset[int]) -> bool:
    """Whether the lines that a change wrote leave open, or close, other things than those it ``removed``.

    If so, lines far from it may have become something else.
    """
    if file.kind not in C_KINDS:
        return False
    if any(breaks_macro(file, number - file.first_line) for number in file.changed or ()):
        return True
    new = "".join(file.line_text(number - file.first_line) for number in file.changed or ())
    old = "".join(before.line_text(number - 1) for number in removed)
    return any(
        new.count(opener) - new.count(closer) != old.count(opener) - old.count(closer) for opener, closer in PAIRS
    ) or any(new.count(quote) % 2 != old.count(quote) % 2 for quote in EVEN)


def breaks_macro(file: SourceFile, row: int) -> bool:
    """Whether a line ends a macro in whose middle it stands."""
    before, line, behind = (file.line_text(one).endswith("\\") for one in range(row - 1, row + 2))
    return before and behind and not line


def on_changed_lines(file: SourceFile, findings: list[Finding]) -> list[Finding]:
    """The findings whose span has a changed line of ``file``: all there is to say without the pre-image."""
    return [found for found in findings if touches(file, found.span)]


def touches(file: SourceFile, span: Span) -> bool:
    """Whether a line of ``span`` is among the file's changed lines."""
    changed = file.changed
    if changed is None:
        return True
    first, last = file.line_number(span.start), last_line(file, span)
    if first < file.first_line + file.synthetic:
        return False
    return any(number in changed for number in range(first, last + 1))


def last_line(file: SourceFile, span: Span) -> int:
    """The number of the line that a span ends in."""
    return file.line_number(max(span.start, span.end - 1))


#: Types that speak of what is, or is not, between a line and the one above it. A line that takes the place of another
#: is not to blame for what was missing there before.
BETWEEN_LINES = frozenset({"LINE_SPACING"})
#: Types that speak of a name, which the message tells: one that the file had before, on whatever line, is not new.
OF_NAMES = frozenset({"CAMELCASE"})
#: Types that speak of what ends their span: if that is on a line that was there, so was what is wrong with it.
OF_THE_END = frozenset({"OPEN_BRACE"})
#: Types that speak of a line whatever is around it: on one that was there nothing of them is new.
OF_THE_LINE = frozenset(
    {"EMBEDDED_FILENAME", "LONG_LINE", "LONG_LINE_COMMENT", "LONG_LINE_STRING", "PREFER_KERNEL_TYPES"}
)
#: Types of which something old may be found on a line that was written anew.
MAY_BE_OLD = BETWEEN_LINES | OF_NAMES | OF_THE_END


def was_there(file: SourceFile, found: Finding) -> bool:
    """Whether a finding is old whatever else there was before the change."""
    changed = file.changed
    return found.code in OF_THE_LINE and changed is not None and file.line_number(found.span.start) not in changed


def introduced(
    file: SourceFile, findings: list[Finding], before: SourceFile, old: list[Finding], moved: Mapping[int, int]
) -> list[Finding]:
    """The findings on ``file`` that are due to its change; ``old`` are those on the pre-image ``before``."""
    known = Counter(
        (moved[line], found.code, found.message)
        for found in old
        if (line := before.line_number(found.span.start)) in moved
    )
    below = {
        (moved[line - 1], found.code, found.message)
        for found in old
        if found.code in BETWEEN_LINES and (line := before.line_number(found.span.start)) - 1 in moved
    }
    names = {(found.code, found.message) for found in old if found.code in OF_NAMES}
    ends = {
        (moved[line], found.code, found.message)
        for found in old
        if found.code in OF_THE_END and (line := last_line(before, found.span)) in moved
    }
    due = []
    for found in findings:
        line = file.line_number(found.span.start)
        if (found.code, found.message) in names or (last_line(file, found.span), found.code, found.message) in ends:
            continue
        if file.changed is None or line in file.changed:
            if (line - 1, found.code, found.message) not in below:
                due.append(found)
        elif known[line, found.code, found.message]:
            known[line, found.code, found.message] -= 1
        else:
            due.append(found)
    return due
