"""The modes that files of sysfs, debugfs and proc are created with."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Call, Code, File, Reports, Token, rule
from pylint_kernel.language.idioms import REACH
from pylint_kernel.language.source import CallSite, SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, WARNING, Span

#: Functions and macros to the place, from 1, of the argument that is a mode.
MODE_AT = {
    "module_param": 3, "module_param_array": 4, "module_param_named": 4, "module_param_string": 4,
    "module_param_array_named": 5,
    **dict.fromkeys(
        (f"debugfs_create_{kind}" for kind in (
            "file", "u8", "u16", "u32", "u64", "x8", "x16", "x32", "x64", "size_t", "atomic_t", "bool", "blob",
            "regset32", "u32_array",
        )), 2),
    "proc_create": 2, "proc_create_data": 2,
    "CLASS_ATTR": 2, "DEVICE_ATTR": 2, "SENSOR_ATTR": 2, "SENSOR_DEVICE_ATTR": 2, "IIO_DEVICE_ATTR": 2,
    "SENSOR_ATTR_2": 2, "SENSOR_DEVICE_ATTR_2": 2, "SENSOR_TEMPLATE": 3, "SENSOR_TEMPLATE_2": 3, "__ATTR": 2,
}  # fmt: skip
#: A mode of 0 hides the file: these functions mean it.
MAY_BE_ZERO = ("module_param", "proc_create")
WORLD_WRITABLE = ("S_IWUGO", "S_IWOTH", "S_IRWXUGO", "S_IALLUGO")
OCTAL_WORLD_WRITABLE = Pattern(r"0[0-7][0-7][2367]")


@rule("NON_OCTAL_PERMISSIONS", ERROR, "a mode that is not four octal digits", on=Call(tuple(MODE_AT)))
def non_octal_mode(call: CallSite, file: SourceFile) -> Reports:
    """A mode is written with four octal digits: ``0644``. The decimal ``644`` is another mode, seldom the right one.

    ``0`` is fine for module parameters without a file and in ``proc_create()``.

    Source: Documentation/dev-tools/checkpatch.rst, "NON_OCTAL_PERMISSIONS".
    """
    mode = argument(call, MODE_AT[call.name])
    if mode is not None and is_non_octal(file.slice(mode), call.name):
        yield anchored(call, mode, file), "write the mode with four octal digits (0644)"


@rule(
    "NON_OCTAL_PERMISSIONS",
    ERROR,
    "a mode of an IIO attribute that is not four octal digits",
    on=Code(Pattern(r"IIO_DEV_ATTR_[A-Z_]+"), having="IIO_DEV_ATTR_"),
)
def non_octal_iio_mode(match: re.Match[str], file: SourceFile) -> Reports:
    """The first argument of many ``IIO_DEV_ATTR_*()`` is a mode.

    Differs from checkpatch: where it is the number of a channel, it has one digit, and nothing is reported.
    """
    call = file.call_at(file.position_at(match.start()))
    mode = argument(call, 1) if call else None
    if call and mode is not None and mode.end - mode.start > 1 and is_non_octal(file.slice(mode), call.name):
        yield anchored(call, mode, file), "write the mode with four octal digits (0644)"


def argument(call: CallSite, place: int) -> Span | None:
    """The argument at a place, counted from 1; None if there are not so many."""
    return call.arguments[place - 1] if len(call.arguments) >= place else None


def is_non_octal(mode: str, name: str) -> bool:
    """Whether a mode is a plain number but not one of four octal digits."""
    if not mode.isdigit() or (mode[0] == "0" and len(mode) == 4):
        return False
    return not (mode == "0" and name.startswith(MAY_BE_ZERO))


def anchored(call: CallSite, mode: Span, file: SourceFile) -> Span:
    """Where the mode is; from the name of the call on if that is on an earlier line."""
    return mode if file.row(call.span.start) == file.row(mode.start) else Span(call.span.start, mode.end)


@rule("EXPORTED_WORLD_WRITABLE", ERROR, "a file that everybody may write", on=Call(tuple(MODE_AT)))
def world_writable(call: CallSite, file: SourceFile) -> Reports:
    """A file of sysfs, debugfs or proc that everybody may write to is nearly always a security hole.

    Source: Documentation/dev-tools/checkpatch.rst, "EXPORTED_WORLD_WRITABLE".
    """
    mode = argument(call, MODE_AT[call.name])
    if mode is not None and OCTAL_WORLD_WRITABLE.fullmatch(file.slice(mode)):
        yield anchored(call, mode, file), "everybody may write to this file: consider a stricter mode"


@rule("EXPORTED_WORLD_WRITABLE", WARNING, "a mode with write permission for everybody", on=File())
def world_writable_octal(_: SourceFile, file: SourceFile) -> Reports:
    """Any other function of debugfs and any ``DEVICE_ATTR*()`` that is given such a mode."""
    for text, positions in file.tokens.index.items():
        if len(text) == 4 and text[0] == "0" and OCTAL_WORLD_WRITABLE.fullmatch(text):
            for position in positions:
                call = enclosing_call(position, file)
                if call and not (call.name in MODE_AT and is_whole_mode(call, position, file)):
                    yield file.tokens.span(position), "everybody may write to this file: consider a stricter mode"


@rule("EXPORTED_WORLD_WRITABLE", WARNING, "a macro with write permission for everybody", on=Token(WORLD_WRITABLE))
def world_writable_macro(position: int, file: SourceFile) -> Reports:
    """The same, with the permission as a macro such as ``S_IWUGO``."""
    if enclosing_call(position, file):
        yield file.tokens.span(position), "everybody may write to this file: consider a stricter mode"


def is_whole_mode(call: CallSite, position: int, file: SourceFile) -> bool:
    """Whether a token is all of the call's mode."""
    return argument(call, MODE_AT[call.name]) == file.tokens.span(position)


def enclosing_call(position: int, file: SourceFile) -> CallSite | None:
    """The call of a function of debugfs, or the ``DEVICE_ATTR*()``, that a token is an argument of."""
    tokens = file.tokens
    texts, partner = tokens.texts, tokens.partner
    at, low = position - 1, max(position - REACH, 0)
    while at > low and texts[at] not in ";{}":
        if texts[at] == "(" and ("debugfs_create_" in texts[at - 1] or texts[at - 1].startswith("DEVICE_ATTR")):
            return file.call_at(at - 1)
        at = partner.get(at, at) - 1 if texts[at] in ")]" else at - 1
    return None
