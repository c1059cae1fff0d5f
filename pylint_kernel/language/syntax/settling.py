"""What is ambiguous in C, settled once: cast or parentheses, product or pointer, declaration or expression.

The parser knows no types, so it has to guess; the names of the file, of C and of the dialect decide (:mod:`..names`).
Views ask here when they are made. Layout rules ask by the position of a token, which exists whatever the parser made of
the code around it.
"""

from __future__ import annotations

from pylint_kernel.language import dialect
from pylint_kernel.language.syntax.declarations import Declaration, Declaring, Parameter, Signature, TypeName
from pylint_kernel.language.syntax.expressions import (
    Binary,
    Call,
    Cast,
    Comma,
    Name,
    Number,
    Parenthesised,
    SettledBinary,
    SettledCast,
    StatementExpression,
    Unary,
)
from pylint_kernel.language.syntax.guesses import is_pointer, is_product, is_settled_binary, is_settled_cast
from pylint_kernel.language.syntax.statements import ExpressionStatement
from pylint_kernel.language.syntax.table import Table
from pylint_kernel.language.syntax.view import MAKERS, View
from pylint_kernel.language.words import TYPE_WORDS

DECLARING = frozenset(("declaration", "parameter_declaration", "type_definition"))
HEADS = frozenset("if_statement while_statement switch_statement do_statement for_statement".split())

#: What numbers begin with.
NUMERIC = tuple("0123456789.")


class DeclaringMacro(Declaring):
    """A macro's call that stands for a declaration or definition: ``static DEFINE_MUTEX(lock);``."""

    kinds = ("expression_statement",)

    @property
    def call(self) -> Call | None:
        """The call."""
        return next((part for part in self.children if isinstance(part, Call)), None)

    @property
    def name(self) -> str:
        """The macro's name."""
        return self.first.text


class Product(ExpressionStatement):
    """``a * b;`` where ``a`` is a value: the parser takes it for a declaration of a pointer."""

    kinds = ("declaration",)

    @property
    def expression(self) -> View | None:
        """The parser did not see it."""
        return None


# -- the views of what may be several things


def parenthesised(table: Table, node: int) -> View | None:
    """Parentheses around a value or around statements; those in the head of a statement, or of a cast, are none."""
    around = table.parents[node]
    if around >= 0 and table.kinds[around] in HEADS:
        return None
    inside = next(table.named(node), None)
    if inside is not None and table.kinds[inside] == "compound_statement":
        return StatementExpression(table, node)
    if around >= 0 and is_settled_cast(table, around) and node == around + 1:
        return None
    return Parenthesised(table, node)


def binary(table: Table, node: int) -> View | None:
    """A binary operator; a cast before a unary one, the star of a pointer, the range of a ``case`` are none."""
    if is_settled_cast(table, node):
        return SettledCast(table, node)
    operator = table.part(node, "operator")
    if operator is None:
        return None
    is_range = table.file.text.startswith(".", table.starts[operator])
    if is_range or (table.kinds[operator] == "*" and is_pointer(table, node)):
        return None
    return Binary(table, node)


def cast(table: Table, node: int) -> View | None:
    """A cast, or a binary operator after a name in parentheses."""
    return SettledBinary(table, node) if is_settled_binary(table, node) else Cast(table, node)


def unary(table: Table, node: int) -> View | None:
    """A unary operator; one that the parser took for such is none."""
    return None if is_settled_binary(table, table.parents[node]) else Unary(table, node)


def call(table: Table, node: int) -> View | None:
    """A call; a cast of a value in parentheses is none."""
    # Most are called by name: no cast looks like that.
    return (
        Call(table, node)
        if table.kinds[node + 1] == "identifier" or not is_settled_cast(table, node)
        else (SettledCast(table, node))
    )


def comma(table: Table, node: int) -> View | None:
    """A comma operator with its operands; the commas between the arguments of a macro that heads a body are none."""
    around = table.parents[node]
    if around >= 0 and table.kinds[around] == "comma_expression":
        return None
    head = table.parents[around] if around >= 0 and table.kinds[around] == "parenthesized_expression" else -1
    by_macro = head >= 0 and table.kinds[head] == "while_statement"
    return None if by_macro and not table.file.text.startswith("while", table.starts[head]) else Comma(table, node)


def signature(table: Table, node: int) -> View | None:
    """A parameter list; the arguments of a macro that stands for a function's head are none."""
    return None if is_head_by_macro(table, node) else Signature(table, node)


def parameter(table: Table, node: int) -> View | None:
    """A parameter; an argument of a macro that stands for a function's head is none."""
    around = table.parents[table.parents[node]]
    return None if around >= 0 and is_head_by_macro(table, around) else Parameter(table, node)


def is_head_by_macro(table: Table, node: int) -> bool:
    """Whether a declarator was made of the call of a macro that stands for a function's head."""
    around = table.parents[node]
    if around < 0 or table.kinds[around] != "function_definition":
        return False
    tokens = table.file.tokens
    return tokens.texts[table.file.position_at(table.starts[around]) + 1] == "("


def name(table: Table, node: int) -> View | None:
    """A name that is used; one that is declared is part of its declarator, and a keyword in an argument is a type."""
    around = table.parents[node]
    kind = table.kinds[around] if around >= 0 else ""
    if kind.endswith("declarator"):
        return Name(table, node) if node in (table.part(around, "value"), table.part(around, "size")) else None
    if kind == "enumerator":
        return Name(table, node) if table.part(around, "value") == node else None
    if kind in DECLARING:
        return None
    # Of a type among the arguments of a macro the parser is shown one word.
    is_type = table.file.text[table.starts[node] : table.ends[node]] in TYPE_WORDS
    return TypeName(table, node) if is_type else Name(table, node)


def number(table: Table, node: int) -> View | None:
    """A number; a name that was made one so that the parentheses around it are no cast is a name, and the zero that
    masking writes over an argument that is no expression is nothing."""
    text = table.file.text[table.starts[node] : table.ends[node]]
    if text.lstrip("+-").startswith(NUMERIC):
        return Number(table, node)
    return Name(table, node) if text.isidentifier() else None


def expression_statement(table: Table, node: int) -> View:
    """An expression that is a statement, or a macro that declares."""
    child = next(table.named(node), None) if table.kinds[node + 1] == "ERROR" else node + 1
    if child is not None and table.kinds[child] == "call_expression":
        if table.parents[node] <= 0 and not table.frames:
            return DeclaringMacro(table, node)
        word = table.file.tokens.texts[table.file.position_at(table.starts[child])]
        if not word.islower() and dialect.spoken().is_declaring(word):
            return DeclaringMacro(table, node)
    return ExpressionStatement(table, node)


def declaration(table: Table, node: int) -> View:
    """A declaration, or a product of two values that looks like one."""
    return Product(table, node) if is_product(table, node) else Declaration(table, node)


MAKERS["parenthesized_expression"] = parenthesised
MAKERS["binary_expression"] = binary
MAKERS["cast_expression"] = cast
MAKERS["unary_expression"] = unary
MAKERS["pointer_expression"] = unary
MAKERS["call_expression"] = call
MAKERS["comma_expression"] = comma
MAKERS["function_declarator"] = signature
MAKERS["parameter_declaration"] = parameter
MAKERS["identifier"] = name
MAKERS["number_literal"] = number
MAKERS["expression_statement"] = expression_statement
MAKERS["declaration"] = declaration
