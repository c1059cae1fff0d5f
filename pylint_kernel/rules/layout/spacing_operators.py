"""Spaces around binary operators; colons and question marks are in ``spacing_colons``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pylint_kernel.checking.rule import Code, File, Reports, rule
from pylint_kernel.language.gaps import Beside, gap_after, gap_before, missing_blanks, remove_blanks
from pylint_kernel.language.idioms import enclosing_parenthesis, is_free_text
from pylint_kernel.language.operators import ends_operand, ends_type, is_binary, previous
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, ERROR, Fix

COMPARING = "== != <= >= < > && || = += -= *= /= %= &= |= ^= <<= >>=".split()
ARITHMETIC = "+ - * / % & | ^ << >>".split()
#: What no value ends with: an operator after one of these is unary.
NO_OPERAND = frozenset(
    "( [ { , ; = == != < > <= >= && || ! ~ + - * / % & | ^ << >> ? : += -= |= &= -> . return case sizeof".split()
)
NEWLINE_OR_BLANK = " \t\n"

#: Macros that make a string of their argument.
STRINGIFIERS = frozenset("__stringify __stringify_1 stringify STRINGIFY __STRINGIFY".split())


@rule("SPACING", ERROR, "space beside '->'", on=Code(Pattern(r"->(?:(?<=[ \t]->)|(?=[ \t]))"), having="->"))
def spaced_arrow(arrow: re.Match[str], file: SourceFile) -> Reports:
    """``->`` stands between its operands without spaces; a line may end or begin there."""
    position = file.position_at(arrow.start())
    before, after = gap_before(file, arrow.start()), gap_after(file, arrow.end())
    gaps = [gap for gap in (before, after) if gap.kind is Beside.BLANK]
    if file.tokens.texts[position] != "->" or file.tokens.starts[position] != arrow.start():
        return
    if gaps and previous(file, position) >= 0 and not is_no_expression(file, position):
        yield arrow, "space beside '->'", remove_blanks(*gaps)


@rule("SPACING", ERROR, "operator without spaces around it", on=File())
def crowded_operator(file: SourceFile, _: SourceFile) -> Reports:
    """Comparisons, assignments, ``&&`` and ``||`` want a space, the edge of the line or a comment on both sides.

    Exempt are operators that are the argument of a macro, mail addresses, and the names of headers.
    """
    for position in crowded(file, COMPARING):
        operator, span = file.tokens.texts[position], file.tokens.span(position)
        if file.tokens.texts[position - 1] == "include" or (operator == "&&" and not is_binary(file, position)):
            continue
        edits = missing_blanks(gap_before(file, span.start), gap_after(file, span.end))
        if edits and not is_no_expression(file, position):
            yield span, f"spaces are missing around '{operator}'", Fix("insert spaces", edits)


@rule("SPACING", ERROR, "arithmetic without spaces around the operator", on=File())
def crowded_arithmetic(file: SourceFile, _: SourceFile) -> Reports:
    """Spaces are preferred around the binary operators of arithmetic; a space on one side only is an error.

    ``a+b`` is a matter of taste (level CHECK), ``a +b`` looks like something that it is not.

    Differs from checkpatch: a space on one side only is an error in strict mode as well, not a CHECK.
    """
    texts = file.tokens.texts
    for position in crowded(file, ARITHMETIC):
        if position == 0 or texts[position - 1] in NO_OPERAND or texts[position - 1] == "include":
            continue
        if (texts[position] == "*" and ends_type(file, position - 1)) or not is_binary(file, position):
            continue
        operator, span = texts[position], file.tokens.span(position)
        before, after = gap_before(file, span.start), gap_after(file, span.end)
        edits = missing_blanks(before, after, comments=True)
        if not edits or is_no_expression(file, position) or is_stringified(file, position):
            continue
        if operator == "%" and is_register(file, position):
            continue
        if {before.kind, after.kind} == {Beside.TEXT, Beside.BLANK}:
            yield span, f"space on one side of '{operator}' only", Fix("insert a space", edits)
        else:
            yield span, f"spaces are preferred around '{operator}'", Fix("insert spaces", edits), CHECK


def crowded(file: SourceFile, operators: Iterable[str]) -> Iterator[int]:
    """The positions of operators that have something else than spaces or newlines beside them."""
    text, starts, index = file.text, file.tokens.starts, file.tokens.index
    for operator in operators:
        size = len(operator)
        for position in index.get(operator, ()):
            start = starts[position]
            end = start + size
            if text[start - 1] not in NEWLINE_OR_BLANK or text[end : end + 1] not in NEWLINE_OR_BLANK:
                yield position


def is_no_expression(file: SourceFile, position: int) -> bool:
    """Whether the operator is the argument of a macro, part of a pragma's or of free text."""
    start = file.tokens.starts[position]
    if is_argument(file, position) or is_free_text(file, start):
        return True
    directive = file.directive_at(start)
    return directive is not None and directive.name == "pragma"


def is_argument(file: SourceFile, position: int) -> bool:
    """Whether the operator is all there is of a macro's argument: ``TEST(a, <, b)``."""
    texts = file.tokens.texts
    return texts[position - 1] in "(," and texts[position + 1 : position + 2] in ([")"], [","])


def is_stringified(file: SourceFile, position: int) -> bool:
    """Whether the operator is in the argument of a macro that makes a string of it: ``__stringify(a-b)``."""
    opener = enclosing_parenthesis(file, position)
    return opener is not None and file.tokens.texts[opener - 1] in STRINGIFIERS


def is_register(file: SourceFile, position: int) -> bool:
    """Whether the ``%`` begins the name of a register: ``mov %eax, ...`` in a macro for assembler."""
    tokens = file.tokens
    mnemonic = position - 1
    if gap_before(file, tokens.starts[mnemonic]).kind is not Beside.EDGE:
        return False
    before = previous(file, mnemonic)
    return before < 0 or tokens.texts[before] in ";:{}" or ends_operand(file, before)
