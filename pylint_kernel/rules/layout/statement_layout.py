"""Which statements may share a line: one statement a line, and the body of a control statement on its own."""

from __future__ import annotations

from pylint_kernel.checking.rule import Reports, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Block,
    DoWhile,
    If,
    Loop,
    MacroHeaded,
    Return,
    ScopedGuard,
    Section,
    Token,
    View,
)
from pylint_kernel.model import ERROR, Fix, replace


def is_clear(last: Token) -> bool:
    """Whether nothing, or only an opening brace, follows a token on its line."""
    following = last.next
    if following is None or not following.on_line_of(last):
        return True
    return following.text == "{" and (following.next is None or not following.next.on_line_of(following))


def opens_line(token: Token) -> bool:
    """Whether a token is the first of its line, but for a closing brace; of an overlong line the end is looked at."""
    start = max(token.file.line_start(token.start), token.start - LONGEST_LINE)
    return token.file.code[start : token.start].strip(" \t") in ("", "}")


LONGEST_LINE = 1000


def is_aligned_argument(token: Token) -> bool:
    """Whether a token begins one or more levels right of a parenthesis that it stands in: so statements are written
    that are arguments of a macro, ``DEFINE_FREE()`` for example."""
    column, tab, around = token.column, token.file.limits.tab_size, token.bracket
    while around is not None:
        if around.text == "(" and column > around.column and (column - around.column - 1) % tab == 0:
            return True
        around = around.bracket
    return False


def in_first_line_of_macro(token: Token) -> bool:
    """Whether a token stands on the line of the ``#define`` that it is part of: that line is not judged."""
    directive = token.file.directive_at(token.start)
    return directive is not None and token.row == token.file.row(directive.span.start)


def in_block_on_line(statement: View) -> bool:
    """Whether the block around a statement opens on its line: what is written in one line as a whole is left alone."""
    block = statement.enclosing(Block)
    return block is not None and block.open.on_line_of(statement.first)


@rule("TRAILING_STATEMENTS", ERROR, "a statement on the line of its condition", on=(If, Loop, ScopedGuard))
def after_condition(statement: If | Loop | ScopedGuard, file: SourceFile) -> Reports:
    """One statement a line: what belongs to a condition, an ``else`` or a ``case`` stands on a line of its own.

    This check looks after the head of ``if``, ``while``, ``for`` and of macros such as ``list_for_each_entry()`` and
    ``scoped_guard()``. A brace may follow, alone; so may a comment. An empty body is no exception: the ``;`` of
    ``while (...);`` goes to the next line, where it cannot be overlooked. The first line of a macro, and blocks that
    are written in one line, are left alone.

    Source: Documentation/process/coding-style.rst, section 1 ("Don't put multiple statements on a single line unless
    you have something to hide").

    Differs from checkpatch: macros that head a body are looked at too; ``if (…)`` and ``if (…) {} else`` at the end of
    an iterator macro take the statement that follows the macro.
    """
    if isinstance(statement, DoWhile) or (isinstance(statement, MacroHeaded) and not statement.is_known):
        return
    if statement.is_headless or is_clear(statement.head_end) or statement.body is None:
        return
    if in_first_line_of_macro(statement.keyword) or in_block_on_line(statement) or ends_iterator(statement):
        return
    yield from trailing(statement.keyword, statement.head_end, statement.body, "condition")


def ends_iterator(statement: If | Loop | ScopedGuard) -> bool:
    """Whether a statement is the ``if (…) {} else`` that a macro ends with, to filter what it goes over, or the loop
    before it."""
    body = statement.body
    if isinstance(statement, If):
        return statement.ends_macro and isinstance(body, Block) and not body.statements
    return isinstance(body, If) and body.ends_macro


@rule("TRAILING_STATEMENTS", ERROR, "a statement on the line of its else", on=If)
def after_else(branch: If, file: SourceFile) -> Reports:
    """The same for what follows an ``else``; ``else if`` belongs together."""
    keyword, body = branch.else_keyword, branch.orelse
    if keyword is not None and opens_line(keyword) and not (isinstance(body, If) and body.is_else_if):
        yield from trailing(keyword, keyword, body, "else")


@rule("TRAILING_STATEMENTS", ERROR, "an if on the line of a closing brace", on=If)
def if_after_brace(branch: If, file: SourceFile) -> Reports:
    """The same for an ``if`` after the ``}`` of what comes before: that looks like an ``else if`` without ``else``."""
    brace = branch.keyword.previous
    if brace is not None and brace.text == "}" and opens_line(branch.keyword) and brace.on_line_of(branch.keyword):
        yield branch.keyword, "the if belongs on a line of its own", new_line(branch.keyword, brace, "")


@rule("TRAILING_STATEMENTS", ERROR, "a statement on the line of its case", on=Section)
def after_case(section: Section, file: SourceFile) -> Reports:
    """The same for what follows a ``case`` or ``default``, but for another ``case``, and for ``return`` with a value,
    which tables of names have."""
    if not opens_line(section.keyword) or in_first_line_of_macro(section.keyword):
        return
    last = section
    while not last.statements and isinstance(following := last.following, Section):
        if not following.keyword.on_line_of(last.last):
            return
        last = following
    first = next(iter(last.statements), None)
    if last.colon is not None and not (isinstance(first, Return) and first.value is not None):
        yield from trailing(section.keyword, last.colon, first, "label")


def trailing(keyword: Token, last: Token, body: View | None, what: str) -> Reports:
    """The report on what follows the token ``last``, the end of the head that begins at ``keyword``."""
    following = last.next
    # The last line of a fragment has what closes its brackets: the hunk broke off in the head.
    if keyword.file.partial and keyword.row < last.row == keyword.file.line_count - 1:
        return
    if following is not None and not is_clear(last):
        where = following if following.on_line_of(keyword) else keyword
        fix = break_line(keyword, last, body)
        yield where, f"trailing statements: what follows the {what} belongs on a line of its own", fix


def break_line(keyword: Token, last: Token, body: View | None) -> Fix | None:
    """Put what follows the token ``last`` on a line of its own, a level deeper than the line that ``keyword``
    begins, if that is all it takes: the line ends with it, and it has no parts that belong on other lines."""
    before = keyword.previous
    begins = opens_line(before) if before and before.text == "else" and before.on_line_of(keyword) else False
    if body is None or not (begins or opens_line(keyword)):
        return None
    file = keyword.file
    rest = file.tokens.texts[last.position + 1 : file.position_at(file.line_end(last.end))]
    return new_line(keyword, last, "\t") if rest[-1:] == [";"] and MULTILINE.isdisjoint(rest) else None


#: What a statement on one line does not have: its fix would leave something after.
MULTILINE = frozenset({"{", "}", "else", "for", "do"})


def new_line(above: Token, before: Token, deeper: str) -> Fix | None:
    """Break the line after the token ``before``; indent like the line of the token ``above``, and ``deeper``."""
    after = before.next
    if after is None or before.in_directive or before.file.text[before.end : after.start].strip(" \t"):
        return None
    return replace("break the line", before.end, after.start, f"\n{above.indent}{deeper}")


@rule("WHILE_AFTER_BRACE", ERROR, "the while of a do loop below the closing brace", on=DoWhile)
def while_below_brace(loop: DoWhile, file: SourceFile) -> Reports:
    """``while`` follows the ``}`` of its ``do`` on the same line: on its own it looks like the start of a loop.

    Source: Documentation/process/coding-style.rst, section 3 ("the closing brace is empty on a line of its own, except
    ... a ``while`` in a do-statement").

    Differs from checkpatch: an empty loop after the end of another block is no end of a ``do`` loop.
    """
    keyword, body = loop.while_keyword, loop.body
    if keyword is None or not isinstance(body, Block) or body.close.next != keyword:
        return
    between = file.text[body.end : keyword.start]
    if between.count("\n") == 1 and not between.strip(" \t\n") and body.close.indent == keyword.indent:
        fix = replace("join the lines", body.end, keyword.start, " ")
        yield keyword, "the while belongs after the closing brace", fix
