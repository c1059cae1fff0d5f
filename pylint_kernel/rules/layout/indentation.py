"""What a line begins with: tabs, spaces, labels."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, Reports, Text, rule
from pylint_kernel.classify import LAYOUT_KINDS
from pylint_kernel.language.idioms import in_literal, indent_to
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Declaration, Field, Label, View, syntax, token_from
from pylint_kernel.lazy import LineStart, Pattern
from pylint_kernel.model import ERROR, WARNING, Fix, Span, replace
from pylint_kernel.rules.layout.alignment import align, is_of_code
from pylint_kernel.rules.layout.relevelling import relevelled
from pylint_kernel.rules.layout.statement_layout import is_aligned_argument

#: What a statement begins with; a declaration may begin with any word.
STATEMENT = Pattern(
    r"(?:if|else|for|while|do|switch|case|default|return|goto|break|continue)\b"
    r"|\{[ \t]*$|\}[ \t]*(?:$|else\b|while\b)|(?=[A-Za-z_]\w*+[ \t]++[\w*(][^\n]*[;=])",
    re.MULTILINE,
)


@rule(
    "CODE_INDENT",
    ERROR,
    "spaces in the indent where a tab would do",
    on=Text(LineStart(r"(\t*(?: {8}| +\t(?=[ \t]*[^ \t\n]))[ \t]*)")),
    kinds=LAYOUT_KINDS,
)
def spaces_for_tabs(match: re.Match[str], file: SourceFile) -> Reports:
    """An indent has eight spaces in a row, or a space before a tab that something follows.

    Tabs come first, and spaces only to align what is less than a tab stop further. Comments count as well. The fix
    writes the indent anew; a statement is moved to its level, with the whole function where another unit than a tab
    stands for one, as ``kcheck rule LEADING_SPACE`` tells. One that would not begin at a tab stop, and whose level
    cannot be told, is left to the author.

    Source: Documentation/process/coding-style.rst, section 1 ("Outside of comments, documentation and except in
    Kconfig, spaces are never used for indentation").
    """
    start, end = match.span(1)
    fix = None if in_literal(file, start) else retabify(file, start, end)
    yield Span(start, end), "spaces in the indent where a tab would do", fix


def retabify(file: SourceFile, start: int, end: int) -> Fix | None:
    """The indent ``start`` to ``end`` written with as many tabs as possible.

    None where a statement begins that is at no tab stop: there spaces stand for levels, how deep nobody has told.
    """
    if fix := relevelled(file, end):
        return fix
    column = file.column(end)
    if column % file.limits.tab_size and begins_statement(file, end):
        return None
    return replace("indent with tabs", start, end, indent_to(file, column))


@rule(
    "LEADING_SPACE",
    WARNING,
    "a line of code begins with a space",
    on=Code(LineStart(r"( [ \t]*+)(?!\w+:)(?=[^ \t\n#]|#[a-z]+-cells)")),
    kinds=LAYOUT_KINDS,
)
def leading_space(match: re.Match[str], file: SourceFile) -> Reports:
    """Code is indented with tabs: a line that begins with a space is not.

    Exempt are comments, preprocessor directives (not the lines that continue them) and labels; ``#size-cells`` of a
    devicetree is no directive.

    The fix moves a statement, a member or a brace to its level, a tab for each block around it, with what continues it
    and the comment above it. Where most lines of a function or a type agree on another unit for a level, two, three
    or four columns, with spaces or with tabs for every eight columns, all of it is moved at once: what is aligned with
    a parenthesis or a value stays so, comments go along. No token changes, so it is safe; if a line got too long and
    could not be broken, the function is left as it is, and so is one with a string that goes on below, or of which
    only a part belongs to the change. Elsewhere the fix writes an indent of eight columns or more with tabs, aligns
    what stands in parentheses, and removes the indent of a definition at file scope.

    Source: Documentation/process/coding-style.rst, section 1 ("Indentation").
    """
    start, end = match.span(1)
    if file.text[start:end].strip(" \t"):
        return
    yield Span(start, end), "a line of code begins with a space", with_tabs(file, start, end)


def with_tabs(file: SourceFile, start: int, end: int) -> Fix | None:
    """What is left of the spaces ``start`` to ``end`` before code: tabs, or none before what stands at file scope; what
    goes on in parentheses is aligned with these."""
    if file.column(end) >= file.limits.tab_size:
        return retabify(file, start, end)
    if fix := relevelled(file, end):
        return fix
    if begins_top_level(file, end):
        return replace("remove the space", start, end, "")
    opening = token.bracket if (token := token_from(file, end)) else None
    if opening is None or opening.text != "(" or opening.column < file.limits.tab_size or not is_of_code(opening):
        return None
    return align(opening, start)


@rule(
    "LEADING_SPACE",
    WARNING,
    "a line of spaces begins with a space",
    on=Text(LineStart(r"( [ \t]*)(?![^\n])")),
    kinds=LAYOUT_KINDS,
)
def line_of_spaces(match: re.Match[str], file: SourceFile) -> Reports:
    """A line of nothing but spaces, outside of a comment, begins with a space: an empty line is empty."""
    start, end = match.span(1)
    if not file.comment_at(start) and not in_literal(file, start):
        yield Span(start, end), "a line of spaces begins with a space", replace("remove the spaces", start, end, "")


def begins_top_level(file: SourceFile, offset: int) -> bool:
    """Whether a definition or declaration at file scope begins at ``offset``."""
    views = [] if file.partial else beginning_at(file, offset)
    return bool(views) and views[-1].parent is None and not views[-1].in_macro


@rule(
    "TABSTOP",
    WARNING,
    "a statement does not begin at a tab stop",
    on=Code(LineStart(r"(\t++)( ++)(?=[^ \t\n])")),
    kinds=LAYOUT_KINDS,
)
def off_tabstop(match: re.Match[str], file: SourceFile) -> Reports:
    """A statement, a declaration or a brace is indented with tabs and then some spaces.

    Statements begin at tab stops; spaces align what continues a statement. The fix moves the line to its level, or
    to the nearest tab stop where that cannot be told.

    Source: Documentation/process/coding-style.rst, section 1 ("Indentation").

    Differs from checkpatch: statements that are an argument of a macro, of ``DEFINE_FREE()``, ``struct_group()`` or
    ``TP_fast_assign()`` for example, may begin at the column after its parenthesis.
    """
    spaces, size = len(match[2]), file.limits.tab_size
    start, end = match.start(1), match.end(2)
    if spaces % size == 0 or file.text[start:end] != match[1] + match[2] or not begins_statement(file, end):
        return
    tabs = len(match[1]) + (2 * spaces + size) // (2 * size)
    fix = relevelled(file, end) or replace("move it to a tab stop", start, end, "\t" * tabs)
    yield Span(match.start(2), end), "a statement does not begin at a tab stop", fix


def begins_statement(file: SourceFile, offset: int) -> bool:
    """Whether a statement, a declaration or the line of a brace begins at ``offset``; not an argument of a macro."""
    match = STATEMENT.match(file.code, offset)
    if match is None or (match.end() == offset and not begins_declaration(file, offset)):
        return False
    first = token_from(file, offset)
    return first is not None and not is_aligned_argument(first)


def begins_declaration(file: SourceFile, offset: int) -> bool:
    """Whether a declaration of variables or members begins at ``offset``."""
    return any(isinstance(view, (Declaration, Field)) for view in beginning_at(file, offset))


def beginning_at(file: SourceFile, offset: int) -> list[View]:
    """The pieces of syntax that begin at ``offset`` and were understood, from the inside out."""
    inner = syntax(file).at(offset)
    views = [inner, *inner.ancestors()] if inner else []
    return [view for view in views if view.start == offset and not view.is_broken]


@rule("INDENTED_LABEL", WARNING, "a label is indented", on=Label)
def indented_label(label: Label, file: SourceFile) -> Reports:
    """A label stands at the start of the line, where it is found at a glance; one space before it is allowed.

    Source: Documentation/process/coding-style.rst, section 7 ("Centralized exiting of functions").

    Differs from checkpatch: it does not see a label with a space before the colon, and takes ``name:`` in other
    places, such as old GNU initialisers, for one. The lines of a macro are indented by a tab, its labels with them.
    """
    name = label.name
    if name.opens_line and name.column > (file.limits.tab_size if label.in_macro else 1):
        fix = replace("move it to the start of the line", file.line_start(name.start), name.start, "")
        yield name, "a label is indented", fix
