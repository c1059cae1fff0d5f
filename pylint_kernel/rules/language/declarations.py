"""Prototypes and other declarations of functions and variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_kernel.checking.rule import Code, Reports, Token, rule
from pylint_kernel.checking.rule import Node as NodeTrigger
from pylint_kernel.classify import Kind
from pylint_kernel.language.declaration import (
    BASIC,
    STORAGE,
    TAGS,
    enclosing,
    is_attribute,
    is_function,
    is_type_name,
    macro_body,
    read,
)
from pylint_kernel.language.idioms import is_identifier, is_name_of_macro, statement_bounds
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, ERROR, UNSAFE, WARNING, Span, replace

if TYPE_CHECKING:
    import re

    from tree_sitter import Node


@rule("AVOID_EXTERNS", CHECK, "extern before a prototype", on=Token(("extern",)), kinds={Kind.HEADER})
def extern_prototype(position: int, file: SourceFile) -> Reports:
    """``extern`` before a prototype in a header says nothing and makes the line longer.

    Variables need it, and it means something else together with ``inline``.

    Source: Documentation/process/coding-style.rst, section 6.1 "Function prototypes".

    Differs from checkpatch: whatever the function returns and wherever its name stands.
    """
    texts, starts = file.tokens.texts, file.tokens.starts
    if file.text[file.line_start(starts[position]) : starts[position]].strip():
        declared = enclosing(file, position)
    else:
        # Macros without a semicolon may stand above.
        declared = read(file, position, statement_bounds(file, position)[1])
    if (
        declared is None
        or position > declared.type[0]
        or not is_function(file, declared)
        or (
            file.directive_at(starts[position])
            and file.text[file.line_start(starts[position]) : starts[position]].strip()
        )
    ):
        return
    if "inline" not in texts[position : declared.declarator]:
        drop = replace("drop extern", starts[position], starts[position + 1], "", UNSAFE)
        yield file.tokens.span(position), "extern says nothing before a prototype", drop


@rule("AVOID_EXTERNS", WARNING, "extern in a .c file", on=Token(("extern",)), kinds={Kind.C})
def extern_in_source(position: int, file: SourceFile) -> Reports:
    """What several files share is declared in a header that all of them include, also the one that defines it.

    Otherwise nobody notices when declaration and definition differ.
    """
    if file.directive_at(file.tokens.starts[position]) is not None:
        return
    first, last = statement_bounds(file, position)
    declared = read(file, first, last)
    if first == position or (declared is not None and position < declared.type[0]):
        yield file.tokens.span(position), "extern in a .c file: declare it in a header"


@rule("AVOID_EXTERNS", WARNING, "a prototype in a .c file", on=NodeTrigger(("function_declarator",)), kinds={Kind.C})
def prototype_in_source(node: Node, file: SourceFile) -> Reports:
    """A prototype of a function that is not static belongs in a header.

    ``asmlinkage`` functions are exempt: the C file beside an assembly file is often the only one that calls them.

    Differs from checkpatch: whatever the function returns and whatever attributes it has.
    """
    declaration = prototype(node, file)
    if declaration is not None and not STORAGE.intersection(leading_words(node, file)):
        name = node.child_by_field_name("declarator")
        if name is not None and name.type == "identifier":
            where = anchored(file, declaration.start_byte, name.start_byte, name.end_byte)
            yield where, "a prototype in a .c file: declare the function in a header, or make it static"


def prototype(node: Node, file: SourceFile) -> Node | None:
    """The declaration or member that declares what ``node``, a function declarator, describes.

    None for a definition, a typedef, a parameter, a macro's body, and what was not understood.
    """
    above = node.parent
    while above is not None and above.type in ("pointer_declarator", "init_declarator"):
        if above.type == "init_declarator":
            return None
        above = above.parent
    if above is None or above.type not in ("declaration", "field_declaration") or above.has_error:
        return None
    if is_name_of_macro(file.slice(node).partition("(")[0].strip()):
        return None
    start = above.start_byte
    if file.directive_at(start) is not None:
        begins_line = not file.text[file.line_start(start) : start].strip()
        if not begins_line or "##" in file.slice(above):
            return None
    return above


def leading_words(node: Node, file: SourceFile) -> list[str]:
    """The tokens from the beginning of a declaration to its declarator ``node``."""
    at = file.position_at(node.start_byte)
    return file.tokens.texts[statement_bounds(file, at)[0] : at]


def anchored(file: SourceFile, first: int, start: int, end: int) -> Span:
    """The span from ``start`` to ``end``; from ``first`` on where that is on an earlier line."""
    return Span(start if file.row(first) == file.row(start) else first, end)


@rule(
    "FUNCTION_ARGUMENTS",
    WARNING,
    "a newline between a function's name and its arguments",
    on=NodeTrigger(("function_declarator",)),
    kinds={Kind.C},
)
def detached_arguments(node: Node, file: SourceFile) -> Reports:
    """The ``(`` of a parameter list stands after the name of the function, on the same line.

    Source: Documentation/process/coding-style.rst, section 6.1 "Function prototypes".

    Differs from checkpatch: the functions may be static.
    """
    name, parameters = node.child_by_field_name("declarator"), node.child_by_field_name("parameters")
    if name is None or parameters is None or name.type != "identifier" or file.directive_at(node.start_byte):
        return
    if file.row(name.start_byte) != file.row(parameters.start_byte):
        above = node.parent
        while above is not None and above.type == "pointer_declarator":
            above = above.parent
        first = above.start_byte if above is not None else node.start_byte
        yield anchored(file, first, name.start_byte, name.end_byte), "the arguments should follow the name directly"


@rule("FUNCTION_ARGUMENTS", WARNING, "a parameter without a name", on=NodeTrigger(("function_declarator",)))
def unnamed_parameter(node: Node, file: SourceFile) -> Reports:
    """A prototype gives names to its parameters: they tell the reader what to pass.

    Typedefs of functions, static prototypes and lone ``enum`` types are left alone.

    Differs from checkpatch: arrays of function pointers are looked at, and attributes do not hide a prototype.
    """
    declaration = prototype(node, file)
    parameters = node.child_by_field_name("parameters")
    if declaration is None or parameters is None or "static" in leading_words(node, file):
        return
    for parameter in parameters.named_children:
        if parameter.type == "parameter_declaration" and is_unnamed(parameter):
            text = " ".join(file.slice(parameter).split())
            if (
                text == "void"
                or NAMED_LIKE_ATTRIBUTE.match(file.text, parameter.end_byte - 1)
                or (text.startswith("enum ") and text.count(" ") == 1 and text[-1] != "*")
            ):
                continue
            where = anchored(file, declaration.start_byte, parameter.start_byte, parameter.end_byte)
            yield where, f"the parameter '{text}' should have a name"


#: What looks like an attribute after the star is the parameter's name.
NAMED_LIKE_ATTRIBUTE = Pattern(r"\*[ ]?__(?!restrict)\w+\s*[,)]")


def is_unnamed(parameter: Node) -> bool:
    """Whether a parameter is only a type, perhaps with stars or brackets."""
    declarator = parameter.child_by_field_name("declarator")
    while declarator is not None and declarator.type in ("abstract_pointer_declarator", "abstract_array_declarator"):
        declarator = declarator.child_by_field_name("declarator")
    return declarator is None


@rule("FUNCTION_WITHOUT_ARGS", ERROR, "empty parentheses in a declaration", on=Code(Pattern(r"\(\s*\)")))
def empty_parameters(match: re.Match[str], file: SourceFile) -> Reports:
    """``int f()`` takes any arguments and checks none; a function without parameters is ``int f(void)``.

    Source: Documentation/dev-tools/checkpatch.rst, "FUNCTION_WITHOUT_ARGS".
    """
    tokens = file.tokens
    texts = tokens.texts
    name = file.position_at(match.start()) - 1
    if name < 1 or not is_identifier(texts[name]) or not declares(file, name):
        return
    start, end = match.span()
    yield (
        Span(tokens.starts[name], end),
        f"write '{texts[name]}(void)'",
        replace("write void", start, end, "(void)", UNSAFE),
    )


#: Words before a call that are no type.
NO_TYPE = frozenset(
    {"return", "new", "else", "goto", "case", "sizeof", "do", "typeof", "defined", "const", "static", "extern"}
)


def declares(file: SourceFile, name: int) -> bool:
    """Whether the name at token ``name`` is declared there: a type, perhaps with stars, stands before it."""
    texts = file.tokens.texts
    low = macro_body(file, name)
    if not low and file.directive_at(file.tokens.starts[name]):
        return False
    at = name - 1
    while at >= low and (texts[at] == "*" or is_attribute(texts[at])):
        at -= 1
    if at < low or texts[at] in NO_TYPE:
        return False
    if texts[at] in BASIC or is_type_name(texts[at]) or texts[at] in ("inline", "noinline"):
        return True
    if not is_identifier(texts[at]) or file.directive_at(file.tokens.starts[at]) != file.directive_at(
        file.tokens.starts[name]
    ):
        return False
    tagged = at > low and texts[at - 1] in TAGS
    return tagged or at == name - 1 or statement_bounds(file, at)[0] == at


@rule("WEAK_DECLARATION", ERROR, "a weak prototype", on=Token(("__weak", "weak", "__weak__")))
def weak_declaration(position: int, file: SourceFile) -> Reports:
    """A weak attribute on a prototype makes every definition weak that sees it: mark the definition.

    Aliases are definitions, and a kernel function that a BPF program may do without (``__ksym``) is another matter.

    Source: Documentation/dev-tools/checkpatch.rst, "WEAK_DECLARATION".

    Differs from checkpatch: the attribute may stand anywhere, and the prototype may go over several lines.
    """
    texts = file.tokens.texts
    if texts[position] != "__weak" and texts[position - 1] not in "(,":
        return
    declared = enclosing(file, position)
    if declared is None or not is_function(file, declared) or texts[declared.end : declared.end + 1] == ["{"]:
        return
    first, last = statement_bounds(file, position)
    if not {"alias", "__alias", "__alias__", "__ksym"} & set(texts[first:last]) and texts[last - 1] == ";":
        yield file.tokens.span(position), "a weak attribute belongs on the definition, not on a prototype"
