"""Expressions that probably do not mean what they say."""

from __future__ import annotations

import re
from bisect import bisect_left

from pylint_kernel.checking.rule import Calls, Code, Reports, rule
from pylint_kernel.language.idioms import integer
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Binary,
    Call,
    Cast,
    Function,
    Name,
    Number,
    Return,
    SizeOf,
    Subscript,
    Token,
    TypeDescriptor,
    Unary,
    View,
    bare,
    is_operand,
    last_operand,
    syntax,
    uncast,
)
from pylint_kernel.language.syntax.aligned import renamed
from pylint_kernel.lazy import LineStart
from pylint_kernel.model import UNSAFE, WARNING, Fix, edit, replace
from pylint_kernel.rules.language.comparisons import is_chain

ERROR_NUMBERS = frozenset(
    """
    E2BIG EACCES EADDRINUSE EADDRNOTAVAIL EADV EAFNOSUPPORT EAGAIN EALREADY EBADCOOKIE EBADE EBADF EBADFD EBADHANDLE
    EBADMSG EBADR EBADRQC EBADSLT EBADTYPE EBFONT EBUSY ECANCELED ECHILD ECHRNG ECOMM ECONNABORTED ECONNREFUSED
    ECONNRESET EDEADLK EDEADLOCK EDESTADDRREQ EDOM EDOTDOT EDQUOT EEXIST EFAULT EFBIG EFSBADCRC EFSCORRUPTED
    EHOSTDOWN EHOSTUNREACH EHWPOISON EIDRM EILSEQ EINPROGRESS EINTR EINVAL EIO EIOCBQUEUED EISCONN EISDIR EISNAM
    EJUKEBOX EKEYEXPIRED EKEYREJECTED EKEYREVOKED EL2HLT EL2NSYNC EL3HLT EL3RST ELIBACC ELIBBAD ELIBEXEC ELIBMAX
    ELIBSCN ELNRNG ELOOP EMEDIUMTYPE EMFILE EMLINK EMSGSIZE EMULTIHOP ENAMETOOLONG ENAVAIL ENETDOWN ENETRESET
    ENETUNREACH ENFILE ENOANO ENOATTR ENOBUFS ENOCSI ENODATA ENODEV ENOENT ENOEXEC ENOGRACE ENOIOCTLCMD ENOKEY
    ENOLCK ENOLINK ENOMEDIUM ENOMEM ENOMSG ENONET ENOPARAM ENOPKG ENOPROTOOPT ENOSPC ENOSR ENOSTR ENOSYS ENOTBLK
    ENOTCONN ENOTDIR ENOTEMPTY ENOTNAM ENOTRECOVERABLE ENOTSOCK ENOTSUP ENOTSUPP ENOTSYNC ENOTTY ENOTUNIQ ENXIO
    EOPENSTALE EOPNOTSUPP EOVERFLOW EOWNERDEAD EPERM EPFNOSUPPORT EPIPE EPROTO EPROTONOSUPPORT EPROTOTYPE ERANGE
    ERECALLCONFLICT EREMCHG EREMOTE EREMOTEIO ERESTART ERESTARTNOHAND ERESTARTNOINTR ERESTARTSYS ERFKILL EROFS
    ESERVERFAULT ESHUTDOWN ESOCKTNOSUPPORT ESPIPE ESRCH ESRMNT ESTALE ESTRPIPE ETIME ETIMEDOUT ETOOMANYREFS
    ETOOSMALL ETXTBSY EUCLEAN EUNATCH EUSERS EWOULDBLOCK EXDEV EXFULL
    """.split()
)


@rule("MASK_THEN_SHIFT", WARNING, "a shift after a mask without parentheses", on=Binary)
def shift_after_mask(mask: Binary, file: SourceFile) -> Reports:
    """``a & b >> c`` shifts first: ``>>`` binds tighter than ``&``. If that is meant, parentheses say so.

    Reported where what is shifted is a name, a member or a call, not a number.

    Source: common practice; the C standard's table of precedence.

    Differs from checkpatch: the expression may continue on another line, and ``>>=`` is no shift of the mask.
    """
    if mask.operator.text != "&":
        return
    shift = mask.right
    while isinstance(shift, Binary) and isinstance(shift.left, Binary):
        shift = shift.left
    if isinstance(shift, Binary) and shift.operator.text == ">>" and is_chain(dereferenced(shift.left)):
        yield (mask.operator.start, shift.operator.end), TIGHTER


TIGHTER = "'>>' binds tighter than '&': put parentheses around what comes first"


def dereferenced(view: View | None) -> View | None:
    """What a ``*`` is applied to; anything else itself."""
    return view.operand if isinstance(view, Unary) and view.operator.text == "*" else view


@rule(
    "MASK_THEN_SHIFT",
    WARNING,
    "a shift after a mask in a directive",
    on=Code(LineStart(r"[ \t]*+#[ \t]*+(?:el)?if\b[^\n&]*+(&[ \t]*+[A-Za-z_]\w*+[ \t]*+>>)"), having=">>"),
)
def shift_after_mask_in_directive(match: re.Match[str], file: SourceFile) -> Reports:
    """The condition of a directive is read like any other."""
    yield match.span(1), TIGHTER


@rule("HEXADECIMAL_BOOLEAN_TEST", WARNING, "a hexadecimal number as a truth value", on=Binary)
def hexadecimal_test(test: Binary, file: SourceFile) -> Reports:
    """A hexadecimal number beside ``&&`` or ``||`` is always true: probably ``&`` or ``|`` was meant.

    Source: common practice: bits are tested with ``&``.

    Differs from checkpatch: digits above 9, suffixes and operands on another line count too.
    """
    for side in (test.left, test.right) if test.is_logical else ():
        if isinstance(side, Number) and side.text.startswith(("0x", "0X")):
            yield side, f"'{side.text}' is a constant truth value beside '{test.operator.text}'"


@rule("TYPECAST_INT_CONSTANT", WARNING, "a cast where a suffix does", on=Cast)
def cast_of_constant(cast: Cast, file: SourceFile) -> Reports:
    """An integer constant gets its type from a suffix: ``1UL`` instead of ``(unsigned long)1``.

    The fix is unsafe because tokens change; type and value stay the same.

    Source: common practice; the C standard on integer constants.
    """
    if not isinstance(cast.value, Number) or cast.type is None or (value := integer(cast.value.text)) is None:
        return
    names = cast.type.words
    if not {"int", "long"}.intersection(names) or not {"unsigned", "signed", "long", "int"}.issuperset(names):
        return
    suffix = "U" * ("unsigned" in names) + "L" * names.count("long")
    constant = cast.value.text.rstrip("uUlL") + suffix
    fix = replace(f"write {constant}", *cast.span, constant, UNSAFE) if suffix or value < 1 << 31 else None
    yield cast, f"a suffix gives the constant its type: {constant}", fix


@rule("SIZEOF_ADDRESS", WARNING, "the size of an address", on=SizeOf)
def size_of_address(size: SizeOf, file: SourceFile) -> Reports:
    """``sizeof(&x)`` is the size of a pointer, whatever ``x`` is: probably ``sizeof(x)`` was meant.

    Source: common practice.

    Differs from checkpatch: ``sizeof &x`` and a parenthesis on another line count too.
    """
    address = bare(size.value)
    if isinstance(address, Unary) and address.operator.text == "&":
        where = size.start, address.operator.end
        yield where, "this is the size of a pointer, not of what it points to"


@rule("ARRAY_SIZE", WARNING, "the number of elements, calculated by hand", on=Binary)
def size_by_division(division: Binary, file: SourceFile) -> Reports:
    """``ARRAY_SIZE(a)`` counts the elements and refuses to compile where ``a`` is a pointer.

    The fix is unsafe because tokens change; the number is the same, and what is no array is refused by the compiler.

    Source: Documentation/process/coding-style.rst, section 18 ("Don't re-invent the kernel macros").

    Programs that do not use ``ARRAY_SIZE()`` anywhere are exempt: they may have none.

    Differs from checkpatch: ``sizeof(*a)`` as the divisor, parentheses around ``a`` and a division that continues on
    another line count too; the definition of ``ARRAY_SIZE`` itself is exempt.
    """
    if division.operator.text != "/":
        return
    whole, part = last_operand(division.left), division.right
    if not isinstance(whole, SizeOf) or not isinstance(part, SizeOf):
        return
    array, first = bare(whole.value or whole.type), array_of(bare(part.value))
    if array is None or first is None or array.words != first.words:
        return
    macro = syntax(file).macro_at(division.start)
    if (macro is None or macro.name != "ARRAY_SIZE") and not file.lacks("ARRAY_SIZE"):
        fix = replace("use ARRAY_SIZE()", whole.start, part.end, f"ARRAY_SIZE({array.text})", UNSAFE)
        yield (whole.start, part.end), f"ARRAY_SIZE({' '.join(array.text.split())}) counts the elements", fix


def array_of(element: View | None) -> View | None:
    """The array that ``a[0]`` or ``*a`` is the first element of."""
    if isinstance(element, Subscript) and element.index is not None and element.index.text == "0":
        return bare(element.array)
    return bare(element.operand) if isinstance(element, Unary) and element.operator.text == "*" else None


@rule("USE_NEGATIVE_ERRNO", WARNING, "a positive error number is returned", on=Return)
def positive_errno(jump: Return, file: SourceFile) -> Reports:
    """Functions of the kernel return error numbers negative: ``return -EINVAL;``.

    Programs (``tools/``, ``scripts/``, what includes the C library) are exempt: there some functions return them as
    they are, as those of pthreads do. So are bits that events are polled for (``EPOLLIN``).

    The fix is unsafe: look at who asks for the value.

    Source: Documentation/process/coding-style.rst, section 16 ("Function return values and names").

    Differs from checkpatch: names in capitals that are no error numbers (``ENABLED``) are left alone, and so
    are programs; ``E2BIG`` counts. A function that returns many of them, all positive, translates numbers.
    """
    value = bare(jump.value)
    if isinstance(value, Name) and value.text in ERROR_NUMBERS and not file.is_user_space and not translates(jump):
        fix = replace("return it negative", value.start, value.start, "-", UNSAFE)
        yield value, f"error numbers are returned negative: -{value.text}", fix


#: A function that returns so many positive error numbers, and no negative one, does so on purpose.
MANY = 4


def translates(jump: Return) -> bool:
    """Whether the function around a ``return`` gives error numbers as its values, for others to make them negative."""
    function = jump.enclosing(Function)
    if function is None:
        return False
    index, first, last = jump.file.tokens.index, function.first.position, function.last.position
    returns = index["return"]
    values = [Token(jump.file, at).next for at in returns[bisect_left(returns, first) : bisect_left(returns, last)]]
    positive = {one.text for one in values if one and one.text in ERROR_NUMBERS}
    negative = any(one.text == "-" and one.next and one.next.text in ERROR_NUMBERS for one in values if one)
    return len(positive) >= MANY and not negative


@rule("LIKELY_MISUSE", WARNING, "likely() around half of a comparison, or doubled", on=Calls(("likely", "unlikely")))
def misused_hint(call: Call, file: SourceFile) -> Reports:
    """``likely()`` and ``unlikely()`` go around the whole condition; ``IS_ERR()`` and ``WARN()`` contain one already.

    The fix moves the parenthesis, or takes the second hint away. It is unsafe: what is likely may be something else.

    Source: common practice; include/linux/compiler.h and include/linux/err.h.

    Differs from checkpatch: the call may take several lines, and a condition of which ``IS_ERR()`` is a part only may
    have a hint of its own.
    """
    around = call.parent
    if isinstance(around, Binary) and around.is_comparison and around.left == call:
        fix = None
        if call.close is not None and around.right is not None:
            edits = edit(*call.close.span, ""), edit(around.right.end, around.right.end, ")")
            fix = Fix("move the parenthesis", edits, UNSAFE)
        yield call.keyword, f"{call.name}() belongs around the whole comparison", fix
        return
    hint = bare(call.arguments[0].expression) if call.arguments else None
    if isinstance(hint, Unary) and hint.operator.text == "!":
        hint = hint.operand
    if isinstance(hint, Call) and hint.name.startswith(("IS_ERR", "WARN")):
        whole = call.arguments[0]
        fix = Fix("remove the hint", (edit(call.start, whole.start, ""), edit(whole.end, call.end, "")), UNSAFE)
        yield call.keyword, f"{hint.name}() contains a hint for the compiler already", fix


@rule("MINMAX", WARNING, "a cast in an argument of min() or max()", on=Calls(("min", "max")))
def cast_for_minimum(call: Call, file: SourceFile) -> Reports:
    """``min_t(type, a, b)`` says what the comparison is made in; a cast of one side hides it.

    The fix is unsafe: ``min_t()`` casts both sides, and so the other one, too.

    Source: include/linux/minmax.h; Documentation/process/coding-style.rst, section 18.

    Differs from checkpatch: the other argument may be any expression, and the call need not begin in the first line
    of its statement.
    """
    for argument in call.arguments if len(call.arguments) == 2 else ():
        cast = argument.expression
        if isinstance(cast, Cast) and is_operand(uncast(cast)) and cast.type is not None:
            if isinstance(cast.type, TypeDescriptor) and cast.type.is_pointer:
                continue
            kind = " ".join(cast.type.words)
            yield call.keyword, f"use {call.name}_t({kind}, ...) instead of a cast", compared_in(kind, call)
            return


def compared_in(kind: str, call: Call) -> Fix | None:
    """Have ``min()`` or ``max()`` compare in a type, the only one that its arguments are cast to."""
    casts = [one.expression for one in call.arguments if isinstance(one.expression, Cast)]
    if any(one.type is None or one.value is None or " ".join(one.type.words) != kind for one in casts):
        return None
    first = call.arguments[0].start
    without = [edit(one.start, one.value.start, "") for one in casts if one.value and one.start != first]
    spans = [(one.start, one.value.start) for one in casts if one.value and one.start == first] or [(first, first)]
    named = [edit(*span, f"{kind}, ") for span in spans]
    return Fix(f"use {call.name}_t()", renamed(call, f"{call.name}_t", *named, *without), UNSAFE)
