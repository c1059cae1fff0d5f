"""Jumps, switches and how deep code is nested."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, Reports, Token, rule
from pylint_kernel.language.idioms import behind_blanks, indent_at
from pylint_kernel.language.operators import previous
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.statements import chain, condition, first_if, is_else_if, is_end_of_do
from pylint_kernel.lazy import LineStart, Pattern
from pylint_kernel.model import ERROR, UNSAFE, WARNING, replace
from pylint_kernel.rules.layout.statement_layout import is_clear, share_line

LEAVING = frozenset("return break goto continue".split())
#: Jumps behind which an else is not needed.
ENDING = frozenset("return break".split())
#: Jumps behind which a break is never reached.
JUMPS = frozenset("return break goto".split())


@rule("SWITCH_CASE_INDENT_LEVEL", ERROR, "case labels are not indented like their switch", on=Token(("switch",)))
def case_indent(position: int, file: SourceFile) -> Reports:
    """``case`` and ``default`` start in the column of their ``switch``: that keeps the code behind them one level
    further left.

    The finding reaches from the ``switch`` to the last label that stands elsewhere. Labels in blocks inside the
    switch and labels behind other code on their line are not looked at.

    Source: Documentation/process/coding-style.rst, section 1 ("Indentation").

    Differs from checkpatch: a condition of several lines, or a brace on a line of its own, hides no label.
    """
    tokens = file.tokens
    texts, partner = tokens.texts, tokens.partner
    head = condition(file, position)
    close = partner.get(head[1] + 1) if head and texts[head[1] + 1 : head[1] + 2] == ["{"] else None
    if head is None or close is None:
        return
    start = tokens.starts[position]
    column = file.width(indent_at(file, start))
    at, last = head[1] + 2, None
    while at < close:
        if texts[at] == "{":
            at = partner.get(at, at)
        elif texts[at] in ("case", "default"):
            label = tokens.starts[at]
            indent = file.text[file.line_start(label) : label]
            if not indent.strip(" \t") and file.width(indent) != column:
                last = at
        at += 1
    if last is not None:
        yield (start, tokens.end(last)), "'switch' and 'case' belong in the same column"


@rule(
    "DEEP_INDENTATION",
    WARNING,
    "six tabs or more before a control statement",
    on=Code(
        LineStart(
            r"\t{6}[ \t]*+(?!#)[^\n]*?(?<![\w.>])((?:if|while|for|switch|\w*for_each\w*)(?=[ \t]*\()|do\b|else\b)"
        ),
        having="\t\t\t\t\t\t",
    ),
)
def deep_indentation(match: re.Match[str], file: SourceFile) -> Reports:
    """Code that is nested this deep is hard to follow: move parts of it into functions of their own.

    Six tabs or more before an ``if``, ``for``, ``while``, ``switch``, ``do``, ``else`` or ``...for_each...()`` count.

    Source: Documentation/process/coding-style.rst, section 1 ("Indentation").

    Differs from checkpatch: every macro with ``for_each`` in its name counts, not only those with a word behind it.
    """
    yield match.span(1), "too deep: consider moving this code into a function of its own"


@rule("UNNECESSARY_ELSE", WARNING, "an else behind a branch that returns or breaks", on=Token(("else",)))
def else_behind_jump(position: int, file: SourceFile) -> Reports:
    """What follows a branch that ends with ``return`` or ``break`` needs no ``else``: it is not reached otherwise.

    Exempt: an ``else`` whose body begins with ``return`` too, where the branches are alternatives; ``else if``; a
    chain in which an earlier branch goes on, so that the ``else`` matters; macro bodies.

    Source: Documentation/process/coding-style.rst, section 1 ("Indentation"): deep nesting is to be avoided.

    Differs from checkpatch: blank lines, comments, a jump of several lines or a brace on its own line hide nothing;
    a comment before the second ``return`` does not make the ``else`` unnecessary; a chain is looked at as a whole.
    """
    texts = file.tokens.texts
    if is_else_if(file, position) or (jump := last_statement(file, position - 1)) is None:
        return
    behind = position + 1 + (texts[position + 1 : position + 2] == ["{"])
    if texts[jump] not in ENDING or (texts[jump] == "return" and texts[behind : behind + 1] == ["return"]):
        return
    first = first_if(file, position)
    if first is None or file.directive_at(file.tokens.starts[position]):
        return
    for arm in chain(file, first)[:-1]:
        last = last_statement(file, arm.end - 1)
        if last is None or texts[last] not in LEAVING:
            return
    yield file.tokens.span(position), f"no 'else' is needed behind a '{texts[jump]}'"


def last_statement(file: SourceFile, last: int) -> int | None:
    """Where the last statement of the branch that ends with the token ``last`` begins; None unless it is a simple one
    of the branch itself."""
    texts, partner = file.tokens.texts, file.tokens.partner
    braced = last >= 1 and texts[last] == "}"
    first = last - 1 if braced else last
    if first < 1 or texts[first] != ";":
        return None
    while first and texts[first - 1] not in ";{}":
        if texts[first - 1] == ")":
            opener = partner.get(first - 1, first - 1)
            if not braced and texts[opener - 1] == "if":
                return first
            first = opener
        else:
            first -= 1
    return first if braced else None


@rule(
    "RETURN_VOID",
    WARNING,
    "a return at the end of a function that returns nothing",
    on=Code(Pattern(r"return\s*;\s*\n(\})"), having="return"),
)
def return_at_end(match: re.Match[str], file: SourceFile) -> Reports:
    """The end of a function returns by itself.

    The finding is at the closing brace. Exempt: a ``return;`` behind a label, which needs a statement.

    Source: coding-style.rst, section 8 and common practice: code that does nothing is in the way.

    Differs from checkpatch: comments and blank lines around the ``return`` hide nothing; the body of an ``if`` and a
    label with a blank line or a comment behind it are recognised.
    """
    tokens = file.tokens
    position = file.position_at(match.start())
    before = previous(file, position)
    if before >= 0 and tokens.texts[before] in ("{", "}", ";") and tokens.texts[position] == "return":
        start, end = match.start(), match.end(1)
        line = file.line_start(start)
        fix = None
        if file.text[start:end].split() == ["return;", "}"] and not file.text[line:start].strip():
            before = len(file.text[:line].rstrip()) + 1
            fix = replace("remove the return", before, end - 1, "", UNSAFE)
        yield match.span(1), "the end of the function returns by itself", fix


@rule("UNNECESSARY_BREAK", WARNING, "a break that is never reached", on=Token(("break",)))
def break_behind_jump(position: int, file: SourceFile) -> Reports:
    """Behind ``return``, ``goto`` or another ``break`` in the same block a ``break`` is never reached.

    Source: common practice: code that does nothing is in the way.

    Differs from checkpatch: blank lines, comments and a ``return`` of several lines hide nothing; a jump that is the
    body of an ``if`` is recognised whatever its indent.
    """
    tokens = file.tokens
    texts, partner = tokens.texts, tokens.partner
    if position < 2 or texts[position - 1] != ";":
        return
    first = position - 1
    while first and texts[first - 1] not in ";{}:":
        first = partner.get(first - 1, first - 1) if texts[first - 1] in ")]" else first - 1
    if texts[first] in JUMPS and not (first and texts[first - 1] in (")", "else")):
        start, end = tokens.starts[position], tokens.end(position)
        line, behind = file.line_start(start), file.line_end(end)
        fix = None
        if file.text[line:start].isspace() and file.text[end:behind].strip() == ";":
            fix = replace("delete the line", line, behind + 1, "", UNSAFE)
        yield (start, end), f"this 'break' is never reached: there is a '{texts[first]}' before it", fix


@rule("DEFAULT_NO_BREAK", WARNING, "a default label with nothing but a semicolon", on=Token(("default",)))
def empty_default(position: int, file: SourceFile) -> Reports:
    """An empty ``default: ;`` reads like a mistake: write ``default: break;``.

    Source: Documentation/process/deprecated.rst, "Implicit switch case fall-through": all cases end in a jump.

    Differs from checkpatch: the finding is at the ``default`` label also where other labels stand before it.
    """
    if file.tokens.texts[position + 1 : position + 3] == [":", ";"]:
        where = (file.tokens.starts[position], file.tokens.end(position + 2))
        yield where, "this 'default' does nothing: end it with 'break;'"


@rule(
    "TRAILING_SEMICOLON",
    WARNING,
    "a semicolon behind a condition, and an indented line below",
    on=Token(("if", "while", "for", "switch")),
)
def semicolon_behind_condition(position: int, file: SourceFile) -> Reports:
    """A control statement ends with its line, and yet the next line is indented as if it belonged to it.

    Source: the compiler's -Wempty-body and -Wmisleading-indentation, which find some of these.
    """
    head = condition(file, position)
    if head is None or is_clear(file, head[1]):
        return
    tokens = file.tokens
    end = file.line_end(tokens.starts[head[1] + 1])
    last = file.position_at(end) - 1
    if tokens.texts[last] != ";" or tokens.texts[last - 1] != ")" or tokens.end(last) != end:
        return
    start = tokens.starts[position]
    if file.directive_at(start) or file.text[end + 1 : end + 2] == "#" or is_end_of_do(file, position):
        return
    below = behind_blanks(file.text, end + 1)
    line = file.line_start(start)
    if file.text[below : below + 1] in ("", "\n") or file.column(below) <= file.column(behind_blanks(file.text, line)):
        return
    where = tokens.span(last) if share_line(file, position, last) else tokens.span(position)
    yield where, "the semicolon ends the statement, but the next line is indented below it"
