"""Calls that the parser has not seen as such, in what masking had to take away."""

from __future__ import annotations

from functools import cached_property

from pylint_kernel.language.syntax.expressions import Call
from pylint_kernel.language.syntax.table import Table
from pylint_kernel.language.syntax.token import Token
from pylint_kernel.language.syntax.view import View


class UnparsedCall(Call):
    """``name(…)`` known by its tokens only; ``node`` is what it lies in."""

    kinds = ()

    def __init__(self, table: Table, node: int, position: int) -> None:
        super().__init__(table, node)
        self.position = position

    @property
    def start(self) -> int:
        """The offset of the name."""
        return self.file.tokens.starts[self.position]

    @property
    def end(self) -> int:
        """The offset after the closing parenthesis."""
        close = self.close
        return close.end if close else self.file.tokens.end(self.position)

    @property
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
