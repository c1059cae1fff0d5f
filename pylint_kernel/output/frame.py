"""A finding's source line with carets under it.

The gutter is eight columns wide, so that tabs are written as they are and still stand where an editor shows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Finding, Span
from pylint_kernel.output.positions import last_line
from pylint_kernel.terminal.colours import Palette, level, visible

TAB = 8
#: Where there is no terminal: wide enough for any sane line, narrow enough for generated ones.
DEFAULT_WIDTH = 160
NARROWEST = 24
ELLIPSIS = "..."


class Excerpt(NamedTuple):
    """A line as it is shown, or a part of it: safe to print, ``start`` to ``end`` is what carets go under."""

    text: str
    start: int
    end: int


def frame(findings: Sequence[Finding], file: SourceFile, width: int, paint: Palette) -> list[str]:
    """The lines that show where ``findings``, which begin on the same line, are: that line, and for each of them carets
    and the title of the fix; of several, the carets have the type beside them."""
    first = findings[0]
    row = file.row(first.span.start)
    number = str(row + file.first_line)
    gutter = TAB if len(number) <= TAB - 3 else 2 * TAB
    room = (width or DEFAULT_WIDTH) - gutter
    shown = excerpt(file, row, first.span, room)
    text = shown.text
    if paint.colour and not text.startswith(ELLIPSIS):
        from pylint_kernel.terminal.highlight import highlight

        text = highlight(text, file, row)
    bar, equals = (paint(" " * (gutter - 2) + mark, "gutter") for mark in "|=")
    lines = [
        f"{paint(f'{number:>{gutter - 3}} |', 'gutter')} {text}"
        if text
        else paint(f"{number:>{gutter - 3}} |", "gutter")
    ]
    for finding in findings:
        part = excerpt(file, row, finding.span, room)
        if part.text != shown.text:
            # The line is too long to be shown with all of them: each has its own part of it.
            lines.append(f"{bar} {part.text}")
        shown = part
        name = f" {finding.code}" if len(findings) > 1 else ""
        lines.append(f"{bar} {padding(part.text[: part.start])}{carets(part, finding, file, paint)}{name}")
        if finding.fix:
            lines.append(f"{equals} {paint('fix:', 'fix')} {visible(finding.fix.title)}")
    return lines


def carets(shown: Excerpt, finding: Finding, file: SourceFile, paint: Palette) -> str:
    """The marks, at least one, and how many more lines the finding takes up."""
    width = columns(shown.text[: shown.end]) - columns(shown.text[: shown.start])
    marks = paint("^" * max(width, 1), level(finding.severity))
    more = last_line(file, finding.span) - file.line_number(finding.span.start)
    return f"{marks} and {more} more line{'s' * (more > 1)}" if more else marks


def excerpt(file: SourceFile, row: int, span: Span, room: int) -> Excerpt:
    """The line of index ``row`` in at most ``room`` columns, with as much of ``span`` as lies on it."""
    room = max(room, NARROWEST)
    line = file.line_bounds(row)
    start, end = min(span.start, line.end), min(max(span.end, span.start), line.end)
    # A generated line may have megabytes: look no further than what could be shown.
    reach = 4 * room
    first, last = max(line.start, start - reach), min(line.end, start + reach)
    while first > line.start and "\x80" <= file.text[first] <= "\xbf":
        first -= 1
    end = min(end, last)
    before, marked, after = (printable(file.text[a:b]) for a, b in ((first, start), (start, end), (end, last)))
    text = before + marked + after
    if first == line.start and last == line.end and columns(text) <= room:
        return Excerpt(text, len(before), len(before) + len(marked))
    text = text.expandtabs(TAB)
    begin, stop = len(before.expandtabs(TAB)), len((before + marked).expandtabs(TAB))
    return window(Excerpt(text, begin, stop), room, first > line.start, last < line.end)


def window(whole: Excerpt, room: int, before: bool, behind: bool) -> Excerpt:
    """The part of a line without tabs, ``room`` wide, that has the mark in it; ``before`` and ``after`` tell whether
    the line goes on outside ``whole``."""
    text, start, end = whole
    edge = len(ELLIPSIS)
    marked = min(end - start, room - 2 * edge)
    left = max(start - (room - marked) // 2, 0)
    if start + marked + edge <= room and not before:
        left = 0
    right = min(left + room, len(text))
    left = max(right - room, 0)
    head = ELLIPSIS if left or before else ""
    tail = ELLIPSIS if right < len(text) or behind else ""
    body = text[left + len(head) : right - len(tail)]
    shift = left
    limit = len(head) + len(body)
    return Excerpt(head + body + tail, max(start - shift, len(head)), min(max(end - shift, len(head)), limit))


def printable(text: str) -> str:
    """A part of a line, from text view to what can be printed."""
    return visible(text if text.isascii() else text.encode("latin-1").decode("utf-8", "surrogateescape"))


def padding(text: str) -> str:
    """Blanks exactly as wide as ``text``: tabs stay tabs."""
    return "\t".join(" " * columns(part) for part in text.split("\t"))


def columns(text: str) -> int:
    """How many columns ``text`` takes on a terminal, from a tab stop on."""
    if not text.isascii():
        from unicodedata import combining, east_asian_width

        text = "".join("xx" if east_asian_width(c) in "WF" else "" if combining(c) else c for c in text)
    return len(text.expandtabs(TAB))
