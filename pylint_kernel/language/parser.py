"""tree-sitter: the C parser over masked text, and the bodies of macros parsed on their own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from time import process_time
from typing import TYPE_CHECKING

from pylint_kernel.language.grammar import c_grammar
from pylint_kernel.language.masking import Masked, mask, mask_macros
from pylint_kernel.language.masking.bodies import start_of_body
from pylint_kernel.language.masking.walk import TooComplexError

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Parser, Point, Tree

    from pylint_kernel.language.source import MacroDefinition, SourceFile

#: A parser that is lost in errors is given up: after so many seconds of computing, and so many more for each byte.
PATIENCE, PATIENCE_A_BYTE = 0.5, 2e-6
CHUNK = 1 << 14
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


@cache
def kind_ids() -> dict[str, list[int]]:
    """Every node kind's name to its ids (an alias has several)."""
    grammar = language()
    ids: dict[str, list[int]] = {}
    for number in range(grammar.node_kind_count):
        if name := grammar.node_kind_for_id(number):
            ids.setdefault(name, []).append(number)
    return ids


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
        return read(file, Masked(b"", []))


def parse_macros(file: SourceFile) -> Tree | None:
    """See :func:`macro_tree`."""
    try:
        masked = mask_macros(file)
        return read(file, masked) if masked.stretches else None
    except TooComplexError:
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

    def give_up(*_: object) -> bool:
        return process_time() > deadline

    parser().included_ranges = [Range(point(start), point(end), start, end) for start, end in masked.stretches]
    deadline = process_time() + PATIENCE + PATIENCE_A_BYTE * len(masked.text)
    if is_endless(masked.text):
        raise TooComplexError
    try:
        return parser().parse(chunk, progress_callback=give_up)
    except ValueError as given_up:
        parser().reset()
        raise TooComplexError from given_up


def bodies(file: SourceFile) -> Iterator[Node]:
    """The outermost nodes of all macro bodies, without what was put around them to make them items."""
    bodies_tree = macro_tree(file)
    for item in bodies_tree.root_node.children if bodies_tree else ():
        # What does not begin in a directive is a semicolon after it.
        directive = file.directive_at(item.start_byte)
        start = start_of_body(file.tokens, directive) if directive else item.end_byte
        queue = [item]
        while queue:
            node = queue.pop()
            if node.start_byte >= start:
                yield node
            elif node.end_byte > start:
                # Of `int x=BODY;`, `int x={BODY};`, `switch(0){BODY}` what is real are parts.
                queue += node.named_children[::-1]


def is_endless(text: bytes) -> bool:
    """Whether somewhere twice MANY ``=`` follow each other with nothing between them that ends an expression."""
    parts = text.split(b"=")
    return any(not any(map(BETWEEN.search, parts[at : at + MANY])) for at in range(MANY, len(parts) - MANY, MANY))


def macro_nodes(file: SourceFile, macro: MacroDefinition) -> list[Node]:
    """The outermost nodes that make up a macro's body; none if it was not parsed, or not without errors.

    An expression is one node, statements and the elements of a list are one each; the last may include a ``;`` after
    the body.
    """
    bodies_tree = macro_tree(file)
    start, end = macro.body
    if bodies_tree is None or start >= end:
        return []
    around = bodies_tree.root_node.named_descendant_for_byte_range(start, end)
    if around is None:
        return []
    if around.start_byte >= start and around.parent is not None:
        return [] if around.has_error else [around]
    nodes: list[Node] = []
    node = around.first_named_child_for_byte(start)
    while node is not None and node.start_byte < end:
        nodes.append(node)
        node = node.next_named_sibling
    return nodes if all(node.start_byte >= start and not node.has_error for node in nodes) else []


def ancestors(node: Node) -> Iterator[Node]:
    """The nodes around ``node``, from the inside out."""
    while (parent := node.parent) is not None:
        yield parent
        node = parent


def is_clean(node: Node) -> bool:
    """Whether the parser understood ``node``: there is no error in it, and it is not a part of one."""
    if node.has_error:
        return False
    parent = node.parent
    return parent is None or not parent.is_error


def enclosing_function(file: SourceFile, offset: int) -> str | None:
    """The name of the function that ``offset`` lies in, its head included; None outside of functions."""
    node = tree(file).root_node.named_descendant_for_byte_range(offset, offset)
    while node is not None and node.type != "function_definition":
        node = node.parent
    while node is not None and node.type != "identifier":
        node = (
            node.named_child(0) if node.type == "parenthesized_declarator" else node.child_by_field_name("declarator")
        )
    if node is None:
        return None
    # The parser saw the name of a macro such as SYSCALL_DEFINE1 cut short: the token is whole.
    return file.tokens.texts[bisect_right(file.tokens.starts, node.start_byte) - 1]
