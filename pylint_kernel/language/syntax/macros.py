"""Macros: their parameters, and what their body is."""

from __future__ import annotations

from bisect import bisect_left
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING

from pylint_kernel.language.syntax.declarations import Declaring
from pylint_kernel.language.syntax.statements import DoWhile
from pylint_kernel.language.syntax.token import Token
from pylint_kernel.language.syntax.view import Expression, Statement, View, view_of
from pylint_kernel.model import Span

if TYPE_CHECKING:
    from pylint_kernel.language.source import MacroDefinition, SourceFile
    from pylint_kernel.language.syntax.table import Table


class Shape(Enum):
    """What the body of a macro is."""

    EMPTY = auto()
    WORD = auto()  # a single token
    EXPRESSION = auto()
    LIST = auto()  # expressions or designated values with commas between them
    STATEMENTS = auto()
    DECLARATIONS = auto()
    DO_WHILE = auto()  # do { … } while (0), without a semicolon
    PIECE = auto()  # what is complete only where the macro is used


class Macro:
    """A ``#define``; ``definition`` has its places in the file."""

    def __init__(self, file: SourceFile, definition: MacroDefinition, table: Table) -> None:
        self.file, self.definition, self.table = file, definition, table

    def __repr__(self) -> str:
        return f"<Macro {self.name}>"

    @property
    def name(self) -> str:
        """Its name."""
        return self.definition.name

    @property
    def keyword(self) -> Token:
        """The token of its name."""
        return Token(self.file, self.file.position_at(self.name_span.start))

    @property
    def span(self) -> Span:
        """The whole directive."""
        return self.definition.span

    @property
    def name_span(self) -> Span:
        """Where its name stands."""
        return self.definition.name_span

    @property
    def body(self) -> Span:
        """Its replacement, without white space and comments around it; empty where there is none."""
        return self.definition.body

    @property
    def takes_arguments(self) -> bool:
        """Whether it is used like a function."""
        return self.definition.parameters is not None

    @cached_property
    def parameters(self) -> list[MacroParameter]:
        """Its parameters, in order, ``...`` included."""
        return [MacroParameter(self, span) for span in self.definition.parameters or ()]

    @property
    def words(self) -> list[str]:
        """The tokens of its body."""
        return self.file.tokens.texts[self.definition.first : self.definition.last]

    @property
    def first(self) -> Token:
        """The first token of its body, if there is one."""
        return Token(self.file, self.definition.first)

    @property
    def last(self) -> Token:
        """The last token of its body, if there is one."""
        return Token(self.file, self.definition.last - 1)

    @property
    def is_cut_off(self) -> bool:
        """Whether it goes on after the end of the fragment that is looked at."""
        return self.file.text.endswith("\\", *self.span)

    @cached_property
    def nodes(self) -> list[int]:
        """The outermost nodes of its body in ``table``; none if it was not parsed."""
        table, (start, end), found = self.table, self.body, list[int]()
        if start >= end:
            return found
        node = bisect_left(table.starts, start)
        while node < len(table) and table.starts[node] < end:
            if node not in table.frames:
                found.append(node)
                node = table.after[node]
            else:
                node += 1
        return found

    @cached_property
    def content(self) -> list[View]:
        """What its body consists of: one expression, statements, declarations, the elements of a list."""
        return [view for node in self.nodes if (view := view_of(self.table, node)) is not None]

    @cached_property
    def expression(self) -> View | None:
        """The expression that its body is; None if it is anything else."""
        return self.content[0] if self.shape is Shape.EXPRESSION and self.content else None

    @cached_property
    def shape(self) -> Shape:
        """What its body is."""
        words, content, table = self.words, self.content, self.table
        if not words:
            return Shape.EMPTY
        if len(words) == 1:
            return Shape.WORD
        if not content and words[0] == "(" and self.first.partner == self.last:
            # Arithmetic in parentheses is not parsed.
            return Shape.EXPRESSION
        if not content or any(table.is_broken(node) for node in self.nodes):
            return Shape.PIECE
        if "initializer_list" in (table.kinds[table.parents[node]] for node in self.nodes[:1]):
            return Shape.LIST
        if all(isinstance(view, Declaring) for view in content):
            return Shape.DECLARATIONS
        only = content[0] if len(content) == 1 else None
        if isinstance(only, DoWhile) and only.condition is not None and only.condition.text == "0":
            return Shape.DO_WHILE if words[-1] != ";" else Shape.STATEMENTS
        if isinstance(only, Expression):
            return Shape.EXPRESSION
        return Shape.STATEMENTS if all(isinstance(view, Statement) for view in content) else Shape.PIECE


class MacroParameter:
    """A parameter of a macro, and its uses in the body."""

    def __init__(self, macro: Macro, span: Span) -> None:
        self.macro, self.span = macro, span

    @property
    def name(self) -> str:
        """Its name, without the dots of a variable argument list; empty for ``...``."""
        return self.macro.file.text[self.span.start : self.span.end].removesuffix("...").strip()

    @property
    def is_variable(self) -> bool:
        """Whether it stands for any number of arguments."""
        return self.macro.file.text.endswith("...", *self.span)

    @cached_property
    def every(self) -> list[Token]:
        """Where its name stands in the body."""
        file, definition = self.macro.file, self.macro.definition
        positions = file.tokens.index.get(self.name, [])
        first = bisect_left(positions, definition.first)
        return [Token(file, at) for at in positions[first : bisect_left(positions, definition.last)]]

    @cached_property
    def uses(self) -> list[Token]:
        """The same without those that ``#`` quotes or ``##`` pastes."""
        texts, definition = self.macro.file.tokens.texts, self.macro.definition
        return [
            token for token in self.every
            if (token.position == definition.first or texts[token.position - 1] not in ("#", "##"))
            and (token.position + 1 == definition.last or texts[token.position + 1] != "##")
        ]  # fmt: skip

    def view(self, use: Token) -> View | None:
        """The innermost piece of syntax that one use of it is; None where the body was not parsed."""
        node = self.macro.table.at(use.start)
        return None if node is None or node in self.macro.table.frames else view_of(self.macro.table, node)
