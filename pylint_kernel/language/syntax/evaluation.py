"""How often pieces of syntax are computed when what they are part of runs once."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from pylint_kernel.language import dialect

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pylint_kernel.language.syntax.table import Table
    from pylint_kernel.language.syntax.view import View

#: Macros that compute their first argument only: the others are types and members.
FIRST_ONLY = frozenset({"container_of", "container_of_const", "list_entry", "rb_entry", "hlist_entry"})
#: Operators that want the type, the size or the place of their operand.
MEASURES = frozenset({"sizeof_expression", "alignof_expression", "offsetof_expression"})
BRANCHES = frozenset({"conditional_expression", "if_statement"})
#: What a section of a ``switch`` ends with if it does not fall through.
LEAVES = frozenset({"break_statement", "return_statement", "goto_statement", "continue_statement"})


def most_evaluations(views: Iterable[View]) -> int:
    """How many of the views, all of one table, are computed at most: of several branches only one is."""
    # From the inside out: what is inside has a higher number, so the counts of all parts are known before the whole's.
    total, counts, arms = 0, dict[int, int](), dict[int, int]()
    table: Table | None = None
    for view in views:
        table = view.table
        counts[view.node] = 1
    queue = [-node for node in counts]
    heapify(queue)
    while queue and table is not None:
        node = -heappop(queue)
        count = counts.pop(node) + arms.pop(node, 0)
        around = table.parents[node]
        if around < 0 or around in table.frames:
            total += count
        elif not is_unevaluated(table, around, node):
            if around not in counts:
                counts[around] = 0
                heappush(queue, -around)
            if is_branch(table, around, node):
                arms[around] = max(arms.get(around, 0), count)
            else:
                counts[around] += count
    return total


def is_branch(table: Table, around: int, node: int) -> bool:
    """Whether ``node`` is one of the branches of ``around``, only one of which is computed."""
    kind = table.kinds[around]
    if kind in BRANCHES:
        return node in (table.part(around, "consequence"), table.part(around, "alternative"))
    if kind == "compound_statement" and table.kinds[node] == "case_statement":
        is_last = table.after[node] + 1 == table.after[around]
        return is_last or leaves(table, node)
    return kind == "generic_expression"


def leaves(table: Table, node: int) -> bool:
    """Whether a statement that ends a section of a ``switch`` is among the parts of a node, or of a block in it."""
    parts = list(table.named(node))
    inside = (inner for part in parts if table.kinds[part] == "compound_statement" for inner in table.named(part))
    return not LEAVES.isdisjoint(table.kinds[part] for part in (*parts, *inside))


def is_unevaluated(table: Table, around: int, node: int) -> bool:
    """Whether ``around`` does not compute its part ``node``."""
    kind = table.kinds[around]
    if kind in MEASURES:
        return True
    if kind == "generic_expression":
        return node == next(table.named(around), None)
    if kind != "argument_list":
        return False
    callee = table.file.text[table.starts[table.parents[around]] : table.starts[around]].rstrip()
    if callee in FIRST_ONLY:
        return node != next(table.named(around), None)
    return callee in dialect.spoken().unevaluated or callee.startswith("__builtin_")
