"""The syntax of an edited file: only the items that the edit has changed are parsed and read again.

An item is what is parsed in the same state of the parser, whatever stands before it. So an item without an error whose
masked text is that of an item before the edit, and which begins and ends at the same places of it, is the same item.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pylint_kernel.language import parser
from pylint_kernel.language.edited.hull import Hull, hull
from pylint_kernel.language.edited.tokens import Splice, spliced
from pylint_kernel.language.lexer import LARGE
from pylint_kernel.language.masking import Masked, mask, mask_macros
from pylint_kernel.language.masking.walk import TooComplexError
from pylint_kernel.language.syntax import syntax, tables
from pylint_kernel.language.syntax.table import Table, kind_names, macro_table

if TYPE_CHECKING:
    from collections.abc import MutableSequence

    from tree_sitter import Node, Tree

    from pylint_kernel.language.source import SourceFile


class Reading(NamedTuple):
    """What the parser has read of a file, its code and the bodies of its macros; ``edit`` and ``splice`` tell where it
    differs from the file before, if there was one."""

    file: SourceFile
    masked: Masked
    tree: Tree
    macros: Masked
    edit: Hull | None
    splice: Splice | None


def read(file: SourceFile, before: Reading | None) -> Reading | None:
    """Read a file, with the help of what was read before an edit; None if it is too large or too complex for that."""
    if len(file.text) >= LARGE or (before is not None and len(before.file.text) >= LARGE):
        return None
    edit = splice = change = None
    if before is not None:
        edit = hull(before.file.text, file.text)
        file.tokens, splice = spliced(before.file.tokens, file.text, edit)
    try:
        masked, macros = mask(file, before and before.masked, edit), mask_macros(file)
        if before is not None:
            change = hull(before.masked.text, masked.text)
        tree = parsed(file, masked, before, change)
        bodies = None
        if before is not None and change is not None and edit is not None:
            code = code_after(file, tree, syntax(before.file).code, change)
            bodies = bodies_after(file, macros, before, edit)
        else:
            code = Table(file, tree)
        if bodies is None:
            bodies = macro_table(file, parser.read(file, macros) if macros.stretches else None)
    except TooComplexError:
        return None
    tables.take(file, code, bodies)
    return Reading(file, masked, tree, macros, edit, splice)


def parsed(file: SourceFile, masked: Masked, before: Reading | None, change: Hull | None) -> Tree:
    """The tree of the masked text of a file, the same as if nothing was known before."""
    if before is None or change is None or before.tree.root_node.has_error:
        return parser.read(file, masked)
    known = before.tree.copy()
    places = (
        parser.point(one, at) for one, at in ((file, change.start), (before.file, change.old), (file, change.new))
    )
    known.edit(*change, *places)
    tree = parser.read(file, masked, known)
    # How the parser gets over an error depends on what it knew before.
    return parser.read(file, masked) if tree.root_node.has_error else tree


def code_after(file: SourceFile, tree: Tree, before: Table, change: Hull) -> Table:
    """The table of a tree whose text differs in ``change`` from that which there is a table of."""
    root, table = tree.root_node, Table(file)
    table.write(root.kind_id, root.start_byte, root.end_byte)
    known = {before.starts[item]: item for item in before.children(0)} if len(before) else {}
    first = last = shift = 0
    for node in root.children:
        start = node.start_byte
        moved = change.shift if start > change.new else 0
        item = known.get(start - moved, 0) if moved or start > change.new or node.end_byte < change.start else 0
        if item and is_same(node, before, item, moved):
            if (item, moved) != (last, shift):
                table.take(before, first, last, shift)
                first, shift = item, moved
            last = before.after[item]
            continue
        table.take(before, first, last, shift)
        first = last = 0
        table.follow(node.walk(), None, 0, has_errors=node.has_error)
    table.take(before, first, last, shift)
    table.after[0] = len(table)
    table.finish()
    return table


def is_same(node: Node, table: Table, item: int, shift: int) -> bool:
    """Whether a node is an item of a table, so many bytes further down, that nothing is wrong with."""
    return (
        node.start_byte == table.starts[item] + shift
        and node.end_byte == table.ends[item] + shift
        and kind_names()[node.kind_id] == table.kinds[item]
        and not node.has_error
        and not table.is_broken(item)
    )


def bodies_after(file: SourceFile, macros: Masked, before: Reading, change: Hull) -> Table | None:
    """The table of the bodies of macros if these are what they were."""
    old = before.macros
    if len(macros.stretches) != len(old.stretches):
        return None
    for (start, end), (begin, stop) in zip(macros.stretches, old.stretches, strict=True):
        if begin <= change.old and stop >= change.start:
            return None
        shift = change.shift if begin > change.old else 0
        if (start, end) != (begin + shift, stop + shift) or macros.text[start:end] != old.text[begin:stop]:
            return None
    known, table = syntax(before.file).bodies, Table(file)
    table.kinds, table.fields, table.broken = known.kinds, known.fields, known.broken
    table.parents, table.after, table.frames = known.parents, known.after, known.frames
    table.starts = moved(known.starts, change)
    table.ends = moved(known.ends, change)
    return table


def moved(offsets: MutableSequence[int], change: Hull) -> MutableSequence[int]:
    """Where offsets are after an edit that none of them is in."""
    return [offset + change.shift if offset > change.old else offset for offset in offsets]
