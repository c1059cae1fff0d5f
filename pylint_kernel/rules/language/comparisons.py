"""Comparisons with NULL, with ``true`` and ``false``, and with the constant on the left."""

from __future__ import annotations

from typing import NamedTuple

from pylint_kernel.checking.rule import Reports, Token, rule
from pylint_kernel.language.idioms import is_identifier, is_name_of_macro, value_end
from pylint_kernel.language.operators import is_binary, is_cast, is_word, previous
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import CHECK, UNSAFE, WARNING, Fix, edit, replace

EQUALITY = frozenset(("==", "!="))
#: A comparison and the one that says the same with its sides swapped.
SWAPPED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
BOOLEANS = ("true", "false", "TRUE", "FALSE", "True", "False")
PREFIXES = frozenset("* & - + ~ !".split())
#: What may stand before and after a comparison that is replaced by a value.
BEFORE = frozenset("( [ { } ; , ? : = && || & | ^ ! return".split())
BEHIND = frozenset(") ] } ; , ? : && || & | ^".split())
#: Macros that take a truth value.
TRUTH = frozenset("likely unlikely WARN_ON WARN_ON_ONCE BUG_ON WARN WARN_ONCE".split())


class Comparison(NamedTuple):
    """A value that is compared with a constant, as positions of tokens: of the value the first and the last, the
    operator, and of both together the first and the last."""

    first: int
    last: int
    operator: int
    start: int
    end: int


def compared_value(file: SourceFile, constant: int) -> Comparison | None:
    """What is compared with the constant at ``constant`` for equality, on whichever side; None if nothing is."""
    texts = file.tokens.texts
    if constant > 1 and texts[constant - 1] in EQUALITY:
        first, last = value_start(file, constant - 2), constant - 2
        if first is None or (first == last and (is_constant(texts[first]) or texts[first] in BOOLEANS)):
            return None
        first = prefixed_start(file, first)
        return Comparison(first, last, constant - 1, first, constant)
    if texts[constant + 1 : constant + 2] and texts[constant + 1] in EQUALITY:
        end = value_end(file, constant + 2)
        if end > constant + 2 and not texts[constant + 2][0].isdigit():
            return Comparison(constant + 2, end - 1, constant + 1, constant, end - 1)
    return None


def value_start(file: SourceFile, last: int) -> int | None:
    """Where the name begins whose members, indices and calls end with the token ``last``; None for other values."""
    texts, partner = file.tokens.texts, file.tokens.partner
    while last > 0:
        if texts[last] in (")", "]"):
            last = partner.get(last, 0) - 1
            if last < 0 or not (is_word(texts[last]) or texts[last] in (")", "]")):
                # Of values in parentheses only the members are known to be pointers.
                opener = last + 1
                behind = partner.get(opener, opener) + 1
                return opener if texts[opener] == "(" and texts[behind] in ("->", ".") else None
        elif not is_identifier(texts[last]):
            return None
        elif texts[last - 1] in ("->", "."):
            last -= 2
        else:
            return last
    return None


def prefixed_start(file: SourceFile, first: int) -> int:
    """Where the unary operators and casts before a value begin."""
    texts = file.tokens.texts
    while (before := previous(file, first)) >= 0 and before == first - 1:
        if texts[before] in PREFIXES and not is_binary(file, before):
            first = before
        elif texts[before] == ")" and is_cast(file, before):
            first = file.tokens.partner[before]
        else:
            break
    return first


def is_tested(file: SourceFile, before: int, behind: int) -> bool:
    """Whether what stands between two tokens is asked for its truth only."""
    texts, partner = file.tokens.texts, file.tokens.partner
    while True:
        if texts[before] in ("&&", "||", "!") or texts[behind] in ("&&", "||", "?"):
            return True
        if texts[before] == texts[behind] == ";":  # in the head of a for
            return True
        if before < 1 or texts[before] != "(" or partner.get(before) != behind:
            return False
        if texts[before - 1] in ("if", "while") or texts[before - 1] in TRUTH:
            return True
        if texts[before - 1] not in BEFORE:
            return False
        before, behind = before - 1, behind + 1


def tested_as_such(file: SourceFile, compared: Comparison, positive: bool) -> Fix | None:
    """``a`` or ``!a`` in place of its comparison (``!!a`` where not only its truth counts); None in arithmetic."""
    tokens = file.tokens
    before, behind = compared.start - 1, compared.end + 1
    if before < 0 or behind >= len(tokens):
        return None
    if tokens.texts[before] not in BEFORE or tokens.texts[behind] not in BEHIND:
        return None
    prefix = "!" if not positive else "" if is_tested(file, before, behind) else "!!"
    value = prefix + file.slice((tokens.starts[compared.first], tokens.end(compared.last)))
    start, end = tokens.starts[compared.start], tokens.end(compared.end)
    return replace(f"write '{' '.join(value.split())}'", start, end, value, UNSAFE)


@rule("COMPARISON_TO_NULL", CHECK, "a comparison with NULL", on=Token(("NULL",)))
def with_null(position: int, file: SourceFile) -> Reports:
    """A pointer is tested as such: ``if (!p)``, ``if (p)``.

    The fix writes ``!p`` or ``p``, and ``!!p`` where the value of the comparison counts, not only its truth.

    Source: common practice in the kernel.

    Differs from checkpatch: the comparison may continue on another line, and its left side may be an index or a
    member after a call.
    """
    tokens = file.tokens
    compared = compared_value(file, position)
    if compared is None or compared.operator > position:
        return
    where = tokens.starts[compared.operator], tokens.end(position)
    positive = tokens.texts[compared.operator] == "!="
    value = " ".join(file.slice((tokens.starts[compared.first], tokens.end(compared.last))).split())
    message = f"a comparison with NULL: write '{'' if positive else '!'}{value}'"
    yield where, message, tested_as_such(file, compared, positive)


@rule("BOOL_COMPARISON", CHECK, "a comparison with true or false", on=Token(BOOLEANS))
def with_boolean(position: int, file: SourceFile) -> Reports:
    """A truth value is tested as such: ``if (ready)``, ``if (!ready)``.

    A call on the left is left alone: what it returns may be an ``int`` with more than two values.

    Source: Documentation/process/coding-style.rst, section 17 ("Using bool").

    Differs from checkpatch: the comparison may continue on another line.
    """
    tokens = file.tokens
    compared = compared_value(file, position)
    if compared is None or (compared.operator < position and tokens.texts[compared.last] == ")"):
        return
    first, last = sorted((position, compared.operator))
    positive = (tokens.texts[compared.operator] == "==") == (tokens.texts[position].lower() == "true")
    value = " ".join(file.slice((tokens.starts[compared.first], tokens.end(compared.last))).split())
    message = f"a comparison with '{tokens.texts[position]}': write '{'' if positive else '!'}{value}'"
    yield (tokens.starts[first], tokens.end(last)), message, tested_as_such(file, compared, positive)


def is_constant(text: str) -> bool:
    """Whether a token is an integer or a name in capitals; a single capital letter names a variable."""
    return (text[0].isdigit() and "." not in text) or (len(text) > 1 and is_name_of_macro(text))


@rule("CONSTANT_COMPARISON", WARNING, "the constant is on the left of a comparison", on=Token(tuple(SWAPPED)))
def constant_first(position: int, file: SourceFile) -> Reports:
    """The constant belongs on the right: ``if (count > 0)`` reads better than ``if (0 < count)``.

    A number or a name in capitals counts as constant; the other side has to be a name, a member or a call, and no
    constant itself. The fix swaps the sides.

    Source: common practice in the kernel; compilers warn of ``=`` in a condition, which the old order was against.

    Differs from checkpatch: comparisons after ``&&``, ``||`` and ``,`` and those that continue on another line are
    looked at too.
    """
    tokens = file.tokens
    texts = tokens.texts
    left, right = position - 1, position + 1
    if left < 0 or not is_constant(texts[left]):
        return
    first = right + (texts[right : right + 1] in (["*"], ["&"]))
    end = value_end(file, first)
    if end == first or not is_identifier(texts[first]) or (end == first + 1 and is_constant(texts[first])):
        return
    before = previous(file, left)
    if before < 0 or (texts[before] in BEFORE and texts[before] not in ("&", "|", "^", "!")):
        message = f"the constant '{texts[left]}' belongs on the right of '{texts[position]}'"
        yield tokens.span(left), message, swapped(file, Comparison(right, end - 1, position, left, end - 1))


def swapped(file: SourceFile, compared: Comparison) -> Fix | None:
    """The comparison with its sides exchanged (a test where it is with NULL); None in arithmetic."""
    tokens = file.tokens
    texts, behind = tokens.texts, compared.end + 1
    if behind >= len(tokens) or texts[behind] not in BEHIND:
        return None
    if texts[compared.start] == "NULL":
        return tested_as_such(file, compared, texts[compared.operator] == "!=")
    constant, operator = tokens.span(compared.start), tokens.span(compared.operator)
    value = tokens.starts[compared.first], tokens.end(compared.last)
    edits = (
        edit(*constant, file.slice(value)),
        edit(*operator, SWAPPED[texts[compared.operator]]),
        edit(*value, texts[compared.start]),
    )
    return Fix("swap the sides", edits, UNSAFE)
