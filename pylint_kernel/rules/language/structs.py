"""Structs: arrays at their end, instances that should be const, tables that need an end."""

from __future__ import annotations

from pylint_kernel.checking.rule import Reports, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Declaration,
    Declarator,
    Declaring,
    Expression,
    InitialiserList,
    OffsetOf,
    Record,
    SizeOf,
    Specified,
    Typedef,
    TypeDescriptor,
    View,
)
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, UNSAFE, WARNING, replace


@rule("FLEXIBLE_ARRAY", ERROR, "[0] or [1] as a flexible array", on=Record)
def flexible_array(record: Record, file: SourceFile) -> Reports:
    """An array of variable length at the end of a struct is declared ``name[]``.

    With ``[0]`` or ``[1]`` the compiler cannot tell an overrun from a proper access. ``[1]`` also makes ``sizeof`` too
    large; the sizes that are computed from it change with the declaration. Use ``DECLARE_FLEX_ARRAY()`` where the array
    is alone or in a union.

    Source: Documentation/process/deprecated.rst, "Zero-length and one-element arrays".

    Differs from checkpatch: comments and blank lines after the member, other attributes than ``__packed``, typedefs,
    and structs written on one line do not hide the array.
    """
    array = last_array(record)
    size = array.dimensions[0] if array else None
    if not (array and array.name and size and record.close) or size.text not in ("0", "1") or names_object(record):
        return
    fix = None
    if size.text == "0" and record.keyword.text == "struct" and len(record.members) > 1:
        fix = replace("make the array flexible", *size.span, "", UNSAFE)
    name = array.name.text
    message = f"declare the last member as a flexible array, '{name}[]' instead of '{name}[{size.text}]'"
    yield record.close, message, fix


def last_array(record: Record) -> Declarator | None:
    """The array that a record ends with, declared by itself; what is between directives at the end is none."""
    last = record.members[-1] if record.members else None
    if not last or not record.close or len(last.declarators) != 1 or not last.declarators[0].is_array:
        return None
    return None if record.file.has_directive(last.end, record.close.start) else last.declarators[0]


def names_object(record: Record) -> bool:
    """Whether variables or members of a record are declared together with it."""
    around = record.parent
    return isinstance(around, Declaring) and bool(around.declarators) and not isinstance(around, Typedef)


@rule("CONST_STRUCT", WARNING, "a struct of function pointers or data that is not const", on=Record)
def const_struct(record: Record, file: SourceFile) -> Reports:
    """Structs that hold nothing but operations or fixed data are to be const, so that nobody can overwrite them.

    The names are listed in ``scripts/const_structs.checkpatch`` of the tree. Declarations of the struct itself and
    operands of ``sizeof``, ``container_of`` and the like are exempt, and so are programs: their structs are others.

    Source: Documentation/dev-tools/checkpatch.rst, "CONST_STRUCT".

    Differs from checkpatch: what is filled while the kernel starts, ``__ro_after_init``, cannot be const and is
    protected as well. ``const`` counts where it belongs to the struct, on another line as well, and not where it
    belongs to something else on the same line.
    """
    name, around = record.name, record.parent
    if (
        not name
        or record.open
        or file.is_user_space
        or name.text not in file.kernel.const_structs
        or not isinstance(around, Specified)
    ):
        return
    is_operand = isinstance(around, TypeDescriptor) and isinstance(around.parent, (SizeOf, OffsetOf))
    if not is_operand and not around.has("const") and "__ro_after_init" not in attributes_of(around):
        yield record, f"struct {name.text} should normally be const"


def attributes_of(specified: Specified) -> list[str]:
    """The attributes of what is declared."""
    return [one.text for one in specified.attributes] if isinstance(specified, Declaring) else []


ID_TABLE = Pattern(r"[a-z]\w*_device_id")
ENDS = frozenset({"NULL", "ISAPNP_DEVICE_SINGLE_END", "ISAPNP_CARD_END", "PCMCIA_DEVICE_NULL", "0"})
NOTHING = Pattern(r'0[xX]?0*[uUlL]*|""|NULL')


@rule("MISSING_SENTINEL", ERROR, "a table of device ids without an end", on=Declaration)
def missing_sentinel(declaration: Declaration, file: SourceFile) -> Reports:
    """A table of device ids ends with an empty entry: those who read it go on until they meet one.

    Source: Documentation/PCI/pci.rst, "ending with an all-zero entry".

    Differs from checkpatch of Linux 6.12, which does not have the check; later ones do.
    """
    record = declaration.type
    tag = record.name if isinstance(record, Record) else None
    if not (tag and ID_TABLE.fullmatch(tag.text)):
        return
    for table in declaration.declarators:
        entries = table.value.elements if isinstance(table.value, InitialiserList) else []
        if table.name and table.dimensions == [None] and entries and not is_end(entries[-1]):
            yield table.name, f"'{table.name.text}' does not end with an empty entry"


def is_end(element: View) -> bool:
    """Whether an element of a table is empty, or a macro that stands for an empty one."""
    if not isinstance(element, InitialiserList):
        return element.first.text in ENDS
    values = (part for part in element.descendants(Expression) if not isinstance(part, InitialiserList))
    return all(NOTHING.fullmatch(value.text) for value in values)
