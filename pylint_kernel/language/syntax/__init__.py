"""Syntax: a typed view of the tree in the words of C.

:func:`syntax` has all of a file's: views of the code and of the bodies of macros, what lies at an offset, the call that
a name belongs to, and what the ambiguous marks of C are. Everything that masking had to disguise for the parser is
shown as what it is: a macro that loops is a :class:`MacroLoop`, whatever the node is called.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from pylint_kernel.language.syntax import attributes, marks, tables
from pylint_kernel.language.syntax.cached import cached_property
from pylint_kernel.language.syntax.calls import UnparsedCall
from pylint_kernel.language.syntax.declarations import (
    Declaration,
    Declarator,
    Declaring,
    Designated,
    Enum,
    Enumerator,
    Field,
    Function,
    InitialiserList,
    Parameter,
    Record,
    Signature,
    Specified,
    Typedef,
    TypeDescriptor,
    TypeName,
)
from pylint_kernel.language.syntax.expressions import (
    Argument,
    Assembler,
    Assignment,
    Binary,
    Call,
    Cast,
    Character,
    Comma,
    CompoundLiteral,
    Conditional,
    Constant,
    Generic,
    Increment,
    Member,
    Name,
    Number,
    OffsetOf,
    Parenthesised,
    SizeOf,
    StatementExpression,
    String,
    Strings,
    Subscript,
    Unary,
    assigned,
    bare,
    first_operand,
    is_lvalue,
    is_operand,
    is_simple_value,
    last_operand,
    stem,
    uncast,
)
from pylint_kernel.language.syntax.macros import Macro, MacroParameter, Shape
from pylint_kernel.language.syntax.settling import DeclaringMacro
from pylint_kernel.language.syntax.statements import (
    Arm,
    Block,
    Break,
    Continue,
    DoWhile,
    ExpressionStatement,
    For,
    Goto,
    Headed,
    If,
    Jump,
    Label,
    Loop,
    MacroHeaded,
    MacroLoop,
    Return,
    ScopedGuard,
    Section,
    Switch,
    While,
    first_simple,
    last_simple,
)
from pylint_kernel.language.syntax.table import Table
from pylint_kernel.language.syntax.token import Token, token_at, token_from
from pylint_kernel.language.syntax.view import Expression, Statement, View, view_of

if TYPE_CHECKING:
    from pylint_kernel.language.source import SourceFile

__all__ = [
    "Argument", "Arm", "Assembler", "Assignment", "Binary", "Block", "Break", "Call", "Cast", "Character", "Comma",
    "CompoundLiteral", "Conditional", "Constant", "Continue", "Declaration", "Declarator", "Declaring",
    "DeclaringMacro", "Designated", "DoWhile", "Enum", "Enumerator", "Expression", "ExpressionStatement", "Field",
    "For", "Function", "Generic", "Goto", "Headed", "If", "Increment", "InitialiserList", "Jump", "Label", "Loop",
    "Macro", "MacroHeaded", "MacroLoop", "MacroParameter", "Member", "Name", "Number", "OffsetOf", "Parameter",
    "Parenthesised", "Record", "Return", "ScopedGuard", "Section", "Shape", "Signature", "SizeOf", "Specified",
    "Statement", "StatementExpression", "String", "Strings", "Subscript", "Switch", "Syntax", "Table", "Token",
    "TypeDescriptor", "TypeName", "Typedef", "Unary", "View", "While", "assigned", "bare", "first_operand",
    "first_simple", "is_lvalue", "is_operand", "is_simple_value", "last_operand", "last_simple", "stem", "syntax",
    "token_at", "token_from", "uncast", "view_of",
]  # fmt: skip


def syntax(file: SourceFile) -> Syntax:
    """The syntax of a file, read when it is first asked for."""
    return file.once(Syntax)


class Syntax:
    """The tables of a file: of its code and of the bodies of its macros, and what can be asked of both."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        # Words beside each other are often parts of the same piece; it may have found out much about itself.
        self.last: View | None = None

    @cached_property
    def code(self) -> Table:
        """The code outside of directives."""
        return tables.code(self.file)

    @cached_property
    def bodies(self) -> Table:
        """The bodies of macros."""
        return tables.bodies(self.file)

    @property
    def tables(self) -> tuple[Table, Table]:
        """Both."""
        return self.code, self.bodies

    @cached_property
    def macros(self) -> list[Macro]:
        """The macros that the file defines, those left out of which a fragment has no end."""
        macros = [Macro(self.file, definition, self.bodies) for definition in self.file.macros]
        return [macro for macro in macros if not macro.is_cut_off]

    @cached_property
    def macros_by_name(self) -> dict[str, Macro]:
        """The macros by their names; of one that is defined again, the last definition."""
        return {macro.name: macro for macro in self.macros}

    def table_at(self, offset: int) -> Table:
        """The table that has what lies at ``offset``."""
        return self.bodies if self.file.directive_at(offset) else self.code

    def at(self, offset: int) -> View | None:
        """The innermost piece of syntax that the byte at ``offset`` is part of."""
        table = self.table_at(offset)
        node = table.at(offset)
        last = self.last
        while node is not None and node >= 0 and node not in table.frames:
            if last is not None and node == last.node and table is last.table:
                return last
            if view := view_of(table, node):
                self.last = view
                return view
            node = table.parents[node]
        return None

    def enclosing_function(self, offset: int) -> Function | None:
        """The function that ``offset`` lies in, its head included."""
        view = self.at(offset)
        return view if view is None or isinstance(view, Function) else view.enclosing(Function)

    def declaration_at(self, token: Token) -> Declaring | None:
        """The innermost declaration that a token is part of; attributes, which the parser does not see, are part of
        the one that they annotate."""
        position = attributes.annotated(self.file, token.position)
        view = self.at(self.file.tokens.starts[position])
        while view is not None and not isinstance(view, Declaring):
            view = view.parent
        return view

    def macro_at(self, offset: int) -> Macro | None:
        """The macro in whose definition ``offset`` lies."""
        found = bisect_right(self.macro_starts, offset) - 1
        if found >= 0 and offset < self.macros[found].span.end:
            return self.macros[found]
        return None

    @cached_property
    def macro_starts(self) -> list[int]:
        """Where the macros begin."""
        return [macro.span.start for macro in self.macros]

    def call_at(self, position: int) -> Call | None:
        """The call of the name that is token ``position``; None if it is declared there, or a member.

        What the parser has not seen as a call, in a macro's arguments for example, is known by its tokens only.
        """
        tokens = self.file.tokens
        if tokens.texts[position + 1 : position + 2] != ["("]:
            return None
        start = tokens.starts[position]
        table = self.table_at(start)
        node = table.at(start)
        if node is not None:
            around = table.parents[node]
            if around >= 0 and table.kinds[around] == "call_expression" and table.starts[around] == start:
                view = view_of(table, around)
                # Where something is missing the parser may see another end than the parenthesis that matches.
                if (
                    isinstance(view, Call)
                    and view.open is not None
                    and view.open.position == position + 1
                    and (view.close is None or view.close.end == view.end)
                ):
                    return view
        return UnparsedCall(table, node or 0, position) if marks.is_call(self.file, position) else None

    def call_named_at(self, offset: int) -> Call | None:
        """The call of the name that the byte at ``offset`` is part of."""
        position = bisect_right(self.file.tokens.starts, offset) - 1
        return self.call_at(position) if position >= 0 else None

    def call_around(self, offset: int) -> Call | None:
        """The call in whose parentheses the byte at ``offset`` stands, no other brackets in between."""
        token = token_at(self.file, offset)
        opener = token.bracket if token else None
        return None if opener is None or opener.position == 0 else self.call_at(opener.position - 1)
