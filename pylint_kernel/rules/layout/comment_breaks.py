"""Comments that are too long for their line: moved above the code, and broken between words."""

from __future__ import annotations

import textwrap

from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import token_at
from pylint_kernel.language.syntax.token import token_from
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import Fix, Span, edit, replace
from pylint_kernel.rules.layout.line_breaks import PREFERRED, nearer_backslash

#: A comment that is on one line, in the kernel's style, with its text.
SINGLE = Pattern(r"/\*+[ \t]*([^*\s](?:[^*]|\*(?!/))*?)[ \t]*\*/")
#: A line in the middle of a comment.
MIDDLE = Pattern(r"([ \t]*\*[ \t])(\S.*)")
#: What is laid out by hand: columns, lists, drawings, code that is switched off.
BY_HAND = Pattern(r"\S(?:[ \t]{3,}|\t)\S|[-=_*#+|]{4}|[;{}][ \t]*\Z")
#: What ends a statement, a block, a label; with the comma what ends before a line that begins something.
ENDS_STATEMENT = frozenset(";{}:")
ENDS = ENDS_STATEMENT | {","}
#: What does not begin a line that a comment may stand above.
GOES_ON = frozenset({"}", "else"})


def with_shorter_comment(file: SourceFile, row: int) -> Fix | None:
    """Have the comment that makes a line too long stand above it, broken if need be; None where nobody knows how."""
    start, end = file.line_bounds(row)
    comment = file.comment_at(start + len(file.text[start:end].rstrip(" \t")) - 1)
    if file.directive_at(start) is not None:
        return nearer_backslash(file, Span(start, end))
    if comment is None:
        return None
    if not start <= comment.start <= comment.end <= end:
        return end_of_paragraph(file, row, comment)
    found = SINGLE.fullmatch(file.text, comment.start, comment.end)
    if found is None or BY_HAND.search(found[1]):
        return None
    code = file.text[start : comment.start]
    indent = code[: len(code) - len(code.lstrip(" \t"))]
    above = block(file, indent, found[1])
    if not code.strip():
        return replace("break the comment", start, comment.end, above)
    if not begins_something(file, start) or is_in_column(file, row):
        return None
    kept = start + len(code.rstrip(" \t"))
    return Fix("move the comment above the line", (edit(start, start, above + "\n"), edit(kept, comment.end, "")))


def begins_something(file: SourceFile, start: int) -> bool:
    """Whether a statement, a member, an element or the like begins with a line."""
    first = token_from(file, start)
    before = first.previous if first is not None else None
    if first is not None and first.text in GOES_ON:
        return False
    if first is None or before is None or first.bracket is None:
        return before is None or before.text in ENDS
    return before.text in ENDS and first.bracket.text == "{" and token_at(file, start) in (None, first)


def is_in_column(file: SourceFile, row: int) -> bool:
    """Whether a line is a part of a list or the like that has comments behind its parts: to whom would one above them
    belong?"""
    return has_comment_behind(file, row) and any(
        has_comment_behind(file, beside) and file.code_line(first).rstrip(" \t")[-1] not in ENDS_STATEMENT
        for first, beside in ((row - 1, row - 1), (row, row + 1))
    )


def has_comment_behind(file: SourceFile, row: int) -> bool:
    """Whether a line of code ends with a comment."""
    code = file.code_line(row).strip(" \t")
    return bool(code) and not code.startswith("#") and file.line_text(row).rstrip(" \t").endswith("*/")


def block(file: SourceFile, indent: str, text: str) -> str:
    """A comment with this text: on one line if it fits."""
    if len((single := f"{indent}/* {text} */").expandtabs(file.limits.tab_size)) <= PREFERRED:
        return single
    lines = [f"{indent} * {line}" for line in wrapped(file, f"{indent} * ", text)]
    return "\n".join([f"{indent}/*", *lines, f"{indent} */"])


def wrapped(file: SourceFile, before: str, text: str) -> list[str]:
    """The text in lines that fit behind ``before``."""
    width = PREFERRED - len(before.expandtabs(file.limits.tab_size))
    return textwrap.wrap(text, max(width, 20), break_long_words=False, break_on_hyphens=False)


def end_of_paragraph(file: SourceFile, row: int, comment: Span) -> Fix | None:
    """Break the last line of a paragraph of a comment; in another line what goes on would be torn apart."""
    start, end = file.line_bounds(row)
    line = MIDDLE.fullmatch(file.text, start, end)
    after = file.line_text(row + 1).strip() if file.row(comment.end) > row else ""
    if line is None or after not in ("*", "*/") or BY_HAND.search(line[2]) or line[2][0] in "@-*":
        return None
    lines = wrapped(file, line[1], line[2].rstrip())
    if len(lines) < 2:
        return None
    return replace("break the line", start, end, "\n".join(line[1] + one for one in lines))
