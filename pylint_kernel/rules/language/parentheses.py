"""Parentheses that change nothing."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, Reports, Token, rule
from pylint_kernel.language.idioms import lvalue_end, value_end
from pylint_kernel.language.operators import is_cast, is_word
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.statements import condition
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, ERROR, UNSAFE, WARNING, Fix, edit

COMPARISONS = frozenset("== != < > <= >=".split())
#: What a comparison may stand beside without parentheses; beside other operators the compiler asks for them.
LOOSE = frozenset("( ) && || ? : , = ; { }".split())
#: Binary operators, which bind less than the members of a structure.
BINARY = LOOSE - {")"} | COMPARISONS | frozenset("+ - / % | ^ << >> += -= |= &= ^=".split())


@rule(
    "UNNECESSARY_PARENTHESES",
    CHECK,
    "parentheses that change nothing",
    on=Code(Pattern(r"&\s*\(\s*[A-Za-z_]\w*\s*(?:->|\.|\[)")),
)
def address_of_member(match: re.Match[str], file: SourceFile) -> Reports:
    """``->``, ``.`` and ``[]`` bind tighter than ``&`` and ``*``: ``&(a->b)`` is ``&a->b``.

    Parentheses that the language does not need hide those that matter. Looked at are members after ``&`` and ``*``,
    members that are called, and, in the condition of an ``if``, single values and comparisons of two of them.

    Source: common practice; coding-style.rst, section 3.1, asks for no noise between an operator and its operand.

    Differs from checkpatch: ``else if`` and calls that continue on a further line are looked at too; parentheses
    around a comparison that is an operand of another operator than ``&&``, ``||`` or ``?:`` are needed, if only to keep
    the compiler quiet.
    """
    yield from around_member(file, file.position_at(match.start()))


@rule(
    "UNNECESSARY_PARENTHESES",
    CHECK,
    "parentheses around a member that is dereferenced",
    on=Code(Pattern(r"\*\(\s*[A-Za-z_]\w*\s*(?:->|\.|\[)")),
)
def value_of_member(match: re.Match[str], file: SourceFile) -> Reports:
    """The same for ``*(a->b)``, which is ``*a->b``."""
    yield from around_member(file, file.position_at(match.start()))


def around_member(file: SourceFile, operator: int) -> Reports:
    """The parentheses after ``&`` or ``*`` if they hold a member and nothing else."""
    tokens = file.tokens
    end = lvalue_end(file, operator + 2)
    if tokens.texts[operator] in ("&", "*") and tokens.texts[end : end + 1] == [")"]:
        where = tokens.starts[operator], tokens.end(end)
        yield where, "no parentheses are needed around a member", dropped(file, [(operator + 1, end)])


@rule(
    "UNNECESSARY_PARENTHESES",
    CHECK,
    "parentheses around a function that is a member",
    on=Code(Pattern(r"\(\s*[A-Za-z_]\w*\s*(?:->|\.|\[)[^()\n]*\)\s*\(")),
)
def called_member(match: re.Match[str], file: SourceFile) -> Reports:
    """A function pointer in a structure is called like any other function: ``(a->b)(c)`` is ``a->b(c)``."""
    tokens = file.tokens
    opener = file.position_at(match.start())
    end = lvalue_end(file, opener + 1)
    before = tokens.texts[opener - 1] if opener else ";"
    if tokens.texts[end : end + 1] != [")"] or (is_word(before) and before not in ("return", "else", "do")):
        return
    if before == "]" or (before == ")" and not is_cast(file, opener - 1)):
        return
    where = tokens.starts[opener], tokens.end(end)
    yield where, "no parentheses are needed around the function", dropped(file, [(opener, end)])


@rule("UNNECESSARY_PARENTHESES", WARNING, "parentheses in a condition that change nothing", on=Token(("if",)))
def in_condition(position: int, file: SourceFile) -> Reports:
    """In the condition of an ``if`` a value needs no parentheses of its own, nor does a comparison of two values
    beside ``&&`` and ``||``.

    Below drivers/staging/ conditions are looked at only if one asks to be strict: there is enough to do there.

    A single word in parentheses is left alone, and so is anything after ``!``, ``~``, ``-``. Double parentheses
    around a comparison are a warning: compilers read them as the mark of an assignment that is meant.
    """
    tokens = file.tokens
    texts, partner = tokens.texts, tokens.partner
    if file.path.startswith("drivers/staging/") and not file.strict:
        return
    head = condition(file, position)
    if head is None or "(" not in texts[position + 2 : head[1]] or texts[position - 1] == "#":
        return
    if texts[position + 2] == "(" and (doubled := double_parentheses(file, *head)):
        where = tokens.starts[doubled[0][0]], tokens.end(doubled[0][1])
        yield where, "no parentheses are needed around the whole condition", dropped(file, doubled)
        return
    opener = position + 1
    for _ in range(texts[position + 2 : head[1]].count("(")):
        opener = texts.index("(", opener + 1)
        before = texts[opener - 1]
        if before not in BINARY and not (before == ")" and is_cast(file, opener - 1)):
            continue
        close = partner.get(opener, 0)
        if is_superfluous(file, opener, close):
            same = "\n" not in file.text[tokens.starts[position] : tokens.starts[opener]]
            where = tokens.starts[opener if same else position], tokens.end(close)
            message = f"no parentheses are needed around '{file.slice((tokens.end(opener), tokens.starts[close]))}'"
            yield where, " ".join(message.split()), dropped(file, [(opener, close)]), CHECK


def double_parentheses(file: SourceFile, opener: int, close: int) -> list[tuple[int, int]]:
    """The pairs of parentheses directly inside the one of a condition that is a comparison."""
    texts, pairs = file.tokens.texts, list[tuple[int, int]]()
    while texts[opener + 1] == "(" and file.tokens.partner.get(opener + 1) == close - 1:
        opener, close = opener + 1, close - 1
        pairs.append((opener, close))
    left = value_end(file, opener + 1)
    if not pairs or left == opener + 1 or texts[opener + 1][0] in '0123456789"' or texts[left] not in COMPARISONS:
        return []
    return pairs if value_end(file, left + 1) == close else []


def is_superfluous(file: SourceFile, opener: int, close: int) -> bool:
    """Whether the parentheses hold a value, or a comparison of two, that need them nowhere."""
    texts = file.tokens.texts
    first = opener + 1
    unary = texts[first] in ("!", "&", "~")
    left = lvalue_end(file, first + unary)
    if left == first + unary or left > close:
        return False
    if left == close:
        return (unary or left - first > 1) and texts[close + 1 : close + 2] != ["("]
    if texts[left] not in COMPARISONS or texts[opener - 1] not in LOOSE or texts[close + 1] not in LOOSE:
        return False
    right = left + 1
    if texts[right] == "(" and is_cast(file, file.tokens.partner.get(right, right)):
        right = file.tokens.partner[right] + 1
    return value_end(file, right) == close


def dropped(file: SourceFile, pairs: list[tuple[int, int]]) -> Fix:
    """The same without these pairs of parentheses."""
    tokens, edits = file.tokens, []
    for opener, close in pairs:
        edits.append(edit(tokens.starts[opener], tokens.starts[opener + 1], ""))
        edits.append(edit(tokens.end(close - 1), tokens.end(close), ""))
    return Fix("drop the parentheses", tuple(edits), UNSAFE)


@rule("RETURN_PARENTHESES", ERROR, "parentheses around what is returned", on=Token(("return",)))
def around_return_value(position: int, file: SourceFile) -> Reports:
    """``return`` is no function: what it returns needs no parentheses.

    Reported is a single value (a name with members and calls, a number, a string, a cast of one) and ``? :`` after
    one; parentheses around arithmetic, comparisons and negative numbers are left alone.

    Source: Documentation/process/coding-style.rst, section 3.1 ("Spaces"): parentheses belong to function calls.

    Differs from checkpatch: a ``return`` that is the body of an ``if`` or after a label, and values that take more
    than one line, are looked at too.
    """
    tokens = file.tokens
    texts, opener = tokens.texts, position + 1
    if texts[opener : opener + 1] != ["("]:
        return
    close = tokens.partner.get(opener, opener)
    if texts[close + 1 : close + 2] != [";"]:
        return
    first, last = opener, close
    while texts[first + 1] == "(" and tokens.partner.get(first + 1) == last - 1:
        first, last = first + 1, last - 1
    first += 1
    if texts[first] == "(" and is_cast(file, tokens.partner.get(first, first)):
        first = tokens.partner[first] + 1
    end = value_end(file, first)
    if end > first and (end == last or texts[end] == "?"):
        where = tokens.starts[opener], tokens.end(close)
        yield where, "what is returned needs no parentheses", unwrapped(file, opener, close)


def unwrapped(file: SourceFile, opener: int, close: int) -> Fix:
    """``return`` without its parentheses, one space after it."""
    tokens = file.tokens
    edits = (
        edit(tokens.end(opener - 1), tokens.starts[opener + 1], " "),
        edit(tokens.end(close - 1), tokens.end(close), ""),
    )
    return Fix("drop the parentheses", edits, UNSAFE)
