"""Structs: arrays at their end, instances that should be const, tables that need an end."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, File, Reports, rule
from pylint_kernel.language.declaration import QUALIFIERS, after_attribute, is_attribute
from pylint_kernel.language.idioms import is_identifier
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, UNSAFE, WARNING, replace


@rule("FLEXIBLE_ARRAY", ERROR, "[0] or [1] as a flexible array", on=Code(Pattern(r"\[[ \t]?[01][ \t]?\][ \t]*;")))
def flexible_array(match: re.Match[str], file: SourceFile) -> Reports:
    """An array of variable length at the end of a struct is declared ``name[]``.

    With ``[0]`` or ``[1]`` the compiler cannot tell an overrun from a proper access. ``[1]`` also makes ``sizeof`` too
    large; the sizes that are computed from it change with the declaration. Use ``DECLARE_FLEX_ARRAY()`` where the array
    is alone or in a union.

    Source: Documentation/process/deprecated.rst, "Zero-length and one-element arrays".

    Differs from checkpatch: comments and blank lines after the member, other attributes than ``__packed``, typedefs,
    and structs written on one line do not hide the array.
    """
    tokens = file.tokens
    texts = tokens.texts
    bracket = file.position_at(match.start())
    close = bracket + 4
    if close >= len(texts) or texts[close] != "}" or not is_identifier(texts[bracket - 1]):
        return
    opener = tokens.partner.get(close)
    first = member_start(file, bracket)
    if opener is None or "," in texts[first:bracket]:
        return
    tag = tag_of(file, opener)
    if tag is None or not ends_struct(file, close):
        return
    name, size = texts[bracket - 1], texts[bracket + 1]
    number = tokens.starts[bracket + 1]
    fix = None
    if size == "0" and tag == "struct" and first > opener + 1:
        fix = replace("make the array flexible", number, number + 1, "", UNSAFE)
    yield (
        tokens.span(close),
        f"declare the last member as a flexible array, '{name}[]' instead of '{name}[{size}]'",
        fix,
    )


def member_start(file: SourceFile, position: int) -> int:
    """The position of the first token of the member that ``position`` is in, a body in it left out."""
    texts = file.tokens.texts
    while position and texts[position - 1] not in ";{}":
        position -= 1
    return position


def tag_of(file: SourceFile, brace: int) -> str | None:
    """``struct`` or ``union`` if the ``{`` opens the body of one."""
    texts, partner = file.tokens.texts, file.tokens.partner
    at = brace - 1
    while at >= 0 and (is_identifier(texts[at]) or texts[at] == ")"):
        at = partner.get(at, at) - 1
    return texts[at] if at >= 0 and texts[at] in ("struct", "union") else None


def ends_struct(file: SourceFile, brace: int) -> bool:
    """Whether what follows the ``}`` of a struct names no object of it: attributes, the name of a typedef, ``;``."""
    texts = file.tokens.texts
    at = brace + 1
    while at < len(texts) and is_attribute(texts[at]):
        at = after_attribute(file, at)
    if at < len(texts) and is_identifier(texts[at]):
        opener = file.tokens.partner[brace]
        before = texts[max(opener - 4, 0) : opener]
        return "typedef" in before
    return at < len(texts) and texts[at] == ";"


@rule("CONST_STRUCT", WARNING, "a struct of function pointers or data that is not const", on=File())
def const_struct(_: SourceFile, file: SourceFile) -> Reports:
    """Structs that hold nothing but operations or fixed data are to be const, so that nobody can overwrite them.

    The names are listed in ``scripts/const_structs.checkpatch`` of the tree. Declarations of the struct itself and
    operands of ``sizeof``, ``container_of`` and the like are exempt.

    Source: Documentation/dev-tools/checkpatch.rst, "CONST_STRUCT".

    Differs from checkpatch: ``const`` counts where it belongs to the struct, on another line as well, and not where it
    belongs to something else on the same line.
    """
    index = file.tokens.index
    for name in sorted(index.keys() & file.kernel.const_structs):
        for position in index[name]:
            if is_mutable(file, position):
                where = file.token_span(position - 1, position + 1)
                yield where, f"struct {name} should normally be const"


OPERATORS_ON_TYPES = frozenset({"sizeof", "container_of", "offsetof", "typeof", "__typeof__", "sizeof_field"})


def is_mutable(file: SourceFile, position: int) -> bool:
    """Whether the struct tag at ``position`` makes the type of something that is not const."""
    tokens = file.tokens
    texts = tokens.texts
    if not position or texts[position - 1] != "struct" or position + 1 >= len(texts):
        return False
    if texts[position + 1] in ("{", ";") or texts[position + 1] in QUALIFIERS:
        return False
    at = position - 2
    while at >= 0 and (is_identifier(texts[at]) or texts[at] in ("static", "extern", "register", *QUALIFIERS)):
        if texts[at] == "const":
            return False
        at -= 1
    while at > 0 and texts[at] == ",":
        at = before_argument(file, at)
    return not (at > 0 and texts[at] == "(" and texts[at - 1] in OPERATORS_ON_TYPES)


def before_argument(file: SourceFile, comma: int) -> int:
    """The position of the comma or opening bracket that stands before the argument that ``comma`` ends."""
    texts, partner = file.tokens.texts, file.tokens.partner
    at = comma - 1
    while at >= 0 and texts[at] not in (",", "(", "[", "{", ";", "}"):
        at = partner.get(at, at) - 1 if texts[at] in ")]" else at - 1
    return at


ID_TABLE = Pattern(r"struct[ \t]+[a-z]\w*_device_id[ \t]+(\w+)[ \t]*\[[ \t]*\][^={;]*=\s*\{")
ENDS = frozenset({"NULL", "ISAPNP_DEVICE_SINGLE_END", "ISAPNP_CARD_END", "PCMCIA_DEVICE_NULL"})
NOTHING = Pattern(r'0[xX]?0*[uUlL]*|""|NULL|[,{}]')


@rule("MISSING_SENTINEL", ERROR, "a table of device ids without an end", on=Code(ID_TABLE, having="_device_id"))
def missing_sentinel(match: re.Match[str], file: SourceFile) -> Reports:
    """A table of device ids ends with an empty entry: those who read it go on until they meet one.

    Source: Documentation/PCI/pci.rst, "ending with an all-zero entry".

    Differs from checkpatch of Linux 6.12, which does not have the check; later ones do.
    """
    tokens = file.tokens
    opener = file.position_at(match.end() - 1)
    close = tokens.partner.get(opener)
    if close is not None and not ends_table(file, opener, close):
        yield match.span(1), f"'{match[1]}' does not end with an empty entry"


def ends_table(file: SourceFile, opener: int, close: int) -> bool:
    """Whether the last element between two braces is an empty one or a macro that stands for it."""
    tokens = file.tokens
    texts, partner = tokens.texts, tokens.partner
    home = file.directive_at(tokens.starts[opener])
    last = close - 1
    while last > opener and (texts[last] == "," or file.directive_at(tokens.starts[last]) != home):
        last -= 1
    if texts[last] == ")":
        last = partner.get(last, last) - 1
    if texts[last] != "}":
        return texts[last] in ENDS or (texts[last] == "0" and texts[last - 1] in "{,")
    at = partner.get(last, last) + 1
    while at < last:
        if texts[at] == "." and texts[at + 2] == "=":
            at += 3
        elif NOTHING.fullmatch(texts[at]):
            at += 1
        else:
            return False
    return True
