"""Constants with a catch: error numbers, numbers of processors, conversions, shared limits."""

from __future__ import annotations

from pylint_kernel.checking.rule import Call, Reports, Token, rule
from pylint_kernel.language.declaration import is_attribute, is_type_name
from pylint_kernel.language.idioms import REACH, is_identifier
from pylint_kernel.language.source import CallSite, SourceFile
from pylint_kernel.model import UNSAFE, WARNING, replace


@rule("ENOSYS", WARNING, "ENOSYS", on=Token(("ENOSYS",)))
def enosys(position: int, file: SourceFile) -> Reports:
    """``ENOSYS`` says that there is no such system call, and nothing else.

    Source: Documentation/dev-tools/checkpatch.rst, "ENOSYS"; include/uapi/asm-generic/errno.h.
    """
    yield file.tokens.span(position), "ENOSYS means 'no such system call' and nothing else"


@rule("ENOTSUPP", WARNING, "ENOTSUPP", on=Token(("ENOTSUPP",)), patch_only=True)
def enotsupp(position: int, file: SourceFile) -> Reports:
    """``ENOTSUPP`` belongs to NFS; user space has no name for it. Use ``EOPNOTSUPP``.

    Source: Documentation/dev-tools/checkpatch.rst, "ENOTSUPP".
    """
    where = file.tokens.span(position)
    yield (
        where,
        "user space does not know ENOTSUPP, use EOPNOTSUPP",
        replace("use EOPNOTSUPP", *where, "EOPNOTSUPP", UNSAFE),
    )


WIDTHS = (16, 32, 64)
CONVERSIONS = tuple(
    f"__constant_{name}"
    for name in (
        "htons", "ntohs",
        *(f"{order}{width}_to_cpu" for order in ("be", "le") for width in WIDTHS),
        *(f"cpu_to_{order}{width}" for order in ("be", "le") for width in WIDTHS),
    )
)  # fmt: skip


@rule("CONSTANT_CONVERSION", WARNING, "a byte order conversion for constants", on=Call(CONVERSIONS))
def constant_conversion(call: CallSite, file: SourceFile) -> Reports:
    """The plain conversions convert constants at compile time, too; ``__constant_*()`` is for user space.

    Source: Documentation/dev-tools/checkpatch.rst, "CONSTANT_CONVERSION".

    Differs from checkpatch: the user space headers of architectures and tools are exempt like the generic ones.
    """
    if "include/uapi/" not in file.path:
        where = file.tokens.span(call.position)
        name = call.name.removeprefix("__constant_")
        yield where, f"{call.name}() should be {name}()", replace(f"use {name}()", *where, name, UNSAFE)


@rule("NR_CPUS", WARNING, "NR_CPUS", on=Token(("NR_CPUS",)))
def nr_cpus(position: int, file: SourceFile) -> Reports:
    """``NR_CPUS`` is how many processors the kernel could handle, seldom what is wanted.

    Use ``nr_cpu_ids``, ``num_possible_cpus()`` or ``for_each_possible_cpu()``. Preprocessor lines, bounds of declared
    arrays, ranges (``[0 ... NR_CPUS - 1]``) and members of initialisers are exempt.

    Source: Documentation/core-api/cpu_hotplug.rst, "CPU maps".

    Differs from checkpatch: every conditional directive is exempt, continued lines of macros are, and so is the bound
    of an array in a typedef or after a struct's body.
    """
    if file.directive_at(file.tokens.starts[position]) is None and not is_bound_or_member(file, position):
        yield (
            file.tokens.span(position),
            "NR_CPUS is often wrong: consider num_possible_cpus(), for_each_possible_cpu()",
        )


def is_bound_or_member(file: SourceFile, position: int) -> bool:
    """Whether a token is in the bound of a declared array, in a range, or is the value of a designated member."""
    texts, partner = file.tokens.texts, file.tokens.partner
    at, low = position - 1, max(position - REACH, 0)
    while at >= low and texts[at] not in (";", "}"):
        if texts[at] == "[":
            if "..." in texts[at:position]:
                return True
            return declares_array(file, at)
        if texts[at] == "=":
            return at > 1 and is_identifier(texts[at - 1]) and texts[at - 2] == "."
        at = partner.get(at, at) - 1 if texts[at] in ")]" else at - 1
    return False


def declares_array(file: SourceFile, bracket: int) -> bool:
    """Whether the ``[`` belongs to a declarator: after the name, a type or a struct's body stands before it."""
    texts, partner = file.tokens.texts, file.tokens.partner
    at = bracket - 1
    while at >= 0 and texts[at] == "]":
        at = partner.get(at, at) - 1
    if at < 1:
        return False
    if is_type_name(texts[at]):
        return True
    before = texts[at - 1]
    return is_identifier(texts[at]) and (
        before in ("*", "}") or is_type_name(before) or is_attribute(before) or is_identifier(before)
    )


SHARED_LIMITS = {"zero": "SYSCTL_ZERO", "one": "SYSCTL_ONE", "int_max": "SYSCTL_INT_MAX"}


@rule("DUPLICATED_SYSCTL_CONST", WARNING, "a sysctl limit of one's own", on=Token(("extra1", "extra2")))
def duplicated_sysctl_const(position: int, file: SourceFile) -> Reports:
    """The usual limits of sysctl values are shared: ``SYSCTL_ZERO``, ``SYSCTL_ONE``, ``SYSCTL_INT_MAX``.

    Source: include/linux/sysctl.h.
    """
    tokens = file.tokens
    texts = tokens.texts
    if texts[position - 1] != "." or texts[position + 1 : position + 3] != ["=", "&"]:
        return
    name = texts[position + 3]
    if name in SHARED_LIMITS:
        where = file.token_span(position + 2, position + 4)
        yield where, f"'{name}' is there already: {SHARED_LIMITS[name]}"
