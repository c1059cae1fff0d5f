"""Functions that new code must not call."""

from __future__ import annotations

import re
from bisect import bisect_left

from pylint_kernel.checking.rule import Calls, Code, Reports, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Assignment,
    Binary,
    Call,
    Character,
    Declaration,
    Declarator,
    ExpressionStatement,
    Field,
    Function,
    Increment,
    Loop,
    Name,
    Parenthesised,
    Return,
    Subscript,
    Switch,
    Token,
    Unary,
    View,
    syntax,
)
from pylint_kernel.language.syntax.aligned import renamed
from pylint_kernel.language.syntax.named import declared_as
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, UNSAFE, WARNING, Fix, edit

#: Deprecated functions and what to use instead.
REPLACEMENTS = {
    "kmap": "kmap_local_page",
    "kunmap": "kunmap_local",
    "kmap_atomic": "kmap_local_page",
    "kunmap_atomic": "kunmap_local",
}
REPLACEMENTS_OF_IDR = {"DEFINE_IDR": "DEFINE_XARRAY", "idr_init": "xa_init", "idr_init_base": "xa_init_flags"}
REPLACEMENTS_OF_RCU = {
    "synchronize_rcu_bh": "synchronize_rcu",
    "synchronize_rcu_bh_expedited": "synchronize_rcu_expedited",
    "call_rcu_bh": "call_rcu",
    "rcu_barrier_bh": "rcu_barrier",
    "synchronize_sched": "synchronize_rcu",
    "synchronize_sched_expedited": "synchronize_rcu_expedited",
    "call_rcu_sched": "call_rcu",
    "rcu_barrier_sched": "rcu_barrier",
    "get_state_synchronize_sched": "get_state_synchronize_rcu",
    "cond_synchronize_sched": "cond_synchronize_rcu",
}
#: The kernel's own, where they are called.
BUG = Pattern(r"BUG(?:(?<!\wBUG)(?:_ON)?|(?<=\bVM_BUG)_ON(?:_[A-Z]+)*+)\s*\(")
CONVERSIONS = tuple(f"{how}_strto{kind}" for how in ("simple", "strict") for kind in ("l", "ll", "ul", "ull"))


@rule("AVOID_BUG", WARNING, "the system is brought down", on=Code(BUG), in_file=CHECK)
def bug(match: re.Match[str], file: SourceFile) -> Reports:
    """``BUG()``, ``BUG_ON()`` and ``VM_BUG_ON()`` stop the whole system; warn instead (``WARN_ON_ONCE()``) and recover.

    In programs (``tools/``, ``scripts/``, what includes the C library) ``BUG_ON()`` is an assertion.

    Source: Documentation/process/coding-style.rst, section 22 "Do not crash the kernel";
    Documentation/process/deprecated.rst, "BUG() and BUG_ON()".

    Differs from checkpatch: a macro of one's own (``GEM_BUG_ON``) is judged by what it does, where it is defined. Of
    the 17 in Linux 6.12 that are used most, with 2700 uses, 15 do nothing or only warn in a kernel built for users.
    A definition, a function pointer of that name and a declaration are no use of it, nor does it bring down more than
    itself in a program; a parenthesis on the next line hides nothing.
    """
    call = None if file.is_user_space else syntax(file).call_named_at(match.start())
    if call is not None:
        yield call.keyword, f"{call.name}() brings the system down: warn and recover instead"


@rule("DEPRECATED_API", WARNING, "a deprecated function", on=Calls(tuple(REPLACEMENTS)))
def deprecated(call: Call, file: SourceFile) -> Reports:
    """These functions have successors: ``kmap()`` and ``kmap_atomic()``, and what makes an IDR.

    Source: Documentation/mm/highmem.rst; Documentation/core-api/idr.rst.

    Differs from checkpatch: a function pointer of that name in a structure is another function, and neither a
    declaration nor a definition is a call; the parenthesis may stand on the next line.
    """
    yield call.keyword, f"{call.name}() is deprecated: use {REPLACEMENTS[call.name]}()"


#: What implements the IDR, declares it, or tests it.
OF_IDR = Pattern(r"(?:^|[/_-])id[ar](?:[_-]test)?\.[ch]$")


@rule("DEPRECATED_API", WARNING, "an IDR", on=Calls(tuple(REPLACEMENTS_OF_IDR)), since=(7, 3))
def deprecated_idr(call: Call, file: SourceFile) -> Reports:
    """New code has an XArray in place of an IDR (``DEFINE_IDR()``, ``idr_init()``, ``idr_init_base()``).

    Source: Documentation/core-api/idr.rst ("The IDR interface is deprecated; please use the XArray instead").

    Differs from checkpatch: the files of the IDR itself (``idr.c``, ``idr-test.c``) have nothing else to use.
    """
    if OF_IDR.search(file.path) is None:
        yield call.keyword, f"the IDR is deprecated: use an XArray, {REPLACEMENTS_OF_IDR[call.name]}()"


@rule("DEPRECATED_API", WARNING, "a variant of RCU", on=Calls(tuple(REPLACEMENTS_OF_RCU)), until=(6, 17))
def deprecated_rcu(call: Call, file: SourceFile) -> Reports:
    """The variants of RCU for softirqs and the scheduler were merged; they have been gone since Linux 5.1, so later
    versions of checkpatch do not look for them.

    The fix calls what they were merged into. It is unsafe: tokens change.

    Source: Documentation/RCU/whatisRCU.rst.
    """
    new = REPLACEMENTS_OF_RCU[call.name]
    fix = Fix(f"call {new}()", renamed(call, new), UNSAFE)
    yield call.keyword, f"{call.name}() is deprecated: use {new}()", fix


@rule("STRCPY", WARNING, "strcpy() does not know how large its destination is", on=Calls(("strcpy",)))
def strcpy(call: Call, file: SourceFile) -> Reports:
    """``strcpy()`` writes past the end of a destination that is too small.

    The fix is made where the destination is declared as an array in the file: ``strscpy()`` finds its size, and the
    compiler refuses anything else. It is unsafe, because what does not fit is cut off.

    ``strscpy()`` takes the size, always terminates the string and tells when it had to cut it. Programs (``tools/``,
    ``scripts/``, what includes the C library) are exempt: there is no ``strscpy()`` for them.

    Source: Documentation/process/deprecated.rst, "strcpy()".

    Differs from checkpatch: a function pointer of that name in a structure is another function, and neither a
    declaration nor a definition is a call; the parenthesis may stand on the next line. Checkpatch of Linux 6.12 knows
    no programs, later ones know them by ``tools/`` and ``scripts/``; a module that is kept there is kernel code.
    """
    if not file.stands_alone:
        yield call.keyword, "strcpy() can overflow its destination: use strscpy()", checked_copy(call, "strscpy")


def checked_copy(call: Call, name: str) -> Fix | None:
    """Have a function that knows the size of the destination, an array of characters, copy the string.

    None where the result counts, which is another, or where the size that is given is not that of the destination.
    """
    arguments = call.arguments
    if len(arguments) not in (2, 3) or not isinstance(call.parent, ExpressionStatement):
        return None
    target = arguments[0].text
    sizes = f"sizeof({target})", f"sizeof({target}) - 1", f"sizeof({target})-1"
    if (len(arguments) == 3 and arguments[2].text not in sizes) or not is_char_array(arguments[0].expression):
        return None
    size = "" if call.file.limits.checkpatch_version >= FINDS_SIZE else f", sizeof({target})"
    edits = renamed(call, name, edit(arguments[1].end, arguments[-1].end, size))
    return Fix(f"use {name}()", edits, UNSAFE)


#: Since that version of Linux ``strscpy()`` finds out how large an array is.
FINDS_SIZE = (6, 9)


def is_char_array(target: View | None) -> bool:
    """Whether all that the file declares by the name of a variable or member are arrays of characters."""
    found = declared_as(target)
    return bool(found) and all(map(holds_string, found))


def holds_string(declarator: Declarator) -> bool:
    """Whether an array of characters is declared that is no parameter."""
    declared = declarator.declaration
    if declarator.layers() != ["array"] or not isinstance(declared, Declaration | Field):
        return False
    return declared.type is not None and declared.type.words == ["char"]


@rule("STRLCPY", WARNING, "strlcpy() reads past what it copies", on=Calls(("strlcpy",)))
def strlcpy(call: Call, file: SourceFile) -> Reports:
    """``strlcpy()`` reads its whole source, also where that is not terminated; ``strscpy()`` does not.

    The fix is made where nobody looks at the result, which is another. It is unsafe: another function is called.

    Source: Documentation/process/deprecated.rst, "strlcpy()".

    Differs from checkpatch: as for STRCPY.
    """
    if not file.stands_alone:
        fix = None
        if isinstance(call.parent, ExpressionStatement):
            fix = Fix("use strscpy()", renamed(call, "strscpy"), UNSAFE)
        yield call.keyword, "strlcpy() reads the whole source: use strscpy()", fix


@rule("STRNCPY", WARNING, "strncpy() may leave its destination without an end", on=Calls(("strncpy",)))
def strncpy(call: Call, file: SourceFile) -> Reports:
    """``strncpy()`` does not terminate a string that it had to cut, and fills up the rest of the destination.

    The fix takes ``strscpy_pad()``, where the size is that of the destination, declared as an array in the file. It is
    unsafe: the last byte is always zero then.

    Use ``strscpy()``, ``strscpy_pad()`` if the rest is to be zeroed, and ``__nonstring`` for what is no string.

    Source: Documentation/process/deprecated.rst, "strncpy() on NUL-terminated strings".

    Differs from checkpatch: as for STRCPY.
    """
    if not file.stands_alone:
        message = "strncpy() may not terminate its destination: use strscpy(), strscpy_pad() or __nonstring"
        yield call.keyword, message, checked_copy(call, "strscpy_pad")


@rule("CONSIDER_KSTRTO", WARNING, "a conversion of a string that hides mistakes", on=Calls(CONVERSIONS))
def conversion(call: Call, file: SourceFile) -> Reports:
    """``simple_strtoul()`` and its relatives ignore overflow and what follows the number; ``kstrtoul()`` does not.

    Source: Documentation/process/deprecated.rst, "simple_strtol(), simple_strtoll(), simple_strtoul(),
    simple_strtoull()"; include/linux/kstrtox.h, which keeps them for strings such as ``10x50`` and ``12:21``.

    Differs from checkpatch: as for STRCPY; and where the string is read on after the number, ``kstrtoul()`` is no
    replacement: it wants nothing there.
    """
    if not (file.stands_alone or reads_on(call)):
        better = "k" + call.name.partition("_")[2]
        yield call.keyword, f"{call.name}() ignores what it cannot convert: use {better}()"


#: So many uses of the end of a number, after the conversion, are looked at.
USES = 20


def reads_on(call: Call) -> bool:
    """Whether what follows the number is looked at after a conversion, and may be more than the end of the string."""
    end = call.arguments[1].words if len(call.arguments) > 1 else []
    if not end:
        return False
    if end[-2:-1] != ["&"]:
        # NULL, or where the end is to be stored for somebody else.
        return end[-1] not in ("NULL", "0") or walks_on(call)
    function = call.enclosing(Function)
    if function is None:
        return False
    if end[-1] in call.arguments[0].words and call.enclosing(Loop, Function) != function:
        return True
    file = call.file
    positions = file.tokens.index.get(end[-1], [])
    first = bisect_left(positions, call.keyword.position)
    last = bisect_left(positions, file.position_at(function.end))
    views = (syntax(file).at(Token(file, position).start) for position in positions[first : min(last, first + USES)])
    return any(goes_on(view) for view in views if isinstance(view, Name))


def walks_on(call: Call) -> bool:
    """Whether the pointer to what is converted is moved on in the string afterwards, or around in a loop."""
    words, function = call.arguments[0].words, call.enclosing(Function)
    if len(words) != 1 or function is None:
        return False
    loop = call.enclosing(Loop)
    start = loop.start if loop is not None and loop.start > function.start else call.start
    file = call.file
    positions = file.tokens.index.get(words[0], [])
    first = bisect_left(positions, file.position_at(start))
    last = bisect_left(positions, file.position_at(function.end))
    views = (syntax(file).at(Token(file, position).start) for position in positions[first : min(last, first + USES)])
    return any(is_moved(view) for view in views if isinstance(view, Name))


def is_moved(pointer: Name) -> bool:
    """Whether a pointer is stepped on to another character, or to where a function finds one from there."""
    around = pointer.parent
    if isinstance(around, Increment):
        return True
    if isinstance(around, Assignment) and around.target == pointer:
        value = around.value
        if around.operator.text == "+=":
            return True
        return isinstance(value, Call) and value.name in SEARCHES and pointer.text in value.words
    return False


#: Functions that find a place in a string.
SEARCHES = frozenset("strchr strpbrk strstr strrchr strnchr skip_spaces memchr".split())


def goes_on(end: View) -> bool:
    """Whether one use of the end of a number goes on from there: it is stepped on, stored, given to a function, or the
    character there is compared with one that is no end."""
    around = end.parent
    while isinstance(around, Parenthesised) or (isinstance(around, Binary) and around.operator.text == "+"):
        end, around = around, around.parent
    if isinstance(around, Unary) and around.operator.text == "*":
        return is_told_apart(around)
    if isinstance(around, Subscript):
        return around.array == end and is_told_apart(around)
    if isinstance(around, Assignment):
        return around.value == end or around.operator.text != "="
    return isinstance(around, (Increment, Return)) or is_argument(end)


def is_told_apart(character: View) -> bool:
    """Whether a character is compared with one that does not end a string."""
    around = character.parent
    while isinstance(around, Parenthesised):
        character, around = around, around.parent
    if isinstance(around, Binary) and around.is_comparison:
        other = around.right if around.left == character else around.left
        return isinstance(other, Character) and other.text not in ENDS
    return isinstance(around, Switch) or is_argument(character)


#: What a string ends with.
ENDS = (r"'\0'", r"'\n'")


def is_argument(view: View) -> bool:
    """Whether a function is given a value that is more than a space to it."""
    call = view.parent
    return isinstance(call, Call) and call.callee != view and call.name not in ("isspace", *CONVERSIONS)
