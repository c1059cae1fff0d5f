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
    from pylint_kernel.model import Outside

#: A parser that is lost in errors is given up: after so many seconds of computing, and so many more for each byte.
PATIENCE, PATIENCE_A_BYTE = 0.5, 2e-6
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


class Lent:
    """The memory that the parser reads a text from, the same one for each text.

    What a callback hands to py-tree-sitter (0.26) is never let go: so it is not the text.
    """

    def __init__(self) -> None:
        self.memory = bytearray()

    def view(self, text: bytes) -> memoryview:
        """The text, until the next one is put in its place."""
        if len(text) > len(self.memory):
            self.memory = bytearray(2 * len(text))
        view = memoryview(self.memory)[: len(text)]
        view[:] = text
        return view


@cache
def lent() -> Lent:
    """The memory of the one parser."""
    return Lent()


def tree(file: SourceFile) -> Tree:
    """The syntax tree of the file, the dialect masked before parsing; offsets are those of the file.

    There are no nodes for comments, directives and attributes, which are blank for the parser, and macros that head
    loops are ``while_statement`` nodes; see :mod:`~pylint_kernel.language.masking`. An empty tree if the file is too
    complex to be parsed in reasonable time. Rules look at views of it: :mod:`~pylint_kernel.language.syntax`.
    """
    return file.once(parse)


def parse(file: SourceFile) -> Tree:
    """See :func:`tree`."""
    try:
        return read(file, mask(file))
    except TooComplexError:
        file.given_up = True
        return read(file, Masked(b"", []))


def macro_tree(file: SourceFile, outside: Outside | None = None) -> Tree | None:
    """One tree of all macro bodies, each parsed on its own at its own offsets, those left out that lie ``outside`` of
    all that matters; None if there is none to parse."""
    try:
        masked = mask_macros(file, outside)
        return read(file, masked) if masked.stretches else None
    except TooComplexError:
        file.given_up = True
        return None


def read(file: SourceFile, masked: Masked, before: Tree | None = None) -> Tree:
    """The tree of what is to be read of a masked text; raises TooComplexError if that takes too long.

    ``before``: the tree of the text before an edit, the edit applied to it; parts of it are used again.
    """
    from tree_sitter import Range

    first, last = (masked.stretches[0][0], masked.stretches[-1][1]) if masked.stretches else (0, 0)
    text = masked.text[first:last]
    if is_endless(text):
        raise TooComplexError
    view = lent().view(text)

    def rest(offset: int, _: Point) -> memoryview:
        return view[max(offset - first, 0) :]

    calls = count(1)

    def give_up(*_: object) -> bool:
        # To ask for the time takes longer than the parser takes between two calls.
        return not next(calls) % LOOKS and process_time() > deadline

    parser().included_ranges = [
        Range(point(file, start), point(file, end), start, end) for start, end in masked.stretches
    ]
    deadline = process_time() + PATIENCE + PATIENCE_A_BYTE * len(text)
    try:
        if before is None:
            return parser().parse(rest, progress_callback=give_up)
        return parser().parse(rest, before, progress_callback=give_up)
    except ValueError as given_up:
        parser().reset()
        raise TooComplexError from given_up


def point(file: SourceFile, offset: int) -> Point:
    """The row and the column of an offset, as tree-sitter counts them."""
    from tree_sitter import Point

    row = file.row(offset)
    return Point(row, offset - file.line_starts[row])


def is_endless(text: bytes) -> bool:
    """Whether somewhere twice MANY ``=`` follow each other with nothing between them that ends an expression."""
    parts = text.split(b"=")
    return any(not any(map(BETWEEN.search, parts[at : at + MANY])) for at in range(MANY, len(parts) - MANY, MANY))
