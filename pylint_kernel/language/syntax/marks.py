"""What a mark of C does, by the position of its token: a binary operator or a unary one, a pointer's, a cast, a call.

The tree tells: the mark's leaf and what that is a part of, corrected by what is known of the names in it
(:mod:`.guesses`). The tree has no leaf for what masking took away, in arguments that are no expressions for example,
and none for bodies of macros that are no complete C: there the tokens beside the mark have to do (:mod:`.beside`).
"""

from __future__ import annotations

from pylint_kernel.language.idioms import is_identifier
from pylint_kernel.language.names import REACH
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import guesses, tables
from pylint_kernel.language.syntax.beside import guess
from pylint_kernel.language.syntax.roles import ROLES, Role
from pylint_kernel.language.syntax.table import Table

HEADS = frozenset("if_statement while_statement switch_statement do_statement".split())
#: Words before a call that are no type of a declaration.
BEFORE_CALLS = frozenset("return else do case goto sizeof".split())


def role(file: SourceFile, position: int) -> Role:
    """What the mark that is token ``position`` does."""
    tokens = file.tokens
    start, text = tokens.starts[position], tokens.texts[position]
    table = tables.bodies(file) if file.directive_at(start) else tables.code(file)
    node = table.at(start)
    if node is not None and table.kinds[node] == text:
        around = table.parents[node]
        kind = table.kinds[around]
        if settle := SETTLED.get(kind):
            return settle(table, around, position)
        if found := ROLES.get(kind):
            return found
    return guess(file, position)


# Each is given the node that the mark is a part of, and the mark's position.


def binary(table: Table, node: int, position: int) -> Role:
    """A binary operator, unless what is before it is a cast, or it is a pointer's."""
    before = table.parents[table.after[node + 1] - 1]
    if guesses.is_type_of_cast(table, before):
        return Role.UNARY
    is_star = table.file.tokens.texts[position] == "*"
    return Role.POINTER if is_star and guesses.is_pointer(table, node) else Role.BINARY


def unary(table: Table, node: int, position: int) -> Role:
    """A unary operator, unless what looks like a cast before it is a value, or it is one of several stars, the first
    of which is a pointer's."""
    if guesses.is_settled_binary(table, table.parents[node]):
        return Role.BINARY
    texts, first = table.file.tokens.texts, position
    while first and position - first < REACH and texts[first] == texts[first - 1] == "*":
        first -= 1
    is_first = first < position and texts[first - 1] != "*"
    return Role.POINTER if is_first and role(table.file, first) is Role.POINTER else Role.UNARY


def increment(table: Table, node: int, position: int) -> Role:
    """``++`` and ``--`` are prefix operators if they come first."""
    return Role.PREFIX if table.starts[node] == table.file.tokens.starts[position] else Role.POSTFIX


def pointer(table: Table, node: int, _: int) -> Role:
    """A pointer's, unless what looks like a declaration is a product."""
    owner = table.parents[node]
    is_product = table.kinds[owner] == "declaration" and guesses.is_product(table, owner)
    return Role.BINARY if is_product else Role.POINTER


def arguments(table: Table, node: int, _: int) -> Role:
    """The arguments of a call, or a value after a cast, or after an operator that a macro is given: ``(a) op (b)``."""
    call = table.parents[node]
    cast = table.parents[call]
    is_value = guesses.is_settled_cast(table, call) or (
        table.kinds[cast] == "cast_expression" and not guesses.is_cast(table, cast)
    )
    return Role.GROUP if is_value else Role.CALL


def group(table: Table, node: int, _: int) -> Role:
    """A value in parentheses, unless they are the head of a statement, those of ``sizeof``, or a cast's."""
    owner = table.parents[node]
    if table.kinds[owner] in HEADS:
        return Role.HEAD
    if table.kinds[owner] in guesses.SIZES:
        return Role.CALL
    return Role.CAST if guesses.is_type_of_cast(table, node) else Role.GROUP


def cast(table: Table, node: int, _: int) -> Role:
    """A cast, unless it is a value."""
    return Role.CAST if guesses.is_cast(table, node) else Role.GROUP


def subscript(table: Table, node: int, position: int) -> Role:
    """An index, unless the parser is lost: in the operands of assembler, for example."""
    is_lost = table.kinds[table.parents[node]] == "ERROR"
    return guess(table.file, position) if is_lost else Role.SUBSCRIPT


#: What tells what the marks of a node do that may be one thing or another.
SETTLED = {
    "binary_expression": binary,
    "unary_expression": unary,
    "pointer_expression": unary,
    "update_expression": increment,
    "pointer_declarator": pointer,
    "argument_list": arguments,
    "parenthesized_expression": group,
    "cast_expression": cast,
    "subscript_expression": subscript,
}


def is_call(file: SourceFile, position: int) -> bool:
    """Whether ``name(`` at ``position`` calls a function or macro of that name: it is no member of a structure, and
    neither declared nor defined here."""
    texts = file.tokens.texts
    before = position - 1
    if before < 0 or texts[before] in ("->", "."):
        return before < 0
    pointer = texts[before] == "*"
    while before > 0 and texts[before] == "*":
        before -= 1
    word = texts[before]
    if not may_be_type(word):
        return True
    directive = file.directive_at(file.tokens.starts[before])
    if directive is not None and (directive.last <= position or before < directive.first + 3):
        return word != "define"
    if not pointer or not is_identifier(word) or before < 1:
        return False
    return not may_be_type(texts[before - 1]) and texts[before - 1] not in (";", "{", "}", ")")


def may_be_type(text: str) -> bool:
    """Whether a token before a name, or before its stars, can be the type that the name is declared with."""
    return (text[0].isalpha() or text[0] == "_") and text not in BEFORE_CALLS
