"""Jumps, switches and how deep code is nested."""

from __future__ import annotations

from pylint_kernel.checking.rule import Reports, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Block,
    Break,
    Declaration,
    ExpressionStatement,
    For,
    Function,
    Goto,
    Headed,
    If,
    Jump,
    Label,
    Return,
    Section,
    Switch,
    View,
    While,
)
from pylint_kernel.language.syntax.aligned import dedented
from pylint_kernel.language.syntax.statements import Arm
from pylint_kernel.model import ERROR, UNSAFE, WARNING, Fix, edit, replace

TOO_DEEP = "\t" * 6


@rule("SWITCH_CASE_INDENT_LEVEL", ERROR, "case labels are not indented like their switch", on=Switch)
def case_indent(switch: Switch, file: SourceFile) -> Reports:
    """``case`` and ``default`` start in the column of their ``switch``: that keeps the code after them one level
    further left.

    The finding reaches from the ``switch`` to the last label that stands elsewhere. Labels in blocks inside the
    switch and labels after other code on their line are not looked at.

    The fix moves all that is between the braces of the switch, by one level. It is safe.

    Source: Documentation/process/coding-style.rst, section 1 ("Indentation").

    Differs from checkpatch: a condition of several lines, or a brace on a line of its own, hides no label.
    """
    column = file.width(switch.keyword.indent)
    labels = [section.keyword for section in switch.sections if section.keyword.opens_line]
    strays = [label for label in labels if label.column != column]
    if strays:
        fix = None
        if len(strays) == len(switch.sections) and {label.column - column for label in strays} == {
            file.limits.tab_size
        }:
            fix = to_the_left(switch)
        yield (switch.start, strays[-1].end), "'switch' and 'case' belong in the same column", fix


def to_the_left(switch: Switch) -> Fix | None:
    """Move what is between the braces of a switch by one level, if the closing brace has a line of its own."""
    body = switch.body
    if switch.in_macro or not isinstance(body, Block) or body.close is None or not body.close.opens_line:
        return None
    edits = dedented(switch.file, range(body.open.row + 1, body.close.row))
    return Fix("move the cases to the left", tuple(edits)) if edits else None


@rule("DEEP_INDENTATION", WARNING, "six tabs or more before a control statement", on=Headed)
def deep_indentation(statement: Headed, file: SourceFile) -> Reports:
    """Code that is nested this deep is hard to follow: move parts of it into functions of their own.

    Six tabs or more before an ``if``, ``for``, ``while``, ``switch``, ``do``, ``else`` or ``...for_each...()`` count.

    Source: Documentation/process/coding-style.rst, section 1 ("Indentation").

    Differs from checkpatch: every macro with ``for_each`` in its name counts, not only those with a word after it.
    """
    for keyword in statement.keywords:
        if file.text.startswith(TOO_DEEP, file.line_start(keyword.start)):
            yield keyword, "too deep: consider moving this code into a function of its own"


@rule("UNNECESSARY_ELSE", WARNING, "an else after a branch that returns or breaks", on=If)
def else_after_jump(branch: If, file: SourceFile) -> Reports:
    """What follows a branch that ends with ``return`` or ``break`` needs no ``else``: it is not reached otherwise.

    Exempt: an ``else`` whose body begins with ``return`` too, where the branches are alternatives; ``else if``; a
    chain in which an earlier branch goes on, so that the ``else`` matters; macro bodies.

    The fix takes the ``else`` and its braces away, where nothing is declared in them. It is unsafe, because tokens
    change; the compiler may lay the code out differently.

    Source: Documentation/process/coding-style.rst, section 1 ("Indentation"): deep nesting is to be avoided.

    Differs from checkpatch: blank lines, comments, a jump of several lines or a brace on its own line hide nothing;
    a comment before the second ``return`` does not make the ``else`` unnecessary; a chain is looked at as a whole.
    """
    if branch.is_else_if or branch.in_macro:
        return
    *arms, last = branch.arms
    if last.branch is not None:
        return
    jumps = [final_jump(arm.body) for arm in arms]
    if not all(jumps) or not isinstance(jump := jumps[-1], (Return, Break)):
        return
    if isinstance(jump, Return) and isinstance(first_statement(last.body), Return):
        return
    yield last.keyword, f"no 'else' is needed after a '{jump.keyword.text}'", without_else(arms[-1], last)


def without_else(before: Arm, last: Arm) -> Fix | None:
    """Take the ``else`` of ``last`` away: its body follows the ``if``, one level further left."""
    body, kept = last.body, before.body
    if not isinstance(body, Block) or not isinstance(kept, Block) or body.close is None or body.open is None:
        return None
    file, close = body.file, body.close
    declares = any(isinstance(one, Declaration) for one in body.statements)
    if (
        declares
        or not body.statements
        or not close.opens_line
        or file.text[close.end : file.line_end(close.end)].strip()
    ):
        return None
    between = file.text[kept.end : body.open.end]
    edits = dedented(file, range(body.open.row + 1, close.row))
    if edits is None or between.split() != ["else", "{"] or file.text[body.open.end] != "\n":
        return None
    gone = edit(kept.end, body.open.end, ""), edit(file.line_start(close.start), file.line_end(close.end) + 1, "")
    return Fix("remove the else", (*gone, *edits), UNSAFE)


def final_jump(body: View | None) -> Jump | None:
    """The jump that a branch ends with, if it does."""
    if isinstance(body, Block) and body.statements:
        body = body.statements[-1]
    return body if isinstance(body, Jump) else None


def first_statement(body: View | None) -> View | None:
    """The first statement of a branch."""
    return body.statements[0] if isinstance(body, Block) and body.statements else body


@rule("RETURN_VOID", WARNING, "a return at the end of a function that returns nothing", on=Return)
def return_at_end(jump: Return, file: SourceFile) -> Reports:
    """The end of a function returns by itself.

    The finding is at the closing brace. Exempt: a ``return;`` after a label, which needs a statement.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: Documentation/process/coding-style.rst, section 8 and common practice: code that does nothing is in the way.

    Differs from checkpatch: comments and blank lines around the ``return`` hide nothing; the body of an ``if`` and a
    label with a blank line or a comment after it are recognised.
    """
    block = jump.parent
    if (
        jump.value is None
        and isinstance(block, Block)
        and isinstance(block.parent, Function)
        and jump.following is None
    ):
        yield block.close, "the end of the function returns by itself", without_line(jump, file)


@rule("UNNECESSARY_BREAK", WARNING, "a break that is never reached", on=Break)
def break_after_jump(jump: Break, file: SourceFile) -> Reports:
    """After ``return``, ``goto`` or another ``break`` in the same block a ``break`` is never reached.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: common practice: code that does nothing is in the way.

    Differs from checkpatch: blank lines, comments and a ``return`` of several lines hide nothing; a jump that is the
    body of an ``if`` is recognised whatever its indent.
    """
    before = jump.preceding
    while isinstance(before, Label):
        before = before.statement
    if isinstance(before, (Return, Break, Goto)) and not file.has_directive(before.end, jump.start):
        message = f"this 'break' is never reached: there is a '{before.keyword.text}' before it"
        yield jump.keyword, message, without_line(jump, file)


def without_line(jump: Jump, file: SourceFile) -> Fix | None:
    """The jump taken away with its line, and empty lines before it; None where something else is on the line."""
    if jump.first.opens_line and not file.text[jump.end : file.line_end(jump.end)].strip():
        row = jump.row
        while row and not file.line_text(row - 1).strip():
            row -= 1
        start, end = file.line_bounds(row).start, file.line_end(jump.end) + 1
        return replace(f"remove the {jump.keyword.text}", start, end, "", UNSAFE)
    return None


@rule("DEFAULT_NO_BREAK", WARNING, "a default label with nothing but a semicolon", on=Section)
def empty_default(section: Section, file: SourceFile) -> Reports:
    """An empty ``default: ;`` reads like a mistake: write ``default: break;``.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: Documentation/process/deprecated.rst, "Implicit switch case fall-through": all cases end in a jump.

    Differs from checkpatch: the finding is at the ``default`` label also where other labels stand before it.
    """
    first = next(iter(section.statements), None)
    if section.is_default and isinstance(first, ExpressionStatement) and first.is_empty:
        fix = replace("write break", *first.span, "break;", UNSAFE)
        yield (section.start, first.end), "this 'default' does nothing: end it with 'break;'", fix


@rule(
    "TRAILING_SEMICOLON",
    WARNING,
    "a semicolon after a condition, and an indented line below",
    on=(If, While, For, Switch),
)
def semicolon_after_condition(statement: If | While | For | Switch, file: SourceFile) -> Reports:
    """A control statement ends with its line, and yet the next line is indented as if it belonged to it.

    Source: the compiler's -Wempty-body and -Wmisleading-indentation, which find some of these.
    """
    last, below = statement.last, statement.end + 1
    if statement.in_macro or last.text != ";" or statement.is_headless or not last.on_line_of(statement.head_end):
        return
    if last.previous is None or last.previous.text != ")" or file.text[last.end : below] != "\n":
        return
    line = file.text[below : file.line_end(below)]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    if line[len(indent) :][:1] in ("", "#") or file.width(indent) <= file.width(statement.keyword.indent):
        return
    where = last if last.on_line_of(statement.keyword) else statement.keyword
    yield where, "the semicolon ends the statement, but the next line is indented below it"
