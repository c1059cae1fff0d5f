"""Braces that are not needed, braces that are missing, and blank lines beside braces."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Reports, Spelled, Text, rule
from pylint_kernel.language.idioms import is_name_of_macro
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Arm,
    Block,
    Call,
    ExpressionStatement,
    For,
    If,
    Jump,
    StatementExpression,
    Token,
    View,
    While,
    syntax,
)
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, UNSAFE, WARNING, Edit, Fix, edit, replace


@rule("BRACES", WARNING, "braces where they are not needed, or missing where they are", on=(If, While, For))
def single_statement(statement: If | While | For, file: SourceFile) -> Reports:
    """Braces around a single statement are noise; braces on only some branches of an ``if`` make them look alike
    that are not.

    Drop them where every branch is one statement on one line; use them on all branches where one branch needs them.
    A body needs braces if it takes more than one line (a comment counts), holds another control statement or a
    declaration, or if its condition takes more than one line. Macro bodies and loops that are macros
    (``list_for_each...``) are left alone. This sub-check is about an ``if`` without ``else``, a ``while`` or a ``for``.

    Fixes that add braces or take them away are unsafe because tokens change; what is compiled stays the same.

    Source: Documentation/process/coding-style.rst, section 3 ("Placing Braces and Spaces").

    Differs from checkpatch: an ``if`` after a ``case`` label is looked at like any other; an ``else`` after a
    comment of its own line belongs to the ``if`` before the comment; branches that all stand on one line count too;
    a declaration needs the braces around it.
    """
    body = statement.body
    arms = arms_of(statement) if isinstance(body, Block) else []
    if body is not None and len(arms) == 1 and not needs_braces(arms[0]):
        message = f"this '{statement.keyword.text}' needs no braces around a single statement"
        yield body.first, message, without_braces(file, arms)


@rule("BRACES", WARNING, "braces on some branches only, or on branches that need none", on=If)
def branches(branch: If, file: SourceFile) -> Reports:
    """The branches of an ``if`` with ``else``: no braces if none needs them, else braces on all."""
    arms = arms_of(branch) if branch.else_keyword else []
    if len(arms) < 2:
        return
    braced = [isinstance(arm.body, Block) for arm in arms]
    needed = [needs_braces(arm) for arm in arms]
    if any(braced) and not any(needed):
        yield branch.keyword, "no branch of this 'if' needs braces", without_braces(file, arms)
    elif any(braced) and not all(braced) and not all(needed):
        message = "a branch of this 'if' needs braces: use them on all"
        yield branch.keyword, message, with_braces(file, arms), CHECK


@rule("BRACES", CHECK, "an else with a brace on one side only", on=Spelled(("else",)))
def half_braced(keyword: Token, file: SourceFile) -> Reports:
    """An ``else`` has braces on both sides or on none: neither ``} else`` nor ``else {``.

    The fix puts braces on all branches, or takes them from all if none needs them; it is unsafe, as tokens change.

    Differs from checkpatch: what stands beyond a directive, as after an ``else`` before ``#endif``, is not judged.
    """
    if any(beside is not None and beside.in_directive for beside in (keyword.previous, keyword.next)):
        return
    before = file.code[file.line_start(keyword.start) : keyword.start].strip()
    after = file.code[keyword.end : file.line_end(keyword.end)].strip()
    if (before, after) in (("}", ""), ("", "{")):
        missing = "after" if before else "before"
        yield keyword, f"braces on one side of this 'else' only: there is none {missing} it", evened_out(keyword)


def evened_out(keyword: Token) -> Fix | None:
    """All branches of the chain that an ``else`` is part of with braces, or without them if none needs them."""
    view = syntax(keyword.file).at(keyword.start)
    while isinstance(view, If) and view.is_else_if:
        view = view.enclosing(If)
    arms = arms_of(view) if isinstance(view, If) else []
    if all(arm.keyword != keyword for arm in arms):
        return None
    return with_braces(keyword.file, arms) if any(map(needs_block, arms)) else without_braces(keyword.file, arms)


@rule(
    "BRACES",
    CHECK,
    "a blank line before a closing brace",
    on=Text(Pattern(r"\n[ \t]*\n[ \t]*(\})[ \t]*(?=\n|\Z)")),
)
def blank_before_closing(match: re.Match[str], file: SourceFile) -> Reports:
    """A blank line before a closing brace that stands alone separates nothing."""
    brace = match.start(1)
    if file.code[brace] != "}":
        return
    last = file.row(brace)
    first = last
    while first and not file.line_text(first - 1).strip():
        first -= 1
    blank_lines = file.line_bounds(first).start, file.line_bounds(last).start
    yield match.span(1), "blank line before a closing brace", replace("delete the blank line", *blank_lines, "")


@rule("BRACES", CHECK, "a blank line after an opening brace", on=Text(Pattern(r"\{[ \t]*\n([ \t]*)(?=\n)")))
def blank_after_opening(match: re.Match[str], file: SourceFile) -> Reports:
    """A blank line after an opening brace separates nothing either."""
    if file.code[match.start()] != "{":
        return
    first = last = file.row(match.start(1))
    while last + 1 < file.line_count and not file.line_text(last).strip():
        last += 1
    blank_lines = file.line_bounds(first).start, file.line_bounds(last).start
    yield match.span(1), "blank line after an opening brace", replace("delete the blank line", *blank_lines, "")


def arms_of(statement: If | While | For) -> list[Arm]:
    """A loop's body, or the branches of a chain up to a directive between two of them; none for the rest of a chain,
    in a macro, and where a directive in a branch without braces decides what that branch is."""
    if statement.in_macro or (isinstance(statement, If) and statement.is_else_if):
        return []
    found: list[Arm] = []
    end = statement.start
    for arm in statement.arms if isinstance(statement, If) else statement.bodies:
        body, file = arm.body, statement.file
        if body is None or (arm.branch and arm.branch.is_headless):
            return []
        if file.has_directive(end, arm.keyword.start):
            break
        if file.has_directive(arm.keyword.start, body.start if isinstance(body, Block) else body.end):
            return []
        found.append(arm)
        end = body.end
    return found


def needs_braces(arm: Arm) -> bool:
    """Whether the body of an arm has to be a block, or would have to be one."""
    head, body = arm.head_end, arm.body
    is_below = isinstance(body, Block) and body.file.text[head.end : body.start].strip(" \t") != ""
    return is_below or needs_block(arm)


def needs_block(arm: Arm) -> bool:
    """Whether the body of an arm has to be a block, wherever its brace stands."""
    head, body = arm.head_end, arm.body
    if body is None or (arm.branch and arm.branch.open and not arm.branch.open.on_line_of(head)):
        return True
    text, statements = body.file.text, [body]
    inside = text[head.end : body.end]
    if isinstance(body, Block):
        inside, statements = text[body.open.end : body.close.start], body.statements
    return "\n" in inside.strip() or len(statements) > 1 or not all(map(is_simple, statements))


def is_simple(statement: View) -> bool:
    """Whether a statement consists of no others, and declares nothing."""
    if isinstance(statement, Jump):
        return True
    return isinstance(statement, ExpressionStatement) and not any(statement.descendants(StatementExpression))


def bounds(block: Block) -> tuple[int, int]:
    """The bytes between the braces of a block, spaces around them excluded, comments included."""
    start, end = block.open.end, block.close.start
    text = block.file.text[start:end]
    return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())


def drop_needless(statement: If | While | For) -> Fix | None:
    """The removal of the braces of a whole chain of branches, or of a loop, none of which needs them; None where one
    does."""
    head: View | None = statement
    while isinstance(head, If) and head.is_else_if:
        head = head.enclosing(If)
    arms = arms_of(head) if isinstance(head, (If, While, For)) else []
    return None if not arms or any(map(needs_block, arms)) else without_braces(statement.file, arms)


def without_braces(file: SourceFile, arms: list[Arm]) -> Fix | None:
    """Every body on a line of its own; None for empty bodies, where something stands after a brace, for a macro without
    a semicolon, which may be several statements, and for one before an ``else``, which may be a block."""
    edits, indent = list[Edit](), arms[0].keyword.indent
    for arm in arms:
        if not isinstance(arm.body, Block):
            continue
        (first, last), end = bounds(arm.body), arm.body.end
        stop = file.line_end(end) if arm is arms[-1] else after(arm.body)
        final = arm.body.close.previous
        if arm is not arms[-1] and may_be_block(arm.body):
            return None
        if first >= last or final is None or final.text != ";" or file.text[end:stop].strip():
            return None
        if file.code[last - 1] != ";" and "//" in file.text[first:last]:
            return None
        edits.append(edit(arm.head_end.end, first, f"\n{indent}\t"))
        edits.append(edit(last, end, "") if arm is arms[-1] else edit(last, stop, f"\n{indent}"))
    return Fix("remove the braces", tuple(edits), UNSAFE)


def may_be_block(body: Block) -> bool:
    """Whether there is a macro in capitals in a body, of which nobody here knows that a semicolon may follow it before
    an ``else``."""
    calls = [call for call in body.descendants(Call) if is_name_of_macro(call.name)]
    known = {macro.name for macro in body.file.macros}
    return any(isinstance(call.parent, ExpressionStatement) and call.name not in known | WELL_KNOWN for call in calls)


#: Macros of the kernel that are expressions, or statements that need a semicolon.
WELL_KNOWN = frozenset(
    {"BUG", "BUG_ON", "WARN", "WARN_ON", "WARN_ONCE", "WARN_ON_ONCE", "WRITE_ONCE", "INIT_LIST_HEAD"}
)


def with_braces(file: SourceFile, arms: list[Arm]) -> Fix | None:
    """Braces around every body that has none; None where a comment stands in the way."""
    edits, indent = list[Edit](), arms[0].keyword.indent
    for arm in arms:
        if arm.body is None or isinstance(arm.body, Block):
            continue
        head, end = arm.head_end.end, arm.body.end
        if "\n" not in file.text[head : arm.body.start]:
            return None
        edits.append(edit(head, head, " {"))
        if arm is arms[-1]:
            end = file.line_end(end)
            edits.append(edit(end, end, f"\n{indent}}}"))
        elif file.text[end : after(arm.body)].strip():
            return None
        else:
            edits.append(edit(end, after(arm.body), f"\n{indent}}} "))
    return Fix("use braces on all branches", tuple(edits), UNSAFE)


def after(body: View) -> int:
    """Where the ``else`` after a body begins."""
    following = body.last.next
    return following.start if following else body.end
