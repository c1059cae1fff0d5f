"""Continued lines that do not align with the parenthesis they stand in."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, Reports, rule
from pylint_kernel.classify import LAYOUT_KINDS
from pylint_kernel.language.idioms import after_spaces, in_literal, indent_to, is_identifier
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Call, Function, Headed, Parenthesised, Signature, Token, syntax
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, Edit, Fix, Span, edit
from pylint_kernel.rules.layout.continuations import is_of_trace_event

# An opening parenthesis with nothing but pairs after it on its line, four deep; possessive: nothing is tried twice.
PAIRS = r"[^()\n]"
for _ in range(4):
    PAIRS = rf"(?:[^()\n]++|\({PAIRS}*+\))"
OPEN_PARENTHESIS = Pattern(rf"\({PAIRS}*+\n(?<=[,&|=<> \t\w\"]\n)")
#: The sections of trace events that look like the parameters and the arguments of a function.
LISTS = ("TP_PROTO", "TP_ARGS")
#: What a statement that is an argument begins with.
KEYWORDS = [[word] for word in "do for goto if return switch while".split()]
#: What a line is broken after, other than a part of a string.
BREAKS = frozenset(", && || == != < > <= >=".split())


@rule(
    "PARENTHESIS_ALIGNMENT",
    CHECK,
    "a continued line does not align with the open parenthesis",
    on=Code(OPEN_PARENTHESIS),
    kinds=LAYOUT_KINDS,
)
def misaligned(match: re.Match[str], file: SourceFile) -> Reports:
    """What continues a line after an open parenthesis begins in the column after the parenthesis.

    Judged are calls, conditions, function headers and other parentheses of code that break after ``,``, ``&&``, ``||``
    or a comparison, or inside a string: on the line below, the indent has as many tabs as possible and spaces for the
    rest. The fix moves the line, together with the others in the same parentheses that begin in the same column, and
    whatever is nested in them.

    Exempt: macros that declarations or statements are given to, ``struct_group()``, ``DEFINE_FREE()``; macro bodies;
    trace events, their tables and sections. Of these only ``TP_PROTO()`` and ``TP_ARGS()`` are lists like those of a
    function, and aligned like them (in include/trace/events/ six of seven are); of ``TP_printk()`` four in ten begin
    at the next tab stop, and of the tables most. What stands in braces inside the parentheses, a compound literal, is
    aligned with these. Designated values that a macro is given, ``LIBBPF_OPTS(type, name,
    .member = 1)``, are an initialiser, and mostly written like one.

    Source: Documentation/process/coding-style.rst, section 2 ("A very commonly used style is to align descendants to
    a function open parenthesis").

    Differs from checkpatch: it knows by the first words of a line what the parentheses belong to, and so it does not
    see a call after ``return`` or in an initialiser, nor a condition that is broken at a comparison, nor a string that
    goes on below; it takes the members in ``struct_group()`` for arguments, and trace events for calls. Empty lines
    and preprocessor directives inside the parentheses are not judged, and columns are counted in characters, not in
    bytes.
    """
    opening, start = Token(file, file.position_at(match.start())), match.end()
    line, end = file.line_start(opening.start), after_spaces(file.text, start)
    if is_aligned(file, line, start, end, opening.column + 1) or file.text[end : end + 1] in ("", "\n", "#"):
        return
    last = Token(file, file.position_at(start) - 1)
    if not (last.text in BREAKS or is_inside_string(last)) or file.text[last.end : start].strip():
        return
    if is_of_code(opening) and not is_in_braces(last, opening):
        place = Span(start, max(end, start + 1))
        yield place, "does not align with the open parenthesis", align(opening, start)


def is_aligned(file: SourceFile, line: int, start: int, end: int, column: int) -> bool:
    """Whether the indent ``start`` to ``end`` reaches to ``column``: with tabs first, or as the line above it, which
    begins at ``line``, and then spaces."""
    found = file.text[start:end]
    if found == indent_to(file, column):
        return True
    above = file.text[line : after_spaces(file.text, line)]
    return found == above + " " * (column - file.width(above))


def is_inside_string(last: Token) -> bool:
    """Whether a string goes on after a token: with another literal, or with a macro that stands for one."""
    following = last.next
    if following is None or not (last.is_string or following.is_string):
        return False
    return all(one.is_string or is_identifier(one.text) for one in (last, following))


def is_in_braces(last: Token, opening: Token) -> bool:
    """Whether what follows ``last`` stands in braces that are open inside the parentheses: its place is in these."""
    around = last.bracket
    return around is not None and around.text == "{" and around.start > opening.start


def is_of_code(opening: Token) -> bool:
    """Whether a parenthesis belongs to a call, a condition, a function's parameters or a value, and not to a macro
    that declarations or statements are given to."""
    tree, name = syntax(opening.file), opening.previous
    if is_of_trace_event(opening) and name and name.text not in LISTS:
        return False
    view = tree.at(opening.start)
    if isinstance(view, (Call, Headed, Signature, Parenthesised)) and view.open == opening:
        return not isinstance(view, Call) or not holds_code(view)
    if name is None or (isinstance(view, Function) and view.by_macro and view.name == name):
        return name is not None
    # In what the parser was not shown, or takes for a declaration: a prototype that a macro is given has parameters.
    call = tree.call_at(name.position) or (tree.call_around(name.start) if is_identifier(name.text) else None)
    return call is not None and not holds_code(call)


def holds_code(call: Call) -> bool:
    """Whether a macro is given declarations, statements, values of members, or the sections of a trace event."""
    return any(
        argument.words[-1:] == [";"] or argument.text.startswith(("TP_", ".")) or argument.words[:1] in KEYWORDS
        for argument in call.arguments
    )


def align(opening: Token, start: int) -> Fix | None:
    """Move the line that begins at ``start`` so that its text begins in the column after ``opening``.

    The lines in the same parentheses that begin in the same column go with it, and so does what stands in brackets
    that open on a line that is moved.
    """
    file, closing = opening.file, opening.partner
    if closing is None:
        return None
    wrong = file.column(after_spaces(file.text, start))
    moved: dict[int, int] = {}
    edits: list[Edit] = []
    around: list[Token] = []
    token = opening
    for row in range(file.row(start), closing.row + 1):
        begin = file.line_bounds(row).start
        while token.start < begin and (after := token.next) is not None:
            if (partner := token.partner) is not None:
                if partner.start > token.start:
                    around.append(token)
                else:
                    around.pop()
            token = after
        end = after_spaces(file.text, begin)
        if file.text[end] == "#" or in_literal(file, begin):
            return None
        comment = file.comment_at(begin)
        inside = comment.start if comment and comment.start < begin else around[-1].start
        now = file.column(end)
        shift = moved.get(file.row(inside), 0)
        if inside == opening.start:
            shift = opening.column + 1 - wrong if now == wrong else 0
        if (shift or begin == start) and file.text[end] != "\n" and now + shift >= 0:
            moved[row] = shift
            edits.append(edit(begin, end, indent_to(file, now + shift)))
    return Fix("align with the open parenthesis", tuple(edits))
