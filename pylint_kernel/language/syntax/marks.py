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
SIZES = frozenset(("sizeof_expression", "alignof_expression"))
#: Words before a call that are no type of a declaration.
BEFORE_CALLS = frozenset("return else do case goto sizeof".split())


def role(file: SourceFile, position: int) -> Role:
    """What the mark that is token ``position`` does."""
    start, text = file.tokens.starts[position], file.tokens.texts[position]
    table = tables.code(file) if file.directive_at(start) is None else tables.bodies(file)
    node = table.at(start)
    if node is None or table.kinds[node] != text or table.parents[node] < 0:
        return guess(file, position)
    around = table.parents[node]
    kind = table.kinds[around]
    if kind == "update_expression":
        return Role.PREFIX if node == around + 1 else Role.POSTFIX
    found = ROLES.get(kind)
    if found is None:
        return guess(file, position)
    return settled(table, around, found, position)


def settled(table: Table, around: int, found: Role, position: int) -> Role:
    """What a mark of ``around``, by its kind a ``found``, does by the names around it."""
    if found is Role.BINARY:
        if guesses.is_settled_cast(table, around):
            return Role.UNARY
        is_star = table.file.tokens.texts[position] == "*"
        return Role.POINTER if is_star and guesses.is_pointer(table, around) else Role.BINARY
    if found is Role.UNARY:
        if guesses.is_settled_binary(table, table.parents[around]):
            return Role.BINARY
        return Role.POINTER if goes_on_pointer(table.file, position) else found
    if found is Role.POINTER:
        owner = table.parents[around]
        return Role.BINARY if table.kinds[owner] == "declaration" and guesses.is_product(table, owner) else found
    if found is Role.CALL:
        call = table.parents[around]
        return Role.GROUP if guesses.is_settled_cast(table, call) or is_operand(table, call) else found
    if found is Role.GROUP:
        owner = table.parents[around]
        if table.kinds[owner] in HEADS:
            return Role.HEAD
        if table.kinds[owner] in SIZES:
            return Role.CALL
        return Role.CAST if around == owner + 1 and guesses.is_settled_cast(table, owner) else found
    if found is Role.CAST:
        return found if guesses.is_cast(table, around) else Role.GROUP
    return found


def is_operand(table: Table, call: int) -> bool:
    """Whether what looks like a call is the right side of an operator that a macro is given: ``(a) op (b)``."""
    cast = table.parents[call]
    return (
        table.kinds[call] == "call_expression"
        and table.kinds[cast] == "cast_expression"
        and not guesses.is_cast(table, cast)
    )


def goes_on_pointer(file: SourceFile, position: int) -> bool:
    """Whether the mark is one of several stars, the first of which is a pointer's."""
    texts, first = file.tokens.texts, position
    while first and position - first < REACH and texts[first] == texts[first - 1] == "*":
        first -= 1
    return first < position and role(file, first) is Role.POINTER


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
