"""Constants with a catch: error numbers, numbers of processors, conversions, shared limits."""

from __future__ import annotations

from pylint_kernel.checking.rule import Calls, Reports, Spelled, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Call, Declaring, Designated, Member, Token, Unary, View, syntax
from pylint_kernel.model import UNSAFE, WARNING, replace


@rule("ENOSYS", WARNING, "ENOSYS", on=Spelled(("ENOSYS",)))
def enosys(word: Token, file: SourceFile) -> Reports:
    """``ENOSYS`` says that there is no such system call, and nothing else.

    Source: Documentation/dev-tools/checkpatch.rst, "ENOSYS"; include/uapi/asm-generic/errno.h.
    """
    yield word, "ENOSYS means 'no such system call' and nothing else"


@rule("ENOTSUPP", WARNING, "ENOTSUPP", on=Spelled(("ENOTSUPP",)), patch_only=True)
def enotsupp(word: Token, file: SourceFile) -> Reports:
    """``ENOTSUPP`` belongs to NFS; user space has no name for it. Use ``EOPNOTSUPP``.

    Source: Documentation/dev-tools/checkpatch.rst, "ENOTSUPP".
    """
    fix = replace("use EOPNOTSUPP", *word.span, "EOPNOTSUPP", UNSAFE)
    yield word, "user space does not know ENOTSUPP, use EOPNOTSUPP", fix


WIDTHS = (16, 32, 64)
CONVERSIONS = tuple(
    f"__constant_{name}"
    for name in (
        "htons", "ntohs",
        *(f"{order}{width}_to_cpu" for order in ("be", "le") for width in WIDTHS),
        *(f"cpu_to_{order}{width}" for order in ("be", "le") for width in WIDTHS),
    )
)  # fmt: skip


@rule("CONSTANT_CONVERSION", WARNING, "a byte order conversion for constants", on=Calls(CONVERSIONS))
def constant_conversion(call: Call, file: SourceFile) -> Reports:
    """The plain conversions convert constants at compile time, too; ``__constant_*()`` is for user space.

    Source: Documentation/dev-tools/checkpatch.rst, "CONSTANT_CONVERSION".

    Differs from checkpatch: the user space headers of architectures and tools are exempt like the generic ones.
    """
    if "include/uapi/" not in file.path:
        name = call.name.removeprefix("__constant_")
        fix = replace(f"use {name}()", *call.keyword.span, name, UNSAFE)
        yield call.keyword, f"{call.name}() should be {name}()", fix


@rule("NR_CPUS", WARNING, "NR_CPUS", on=Spelled(("NR_CPUS",)))
def nr_cpus(word: Token, file: SourceFile) -> Reports:
    """``NR_CPUS`` is how many processors the kernel could handle, seldom what is wanted.

    Use ``nr_cpu_ids``, ``num_possible_cpus()`` or ``for_each_possible_cpu()``. Preprocessor lines, bounds of declared
    arrays, ranges (``[0 ... NR_CPUS - 1]``) and members of initialisers are exempt.

    Source: Documentation/core-api/cpu_hotplug.rst, "CPU maps".

    Differs from checkpatch: every conditional directive is exempt, continued lines of macros are, and so is the bound
    of an array in a typedef or after a struct's body.
    """
    view = syntax(file).at(word.start)
    if word.in_directive or (view is not None and (is_bound(word, view) or is_of_member(word, view))):
        return
    yield word, "NR_CPUS is often wrong: consider num_possible_cpus(), for_each_possible_cpu()"


def is_bound(word: Token, view: View) -> bool:
    """Whether a word, of which ``view`` is made, is (part of) the size of a declared array."""
    declaration = view if isinstance(view, Declaring) else view.enclosing(Declaring)
    sizes = [size for one in declaration.declarators for size in one.dimensions] if declaration else []
    return any(size is not None and size.start <= word.start < size.end for size in sizes)


def is_of_member(word: Token, view: View) -> bool:
    """Whether a word names a member, or is (part of) a member's value or of the indices that an initialiser sets."""
    if isinstance(view, Member):
        return view.name == word
    pair = view.enclosing(Designated)
    if pair is None or pair.member is not None:
        return pair is not None
    return pair.equals is not None and word.end <= pair.equals.start


SHARED_LIMITS = {"zero": "SYSCTL_ZERO", "one": "SYSCTL_ONE", "int_max": "SYSCTL_INT_MAX"}


@rule("DUPLICATED_SYSCTL_CONST", WARNING, "a sysctl limit of one's own", on=Designated)
def duplicated_sysctl_const(pair: Designated, file: SourceFile) -> Reports:
    """The usual limits of sysctl values are shared: ``SYSCTL_ZERO``, ``SYSCTL_ONE``, ``SYSCTL_INT_MAX``.

    Source: include/linux/sysctl.h.
    """
    value = pair.value
    if not isinstance(value, Unary) or value.operator.text != "&" or value.operand is None:
        return
    name = value.operand.text
    if name in SHARED_LIMITS and pair.member is not None and pair.member.text in ("extra1", "extra2"):
        yield value, f"'{name}' is there already: {SHARED_LIMITS[name]}"
