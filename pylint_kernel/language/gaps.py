"""What stands beside a token: a space, the edge of the line, a comment or text; and the edits that change it."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Edit, Fix, Span, edit

BLANKS = " \t"


class Beside(Enum):
    """What a token has beside it on its line; a line continuation is an edge as well."""

    TEXT = 1
    BLANK = 2
    EDGE = 3
    COMMENT = 4


class Gap(NamedTuple):
    """The spaces on one side of a token (``start`` equals ``end`` where there are none) and what kind of gap it is."""

    kind: Beside
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The spaces."""
        return Span(self.start, self.end)


def gap_before(file: SourceFile, offset: int) -> Gap:
    """What stands before the token that starts at ``offset``."""
    code, text = file.code, file.text
    start = offset
    while start and code[start - 1] in BLANKS:
        start -= 1
    if before := text[start:offset].rstrip(BLANKS):
        # A comment, space in the code: what counts is whether it touches the token.
        start += len(before)
        return Gap(Beside.BLANK if start < offset else Beside.COMMENT, start, offset)
    if start == 0 or code[start - 1] == "\n":
        return Gap(Beside.EDGE, start, offset)
    return Gap(Beside.BLANK if start < offset else Beside.TEXT, start, offset)


def gap_after(file: SourceFile, offset: int) -> Gap:
    """What stands after the token that ends at ``offset``."""
    code, text, size = file.code, file.text, len(file.code)
    end = offset
    while end < size and code[end] in BLANKS:
        end += 1
    if behind := text[offset:end].lstrip(BLANKS):
        end -= len(behind)
        return Gap(Beside.BLANK if end > offset else Beside.COMMENT, offset, end)
    if end == size or code[end] == "\n" or code.startswith("\\\n", end):
        return Gap(Beside.EDGE, offset, end)
    return Gap(Beside.BLANK if end > offset else Beside.TEXT, offset, end)


def insert_blanks(*offsets: int) -> Fix:
    """A fix that puts a space at each of ``offsets``."""
    return Fix("insert a space", tuple(edit(offset, offset, " ") for offset in offsets))


def remove_blanks(*gaps: Gap) -> Fix:
    """A fix that takes the spaces of ``gaps`` away."""
    return Fix("remove the spaces", tuple(edit(gap.start, gap.end, "") for gap in gaps if gap.start < gap.end))


def missing_blanks(before: Gap, after: Gap, comments: bool = False) -> tuple[Edit, ...]:
    """The edits that give a token the space that it lacks on either side; ``comments`` count as text if so wanted."""
    crowds = (Beside.TEXT, Beside.COMMENT) if comments else (Beside.TEXT,)
    offsets = [offset for gap, offset in ((before, before.end), (after, after.start)) if gap.kind in crowds]
    return tuple(edit(offset, offset, " ") for offset in offsets)
