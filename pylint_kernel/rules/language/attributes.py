"""Attributes that the kernel has macros for."""

from __future__ import annotations

from typing import NamedTuple

from pylint_kernel.checking.rule import Reports, Spelled, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Token, syntax
from pylint_kernel.model import UNSAFE, WARNING, Fix, Span, replace

#: Attributes, without underscores around them, whose macro is not the name with two underscores before it.
MACROS = {
    "const": "__attribute_const__",
    "externally_visible": "__visible",
    "noinline": "noinline",
}
PLAIN = frozenset(
    "alias aligned always_inline assume_aligned cold copy designated_init gnu_inline malloc mode "
    "no_caller_saved_registers noclone nonstring noreturn packed pure section used weak".split()
)
FORMATS = {"printf": "__printf", "scanf": "__scanf"}


class Attribute(NamedTuple):
    """One attribute of a list: where it stands, its name without underscores, its arguments with their parentheses,
    and the macro to write instead, with arguments (empty if there is none)."""

    span: Span
    name: str
    arguments: str
    macro: str


@rule(
    "PREFER_DEFINED_ATTRIBUTE_MACRO",
    WARNING,
    "an attribute that there is a macro for",
    on=Spelled(("__attribute__",)),
)
def spelled_out(attribute: Token, file: SourceFile) -> Reports:
    """``__packed``, ``__aligned(8)``, ``__printf(1, 2)`` are shorter, and hide what compilers spell differently.

    For ``unused`` there are ``__maybe_unused`` and ``__always_unused``: which one is meant the compiler cannot tell.
    Headers for user space (include/uapi/) are exempt, and so is the definition of a macro for the attribute. Programs
    (``tools/``, ``scripts/``, what includes the C library) are asked for what they use elsewhere.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: include/linux/compiler_attributes.h.

    Differs from checkpatch: attributes on several lines count, those in comments and strings do not, nor do formats
    that there is no macro for.
    """
    if file.path.startswith("include/uapi/") or "/include/uapi/" in file.path:
        return
    listed = attributes(attribute)
    macro = syntax(file).macro_at(attribute.start)
    fix = spelled_as_macros(attribute, listed)
    for one in listed:
        if one.name == "unused" and not file.lacks("__maybe_unused") and not (macro and macro.name in UNUSED):
            yield one.span, "use __maybe_unused or __always_unused"
        name = one.macro.partition("(")[0]
        # In a program the name of the attribute itself tells nothing of a macro called like it.
        is_known = name != one.name and not file.lacks(name) if file.is_user_space else True
        if name and is_known and (macro is None or name != macro.name):
            yield one.span, f"use {one.macro}", fix


#: The macros that an attribute for what is unused stands for.
UNUSED = ("__maybe_unused", "__always_unused")


def attributes(word: Token) -> list[Attribute]:
    """The attributes in ``__attribute__((...))``; empty if it is written otherwise."""
    outer = word.next
    inner = outer.next if outer else None
    if not (outer and inner and outer.text == inner.text == "(" and inner.partner):
        return []
    found, file = [], word.file
    for span in file.split(inner.position + 1, inner.partner.position):
        name, _, arguments = file.slice(span).partition("(")
        if name:
            name = name.strip().strip("_")
            arguments = f"({arguments}" if arguments else ""
            found.append(Attribute(span, name, arguments, macro_for(name, arguments)))
    return found


def macro_for(name: str, arguments: str) -> str:
    """The macro for an attribute, with its arguments; empty if there is none."""
    if name == "format":
        kind, _, rest = arguments[1:].partition(",")
        macro = FORMATS.get(kind.strip().strip("_"), "")
        return f"{macro}({rest.strip()}" if macro else ""
    if name == "aligned" and not arguments:
        return "__aligned_largest"
    if name == "alias":
        arguments = arguments.replace('"', "")
    macro = MACROS.get(name) or (f"__{name}" if name in PLAIN else "")
    return macro + arguments if macro else ""


def spelled_as_macros(word: Token, listed: list[Attribute]) -> Fix | None:
    """All attributes of a list that have a macro written as such, the others left; None if there is nothing to do."""
    macros = [attribute.macro for attribute in listed if attribute.macro]
    rest = [word.file.slice(attribute.span) for attribute in listed if not attribute.macro]
    close = word.next.partner if word.next else None
    if not macros or close is None or any("\n" in text for text in (*macros, *rest)):
        return None
    if rest:
        macros.append(f"__attribute__(({', '.join(rest)}))")
    return replace("use the macro", word.start, close.end, " ".join(macros), UNSAFE)
