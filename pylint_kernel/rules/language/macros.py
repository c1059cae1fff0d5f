"""The bodies of macros: values, statements, ``do {} while (0)``."""

from __future__ import annotations

from bisect import bisect_left
from itertools import takewhile

from pylint_kernel.checking.rule import Reports, rule
from pylint_kernel.classify import Kind
from pylint_kernel.language import dialect
from pylint_kernel.language.idioms import integer
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Assignment,
    Binary,
    Block,
    Call,
    Cast,
    CompoundLiteral,
    Conditional,
    Declaring,
    ExpressionStatement,
    Function,
    Headed,
    Increment,
    Label,
    Macro,
    Number,
    Parenthesised,
    Section,
    Shape,
    SizeOf,
    Token,
    Unary,
    View,
    bare,
    syntax,
)
from pylint_kernel.language.syntax.macros import end_of_call, is_statement
from pylint_kernel.language.words import ASM
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, ERROR, UNSAFE, WARNING, Fix, Span, edit, replace
from pylint_kernel.rules.layout.line_breaks import PREFERRED

#: Macros that tell the tracing headers names and paths.
PATHS = frozenset({"TRACE_SYSTEM", "TRACE_INCLUDE_FILE", "TRACE_INCLUDE_PATH"})
#: What describes a module, is exported, or is checked by the compiler, stands outside of functions.
OF_MODULE = Pattern(r"module_param|MODULE_|static_assert|EXPORT_(?:SYMBOL|PER_CPU_SYMBOL|STATIC_CALL)")


def place(macro: Macro, where: Span) -> Span:
    """What to underline of a macro: ``where`` if it is on the first line, otherwise the macro's name."""
    return where if where.end <= macro.file.line_end(macro.name_span.start) else macro.name_span


@rule("COMPLEX_MACRO", ERROR, "an expression without parentheses as a macro", on=Macro)
def complex_macro(macro: Macro, file: SourceFile) -> Reports:
    """A macro that is an expression is put in parentheses: the operators around its use might bind tighter.

    What is no expression cannot be: lists, attributes, declarations, heads of loops, case ranges, pieces of syntax.

    The fix is unsafe: where the macro is used beside an operator, the value changes, for the better as a rule.

    Source: Documentation/process/coding-style.rst, section 12 "Macros, Enums and RTL", 4.

    Differs from checkpatch: the body is parsed. Reported are operators that could be torn apart, unary and casts
    included; what binds tightest anyway (members, calls, indices, compound literals) needs no parentheses. Rows that
    others make a list of, terms that go on with a sum, and assembler, cannot have any.
    """
    if macro.name in PATHS or file.path.endswith("vmlinux.lds.h"):
        return
    if can_be_torn(macro.expression) and not (macro.is_assembler or macro.is_row or macro.continues):
        (start, end), title = macro.body, "put the expression in parentheses"
        yield place(macro, macro.body), title, Fix(title, (edit(start, start, "("), edit(end, end, ")")), UNSAFE)


def can_be_torn(value: View | None) -> bool:
    """Whether an operator beside an expression may take a part of it away."""
    match value:
        case Binary() | Conditional() | Assignment() | Cast():
            return True
        case SizeOf():
            return value.type is None and not isinstance(value.value, Parenthesised)
        case Increment():
            return value.is_prefix
        case Call():
            # `(u32)(foo_t)(x)`: of two casts in a row, the parser takes the second for arguments.
            return isinstance(value.callee, Cast)
        case Unary():
            if isinstance(value.operand, CompoundLiteral):
                return value.operator.text != "&"
            return value.operator.text not in ("-", "!", "~") or is_prefixed(value.operand)
    return False


def is_prefixed(value: View | None) -> bool:
    """Whether an operator or a cast stands before a value."""
    return isinstance(value, (Unary, Cast)) or (isinstance(value, (Increment, SizeOf)) and can_be_torn(value))


@rule("MULTISTATEMENT_MACRO_USE_DO_WHILE", ERROR, "a macro of several statements, or one that begins with if", on=Macro)
def several_statements(macro: Macro, file: SourceFile) -> Reports:
    """Statements of a macro are enclosed in ``do { … } while (0)``: otherwise an ``if`` before the macro has only the
    first of them, and an ``else`` after it may belong to the wrong ``if``.

    The fix is made where the file writes a semicolon after each use, a header after one at least. It is unsafe: after
    an ``if`` without braces, more is done than before, or less.

    Declarations are exempt, and so are assembler, assignments to the entry of a trace event, and what the file uses
    outside of functions.

    Source: Documentation/process/coding-style.rst, section 12 "Macros, Enums and RTL".

    Differs from checkpatch: the statements are counted, and a declaration may have any type. One statement with a
    semicolon is reported as TRAILING_SEMICOLON; ``if (…) {} else`` at the end of a loop's head wants the statement that
    follows, and so does a loop after ``else``. Rows of a list have no semicolon that ``do {} while (0)`` wants. A block
    is several statements, too: with the semicolon that the file writes behind it, no ``else`` fits any more.
    """
    if not macro.has_several_tokens or macro.is_assembler or macro.is_row or file.path.endswith("vmlinux.lds.h"):
        return
    if macro.nodes and macro.first.text == "if":
        if macro.last.text != "else" and not macro.heads_loop:
            yield place(macro, macro.body), "begins with 'if': enclose it in do { } while (0)", enclosed(macro)
    elif is_sequence(macro) and not is_declaration(macro):
        level = ERROR if file.limits.checkpatch_version < (6, 17) else WARNING
        yield place(macro, macro.body), "enclose the statements in do { } while (0)", enclosed(macro), level
    elif is_block(macro) and macro.mentions and is_used_as_statement(macro) and not is_declaration(macro):
        edits = edit(macro.body.start, macro.body.start, "do "), edit(macro.body.end, macro.body.end, " while (0)")
        fix = Fix("enclose it in do { } while (0)", edits, UNSAFE)
        yield place(macro, macro.body), "make the block do { } while (0): a semicolon follows it", fix, WARNING


def is_block(macro: Macro) -> bool:
    """Whether a macro is a block of several statements."""
    block = macro.content[0] if len(macro.content) == 1 else None
    return isinstance(block, Block) and len(block.statements) > 1 and macro.last.text == "}"


def enclosed(macro: Macro) -> Fix | None:
    """Enclose the statements that a macro is in a loop that runs once, on lines of their own if they have several."""
    file, (start, end) = macro.file, macro.body
    if not is_used_as_statement(macro):
        return None
    # The semicolon is written anew, so that no other fix takes it away.
    last = macro.last.start if macro.last.text == ";" else end
    semicolon = "" if macro.last.text == "}" else ";"
    title, text = "enclose it in do { } while (0)", file.text
    if "\n" not in text[start:end] and file.column(end) + len("do {  } while (0);") <= PREFERRED:
        return Fix(title, (edit(start, start, "do { "), edit(last, end, f"{semicolon} }} while (0)")), UNSAFE)
    line = file.line_start(start)
    indent = text[line:start] if text[line:start].isspace() else ""
    # What goes on after the first line of the definition is indented already.
    rows = range(file.row(start) + 1, file.row(end) + 1) if indent else ()
    deeper = [edit(begin, begin, "\t") for row in rows if text[begin := file.line_bounds(row).start] in " \t"]
    opened, closed = f"do {{ \\\n{indent}\t", f"{semicolon} \\\n{indent}}} while (0)"
    return Fix(title, (edit(start, start, opened), *deeper, edit(last, end, closed)), UNSAFE)


def is_used_as_statement(macro: Macro) -> bool:
    """Whether a semicolon follows each use of a macro in the file; of a header, one that uses it."""
    ends = [end_of_call(use).next for use in macro.mentions]
    is_known = bool(ends) or macro.file.kind is not Kind.HEADER
    return is_known and all(end is not None and end.text == ";" for end in ends)


def without_semicolon(macro: Macro) -> Fix | None:
    """Leave the semicolon to where the macro is used, if it is written there, too."""
    if not is_used_as_statement(macro):
        return None
    return replace("remove the semicolon", *macro.last.span, "", UNSAFE)


def is_sequence(macro: Macro) -> bool:
    """Whether a macro is several statements of a function: no labels of a switch, nothing that stands outside of it."""
    if macro.shape is Shape.PIECE:
        return sum(map(is_clear, macro.content)) > 1
    content = macro.content if macro.shape is Shape.STATEMENTS else []
    if any(isinstance(one, (Declaring, Section)) or declares(one.first.text) for one in content):
        return False
    # What has no semicolon may be the head of what follows.
    statements = [one for one in content if one.last.text == ";" or one == content[-1]]
    return sum(not (isinstance(one, ExpressionStatement) and one.is_empty) for one in statements) > 1


def is_clear(one: View) -> bool:
    """Whether a part of a macro that the parser did not understand as a whole is a statement all the same."""
    whole = (
        isinstance(one, ExpressionStatement) and isinstance(one.expression, (Assignment, Call)) and not one.is_broken
    )
    return whole and not declares(one.first.text)


def is_declaration(macro: Macro) -> bool:
    """Whether a macro stands outside of functions, by its name or where the file uses it."""
    return declares(macro.name) or macro.is_used_at_file_scope


#: Names that say so themselves: ``PIN_DECL_2``, ``SND_SOC_DAILINK_DEFS``.
DECLARES = Pattern(r"(?:[A-Z0-9]\w*_)?(?:DECLS?|DEFS?|DECLARE|DEFINE)(?:_|\Z)")


def declares(name: str) -> bool:
    """Whether a macro of that name stands for a declaration."""
    return dialect.spoken().is_declaring(name) or any(one.match(name) is not None for one in (OF_MODULE, DECLARES))


@rule("TRAILING_SEMICOLON", WARNING, "a macro that ends with a semicolon", on=Macro)
def trailing_semicolon(macro: Macro, file: SourceFile) -> Reports:
    """The semicolon is written where the macro is used; after a second one in the macro no ``else`` fits any more.

    The fix is made where the file writes a semicolon after each use, a header after one at least; other files may not,
    so it is unsafe.

    Source: Documentation/process/coding-style.rst, section 12 "Macros, Enums and RTL", the ``do - while`` block.

    Differs from checkpatch: rows of a list, which has no semicolons between them, and what is used outside of functions
    without one have to bring it along: what defines functions, exports something, has assembler besides what it
    declares, or defines several structs. So do assignments to the entry of a trace event, and statements of a block
    that another macro closes. To an assembler it is no more than the end of a line. A macro may stand for a semicolon.
    """
    if not macro.has_several_tokens or macro.last.text != ";" or (macro.takes_arguments and macro.do_while):
        return
    if macro.is_assembler or macro.is_row or macro.first.text == "__entry" or opens_block(macro):
        return
    if not (stands_alone(macro) or defines_several(macro)):
        yield place(macro, macro.last.span), "the macro ends with a semicolon", without_semicolon(macro)


def opens_block(macro: Macro) -> bool:
    """Whether a macro opens a block that it does not close: its last statement is one of that block."""
    return any(one.partner is None or one.partner.start > macro.last.start for one in macro.every("{"))


def defines_several(macro: Macro) -> bool:
    """Whether a macro defines a function, or several things one of which is exported or assembler or the last of which
    has an initialiser: such a macro is used outside of functions, and mostly without a semicolon, unless the file
    writes one behind it."""
    if any(map(is_statement, macro.mentions)):
        return False
    if any(isinstance(one, Function) for one in macro.content):
        return True
    ends = macro.last.previous is not None and macro.last.previous.text == "}"
    return len(macro.content) > 1 and (
        any(OF_MODULE.match(one.first.text) or one.first.text in ASM for one in macro.content)
        or (ends and macro.content[0].first.text == "static" and "=" in macro.words)
    )


def stands_alone(macro: Macro) -> bool:
    """Whether the file uses a macro outside of functions, and writes no semicolon after it."""
    return macro.is_used_at_file_scope and not any(map(is_statement, macro.mentions))


@rule("DO_WHILE_MACRO_WITH_TRAILING_SEMICOLON", WARNING, "a semicolon after the while (0) of a macro", on=Macro)
def do_while_with_semicolon(macro: Macro, file: SourceFile) -> Reports:
    """``do { } while (0)`` is there so that the macro can be used with a semicolon; one in the macro spoils it.

    The fix is made where the file writes a semicolon after each use, a header after one at least; other files may not,
    so it is unsafe.

    Source: Documentation/process/coding-style.rst, section 12 "Macros, Enums and RTL".
    """
    if macro.takes_arguments and macro.do_while and macro.last.text == ";":
        yield place(macro, macro.last.span), "no semicolon after the while (0) of a macro", without_semicolon(macro)


@rule("SINGLE_STATEMENT_DO_WHILE_MACRO", WARNING, "do {} while (0) around a single statement", on=Macro)
def single_statement(macro: Macro, file: SourceFile) -> Reports:
    """A single statement needs no ``do {} while (0)``, unless it is an ``if`` or a loop, or has a label.

    The fix is unsafe: what is no statement of its own any more could be used as a value.

    Source: Documentation/process/coding-style.rst, section 12 "Macros, Enums and RTL".

    Differs from checkpatch: the kernel's iterator macros are loops, too, and a macro without a semicolon after it may
    be a condition.
    """
    if macro.takes_arguments and macro.do_while and macro.do_while.body:
        first = next(iter(macro.do_while.body.children), None)
        ends = [end for end in macro.every(";") if end.start < macro.do_while.body.end]
        if first and len(ends) == 1 and not is_head(first):
            yield place(macro, macro.body), "a single statement needs no do {} while (0)", unwrapped(macro, first)


def unwrapped(macro: Macro, statement: View) -> Fix | None:
    """Leave the one statement of a loop that runs once."""
    file, (start, end) = macro.file, macro.body
    if not isinstance(statement, ExpressionStatement) or statement.is_empty or statement.last.text != ";":
        return None
    if (
        file.text[start : statement.start] != file.code[start : statement.start]
        or "/" in file.text[statement.end : end]
    ):
        return None
    edits = edit(start, statement.start, ""), edit(statement.last.start, end, "")
    return Fix("remove do {} while (0)", edits, UNSAFE)


def is_head(statement: View) -> bool:
    """Whether a statement has a body or a label, or is a macro that may have a body: there is no semicolon after it."""
    call = next(iter(statement.children), None)
    return isinstance(statement, (Headed, Label)) or (isinstance(call, Call) and statement.last.text != ";")


@rule("MACRO_WITH_FLOW_CONTROL", WARNING, "a macro that returns or jumps", on=Macro)
def flow_control(macro: Macro, file: SourceFile) -> Reports:
    """A ``return`` or ``goto`` in a macro changes the flow of the function it is used in, and nobody sees it.

    Macros that paste names together are left alone.

    Source: Documentation/process/coding-style.rst, section 12 "Macros, Enums and RTL", 1.

    Differs from checkpatch: what returns from a function that the macro itself defines is fine, and so is a jump to a
    label of the macro. A macro that begins with a ``case`` is a row of a switch, where the flow ends as expected.
    """
    jumps = macro.every("return", "goto")
    if not jumps or macro.pastes or macro.first.text in ("case", "default"):
        return
    labels = {label.name.text for part in macro.content for label in labels_in(part)}
    jump = next((jump for jump in jumps if leaves(jump, labels)), None)
    if jump is not None:
        yield place(macro, jump.span), f"'{jump.text}' in a macro hides the flow of control"


def labels_in(part: View) -> list[Label]:
    """The labels in a piece of syntax, itself included."""
    return [*([part] if isinstance(part, Label) else []), *part.descendants(Label)]


def leaves(jump: Token, labels: set[str]) -> bool:
    """Whether a ``return`` or ``goto`` leaves the macro: its label is none of the macro's, nor is its function."""
    if jump.text == "goto" and jump.next is not None:
        inside = jump.next
        if inside.text == "(" and inside.partner:
            # Of `asm goto (… : label)` the labels are the last operands.
            inside = inside.partner.previous or inside
        if inside.text in labels:
            return False
    around = syntax(jump.file).at(jump.start)
    return around is None or around.enclosing(Function) is None


ONE = Pattern(r"1([uU]?[lL]{0,2}|[lL]{1,2}[uU]?)")


@rule("BIT_MACRO", CHECK, "1 << n instead of BIT(n)", on=Macro)
def bit_macro(macro: Macro, file: SourceFile) -> Reports:
    """``BIT(n)`` and ``BIT_ULL(n)`` say what ``1 << n`` means and have the right type.

    The fix is unsafe: ``BIT(n)`` is an ``unsigned long``, which counts where it is printed, complemented or compared.

    Headers for user space are exempt: there is no ``BIT()``. So are programs that do not use it anywhere.

    Source: include/vdso/bits.h; Documentation/process/coding-style.rst, section 18 "Don't re-invent the kernel macros".

    Differs from checkpatch: the number of the bit may be in parentheses, the value on the next line; headers of
    architectures for user space are exempt, too, and programs. A size or a limit (``POND_MAX_SIZE``) is a number, and
    so is one of several values of a field: beside it stands another with the same shift, ``(2 << 4)``.
    """
    if macro.takes_arguments or "include/uapi/" in file.path or file.lacks("BIT") or not macro.every("<<"):
        return
    shift = first_shift(macro.expression)
    one = ONE.fullmatch(shift.left.text) if shift and isinstance(shift.left, Number) else None
    if shift is None or one is None or shift.first.position > macro.first.position + 1:
        return
    name = "BIT_ULL" if one[1].lower().count("l") == 2 else "BIT"
    bit = shift.right
    if bit is None or QUANTITY.search(macro.name) or is_value_of_field(macro, bit):
        return
    number = (bit.inside or bit).text if isinstance(bit, Parenthesised) else bit.text
    where = shift.parent.span if isinstance(shift.parent, Parenthesised) else shift.span
    fix = replace(f"use {name}()", *where, f"{name}({number})", UNSAFE)
    yield place(macro, where), f"use {name}({number})" if "\n" not in number else f"use {name}()", fix


#: Names of numbers, not of bits: what they end with, or what stands before a noun.
QUANTITY = Pattern(
    r"(?:_|^)(?:SIZE|LEN|LENGTH|MAX|MIN|LIMIT|COUNT|ENTRIES|BYTES|SECTORS|BLOCKS)$|^_*(?:MAX|MIN)_|(?:_|^)(?:NUM|NR)(?:_|$)"
)
#: So many macros before and after one are looked at.
NEIGHBOURS = 4


def is_value_of_field(macro: Macro, bit: View) -> bool:
    """Whether a macro beside this one, of the same name up to the last word as all in between, shifts another number
    than 0 and 1 by as much: they are values of one field."""
    macros, wanted, field = macro.file.macros, bit.words, macro.name.rpartition("_")[0]
    at = bisect_left(macros, macro.definition.first, key=lambda one: one.first)
    for row in (macros[max(at - NEIGHBOURS, 0) : at][::-1], macros[at + 1 : at + NEIGHBOURS + 1]):
        for one in takewhile(lambda beside: beside.name.rpartition("_")[0] == field, row):
            words = [word for word in macro.file.tokens.texts[one.first : one.last] if word not in ("(", ")")]
            if words[1:2] == ["<<"] and words[2:] == wanted and (integer(words[0]) or 0) > 1:
                return True
    return False


def first_shift(value: View | None) -> Binary | None:
    """The shift that an expression begins with."""
    value = bare(value)
    while isinstance(value, Binary):
        if value.operator.text == "<<" and not isinstance(bare(value.left), Binary):
            return value
        value = bare(value.left)
    return None
