"""Bodies of control statements that are not one level deeper than what controls them."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, Reports, rule
from pylint_kernel.language.idioms import after_spaces
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.statements import condition, is_else_if, is_end_of_do
from pylint_kernel.lazy import LineStart, Pattern
from pylint_kernel.model import WARNING, Span

# The usual case, a next line that is one tab deeper, is sorted out at once.
KEYWORD = LineStart(r"([ \t]*+)(?:\}[ \t]*+)?(if|else|for|while|do)\b(?![^\n]*[){a-z]\n\1\t[^\s])")


@rule("SUSPECT_CODE_INDENT", WARNING, "a body that is not indented by one level", on=Code(KEYWORD))
def suspect_body(match: re.Match[str], file: SourceFile) -> Reports:
    """The first line of a body is not one tab deeper than the ``if``, ``else``, ``for``, ``while``, ``do`` or loop
    macro that controls it.

    Either the indent is wrong, or the statement was not meant to be the body. Reported is a body that begins at no tab
    stop, less than the keyword is indented, as much, or by more than one tab more. A label at the start of the line
    and a ``case`` are no part of it.

    Source: Documentation/process/coding-style.rst, section 1 ("Indentation").

    Differs from checkpatch: a body that is cut off by a directive is not judged.
    """
    yield from judge(file, match.start(1), Span(*match.span(2)))


@rule(
    "SUSPECT_CODE_INDENT",
    WARNING,
    "a body of a loop macro that is not indented by one level",
    on=Code(Pattern(r"for_each\w*[ \t]*\("), "for_each"),
)
def suspect_body_of_macro(match: re.Match[str], file: SourceFile) -> Reports:
    """The same for macros that loop, whose name has ``for_each`` in it."""
    line = file.line_start(match.start())
    name = NAME.match(file.code, line)
    if name and name.end() > match.start():
        yield from judge(file, line, Span(*name.span(1)))


NAME = Pattern(r"[ \t]*(\w+)")


def judge(file: SourceFile, line: int, keyword: Span) -> Reports:
    """The report on the control statement that begins a line, if the indent of its body is not right."""
    body = first_of_body(file, file.position_at(keyword.start))
    if body is None:
        return
    start = file.tokens.starts[body]
    below = file.line_start(start)
    end = after_spaces(file.text, below)
    if end != start and file.comment_at(below):
        return
    here, there = file.column(end), file.column(after_spaces(file.text, line))
    if here == there and file.tokens.texts[body] in ("{", "}", "else"):
        return
    if here % file.limits.tab_size or not there < here <= there + file.limits.tab_size:
        yield keyword, f"the body is indented by {here} columns, its '{file.slice(keyword)}' by {there}"


def first_of_body(file: SourceFile, position: int) -> int | None:
    """The first token of the body of the control statement ``position``, labels aside; None if its line tells nothing.

    That is so where the body begins on the line of its head or of its brace, or where a directive cuts it off.
    """
    tokens = file.tokens
    texts = tokens.texts
    if texts[position] == "else" and is_else_if(file, position):
        position += 1
    if texts[position] in ("else", "do"):
        last = position
    elif head := condition(file, position):
        last = head[1]
    else:
        return None
    if texts[position] == "while" and is_end_of_do(file, position):
        return None
    around = file.directive_at(tokens.starts[last])
    braced = texts[last + 1 : last + 2] == ["{"]
    if braced and around and "\n" in file.text[tokens.end(last) : tokens.starts[last + 1]]:
        # In a macro a brace on a line of its own is what has to be indented like the head.
        braced = False
    if braced:
        last += 1
    first = last + 1
    while first < len(texts) and (texts[first] == "#" or texts[first + 1 : first + 2] == [":"]):
        directive = file.directive_at(tokens.starts[first])
        if directive and texts[first] == "#":
            if not braced or directive.name in ("else", "elif", "endif"):
                return None
            first = file.position_at(directive.span.end)
        else:
            first += 2
    if first >= len(texts) or texts[first] in ("}", "case", "default"):
        return None
    if file.directive_at(tokens.starts[first]) != around:
        return None
    return first if "\n" in file.text[tokens.end(last) : tokens.starts[first]] else None
