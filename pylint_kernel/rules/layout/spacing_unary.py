"""Spaces beside unary operators, ``++`` and ``--``."""

from __future__ import annotations

from pylint_kernel.checking.rule import File, Reports, rule
from pylint_kernel.language.gaps import Beside, gap_after, gap_before, insert_blanks, remove_blanks
from pylint_kernel.language.idioms import KEYWORDS, is_free_text
from pylint_kernel.language.operators import (
    INCREMENTS,
    QUALIFIERS,
    ends_operand,
    is_attribute,
    is_binary,
    is_pointer,
    is_word,
    previous,
)
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import ERROR

UNARY = "! ~ * - & &&".split()
#: What a unary operator may follow at once: brackets, casts, most operators.
MAY_PRECEDE = frozenset("( [ { ) ! ~ * - & | ++ --".split())
#: What has a finding of its own where something follows at once.
REPORTED_ELSEWHERE = frozenset(
    "== != <= >= < > && || = += -= *= /= %= &= |= ^= <<= >>= ? : , ; } -> . # ## @ $ \\".split()
)


@rule("SPACING", ERROR, "space missing before a unary operator", on=File())
def crowded_unary(file: SourceFile, _: SourceFile) -> Reports:
    """A unary operator wants a space before it, unless an opening bracket, a cast or another operator is there."""
    code, starts, texts = file.code, file.tokens.starts, file.tokens.texts
    for operator in UNARY:
        for position in file.tokens.index.get(operator, ()):
            start = starts[position]
            if code[start - 1] in " \t\n([" or position == 0:
                continue
            word = texts[position - 1]
            if word in MAY_PRECEDE or word in REPORTED_ELSEWHERE:
                continue
            if (operator in "!~" or not is_behind_operand(file, position)) and not is_free_text(file, start):
                message = f"a space is missing before the unary '{operator}'"
                yield file.tokens.span(position), message, insert_blanks(start)


@rule("SPACING", ERROR, "space after a unary operator", on=File())
def spaced_unary(file: SourceFile, _: SourceFile) -> Reports:
    """No space between a unary operator and its operand, nor between the star of a declarator and the name.

    A space between ``*`` and ``const`` or another qualifier stays.
    """
    code, starts, texts = file.code, file.tokens.starts, file.tokens.texts
    for operator in UNARY:
        size = len(operator)
        for position in file.tokens.index.get(operator, ()):
            end = starts[position] + size
            if code[end : end + 1] not in (" ", "\t") or position == 0 or is_binary_at_sight(file, position):
                continue
            if operator not in "!~" and is_behind_operand(file, position) and not begins_line(file, position):
                continue
            gap = gap_after(file, end)
            if gap.kind is not Beside.BLANK or is_free_text(file, end):
                continue
            follower = texts[position + 1] if position + 1 < len(texts) else ";"
            if follower in "),;" or (operator == "*" and (follower in QUALIFIERS or is_attribute(follower))):
                continue
            fix = None if would_merge(operator, follower) else remove_blanks(gap)
            yield file.tokens.span(position), f"space after the unary '{operator}'", fix


def is_binary_at_sight(file: SourceFile, position: int) -> bool:
    """Whether a name or number and one space precede the operator: the common case, quickly told."""
    tokens = file.tokens
    word = tokens.texts[position - 1]
    if not (word[0].isalnum() or word[0] == "_") or word in KEYWORDS or tokens.texts[position - 2] == "define":
        return False
    start = tokens.starts[position]
    return start == tokens.end(position - 1) + 1 and file.text[start - 1] == " "


def is_behind_operand(file: SourceFile, position: int) -> bool:
    """Whether a value or, for a ``*``, a type ends before the operator."""
    if ends_operand(file, previous(file, position)):
        return True
    return file.tokens.texts[position] == "*" and is_pointer(file, position)


def begins_line(file: SourceFile, position: int) -> bool:
    """Whether a pointer's star begins a line, so that it is not beside its type."""
    edge = gap_before(file, file.tokens.starts[position]).kind is Beside.EDGE
    return edge and file.tokens.texts[position] == "*" and not is_binary(file, position)


def would_merge(operator: str, follower: str) -> bool:
    """Whether an operator and the token after it are another token without the space between them."""
    return (operator in "-&" and follower[0] in (operator, "=", ">")) or (operator in "!*" and follower[0] == "=")


@rule("SPACING", ERROR, "misplaced spaces beside '++' or '--'", on=File())
def spaced_increment(file: SourceFile, _: SourceFile) -> Reports:
    """``++`` and ``--`` touch their operand: no space after the prefix form, none before the postfix form.

    Differs from checkpatch: it sees the prefix form with a space at the start of a line only, and the postfix form
    at the end of an expression only.
    """
    texts = file.tokens.texts
    for operator in INCREMENTS:
        for position in file.tokens.index.get(operator, ()):
            follower = texts[position + 1] if position + 1 < len(texts) else ";"
            start, end = span = file.tokens.span(position)
            before, after = gap_before(file, start), gap_after(file, end)
            is_prefix = is_word(follower) or follower in "(*"
            crowded = before.kind is after.kind is Beside.TEXT
            if ends_operand(file, previous(file, position)):
                if before.kind is Beside.BLANK and not (is_prefix and after.kind is Beside.TEXT):
                    yield span, f"space before the postfix '{operator}'", remove_blanks(before)
                elif crowded and is_word(follower):
                    yield span, f"a space is missing on one side of '{operator}'"
            elif after.kind is Beside.BLANK and is_prefix and not is_free_text(file, start):
                yield span, f"space after the prefix '{operator}'", remove_blanks(after)
            elif crowded and is_word(texts[position - 1]):
                yield span, f"a space is missing before '{operator}'", insert_blanks(start)
