"""Calls that the parser has not seen as such, in what masking had to take away."""

from __future__ import annotations

from collections.abc import Iterator

from pylint_kernel.language.syntax.cached import cached_property
from pylint_kernel.language.syntax.expressions import Call
from pylint_kernel.language.syntax.table import Table
from pylint_kernel.language.syntax.token import Token
from pylint_kernel.language.syntax.view import View, Wanted, view_of


class UnparsedCall(Call):
    """``name(…)`` known by its tokens only; ``node`` is what it lies in."""

    kinds = ()

    def __init__(self, table: Table, node: int, position: int) -> None:
        super().__init__(table, node)
        self.position = position

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UnparsedCall) and other.position == self.position and other.table is self.table

    def __hash__(self) -> int:
        return self.position

    @property
    def parent(self) -> View | None:
        """The innermost piece of syntax that it lies in."""
        return next(self.ancestors(), None)

    def ancestors(self) -> Iterator[View]:
        """What it lies in, from the inside out."""
        parents, frames, end = self.table.parents, self.table.frames, self.end
        around = self.node if len(self.table) else -1
        while around >= 0 and around not in frames:
            view = view_of(self.table, around)
            if view is not None and view.end >= end:
                yield view
            around = parents[around]

    @property
    def following(self) -> View | None:
        """What is after it is not known."""
        return None

    @property
    def preceding(self) -> View | None:
        """What is before it is not known."""
        return None

    @property
    def children(self) -> list[View]:
        """Those of its arguments that were understood."""
        return [inside for argument in self.arguments if (inside := argument.expression) is not None]

    def descendants(self, *kinds: type[Wanted], outside: tuple[type[View], ...] = ()) -> Iterator[Wanted]:
        """All pieces of these kinds in its arguments, in order."""
        for inside in self.children:
            if isinstance(inside, kinds):
                yield inside
            if not isinstance(inside, outside):
                yield from inside.descendants(*kinds, outside=outside)

    @property
    def is_broken(self) -> bool:
        """The parser has not seen it."""
        return True

    @property
    def start(self) -> int:
        """The offset of the name."""
        return self.file.tokens.starts[self.position]

    @property
    def end(self) -> int:
        """The offset after the closing parenthesis."""
        close = self.close
        return close.end if close else self.file.tokens.end(self.position)

    @cached_property
    def first(self) -> Token:
        """The name."""
        return Token(self.file, self.position)

    @cached_property
    def name(self) -> str:
        """The name that is called."""
        return self.first.text

    @cached_property
    def callee(self) -> View | None:
        """No expression that was understood."""
        return None

    @cached_property
    def open(self) -> Token | None:
        """The parenthesis before the arguments."""
        return self.first.next

    @property
    def close(self) -> Token | None:
        """The parenthesis after the arguments."""
        return self.open.partner if self.open else None
