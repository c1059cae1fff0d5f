"""Format strings: conversions that mean something else than they seem to, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pylint_kernel.checking.rule import Calls, Reports, Text, rule
from pylint_kernel.language.idioms import is_log_function
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Call, Conditional, Return, String, Strings, View, bare, syntax, token_at
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import DISPLAY, ERROR, UNSAFE, WARNING, Span, replace

#: A conversion of a pointer with an extension.
POINTER = Text(Pattern(r"%[-+ #\d.*]*p([A-Za-z0-9]+)"), having="%")
#: The letters that ``%p`` may be followed by (lib/vsprintf.c), others after them.
EXTENSIONS = frozenset("SsBKRraEehMmIiUDdgVCbGNOxt")
FOURCC = ("4cc", "4ch", "4chR", "4cl", "4cb")
OLD_EXTENSIONS = {"F": "S", "f": "s"}


@rule("PRINTF_L", WARNING, "%L is no standard", on=Text(Pattern(r"%[-+ #\d.*]*L([dioxXu])"), having="%"))
def printf_l(match: re.Match[str], file: SourceFile) -> Reports:
    """``%Ld`` is an extension of old C libraries; ``%lld`` is C.

    The fix is unsafe: the string changes; what is printed stays the same.

    Source: Documentation/core-api/printk-formats.rst, "Integer types".
    """
    if is_conversion(match, file):
        fix = replace(f"write %ll{match[1]}", match.start(1) - 1, match.start(1), "ll", UNSAFE)
        yield match, f"%L{match[1]} is no standard C, use %ll{match[1]}", fix


@rule("PRINTF_Z", WARNING, "%Z is no standard", on=Text(Pattern(r"%[-+ #\d.*]*Z([dioxXu])"), having="%"))
def printf_z(match: re.Match[str], file: SourceFile) -> Reports:
    """``%Zd`` is an extension of old C libraries; ``%zd`` is C.

    The fix is unsafe: the string changes; what is printed stays the same.

    Source: Documentation/core-api/printk-formats.rst, "Integer types".
    """
    if is_conversion(match, file):
        fix = replace(f"write %z{match[1]}", match.start(1) - 1, match.start(1), "z", UNSAFE)
        yield match, f"%Z{match[1]} is no standard C, use %z{match[1]}", fix


@rule(
    "PRINTF_0XDECIMAL",
    ERROR,
    "0x before a number that is not hexadecimal",
    on=Text(Pattern(r"0x(%[-+ #\d.*]*(?:hh?|ll?|[zjt])?[diou])"), having="0x%"),
)
def decimal_after_0x(match: re.Match[str], file: SourceFile) -> Reports:
    """``0x`` says that the digits after it are hexadecimal; ``%d``, ``%i``, ``%u`` and ``%o`` print others.

    The fix prints the number in hexadecimal; it is unsafe because what is printed changes.

    Source: Documentation/core-api/printk-formats.rst, and the reader's trust in ``0x``.

    Differs from checkpatch: in ``640x%d`` it is part of a size, in ``%0x%d`` of another conversion.
    """
    if is_conversion(match, file) and not SIZE.search(file.text, file.line_start(match.start()), match.start()):
        last = match.end() - 1
        fix = replace("print it in hexadecimal", last, last + 1, "x", UNSAFE) if not set("+ ") & set(match[1]) else None
        yield match, f"0x before {match[1]}, which is not hexadecimal", fix


#: What a size or a conversion begins with, up to its ``0x``; one that an escape sequence ends before is none.
SIZE = Pattern(r"(?<![\\\w])[1-9]\d*\Z|%[-+ #\d.*]*\Z")


def is_conversion(match: re.Match[str], file: SourceFile) -> bool:
    """Whether the match is in a string and its ``%`` is not the second half of ``%%``."""
    literal = token_at(file, match.start())
    if literal is None or not literal.is_string:
        return False
    percent = match.start() + match[0].index("%")
    before = file.text[literal.start : percent]
    return (len(before) - len(before.rstrip("%"))) % 2 == 0


@rule("VSPRINTF_POINTER_EXTENSION", ERROR, "%p with an extension that does not exist", on=POINTER)
def pointer_extension(match: re.Match[str], file: SourceFile) -> Reports:
    """What stands after ``%p`` says how a pointer's target is printed; of letters that the kernel does not know
    only the pointer, hashed, comes out.

    ``%pA`` exists, but for Rust only (an error). ``%pF`` and ``%pf`` are gone: ``%pS`` and ``%ps`` do their work.

    Source: Documentation/core-api/printk-formats.rst, "Pointer types".

    Differs from checkpatch: every conversion of a call is looked at, flags before the ``p`` are understood, and so are
    the forms of ``%p4`` that newer kernels have; they end where letters and digits do, ``%p4cc_%s``. The finding is at
    the call, not at the ``if`` or ``case`` before it.
    """
    extension = match[1]
    if is_known(extension) or file.is_user_space or (call := formatting_call(match, file)) is None:
        return
    hint, severity = "", WARNING
    if extension[0] in OLD_EXTENSIONS:
        hint = f", use '%p{OLD_EXTENSIONS[extension[0]]}'"
    elif extension[0] == "A":
        hint, severity = ", it is for Rust", ERROR
    yield reported_span(file, call, match), f"'{match[0]}' is no format of a pointer{hint}", None, severity


@rule("VSPRINTF_SPECIFIER_PX", WARNING, "%px tells addresses", on=POINTER)
def raw_address(match: re.Match[str], file: SourceFile) -> Reports:
    """``%px`` prints an address as it is, which helps attackers; ``%p`` prints a hash of it.

    Source: Documentation/process/deprecated.rst, "%p format specifier"; core-api/printk-formats.rst, "Plain Pointers".

    The fix is only shown: somebody has to decide that the hash is enough.

    Differs from checkpatch: every ``%px`` of a call is looked at, whatever stands before it.
    """
    if match[1][0] == "x" and not file.is_user_space and (call := formatting_call(match, file)) is not None:
        fix = replace("print the hash", match.start(1), match.start(1) + 1, "", DISPLAY)
        yield reported_span(file, call, match), "%px prints an address as it is, consider %p", fix


def is_known(extension: str) -> bool:
    """Whether the kernel knows what follows a ``%p``."""
    match extension[0]:
        case "f":
            return extension.startswith("fw")
        case "4":
            return extension in FOURCC
        case letter:
            return letter in EXTENSIONS


def formatting_call(match: re.Match[str], file: SourceFile) -> Call | None:
    """The call that the conversion is in: arguments follow the string."""
    call = syntax(file).call_around(match.start()) if is_conversion(match, file) else None
    return call if call is not None and call.argument_spans and call.argument_spans[-1].start > match.end() else None


def reported_span(file: SourceFile, call: Call, match: re.Match[str]) -> Span:
    """The match, or, where the call begins on a line before, all from its name up to there."""
    start = match.start() if call.row == file.row(match.start()) else call.start
    return Span(start, match.end())


@rule(
    "UNNECESSARY_MODIFIER",
    WARNING,
    "%h where the argument is an int",
    on=Text(Pattern(r"%[-+ #\d.*]*(hh?)([idux])"), having="%"),
)
def short_modifier(match: re.Match[str], file: SourceFile) -> Reports:
    """Arguments of functions like ``printk()`` are never smaller than an ``int``: ``%hd`` only asks for confusion.

    The fix is unsafe: the string changes, and what does not fit in the short type is printed in full.

    Source: Documentation/core-api/printk-formats.rst, "Integer types"; commit cbacb5ab0aa0 ("docs: printk-formats:
    Stop encouraging use of unnecessary %h[xudi] and %hh[xudi]").

    Differs from checkpatch: ``%%hd`` is a percent sign and letters.
    """
    if not is_conversion(match, file):
        return
    call = syntax(file).call_around(match.start())
    if call is not None and is_log_function(call.name):
        fix = replace(f"remove the {match[1]}", *match.span(1), "", UNSAFE)
        yield (
            reported_span(file, call, match),
            f"'{match[1]}' in '{match[0]}' does nothing, the argument is an int",
            fix,
        )


@rule("SYSFS_EMIT", WARNING, "attribute without a newline at its end", on=Calls(("sysfs_emit",)))
def newline_of_attribute(call: Call, file: SourceFile) -> Reports:
    """What a sysfs attribute shows ends in a newline, so that it can be read in a shell.

    The fix is unsafe: what user space reads ends with a newline then.

    Source: Documentation/filesystems/sysfs.rst, "Reading/Writing Attribute Data"; the practice of all attributes.

    Differs from checkpatch: the format may be on another line than ``return`` and in several parts; a macro at its end
    is given the benefit of the doubt.
    """
    if not isinstance(call.parent, Return) or len(call.arguments) < 2:
        return
    for text in strings_of(call.arguments[1].expression):
        last = text.last
        if last.is_string and not last.text.endswith('\\n"'):
            fix = replace("end the format in a newline", last.end - 1, last.end - 1, "\\n", UNSAFE)
            yield text, "the format of a sysfs attribute ends in a newline", fix


def strings_of(value: View | None) -> Iterator[View]:
    """The strings that a value may be: it itself, or those among which conditions choose."""
    values = [value]
    while values:
        one = bare(values.pop())
        if isinstance(one, (String, Strings)):
            yield one
        elif isinstance(one, Conditional):
            values += one.then, one.otherwise
