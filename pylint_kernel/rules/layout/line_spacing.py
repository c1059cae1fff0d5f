"""Empty lines: where one is missing, where there are too many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pylint_kernel.checking.rule import File, Node, Reports, Text, rule
from pylint_kernel.classify import LAYOUT_KINDS
from pylint_kernel.language import dialect, parser
from pylint_kernel.language.declaration import is_type_name
from pylint_kernel.language.idioms import after_spaces, is_identifier, statement_bounds
from pylint_kernel.language.lineage import lineage
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import LineStart, Pattern
from pylint_kernel.model import CHECK, WARNING, Span, replace

if TYPE_CHECKING:
    from tree_sitter import Node as TreeNode

#: What may follow the end of a function or of a type at once, since it belongs to it.
BELONGS = Pattern(
    r"""(?x)
    [ \t]*+ (?:
        \# [ \t]* (?: end | elif | else )
      | EXPORT_SYMBOL | early_param | ALLOW_ERROR_INJECTION | MODULE_ | DECLARE | __setup
      | \w*init \w* [ \t]* [(;]
      | builtin_\w*driver
      | (?: static [ \t]+ )? [A-Z_\d]*ATTR
    )"""
)

#: What may stand after declarations: more of them, a block of its own, what the parser has not understood.
DECLARING = frozenset(
    {"declaration", "type_definition", "struct_specifier", "union_specifier", "enum_specifier", "function_definition",
     "compound_statement", "ERROR"}
)  # fmt: skip


@rule(
    "LINE_SPACING",
    CHECK,
    "no empty line after the end of a function or of a type",
    on=Text(LineStart(r"\};?[ \t]*(?=\n[ \t\f\v]*[^ \t\f\v\n])")),
    kinds=LAYOUT_KINDS,
)
def end_of_definition(match: re.Match[str], file: SourceFile) -> Reports:
    """An empty line separates what does not belong together, and one is enough.

    This check wants one after the ``}`` or ``};`` that ends a function, a type or a table. What belongs to the thing
    just defined may follow at once: a macro that names it (``EXPORT_SYMBOL(f);``, ``NOKPROBE_SYMBOL(f);``), other
    ``EXPORT_SYMBOL*``, ``module_init()`` and other initcalls, ``MODULE_*``, ``*ATTR*``, ``DECLARE*``, ``__setup()``,
    ``early_param()``, ``builtin_*driver()``, ``ALLOW_ERROR_INJECTION()``, and ``#endif`` or ``#else``.

    Source: Documentation/process/coding-style.rst, section 6 ("In source files, separate functions with one space
    line").

    Differs from checkpatch: any macro that names the function just defined may follow, and declarations are taken
    from the syntax tree (see the check on them).
    """
    start = match.end() + 1
    end = file.line_end(start)
    if file.comment_at(match.end() - 1) or BELONGS.match(file.text, start, end):
        return
    if names_what_ended(file, match.end() - len(match[0].lstrip("\n")), start):
        return
    fix = replace("insert an empty line", start, start, "\n")
    yield Span(start, end), "no empty line after the end of a definition", fix


def names_what_ended(file: SourceFile, brace: int, start: int) -> bool:
    """Whether the line at ``start`` is a call of a macro one of whose arguments names what the ``}`` ends."""
    tokens = file.tokens
    opening = tokens.partner.get(file.position_at(brace))
    call = file.call_at(file.position_at(start))
    if opening is None or call is None or file.line_start(call.span.start) != start:
        return False
    first, _ = statement_bounds(file, max(opening - 1, 0))
    names = {word for word in tokens.texts[first:opening] if is_identifier(word) and not is_type_name(word)}
    return any(file.slice(argument) in names for argument in call.arguments)


@rule(
    "LINE_SPACING",
    CHECK,
    "more than one empty line",
    on=Text(LineStart(r"[ \t\f\v]*\n((?:[ \t\f\v]*\n)+)")),
    kinds=LAYOUT_KINDS,
)
def empty_lines(match: re.Match[str], file: SourceFile) -> Reports:
    """Two or more empty lines follow each other: one is enough. The second is reported, the fix removes all but one."""
    start, end = match.span(1)
    yield Span(start, file.line_end(start)), "more than one empty line", replace("leave one empty line", start, end, "")


@rule("LINE_SPACING", WARNING, "no empty line after declarations", on=Node(("declaration",)))
def declarations_then_code(node: TreeNode, file: SourceFile) -> Reports:
    """An empty line separates the declarations at the start of a block from its statements.

    Declarations are what the parser takes for one, macros that declare (``LIST_HEAD(x);``, ``DEFINE_WAIT(w);``)
    included; they may have attributes, any type, and initialisers of several lines. Exempt are comments, directives
    and blocks in between, ``guard()`` and ``CLASS()``, which declare, too, and what follows a variable with
    ``__free()``: such a variable is declared where it is first needed.

    Source: the practice throughout the tree; Documentation/process/coding-style.rst has it so in its examples.
    include/linux/cleanup.h on where to declare a variable with ``__free()``.
    """
    yield from code_behind(node, file)


@rule("LINE_SPACING", WARNING, "no empty line after a declaring macro", on=File())
def macros_then_code(_: SourceFile, file: SourceFile) -> Reports:
    """The same for macros that declare variables; ``CLASS()`` stands, like ``__free()``, where it is needed."""
    names = dialect.linux()
    for name, positions in file.tokens.index.items():
        if name[0].isupper() and name != "CLASS" and names.is_declaring(name):
            for position in positions:
                if node := statement_at(file, file.tokens.starts[position]):
                    yield from code_behind(node, file)


def statement_at(file: SourceFile, offset: int) -> TreeNode | None:
    """The outermost node in a block that begins at ``offset`` or, with storage words, before it on its line."""
    around = lineage(file, parser.tree(file), offset)
    blocks = [level for level, node in enumerate(around[:-1]) if node.type == "compound_statement"]
    return around[blocks[-1] + 1] if blocks else None


def code_behind(node: TreeNode, file: SourceFile) -> Reports:
    """The report on a statement in the line after the declaration ``node``."""
    following = node.next_named_sibling
    if following is None or following.type in DECLARING or node.has_error:
        return
    start, text = following.start_byte, file.text
    line = file.line_start(start)
    if text.count("\n", node.end_byte, start) != 1 or text[line:start].strip(" \t") or line == start:
        return
    begin = file.line_start(node.start_byte)
    if text[begin : after_spaces(text, begin)] != text[line:start] or file.directive_at(start):
        return
    first = file.position_at(start)
    word = file.tokens.texts[first]
    if dialect.linux().is_declaring(word) or word in ("guard", "CLASS") or "__free" in text[begin:line]:
        return
    fix = replace("insert an empty line", line, line, "\n")
    yield file.tokens.span(first), "no empty line after declarations", fix
