"""What a rule is shown of the tree: a view of one node in the words of C, made when it is asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, ClassVar, TypeVar

from pylint_kernel.language.syntax.cached import cached_property
from pylint_kernel.language.syntax.token import Token, token_near
from pylint_kernel.model import Span

if TYPE_CHECKING:
    from pylint_kernel.language.source import SourceFile
    from pylint_kernel.language.syntax.table import Table

    Maker = Callable[[Table, int], "View | None"]

Wanted = TypeVar("Wanted", bound="View")

#: Kind of node to what makes its view; kinds that are not in here have none of their own.
MAKERS: dict[str, Maker] = {}
#: No more views than that are kept; a function of a thousand lines has ten thousand.
MANY = 50_000


def view_of(table: Table, node: int | None) -> View | None:
    """The view of a node; None if it has none of its own, and for what masking put around the body of a macro."""
    if node is None:
        return None
    views = table.views
    if node in views:
        return views[node]
    maker = MAKERS.get(table.kinds[node])
    view = maker(table, node) if maker and node not in table.frames else None
    if len(views) > MANY:
        views.clear()
    views[node] = view
    return view


class View:
    """One piece of syntax: node number ``node`` of ``table``.

    Two views of the same piece are equal. A subclass names in ``kinds`` the nodes that are always what it stands for;
    kinds that may be several things are settled by :mod:`.settling`. ``file`` is the file that it is part of.
    """

    kinds: ClassVar[tuple[str, ...]] = ()

    def __init__(self, table: Table, node: int) -> None:
        self.table, self.node, self.file = table, node, table.file

    def __init_subclass__(cls) -> None:
        for kind in cls.__dict__.get("kinds", ()):
            MAKERS[kind] = cls

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.text[:40]!r}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, View) and other.node == self.node and other.table is self.table

    def __hash__(self) -> int:
        return self.node

    # -- where it is

    @property
    def start(self) -> int:
        """The offset of its first byte."""
        return self.table.starts[self.node]

    @property
    def end(self) -> int:
        """The offset after its last byte."""
        return self.table.ends[self.node]

    @property
    def span(self) -> Span:
        """Where it is."""
        return Span(self.start, self.end)

    @property
    def text(self) -> str:
        """What it reads in the source, comments and all."""
        return self.file.text[self.start : self.end]

    @property
    def words(self) -> list[str]:
        """Its tokens: two pieces with the same ones say the same."""
        file = self.file
        return file.tokens.texts[file.position_at(self.start) : file.position_at(self.end)]

    @cached_property
    def first(self) -> Token:
        """Its first token; what the parser made up at the end of the file begins with the last one."""
        return token_near(self.file, self.start)

    @cached_property
    def last(self) -> Token:
        """Its last token."""
        return Token(self.file, max(self.file.position_at(self.end) - 1, 0))

    @property
    def row(self) -> int:
        """The 0-based index of the line that it begins on."""
        return self.file.row(self.start)

    @property
    def is_on_one_line(self) -> bool:
        """Whether it begins and ends on the same line."""
        return self.file.text.find("\n", self.start, self.end) < 0

    @property
    def in_macro(self) -> bool:
        """Whether it is part of the body of a macro."""
        return bool(self.table.frames)

    @property
    def made_up(self) -> bool:
        """Whether it begins in the lines that a fragment was given to make it whole."""
        return self.file.row(self.start) < self.file.synthetic

    @property
    def is_broken(self) -> bool:
        """Whether the parser did not understand all of it."""
        return self.table.is_broken(self.node)

    @property
    def has_comment(self) -> bool:
        """Whether there is a comment in it."""
        return bool(comments_between(self.file, self.start, self.end))

    @property
    def comments_before(self) -> list[Span]:
        """The comments between the token before it and its first."""
        before = self.first.previous
        return comments_between(self.file, before.end if before else 0, self.start)

    @property
    def comments_after(self) -> list[Span]:
        """The comments between its last token and the one after it."""
        after = self.last.next
        return comments_between(self.file, self.end, after.start if after else len(self.file.text))

    # -- what it belongs to

    @cached_property
    def parent(self) -> View | None:
        """The piece of syntax that it is a direct part of."""
        table = self.table
        around = table.parents[self.node]
        while around >= 0 and around not in table.frames:
            if (view := view_of(table, around)) is not None:
                return view
            around = table.parents[around]
        return None

    def ancestors(self) -> Iterator[View]:
        """What it is part of, from the inside out."""
        around = self.parent
        while around is not None:
            yield around
            around = around.parent

    def enclosing(self, *kinds: type[Wanted]) -> Wanted | None:
        """The innermost piece around it that is one of ``kinds``."""
        around = self.parent
        while around is not None and not isinstance(around, kinds):
            around = around.parent
        return around

    @property
    def following(self) -> View | None:
        """The next piece in the same node."""
        table = self.table
        around, node = table.parents[self.node], table.after[self.node]
        while around >= 0 and node < table.after[around]:
            if view := view_of(table, node):
                return None if node in table.frames else view
            node = table.after[node]
        return None

    @property
    def preceding(self) -> View | None:
        """The piece before it in the same node."""
        table = self.table
        around, node = table.parents[self.node], self.node - 1
        while node > around >= 0:
            while table.parents[node] != around:
                node = table.parents[node]
            if view := view_of(table, node):
                return None if node in table.frames else view
            node -= 1
        return None

    # -- what belongs to it

    @property
    def children(self) -> list[View]:
        """The pieces that it directly consists of."""
        return views_of(self.table, self.table.children(self.node))

    def descendants(self, *kinds: type[Wanted], outside: tuple[type[View], ...] = ()) -> Iterator[Wanted]:
        """All pieces of these kinds in it, in order, without itself and what is in pieces of the kinds ``outside``."""
        table, looked_at = self.table, node_kinds(kinds + outside)
        names, after = table.kinds, table.after
        node, end = self.node + 1, after[self.node]
        if looked_at.isdisjoint(names[node:end]):
            return
        while node < end:
            view = view_of(table, node) if names[node] in looked_at else None
            if isinstance(view, kinds):
                yield view
            node = after[node] if isinstance(view, outside) else node + 1

    def part(self, field: str) -> View | None:
        """The piece that is its ``field`` in tree-sitter's grammar."""
        return view_of(self.table, self.table.part(self.node, field))

    def token_of(self, node: int | None) -> Token | None:
        """The token that a node begins with; None for None."""
        if node is None:
            return None
        position = self.file.position_at(self.table.starts[node])
        return Token(self.file, position) if position < len(self.file.tokens) else None

    def mark(self, *texts: str) -> Token | None:
        """The first keyword or punctuation mark of it that reads like one of ``texts``."""
        return self.token_of(self.table.mark(self.node, *texts))


@cache
def node_kinds(kinds: tuple[type[View], ...]) -> frozenset[str]:
    """The kinds of nodes that may have a view of one of these classes."""
    found: set[str] = set()
    for kind in kinds:
        found.update(kind.kinds)
        found |= node_kinds(tuple(kind.__subclasses__()))
    return frozenset(found)


def views_of(table: Table, nodes: Iterator[int]) -> list[View]:
    """The views of those of the nodes that have one."""
    return [view for node in nodes if (view := view_of(table, node)) is not None]


def comments_between(file: SourceFile, start: int, end: int) -> list[Span]:
    """The comments that begin at ``start`` or after it, and before ``end``."""
    comments = file.comments
    first = bisect_left(comments, (start, -1))
    last = bisect_left(comments, (end, -1), first)
    return comments[first:last]


class Statement(View):
    """Something that a block consists of."""


class Expression(View):
    """Something that has a value."""
