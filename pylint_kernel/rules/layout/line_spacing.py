"""Empty lines: where one is missing, where there are too many."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Reports, Text, rule
from pylint_kernel.classify import LAYOUT_KINDS
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Block,
    Call,
    Declaration,
    Declaring,
    DeclaringMacro,
    Enum,
    ExpressionStatement,
    Function,
    Record,
    Statement,
    View,
    syntax,
    token_at,
)
from pylint_kernel.lazy import LineStart, Pattern
from pylint_kernel.model import CHECK, WARNING, Span, replace

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
    word = token_at(file, start)
    call = syntax(file).call_at(word.position) if word else None
    ended = syntax(file).at(brace)
    while ended is not None and not isinstance(ended, (Declaring, Record, Enum)):
        ended = ended.parent
    return call is not None and ended is not None and any(one.text in names_of(ended) for one in call.arguments)


def names_of(definition: View | None) -> set[str]:
    """What a definition at file scope defines: a function, variables, a type.

    Of a function that a macro defines, all that the macro is given counts.
    """
    match definition:
        case Function() if definition.by_macro:
            call = syntax(definition.file).call_at(definition.first.position)
            return {argument.text for argument in call.arguments} if call else set()
        case Declaring():
            names = {one.name.text for one in definition.declarators if one.name}
            return names | names_of(definition.type)
        case Record() | Enum() if definition.name:
            return {definition.name.text}
    return set()


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


@rule("LINE_SPACING", WARNING, "no empty line after declarations", on=(Declaration, DeclaringMacro))
def declarations_then_code(declaration: Declaring, file: SourceFile) -> Reports:
    """An empty line separates the declarations at the start of a block from its statements.

    Declarations are what the parser takes for one, macros that declare (``LIST_HEAD(x);``, ``DEFINE_WAIT(w);``)
    included, and unknown ones in capitals that stand between declarations; they may have attributes, any type, and
    initialisers of several lines. Exempt are comments, directives and blocks in between, ``guard()``, ``ACQUIRE()`` and
    ``CLASS()``, which declare, too, and what follows a variable with
    ``__free()``: such a variable is declared where it is first needed. Macro bodies are left alone.

    Source: the practice throughout the tree; Documentation/process/coding-style.rst has it so in its examples.
    include/linux/cleanup.h on where to declare a variable with ``__free()``.
    """
    following = declaration.following
    if not isinstance(following, Statement) or isinstance(following, (Block, Declaring)):
        return
    if declaration.in_macro or declaration.enclosing(Block) is None:
        return
    first, begin = following.first, declaration.begin
    if file.row(declaration.end) + 1 != first.row or not first.opens_line or first.indent != begin.indent:
        return
    if not first.indent or first.text in GUARDS or cleans_up(declaration) or declaration.is_broken:
        return
    if declares(following):
        return
    line = file.line_start(first.start)
    yield first, "no empty line after declarations", replace("insert an empty line", line, line, "\n")


#: Macros that declare an object that holds a lock.
GUARDS = frozenset(("guard", "ACQUIRE"))


def declares(statement: Statement) -> bool:
    """Whether a macro in capitals seems to declare something, since another declaration follows on the next line."""
    call = statement.expression if isinstance(statement, ExpressionStatement) else None
    after = statement.following
    if not isinstance(call, Call) or not call.name.isupper() or not isinstance(after, (Declaration, DeclaringMacro)):
        return False
    return after.row == statement.file.row(statement.end) + 1


def cleans_up(declaration: Declaring) -> bool:
    """Whether what is declared is freed or undone at the end of the block, so that its place matters."""
    return declaration.begin.text == "CLASS" or any(one.text == "__free" for one in declaration.attributes)
