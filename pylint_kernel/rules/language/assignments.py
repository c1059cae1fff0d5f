"""Assignments in odd places, and statements that are probably a slip."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pylint_kernel.checking.rule import Call, Code, Node, Reports, Token, rule
from pylint_kernel.language.idioms import is_identifier, lvalue_end, value_end
from pylint_kernel.language.operators import is_cast, is_word, previous
from pylint_kernel.language.source import CallSite, SourceFile
from pylint_kernel.language.statements import condition
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, ERROR, UNSAFE, WARNING, Fix, edit

if TYPE_CHECKING:
    from tree_sitter import Node as TreeNode

ASSIGNMENTS = frozenset("= += -= *= /= %= &= |= ^= <<= >>=".split())
#: What a statement begins after; a ``)`` ends the head of a loop or an ``if``.
OPENING = frozenset("; { } : ) else do".split())


@rule(
    "MULTIPLE_ASSIGNMENTS",
    CHECK,
    "several assignments in one statement",
    on=Code(Pattern(r"=[ \t]*[A-Za-z_]\w*(?:[ \t]*(?:->|\.)[ \t]*\w+|\[[^\]\n=]*\])*[ \t]*=(?!=)")),
)
def chained(match: re.Match[str], file: SourceFile) -> Reports:
    """One assignment a line: ``a = b = 0;`` hides the second.

    Assignments in conditions, in declarations and in the head of a ``for`` are left alone, and those that do stand
    on lines of their own.

    Source: Documentation/process/coding-style.rst, section 1 ("Indentation").

    Differs from checkpatch: the statement need not begin its line, and its first target may be a dereference.
    """
    tokens = file.tokens
    texts, partner = tokens.texts, tokens.partner
    operator, second = file.position_at(match.start()), file.position_at(match.end() - 1)
    if texts[operator] != "=" or lvalue_end(file, operator + 1) != second:
        return
    first = operator - 1
    while first > 0 and (texts[first] == "]" or texts[first - 1] in ("->", ".")):
        first = partner.get(first, first) - 1 if texts[first] == "]" else first - 2
    if not is_identifier(texts[first]) or "\n" in file.text[tokens.starts[first] : tokens.end(second)]:
        return
    before = previous(file, first)
    while before >= 0 and texts[before] == "*":
        before = previous(file, before)
    if before < 0 or texts[before] in OPENING:
        where = tokens.starts[first], tokens.end(second)
        yield where, "several assignments in one statement: give each a line of its own"


@rule("ASSIGN_IN_IF", ERROR, "an assignment in the condition of an if", on=Token(("if",)))
def in_condition(position: int, file: SourceFile) -> Reports:
    """An assignment in the condition of an ``if`` is easily taken for a comparison: assign before the ``if``.

    The fix does so where the assignment is the first thing that the condition computes.

    Source: common practice in the kernel; coding-style.rst, section 1: "Don't put multiple statements on a single
    line".

    Differs from checkpatch: the body of a statement expression in the condition is not part of it.
    """
    tokens = file.tokens
    texts = tokens.texts
    head = condition(file, position)
    if head is None or ASSIGNMENTS.isdisjoint(texts[position + 2 : head[1]]) or texts[position - 1] == "#":
        return
    at = position + 2
    while at < head[1]:
        if texts[at] == "{":
            at = tokens.partner.get(at, at)
        elif texts[at] in ASSIGNMENTS:
            start = at if file.row(tokens.starts[at]) == file.row(tokens.starts[position]) else position
            where = tokens.starts[start], tokens.end(at)
            yield where, "an assignment in a condition: assign before the 'if'", hoisted(file, position, head[1], at)
        at += 1


def hoisted(file: SourceFile, keyword: int, close: int, operator: int) -> Fix | None:
    """The assignment as a statement before the ``if``; None where something else is computed or decided before it."""
    tokens = file.tokens
    texts, partner = tokens.texts, tokens.partner
    start = tokens.starts[keyword]
    indent = file.text[file.line_start(start) : start]
    before = previous(file, keyword)
    if indent.strip() or before < 0 or texts[before] not in ("{", "}", ";", ":") or file.directive_at(start):
        return None
    first = keyword + 2
    while texts[first] in ("(", "!", "likely", "unlikely"):
        first += 1
    if lvalue_end(file, first) != operator or texts[operator] != "=":
        return None
    opener = first - 1
    end = partner.get(opener, 0)
    if not operator < end <= close or "," in top_level(file, operator, end):
        return None
    statement = file.slice((tokens.starts[first], tokens.end(end - 1)))
    if "\n" in statement or (end == close and opener != keyword + 1):
        return None
    target = file.slice((tokens.starts[first], tokens.end(operator - 1)))
    edits = [edit(start, start, f"{statement};\n{indent}")]
    if opener == keyword + 1:
        edits.append(edit(tokens.starts[first], tokens.end(end - 1), target))
    else:
        behind, negation = tokens.end(end), ""
        if texts[end + 1 : end + 3] in (["==", "NULL"], ["!=", "NULL"]):
            behind, negation = tokens.end(end + 2), "!" if texts[end + 1] == "==" else ""
        edits.append(edit(tokens.starts[opener], behind, negation + target))
    return Fix("assign before the if", tuple(edits), UNSAFE)


def top_level(file: SourceFile, first: int, last: int) -> list[str]:
    """The tokens between two positions that are in no brackets."""
    texts, partner, found = file.tokens.texts, file.tokens.partner, []
    while first < last:
        found.append(texts[first])
        first = partner.get(first, first) + 1 if texts[first] in "([{" else first + 1
    return found


@rule(
    "SELF_ASSIGNMENT",
    WARNING,
    "a variable is assigned to itself",
    on=Code(Pattern(r"=\s*(?:\*\s*(?:\(\s*)?&\s*(?:\(\s*)?)?([A-Za-z_]\w*)[\s)]*[;,]")),
)
def to_itself(match: re.Match[str], file: SourceFile) -> Reports:
    """``x = x`` does nothing but hide a warning about a variable that is used before it is set.

    Source: Documentation/process/deprecated.rst, "uninitialized_var()", speaks of the same trick.

    Differs from checkpatch: the statement need not begin its line.
    """
    end = match.start()
    while end and file.code[end - 1] in " \t\n":
        end -= 1
    if not file.code.endswith(match[1], 0, end):
        return
    tokens = file.tokens
    texts = tokens.texts
    target = file.position_at(end) - 1
    if texts[target] != match[1] or texts[target + 1] != "=":
        return
    before = previous(file, target)
    declared = before > 0 and is_word(texts[before - (texts[before] == "*")])
    if before < 0 or texts[before] in OPENING or declared:
        yield (tokens.starts[target], match.end(1)), f"'{match[1]}' is assigned to itself"


@rule(
    "SUSPECT_COMMA_SEMICOLON", WARNING, "a comma where a semicolon was probably meant", on=Node(("comma_expression",))
)
def comma_statement(node: TreeNode, file: SourceFile) -> Reports:
    """Two assignments or calls joined by a comma are one statement, which an ``if`` or a later reader may overlook.

    Reported where each side is a single value or its assignment, and there are two sides.

    Source: Documentation/process/coding-style.rst, section 1: "Don't put multiple statements on a single line".

    Differs from checkpatch: the body of an ``if`` or a loop is looked at too.
    """
    parent = node.parent
    if parent is None or parent.type != "expression_statement" or node.has_error:
        return
    sides = node.named_children
    bounds = [(file.position_at(side.start_byte), file.position_at(side.end_byte)) for side in sides]
    if len(sides) == 2 and all(is_plain(file, *side) for side in bounds):
        start, comma = sides[0].start_byte, bounds[0][1]
        if file.tokens.texts[comma] == "," and file.code[sides[1].end_byte : parent.end_byte].strip() == ";":
            yield (start, file.tokens.end(comma)), "a ',' ends this statement: was a ';' meant?"


@rule("SUSPECT_COMMA_SEMICOLON", WARNING, "a comma among the statements of a macro", on=Call(("TP_fast_assign",)))
def comma_in_trace_event(call: CallSite, file: SourceFile) -> Reports:
    """The statements that fill in a trace event are the argument of a macro."""
    texts, partner = file.tokens.texts, file.tokens.partner
    first = position = call.position + 2
    commas: list[int] = []
    while position < call.close:
        if texts[position] in ("(", "[", "{"):
            position = partner.get(position, position)
        elif texts[position] == ",":
            commas.append(position)
        elif texts[position] == ";":
            if len(commas) == 1 and is_plain(file, first, commas[0]) and is_plain(file, commas[0] + 1, position):
                yield file.token_span(first, commas[0] + 1), "a ',' ends this statement: was a ';' meant?"
            first, commas = position + 1, []
        position += 1


def is_plain(file: SourceFile, first: int, last: int) -> bool:
    """Whether the tokens are a single value, or the assignment of one to a variable."""
    texts = file.tokens.texts
    operator = lvalue_end(file, first)
    if operator > first and texts[operator] in ASSIGNMENTS:
        first = operator + 1
    if texts[first] == "(" and is_cast(file, file.tokens.partner.get(first, first)):
        first = file.tokens.partner[first] + 1
    return first < last and value_end(file, first) == last
