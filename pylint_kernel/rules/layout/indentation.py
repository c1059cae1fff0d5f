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
    on=Text(LineStart(r"(\t*(?: {8}| +\t)[ \t]*)")),
    kinds=LAYOUT_KINDS,
)
def spaces_for_tabs(match: re.Match[str], file: SourceFile) -> Reports:
    """An indent has eight spaces in a row, or a space before a tab.

    Tabs come first, and spaces only to align what is less than a tab stop further. Comments count as well. The fix
    writes the indent anew and moves nothing; a statement that would not begin at a tab stop then is left to the author
    (or clang-format), since spaces stand for levels of indentation there.

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
    devicetree is no directive. The fix writes an
    indent of eight columns or more with tabs, and removes the one of a definition at file scope; where fewer spaces
    stand for a level of indentation, it is for the author (or clang-format) to say how deep that is.

    Source: Documentation/process/coding-style.rst, section 1 ("Indentation").
    """
    start, end = match.span(1)
    if file.text[start:end].strip(" \t"):
        return
    fix = None
    if file.column(end) >= file.limits.tab_size:
        fix = retabify(file, start, end)
    elif begins_top_level(file, end):
        fix = replace("remove the space", start, end, "")
    yield Span(start, end), "a line of code begins with a space", fix


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

    Statements begin at tab stops; spaces align what continues a statement. The fix moves the line to the nearest
    tab stop.

    Source: Documentation/process/coding-style.rst, section 1 ("Indentation").

    Differs from checkpatch: statements that are an argument of a macro, of ``DEFINE_FREE()``, ``struct_group()`` or
    ``TP_fast_assign()`` for example, may begin at the column after its parenthesis.
    """
    spaces, size = len(match[2]), file.limits.tab_size
    start, end = match.start(1), match.end(2)
    if spaces % size == 0 or file.text[start:end] != match[1] + match[2] or not begins_statement(file, end):
        return
    tabs = len(match[1]) + (2 * spaces + size) // (2 * size)
    fix = replace("move it to a tab stop", start, end, "\t" * tabs)
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
