"""What a place in a file lies in, as the tree sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

    from pylint_kernel.language.source import SourceFile

#: Nobody nests deeper, but generators do.
DEEPEST = 200
#: Of the stretches that are nested deeper so many are remembered.
MOST_DEEP = 8


def lineage(file: SourceFile, tree: Tree, offset: int) -> list[Node]:
    """The nodes that the byte at ``offset`` lies in, outer ones first; none where they are nested too deep.

    To ask a node for its parent takes the longer the deeper it lies: in a formula of a thousand terms that adds up.
    """
    deep = file.once(too_deep)
    if any(start <= offset < end for start, end in deep):
        return []
    cursor = tree.walk()
    nodes = [tree.root_node]
    while cursor.goto_first_child_for_byte(offset) is not None:
        node = cursor.node
        if node is None or node.start_byte > offset:
            break
        nodes.append(node)
        if len(nodes) > DEEPEST:
            deep[:] = [*deep[-MOST_DEEP:], (node.start_byte, node.end_byte)]
            return []
    return nodes


def too_deep(_: SourceFile) -> list[tuple[int, int]]:
    """The stretches of a file that are nested too deep, the last that were met."""
    return []
