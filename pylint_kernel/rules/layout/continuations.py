"""Where a statement is broken over lines."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, File, Reports, Text, rule
from pylint_kernel.classify import LAYOUT_KINDS
from pylint_kernel.language.idioms import after_spaces, in_literal, is_identifier, string_around
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import LineStart, Pattern
from pylint_kernel.model import CHECK, WARNING, Fix, Span, edit


@rule("OPEN_ENDED_LINE", CHECK, "a line ends with an opening bracket", on=Code(Pattern(r"[(\[][ \t]*\n")))
def open_ended_line(match: re.Match[str], file: SourceFile) -> Reports:
    """A line ends with ``(`` or ``[``: what stands between the brackets begins in the same line as the bracket.

    A call that does not fit that way is better served by a shorter name or a local variable.

    Source: Documentation/process/coding-style.rst, section 2 (descendants are aligned to the open parenthesis).
    """
    if not file.text[match.start() + 1 : match.end()].strip(" \t\n"):
        yield Span(match.start(), match.start() + 1), f"line ends with '{match[0][0]}'"


@rule(
    "LOGICAL_CONTINUATIONS",
    CHECK,
    "a line begins with && or ||",
    on=Code(LineStart(r"[ \t]*+(&&|\|\|)")),
    kinds=LAYOUT_KINDS,
)
def logical_first(match: re.Match[str], file: SourceFile) -> Reports:
    """A condition is broken after ``&&`` and ``||``, not before them.

    Source: the practice of most subsystems (the netdev maintainers ask for it); binary operators are described in
    Documentation/process/coding-style.rst, section 3.1.

    Differs from checkpatch: GNU's address of a label (``&&label``) is no operator between two conditions.
    """
    position = file.position_at(match.start(1))
    if position and file.tokens.texts[position - 1] not in NO_OPERAND:
        yield from operator_first(file, match, position)


#: Tokens after which no binary operator can follow.
NO_OPERAND = frozenset({",", "{", "(", "[", "=", ";", "}"})


@rule(
    "ASSIGNMENT_CONTINUATIONS",
    CHECK,
    "a line begins with an assignment operator",
    on=Code(LineStart(r"[ \t]*+(=(?!=)|[-+*/%&|^]=|<<=|>>=)")),
    kinds=LAYOUT_KINDS,
)
def assignment_first(match: re.Match[str], file: SourceFile) -> Reports:
    """An assignment is broken after the operator, not before it.

    Source: the practice throughout the tree; Documentation/process/coding-style.rst, section 2 (descendants are
    placed to the right of their parent).
    """
    yield from operator_first(file, match, file.position_at(match.start(1)))


def operator_first(file: SourceFile, match: re.Match[str], position: int) -> Reports:
    """The report on the operator (group 1 of ``match``) that begins a line, with the fix that moves it up."""
    start, end = match.span(1)
    yield Span(start, end), f"'{match[1]}' belongs at the end of the previous line", move_up(file, position)


def move_up(file: SourceFile, position: int) -> Fix | None:
    """Move the operator that begins a line after the token before it; None if that is not a matter of layout."""
    text, tokens = file.text, file.tokens
    if not position:
        return None
    start, end = tokens.span(position)
    before = tokens.end(position - 1)
    if file.directive_at(start) != file.directive_at(before - 1) or "#" in file.code[before:start]:
        return None
    behind = after_spaces(text, end)
    if text[behind : behind + 1] == "\n":
        start, behind = file.line_start(start), behind + 1
    elif text[behind : behind + 1] in ("\\", "{"):
        return None
    edits = (edit(before, before, " " + tokens.texts[position]), edit(start, behind, ""))
    return Fix("move the operator to the end of the previous line", edits)


@rule("MULTILINE_DEREFERENCE", WARNING, "a member access is broken over two lines", on=Code(Pattern(r"[>.][ \t]*+\n")))
def broken_member(match: re.Match[str], file: SourceFile) -> Reports:
    """``->`` or ``.`` ends a line, and the member follows on the next.

    A chain of members is one name for the reader, and for whoever searches for it: break the line elsewhere.

    Source: Documentation/process/coding-style.rst, section 3.1 ("no space around the . and -> structure member
    operators").

    Differs from checkpatch: it knows chains of plain names only, no member of what a call returns.
    """
    tokens = file.tokens
    position = file.position_at(match.start() - (match[0][0] == ">"))
    if (
        not 0 < position < len(tokens) - 1
        or tokens.texts[position] not in ("->", ".")
        or file.text[tokens.end(position) : match.end()].strip(" \t\n")
    ):
        return
    texts = tokens.texts
    before, after = texts[position - 1], texts[position + 1]
    if not is_identifier(after) or not (before in ")]" or is_identifier(before)):
        return
    if file.row(tokens.starts[position + 1]) != file.row(match.start()) + 1:
        return
    first = chain_start(file, position)
    joined = "".join(texts[first : position + 2])
    yield tokens.span(position + 1), f"'{joined}' is broken over two lines"


#: So many steps are taken back from the end of a chain.
LONGEST_CHAIN = 20


def chain_start(file: SourceFile, position: int) -> int:
    """The position of the first token of ``a->b[c].`` whose last operator is the token ``position``; of a long chain,
    only the end is wanted."""
    tokens = file.tokens
    texts, partner = tokens.texts, tokens.partner
    first = position
    for _ in range(LONGEST_CHAIN):
        before = texts[first - 1] if first else ";"
        if before in ")]" and first - 1 in partner:
            first = partner[first - 1]
        elif before in ("->", ".") or (is_identifier(before) and texts[first] in ("->", ".", "[", "(")):
            first -= 1
        else:
            break
    return first


@rule("LINE_CONTINUATIONS", WARNING, "a backslash continues a line that needs none", on=File())
def needless_backslash(_: SourceFile, file: SourceFile) -> Reports:
    """A backslash at the end of a line that belongs to no preprocessor directive.

    C needs none: a statement goes on until its semicolon, and strings next to each other are one. Only the first of
    several lines is reported. Exempt are lines with ``asm`` and ``vmlinux.lds.h``.

    Source: Documentation/process/coding-style.rst, section 2 ("Breaking long lines and strings").
    """
    code = file.code
    at = code.find("\\\n")
    if file.path.endswith("vmlinux.lds.h"):
        return
    while at >= 0:
        if directive := file.directive_at(at):
            at = code.find("\\\n", directive.span.end)
            continue
        row = file.row(at)
        if (
            not file.comment_at(at)
            and not in_literal(file, at)
            and not file.code_line(row - 1).endswith("\\")
            and not ASM.search(file.code_line(row))
        ):
            yield Span(at, at + 1), "needless line continuation"
        at = code.find("\\\n", at + 1)


ASM = Pattern(r"\b(?:__)?asm(?:__)?\b")


@rule("LINE_CONTINUATIONS", WARNING, "string continued by a backslash", on=Text(Pattern(r"\\\n"), having="\\\n"))
def continued_string(match: re.Match[str], file: SourceFile) -> Reports:
    """A backslash at the end of a line does not end a string: the indentation of the next line is part of it.

    Leave the string in one piece, or end it at its newline and begin another one on the next line.

    Source: Documentation/process/coding-style.rst, section 2 ("Breaking long lines and strings").
    """
    position = string_around(file, match.start())
    if position is not None and file.text.find("\\\n", file.tokens.starts[position]) == match.start():
        yield (match.start(), match.start() + 1), "a string goes on after a backslash"
