"""Prototypes and other declarations of functions and variables."""

from __future__ import annotations

from pylint_kernel.checking.rule import Reports, Spelled, rule
from pylint_kernel.classify import Kind
from pylint_kernel.language import dialect
from pylint_kernel.language.idioms import is_name_of_macro
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Declaration,
    Declarator,
    Declaring,
    DeclaringMacro,
    Field,
    Function,
    Parameter,
    Signature,
    Token,
    View,
    syntax,
)
from pylint_kernel.language.syntax.aligned import taking_along
from pylint_kernel.model import CHECK, ERROR, UNSAFE, WARNING, Fix, Span, edit, replace
from pylint_kernel.rules.language.attributes import attributes


@rule("AVOID_EXTERNS", CHECK, "extern before a prototype", on=(Declaration, Function), kinds={Kind.HEADER})
def extern_prototype(declaration: Declaration | Function, file: SourceFile) -> Reports:
    """``extern`` before a prototype in a header says nothing and makes the line longer.

    Variables need it, and it means something else together with ``inline``.

    The fix is unsafe because a token goes; what is compiled stays the same.

    Source: Documentation/process/coding-style.rst, section 6.1 "Function prototypes".

    Differs from checkpatch: whatever the function returns and wherever its name stands.
    """
    extern = declaration.specifier("extern")
    if extern is None or declaration.has("inline") or (declaration.in_macro and not extern.opens_line):
        return
    if all(declarator.is_function for declarator in declaration.declarators) and (after := extern.next):
        edits = taking_along(file, [edit(extern.start, after.start, "")])
        drop = Fix("drop extern", tuple(edits), UNSAFE)
        yield extern, "extern says nothing before a prototype", drop


@rule(
    "AVOID_EXTERNS",
    WARNING,
    "extern in a .c file",
    on=(Declaration, DeclaringMacro, Function),
    kinds={Kind.C},
)
def extern_in_source(declaration: Declaration | DeclaringMacro | Function, file: SourceFile) -> Reports:
    """What several files share is declared in a header that all of them include, also the one that defines it.

    Otherwise nobody notices when declaration and definition differ.

    What a BPF program imports is exempt (``__ksym``, ``__kconfig``): it is looked up when the program is loaded, and no
    header has it. So are aliases, which are definitions.
    """
    extern = declaration.specifier("extern")
    if extern is not None and not declaration.in_macro and not is_needed(declaration):
        yield extern, "extern in a .c file: declare it in a header"


@rule("AVOID_EXTERNS", WARNING, "a prototype in a .c file", on=Declaration, kinds={Kind.C})
def prototype_in_source(declaration: Declaration, file: SourceFile) -> Reports:
    """A prototype of a function that is not static belongs in a header.

    ``asmlinkage`` functions are exempt: the C file beside an assembly file is often the only one that calls them. So
    are aliases, which define a function, and the kernel functions that a BPF program imports (``__ksym``).

    Differs from checkpatch: whatever the function returns and whatever attributes it has.
    """
    if is_needed(declaration):
        return
    for declarator in prototypes(declaration):
        name = declarator.name
        if name and declarator.is_function and not declaration.has("static", "extern", "asmlinkage"):
            where = anchored(declaration, name.span)
            yield where, "a prototype in a .c file: declare the function in a header, or make it static"


#: Attributes that make more of a declaration: what it declares is defined with it, or looked up by its name. The last
#: are sections that a BPF program's imports can be put in.
NEEDED = frozenset("alias __alias __alias__ ifunc __ifunc__ __ksym __kconfig".split()) | {'".ksyms"', '".kconfig"'}


def is_needed(declaration: Declaring) -> bool:
    """Whether a declaration is an alias, or what a BPF program imports: it has to be where it is."""
    index = declaration.file.tokens.index
    return not index.keys().isdisjoint(NEEDED) and not NEEDED.isdisjoint(declaration.all_words)


def prototypes(declaration: Declaration | Field) -> list[Declarator]:
    """The functions, and pointers to functions, that are declared.

    None of what was not understood, what a macro with a name of its own declares, what has a value.
    """
    found = [declarator for declarator in declaration.declarators if declarator.signature and not declarator.equals]
    if not found or declaration.is_broken or (declaration.in_macro and not is_whole(declaration)):
        return []
    return [one for one in found if not (one.is_function and one.name and is_name_of_macro(one.name.text))]


def is_whole(declaration: Declaration | Field) -> bool:
    """Whether what a macro declares begins a line, and no part of it is pasted together."""
    return declaration.first.opens_line and "##" not in declaration.words


def anchored(declaration: View, where: Span) -> Span:
    """A part of a declaration; from the beginning of the declaration on where that is on an earlier line."""
    return where if declaration.row == declaration.file.row(where.start) else Span(declaration.start, where.end)


@rule(
    "FUNCTION_ARGUMENTS",
    WARNING,
    "a newline between a function's name and its arguments",
    on=Signature,
    kinds={Kind.C},
)
def detached_arguments(signature: Signature, file: SourceFile) -> Reports:
    """The ``(`` of a parameter list stands after the name of the function, on the same line.

    Source: Documentation/process/coding-style.rst, section 6.1 "Function prototypes".

    Differs from checkpatch: the functions may be static.
    """
    name = signature.name
    if name is None or signature.in_macro or name.on_line_of(signature.open):
        return
    if owner := signature.owner:
        fix = None
        if file.text[name.end : signature.open.start].isspace():
            edits = taking_along(file, [edit(name.end, signature.open.start, "")])
            fix = Fix("join the lines", tuple(edits))
        yield anchored(owner, name.span), "the arguments should follow the name directly", fix


@rule("FUNCTION_ARGUMENTS", WARNING, "a parameter without a name", on=(Declaration, Field))
def unnamed_parameter(declaration: Declaration | Field, file: SourceFile) -> Reports:
    """A prototype gives names to its parameters: they tell the reader what to pass.

    Typedefs of functions, static prototypes and lone ``enum`` types are left alone, and so are the parameters of
    parameters.

    Differs from checkpatch: arrays of function pointers are looked at, and attributes and calling conventions do not
    hide a prototype; a macro of the file may hold parameters with their names.
    """
    for declarator in prototypes(declaration):
        parameters = declarator.signature.parameters if declarator.signature else []
        unnamed = [parameter for parameter in parameters if is_unnamed(parameter)]
        if unnamed and not declaration.has("static"):
            for parameter in unnamed:
                text = " ".join(parameter.text.split())
                yield anchored(declaration, parameter.span), f"the parameter '{text}' should have a name"


def is_unnamed(parameter: Parameter) -> bool:
    """Whether a parameter is only a type, perhaps with stars or brackets."""
    declarators = parameter.declarators
    if any(one.name or one.signature for one in declarators) or parameter.is_void:
        return False
    if not declarators and len(parameter.words) == 2 and parameter.words[0] == "enum":
        return False
    if len(parameter.words) == 1 and holds_names(parameter.first):
        return False
    # What looks like an attribute after a pointer '*' is the parameter's name.
    word = parameter.last.next
    return not (parameter.last.text == "*" and word and word.text in dialect.spoken().attributes)


def holds_names(word: Token) -> bool:
    """Whether a word is a macro of the file that stands for parameters with their names."""
    return any(
        macro.name == word.text and any(isinstance(part, Declaring) and part.declarators for part in macro.content)
        for macro in syntax(word.file).macros
    )


@rule("FUNCTION_WITHOUT_ARGS", ERROR, "empty parentheses in a declaration", on=Signature)
def empty_parameters(signature: Signature, file: SourceFile) -> Reports:
    """``int f()`` takes any arguments and checks none; a function without parameters is ``int f(void)``.

    The fix is unsafe because a token is added; calls with arguments are refused from then on.

    Source: Documentation/dev-tools/checkpatch.rst, "FUNCTION_WITHOUT_ARGS".
    """
    name, (start, end) = signature.name, signature.parameter_list
    if name and not signature.parameters and not file.code[start:end].strip("() \t\n\\"):
        fix = replace("write void", start, end, "(void)", UNSAFE)
        yield (name.start, end), f"write '{name.text}(void)'", fix


@rule("WEAK_DECLARATION", ERROR, "a weak prototype", on=Spelled(("__weak", "__attribute__")))
def weak_declaration(attribute: Token, file: SourceFile) -> Reports:
    """A weak attribute on a prototype makes every definition weak that sees it: mark the definition.

    The fix takes ``__weak`` away. It is unsafe: a definition that relied on it is no longer weak.

    Aliases are definitions, and a kernel function that a BPF program may do without (``__ksym``) is another matter.

    Source: Documentation/dev-tools/checkpatch.rst, "WEAK_DECLARATION".

    Differs from checkpatch: the attribute may stand anywhere, and the prototype may go over several lines.
    """
    listed = [one.span for one in attributes(attribute) if one.name == "weak"]
    weak = attribute.span if attribute.text == "__weak" else next(iter(listed), None)
    declaration = syntax(file).declaration_at(attribute) if weak else None
    is_prototype = isinstance(declaration, Declaration) and declaration.is_prototype
    if weak and declaration and is_prototype and not is_needed(declaration):
        before, after, fix = attribute.previous, attribute.next, None
        if (
            attribute.text == "__weak"
            and before is not None
            and before.on_line_of(attribute)
            and not attribute.in_directive
        ):
            fix = Fix("drop __weak", tuple(taking_along(file, [edit(before.end, attribute.end, "")])), UNSAFE)
        elif attribute.text == "__weak" and after is not None and after.on_line_of(attribute):
            fix = Fix("drop __weak", tuple(taking_along(file, [edit(attribute.start, after.start, "")])), UNSAFE)
        yield weak, "a weak attribute belongs on the definition, not on a prototype", fix
