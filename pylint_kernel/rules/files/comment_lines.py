"""Lines taken out of a comment, with what they leave behind."""

from __future__ import annotations

from pylint_kernel.classify import C_KINDS
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import Fix, Span, replace

#: What a line of a comment is dressed in.
DRESS = Pattern(r"[ \t]*(?:/\*+|//+|\*+(?!/))?[ \t]*")


def comment_on(file: SourceFile, offset: int) -> Span | None:
    """The comment at an offset if nothing else stands on its lines; None in files that are no C."""
    comment = file.comment_at(offset) if file.kind in C_KINDS else None
    if comment is None or file.text[file.line_start(comment.start) : comment.start].strip():
        return None
    return None if file.text[comment.end : file.line_end(comment.end)].strip() else comment


def words_on(file: SourceFile, row: int) -> str:
    """What a line of a comment says."""
    line = file.line_text(row).rstrip()
    dressed = DRESS.match(line)
    return line[dressed.end() if dressed else 0 :].removesuffix("*/").rstrip(" \t*")


def paragraph(file: SourceFile, comment: Span, row: int) -> range:
    """The lines of a comment around one up to those that say nothing."""
    rows = rows_of(file, comment)
    first = last = row
    while first > rows.start and words_on(file, first - 1):
        first -= 1
    while last + 1 < rows.stop and words_on(file, last + 1):
        last += 1
    return range(first, last + 1)


def rows_of(file: SourceFile, comment: Span) -> range:
    """The lines of a comment."""
    return range(file.row(comment.start), file.row(comment.end) + 1)


def without_lines(title: str, file: SourceFile, comment: Span, gone: range) -> Fix:
    """The fix that takes lines out of a comment, and the comment with them if it says nothing else. Of empty lines
    around them one stays, none at the edges of the comment."""
    rows = rows_of(file, comment)
    left = [row for row in rows if row not in gone and words_on(file, row)]
    if not left:
        start, end = file.line_start(comment.start), min(file.line_end(comment.end) + 1, len(file.text))
        is_first = not file.text[:start].strip() or file.text[:start].endswith("\n\n")
        return replace(title, start, end + (is_first and file.text.startswith("\n", end)), "")
    first, last = gone[0], gone[-1]
    is_before = any(row < first for row in left)
    while last + 1 < rows.stop - 1 and not words_on(file, last + 1):
        last += 1
    while not is_before and first - 1 > rows.start and not words_on(file, first - 1):
        first -= 1
    if not any(row > last for row in left):
        while first - 1 > rows.start and not words_on(file, first - 1):
            first -= 1
    start, end = file.line_bounds(first).start, file.line_bounds(last).end + 1
    if first == rows.start:
        # What opens the comment stays.
        opened = file.text.startswith("/**", comment.start)
        return replace(title, comment.start + 2 + opened, end - 1, "")
    if last == rows.stop - 1:
        indent = file.text[file.line_start(comment.start) : comment.start]
        return replace(title, start - 1, comment.end, f"\n{indent} */")
    return replace(title, start, end, "")
