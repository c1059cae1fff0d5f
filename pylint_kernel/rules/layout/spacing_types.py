"""Spaces after casts and in the declarations of pointers to functions."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, Reports, rule
from pylint_kernel.language.gaps import Beside, gap_before, insert_blanks, remove_blanks
from pylint_kernel.language.idioms import is_free_text
from pylint_kernel.language.names import is_word
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Token
from pylint_kernel.language.syntax.marks import role
from pylint_kernel.language.syntax.roles import Role
from pylint_kernel.language.syntax.token import token_starting_at
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, WARNING

FUNCTION_POINTER = Pattern(
    r"[(][ \t]*(?:__\w+[ \t]+)?\*+[ \t]*(?:const[ \t]+)?(\w+)[ \t]*(?:\[\w*\][ \t]*)?[)][ \t]*[(]"
)


@rule("SPACING", CHECK, "space after a cast", on=Code(Pattern(r"[)](?=[ \t]+[\w(*&!~\"'+-])"), having=")"))
def spaced_cast(closer: re.Match[str], file: SourceFile) -> Reports:
    """A cast binds as tightly as a unary operator does: what it converts follows at once.

    ``sizeof (int) * n``, attributes after a parameter list, and compound literals are no casts.

    Differs from checkpatch: a cast to a type that checkpatch has not met is recognised by its star, by what follows
    it, or by the use of its name in the file; a single type among the parameters of a function or macro, as in
    ``f(int) __printf(1, 2)``, is no cast.
    """
    close = Token(file, file.position_at(closer.start()))
    opener = close.partner
    if opener is None or role(file, close.position) is not Role.CAST or close.after.kind is not Beside.BLANK:
        return
    if not is_free_text(file, close.start):
        yield (opener.start, close.end), "space after a cast", remove_blanks(close.after)


@rule("SPACING", WARNING, "spaces in a pointer to a function", on=Code(FUNCTION_POINTER, having="*"))
def function_pointer(match: re.Match[str], file: SourceFile) -> Reports:
    """A pointer to a function is declared ``type (*name)(arguments)``: a space before the first parenthesis, none
    before the second one.

    Spaces inside the first parentheses have findings of their own, as in any others.

    Differs from checkpatch: it looks at members, variables and parameters at the beginning of a line only; kcheck
    looks at typedefs, arrays and pointers to pointers as well.
    """
    crowded = file.code[match.start() - 1] not in " \t\n(,"
    if not crowded and match[0][-2] == ")":
        return
    opener = token_starting_at(file, match.start())
    head = opener and opener.previous
    if opener is None or head is None or role(file, opener.position) is not Role.DECLARATOR:
        return
    name = match[1]
    if crowded and is_word(head.text):
        message = f"a space is missing before the pointer to a function '{name}'"
        yield head, message, insert_blanks(match.start())
    gap = gap_before(file, match.end() - 1)
    if gap.kind is Beside.BLANK:
        yield (match.start(), gap.start), f"space between '{name}' and its arguments", remove_blanks(gap)
