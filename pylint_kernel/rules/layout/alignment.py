"""Continued lines that do not align with the parenthesis they stand in."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, Reports, rule
from pylint_kernel.classify import LAYOUT_KINDS
from pylint_kernel.language import dialect
from pylint_kernel.language.idioms import after_spaces, in_literal, indent_to
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, Edit, Fix, Span, edit

# An opening parenthesis with nothing but pairs after it on its line, four deep; possessive: nothing is tried twice.
PAIRS = r"[^()\n]"
for _ in range(4):
    PAIRS = rf"(?:[^()\n]++|\({PAIRS}*+\))"
OPEN_PARENTHESIS = Pattern(rf"\({PAIRS}*+\n(?<=[,&| \t]\n)")
BROKEN_BEHIND = (",", "&&", "||")
#: Words and stars before the first parenthesis of a line; a pointer to a function; ``a->b[c] = call(``.
HEADER = Pattern(r"[ \t]*+([A-Za-z_]\w*+(?:[ \t]*+(?:\*|(?<!\w)[A-Za-z_]\w*+))*+)[ \t]*+\(")
FUNCTION_POINTER = Pattern(r"[ \t]*+\([ \t]*+\*[ \t]*+\w++[ \t]*+\)[ \t]*+\(")
ASSIGNMENT = Pattern(
    r"[ \t]*+(?:\*[ \t]*+)*+[A-Za-z_]\w*+(?:(?:->|\.)\w++|\[[^\]\n]*+\]|\([^()\n]*+\))*+"
    r"[ \t]*+=[ \t]*+[A-Za-z_]\w*+[ \t]*+\("
)
WORDS = Pattern(r"\w+")
NOT_DECLARED = frozenset({"else", "do", "case", "goto", "return", "typedef"})
SPECIFIERS = frozenset({"static", "extern", "const", "volatile", "register", "auto", "inline"})


@rule(
    "PARENTHESIS_ALIGNMENT",
    CHECK,
    "a continued line does not align with the open parenthesis",
    on=Code(OPEN_PARENTHESIS),
    kinds=LAYOUT_KINDS,
)
def misaligned(match: re.Match[str], file: SourceFile) -> Reports:
    """What continues a line after an open parenthesis begins in the column after the parenthesis.

    Judged are calls, conditions, function headers and assignments of a call that break after ``,``, ``&&`` or
    ``||``: on the line below, the indent has as many tabs as possible and spaces for the rest. The fix moves the line,
    together with the others in the same parentheses that begin in the same column, and whatever is nested in them.

    Source: Documentation/process/coding-style.rst, section 2 ("A very commonly used style is to align descendants to
    a function open parenthesis").

    Differs from checkpatch: empty lines and preprocessor directives inside the parentheses are not judged, and columns
    are counted in characters, not in bytes.
    """
    opening, start = match.start(), match.end()
    column = file.column(opening) + 1
    line, end = file.line_start(opening), after_spaces(file.text, start)
    if is_aligned(file, line, start, end, column):
        return
    above = file.code[line : start - 1].rstrip(" \t")
    if not above.endswith(BROKEN_BEHIND) or file.text[line + len(above) : start - 1].strip(" \t"):
        return
    if file.text[end : end + 1] in ("", "\n", "#"):
        return
    if begins_like_a_call(above):
        place = Span(start, max(end, start + 1))
        yield place, "does not align with the open parenthesis", align(file, opening, start, column)


def is_aligned(file: SourceFile, line: int, start: int, end: int, column: int) -> bool:
    """Whether the indent ``start`` to ``end`` reaches to ``column``: with tabs first, or as the line above it, which
    begins at ``line``, and then spaces."""
    found = file.text[start:end]
    if found == indent_to(file, column):
        return True
    above = file.text[line : after_spaces(file.text, line)]
    return found == above + " " * (column - file.width(above))


def begins_like_a_call(line: str) -> bool:
    """Whether a line (masked) begins with a call, a keyword and its condition, a function header, or ``x = call(``."""
    header = HEADER.match(line)
    if header:
        words = WORDS.findall(header[1])
        if len(words) == 1 or words == ["else", "if"]:
            return True
        attributes = dialect.linux().attributes
        names = [word for word in words if word not in SPECIFIERS and word not in attributes]
        if len(names) > 1 and words[0] not in NOT_DECLARED:
            return True
    return (FUNCTION_POINTER.match(line) or ASSIGNMENT.match(line)) is not None


def align(file: SourceFile, opening: int, start: int, column: int) -> Fix | None:
    """Move the line that begins at ``start`` so that its text begins in ``column``.

    The lines in the same parentheses (``opening``) that begin in the same column go with it, and so does what stands
    in brackets that open on a line that is moved.
    """
    tokens = file.tokens
    last = tokens.partner.get(file.position_at(opening))
    if last is None:
        return None
    wrong = file.column(after_spaces(file.text, start))
    moved: dict[int, int] = {}
    edits: list[Edit] = []
    open_: list[int] = []
    position = file.position_at(opening)
    for row in range(file.row(start), file.row(tokens.starts[last]) + 1):
        begin = file.line_bounds(row).start
        while tokens.starts[position] < begin:
            partner = tokens.partner.get(position)
            if partner is not None and partner > position:
                open_.append(position)
            elif partner is not None:
                open_.pop()
            position += 1
        end = after_spaces(file.text, begin)
        if file.text[end] == "#" or in_literal(file, begin):
            return None
        comment = file.comment_at(begin)
        inside = comment.start if comment and comment.start < begin else tokens.starts[open_[-1]]
        now = file.column(end)
        shift = moved.get(file.row(inside), 0) if inside != opening else column - wrong if now == wrong else 0
        if (shift or begin == start) and file.text[end] != "\n" and now + shift >= 0:
            moved[row] = shift
            edits.append(edit(begin, end, indent_to(file, now + shift)))
    return Fix("align with the open parenthesis", tuple(edits))
