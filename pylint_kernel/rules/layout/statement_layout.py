"""Which statements may share a line: one statement a line, and the body of a control statement on its own."""

from __future__ import annotations

from pylint_kernel.checking.rule import Reports, Token, rule
from pylint_kernel.language.idioms import after_spaces
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.statements import condition, is_end_of_do
from pylint_kernel.model import ERROR, Fix, replace


def share_line(file: SourceFile, first: int, second: int) -> bool:
    """Whether there are tokens at both positions, and no newline between the end of one and the start of the other."""
    tokens = file.tokens
    if not 0 <= first < second < len(tokens):
        return False
    return file.text.find("\n", tokens.end(first), tokens.starts[second]) < 0


def is_clear(file: SourceFile, last: int) -> bool:
    """Whether nothing, or only an opening brace, follows the token ``last`` on its line."""
    following = last + 1
    if file.tokens.texts[following : following + 1] == ["{"]:
        return not share_line(file, following, following + 1) or not share_line(file, last, following)
    return not share_line(file, last, following)


def opens_line(file: SourceFile, position: int) -> bool:
    """Whether a token is the first of its line, but for a closing brace."""
    return before_on_line(file, position).strip(" \t") in ("", "}")


def before_on_line(file: SourceFile, position: int) -> str:
    """The masked text before a token on its line, of an overlong line only the end."""
    start = file.tokens.starts[position]
    return file.code[max(file.line_start(start), start - LONGEST_LINE) : start]


LONGEST_LINE = 1000


def in_first_line_of_macro(file: SourceFile, position: int) -> bool:
    """Whether a token stands in a directive, on the line with the ``#``: a macro's first line is not judged."""
    start = file.tokens.starts[position]
    directive = file.directive_at(start)
    return directive is not None and file.text.find("\n", directive.span.start, start) < 0


def in_block_on_line(file: SourceFile, position: int) -> bool:
    """Whether a brace opens before a token on its line: what is written in one line as a whole is left alone."""
    return "{" in before_on_line(file, position)


@rule(
    "TRAILING_STATEMENTS",
    ERROR,
    "a statement on the line of its condition",
    on=Token(("if", "while", "for")),
)
def behind_condition(position: int, file: SourceFile) -> Reports:
    """One statement a line: what belongs to a condition, an ``else`` or a ``case`` stands on a line of its own.

    This check looks after the condition of ``if``, ``while`` and ``for``. A brace may follow, alone; so may a comment.
    An empty body is no exception: the ``;`` of ``while (...);`` goes to the next line, where it cannot be overlooked.
    The first line of a macro, and blocks that are written in one line, are left alone.

    Source: Documentation/process/coding-style.rst, section 1 ("Don't put multiple statements on a single line unless
    you have something to hide").
    """
    head = condition(file, position)
    if head is None or is_clear(file, head[1]) or file.tokens.texts[position - 1] in ("(", ","):
        return
    if not in_first_line_of_macro(file, position) and not in_block_on_line(file, position):
        yield from trailing(file, position, head[1], "condition")


@rule("TRAILING_STATEMENTS", ERROR, "a statement on the line of its else", on=Token(("else",)))
def behind_else(position: int, file: SourceFile) -> Reports:
    """The same for what follows an ``else``; ``else if`` belongs together."""
    texts = file.tokens.texts
    if opens_line(file, position) and texts[position + 1 : position + 2] != ["if"] and texts[position - 1] != "#":
        yield from trailing(file, position, position, "else")


@rule("TRAILING_STATEMENTS", ERROR, "an if on the line of a closing brace", on=Token(("if",)))
def if_behind_brace(position: int, file: SourceFile) -> Reports:
    """The same for an ``if`` after the ``}`` of what comes before: that looks like an ``else if`` without ``else``."""
    if (
        file.tokens.texts[position - 1] == "}"
        and share_line(file, position - 1, position)
        and opens_line(file, position)
    ):
        yield (
            file.tokens.span(position),
            "the if belongs on a line of its own",
            new_line(file, position, position - 1, ""),
        )


@rule("TRAILING_STATEMENTS", ERROR, "a statement on the line of its case", on=Token(("case", "default")))
def behind_case(position: int, file: SourceFile) -> Reports:
    """The same for what follows a ``case`` or ``default``, but for another ``case``, and for ``return`` with a value,
    which tables of names have."""
    if not opens_line(file, position) or in_first_line_of_macro(file, position):
        return
    texts = file.tokens.texts
    colon = label_end(file, position)
    while (
        colon is not None
        and texts[colon + 1 : colon + 2] in (["case"], ["default"])
        and share_line(file, colon, colon + 1)
    ):
        colon = label_end(file, colon + 1)
    if colon is None or (texts[colon + 1 : colon + 2] == ["return"] and texts[colon + 2 : colon + 3] != [";"]):
        return
    yield from trailing(file, position, colon, "label")


def label_end(file: SourceFile, position: int) -> int | None:
    """The position of the ``:`` after the ``case`` or ``default`` at ``position``."""
    tokens = file.tokens
    texts, partner = tokens.texts, tokens.partner
    choices = 0
    at = position + 1
    while at < len(texts):
        text = texts[at]
        if text in "([" and at in partner:
            at = partner[at]
        elif text == "?":
            choices += 1
        elif text == ":" and not choices:
            return at
        elif text == ":":
            choices -= 1
        elif text in (";", "{", "}", ",", ")"):
            return None
        at += 1
    return None


def trailing(file: SourceFile, keyword: int, last: int, what: str) -> Reports:
    """The report on what follows the token ``last``, the end of the head that begins at ``keyword``."""
    tokens = file.tokens
    texts, following = tokens.texts, last + 1
    if is_clear(file, last):
        return
    if texts[keyword] == "while" and texts[following] == ";" and is_end_of_do(file, keyword):
        return
    if texts[keyword] == "default" and is_choice(file, keyword):
        return
    where = tokens.span(following) if share_line(file, keyword, following) else tokens.span(keyword)
    yield where, f"what follows the {what} belongs on a line of its own", break_line(file, keyword, last)


def is_choice(file: SourceFile, position: int) -> bool:
    """Whether a ``default`` is one of ``_Generic()``, not of a ``switch``: it stands in parentheses."""
    texts, partner = file.tokens.texts, file.tokens.partner
    at = position - 1
    while at >= 0 and texts[at] not in ("(", "{"):
        at = partner.get(at, at) - 1
    return at >= 0 and texts[at] == "("


def break_line(file: SourceFile, keyword: int, before: int) -> Fix | None:
    """Put what follows the token ``before`` on a line of its own, a level deeper than the line that ``keyword``
    begins, if that is all it takes."""
    if before_on_line(file, keyword).split() not in ([], ["}"], ["else"], ["}", "else"]):
        return None
    tokens = file.tokens
    end = file.position_at(file.line_end(tokens.starts[before + 1]))
    rest = tokens.texts[before + 1 : end]
    if rest[-1] != ";" or not MULTILINE.isdisjoint(rest):
        return None
    return new_line(file, keyword, before, "\t")


#: What a statement on one line does not have: its fix would leave something after.
MULTILINE = frozenset({"{", "}", "else", "for", "do"})


def new_line(file: SourceFile, above: int, before: int, deeper: str) -> Fix | None:
    """Break the line after the token ``before``; indent like the line of the token ``above``, and ``deeper``."""
    tokens, text = file.tokens, file.text
    start, end = tokens.end(before), tokens.starts[before + 1]
    if file.directive_at(start) or text[start:end].strip(" \t"):
        return None
    line = file.line_start(tokens.starts[above])
    indent = text[line : after_spaces(text, line)]
    return replace("break the line", start, end, f"\n{indent}{deeper}")


@rule("WHILE_AFTER_BRACE", ERROR, "the while of a do loop below the closing brace", on=Token(("while",)))
def while_below_brace(position: int, file: SourceFile) -> Reports:
    """``while`` follows the ``}`` of its ``do`` on the same line: on its own it looks like the start of a loop.

    Source: Documentation/process/coding-style.rst, section 3 ("the closing brace is empty on a line of its own, except
    ... a ``while`` in a do-statement").

    Differs from checkpatch: an empty loop after the end of another block is no end of a ``do`` loop.
    """
    tokens, text = file.tokens, file.text
    brace = position - 1
    if position == 0 or tokens.texts[brace] != "}" or not is_end_of_do(file, position):
        return
    start, end = tokens.end(brace), tokens.starts[position]
    above, line = file.line_start(tokens.starts[brace]), file.line_start(end)
    if text[start:end].count("\n") != 1 or text[start:end].strip(" \t\n"):
        return
    if text[above : after_spaces(text, above)] == text[line:end]:
        fix = replace("join the lines", start, end, " ")
        yield tokens.span(position), "the while belongs after the closing brace", fix
