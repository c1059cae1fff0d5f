"""Spaces around binary operators; colons and question marks are in ``spacing_colons``."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from pylint_kernel.checking.rule import Code, File, Reports, rule
from pylint_kernel.language import windows
from pylint_kernel.language.gaps import Beside, missing_blanks, remove_blanks
from pylint_kernel.language.idioms import is_free_text
from pylint_kernel.language.names import is_word
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Token
from pylint_kernel.language.syntax.marks import role
from pylint_kernel.language.syntax.quoting import quoting
from pylint_kernel.language.syntax.roles import Role
from pylint_kernel.language.syntax.token import token_starting_at
from pylint_kernel.language.words import TAGS, TYPE_WORDS
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, ERROR, SAFE, UNSAFE, Fix

COMPARING = "== != <= >= < > && || = += -= *= /= %= &= |= ^= <<= >>=".split()
ARITHMETIC = "+ - * / % & | ^ << >>".split()
#: What no value ends with: an operator after one of these is unary, or a pointer's.
NO_OPERAND = TYPE_WORDS | frozenset(
    "( [ { , ; = == != < > <= >= && || ! ~ + - * / % & | ^ << >> ? : += -= |= &= -> . return case sizeof".split()
)
INCLUDE = frozenset(("include",))
WHITE_SPACE = " \t\n"


@rule("SPACING", ERROR, "space beside '->'", on=Code(Pattern(r"->(?:(?<=[ \t]->)|(?=[ \t]))"), having="->"))
def spaced_arrow(arrow: re.Match[str], file: SourceFile) -> Reports:
    """``->`` stands between its operands without spaces; a line may end or begin there."""
    token = token_starting_at(file, arrow.start())
    if token is None or token.text != "->" or token.opens_content:
        return
    gaps = [gap for gap in (token.before, token.after) if gap.kind is Beside.BLANK]
    if gaps and not is_no_expression(token):
        yield arrow, "space beside '->'", remove_blanks(*gaps)


@rule("SPACING", ERROR, "operator without spaces around it", on=File(in_windows=True))
def crowded_operator(file: SourceFile, _: SourceFile) -> Reports:
    """Comparisons, assignments, ``&&`` and ``||`` want a space, the edge of the line or a comment on both sides.

    Exempt are operators that are the argument of a macro, or part of one of which a macro only makes a string, mail
    addresses, and the names of headers. Where a macro of the file, or of a header beside it, makes a string of an
    expression, too, as an ``assert()`` does, the fix is unsafe: the string becomes another.
    """
    for operator in crowded(file, COMPARING, INCLUDE):
        edits = () if is_no_expression(operator) else missing_blanks(operator.before, operator.after)
        if edits and (operator.text != "&&" or role(file, operator.position) is Role.BINARY):
            made = quoting(operator)
            if made.value:
                fix = Fix("insert spaces", edits, UNSAFE if made.string else SAFE)
                yield operator, f"spaces are missing around '{operator.text}'", fix


@rule("SPACING", ERROR, "arithmetic without spaces around the operator", on=File(in_windows=True))
def crowded_arithmetic(file: SourceFile, _: SourceFile) -> Reports:
    """Spaces are preferred around the binary operators of arithmetic; a space on one side only is an error.

    ``a+b`` is a matter of taste (level CHECK), ``a +b`` looks like something that it is not.

    Where ``a *b`` may declare a pointer to an unknown type, in the arguments of a macro for example, the fix is unsafe;
    so it is where a macro of the file, or of a header beside it, makes a string of its argument, besides using it: the
    string becomes another. Of which it only makes a string is a text, ``__stringify(ip-addr)``.

    Differs from checkpatch: a space on one side only is an error in strict mode as well, not a CHECK.
    """
    for operator in crowded(file, ARITHMETIC, NO_OPERAND | INCLUDE):
        if role(file, operator.position) is not Role.BINARY:
            continue
        before, after = operator.before, operator.after
        edits = missing_blanks(before, after, comments=True)
        if not edits or is_no_expression(operator) or is_register(operator):
            continue
        made = quoting(operator)
        if not made.value:
            continue
        if {before.kind, after.kind} == {Beside.TEXT, Beside.BLANK}:
            fix = Fix("insert a space", edits, UNSAFE if made.string or may_declare(operator) else SAFE)
            yield operator, f"space on one side of '{operator.text}' only", fix
        else:
            fix = Fix("insert spaces", edits, UNSAFE if made.string else SAFE)
            yield operator, f"spaces are preferred around '{operator.text}'", fix, CHECK


def crowded(file: SourceFile, operators: Iterable[str], no_operands: Container[str] = ()) -> Iterator[Token]:
    """The operators that have something else than white space beside them; none after ``no_operands``, or a tag."""
    text, texts, starts = file.text, file.tokens.texts, file.tokens.starts
    for operator in operators:
        size = len(operator)
        for position in windows.positions(file, operator):
            start = starts[position]
            end = start + size
            if text[start - 1] in WHITE_SPACE and text[end : end + 1] in WHITE_SPACE:
                continue
            if position and texts[position - 1] not in no_operands and texts[position - 2] not in TAGS:
                yield Token(file, position)


def is_no_expression(operator: Token) -> bool:
    """Whether the operator is the argument of a macro, part of a pragma's or of free text."""
    if is_argument(operator) or is_free_text(operator.file, operator.start):
        return True
    directive = operator.file.directive_at(operator.start)
    return directive is not None and directive.name == "pragma"


def may_declare(operator: Token) -> bool:
    """Whether a product looks like a pointer, ``a *b``, where one may be declared, and nothing tells what ``a`` is."""
    word = operator.previous
    if operator.text != "*" or word is None or operator.before.kind is not Beside.BLANK or not is_word(word.text):
        return False
    before = word.previous
    return word.opens_content or before is None or before.text in ("(", ",", ";", "{", "}")


def is_argument(operator: Token) -> bool:
    """Whether the operator is all there is of a macro's argument: ``TEST(a, <, b)``."""
    before, after = operator.previous, operator.next
    return before is not None and before.text in "(," and after is not None and after.text in "),"


def is_register(operator: Token) -> bool:
    """Whether the ``%`` begins the name of a register: ``mov %eax, ...`` in a macro for assembler."""
    mnemonic = operator.previous
    if operator.text != "%" or mnemonic is None or mnemonic.before.kind is not Beside.EDGE:
        return False
    before = mnemonic.previous
    return before is None or mnemonic.opens_content or before.text in ";:{})]" or is_word(before.text)
