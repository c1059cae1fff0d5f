"""The shape of comments of several lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pylint_kernel.checking.rule import Comment, Reports, rule
from pylint_kernel.classify import LAYOUT_KINDS
from pylint_kernel.language.idioms import after_spaces, indent_to
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import WARNING, Edit, Fix, Span, edit

END = Pattern(r"[ \t]*\*+/")


class Row(NamedTuple):
    """A line of a comment after the first: offsets of its start, of its first character that is no space, its end."""

    start: int
    text: int
    end: int


@rule("BLOCK_COMMENT_STYLE", WARNING, "the shape of a comment of several lines", on=Comment("\n"), kinds=LAYOUT_KINDS)
def block_comment(comment: Span, file: SourceFile) -> Reports:
    """Every line of a comment begins with ``*``, one below the other, and the last has ``*/`` alone.

    Reported are a second line that does not begin with ``*``, a ``*`` in another column than the one above it, and
    text before the ``*/`` that ends the last line (``**/`` may follow some). The first line may be empty but for the
    ``/*``, as most of the tree has it, or have text, as networking code had it.

    The fixes rewrite the whole comment: they put ``*`` before the lines that have none and keep the text of these
    aligned, put every ``*`` below the one of ``/*``, and give ``*/`` a line of its own.

    Source: Documentation/process/coding-style.rst, section 8 ("The preferred style for long (multi-line) comments").
    """
    if not file.text.startswith("/*", comment.start) or is_regular(comment, file):
        return
    rows = list(rows_of(comment, file))
    text = file.text
    if not text.startswith("*", rows[0].text):
        where = Span(rows[0].text, rows[0].end)
        yield where, "the lines of a block comment begin with '*'", add_stars(comment, rows, file)
    column: int | None = file.column(comment.start) + 1
    for row in rows:
        here = file.column(row.text) if text.startswith("*", row.text) else None
        if here is not None and column is not None and here != column:
            yield Span(row.text, row.text + 1), "'*' is not below the '*' above", line_up(comment, rows, file)
        column = here
    last = rows[-1]
    if has_text_before_end(text[last.text : last.end]) and not text[last.end : file.line_end(last.end)].strip(" \t"):
        yield Span(last.end - 2, last.end), "'*/' belongs on a line of its own", split_end(comment, last, file)


def is_regular(comment: Span, file: SourceFile) -> bool:
    """Whether a comment begins its line and has the preferred shape: most do, so this is tested first."""
    indent = file.text[file.line_start(comment.start) : comment.start]
    if indent.strip(" \t"):
        return False
    star = indent + " *"
    _, *others = file.text[comment.start : comment.end].split("\n")
    return all(other.startswith(star) for other in others) and END.fullmatch(others[-1]) is not None


def rows_of(comment: Span, file: SourceFile) -> Iterator[Row]:
    """The lines of a comment after the first."""
    start = file.text.index("\n", comment.start) + 1
    while start <= comment.end:
        end = min(file.line_end(start), comment.end)
        yield Row(start, min(after_spaces(file.text, start), end), end)
        start = end + 1


def has_text_before_end(line: str) -> bool:
    """Whether the last line of a comment has more than ``*/``."""
    return line.endswith("*/") and not line.endswith("**/") and line != "*/"


def star_indent(comment: Span, file: SourceFile) -> str:
    """The spaces before the ``*`` of the comment's lines."""
    line = file.line_start(comment.start)
    indent = file.text[line : comment.start]
    return indent + " " if not indent.strip(" \t") else indent_to(file, file.column(comment.start) + 1)


def add_stars(comment: Span, rows: list[Row], file: SourceFile) -> Fix:
    """Put ``*`` before the lines that have none; what is indented more than the others stays so."""
    indent, text = star_indent(comment, file), file.text
    bare = [row for row in rows if row.text < row.end and text[row.text] != "*"]
    margin = min((file.column(row.text) for row in bare), default=0)
    edits = []
    for row in rows:
        if row.text == row.end:
            edits.append(edit(row.start, row.end, indent + "*"))
        elif text[row.text] == "*":
            edits.append(edit(row.start, row.text, indent))
        else:
            edits.append(edit(row.start, row.text, f"{indent}* {' ' * (file.column(row.text) - margin)}"))
    return Fix("begin every line with '*'", tuple(edits))


def line_up(comment: Span, rows: list[Row], file: SourceFile) -> Fix:
    """Put every ``*`` that begins a line below the first."""
    indent, text = star_indent(comment, file), file.text
    edits: list[Edit] = [
        edit(row.start, row.text, indent)
        for row in rows
        if text.startswith("*", row.text) and text[row.start : row.text] != indent
    ]
    return Fix("put every '*' below the first", tuple(edits))


def split_end(comment: Span, last: Row, file: SourceFile) -> Fix:
    """Give ``*/`` a line of its own: the next one, unless only stars are before it."""
    before = file.text[last.start : last.end - 2].rstrip(" \t")
    end, newline = (last.start + len(before), "\n") if before.strip(" \t*") else (last.start, "")
    return Fix("put '*/' on its own line", (edit(end, last.end - 2, newline + star_indent(comment, file)),))
