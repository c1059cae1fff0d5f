"""The proof that fixes are harmless: what they must leave as it was, and which of them are to blame if they do not."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from itertools import accumulate
from typing import NamedTuple

from pylint_kernel.classify import C_KINDS, LAYOUT_KINDS, Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import tables
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import Applicability, Edit, Finding, Fix, Span

#: What underlines, or separates.
ROW = Pattern(r"---+|===+")
#: A type and the number of a line.
Place = tuple[str, int]


class Harm(NamedTuple):
    """Why some fixes are not acceptable; for each place that shows it, the ones that may be to blame, if known."""

    reason: str
    suspects: list[list[Finding]]


class Shift:
    """Where things are after some edits (sorted, compatible)."""

    def __init__(self, edits: list[Edit]) -> None:
        self.edits = edits
        self.starts = [edit.span.start for edit in edits]
        #: How many bytes the first n edits add.
        self.gained = list(accumulate((len(text) - (end - start) for (start, end), text in edits), initial=0))

    def offset(self, before: int) -> int:
        """The new offset of the byte at ``before``; in what was replaced, the byte next to it."""
        count = bisect_right(self.starts, before)
        if count and before < self.edits[count - 1].span.end:
            (start, _), text = self.edits[count - 1]
            return start + self.gained[count - 1] + min(before - start, len(text))
        return before + self.gained[count]

    def written(self) -> dict[Edit, Span]:
        """The edits with the place of the text that each has put there."""
        return {
            edit: Span(edit.span.start + gained, edit.span.start + gained + len(edit.text))
            for edit, gained in zip(self.edits, self.gained, strict=False)
        }


class Mark(NamedTuple):
    """What the fix of a finding, or one that it needs, has written."""

    span: Span
    cause: Finding

    def after(self, shift: Shift) -> Mark:
        """The same after further edits."""
        return Mark(Span(shift.offset(self.span.start), shift.offset(self.span.end)), self.cause)


class State(NamedTuple):
    """A content of the file, opened and checked; ``lines`` are those of the patch that it is for, if it is for one,
    ``shifts`` the edits that have led to it, one after the other."""

    data: bytes
    file: SourceFile
    findings: list[Finding]
    lines: frozenset[int] | None = None
    shifts: tuple[Shift, ...] = ()


def harm(before: State, after: State, applied: list[Finding]) -> Harm | None:
    """Why the state after the fixes of ``applied`` is not acceptable, or None."""
    safe = all(found.fix and found.fix.applicability == Applicability.SAFE for found in applied)
    shift = Shift(sorted({edit for found in applied if found.fix for edit in found.fix.edits}))
    written = marks(applied, shift)
    if reason := worsens(before, after, is_safe=safe):
        return Harm(reason, list(blamed(before, after, [shift], written).values()))
    old = Counter(place(found, after.file, [shift]) for found in before.findings)
    new = Counter(place(found, after.file) for found in after.findings)
    stays = (found for found in applied if found.fix and not shortens(found.fix))
    if places := {where for found in stays if new[where := place(found, after.file, [shift])] >= old[where]}:
        return Harm("the finding would stay", list(blame(places, after, written).values()))
    return None


def worsens(before: State, after: State, *, is_safe: bool) -> str | None:
    """What is worse in the state after some fixes, or None; with safe fixes only the tokens are the same."""
    if is_safe and before.file.once(meaning) != after.file.once(meaning):
        return "the tokens would differ"
    if more := rises(before.findings, after.findings):
        return f"it would cause {', '.join(sorted(more))}"
    if before.file.kind in C_KINDS and after.file.once(errors) > before.file.once(errors):
        return "the file would parse worse"
    return None


def arisen(before: State, after: State, shifts: list[Shift]) -> set[Place]:
    """Where there are more findings of a type than before, of the types of which there are more in the file."""
    more = rises(before.findings, after.findings)
    old = Counter(place(found, after.file, shifts) for found in before.findings if found.code in more)
    new = Counter(place(found, after.file) for found in after.findings if found.code in more)
    return {where for where, count in new.items() if count > old[where]}


def shortens(fix: Fix) -> bool:
    """Whether a fix deletes more than it writes: then it may leave work for another pass, there will be an end."""
    return sum(len(edit.text) for edit in fix.edits) < sum(edit.span.end - edit.span.start for edit in fix.edits)


def rises(before: Iterable[Finding], after: Iterable[Finding]) -> set[str]:
    """The types of which there are more findings than before."""
    counts = Counter(found.code for found in after)
    counts.subtract(found.code for found in before)
    return {code for code, count in counts.items() if count > 0}


def place(found: Finding, file: SourceFile, shifts: Iterable[Shift] = ()) -> Place:
    """The type of a finding and its line in ``file``, which is the one after the edits of ``shifts``."""
    offset = found.span.start
    for shift in shifts:
        offset = shift.offset(offset)
    return found.code, file.line_number(offset)


def marks(applied: Iterable[Finding], shift: Shift, roots: Mapping[Finding, list[Finding]] | None = None) -> list[Mark]:
    """What the fixes of ``applied``, which are the edits of ``shift``, have written, and for which findings: these, or
    those of ``roots`` that they are made because of."""
    written = shift.written()
    return [
        Mark(written[edit], one)
        for found in applied
        for edit in (found.fix.edits if found.fix else ())
        for one in (roots[found] if roots else [found])
    ]


def blamed(before: State, after: State, shifts: list[Shift], marks: Iterable[Mark]) -> dict[Finding, list[Finding]]:
    """For each finding of which there are more than before those whose fixes may be to blame, see :func:`blame`; but
    not where one fix has taken away as many of the type as it has brought."""
    writers = by_line(after, marks)
    places = arisen(before, after, shifts)
    found = suspects(places, after, writers)
    alone = {one: group[0] for one, group in found.items() if len(group) == 1}
    balance = Counter((cause, one.code) for one, cause in alone.items())
    new = Counter(place(one, after.file) for one in after.findings)
    old = Counter(place(one, after.file, shifts) for one in before.findings)
    for (code, line), count in old.items():
        if count > new[code, line] and len(causes := writers.get(line, {})) == 1:
            balance.subtract({(next(iter(causes)), code): count - new[code, line]})
    return {one: group for one, group in found.items() if one not in alone or balance[alone[one], one.code] > 0}


def blame(places: set[Place], after: State, marks: Iterable[Mark]) -> dict[Finding, list[Finding]]:
    """For each finding in ``places`` those whose fixes have written on its lines, or else on the nearest line above:
    what is aligned depends on that."""
    return suspects(places, after, by_line(after, marks))


#: Which findings' fixes have written on a line.
Writers = dict[int, dict[Finding, None]]


def by_line(after: State, marks: Iterable[Mark]) -> Writers:
    """Which findings' fixes have written on which line."""
    writers: defaultdict[int, dict[Finding, None]] = defaultdict(dict)
    for mark in marks:
        for line in lines(after.file, mark.span):
            writers[line][mark.cause] = None
    return dict(writers)


def suspects(places: set[Place], after: State, writers: Writers) -> dict[Finding, list[Finding]]:
    """See :func:`blame`."""
    return {
        found: list(
            dict.fromkeys(one for line in touched(lines(after.file, found.span), writers) for one in writers[line])
        )
        for found in after.findings
        if place(found, after.file) in places
    }


#: So many lines above a finding may be to blame for it.
REACH = 8


def touched(own: range, writers: Container[int]) -> list[int]:
    """The lines of a finding that something has written on, or else the nearest such line above."""
    if found := [line for line in own if line in writers]:
        return found
    return [line for line in range(own.start - 1, own.start - 1 - REACH, -1) if line in writers][:1]


def lines(file: SourceFile, span: Span) -> range:
    """The numbers of the lines that a span has to do with."""
    return range(file.line_number(span.start), file.line_number(span.end) + 1)


def meaning(file: SourceFile) -> object:
    """What a safe fix must leave alone, in C: the tokens, where directives begin and end, which macros take arguments
    (a blank before the parenthesis decides), and header names (blanks are part of them); elsewhere: the words of each
    line, its indentation, and what makes the next one continue it. In a mail a row of dashes is as good as another."""
    if file.kind == Kind.MAIL:
        return [words(ROW.sub("===", line)) for line in file.text.removesuffix("\n").split("\n")]
    if file.kind not in LAYOUT_KINDS:
        return [words(line) for line in file.text.removesuffix("\n").split("\n")]
    return file.tokens.texts, frame(file)


def frame(file: SourceFile) -> object:
    """What has to stay the same in C besides what the tokens read: where directives begin and end, which macros take
    arguments, and the names of headers."""
    edges = [(file.position_at(line.span.start), file.position_at(line.span.end)) for line in file.directives]
    arguments = [macro.parameters is None for macro in file.macros]
    headers = [header(file.text[line.rest : line.span.end]) for line in file.directives if line.name == "include"]
    return edges, arguments, headers


def words(line: str) -> tuple[str, list[str], bool]:
    """The words of a line, its indentation, and whether a backslash ends it."""
    bare = line.rstrip("\r")
    return bare[: len(bare) - len(bare.lstrip())] if bare.strip() else "", bare.split(), bare.endswith("\\")


def header(rest: str) -> str:
    """The header that an ``#include <...>`` names; what else may stand there consists of tokens."""
    rest = rest.lstrip()
    return rest.partition(">")[0] if rest.startswith("<") else ""


def errors(file: SourceFile) -> int:
    """How many nodes of the trees, that of the code and those of macros, are errors or missing."""
    return len(tables.code(file).broken) + len(tables.bodies(file).broken)
