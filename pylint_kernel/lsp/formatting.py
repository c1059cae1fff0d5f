"""Formatting: the safe fixes of the rules on layout."""

from __future__ import annotations

from functools import cache

from lsprotocol.types import Position, Range, TextEdit

from pylint_kernel.checking.rule import catalog
from pylint_kernel.lsp.fixing import fixed
from pylint_kernel.lsp.judging import Verdict
from pylint_kernel.model import Applicability

GROUP = "layout"
#: What formats as it is typed.
TRIGGERS = ("}", ";", "\n")


@cache
def layout_types() -> frozenset[str]:
    """The types of the group."""
    return frozenset(code for code, rules in catalog().items() if rules[0].group == GROUP)


def format_document(verdict: Verdict, where: Range | None = None) -> list[TextEdit]:
    """The edits that format a document, or the lines of a range of it."""
    lines = range(where.start.line, last_line(where) + 1) if where else None
    return fixed(verdict, Applicability.SAFE, layout_types(), lines)


def last_line(where: Range) -> int:
    """The last line that a range has a part of."""
    return where.end.line - (where.end.character == 0 and where.end.line > where.start.line)


def typed(verdict: Verdict, position: Position, text: str) -> list[TextEdit]:
    """The edits after one of :data:`TRIGGERS` was typed before a position: of the line, or the block, that it ends.

    The line that is being written stays as it is.
    """
    last = position.line - (text == "\n")
    first = last
    if text == "}" and (opened := opening_line(verdict, position)) is not None:
        first = opened
    if last < 0:
        return []
    edits = format_document(verdict, Range(Position(first, 0), Position(last, 1)))
    return [edit for edit in edits if text != "\n" or edit.range.end <= Position(position.line, 0)]


def opening_line(verdict: Verdict, position: Position) -> int | None:
    """The line of the brace that the one before a position closes."""
    for piece in verdict.pieces:
        file = piece.result.file
        if piece.start or piece.result.target.mail is not None or file.carriage_returns:
            return None
        tokens = file.tokens
        at = file.position_at(verdict.text.offset(position) - 1)
        if at < len(tokens) and tokens.texts[at] == "}" and (opener := tokens.partner.get(at)) is not None:
            return file.row(tokens.starts[opener])
    return None
