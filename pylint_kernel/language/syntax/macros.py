"""Macros: their parameters, and what their body is."""

from __future__ import annotations

from bisect import bisect_left
from enum import Enum, auto
from typing import TYPE_CHECKING

from pylint_kernel.language.syntax import tables
from pylint_kernel.language.syntax.cached import cached_property
from pylint_kernel.language.syntax.declarations import Declaring
from pylint_kernel.language.syntax.evaluation import most_evaluations
from pylint_kernel.language.syntax.expressions import Name
from pylint_kernel.language.syntax.statements import Block, DoWhile
from pylint_kernel.language.syntax.token import Token
from pylint_kernel.language.syntax.view import Expression, Statement, View, view_of
from pylint_kernel.model import Span

if TYPE_CHECKING:
    from pylint_kernel.language.source import MacroDefinition, SourceFile
    from pylint_kernel.language.syntax.table import Table


#: What has brackets around it.
ENCLOSED = frozenset(
    "argument_list parenthesized_expression compound_statement initializer_list parameter_list "
    "field_declaration_list enumerator_list".split()
)


class Shape(Enum):
    """What the body of a macro is."""

    EMPTY = auto()
    WORD = auto()  # a single token
    EXPRESSION = auto()
    LIST = auto()  # expressions or designated values with commas between them, rows of calls
    STATEMENTS = auto()
    DECLARATIONS = auto()  # the parameters of a function, too
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
    def has_several_tokens(self) -> bool:
        """Whether its body is more than one word."""
        return self.definition.last - self.definition.first > 1

    def every(self, *texts: str) -> list[Token]:
        """The tokens of its body that read like one of ``texts``, in order."""
        index, first, last = self.file.tokens.index, self.definition.first, self.definition.last
        found = list[int]()
        for text in texts:
            if positions := index.get(text):
                found += positions[bisect_left(positions, first) : bisect_left(positions, last)]
        return [Token(self.file, at) for at in sorted(found)]

    @property
    def pastes(self) -> bool:
        """Whether it pastes names together, other than to swallow a comma before variable arguments."""
        return any(mark.previous is None or mark.previous.text != "," for mark in self.every("##"))

    @property
    def is_used_at_file_scope(self) -> bool:
        """Whether the file uses it, and the first time outside of functions: then it declares something."""
        file = self.file
        starts = (file.tokens.starts[position] for position in file.tokens.index.get(self.name, ()))
        start = next((start for start in starts if file.directive_at(start) is None), None)
        if start is None:
            return False
        table = tables.code(file)
        node = table.at(start)
        while node is not None and node >= 0 and table.kinds[node] != "compound_statement":
            node = table.parents[node]
        return node is None or node < 0

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
        """What its body consists of: one expression, statements, declarations, the elements of a list or its rows."""
        return [view for node in self.nodes if (view := view_of(self.table, node)) is not None]

    @cached_property
    def expression(self) -> View | None:
        """The expression that its body is; None if it is anything else."""
        return self.content[0] if self.shape is Shape.EXPRESSION and self.content else None

    @property
    def is_broken(self) -> bool:
        """Whether the parser did not understand it; what brackets enclose does not matter for what it is."""
        table = self.table
        if not any(table.is_broken(node) for node in self.nodes):
            return False
        first, last = (bisect_left(table.broken, node) for node in (self.nodes[0], table.after[self.nodes[-1]]))
        return not all(map(self.is_enclosed, table.broken[first:last]))

    def is_enclosed(self, node: int) -> bool:
        """Whether a node lies in brackets of the body that match."""
        table, partner = self.table, self.file.tokens.partner
        around = table.parents[node]
        while around >= 0 and around not in table.frames:
            if table.kinds[around] in ENCLOSED:
                opener = self.file.position_at(table.starts[around])
                if opener in partner and self.file.tokens.end(partner[opener]) == table.ends[around]:
                    return True
            around = table.parents[around]
        return False

    @cached_property
    def do_while(self) -> DoWhile | None:
        """The ``do { … } while (0)`` that its body is, perhaps with a semicolon."""
        if not self.has_several_tokens or self.first.text != "do" or len(self.content) != 1:
            return None
        only = self.content[0]
        if not isinstance(only, DoWhile) or not isinstance(only.body, Block) or only.condition is None:
            return None
        return only if only.condition.text == "0" else None

    @cached_property
    def shape(self) -> Shape:
        """What its body is."""
        if not self.has_several_tokens:
            return Shape.EMPTY if self.definition.first == self.definition.last else Shape.WORD
        content, table = self.content, self.table
        if not content and self.first.text == "(" and self.first.partner == self.last:
            # Arithmetic in parentheses is not always parsed.
            return Shape.EXPRESSION
        if not content or self.is_broken:
            return Shape.PIECE
        if table.kinds[table.parents[self.nodes[0]]] == "initializer_list":
            return Shape.LIST
        if all(isinstance(view, Declaring) for view in content):
            return Shape.DECLARATIONS
        if self.do_while and self.last.text != ";":
            return Shape.DO_WHILE
        if len(content) == 1 and isinstance(content[0], Expression):
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
        return self.macro.every(self.name)

    @cached_property
    def uses(self) -> list[Token]:
        """The same without those that ``#`` quotes or ``##`` pastes."""
        return [use for use in self.every if self.before(use) not in ("#", "##") and self.after(use) != "##"]

    def before(self, use: Token) -> str:
        """What stands before a use of it; empty at the start of the body."""
        return "" if use.position == self.macro.definition.first or not use.previous else use.previous.text

    def after(self, use: Token) -> str:
        """What stands after a use of it; empty at the end of the body."""
        return "" if use.position + 1 == self.macro.definition.last or not use.next else use.next.text

    def view(self, use: Token) -> View | None:
        """The innermost piece of syntax that one use of it is (part of); None where the parser was not shown it."""
        table = self.macro.table
        node = table.at(use.start)
        if node is None or table.starts[node] != use.start or self.is_cut_out(use, node):
            return None
        while node >= 0 and node not in table.frames:
            if view := view_of(table, node):
                return view
            node = table.parents[node]
        return None

    def is_cut_out(self, use: Token, node: int) -> bool:
        """Whether the parser was shown a word of an argument that is no expression: ``struct pond *``."""
        around = self.macro.table.parents[node]
        if around < 0 or self.macro.table.kinds[around] != "argument_list":
            return False
        return self.before(use) not in ("(", ",", ")") or self.after(use) not in (")", ",", "__VA_OPT__")

    @cached_property
    def evaluations(self) -> int:
        """How often it is computed at most when the macro runs once; each use counts where the body was not parsed."""
        if not self.macro.nodes:
            return len(self.uses)
        return most_evaluations(view for use in self.uses if isinstance(view := self.view(use), Name))
