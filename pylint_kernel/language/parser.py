"""tree-sitter: the C parser over masked text, and the bodies of macros parsed on their own."""

from __future__ import annotations

import re
from functools import cache
from itertools import count
from time import process_time
from typing import TYPE_CHECKING

from pylint_kernel.language.grammar import c_grammar
from pylint_kernel.language.masking import Masked, mask, mask_macros
from pylint_kernel.language.masking.walk import TooComplexError

if TYPE_CHECKING:
    from tree_sitter import Language, Parser, Point, Tree

    from pylint_kernel.language.source import SourceFile

#: A parser that is lost in errors is given up: after so many seconds of computing, and so many more for each byte.
PATIENCE, PATIENCE_A_BYTE = 0.5, 2e-6
CHUNK = 1 << 14
#: The parser asks very often whether it is to give up; the time is looked at every so many times.
LOOKS = 64
#: So many assignments to assignments are too many: the parser would take gigabytes to recover from an error in them.
MANY = 250
BETWEEN = re.compile(rb"[;,{}()]")


@cache
def language() -> Language:
    """tree-sitter's C."""
    from tree_sitter import Language

    return Language(c_grammar())


@cache
def parser() -> Parser:
    """The parser, one a process."""
    from tree_sitter import Parser

    return Parser(language())


def tree(file: SourceFile) -> Tree:
    """The syntax tree of the file, the dialect masked before parsing; offsets are those of the file.

    There are no nodes for comments, directives and attributes, which are blank for the parser, and macros that head
    loops are ``while_statement`` nodes; see :mod:`~pylint_kernel.language.masking`. An empty tree if the file is too
    complex to be parsed in reasonable time. Rules look at views of it: :mod:`~pylint_kernel.language.syntax`.
    """
    return file.once(parse)


def macro_tree(file: SourceFile) -> Tree | None:
    """One tree of all macro bodies, each parsed on its own at its own offsets; None if there is none to parse."""
    return file.once(parse_macros)


def parse(file: SourceFile) -> Tree:
    """See :func:`tree`."""
    try:
        return read(file, mask(file))
    except TooComplexError:
        file.given_up = True
        return read(file, Masked(b"", []))


def parse_macros(file: SourceFile) -> Tree | None:
    """See :func:`macro_tree`."""
    try:
        masked = mask_macros(file)
        return read(file, masked) if masked.stretches else None
    except TooComplexError:
        file.given_up = True
        return None


def read(file: SourceFile, masked: Masked) -> Tree:
    """The tree of a masked text; raises TooComplexError if that takes too long."""
    from tree_sitter import Point, Range

    starts, row = file.line_starts, file.row

    def point(offset: int) -> Point:
        line = row(offset)
        return Point(line, offset - starts[line])

    def chunk(offset: int, _: Point) -> bytes:
        return masked.text[offset : offset + CHUNK]

    calls = count(1)

    def give_up(*_: object) -> bool:
        # To ask for the time takes longer than the parser takes between two calls.
        return not next(calls) % LOOKS and process_time() > deadline

    parser().included_ranges = [Range(point(start), point(end), start, end) for start, end in masked.stretches]
    deadline = process_time() + PATIENCE + PATIENCE_A_BYTE * len(masked.text)
    if is_endless(masked.text):
        raise TooComplexError
    try:
        return parser().parse(chunk, progress_callback=give_up)
    except ValueError as given_up:
        parser().reset()
        raise TooComplexError from given_up


def is_endless(text: bytes) -> bool:
    """Whether somewhere twice MANY ``=`` follow each other with nothing between them that ends an expression."""
    parts = text.split(b"=")
    return any(not any(map(BETWEEN.search, parts[at : at + MANY])) for at in range(MANY, len(parts) - MANY, MANY))
