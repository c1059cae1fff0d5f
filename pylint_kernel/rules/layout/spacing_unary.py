"""Spaces beside unary operators, ``++`` and ``--``."""

from __future__ import annotations

from pylint_kernel.checking.rule import File, Reports, Spelled, rule
from pylint_kernel.language import windows
from pylint_kernel.language.gaps import Beside, insert_blanks, remove_blanks
from pylint_kernel.language.idioms import is_free_text
from pylint_kernel.language.names import is_attribute, is_word
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Token, syntax
from pylint_kernel.language.syntax.marks import role
from pylint_kernel.language.syntax.roles import Role
from pylint_kernel.language.words import KEYWORDS, QUALIFIERS
from pylint_kernel.model import ERROR
from pylint_kernel.rules.layout.pointers import is_apart

UNARY = "! ~ * - & &&".split()
#: What a unary operator may follow at once: brackets, casts, most operators; or what has a finding of its own then.
MAY_PRECEDE = frozenset(
    "( [ { ) ! ~ * - & | ++ -- "
    "== != <= >= < > && || = += -= *= /= %= &= |= ^= <<= >>= ? : , ; } -> . # ## @ $ \\".split()
)


@rule("SPACING", ERROR, "space missing before a unary operator", on=File(in_windows=True))
def crowded_unary(file: SourceFile, _: SourceFile) -> Reports:
    """A unary operator wants a space before it, unless an opening bracket, a cast or another operator is there."""
    code, texts, starts = file.code, file.tokens.texts, file.tokens.starts
    for operator in UNARY:
        for position in windows.positions(file, operator):
            start = starts[position]
            if code[start - 1] in " \t\n([" or position == 0 or texts[position - 1] in MAY_PRECEDE:
                continue
            if role(file, position) is Role.UNARY and not is_free_text(file, start):
                yield Token(file, position), f"a space is missing before the unary '{operator}'", insert_blanks(start)


@rule("SPACING", ERROR, "space after a unary operator", on=File(in_windows=True))
def spaced_unary(file: SourceFile, _: SourceFile) -> Reports:
    """No space between a unary operator and its operand, nor between the '*' of a pointer and the name.

    A space between ``*`` and ``const`` or another qualifier stays.

    Differs from checkpatch: coding-style.rst lists the unary ``+`` as well. At the start of a macro it may go on with
    what stands before the macro: ``+ SIZE(x)``.
    """
    code, starts = file.code, file.tokens.starts
    for operator in (*UNARY, "+"):
        size = len(operator)
        for position in windows.positions(file, operator):
            end = starts[position] + size
            if code[end : end + 1] not in (" ", "\t") or is_binary_at_sight(file, position):
                continue
            token = Token(file, position)
            found = role(file, position)
            if found is Role.UNARY and token.opens_content and continues(token):
                continue
            if found is Role.UNARY or (found is Role.POINTER and is_apart(token)):
                yield from space_after(token)


def continues(operator: Token) -> bool:
    """Whether the operator that opens a macro belongs to a value that stands before its use."""
    macro = syntax(operator.file).macro_at(operator.start)
    return macro is not None and macro.continues


def space_after(operator: Token) -> Reports:
    """The finding on a unary operator that a space follows."""
    gap, after = operator.after, operator.next
    if gap.kind is not Beside.BLANK or after is None or after.text in "),;" or is_free_text(operator.file, gap.start):
        return
    if operator.text != "*" or not (after.text in QUALIFIERS or is_attribute(after.text)):
        fix = None if would_merge(operator.text, after.text) else remove_blanks(gap)
        yield operator, f"space after the unary '{operator.text}'", fix


def is_binary_at_sight(file: SourceFile, position: int) -> bool:
    """Whether a name or number and one space precede the operator: the common case, quickly told."""
    tokens = file.tokens
    before, start = position - 1, tokens.starts[position]
    word = tokens.texts[before]
    if not is_word(word) or word in KEYWORDS or file.text[start - 1] != " " or start != tokens.end(before) + 1:
        return False
    return not Token(file, position).opens_content


def would_merge(operator: str, follower: str) -> bool:
    """Whether an operator and the token after it are another token without the space between them."""
    return (operator in "-+&" and follower[0] in (operator, "=", ">")) or (operator in "!*" and follower[0] == "=")


@rule("SPACING", ERROR, "misplaced spaces beside '++' or '--'", on=Spelled(("++", "--")))
def spaced_increment(operator: Token, file: SourceFile) -> Reports:
    """``++`` and ``--`` touch their operand: no space after the prefix form, none before the postfix form.

    Differs from checkpatch: it sees the prefix form with a space at the start of a line only, and the postfix form
    at the end of an expression only.
    """
    before, after = operator.before, operator.after
    left, right = operator.previous, operator.next
    crowded = before.kind is after.kind is Beside.TEXT
    found = role(file, operator.position)
    if found is Role.POSTFIX:
        if before.kind is Beside.BLANK:
            yield operator, f"space before the postfix '{operator.text}'", remove_blanks(before)
        elif crowded and right is not None and is_word(right.text):
            yield operator, f"a space is missing on one side of '{operator.text}'"
    elif found is Role.PREFIX and right is not None and (is_word(right.text) or right.text in "(*"):
        if after.kind is Beside.BLANK and not is_free_text(file, operator.start):
            yield operator, f"space after the prefix '{operator.text}'", remove_blanks(after)
        elif crowded and left is not None and is_word(left.text):
            yield operator, f"a space is missing before '{operator.text}'", insert_blanks(operator.start)
