"""Constants with a catch: error numbers, numbers of processors, conversions, shared limits."""

from __future__ import annotations

from bisect import bisect_left

from pylint_kernel.checking.rule import Calls, Reports, Spelled, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Assignment,
    Binary,
    Call,
    Cast,
    Declaration,
    Declaring,
    Designated,
    Enumerator,
    Function,
    If,
    Member,
    Name,
    Number,
    Parenthesised,
    Section,
    Statement,
    Token,
    Unary,
    View,
    syntax,
)
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import UNSAFE, WARNING, replace


@rule("ENOSYS", WARNING, "ENOSYS", on=Spelled(("ENOSYS",)))
def enosys(word: Token, file: SourceFile) -> Reports:
    """``ENOSYS`` says that there is no such system call, and nothing else.

    To ask whether somebody else has returned it is fine, and so is to return it from a system call. Programs
    (``tools/``, ``scripts/``, what includes the C library) are exempt: what they get is from system calls.

    Source: Documentation/dev-tools/checkpatch.rst, "ENOSYS"; include/uapi/asm-generic/errno.h; futex(2), "ERRORS".

    Differs from checkpatch: comparisons, ``case`` and the definition of the number are no use of it; what looks at the
    number of a system call may say that there is none, and so may what sets the value that one returns (``regs->ax``),
    or does the operations of ``futex()``.
    """
    if file.is_user_space or file.path.endswith(FUTEX) or is_asked_for(word, file) or is_beyond_last(word):
        return
    call = syntax(file).call_around(word.start)
    if call is not None and "syscall" in call.name.lower():
        return
    view = syntax(file).at(word.start)
    assignment = view.enclosing(Assignment) if view else None
    if assignment is not None and assignment.target is not None and assignment.target.words[0] == "regs":
        # What the caller finds in the register unless a system call is found.
        return
    function = syntax(file).enclosing_function(word.start)
    if function is None or not SYSTEM_CALL.match(file.text, function.start):
        yield word, "ENOSYS means 'no such system call' and nothing else"


#: What an operation of futex() does in an architecture; for an unknown one it answers as for an unknown call.
FUTEX = "/asm/futex.h"
SYSTEM_CALL = Pattern(r"(?:static[ \t]+|asmlinkage[ \t]+|long[ \t]+|int[ \t]+)*(?:\w*SYSCALL\w*\(|(?:__)?k?sys_\w+\()")


def is_beyond_last(word: Token) -> bool:
    """Whether a condition around a word compares something with the number of system calls."""
    view = syntax(word.file).at(word.start)
    branch = view.enclosing(If) if view else None
    return branch is not None and branch.condition is not None and "NR_syscalls" in branch.condition.words


def is_asked_for(word: Token, file: SourceFile) -> bool:
    """Whether an error number is only compared with what somebody else has returned, or is being defined."""
    directive = file.directive_at(word.start)
    before = word.previous
    if directive is not None and (directive.name != "define" or (before is not None and before.text == "define")):
        return True
    view = syntax(file).at(word.start)
    around = view.parent if view else None
    while isinstance(around, (Unary, Parenthesised, Cast)):
        view, around = around, around.parent
    if isinstance(around, Section):
        return around.value == view
    return isinstance(around, Binary) and around.is_comparison


@rule("ENOTSUPP", WARNING, "ENOTSUPP", on=Spelled(("ENOTSUPP",)), patch_only=True)
def enotsupp(word: Token, file: SourceFile) -> Reports:
    """``ENOTSUPP`` belongs to NFS; user space has no name for it. Use ``EOPNOTSUPP``.

    To ask whether somebody else has returned it is fine: what does return it has to change first. NFS itself is exempt.

    The fix is unsafe: another error number is returned.

    Source: Documentation/dev-tools/checkpatch.rst, "ENOTSUPP"; include/linux/errno.h.

    Differs from checkpatch: comparisons, ``case``, the definition of the number and NFS are no use of it.
    """
    if NFS.match(file.path) or is_asked_for(word, file):
        return
    fix = replace("use EOPNOTSUPP", *word.span, "EOPNOTSUPP", UNSAFE)
    yield word, "user space does not know ENOTSUPP, use EOPNOTSUPP", fix


NFS = Pattern(r"(?:fs|include/\w+|net)/(?:nfs|lockd|sunrpc)|net/sunrpc/")

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

    The fix is unsafe because another name is used; it converts constants at compile time, too.

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
    arrays, ranges (``[0 ... NR_CPUS - 1]``) and members of initialisers are exempt. So are other places where only a
    constant can stand (enumerators, ``case``, static initialisers, bitmaps, checks at compile time), comparisons with
    the index of an array that has this size or with a number (``NR_CPUS > 1``), limits of something else
    (``min(count, NR_CPUS)``), the size of a mask (``find_last_bit(mask, NR_CPUS)``), and programs.

    Source: Documentation/core-api/cpu_hotplug.rst, "CPU maps".

    Differs from checkpatch: every conditional directive is exempt, continued lines of macros are, and so is the bound
    of an array in a typedef or after a struct's body. So are the places for constants and comparisons named above.
    """
    view = syntax(file).at(word.start)
    if word.in_directive or file.is_user_space:
        return
    if view is not None and (is_bound(word, view) or is_of_member(word, view) or is_constant(view) or limits(view)):
        return
    yield word, "NR_CPUS is often wrong: consider num_possible_cpus(), for_each_possible_cpu()"


def is_bound(word: Token, view: View) -> bool:
    """Whether a word, of which ``view`` is made, is (part of) the size of a declared array."""
    opener = word.bracket
    macro = opener.previous if opener and opener.text == "(" else None
    if macro is not None and DECLARING.fullmatch(macro.text):
        return True
    declaration = view if isinstance(view, Declaring) else view.enclosing(Declaring)
    sizes = [size for one in declaration.declarators for size in one.dimensions] if declaration else []
    return any(size is not None and size.start <= word.start < size.end for size in sizes)


#: Macros that declare an array, or that check at compile time.
DECLARING = Pattern(r"(?:DECLARE|DEFINE)_\w+|BUILD_BUG_ON\w*|(?:_S|s)tatic_assert|CPU_BITS_\w+")


def is_constant(view: View) -> bool:
    """Whether a value stands where only a constant can."""
    for around in view.ancestors():
        if isinstance(around, (Enumerator, Section)):
            return around.value is not None and around.value.start <= view.start < around.value.end
        if isinstance(around, Call) and DECLARING.fullmatch(around.name):
            return True
        if isinstance(around, Declaration):
            return around.is_at_file_scope or around.has("static")
        if isinstance(around, Statement):
            return False
    return False


#: Functions that are told how many bits a mask has.
OF_MASKS = Pattern(r"(?:find|bitmap)_|for_each_(?:set|clear)_bit")
LIMITING = frozenset("min min3 min_t umin min_not_zero clamp clamp_t clamp_val MIN MIN_T".split())


def limits(view: View) -> bool:
    """Whether a value is what an index of an array with so many elements is compared with, or limits something."""
    call = view.enclosing(Call, Statement)
    if isinstance(call, Call) and (call.name in LIMITING or OF_MASKS.match(call.name)):
        return True
    around = view.parent
    if not isinstance(around, Binary) or not around.is_comparison:
        return False
    index = around.left if around.right == view else around.right
    if isinstance(index, Number):
        return True
    function = around.enclosing(Function)
    if not isinstance(index, Name) or function is None:
        return False
    offsets = view.file.once(indices_of_processors).get(index.text, [])
    first = bisect_left(offsets, function.start)
    return first < len(offsets) and offsets[first] < function.end


def indices_of_processors(file: SourceFile) -> dict[str, list[int]]:
    """Where arrays that are declared with ``NR_CPUS`` elements are indexed, by the name of the index."""
    arrays = set()
    for position in file.tokens.index.get("NR_CPUS", ()):
        view = syntax(file).at(Token(file, position).start)
        declaration = view.enclosing(Declaring) if view else None
        for one in declaration.declarators if declaration else ():
            if one.name and any(size and size.text == "NR_CPUS" for size in one.dimensions):
                arrays.add(one.name.text)
    found: dict[str, list[int]] = {}
    for array in arrays:
        for position in file.tokens.index[array]:
            bracket = Token(file, position).next
            index = bracket.next if bracket and bracket.text == "[" else None
            if index is not None:
                found.setdefault(index.text, []).append(index.start)
    return {index: sorted(offsets) for index, offsets in found.items()}


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
