"""Comments that say no to what is found in a file, put where it is found."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.checking.suppression import written
from pylint_kernel.classify import C_KINDS, LAYOUT_KINDS, Kind
from pylint_kernel.fixes.fixer import edited
from pylint_kernel.fixes.proof import meaning
from pylint_kernel.language.idioms import after_spaces, indent_to
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Block, Function, Headed, Label, Section, Statement, syntax
from pylint_kernel.model import Edit, Finding, Span, edit

#: A comment may break a rule itself, about empty lines for example: so often more of them are tried.
PASSES = 3
#: What is found in comments for kcheck: there is no sense in saying no to it.
OWN = frozenset(("UNUSED_SUPPRESSION", "INVALID_SUPPRESSION"))
#: Files whose comments are between ``/*`` and ``*/``.
C_COMMENTS = LAYOUT_KINDS | {Kind.ASM}


class Suppressed(NamedTuple):
    """A file before and after, how many findings comments say no to now, and what is still found in it."""

    before: bytes
    after: bytes
    number: int
    left: Result


class Place(NamedTuple):
    """The rows that comments have to cover; the last is included."""

    first: int
    last: int


def suppress(target: Target, settings: Settings, reason: str) -> Suppressed:
    """The file with comments for all that is found in it, each with ``reason`` if there is one.

    A comment stands above the line that it is about, or behind it where one above would be in the way: of the line
    above, as the rule sees it. In the middle of a statement, a macro or another comment, two comments stand around the
    whole. What is found at the beginning of the file, which may have to be what it is, gets one for the whole file.
    Raises OSError if the file cannot be read.
    """
    result = runner.run_target(target, settings)
    if result.failure is not None:
        raise OSError(0, result.failure)
    before, number = result.data, len(result.findings)
    for _ in range(PASSES):
        result = better(result, commented(result, reason), settings)
    bare = again(result, without_idle(result), settings)
    for data in (behind(bare, reason), bare.data):
        result = better(result, data, settings)
    return Suppressed(before, result.data, number - len(result.findings), result)


def better(result: Result, data: bytes, settings: Settings) -> Result:
    """What comes of a file with this content, if that is less than before, and the code is the same."""
    if data == result.data:
        return result
    other = again(result, data, settings)
    is_same = other.file.once(meaning) == result.file.once(meaning)
    return other if is_same and len(other.findings) < len(result.findings) else result


def again(result: Result, data: bytes, settings: Settings) -> Result:
    """What comes of a file with this content."""
    return runner.run_target(result.target._replace(data=data, origin=None), settings)


def without_idle(result: Result) -> bytes:
    """The content of a file without the comments, or the words in them, that are of no use."""
    fixes = [found.fix for found in result.findings if found.code in OWN and found.fix]
    return edited(result.file, result.data, sorted({edit for fix in fixes for edit in fix.edits}))


def commented(result: Result, reason: str) -> bytes:
    """The content of a file with comments for what is found in it."""
    file = result.file
    above: dict[int, list[str]] = {}
    below: dict[int, list[str]] = {}
    for place, types in places(result):
        listed = f"[{', '.join(types)}]"
        if place.first == 0:
            below.setdefault(place.last, []).append(comment(file, None, f"ignore-file{listed} {reason}"))
        elif place.first == place.last:
            above.setdefault(place.first, []).append(comment(file, place.first, f"ignore{listed} {reason}"))
        else:
            above.setdefault(place.first, []).append(comment(file, place.first, f"ignore-begin{listed} {reason}"))
            below.setdefault(place.last, []).insert(0, comment(file, place.first, f"ignore-end{listed}"))
    edits = [insertion(file.line_bounds(row).start, [*lines, ""]) for row, lines in above.items()]
    edits += [insertion(file.line_bounds(row).end, ["", *lines]) for row, lines in below.items()]
    return edited(file, result.data, sorted(edits))


def behind(result: Result, reason: str) -> bytes:
    """The content of a file with comments behind the lines in which something is found."""
    file = result.file
    edits = []
    for place, types in places(result):
        if place.first == place.last:
            end = file.line_bounds(place.first).end
            order = f"ignore[{', '.join(types)}] {reason}".strip()
            edits.append(insertion(end, [f"\t{written(file.kind, order)}"]))
    return edited(file, result.data, edits)


def places(result: Result) -> list[tuple[Place, list[str]]]:
    """Where something is found, in order, and the types of it."""
    found: dict[Place, dict[str, None]] = {}
    for one in result.findings:
        if one.code not in OWN:
            found.setdefault(place_of(result.file, one), {})[one.code] = None
    return [(place, [*found[place]]) for place in sorted(found, key=lambda place: (place.first, -place.last))]


def insertion(offset: int, lines: list[str]) -> Edit:
    """An edit that puts lines there."""
    return edit(offset, offset, "\n".join(lines))


def place_of(file: SourceFile, found: Finding) -> Place:
    """The rows that have to be covered for a finding: its line, or all of what the line is in the middle of."""
    start = file.line_start(found.span.start)
    spans = [Span(start, found.span.start), *wholes(file, found.span.start)]
    if not start and (opening := file.comment_at(0)):
        spans.append(opening)
    if file.kind in C_COMMENTS and (around := file.comment_at(start)):
        spans.append(around)
    first, last = min(file.row(span.start) for span in spans), max(map(partial(last_row, file), spans))
    if not file.line_text(first).strip():
        # A comment among empty lines would make others of them.
        while first and not file.line_text(first).strip():
            first -= 1
        while last + 1 < file.line_count and not file.line_text(last).strip():
            last += 1
        first, last = whole(file, first).first, whole(file, last).last
    return Place(first, last)


def whole(file: SourceFile, row: int) -> Place:
    """The rows of the comment, directive or statement that a row is a part of, or the row."""
    start, end = file.line_bounds(row)
    inside = [file.comment_at(start), file.comment_at(max(end - 1, start))] if file.kind in C_COMMENTS else []
    spans = [span for span in inside if span] or [*wholes(file, after_spaces(file.text, start))]
    return Place(
        min([row, *(file.row(span.start) for span in spans)]), max([row, *(last_row(file, span) for span in spans)])
    )


def last_row(file: SourceFile, span: Span) -> int:
    """The row that a span, which may be empty, ends in."""
    return file.row(max(span.end - 1, span.start))


def wholes(file: SourceFile, offset: int) -> Iterator[Span]:
    """The directive, and the statement or the head of one, that ``offset`` lies in."""
    if file.kind not in C_KINDS:
        return
    if directive := file.directive_at(offset):
        yield directive.span
        return
    view = syntax(file).at(offset)
    while view is not None and not isinstance(view, (Statement, Function)):
        view = view.parent
    if isinstance(view, Headed):
        yield Span(view.start, view.head_end.end)
    elif isinstance(view, Function):
        yield Span(view.start, view.body.start if view.body else view.end)
    elif view is not None and not isinstance(view, (Block, Section, Label)):
        yield view.span


def comment(file: SourceFile, row: int | None, order: str) -> str:
    """A comment for kcheck, indented like the line of index ``row``."""
    indent = "" if row is None else file.line_text(row)
    indent = indent_to(file, file.width(indent[: len(indent) - len(indent.lstrip(" \t"))]))
    return f"{indent}{written(file.kind, order.strip())}"
