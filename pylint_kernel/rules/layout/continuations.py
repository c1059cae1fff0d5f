"""Where a statement is broken over lines."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, File, Reports, Text, rule
from pylint_kernel.classify import LAYOUT_KINDS
from pylint_kernel.language import dialect
from pylint_kernel.language.assembler import is_assembler_source
from pylint_kernel.language.idioms import after_spaces, in_literal, indent_to, is_name_of_macro, string_around
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Declaration,
    ExpressionStatement,
    InitialiserList,
    Member,
    Signature,
    Token,
    View,
    stem,
    syntax,
)
from pylint_kernel.language.syntax.aligned import taking_along
from pylint_kernel.language.syntax.marks import role
from pylint_kernel.language.syntax.roles import Role
from pylint_kernel.language.syntax.token import token_from
from pylint_kernel.lazy import LineStart, Pattern
from pylint_kernel.model import CHECK, WARNING, Edit, Fix, Span, edit, replace
from pylint_kernel.rules.layout.line_breaks import PREFERRED


@rule("OPEN_ENDED_LINE", CHECK, "a line ends with an opening bracket", on=Code(Pattern(r"[(\[][ \t]*+\n")))
def open_ended_line(match: re.Match[str], file: SourceFile) -> Reports:
    """A line ends with ``(`` or ``[``: what stands between the brackets begins in the same line as the bracket.

    A call that does not fit that way is better served by a shorter name or a local variable.

    The fix joins the lines and aligns what follows, where it fits; parameters of a function that stood in columns get a
    single space before their names. It is safe.

    Source: Documentation/process/coding-style.rst, section 2 (descendants are aligned to the open parenthesis).

    Differs from checkpatch: parentheses that work like braces are exempt. These are the ones of a trace event, of its
    sections and their tables (every event in include/trace/events/ is written so; the code that a section holds is not
    exempt), and of macros outside of functions, the closing parenthesis of which has a line of its own; and the ones of
    macros that list the values of a table outside of functions. The template of an ``asm`` begins on a line of its own
    in as many places as not. A macro may stand for a bracket.
    """
    if file.text[match.start() + 1 : match.end()].strip(" \t\n"):
        return
    opening = Token(file, file.position_at(match.start()))
    macro = syntax(file).macro_at(opening.start)
    if macro is not None and not macro.has_several_tokens:
        return
    if not (is_of_trace_event(opening) or is_block(opening) or lists_values(opening) or opening.opens_assembler):
        yield opening, f"line ends with '{opening.text}'", joined(opening)


def joined(opening: Token) -> Fix | None:
    """Have the line end with what stands on the line below, align the other lines, and have no line begin with the
    closing bracket; None if a line would get too long."""
    file, closing = opening.file, opening.partner
    first = opening.next
    if closing is None or first is None or first == closing or file.has_directive(opening.start, closing.start):
        return None
    edits = [edit(opening.end, first.start, "")]
    #: By how many columns lines are moved.
    moved = {first.row: opening.column + 1 - first.column}
    last = closing.previous if closing.opens_line else None
    for row in range(first.row, closing.row + 1):
        begin, end = file.line_bounds(row)
        token = token_from(file, begin)
        if token is None or token.row != row or file.comment_at(begin) or in_literal(file, begin):
            return None
        if token == closing and last is not None:
            tail = file.width(file.text[closing.start : end])
            if last.row not in moved or file.text[last.end : closing.start].strip():
                return None
            if file.column(last.end) + moved[last.row] + tail > PREFERRED:
                return None
            edits.append(edit(last.end, closing.start, ""))
            continue
        around = token.bracket
        if row != first.row:
            if around is None or (around != opening and around.row not in moved):
                return None
            to = opening.column + 1 if around == opening else token.column + moved[around.row]
            moved[row] = to - token.column
            edits.append(edit(begin, token.start, indent_to(file, to)))
        gaps = gaps_of_parameters(opening, row)
        edits += [edit(*gap, " ") for gap in gaps]
        squeezed = sum(file.column(gap.end) - file.column(gap.start) - 1 for gap in gaps)
        if file.column(end) + moved[row] - squeezed > PREFERRED:
            return None
    return Fix("join the lines", tuple(edits))


def gaps_of_parameters(opening: Token, row: int) -> list[Span]:
    """Where more than a space stands before a name in a line of a function's parameters."""
    signature = syntax(opening.file).at(opening.start)
    names = [one.name for one in signature.parameters] if isinstance(signature, Signature) else []
    found = list[Span]()
    for name in names:
        first = name
        while first is not None and (before := first.previous) is not None and before.text == "*":
            first = before
        if first is not None and first.row == row and not first.opens_line and first.previous is not None:
            found.append(Span(first.previous.end, first.start))
    text = opening.file.text
    return [gap for gap in found if text[slice(*gap)] != " " and gap.end > gap.start and not text[slice(*gap)].strip()]


def is_block(opening: Token) -> bool:
    """Whether a parenthesis is that of a macro outside of functions and closes at the start of a line, below the line
    that it opens on."""
    closing = opening.partner
    if opening.text != "(" or closing is None or not closing.opens_line or closing.indent != opening.indent:
        return False
    tree, name = syntax(opening.file), opening.previous
    if name is None or tree.call_at(name.position) is None:
        return False
    function = tree.enclosing_function(opening.start)
    return function is None or function.body is None or opening.start < function.body.start


def lists_values(opening: Token) -> bool:
    """Whether a parenthesis is that of a macro in capitals among the values of a table outside of functions."""
    name = opening.previous
    if opening.text != "(" or name is None or not is_name_of_macro(name.text):
        return False
    around = name.bracket
    while around is not None and around.text == "(":
        around = around.bracket
    table = syntax(opening.file).at(around.start) if around else None
    if table is None or syntax(opening.file).enclosing_function(opening.start) is not None:
        return False
    return isinstance(table, InitialiserList) or table.enclosing(InitialiserList) is not None


def is_of_trace_event(opening: Token) -> bool:
    """Whether a parenthesis belongs to a trace event, to one of its sections or to a table in it."""
    name = opening.previous
    if opening.text != "(" or name is None:
        return False
    return name.text in dialect.spoken().trace_sections or name.text in dialect.spoken().trace_tables


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

    Differs from checkpatch: GNU's address of a label (``&&label``) is no operator between two conditions, and after an
    ``#ifdef`` there is no line before to end with it.
    """
    row = file.row(match.start(1))
    above = file.directive_at(file.line_bounds(row - 1).start) if row else None
    below_condition = above is not None and above.span.end <= match.start(1)
    if not below_condition and role(file, file.position_at(match.start(1))) is Role.BINARY:
        yield from operator_first(file, match)


@rule(
    "ASSIGNMENT_CONTINUATIONS",
    CHECK,
    "a line begins with an assignment operator",
    on=Code(LineStart(r"[ \t]*+(=(?!=)|[-+*/%&|^]=|<<=|>>=)")),
    kinds=LAYOUT_KINDS,
)
def assignment_first(match: re.Match[str], file: SourceFile) -> Reports:
    """An assignment is broken after the operator, not before it.

    The fix writes it on one line where that fits, and moves the operator up elsewhere. It is safe.

    Source: the practice throughout the tree; Documentation/process/coding-style.rst, section 2 (descendants are
    placed to the right of their parent).
    """
    operator = Token(file, file.position_at(match.start(1)))
    yield from operator_first(file, match, on_one_line(operator))


def on_one_line(operator: Token) -> Fix | None:
    """Join the lines of an assignment that the operator begins the second one of; None if that does not fit."""
    file, before = operator.file, operator.previous
    end = file.line_end(operator.start)
    if before is None or file.code[end - 1 : end] != ";" or before.row != operator.row - 1:
        return None
    assignment = syntax(file).at(operator.start)
    statement = assignment.enclosing(ExpressionStatement, Declaration) if assignment else None
    if statement is None or file.row(statement.start) != before.row:
        return None
    if file.text[before.end : operator.start].strip() or file.has_directive(before.start, operator.start):
        return None
    if file.column(before.end) + 1 + file.width(file.text[operator.start : end]) > PREFERRED:
        return None
    return replace("join the lines", before.end, operator.start, " ")


def operator_first(file: SourceFile, match: re.Match[str], better: Fix | None = None) -> Reports:
    """The report on the operator (group 1 of ``match``) that begins a line, with the fix that moves it up, if there is
    no ``better`` one."""
    operator = Token(file, file.position_at(match.start(1)))
    yield operator, f"'{match[1]}' belongs at the end of the previous line", better or move_up(operator)


def move_up(operator: Token) -> Fix | None:
    """Move the operator that begins a line after the token before it; None if that is not a matter of layout."""
    file, before = operator.file, operator.previous
    if before is None:
        return None
    start, end = operator.span
    if file.directive_at(start) != file.directive_at(before.start) or "#" in file.code[before.end : start]:
        return None
    after = after_spaces(file.text, end)
    # What is assigned stands further to the right than what it is assigned to.
    indent = "\t" if operator.text not in LOGICAL and operator.indent == before.indent else ""
    if file.text[after : after + 1] == "\n":
        start, after, indent = file.line_start(start), after + 1, ""
    elif file.text[after : after + 1] in ("\\", "{"):
        return None
    edits = edit(before.end, before.end, " " + operator.text), edit(start, after, indent), *closing_joined(operator)
    return Fix("move the operator to the end of the previous line", edits)


LOGICAL = ("&&", "||")


def closing_joined(inner: Token) -> list[Edit]:
    """The edit that has the parenthesis of a condition, if it stands at the start of a line, follow what is in it."""
    opening = inner.bracket
    closing = opening.partner if opening is not None and opening.text == "(" else None
    if closing is None or not closing.opens_line or closing.previous is None:
        return []
    gap = Span(closing.previous.end, closing.start)
    return [] if inner.file.text[slice(*gap)].strip() else [edit(*gap, "")]


@rule(
    "MULTILINE_DEREFERENCE",
    WARNING,
    "a member access is broken over two lines",
    on=Code(Pattern(r"[>.][ \t]*+\n")),
)
def broken_member(match: re.Match[str], file: SourceFile) -> Reports:
    """``->`` or ``.`` ends a line, and the member follows on the next.

    A chain of members is one name for the reader, and for whoever searches for it: break the line elsewhere.

    Source: Documentation/process/coding-style.rst, section 3.1 ("no space around the . and -> structure member
    operators").

    Differs from checkpatch: it knows chains of plain names only, no member of what a call returns.
    """
    member = syntax(file).at(match.start())
    if not isinstance(member, Member) or (operator := member.operator) is None:
        return
    if operator.end != match.start() + 1:
        return
    name = member.name
    if file.text[operator.end : name.start].strip(" \t") == "\n":
        chain: View = member
        for _ in range(LONGEST_CHAIN):
            chain = stem(chain) or chain
        joined = "".join(file.tokens.texts[chain.first.position : name.position + 1])
        edits = taking_along(file, [edit(operator.end, name.start, "")])
        yield name, f"'{joined}' is broken over two lines", Fix("join the lines", tuple(edits))


#: So many steps are taken back from the end of a chain.
LONGEST_CHAIN = 20


@rule("LINE_CONTINUATIONS", WARNING, "a backslash continues a line that needs none", on=File())
def needless_backslash(_: SourceFile, file: SourceFile) -> Reports:
    """A backslash at the end of a line that belongs to no preprocessor directive.

    C needs none: a statement goes on until its semicolon, and strings next to each other are one. Only the first of
    several lines is reported. Exempt are lines with ``asm`` and ``vmlinux.lds.h``.

    Source: Documentation/process/coding-style.rst, section 2 ("Breaking long lines and strings").

    Differs from checkpatch: assembler in headers needs them, in its macros and where a line begins with a directive.
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
            and not is_assembler_source(file, at)
        ):
            line = file.line_start(at)
            start = line + len(file.text[line:at].rstrip(" \t"))
            yield Span(at, at + 1), "needless line continuation", replace("remove the backslash", start, at + 1, "")
        at = code.find("\\\n", at + 1)


ASM = Pattern(r"\b(?:__)?asm(?:__)?\b")


@rule("LINE_CONTINUATIONS", WARNING, "string continued by a backslash", on=Text(Pattern(r"\\\n"), having="\\\n"))
def continued_string(match: re.Match[str], file: SourceFile) -> Reports:
    """A backslash at the end of a line does not end a string: the indentation of the next line is part of it.

    Leave the string in one piece, or end it at its newline and begin another one on the next line.

    Source: Documentation/process/coding-style.rst, section 2 ("Breaking long lines and strings").

    Differs from checkpatch: assembler does not mind the indentation, and a string that begins with the backslash is
    the text of a file, laid out as it is meant.
    """
    position = string_around(file, match.start())
    if position is None or file.text.find("\\\n", file.tokens.starts[position]) != match.start():
        return
    string = Token(file, position)
    if not (string.in_assembler or match.start() == string.start + 1):
        yield (match.start(), match.start() + 1), "a string goes on after a backslash"
