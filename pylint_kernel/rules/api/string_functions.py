"""Functions that read and write formatted strings where simpler ones do."""

from __future__ import annotations

from pylint_kernel.checking.rule import Calls, Reports, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Binary,
    Call,
    Cast,
    Comma,
    Conditional,
    DoWhile,
    ExpressionStatement,
    For,
    If,
    Parenthesised,
    String,
    Strings,
    Unary,
    View,
    While,
)
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import UNSAFE, WARNING, Fix, edit

INTEGER_FORMAT = Pattern(r'"%(hh|h|ll|l|L|q)?([diuxX])"')
#: The function for a conversion, by length and sign.
KSTRTO = {"": "int", "h": "16", "hh": "8", "l": "l", "ll": "ll", "L": "ll", "q": "ll"}


@rule("SSCANF_TO_KSTRTO", WARNING, "sscanf() for a single number", on=Calls(("sscanf",)))
def scanned_number(call: Call, file: SourceFile) -> Reports:
    """A single number is converted by ``kstrtoint()`` and its relatives, which notice overflow and trailing rubbish.

    Source: Documentation/process/deprecated.rst on string conversion.

    Programs (``tools/``, ``scripts/``, what includes the C library) are exempt: they have no ``kstrtoint()``.

    Differs from checkpatch: the call may take several lines, and its first argument may be any expression; programs
    are not told from the kernel.
    """
    if (
        not file.is_user_space
        and len(call.arguments) == 3
        and (form := INTEGER_FORMAT.fullmatch(call.arguments[1].text))
    ):
        yield call.keyword, f"use {kstrto(form[1] or '', form[2])}() to convert a single number"


def kstrto(length: str, conversion: str) -> str:
    """The name of the function that converts what ``%``, a length and a conversion do."""
    kind = KSTRTO[length]
    if kind.isdigit():
        return f"kstrto{'s' if conversion in 'di' else 'u'}{kind}"
    return f"kstrto{'' if conversion in 'di' else 'u'}{kind}"


@rule("NAKED_SSCANF", WARNING, "nobody looks at what sscanf() returns", on=Calls(("sscanf",)))
def unchecked_sscanf(call: Call, file: SourceFile) -> Reports:
    """``sscanf()`` returns how many values it could read: without a look at it the others are not set.

    A mere test for truth (``if (sscanf(...))``) does not tell how many there were, but for a single one: the kernel's
    ``sscanf()`` never returns ``EOF``.

    Source: common practice; the documentation of ``sscanf()``.

    Differs from checkpatch: a test for a single value, ``return sscanf(...)``, ``switch (sscanf(...))`` and arithmetic
    do use the result; a call that is the body of an ``if`` is looked at too.
    """
    if not counts(call) and not (reads_one(call) and is_truth(call) and not file.is_user_space):
        yield call.keyword, "look at what sscanf() returns: how many values it has read"


def reads_one(call: Call) -> bool:
    """Whether a call of ``sscanf()`` reads a single value, as far as its format is known."""
    form = call.arguments[1] if len(call.arguments) == 3 else None
    return form is not None and isinstance(form.expression, (String, Strings))


def is_truth(value: View) -> bool:
    """Whether a value is not dropped: it is asked for its truth at least."""
    return not isinstance(value.parent, (ExpressionStatement, Cast, Comma))


def counts(value: View) -> bool:
    """Whether it matters which number a value is: it is not dropped, and more than a truth."""
    around = value.parent
    while isinstance(around, Parenthesised) or (isinstance(around, Conditional) and value != around.condition):
        value, around = around, around.parent
    match around:
        case ExpressionStatement():
            return value != around.expression
        case If() | While() | DoWhile() | For() | Conditional():
            return value != around.condition
        case Cast():
            return around.type is None or around.type.text != "void"
        case Unary():
            return around.operator.text != "!"
        case Binary():
            return not around.is_logical
    return True


@rule("PREFER_ETHTOOL_PUTS", WARNING, "ethtool_sprintf() without a format", on=Calls(("ethtool_sprintf",)))
def plain_ethtool_string(call: Call, file: SourceFile) -> Reports:
    """``ethtool_puts()`` writes a string as it is: no format, and no percent sign that could be taken for one.

    The fix is unsafe: another function is called, which copies the same string.

    Source: the documentation of ``ethtool_puts()`` in include/linux/ethtool.h.

    Differs from checkpatch: the call may take several lines, and its arguments may be any expressions.
    """
    rename = edit(*call.keyword.span, "ethtool_puts")
    match call.arguments:
        case [_, text]:
            fix = None if "%" in text.text else Fix("use ethtool_puts()", (rename,), UNSAFE)
            yield call.keyword, "no format: use ethtool_puts()", fix
        case [_, form, text] if form.words == ['"%s"']:
            fix = Fix("use ethtool_puts()", (rename, edit(form.start, text.start, "")), UNSAFE)
            yield call.keyword, "a string as it is: use ethtool_puts()", fix


@rule("PREFER_SEQ_PUTS", WARNING, "seq_printf() without a format", on=Calls(("seq_printf",)))
def plain_sequence_string(call: Call, file: SourceFile) -> Reports:
    """``seq_puts()`` writes a string as it is, and faster.

    Reported where the only argument after the file consists of strings without a conversion (``%%`` is one character).

    The fix is unsafe: another function is called, which prints the same string.

    Source: Documentation/filesystems/seq_file.rst, "Formatted output".

    Differs from checkpatch: the call may take several lines; all of its strings are looked at, and what a macro
    contributes is not guessed.
    """
    text = call.arguments[1] if len(call.arguments) == 2 else None
    if text is None or not is_text(text.expression):
        return
    if "%" in "".join(word for word in text.words if word[0] == '"').replace("%%", ""):
        return
    edits = [edit(*call.keyword.span, "seq_puts")]
    if "%%" in text.text:
        edits.append(edit(*text.span, text.text.replace("%%", "%")))
    yield call.keyword, "no format: use seq_puts()", Fix("use seq_puts()", tuple(edits), UNSAFE)


def is_text(value: View | None) -> bool:
    """Whether a value is a string that is known, or a choice between two of them."""
    if isinstance(value, Conditional):
        return all(isinstance(one, (String, Strings)) and is_text(one) for one in (value.then, value.otherwise))
    return isinstance(value, (String, Strings)) and all(word[0] == '"' for word in value.words)
