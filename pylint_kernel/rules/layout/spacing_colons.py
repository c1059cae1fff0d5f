"""Spaces beside colons and question marks."""

from __future__ import annotations

from pylint_kernel.checking.rule import File, Reports, rule
from pylint_kernel.language import windows
from pylint_kernel.language.gaps import Beside, gap_after, missing_blanks, remove_blanks
from pylint_kernel.language.idioms import is_free_text
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Token
from pylint_kernel.language.syntax.marks import role
from pylint_kernel.language.syntax.roles import Role
from pylint_kernel.model import CHECK, ERROR, Fix, Span
from pylint_kernel.rules.layout.spacing_operators import crowded, is_no_expression

OPERATORS = frozenset("- ! ~ & * + ++ --".split())


@rule("SPACING", ERROR, "'?' or ':' without spaces around it", on=File(in_windows=True))
def crowded_conditional(file: SourceFile, _: SourceFile) -> Reports:
    """The ``?`` and ``:`` of a conditional and the ``:`` between the operands of ``asm`` want spaces around them.

    Where both sides are crowded by names, numbers or brackets, ``a?b:c``, the level is CHECK. ``?:`` without a middle
    is one operator. Exempt are bit-fields, designators ``a: 1``, ``_Generic``, and colons beside one another.
    """
    for mark in crowded(file, ("?", ":")):
        end = mark.end
        if mark.text == "?":
            # Without a middle it is one operator, "?:".
            end += file.code.startswith(":", end)
        elif is_beside_colon(mark) or role(file, mark.position) not in (Role.CONDITIONAL, Role.ASSEMBLER):
            continue
        before, after = mark.before, gap_after(file, end)
        edits = missing_blanks(before, after)
        if edits and not is_no_expression(mark):
            plain = before.kind is after.kind is Beside.TEXT and is_plain(mark)
            message = f"spaces are missing around '{file.text[mark.start : end]}'"
            yield Span(mark.start, end), message, Fix("insert spaces", edits), CHECK if plain else ERROR


def is_plain(mark: Token) -> bool:
    """Whether neither neighbour of ``?`` or ``:`` is an operator."""
    return not any(beside is not None and beside.text in OPERATORS for beside in (mark.previous, mark.next))


def is_beside_colon(colon: Token) -> bool:
    """Whether another colon, or the ``?`` of ``?:``, is next to the colon."""
    before, after = colon.previous, colon.next
    if before is not None and before.text == "?":
        return before.end == colon.start
    return (before is not None and before.text == ":") or (after is not None and after.text == ":")


@rule("SPACING", ERROR, "space before the ':' of a case or label", on=File(in_windows=True))
def spaced_label(file: SourceFile, _: SourceFile) -> Reports:
    """The colon follows a ``case``, ``default`` or label at once; linker scripts (``*.lds.h``) are exempt.

    Differs from checkpatch: the colons of a conditional inside a ``case``, of bit-fields without a name, and in
    macros without any label are told apart.
    """
    if file.path.endswith(".lds.h"):
        return
    code, starts = file.code, file.tokens.starts
    for position in windows.positions(file, ":"):
        if code[starts[position] - 1] not in " \t" or role(file, position) not in (Role.CASE, Role.LABEL):
            continue
        colon = Token(file, position)
        if colon.before.kind is Beside.BLANK and not is_free_text(file, colon.start):
            yield colon, "space before ':'", remove_blanks(colon.before)
