"""From byte offsets to lines and columns, in every convention that a format asks for."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Fix, Span


class Place(NamedTuple):
    """A span as people and editors know it: lines and columns from 1, columns in bytes, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


def place(file: SourceFile, span: Span) -> Place:
    """Where ``span`` is, columns counted in (UTF-8) bytes."""
    return Place(*point(file, span.start), *point(file, span.end))


def point(file: SourceFile, offset: int) -> tuple[int, int]:
    """The line and column, both from 1, of a byte offset."""
    row = max(file.row(offset), 0)
    return row + file.first_line, offset - file.line_starts[row] + 1


def utf16_point(file: SourceFile, offset: int) -> tuple[int, int]:
    """The line from 1 and the column from 0 in UTF-16 units, which is how LSP and SARIF count."""
    line, column = point(file, offset)
    if file.text.isascii():
        return line, column - 1
    return line, utf16_columns(file).column(offset - column + 1, offset)


class Utf16Columns:
    """Counts UTF-16 units in the lines of one file; goes on from where it was, for lines of megabytes."""

    def __init__(self, file: SourceFile) -> None:
        self.text = file.text
        self.start = self.offset = self.units = 0

    def column(self, start: int, offset: int) -> int:
        """How many units there are from ``start``, where a line begins, to ``offset``."""
        if start != self.start or offset < self.offset:
            self.start = self.offset = start
            self.units = 0
        units = self.units + len(unicode(self.text[self.offset : offset]).encode("utf-16-le")) // 2
        if offset == len(self.text) or not "\x80" <= self.text[offset] <= "\xbf":
            self.offset, self.units = offset, units
        return units


@lru_cache(maxsize=1)
def utf16_columns(file: SourceFile) -> Utf16Columns:
    """The counter of the file last asked about."""
    return Utf16Columns(file)


def last_line(file: SourceFile, span: Span) -> int:
    """The last line that ``span`` takes up a part of."""
    return file.line_number(max(span.start, span.end - 1))


def unicode(text: str) -> str:
    """Text view as real Unicode, undecodable bytes replaced."""
    return text if text.isascii() else text.encode("latin-1").decode("utf-8", "replace")


def replacements(fix: Fix, file: SourceFile) -> list[tuple[Span, str]]:
    """The edits of ``fix`` for readers that know lines and columns, as spans and real Unicode.

    Our empty edit that stands for the carriage return at its place becomes the replacement of the whole line end:
    no editor lets anybody point between a CR and its LF.
    """
    edits = []
    for (start, end), text in fix.edits:
        if start == end and not text:
            edits.append((Span(start, min(end + 1, len(file.text))), "\n"))
            continue
        if "\n" in text and file.line_number(start) in file.carriage_returns:
            text = text.replace("\n", "\r\n")
        edits.append((Span(start, end), unicode(text)))
    return edits


def replacement(fix: Fix, file: SourceFile) -> tuple[Span, str]:
    """All edits of ``fix`` as one, for readers that take a single span and its text; see :func:`replacements`."""
    edits = sorted(replacements(fix, file))
    first, last = edits[0][0].start, max(span.end for span, _ in edits)
    parts, done = [], first
    for (start, end), text in edits:
        parts += [original(file, done, start), text]
        done = end
    return Span(first, last), "".join(parts)


def original(file: SourceFile, start: int, end: int) -> str:
    """The content between two offsets as real Unicode, with the carriage returns that the file has."""
    lines = file.text[start:end].split("\n")
    first = file.line_number(start)
    ends = ("\r\n" if first + number in file.carriage_returns else "\n" for number in range(len(lines) - 1))
    return unicode("".join(line + end for line, end in zip(lines, [*ends, ""], strict=True)))
