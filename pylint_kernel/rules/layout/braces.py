"""Braces that are not needed, braces that are missing, and blank lines beside braces."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Reports, Text, Token, rule
from pylint_kernel.language.idioms import indent_at
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.statements import Arm, chain, condition, is_else_if, matching_if
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, UNSAFE, WARNING, Edit, Fix, edit, replace

NESTING = frozenset("if for while".split())


@rule("BRACES", WARNING, "braces where they are not needed, or missing where they are", on=Token(("{",)))
def single_statement(position: int, file: SourceFile) -> Reports:
    """Braces around a single statement are noise; braces on only some branches of an ``if`` make them look alike
    that are not.

    Drop them where every branch is one statement on one line; use them on all branches where one branch needs them.
    A body needs braces if it takes more than one line (a comment counts), holds another ``if``, ``for`` or ``while``,
    or if its condition takes more than one line. Macro bodies and loops that are macros (``list_for_each...``) are left
    alone. This sub-check is about an ``if`` without ``else``, a ``while`` or a ``for``.

    Source: Documentation/process/coding-style.rst, section 3 ("Placing Braces and Spaces").

    Differs from checkpatch: an ``if`` after a ``case`` label is looked at like any other; an ``else`` after a
    comment of its own line belongs to the ``if`` before the comment; branches that all stand on one line count too.
    """
    texts, partner = file.tokens.texts, file.tokens.partner
    close = partner.get(position)
    if close is None or not position or texts[position - 1] != ")":
        return
    keyword = partner.get(position - 1, 0) - 1
    if keyword < 0 or texts[keyword] not in NESTING:
        return
    if texts[keyword] == "if" and (
        texts[close + 1 : close + 2] == ["else"]
        or (keyword and texts[keyword - 1] == "else" and is_else_if(file, keyword - 1))
    ):
        return
    arm = Arm(keyword, condition(file, keyword), position, close + 1)
    if not needs_braces(file, arm) and not file.directive_at(file.tokens.starts[keyword]):
        yield (
            file.tokens.span(position),
            f"this '{texts[keyword]}' needs no braces around a single statement",
            without_braces(file, [arm]),
        )


@rule("BRACES", WARNING, "braces on some branches only, or on branches that need none", on=Token(("else",)))
def branches(position: int, file: SourceFile) -> Reports:
    """The branches of an ``if`` with ``else``: no braces if none needs them, else braces on all."""
    if (first := matching_if(file, position)) is None or file.directive_at(file.tokens.starts[first]):
        return
    if first and file.tokens.texts[first - 1] == "else" and is_else_if(file, first - 1):
        return
    arms = chain(file, first)
    braced = [is_braced(file, arm) for arm in arms]
    needed = [needs_braces(file, arm) for arm in arms]
    keyword = file.tokens.span(first)
    if any(braced) and not any(needed):
        yield keyword, "no branch of this 'if' needs braces", without_braces(file, arms)
    elif any(braced) and not all(braced) and not all(needed):
        yield keyword, "a branch of this 'if' needs braces: use them on all", with_braces(file, arms), CHECK


@rule("BRACES", CHECK, "an else with a brace on one side only", on=Token(("else",)))
def half_braced(position: int, file: SourceFile) -> Reports:
    """An ``else`` has braces on both sides or on none: neither ``} else`` nor ``else {``."""
    start, end = file.tokens.span(position)
    before = file.code[file.line_start(start) : start].strip()
    behind = file.code[end : file.line_end(end)].strip()
    if (before, behind) in (("}", ""), ("", "{")):
        missing = "after" if before else "before"
        yield (start, end), f"braces on one side of this 'else' only: there is none {missing} it"


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
def blank_behind_opening(match: re.Match[str], file: SourceFile) -> Reports:
    """A blank line after an opening brace separates nothing either."""
    if file.code[match.start()] != "{":
        return
    first = last = file.row(match.start(1))
    while last + 1 < file.line_count and not file.line_text(last).strip():
        last += 1
    blank_lines = file.line_bounds(first).start, file.line_bounds(last).start
    yield match.span(1), "blank line after an opening brace", replace("delete the blank line", *blank_lines, "")


def is_braced(file: SourceFile, arm: Arm) -> bool:
    """Whether the body of an arm is a block."""
    return file.tokens.texts[arm.body] == "{"


def needs_braces(file: SourceFile, arm: Arm) -> bool:
    """Whether the body of an arm has to be a block, or would have to be one."""
    tokens = file.tokens
    head = tokens.end(arm.body - 1)
    if arm.condition and "\n" in file.text[tokens.starts[arm.condition[0]] : head]:
        return True
    inside = file.text[head : tokens.end(arm.end - 1)]
    first, last = arm.body, arm.end
    if is_braced(file, arm):
        if file.text[head : tokens.starts[arm.body]].strip(" \t"):
            return True
        first, last = first + 1, last - 1
        inside = file.text[tokens.end(arm.body) : tokens.starts[last]]
    if "\n" in inside.strip():
        return True
    texts = tokens.texts[first:last]
    return texts.count(";") > 1 or not NESTING.isdisjoint(texts)


def body(file: SourceFile, arm: Arm) -> tuple[int, int]:
    """The bytes between the braces of an arm, spaces around them excluded, comments included."""
    start, end = file.tokens.end(arm.body), file.tokens.starts[arm.end - 1]
    text = file.text[start:end]
    return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())


def without_braces(file: SourceFile, arms: list[Arm]) -> Fix | None:
    """Every body on a line of its own; None for empty bodies, and where something stands after a brace."""
    tokens, edits = file.tokens, list[Edit]()
    indent = indent_at(file, tokens.starts[arms[0].keyword])
    for arm in arms:
        if not is_braced(file, arm):
            continue
        first, last = body(file, arm)
        end = tokens.end(arm.end - 1)
        rest = file.text[end : file.line_end(end)].strip()
        if arm is not arms[-1]:
            rest = file.text[end : tokens.starts[arm.end]].strip()
        if first >= last or rest or (file.code[last - 1] != ";" and "//" in file.text[first:last]):
            return None
        edits.append(edit(tokens.end(arm.body - 1), first, f"\n{indent}\t"))
        if arm is arms[-1]:
            edits.append(edit(last, end, ""))
        else:
            edits.append(edit(last, tokens.starts[arm.end], f"\n{indent}"))
    return Fix("remove the braces", tuple(edits), UNSAFE)


def with_braces(file: SourceFile, arms: list[Arm]) -> Fix | None:
    """Braces around every body that has none; None where a comment stands in the way."""
    tokens, edits = file.tokens, list[Edit]()
    indent = indent_at(file, tokens.starts[arms[0].keyword])
    for arm in arms:
        if is_braced(file, arm):
            continue
        head, end = tokens.end(arm.body - 1), tokens.end(arm.end - 1)
        if "\n" not in file.text[head : tokens.starts[arm.body]]:
            return None
        edits.append(edit(head, head, " {"))
        if arm is arms[-1]:
            end = file.line_end(end)
            edits.append(edit(end, end, f"\n{indent}}}"))
        elif file.text[end : tokens.starts[arm.end]].strip():
            return None
        else:
            edits.append(edit(end, tokens.starts[arm.end], f"\n{indent}}} "))
    return Fix("use braces on all branches", tuple(edits), UNSAFE)
