"""The modes that files of sysfs, debugfs and proc are created with."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Calls, Code, Names, Reports, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Argument, Call, Name, Statement, View, syntax
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, UNSAFE, WARNING, Fix, Span, replace

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
OCTAL_WORLD_WRITABLE = Pattern(r"0[0-7][0-7][2367](?!\w)(?<!\w\d{4})")


@rule("NON_OCTAL_PERMISSIONS", ERROR, "a mode that is not four octal digits", on=Calls(tuple(MODE_AT)))
def non_octal_mode(call: Call, file: SourceFile) -> Reports:
    """A mode is written with four octal digits: ``0644``. The decimal ``644`` is another mode, seldom the right one.

    ``0`` is fine for module parameters without a file and in ``proc_create()``. The fix gives an octal number four
    digits; of a decimal one the author has to say what was meant. It is unsafe: tokens change.

    Source: Documentation/dev-tools/checkpatch.rst, "NON_OCTAL_PERMISSIONS".
    """
    mode = argument(call, MODE_AT[call.name])
    if mode is not None and is_non_octal(mode.text, call.name):
        yield anchored(call, mode), "write the mode with four octal digits (0644)", with_four_digits(mode)


def with_four_digits(mode: Argument) -> Fix | None:
    """The same octal number with four digits; None for another number."""
    digits = mode.text.lstrip("0")
    if not mode.text.startswith("0") or len(digits) > len("644"):
        return None
    return replace("write four digits", *mode.span, digits.zfill(len("0644")), UNSAFE)


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
    call = syntax(file).call_named_at(match.start())
    mode = argument(call, 1) if call else None
    if call and mode is not None and len(mode.text) > 1 and is_non_octal(mode.text, call.name):
        yield anchored(call, mode), "write the mode with four octal digits (0644)", with_four_digits(mode)


def argument(call: Call, place: int) -> Argument | None:
    """The argument at a place, counted from 1; None if there are not so many."""
    return call.arguments[place - 1] if len(call.arguments) >= place else None


def is_non_octal(mode: str, name: str) -> bool:
    """Whether a mode is a plain number but not one of four octal digits."""
    if not mode.isdigit() or (mode[0] == "0" and len(mode) == 4):
        return False
    return not (mode == "0" and name.startswith(MAY_BE_ZERO))


def anchored(call: Call, mode: Argument) -> Span:
    """Where the mode is; from the name of the call on if that is on an earlier line."""
    return mode.span if mode.first.on_line_of(call.keyword) else Span(call.start, mode.end)


@rule("EXPORTED_WORLD_WRITABLE", ERROR, "a file that everybody may write", on=Calls(tuple(MODE_AT)))
def world_writable(call: Call, file: SourceFile) -> Reports:
    """A file of sysfs, debugfs or proc that everybody may write to is nearly always a security hole.

    Source: Documentation/dev-tools/checkpatch.rst, "EXPORTED_WORLD_WRITABLE".
    """
    mode = argument(call, MODE_AT[call.name])
    if mode is not None and OCTAL_WORLD_WRITABLE.fullmatch(mode.text):
        yield anchored(call, mode), "everybody may write to this file: consider a stricter mode"


@rule("EXPORTED_WORLD_WRITABLE", WARNING, "a mode with write permission for everybody", on=Code(OCTAL_WORLD_WRITABLE))
def world_writable_octal(match: re.Match[str], file: SourceFile) -> Reports:
    """Any other function of debugfs and any ``DEVICE_ATTR*()`` that is given such a mode."""
    call = creator(syntax(file).at(match.start()))
    mode = argument(call, MODE_AT[call.name]) if call is not None and call.name in MODE_AT else None
    if call is not None and (mode is None or mode.span != match.span()):
        yield match, "everybody may write to this file: consider a stricter mode"


@rule("EXPORTED_WORLD_WRITABLE", WARNING, "a macro with write permission for everybody", on=Names(WORLD_WRITABLE))
def world_writable_macro(name: Name, file: SourceFile) -> Reports:
    """The same, with the permission as a macro such as ``S_IWUGO``."""
    if creator(name) is not None:
        yield name, "everybody may write to this file: consider a stricter mode"


def creator(mode: View | None) -> Call | None:
    """The call of a function of debugfs, or the ``DEVICE_ATTR*()``, that a mode is given to."""
    for around in mode.ancestors() if mode is not None else ():
        if isinstance(around, Statement):
            break
        if isinstance(around, Call) and ("debugfs_create_" in around.name or around.name.startswith("DEVICE_ATTR")):
            return around
    return None
