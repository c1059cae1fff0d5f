"""From byte offsets to lines and columns, in every convention that a format asks for."""

from __future__ import annotations

from typing import NamedTuple

from pylint_kernel.model import Fix, Span
from pylint_kernel.source import SourceFile


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
    before = unicode(file.text[offset - column + 1 : offset])
    return line, len(before.encode("utf-16-le")) // 2


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
