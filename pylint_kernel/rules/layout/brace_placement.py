"""Where braces stand: on the line of what opens the block, on a line of their own below a function's head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_kernel.checking.rule import Node, Reports, Token, rule
from pylint_kernel.language.idioms import is_identifier
from pylint_kernel.language.operators import previous
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.statements import HEADED
from pylint_kernel.model import ERROR, Fix, edit, replace

if TYPE_CHECKING:
    from tree_sitter import Node as TreeNode

AGGREGATES = frozenset("struct union enum".split())


@rule("OPEN_BRACE", ERROR, "an opening brace on the wrong line", on=Token(("{",)))
def opening(position: int, file: SourceFile) -> Reports:
    """The opening brace of a block, of a ``struct``, ``union`` or ``enum``, and of an initialiser ends the line that
    opens it; only the brace of a function stands at the start of the next line.

    An ``if``, ``for``, ``while``, ``switch``, ``else``, ``do`` or iterator is underlined from the keyword to its brace.

    Source: Documentation/process/coding-style.rst, section 3 ("Placing Braces and Spaces").

    Differs from checkpatch: a comment or a blank line before the brace does not hide it, nor do attributes after
    ``struct``; iterators of any name count; functions with annotations after their parameters are looked at too; a
    block after a complete statement is no body.
    """
    tokens = file.tokens
    texts, start = tokens.texts, tokens.starts[position]
    if not position or (tokens.end(position - 1) + 1 >= start and file.text[start - 1] != "\n"):
        return
    if file.text[file.line_start(start) : start].strip(" \t") or previous(file, position) != position - 1:
        return
    before = texts[position - 1]
    if before == "=":
        yield tokens.span(position), "the brace belongs on the line of the '='", joined(file, position)
    elif before in ("else", "do"):
        yield (tokens.starts[position - 1], start + 1), f"the brace belongs after '{before}'", joined(file, position)
    elif before == ")":
        keyword = tokens.partner.get(position - 1, 0) - 1
        if keyword >= 0 and (texts[keyword] in HEADED or "for_each" in texts[keyword]):
            message = f"the brace belongs on the line of the '{texts[keyword]}'"
            yield (tokens.starts[keyword], start + 1), message, joined(file, position)
    elif aggregate := opened_aggregate(texts, position):
        yield tokens.span(position), f"the brace belongs on the line of the '{aggregate}'", joined(file, position)


def opened_aggregate(texts: list[str], position: int) -> str | None:
    """``struct``, ``union`` or ``enum`` if the ``{`` at ``position`` opens its members."""
    for word in reversed(texts[max(position - 4, 0) : position]):
        if word in AGGREGATES:
            return word
        if not is_identifier(word):
            return None
    return None


def joined(file: SourceFile, position: int) -> Fix | None:
    """The brace after the token before it; None where a comment stands between them."""
    tokens = file.tokens
    end, start = tokens.end(position - 1), tokens.starts[position]
    if file.text[end:start].strip(" \t\n\\"):
        return None
    return replace("put the brace on the line before", end, start + 1, " {")


INLINE = frozenset({"inline", "__inline", "__inline__", "__always_inline"})


@rule("OPEN_BRACE", ERROR, "a function's opening brace on the line of its head", on=Node(("function_definition",)))
def function_body(node: TreeNode, file: SourceFile) -> Reports:
    """The brace that opens a function stands at the start of the line below the function's head.

    A function that takes one line as a whole is left alone, also an inline one whose head takes several lines, and
    so is what a macro like ``FIXTURE(x) {`` defines.
    """
    body = node.child_by_field_name("body")
    if body is None or file.text[body.start_byte] != "{" or file.text[body.start_byte - 1] == "\n":
        return
    start, brace = node.start_byte, body.start_byte
    words = file.tokens.texts[file.position_at(start) : file.position_at(brace)]
    first = brace if any(word in INLINE for word in words) else start
    if "\n" not in file.text[first : node.end_byte] or any(child.is_error for child in node.children):
        return
    if file.tokens.texts[file.position_at(start) + 1] == "(":
        return
    in_macro = file.directive_at(brace) is not None
    if in_macro and not file.text[file.line_start(brace) : brace].strip():
        return
    where = (brace, brace + 1) if "\n" not in file.text[start:brace] else (start, brace + 1)
    fix = None if in_macro else split(file, brace)
    yield where, "the brace of a function belongs at the start of the next line", fix


def split(file: SourceFile, brace: int) -> Fix:
    """The brace at the start of a line, and code after it on the next one."""
    text = file.text
    before = len(text[:brace].rstrip(" \t\n"))
    edits = [edit(before, brace, "\n")]
    end = file.line_end(brace)
    if file.code[brace + 1 : end].strip():
        behind = end - len(text[brace + 1 : end].lstrip(" \t"))
        edits.append(edit(brace + 1, behind, "\n\t"))
    return Fix("put the brace on a line of its own", tuple(edits))


@rule("ELSE_AFTER_BRACE", ERROR, "an else below the closing brace before it", on=Token(("else",)))
def else_below_brace(position: int, file: SourceFile) -> Reports:
    """The ``else`` goes on where the ``if`` ended: it stands after the closing brace, on its line.

    Source: Documentation/process/coding-style.rst, section 3 ("Placing Braces and Spaces").

    Differs from checkpatch: blank lines between the two, another indent and the continued lines of a macro do not
    hide the ``else``. A comment between them does, for both.
    """
    tokens = file.tokens
    if not position or tokens.texts[position - 1] != "}":
        return
    end, start = tokens.end(position - 1), tokens.starts[position]
    between = file.text[end:start]
    if "\n" in between and not between.strip(" \t\n\\"):
        fix = replace("put the else after the brace", end, start, " ")
        yield tokens.span(position), "'else' belongs after the closing brace before it", fix
