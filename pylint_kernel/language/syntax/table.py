"""The syntax tree as parallel lists in pre-order: any node by its number, its parent, its parts and its end at once.

tree-sitter's own nodes are slow to ask for a parent, for a sibling or for what lies at an offset, and slower the deeper
they lie. One walk of a cursor writes down what is needed; after that everything is a look into a list, however deep a
formula or how long a file is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache
from typing import TYPE_CHECKING

from pylint_kernel.language import parser
from pylint_kernel.language.lexer import numbers
from pylint_kernel.language.masking.bodies import start_of_body

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableSequence

    from tree_sitter import Tree, TreeCursor

    from pylint_kernel.language.source import SourceFile
    from pylint_kernel.language.syntax.view import View
    from pylint_kernel.model import Outside


#: What is nested deeper is not written down: nobody nests so deep, but generators do, and who asks for what encloses
#: a place must not have to go on without end.
DEEPEST = 500


class KindNames(dict[int, str]):
    """The name of each kind of node by tree-sitter's number; several numbers may have the same name."""

    def __missing__(self, number: int) -> str:
        # What the parser did not understand has a number of its own.
        return "ERROR"


@cache
def kind_names() -> KindNames:
    """The names of the grammar's kinds."""
    grammar = parser.language()
    return KindNames((number, grammar.node_kind_for_id(number) or "") for number in range(grammar.node_kind_count))


@cache
def named_kinds() -> frozenset[str]:
    """The kinds of nodes that are more than a punctuation mark or a keyword."""
    grammar = parser.language()
    return frozenset(name for number, name in kind_names().items() if grammar.node_kind_is_named(number))


@cache
def mark_numbers() -> frozenset[int]:
    """The numbers of punctuation marks and keywords; of these only operators are fields (see :meth:`Table.part`)."""
    return frozenset(number for number, name in kind_names().items() if name not in named_kinds())


@cache
def leaf_numbers() -> frozenset[int]:
    """The numbers of kinds that never have parts."""
    return mark_numbers() | {number for number, name in kind_names().items() if name.endswith("identifier")}


@cache
def field_number(name: str) -> int:
    """tree-sitter's number of a field; raises KeyError if the grammar has no such field."""
    number = parser.language().field_id_for_name(name)
    if number is None:
        raise KeyError(name)
    return number


class Table:
    """The nodes of one tree, those of punctuation and keywords included; a node is named by its number.

    ``kinds`` has each node's kind, ``starts`` and ``ends`` its bytes, ``parents`` the node around it (-1 for the
    root), ``after`` the first node that is no part of it, ``fields`` the number of the field that it is of its
    parent (0 for none). ``broken`` are the numbers of ERROR nodes, of nodes that the parser made up,
    and of those with such nodes among the parts that are left out.
    ``frames`` are the nodes that masking put around a macro's body to make an item of it. ``views`` has the views that
    were made so far: rules ask for the same ones, and what one has found out another need not.

    Without a ``tree`` nothing is written down yet.
    """

    __slots__ = ("after", "broken", "ends", "fields", "file", "frames", "kinds", "parents", "starts", "views")

    def __init__(self, file: SourceFile, tree: Tree | None = None, outside: Outside | None = None) -> None:
        self.file = file
        self.kinds: list[str] = []
        self.starts, self.ends = numbers(file.text), numbers(file.text)
        self.parents, self.after = numbers(file.text), numbers(file.text)
        self.fields = bytearray()
        self.broken: list[int] = []
        self.frames: frozenset[int] = frozenset()
        self.views: dict[int, View | None] = {}
        if tree is not None:
            self.follow(tree.walk(), outside, -1, has_errors=tree.root_node.has_error)
            self.finish()

    def finish(self) -> None:
        """Nothing more will be written down."""
        # What is looked for in a node without parts, the last of all, is nothing.
        self.kinds += "", "", ""
        limit = len(self.file.text)
        if self.starts and self.ends[0] > limit:
            # Masking had to put something after the last line.
            self.cut_off(limit)

    def follow(self, cursor: TreeCursor, outside: Outside | None, parent: int, *, has_errors: bool) -> None:
        """Write down the node that a cursor is at, those after it, and all of their parts, save those of what lies
        ``outside`` of all that matters, or too deep."""
        ids, starts, ends, parents, after = list[int](), self.starts, self.ends, self.parents, self.after
        fields, broken, marks, leaves = self.fields, self.broken, mark_numbers(), leaf_numbers()
        down, right, up = cursor.goto_first_child, cursor.goto_next_sibling, cursor.goto_parent
        around = list[int]() if parent < 0 else [-1]
        first = count = len(starts)
        while True:
            node = cursor.node
            assert node is not None
            number, start, end = node.kind_id, node.start_byte, node.end_byte
            ids.append(number)
            starts.append(start)
            ends.append(end)
            parents.append(parent)
            if start == end and node.is_missing:
                broken.append(count)
            count += 1
            after.append(count)
            if number in marks:
                fields.append(0)
            else:
                fields.append(cursor.field_id or 0)
                if (
                    number not in leaves
                    and len(around) < DEEPEST
                    and (outside is None or not outside(start, end))
                    and down()
                ):
                    around.append(parent)
                    parent = count - 1
                    continue
                if has_errors and node.has_error:
                    # The error may be in the parts that are left out.
                    broken.append(count - 1)
            while not right():
                if not up():
                    self.kinds += map(kind_names().__getitem__, ids)
                    if has_errors:
                        broken += (at for at in range(first, count) if self.kinds[at] == "ERROR")
                        self.broken = sorted(set(broken))
                    return
                after[parent] = count
                parent = around.pop()

    def write(self, number: int, start: int, end: int) -> None:
        """Write down the root, before its parts."""
        self.kinds.append(kind_names()[number])
        self.starts.append(start)
        self.ends.append(end)
        self.parents.append(-1)
        self.after.append(1)
        self.fields.append(0)
        if self.kinds[0] == "ERROR":
            self.broken.append(0)

    def take(self, other: Table, first: int, last: int, shift: int) -> None:
        """Write down what another table has from node ``first`` to before ``last``, items that nothing is broken in;
        it is so many bytes further down."""
        ahead = len(self) - first
        self.kinds += other.kinds[first:last]
        self.fields += other.fields[first:last]
        self.starts += plus(other.starts[first:last], shift)
        self.ends += plus(other.ends[first:last], shift)
        self.after += plus(other.after[first:last], ahead)
        parents = other.parents[first:last]
        self.parents += [parent + ahead if parent else 0 for parent in parents] if ahead else parents

    def cut_off(self, limit: int) -> None:
        """Let all that ends after ``limit`` end there: what begins after it, and what reaches beyond it."""
        reaching = self.at(limit - 1) if limit else None
        for node in range(bisect_left(self.starts, limit), len(self)):
            self.ends[node] = min(self.ends[node], limit)
        while reaching is not None and reaching >= 0:
            self.ends[reaching] = min(self.ends[reaching], limit)
            reaching = self.parents[reaching]

    def __len__(self) -> int:
        return len(self.starts)

    def children(self, node: int) -> Iterator[int]:
        """The direct parts of a node, punctuation and keywords included."""
        child, end, after = node + 1, self.after[node], self.after
        while child < end:
            yield child
            child = after[child]

    def named(self, node: int) -> Iterator[int]:
        """The direct parts of a node without punctuation and keywords."""
        kinds, names = self.kinds, named_kinds()
        return (child for child in self.children(node) if kinds[child] in names)

    def is_named(self, node: int) -> bool:
        """Whether a node is more than a mark or a keyword."""
        return self.kinds[node] in named_kinds()

    def part(self, node: int, field: str) -> int | None:
        """The first part of a node that is its ``field``."""
        after = self.after
        child, end = node + 1, after[node]
        if field == "operator":
            kinds, names = self.kinds, named_kinds()
            while child < end:
                if kinds[child] not in names:
                    return child
                child = after[child]
            return None
        number, fields = field_number(field), self.fields
        while child < end:
            if fields[child] == number:
                return child
            child = after[child]
        return None

    def parts(self, node: int, field: str) -> list[int]:
        """All parts of a node that are its ``field``."""
        number, fields = field_number(field), self.fields
        return [child for child in self.children(node) if fields[child] == number]

    def mark(self, node: int, *kinds: str) -> int | None:
        """The first direct part of one of these kinds: a keyword or a punctuation mark."""
        return next((child for child in self.children(node) if self.kinds[child] in kinds), None)

    def at(self, offset: int) -> int | None:
        """The innermost node that the byte at ``offset`` lies in; None outside of the tree."""
        node = bisect_right(self.starts, offset) - 1
        while node >= 0 and self.ends[node] <= offset:
            node = self.parents[node]
        return node if node >= 0 else None

    def spanning(self, start: int, end: int) -> int | None:
        """The outermost node that begins at ``start`` and ends at ``end``; None if there is none."""
        node = bisect_left(self.starts, start)
        while node < len(self) and self.starts[node] == start:
            if self.ends[node] == end:
                return node
            node += 1
        return None

    def is_broken(self, node: int) -> bool:
        """Whether the parser did not understand a node: there is an error in it."""
        broken = self.broken
        if not broken:
            return False
        at = bisect_left(broken, node)
        return at < len(broken) and broken[at] < self.after[node]


def plus(values: MutableSequence[int], more: int) -> MutableSequence[int]:
    """The numbers, each so much larger."""
    return [value + more for value in values] if more else values


def macro_table(file: SourceFile, tree: Tree | None, outside: Outside | None = None) -> Table:
    """The table of the macros' bodies; what was put around them is marked, what was put after them cut off."""
    table = Table(file, tree, outside)
    if tree is None:
        table.finish()
    frames = {0}
    for item in table.children(0) if len(table) else ():
        directive = file.directive_at(table.starts[item])
        start = start_of_body(file.tokens, directive) if directive else table.ends[item]
        stop = file.tokens.end(directive.last - 1) if directive and directive.last else 0
        for node in range(item, table.after[item]):
            if table.starts[node] < start or (stop and table.starts[node] >= stop):
                frames.add(node)
            elif stop and table.ends[node] > stop:
                table.ends[node] = stop
    table.frames = frozenset(frames)
    return table
