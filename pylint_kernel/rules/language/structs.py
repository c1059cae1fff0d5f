"""Structs: arrays at their end, instances that should be const, tables that need an end."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from pylint_kernel.checking.rule import Reports, rule
from pylint_kernel.classify import Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Assignment,
    Declaration,
    Declarator,
    Declaring,
    Designated,
    Expression,
    Field,
    Function,
    InitialiserList,
    Member,
    Name,
    Parenthesised,
    Record,
    Subscript,
    Token,
    Typedef,
    Unary,
    View,
    syntax,
)
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, UNSAFE, WARNING, Fix, replace

#: What is there for the size alone.
FILLER = Pattern(r"_*(?:res(?:v|rvd|erved?)|rsvd?|pad(?:ding)?|unused|spare|filler|dummy)_?\d*", re.IGNORECASE)


@rule("FLEXIBLE_ARRAY", ERROR, "[0] or [1] as a flexible array", on=Record)
def flexible_array(record: Record, file: SourceFile) -> Reports:
    """An array of variable length at the end of a struct is declared ``name[]``.

    With ``[0]`` or ``[1]`` the compiler cannot tell an overrun from a proper access. ``[1]`` also makes ``sizeof`` too
    large; the sizes that are computed from it change with the declaration. Use ``DECLARE_FLEX_ARRAY()`` where the array
    is alone or in a union.

    The fix is unsafe: compilers check accesses to the array in another way; the size of the struct stays the same.

    Source: Documentation/process/deprecated.rst, "Zero-length and one-element arrays".

    Differs from checkpatch: comments and blank lines after the member, other attributes than ``__packed``, typedefs,
    and structs written on one line do not hide the array. It is not at the end where other members follow the
    struct without a name that it is in, and what is called reserved is no array that grows; nor is the one element of a
    source file that never asks for another one, ``x->name[0]``, nor that of a union that has nothing else.
    """
    array = last_array(record)
    size = array.dimensions[0] if array else None
    if (
        not (array and array.name and size and record.close)
        or size.text not in ("0", "1")
        or names_object(record)
        or goes_on(record)
    ):
        return
    if size.text == "1" and (FILLER.fullmatch(array.name.text) or is_single(array.name) or is_all_of_union(record)):
        return
    fix = None
    if size.text == "0" and record.keyword.text == "struct" and len(record.members) > 1:
        fix = replace("make the array flexible", *size.span, "", UNSAFE)
    name = array.name.text
    if record.keyword.text == "union" or len(record.members) == 1:
        message = f"'{name}[{size.text}]' stands alone: make it flexible with DECLARE_FLEX_ARRAY()"
    else:
        message = f"declare the last member as a flexible array, '{name}[]' instead of '{name}[{size.text}]'"
    yield record.close, message, fix


def is_all_of_union(record: Record) -> bool:
    """Whether a union has one member: it is the shortest of several that look alike."""
    return record.keyword.text == "union" and len(record.members) == 1


def is_single(name: Token) -> bool:
    """Whether a source file asks for the first element of an array only, and says so each time."""
    file = name.file
    if file.kind is not Kind.C or file.partial:
        return False
    texts = file.tokens.texts
    uses = [at for at in file.tokens.index[name.text] if at and texts[at - 1] in (".", "->")]
    return bool(uses) and all(texts[at + 1 : at + 4] == ["[", "0", "]"] for at in uses)


def last_array(record: Record) -> Declarator | None:
    """The array that a record ends with, declared by itself; what is between directives at the end is none."""
    last = record.members[-1] if record.members else None
    if not last or not record.close or len(last.declarators) != 1 or not last.declarators[0].is_array:
        return None
    return None if record.file.has_directive(last.end, record.close.start) else last.declarators[0]


#: So many structs around another one are looked at.
DEEPEST = 8


def goes_on(record: Record) -> bool:
    """Whether members follow a struct or union without a name in the struct that it is a part of."""
    for _ in range(DEEPEST):
        field = record.parent
        around = field.enclosing(Record) if isinstance(field, Field) else None
        if around is None:
            return False
        if around.keyword.text != "union" and around.members[-1:] != [field]:
            return True
        record = around
    return False


def names_object(record: Record) -> bool:
    """Whether variables or members of a record are declared together with it."""
    around = record.parent
    return isinstance(around, Declaring) and bool(around.declarators) and not isinstance(around, Typedef)


@rule("CONST_STRUCT", WARNING, "a struct of function pointers or data that is not const", on=Record, needs_tree=True)
def const_struct(record: Record, file: SourceFile) -> Reports:
    """Structs that hold nothing but operations or fixed data are to be const, so that nobody can overwrite them.

    The names are listed in ``scripts/const_structs.checkpatch`` of the tree. Looked at are objects that outlive
    functions, and what is declared ``extern``. Programs are exempt: their structs are others.

    The fix is unsafe: what changes the struct all the same is no longer compiled, and the data moves to a section that
    cannot be written to.

    Source: Documentation/dev-tools/checkpatch.rst, "CONST_STRUCT".

    Differs from checkpatch: what is filled while the kernel starts, ``__ro_after_init``, cannot be const, nor can what
    is changed where its name is known. Members and variables of functions are as const as
    what they are in. What a pointer points to may be a copy that is there to be changed; where it is not, its own
    definition is reported. ``const`` counts where it belongs to the struct, on another line as well, and not where it
    belongs to something else on the same line.
    """
    name = record.name
    if name is None or name.text not in file.kernel.const_structs or record.open is not None or file.is_user_space:
        return
    around = record.parent
    if not isinstance(around, Declaration) or around.has("const") or "__ro_after_init" in attributes_of(around):
        return
    if is_fixed(around) and not is_changed(around):
        fix = replace("make it const", record.start, record.start, "const ", UNSAFE)
        yield record, f"struct {name.text} should normally be const", fix


def is_fixed(around: Declaration) -> bool:
    """Whether objects are declared that exist from the start."""
    outlives = around.is_at_file_scope or around.has("static", "extern")
    return outlives and any(not (one.is_pointer or one.is_function) for one in around.declarators)


def is_changed(around: Declaration) -> bool:
    """Whether a member of what is declared is assigned to in the function that it is known in, or in the file."""
    function = around.enclosing(Function)
    file = around.file
    for one in around.declarators:
        uses = near(file, one.name, function) if one.name else []
        views = (syntax(file).at(Token(file, position).start) for position in uses)
        if any(isinstance(view, Name) and is_written_through(view) for view in views):
            return True
    return False


#: So many uses of a name are looked at; who fills a struct does it early.
USES = 100


def near(file: SourceFile, name: Token, function: Function | None) -> list[int]:
    """The positions of some uses of a name in the function that it is known in, or in the file behind it."""
    positions = file.tokens.index[name.text]
    first = bisect_right(positions, name.position)
    last = bisect_left(positions, file.position_at(function.end)) if function else len(positions)
    return list(positions[first : min(last, first + USES)])


def is_written_through(use: View) -> bool:
    """Whether a name is (the root of) what is assigned to: ``ops.open = …``, ``fields[i].reg = …``, ``ops = …``."""
    around = use.parent
    while (
        (isinstance(around, Member) and around.record == use)
        or (isinstance(around, Subscript) and around.array == use)
        or (isinstance(around, Unary) and around.operator.text == "*")
        or isinstance(around, Parenthesised)
    ):
        use, around = around, around.parent
    return isinstance(around, Assignment) and around.target == use


def attributes_of(declaration: Declaration) -> list[str]:
    """The attributes of what is declared."""
    return [one.text for one in declaration.attributes]


ID_TABLE = Pattern(r"[a-z]\w*_device_id")
ENDS = frozenset({"NULL", "ISAPNP_DEVICE_SINGLE_END", "ISAPNP_CARD_END", "PCMCIA_DEVICE_NULL", "0"})
NOTHING = Pattern(r'0[xX]?0*[uUlL]*|""|NULL')
#: So many tokens at the end of a macro are looked at.
LONGEST_ENTRY = 60
#: The tokens of a macro whose last entry is empty.
EMPTY_AT_END = Pattern(r'(?:.* )?\{ (?:(?:\. \w+ = )?(?:0\w*|NULL|""|[{},]) )*\}(?: ,)?')


@rule("MISSING_SENTINEL", ERROR, "a table of device ids without an end", on=Declaration)
def missing_sentinel(declaration: Declaration, file: SourceFile) -> Reports:
    """A table of device ids ends with an empty entry: those who read it go on until they meet one.

    An entry is empty if it has no values but zeroes, empty strings and NULL; a comment in it does not matter. A macro
    may stand for such an entry, unless the file says that it does not. A table whose size the file asks for, with
    ``ARRAY_SIZE()``, is read by the file itself, and needs no end.

    The fix adds one to a table that has a line an entry. It is unsafe: the table gets longer, as it should.

    Source: Documentation/PCI/pci.rst, "ending with an all-zero entry".

    Differs from checkpatch: it does not have the check in Linux 6.12; later on it goes by what a table reads at its
    end, so that comments, an index before the last entry and macros raise false alarms, and so do tables that are read
    with ``ARRAY_SIZE()``.
    """
    record = declaration.type
    tag = record.name if isinstance(record, Record) else None
    if not (tag and ID_TABLE.fullmatch(tag.text)):
        return
    for table in declaration.declarators:
        entries = table.value.elements if isinstance(table.value, InitialiserList) else []
        if table.name and table.dimensions == [None] and entries and not (is_end(entries[-1]) or is_counted(table)):
            yield table.name, f"'{table.name.text}' does not end with an empty entry", with_end(entries[-1])


def with_end(last: View) -> Fix | None:
    """The fix that writes an empty entry after the last one of a table; None where that has no line of its own."""
    comma, file = last.last.next, last.file
    if comma is None or not last.first.opens_line or file.has_directive(last.start, file.line_end(comma.end)):
        return None
    has_comma = comma.text == ","
    end = comma.end if has_comma else last.end
    if not file.text[end : file.line_end(end)].strip():
        return replace("add an empty entry", end, end, f"{'' if has_comma else ','}\n{last.first.indent}{{ }}", UNSAFE)
    return None


def is_end(element: View | None) -> bool:
    """Whether an element of a table is empty, or a macro that stands for an empty one, or may do so."""
    if isinstance(element, Designated):
        element = element.value
    if isinstance(element, InitialiserList):
        values = (part for part in element.descendants(Expression) if not isinstance(part, InitialiserList))
        return all(value.text in ENDS or NOTHING.fullmatch(value.text) for value in values)
    if element is None or element.first.text in ENDS:
        return True
    macro = next((one for one in syntax(element.file).macros if one.name == element.first.text), None)
    if macro is None:
        return isinstance(element, Name)
    return "}" not in macro.words[-2:] or EMPTY_AT_END.fullmatch(" ".join(macro.words[-LONGEST_ENTRY:])) is not None


def is_counted(table: Declarator) -> bool:
    """Whether the file asks for the number of entries of a table."""
    file = table.file.whole
    names = file.tokens.index.get(table.name.text, ()) if table.name else ()
    return "ARRAY_SIZE" in file.tokens.index and any(
        (call := syntax(file).call_around(file.tokens.starts[at])) is not None and call.name == "ARRAY_SIZE"
        for at in names
    )
