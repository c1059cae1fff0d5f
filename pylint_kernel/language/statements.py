"""Control statements read off the tokens: where a statement ends, which ``if`` an ``else`` belongs to, its arms.

Tokens exist whatever the parser made of the file. A directive in the middle of a statement makes its shape depend on
the configuration: then the answer is None.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from pylint_kernel.language.idioms import is_identifier, statement_bounds
from pylint_kernel.language.source import SourceFile

#: Statements with a condition in parentheses and a body after it.
HEADED = frozenset("if while for switch".split())
#: What a statement can begin with after the head of a macro that loops.
BODIES = HEADED | {"{", "do", "return", "goto", "break", "continue"}
#: How many ``if`` before an ``else`` are tried, how many tokens a statement may have, how many ``do`` may be nested.
REACH = 16
LENGTH = 2000
DEPTH = 20


class Arm(NamedTuple):
    """One arm of an if/else chain, as positions of tokens: its ``if`` (or the last ``else``), the parentheses of its
    condition, the first token of its body and the one after its last."""

    keyword: int
    condition: tuple[int, int] | None
    body: int
    end: int


def condition(file: SourceFile, keyword: int) -> tuple[int, int] | None:
    """The positions of the parentheses after ``if``, ``while``, ``for``, ``switch``."""
    texts = file.tokens.texts
    if keyword + 1 >= len(texts) or texts[keyword + 1] != "(":
        return None
    close = file.tokens.partner.get(keyword + 1)
    return None if close is None else (keyword + 1, close)


def statement_end(file: SourceFile, position: int, depth: int = 0) -> int | None:
    """The position after the statement that begins at ``position``; None if that cannot be told.

    ``depth`` counts the ``do`` around it. No recursion for the rest: what ends the innermost body ends all the bodies
    around it, save for those of an ``if`` that an ``else`` follows.
    """
    texts, partner = file.tokens.texts, file.tokens.partner
    open_ifs = 0
    while position < len(texts):
        text = texts[position]
        if text in HEADED:
            if (head := condition(file, position)) is None:
                return None
            open_ifs += text == "if"
            position = head[1] + 1
            continue
        if text in ("case", "default") or texts[position + 1 : position + 2] == [":"]:
            while position < len(texts) and texts[position] not in ":;{}#":
                position += 1
            if texts[position : position + 1] != [":"]:
                return None
            position += 1
            continue
        if (body := macro_body(file, position)) is not None:
            position = body
            continue
        end: int | None
        if text == "{":
            end = partner[position] + 1 if position in partner else None
        elif text == "do":
            end = loop_end(file, position, depth + 1)
        else:
            end = simple_end(file, position)
        if end is None or not open_ifs or texts[end : end + 1] != ["else"]:
            return end
        open_ifs -= 1
        position = end + 1
    return None


def loop_end(file: SourceFile, position: int, depth: int) -> int | None:
    """The position after the ``do ... while (...);`` that begins at ``position``."""
    texts = file.tokens.texts
    end = statement_end(file, position + 1, depth) if depth < DEPTH else None
    if end is None or texts[end : end + 1] != ["while"] or not (head := condition(file, end)):
        return None
    return head[1] + 2 if texts[head[1] + 1 : head[1] + 2] == [";"] else None


def is_end_of_do(file: SourceFile, position: int) -> bool:
    """Whether the ``while`` at ``position`` ends a ``do`` loop."""
    texts, partner = file.tokens.texts, file.tokens.partner
    before = texts[position - 1] if position else ""
    if before == "}":
        opener = partner.get(position - 1, 0)
        return opener > 0 and texts[opener - 1] == "do"
    if before == ";":
        first, _ = statement_bounds(file, position - 2)
        return texts[first] == "do"
    return False


def macro_body(file: SourceFile, position: int) -> int | None:
    """Where the body begins that follows a macro used like a loop: ``for_each_foo(a, b) body``."""
    texts = file.tokens.texts
    if not is_identifier(texts[position]) or texts[position + 1 : position + 2] != ["("]:
        return None
    body = file.tokens.partner.get(position + 1, len(texts)) + 1
    return body if body < len(texts) and (texts[body] in BODIES or is_identifier(texts[body])) else None


def simple_end(file: SourceFile, position: int) -> int | None:
    """The position after the ``;`` that ends an expression, a jump or a declaration."""
    texts, partner = file.tokens.texts, file.tokens.partner
    limit = min(position + LENGTH, len(texts))
    while position < limit:
        text = texts[position]
        if text == ";":
            return position + 1
        if text in "([{" and position in partner:
            limit = min(limit + partner[position] - position, len(texts))
            position = partner[position]
        elif text in "([{)]}#" or text == "else":
            return None
        position += 1
    return None


def is_else_if(file: SourceFile, position: int) -> bool:
    """Whether the ``else`` at ``position`` goes on with an ``if`` on its own line."""
    tokens = file.tokens
    if tokens.texts[position + 1 : position + 2] != ["if"]:
        return False
    return "\n" not in file.text[tokens.starts[position] : tokens.starts[position + 1]]


def matching_if(file: SourceFile, position: int) -> int | None:
    """The ``if`` that the ``else`` at ``position`` belongs to: the nearest one whose first body ends there."""
    texts, index = file.tokens.texts, file.tokens.index
    before = position
    if position and texts[position - 1] == "}":
        before = file.tokens.partner.get(position - 1, position)
    candidates = index.get("if", [])
    at = bisect_left(candidates, before)
    for candidate in reversed(candidates[max(at - REACH, 0) : at]):
        head = condition(file, candidate)
        if head and head[1] < before and statement_end(file, head[1] + 1) == position:
            return candidate
    return None


def chain(file: SourceFile, position: int) -> list[Arm]:
    """The arms of the chain that begins with the ``if`` at ``position``; empty if its shape cannot be told."""
    texts, arms = file.tokens.texts, list[Arm]()
    keyword, head = position, condition(file, position)
    while True:
        body = head[1] + 1 if head else keyword + 1
        end = statement_end(file, body) if head or texts[keyword] == "else" else None
        if end is None:
            return []
        arms.append(Arm(keyword, head, body, end))
        if head is None or texts[end : end + 1] != ["else"]:
            return arms
        keyword = end + 1 if is_else_if(file, end) else end
        head = condition(file, keyword) if texts[keyword] == "if" else None


def first_if(file: SourceFile, position: int) -> int | None:
    """The first ``if`` of the chain that the ``else`` at ``position`` belongs to."""
    found = matching_if(file, position)
    while found is not None and found and file.tokens.texts[found - 1] == "else" and is_else_if(file, found - 1):
        found = matching_if(file, found - 1)
    return found
