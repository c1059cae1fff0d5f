"""Bodies of control statements that are not one level deeper than what controls them."""

from __future__ import annotations

from pylint_kernel.checking.rule import Reports, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Arm, Block, Headed, If, Label, MacroHeaded, Section, Switch, Token
from pylint_kernel.model import WARNING
from pylint_kernel.rules.layout.relevelling import relevelled
from pylint_kernel.rules.layout.statement_layout import is_aligned_argument, opens_line


@rule("SUSPECT_CODE_INDENT", WARNING, "a body that is not indented by one level", on=Headed)
def suspect_body(statement: Headed, file: SourceFile) -> Reports:
    """The first line of a body is not one tab deeper than the ``if``, ``else``, ``for``, ``while``, ``do`` or loop
    macro that controls it.

    Either the indent is wrong, or the statement was not meant to be the body. Reported is a body that begins at no tab
    stop, less than the keyword is indented, as much, or by more than one tab more. A label at the start of the line
    and a ``case`` are no part of it. The fix moves a body that is deeper than its keyword to its level; of one that is
    not the author has to say whether it is meant to be the body.

    Source: Documentation/process/coding-style.rst, section 1 ("Indentation").

    Differs from checkpatch: a body that is cut off by a directive is not judged; macros that loop count whatever
    their name is, and so does ``scoped_guard()``; statements that are an argument of a macro (``DEFINE_FREE()``) may be
    aligned with its parenthesis, and their bodies be indented from there.
    """
    if isinstance(statement, Switch) or (isinstance(statement, MacroHeaded) and not statement.is_known):
        return
    tab = file.limits.tab_size
    for arm in statement.bodies:
        first = first_of_body(arm)
        if first is None or not opens_line(arm.keyword):
            continue
        if first.indent == arm.keyword.indent + "\t":
            continue
        there, here = file.width(arm.keyword.indent), file.width(first.indent)
        if here == there and first.text == "{":
            continue
        is_off = here % tab and not is_aligned_argument(first)
        if is_off or not there < here <= there + tab:
            fix = relevelled(file, first.start, arm.body.end) if arm.body and here > there else None
            yield arm.keyword, f"the body is indented by {here} columns, its '{arm.keyword.text}' by {there}", fix


def first_of_body(arm: Arm) -> Token | None:
    """The first token of a body, labels aside; None if its line tells nothing.

    That is so where the body begins on the line of its head or of its brace, or where a directive cuts it off.
    """
    if arm.branch is None and isinstance(arm.body, If) and arm.body.is_else_if:
        arm = Arm(arm.keyword, arm.body, arm.body.body)
    opener, body = arm.head_end, arm.body
    # In a macro a brace on a line of its own is what has to be indented like the head.
    inside = isinstance(body, Block) and (body.open.on_line_of(opener) if body.in_macro else body.open == opener.next)
    if isinstance(body, Block) and inside:
        opener, body = body.open, next(iter(body.statements), None)
    before: Token | None = opener
    while isinstance(body, Label):
        before, body = body.colon, body.statement
    if body is None or isinstance(body, Section) or before is None or body.first.on_line_of(before):
        return None
    for directive in body.file.directives_between(opener.end, body.start):
        if not inside or directive.name in ("else", "elif", "endif"):
            return None
    # The end of a comment before the statement, on its line, has no indent that could be wrong.
    return None if body.file.comment_at(body.file.line_start(body.start)) else body.first
