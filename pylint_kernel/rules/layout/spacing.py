"""Spaces around commas, semicolons, parentheses and brackets."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, Reports, rule
from pylint_kernel.language import dialect
from pylint_kernel.language.gaps import BLANKS, Beside, Gap, gap_after, gap_before, insert_blanks, remove_blanks
from pylint_kernel.language.idioms import is_free_text
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Call, For, Token, syntax
from pylint_kernel.language.syntax.marks import role
from pylint_kernel.language.syntax.roles import Role
from pylint_kernel.language.words import TAGS
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, UNSAFE, WARNING, replace


@rule("SPACING", ERROR, "spaces around punctuation and operators", on=Code(Pattern(r",(?=[^\s}),\\])"), having=","))
def comma_then_text(comma: re.Match[str], file: SourceFile) -> Reports:
    """Spaces make the structure of a line visible: one after every comma, none before it.

    Wherever the kernel's style wants a space, or none, there is a finding and a safe fix: around operators, after
    commas and semicolons, beside parentheses, brackets and braces, after keywords and casts. A comma wants a space
    or the end of the line after it; only a ``}`` may follow at once, or, for an argument of a macro that is empty,
    the next ``)``.

    Source: Documentation/process/coding-style.rst, section 3.1 ("Spaces").

    Differs from checkpatch: whether an operator is unary or binary, a pointer '*' or a multiplication, and what a
    colon belongs to is read from the syntax tree and from what the file says about the names beside it, so typedefs
    that checkpatch has not met, nested conditional operators, and macros that take operators or paths as arguments
    raise no false alarm.
    """
    if not is_free_text(file, comma.start()):
        yield comma, "a space is missing after ','", insert_blanks(comma.end())


@rule("SPACING", ERROR, "space before a comma", on=Code(Pattern(r",(?<=[ \t],)"), having=","))
def space_before_comma(comma: re.Match[str], file: SourceFile) -> Reports:
    """A comma follows what is before it at once, unless it begins the line.

    Differs from checkpatch: the space between the name of a macro and a body that begins with a comma has to be. An
    argument that is empty has a space in its place, ``f(a, , b)``: of those in Linux 7.3 four of five have one.
    """
    gap = spaces_before(file, comma.start())
    if gap and file.code[gap.start - 1] != "," and not is_row_of_table(around(file, comma.start())):
        yield comma, "space before ','", remove_blanks(gap)


@rule("SPACING", ERROR, "semicolon without a space after it", on=Code(Pattern(r";(?=[^\s;)\]\\])"), having=";"))
def semicolon_then_text(semicolon: re.Match[str], file: SourceFile) -> Reports:
    """A semicolon wants a space or the end of the line after it; a further ``;``, a ``)`` or a ``]`` may follow."""
    if not is_free_text(file, semicolon.start()):
        yield semicolon, "a space is missing after ';'", insert_blanks(semicolon.end())


@rule(
    "SPACING",
    WARNING,
    "space before the semicolon that ends the line",
    on=Code(Pattern(r";(?<=[ \t];)(?=[ \t]*$)", re.MULTILINE), having=";"),
)
def space_before_semicolon(semicolon: re.Match[str], file: SourceFile) -> Reports:
    """No space before the ``;`` that ends a line; one alone on its line is indentation."""
    gap = spaces_before(file, semicolon.start())
    if gap and gap_after(file, semicolon.end()).kind is Beside.EDGE:
        yield semicolon, "space before ';'", remove_blanks(gap)


@rule("SPACING", WARNING, "space before a semicolon in the head of a for", on=For)
def space_before_semicolon_in_head(loop: For, file: SourceFile) -> Reports:
    """The same in the head of a ``for``, after a part that says something: of the loops in Linux 6.12 one in ninety has
    such a space.

    Differs from checkpatch: it looks at the ends of lines only.
    """
    for semicolon in loop.semicolons:
        gap, before = semicolon.before, semicolon.previous
        if gap.kind is Beside.BLANK and before is not None and before.text not in ("(", ";"):
            yield semicolon, "space before ';'", remove_blanks(gap)


@rule("SPACING", ERROR, "space after an opening parenthesis", on=Code(Pattern(r"[(](?=[ \t])"), having="("))
def space_after_parenthesis(opener: re.Match[str], file: SourceFile) -> Reports:
    """No space after ``(``, except in ``for ( ; ...)`` and where the line ends there.

    Differs from checkpatch: the fields of trace events, ``__field( u32, id )``, are columns of a table.
    """
    gap = spaces_after(file, opener.end())
    if (
        gap
        and not is_row_of_table(Token(file, file.position_at(opener.start())))
        and not file.code.startswith(";", gap.end)
    ):
        yield opener, "space after '('", remove_blanks(gap)


@rule("SPACING", ERROR, "space before a closing parenthesis", on=Code(Pattern(r"[)](?<=[ \t][)])"), having=")"))
def space_before_parenthesis(closer: re.Match[str], file: SourceFile) -> Reports:
    """No space before ``)``, except where the line begins there, in ``for (...; )``, after a ``:``, and for an
    argument of a macro that is empty, ``f(a, )``: of those in Linux 7.3 three of four have one.

    An empty pair with spaces inside is one finding, at the ``(``.
    """
    gap = spaces_before(file, closer.start())
    if gap and file.code[gap.start - 1] not in ";:,(" and not is_row_of_table(around(file, closer.start())):
        yield closer, "space before ')'", remove_blanks(gap)


@rule("SPACING", ERROR, "space after an opening bracket", on=Code(Pattern(r"\[(?=[ \t])"), having="["))
def space_after_bracket(opener: re.Match[str], file: SourceFile) -> Reports:
    """No space after ``[``, except where the line ends there."""
    if gap := spaces_after(file, opener.end()):
        yield opener, "space after '['", remove_blanks(gap)


@rule("SPACING", ERROR, "space before a closing bracket", on=Code(Pattern(r"\](?<=[ \t]\])"), having="]"))
def space_before_bracket(closer: re.Match[str], file: SourceFile) -> Reports:
    """No space before ``]``, except where the line begins there.

    Differs from checkpatch: a ``]`` that begins a line is indented, not preceded by a space.
    """
    gap = spaces_before(file, closer.start())
    if gap and file.code[gap.start - 1] != "[":
        yield closer, "space before ']'", remove_blanks(gap)


def around(file: SourceFile, offset: int) -> Token | None:
    """The parenthesis that the token at ``offset`` closes, or the one that it stands in."""
    token = Token(file, file.position_at(offset))
    return token.partner if token.text == ")" else token.bracket


def is_row_of_table(opener: Token | None) -> bool:
    """Whether a parenthesis is the one of a field of a trace event, or of another row that is written in columns."""
    name = opener.previous if opener else None
    return name is not None and name.text in dialect.spoken().trace_tables


def spaces_before(file: SourceFile, offset: int) -> Gap | None:
    """The spaces between code and the token at ``offset``, if any; those after the name of a macro have to be."""
    gap = gap_before(file, offset)
    if gap.kind is not Beside.BLANK or Token(file, file.position_at(offset)).opens_content:
        return None
    return None if is_free_text(file, offset) else gap


def spaces_after(file: SourceFile, offset: int) -> Gap | None:
    """The spaces between the token that ends at ``offset`` and code, if any."""
    gap = gap_after(file, offset)
    return gap if gap.kind is Beside.BLANK and not is_free_text(file, offset - 1) else None


@rule("BRACKET_SPACE", ERROR, "space before an opening bracket", on=Code(Pattern(r"\[(?<=[ \t]\[)"), having="["))
def space_before_opening_bracket(opener: re.Match[str], file: SourceFile) -> Reports:
    """The ``[`` of an index or of an array's size follows at once.

    Designators, ``[0] = 1``, names of operands of ``asm``, and brackets after a type, ``int [3]``, are others.

    Source: Documentation/process/coding-style.rst, section 3.1 ("Spaces"), in spirit.

    Differs from checkpatch: a designator may be (the value of) a macro, and any type that the file knows is a type.
    """
    gap, position = spaces_before(file, opener.start()), file.position_at(opener.start())
    # What the parser did not understand may still be seen to have no array before it.
    texts = file.tokens.texts
    is_designator = position and texts[position - 1] in ("{", ",", "(", "=")
    follows_type = position > 1 and texts[position - 2] in TAGS
    if gap and not (is_designator or follows_type) and role(file, position) in (Role.SUBSCRIPT, Role.DIMENSION):
        yield opener, "space before '['", remove_blanks(gap)


@rule(
    "ONE_SEMICOLON",
    WARNING,
    "two semicolons at the end of a line",
    on=Code(Pattern(r";[ \t]*;[ \t]*$", re.MULTILINE), having=";"),
)
def second_semicolon(match: re.Match[str], file: SourceFile) -> Reports:
    """One semicolon ends a statement, another one is a statement of its own that does nothing.

    The parentheses of ``for (;;)`` are exempt wherever the line ends.

    The fix is unsafe because a token goes; what is compiled stays the same.

    Source: Documentation/process/coding-style.rst, in spirit; the practice of the kernel.

    Differs from checkpatch: a comment may follow.
    """
    end = match.start() + len(match[0].rstrip(BLANKS))
    is_commented = file.text[match.start() : end].strip(BLANKS + ";") != ""
    if not is_commented and not isinstance(syntax(file).at(match.start()), (For, Call)):
        yield (match.start(), end), "two semicolons", replace("remove one", match.start() + 1, end, "", UNSAFE)
