"""Saying no to a finding with a comment above its line."""

from __future__ import annotations

from lsprotocol.types import Position, Range, TextEdit

from pylint_kernel.checking.suppression import written
from pylint_kernel.classify import LAYOUT_KINDS, Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lsp.judging import Place

#: The languages that it can be said in: in others there are no comments, or it is not known where they are.
LANGUAGES = LAYOUT_KINDS | {
    Kind.RUST, Kind.RST, Kind.KCONFIG, Kind.MAKE, Kind.YAML, Kind.SHELL, Kind.PYTHON, Kind.PERL, Kind.AWK,
}  # fmt: skip


def comment_above(place: Place) -> TextEdit | None:
    """The edit that puts the comment there; None where no comment can stand, or it would do harm."""
    file, row = place.piece.result.file, place.range.start.line
    if place.piece.start != 0 or place.piece.result.target.mail is not None or file.kind not in LANGUAGES:
        return None
    # The first line belongs to the licence, and in a comment or a string there is no other comment.
    if not row or row >= file.line_count or is_inside(file, file.line_bounds(row).start):
        return None
    line = file.line_text(row)
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    continued = " \\" if file.line_text(row - 1).endswith("\\") else ""
    end = "\r\n" if file.first_line + row in file.carriage_returns else "\n"
    comment = f"{indent}{written(file.kind, f'ignore[{place.found.code}]')}{continued}{end}"
    return TextEdit(Range(Position(row, 0), Position(row, 0)), comment)


def is_inside(file: SourceFile, offset: int) -> bool:
    """Whether an offset, where a line begins, is in the middle of a comment or a literal of several lines."""
    if file.kind not in LAYOUT_KINDS:
        return False
    comment = file.comment_at(offset)
    at = file.position_at(offset) - 1
    return (comment is not None and comment.start < offset) or (at >= 0 and file.tokens.end(at) > offset)
