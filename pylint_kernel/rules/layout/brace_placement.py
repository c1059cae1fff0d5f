"""Where braces stand: on the line of what opens the block, on a line of their own below a function's head."""

from __future__ import annotations

from pylint_kernel.checking.rule import Reports, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Block,
    Enum,
    For,
    Function,
    Headed,
    If,
    InitialiserList,
    MacroHeaded,
    Record,
    Token,
    While,
)
from pylint_kernel.model import ERROR, Fix, edit, replace
from pylint_kernel.rules.layout.braces import drop_needless


@rule("OPEN_BRACE", ERROR, "an opening brace on the wrong line", on=Headed)
def brace_of_body(statement: Headed, file: SourceFile) -> Reports:
    """The opening brace of a block, of a ``struct``, ``union`` or ``enum``, and of an initialiser ends the line that
    opens it; only the brace of a function stands at the start of the next line.

    An ``if``, ``for``, ``while``, ``switch``, ``else``, ``do`` or iterator is underlined from the keyword to its brace.
    Braces that nothing needs (see BRACES) are removed by the fix, which is unsafe then.

    Source: Documentation/process/coding-style.rst, section 3 ("Placing Braces and Spaces").

    Differs from checkpatch: a comment or a blank line before the brace does not hide it, nor do attributes after
    ``struct``; iterators of any name and ``scoped_guard()`` count; functions with annotations after their parameters
    are looked at too, those that are called like an iterator are functions; a block after a complete statement is no
    body.
    """
    if isinstance(statement, MacroHeaded) and not statement.is_known:
        return
    for arm in statement.bodies:
        if isinstance(arm.body, Block) and is_below(brace := arm.body.open):
            text = arm.keyword.text
            place = "after" if arm.head_end == arm.keyword else "on the line of the"
            needless = drop_needless(statement) if isinstance(statement, (If, While, For)) else None
            yield (arm.keyword.start, brace.end), f"the brace belongs {place} '{text}'", needless or joined(brace)


@rule("OPEN_BRACE", ERROR, "an initialiser's opening brace on the wrong line", on=InitialiserList)
def brace_of_initialiser(values: InitialiserList, file: SourceFile) -> Reports:
    """The brace of an initialiser stands on the line of its ``=``."""
    if is_below(values.open) and values.open.previous is not None and values.open.previous.text == "=":
        yield values.open, "the brace belongs on the line of the '='", joined(values.open)


@rule("OPEN_BRACE", ERROR, "an opening brace below struct, union or enum", on=(Record, Enum))
def brace_of_type(declared: Record | Enum, file: SourceFile) -> Reports:
    """The brace before members stands on the line of the ``struct``, ``union`` or ``enum``."""
    if declared.open is not None and is_below(declared.open):
        message = f"the brace belongs on the line of the '{declared.keyword.text}'"
        yield declared.open, message, joined(declared.open)


def is_below(brace: Token) -> bool:
    """Whether a brace opens its line, and no directive stands between it and what it belongs to."""
    if brace.text != "{" or not brace.opens_line:
        return False
    before = brace.previous
    return before is not None and before.in_directive == brace.in_directive


def joined(brace: Token) -> Fix | None:
    """The brace after the token before it; None where a comment stands between them."""
    before = brace.previous
    if before is None or brace.file.text[before.end : brace.start].strip(" \t\n\\"):
        return None
    return replace("put the brace on the line before", before.end, brace.end, " {")


INLINE = ("inline", "__inline", "__inline__", "__always_inline")


@rule("OPEN_BRACE", ERROR, "a function's opening brace on the line of its head", on=Function)
def brace_of_function(function: Function, file: SourceFile) -> Reports:
    """The brace that opens a function stands at the start of the line below the function's head.

    A function that takes one line as a whole is left alone, also an inline one whose head takes several lines, and
    so is what a macro like ``FIXTURE(x) {`` defines.
    """
    body = function.body
    if body is None or body.open.text != "{" or file.text[body.start - 1] == "\n" or function.by_macro:
        return
    if (body if function.has(*INLINE) else function).is_on_one_line or function.has_broken_head:
        return
    if function.in_macro and body.open.opens_line:
        return
    where = body.open if body.open.on_line_of(function.first) else (function.start, body.open.end)
    fix = None if function.in_macro else split(file, body.start)
    yield where, "the brace of a function belongs at the start of the next line", fix


def split(file: SourceFile, brace: int) -> Fix:
    """The brace at the start of a line, and code after it on the next one."""
    text = file.text
    before = len(text[:brace].rstrip(" \t\n"))
    edits = [edit(before, brace, "\n")]
    end = file.line_end(brace)
    if file.code[brace + 1 : end].strip():
        after = end - len(text[brace + 1 : end].lstrip(" \t"))
        edits.append(edit(brace + 1, after, "\n\t"))
    return Fix("put the brace on a line of its own", tuple(edits))


@rule("ELSE_AFTER_BRACE", ERROR, "an else below the closing brace before it", on=If)
def else_below_brace(branch: If, file: SourceFile) -> Reports:
    """The ``else`` goes on where the ``if`` ended: it stands after the closing brace, on its line.

    Source: Documentation/process/coding-style.rst, section 3 ("Placing Braces and Spaces").

    Differs from checkpatch: blank lines between the two, another indent and the continued lines of a macro do not
    hide the ``else``. A comment between them does, for both.
    """
    keyword, body = branch.else_keyword, branch.body
    if keyword is None or not isinstance(body, Block):
        return
    between = file.text[body.end : keyword.start]
    if "\n" in between and not between.strip(" \t\n\\"):
        fix = replace("put the else after the brace", body.end, keyword.start, " ")
        yield keyword, "'else' belongs after the closing brace before it", fix
