"""Spaces after casts and in the declarations of pointers to functions."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, Reports, rule
from pylint_kernel.language.gaps import Beside, gap_after, gap_before, insert_blanks, remove_blanks
from pylint_kernel.language.idioms import is_free_text, is_identifier
from pylint_kernel.language.operators import ends_type, is_attribute, is_cast, is_pointer, is_word, previous
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, WARNING

FUNCTION_POINTER = Pattern(r"[(][ \t]*\*+[ \t]*(?:const[ \t]+)?(\w+)[ \t]*(?:\[\w*\][ \t]*)?[)][ \t]*[(]")


@rule("SPACING", CHECK, "space after a cast", on=Code(Pattern(r"[)](?=[ \t]+[\w(*&!~\"'+-])"), having=")"))
def spaced_cast(closer: re.Match[str], file: SourceFile) -> Reports:
    """A cast binds as tightly as a unary operator does: what it converts follows at once.

    ``sizeof (int) * n``, attributes after a parameter list, and compound literals are no casts.

    Differs from checkpatch: a cast to a type that checkpatch has not met is recognised by its star, by what follows
    it, or by the use of its name in the file; a single type among the parameters of a function or macro, as in
    ``f(int) __printf(1, 2)``, is no cast.
    """
    tokens = file.tokens
    position = file.position_at(closer.start())
    opener = tokens.partner.get(position)
    if opener is None or opener == 0 or previous(file, position + 1) != position:
        return
    head = previous(file, opener)
    if head >= 0 and is_word(tokens.texts[head]) and tokens.texts[head] not in ("return", "case", "else", "do"):
        return
    gap = gap_after(file, closer.end())
    follower = tokens.texts[position + 1]
    if gap.kind is not Beside.BLANK or is_attribute(follower) or is_free_text(file, closer.start()):
        return
    if is_converted(file, opener, position):
        yield (tokens.starts[opener], closer.end()), "space after a cast", remove_blanks(gap)


def is_converted(file: SourceFile, opener: int, close: int) -> bool:
    """Whether the parentheses are a cast of what stands after them."""
    if is_cast(file, close):
        return True
    # ``(name) value``: nothing but a cast, unless the macro's parameter ``value`` is an operator.
    tokens = file.tokens
    name, follower = tokens.texts[opener + 1], tokens.texts[close + 1]
    if close != opener + 2 or not is_identifier(name) or not (is_identifier(follower) or follower[0].isdigit()):
        return False
    head = previous(file, opener)
    if head >= 0 and tokens.texts[head] not in ("=", "(", ",", "return", "+", "-", "==", "!=", "<", ">", "?", ":"):
        return False
    return file.directive_at(tokens.starts[close]) is None


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
    tokens = file.tokens
    opener = file.position_at(match.start())
    head = previous(file, opener)
    if head < 0 or not is_return_type(file, head, opener):
        return
    name = match[1]
    if crowded and is_word(tokens.texts[head]):
        message = f"a space is missing before the pointer to a function '{name}'"
        yield tokens.span(head), message, insert_blanks(match.start())
    gap = gap_before(file, match.end() - 1)
    if gap.kind is Beside.BLANK:
        yield (match.start(), gap.start), f"space between '{name}' and its arguments", remove_blanks(gap)


def is_return_type(file: SourceFile, head: int, opener: int) -> bool:
    """Whether the token before ``(*name)(`` ends a type, so that a pointer is declared and no function called."""
    tokens = file.tokens
    if tokens.texts[head] == "*":
        return is_pointer(file, head)
    known = ends_type(file, head)
    return tokens.end(head) < tokens.starts[opener] if known is None else known
