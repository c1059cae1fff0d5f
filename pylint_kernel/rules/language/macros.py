"""The bodies of macros: values, statements, ``do {} while (0)``."""

from __future__ import annotations

from pylint_kernel.checking.rule import File, Macro, Reports, rule
from pylint_kernel.language import dialect
from pylint_kernel.language.declaration import follows_type
from pylint_kernel.language.idioms import is_identifier
from pylint_kernel.language.macro_body import Body, Rank, bodies, is_called_outside_functions, whole_macros
from pylint_kernel.language.source import MacroDefinition, SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, ERROR, UNSAFE, WARNING, Span, replace

#: Macros that tell the tracing headers names and paths.
PATHS = frozenset({"TRACE_SYSTEM", "TRACE_INCLUDE_FILE", "TRACE_INCLUDE_PATH"})


def place(file: SourceFile, macro: MacroDefinition, where: Span) -> Span:
    """What to underline of a macro: ``where`` if it is on the first line, otherwise the macro's name."""
    return where if where.end <= file.line_end(macro.name_span.start) else macro.name_span


@rule("COMPLEX_MACRO", ERROR, "an expression without parentheses as a macro", on=File())
def complex_macro(_: SourceFile, file: SourceFile) -> Reports:
    """A macro that is an expression is put in parentheses: the operators around its use might bind tighter.

    What is no expression cannot be: lists, attributes, declarations, heads of loops, case ranges, pieces of syntax.

    Source: Documentation/process/coding-style.rst, section 12 "Macros, Enums and RTL", 4.

    Differs from checkpatch: the body is parsed. Reported are operators that could be torn apart, unary and casts
    included; what binds tightest anyway (members, calls, indices, compound literals) needs no parentheses.
    """
    if file.path.endswith("vmlinux.lds.h"):
        return
    for body in file.once(bodies):
        rank = body.rank()
        if rank is not None and rank >= Rank.UNARY and body.macro.name not in PATHS:
            yield place(file, body.macro, body.macro.body), "put the expression in parentheses"


@rule(
    "MULTISTATEMENT_MACRO_USE_DO_WHILE", ERROR, "a macro of several statements, or one that begins with if", on=File()
)
def several_statements(_: SourceFile, file: SourceFile) -> Reports:
    """Statements of a macro are enclosed in ``do { … } while (0)``: otherwise an ``if`` before the macro has only the
    first of them, and an ``else`` after it may belong to the wrong ``if``.

    Declarations are exempt, and so are assembler and what the file uses outside of functions.

    Source: Documentation/process/coding-style.rst, section 12 "Macros, Enums and RTL".

    Differs from checkpatch: the statements are counted. One statement with a semicolon is reported as
    TRAILING_SEMICOLON; ``if (…) {} else`` at the end of a loop's head wants the statement that follows.
    """
    if file.path.endswith("vmlinux.lds.h"):
        return
    for body in file.once(bodies):
        items, macro = body.items, body.macro
        if body.broken or not items or (items[0] != "if" and ";" not in items) or body.declares():
            continue
        if items[0] == "if":
            if items[-1] != "else":
                yield place(file, macro, macro.body), "begins with 'if': enclose it in do { } while (0)"
        elif is_sequence(body) and not (body.is_assembler() or is_called_outside_functions(file, macro.name)):
            level = ERROR if file.limits.checkpatch_version < (6, 17) else WARNING
            yield place(file, macro, macro.body), "enclose the statements in do { } while (0)", None, level


def is_sequence(body: Body) -> bool:
    """Whether the body is several statements that are no labels of a switch."""
    return body.items[0] != "case" and sum(map(bool, body.statements())) > 1


@rule("TRAILING_SEMICOLON", WARNING, "a macro that ends with a semicolon", on=File())
def trailing_semicolon(_: SourceFile, file: SourceFile) -> Reports:
    """The semicolon is written where the macro is used; after a second one in the macro no ``else`` fits any more.

    Source: Documentation/process/coding-style.rst, section 12 "Macros, Enums and RTL", the ``do - while`` block.
    """
    texts = file.tokens.texts
    for macro in file.once(whole_macros):
        if macro.last == macro.first or texts[macro.last - 1] != ";":
            continue
        if macro.parameters is None or not Body(file, macro).is_do_while():
            yield place(file, macro, file.tokens.span(macro.last - 1)), "the macro ends with a semicolon"


@rule(
    "DO_WHILE_MACRO_WITH_TRAILING_SEMICOLON",
    WARNING,
    "a semicolon after the while (0) of a macro",
    on=File(),
)
def do_while_with_semicolon(_: SourceFile, file: SourceFile) -> Reports:
    """``do { } while (0)`` is there so that the macro can be used with a semicolon; one in the macro spoils it.

    Source: Documentation/process/coding-style.rst, section 12 "Macros, Enums and RTL".
    """
    for body in file.once(bodies):
        if body.items[-1:] == [";"] and body.macro.parameters is not None and body.is_do_while():
            where = place(file, body.macro, file.tokens.span(body.macro.last - 1))
            yield where, "no semicolon after the while (0) of a macro"


@rule("SINGLE_STATEMENT_DO_WHILE_MACRO", WARNING, "do {} while (0) around a single statement", on=File())
def single_statement(_: SourceFile, file: SourceFile) -> Reports:
    """A single statement needs no ``do {} while (0)``, unless it is an ``if`` or a loop.

    Source: Documentation/process/coding-style.rst, section 12 "Macros, Enums and RTL".

    Differs from checkpatch: the kernel's iterator macros are loops, too.
    """
    texts, partner = file.tokens.texts, file.tokens.partner
    for body in file.once(bodies):
        if body.items[:1] != ["do"] or body.macro.parameters is None or not body.is_do_while():
            continue
        opener = body.positions[1]
        inside = texts[opener + 1 : partner[opener]]
        if inside.count(";") == 1 and inside[0] not in CONTROL and not dialect.linux().is_iterator(inside[0]):
            yield place(file, body.macro, body.macro.body), "a single statement needs no do {} while (0)"


CONTROL = frozenset({"if", "while", "for", "switch"})


@rule("MACRO_WITH_FLOW_CONTROL", WARNING, "a macro that returns or jumps", on=File())
def flow_control(_: SourceFile, file: SourceFile) -> Reports:
    """A ``return`` or ``goto`` in a macro changes the flow of the function it is used in, and nobody sees it.

    Macros that paste names together are left alone.

    Source: Documentation/process/coding-style.rst, section 12 "Macros, Enums and RTL", 1.

    Differs from checkpatch: what returns from a function that the macro itself defines is fine.
    """
    tokens = file.tokens
    jumps = sorted([*tokens.index.get("return", ()), *tokens.index.get("goto", ())])
    in_macros: dict[Span, list[int]] = {}
    for position in jumps:
        directive = file.directive_at(tokens.starts[position])
        if directive is not None and directive.name == "define":
            in_macros.setdefault(directive.span, []).append(position)
    for macro in file.macros if in_macros else ():
        inside = in_macros.get(macro.span)
        if inside and not pastes(file, macro):
            functions = defined_functions(file, macro)
            for position in inside:
                if position >= macro.first and not any(first < position < last for first, last in functions):
                    word = tokens.texts[position]
                    yield place(file, macro, tokens.span(position)), f"'{word}' in a macro hides the flow of control"
                    break


def pastes(file: SourceFile, macro: MacroDefinition) -> bool:
    """Whether the body pastes names together, other than to swallow a comma before variable arguments."""
    texts = file.tokens.texts
    return any(texts[at] == "##" and texts[at - 1] != "," for at in range(macro.first, macro.last))


def defined_functions(file: SourceFile, macro: MacroDefinition) -> list[tuple[int, int]]:
    """Where the bodies of the functions are that a macro defines: the positions of their braces."""
    texts, partner = file.tokens.texts, file.tokens.partner
    found: list[tuple[int, int]] = []
    at = macro.first
    while at < macro.last:
        if texts[at] == "{" and at in partner:
            name = partner.get(at - 1, 0) - 1
            if (
                texts[at - 1] == ")"
                and name > macro.first
                and is_identifier(texts[name])
                and (follows_type(file, name) or is_identifier(texts[name - 1]) or texts[name - 1] == "*")
            ):
                found.append((at, partner[at]))
            at = partner[at]
        at += 1
    return found


ONE = Pattern(r"1([uU]?[lL]{0,2}|[lL]{1,2}[uU]?)")
#: Operators that end the operand of a shift.
LOOSER = frozenset("<< >> & ^ | && || == != < > <= >= ? : , ; =".split())


@rule("BIT_MACRO", CHECK, "1 << n instead of BIT(n)", on=Macro())
def bit_macro(macro: MacroDefinition, file: SourceFile) -> Reports:
    """``BIT(n)`` and ``BIT_ULL(n)`` say what ``1 << n`` means and have the right type.

    Headers for user space are exempt: there is no ``BIT()``.

    Source: include/vdso/bits.h; Documentation/process/coding-style.rst, section 18 "Don't re-invent the kernel macros".

    Differs from checkpatch: the number of the bit may be in parentheses, the value on the next line; headers of
    architectures for user space are exempt, too.
    """
    texts = file.tokens.texts
    if macro.parameters is not None or macro.last - macro.first < 3:
        return
    first = macro.first + (texts[macro.first] == "(")
    if texts[first + 1 : first + 2] != ["<<"] or "include/uapi/" in file.path:
        return
    one = ONE.fullmatch(texts[first])
    last = end_of_shift(file, first + 2, macro.last)
    if one is None or last <= first + 2:
        return
    name = "BIT_ULL" if one[1].lower().count("l") == 2 else "BIT"
    bit = file.slice(file.token_span(first + 2, last))
    if texts[first + 2] == "(" and file.tokens.partner.get(first + 2) == last - 1:
        bit = bit[1:-1].strip()
    whole = first > macro.first and texts[last] == ")"
    where = file.token_span(macro.first, last + 1) if whole else file.token_span(first, last)
    fix = replace(f"use {name}()", *where, f"{name}({bit})", UNSAFE)
    yield place(file, macro, where), f"use {name}({bit})" if "\n" not in bit else f"use {name}()", fix


def end_of_shift(file: SourceFile, position: int, last: int) -> int:
    """The position after the right operand of a shift."""
    texts, partner = file.tokens.texts, file.tokens.partner
    while position < last and texts[position] not in LOOSER and texts[position] not in ")]}":
        position = partner.get(position, position) + 1 if texts[position] in "([{" else position + 1
    return position
