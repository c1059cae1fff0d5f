"""Expressions that probably do not mean what they say."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Call, Code, Reports, Token, rule
from pylint_kernel.language.idioms import integer, is_plain_call, value_end, words
from pylint_kernel.language.operators import ends_operand, is_binary, is_cast, previous
from pylint_kernel.language.source import CallSite, SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import UNSAFE, WARNING, Span, replace
from pylint_kernel.rules.language.comparisons import value_start

COMPARISONS = frozenset("== != < > <= >=".split())

#: What ends an operand of && and || on either side.
BEFORE = frozenset("( { } ; , ? : = && || return".split())
BEHIND = frozenset(") ; , ? : && ||".split())
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


@rule("MASK_THEN_SHIFT", WARNING, "a shift after a mask without parentheses", on=Token((">>",)))
def shift_behind_mask(position: int, file: SourceFile) -> Reports:
    """``a & b >> c`` shifts first: ``>>`` binds tighter than ``&``. If that is meant, parentheses say so.

    Reported where what is shifted is a name, a member or a call, not a number.

    Source: common practice; the C standard's table of precedence.

    Differs from checkpatch: the expression may continue on another line, and ``>>=`` is no shift of the mask.
    """
    tokens = file.tokens
    first = value_start(file, position - 1)
    if first is not None and tokens.texts[first - 1] == "*" and not is_binary(file, first - 1):
        first -= 1
    if first is None or tokens.texts[first - 1] != "&" or not is_binary(file, first - 1):
        return
    where = tokens.starts[first - 1], tokens.end(position)
    yield where, "'>>' binds tighter than '&': put parentheses around what comes first"


@rule("HEXADECIMAL_BOOLEAN_TEST", WARNING, "a hexadecimal number as a truth value", on=Token(("&&", "||")))
def hexadecimal_test(position: int, file: SourceFile) -> Reports:
    """A hexadecimal number beside ``&&`` or ``||`` is always true: probably ``&`` or ``|`` was meant.

    Source: common practice: bits are tested with ``&``.

    Differs from checkpatch: digits above 9, suffixes and operands on another line count too.
    """
    tokens = file.tokens
    texts = tokens.texts
    left, right = position - 1, position + 1
    for operand, beside, edges in ((left, previous(file, left), BEFORE), (right, right + 1, BEHIND)):
        if not 0 <= operand < len(texts) - 1 or texts[operand][:2] not in ("0x", "0X"):
            continue
        if beside < 0 or texts[beside] in edges:
            message = f"'{texts[operand]}' is a constant truth value beside '{texts[position]}'"
            yield tokens.span(operand), message


@rule(
    "TYPECAST_INT_CONSTANT",
    WARNING,
    "a cast where a suffix does",
    on=Code(Pattern(r"\(\s*((?:unsigned|signed|long|int)\b[a-z\s]*)\)\s*(\d\w*)(?![\w.])")),
)
def cast_of_constant(match: re.Match[str], file: SourceFile) -> Reports:
    """An integer constant gets its type from a suffix: ``1UL`` instead of ``(unsigned long)1``.

    Source: common practice; the C standard on integer constants.
    """
    names = match[1].split()
    if not {"int", "long"}.intersection(names) or not {"unsigned", "signed", "long", "int"}.issuperset(names):
        return
    value = integer(match[2])
    before = previous(file, file.position_at(match.start()))
    if value is None or (before >= 0 and ends_operand(file, before)):
        return
    if before >= 0 and file.tokens.texts[before] in ("sizeof", "typeof", "__typeof__", "_Alignof"):
        return
    suffix = "U" * ("unsigned" in names) + "L" * names.count("long")
    constant = match[2].rstrip("uUlL") + suffix
    fix = None
    if suffix or value < 1 << 31:
        fix = replace(f"write {constant}", *match.span(), constant, UNSAFE)
    yield match, f"a suffix gives the constant its type: {constant}", fix


@rule("SIZEOF_ADDRESS", WARNING, "the size of an address", on=Token(("sizeof",)))
def size_of_address(position: int, file: SourceFile) -> Reports:
    """``sizeof(&x)`` is the size of a pointer, whatever ``x`` is: probably ``sizeof(x)`` was meant.

    Source: common practice.

    Differs from checkpatch: ``sizeof &x`` and a parenthesis on another line count too.
    """
    tokens = file.tokens
    operand = position + 1 + (tokens.texts[position + 1 : position + 2] == ["("])
    if tokens.texts[operand : operand + 1] == ["&"]:
        where = tokens.starts[position], tokens.end(operand)
        yield where, "this is the size of a pointer, not of what it points to"


@rule("ARRAY_SIZE", WARNING, "the number of elements, calculated by hand", on=Token(("/",)))
def size_by_division(position: int, file: SourceFile) -> Reports:
    """``ARRAY_SIZE(a)`` counts the elements and refuses to compile where ``a`` is a pointer.

    Source: Documentation/process/coding-style.rst, section 18 ("Don't re-invent the kernel macros").

    Differs from checkpatch: ``sizeof(*a)`` as the divisor, parentheses around ``a`` and a division that continues on
    another line count too; the definition of ``ARRAY_SIZE`` itself is exempt.
    """
    tokens = file.tokens
    texts, partner = tokens.texts, tokens.partner
    whole = partner.get(position - 1, 0) if texts[position - 1] == ")" else 0
    if not whole or texts[whole - 1] != "sizeof" or texts[position + 1 : position + 3] != ["sizeof", "("]:
        return
    close = partner.get(position + 2)
    if close is None:
        return
    array = stripped(texts[whole + 1 : position - 1])
    element = texts[position + 3 : close]
    if element[:1] == ["*"]:
        element = stripped(element[1:])
    elif element[-3:] == ["[", "0", "]"]:
        element = stripped(element[:-3])
    else:
        return
    directive = file.directive_at(tokens.starts[position])
    if array != element or (directive and "ARRAY_SIZE" in words(file, Span(*directive.span))):
        return
    name = file.slice((tokens.end(whole), tokens.starts[position - 1])).strip()
    start, end = tokens.starts[whole - 1], tokens.end(close)
    fix = replace("use ARRAY_SIZE()", start, end, f"ARRAY_SIZE({name})", UNSAFE)
    yield (start, end), f"ARRAY_SIZE({' '.join(name.split())}) counts the elements", fix


def stripped(tokens: list[str]) -> list[str]:
    """Tokens without the parentheses around all of them."""
    while tokens[:1] == ["("] and tokens[-1:] == [")"] and tokens.index(")") == len(tokens) - 1:
        tokens = tokens[1:-1]
    return tokens


@rule(
    "USE_NEGATIVE_ERRNO",
    WARNING,
    "a positive error number is returned",
    on=Code(Pattern(r"return[\s(]+(E[A-Z0-9]+)[\s)]*[;:,]"), having="return"),
)
def positive_errno(match: re.Match[str], file: SourceFile) -> Reports:
    """Functions of the kernel return error numbers negative: ``return -EINVAL;``.

    Source: Documentation/process/coding-style.rst, section 16 ("Function return values and names").

    Differs from checkpatch: names in capitals that are no error numbers (``ENABLED``) are left alone; ``E2BIG`` counts.
    """
    if match[1] in ERROR_NUMBERS and file.tokens.texts[file.position_at(match.start())] == "return":
        yield match.span(1), f"error numbers are returned negative: -{match[1]}"


@rule("LIKELY_MISUSE", WARNING, "likely() around half of a comparison, or doubled", on=Call(("likely", "unlikely")))
def misused_hint(call: CallSite, file: SourceFile) -> Reports:
    """``likely()`` and ``unlikely()`` go around the whole condition; ``IS_ERR()`` and ``WARN()`` contain one already.

    Source: common practice; include/linux/compiler.h and include/linux/err.h.

    Differs from checkpatch: the call may take several lines.
    """
    if not is_plain_call(file, call.position) or not call.arguments:
        return
    texts = file.tokens.texts
    name = file.tokens.span(call.position)
    if texts[call.close + 1 : call.close + 2] and texts[call.close + 1] in COMPARISONS:
        yield name, f"{call.name}() belongs around the whole comparison"
        return
    first = call.position + 2 + (texts[call.position + 2] == "!")
    if texts[first].startswith(("IS_ERR", "WARN")) and texts[first + 1 : first + 2] == ["("]:
        yield name, f"{texts[first]}() contains a hint for the compiler already"


@rule("MINMAX", WARNING, "a cast in an argument of min() or max()", on=Call(("min", "max")))
def cast_for_minimum(call: CallSite, file: SourceFile) -> Reports:
    """``min_t(type, a, b)`` says what the comparison is made in; a cast of one side hides it.

    Source: include/linux/minmax.h; Documentation/process/coding-style.rst, section 18.

    Differs from checkpatch: the other argument may be any expression, and the call need not begin in the first line
    of its statement.
    """
    if len(call.arguments) != 2 or not is_plain_call(file, call.position):
        return
    tokens = file.tokens
    for argument in call.arguments:
        first, last = file.position_at(argument.start), file.position_at(argument.end)
        close = tokens.partner.get(first, 0) if tokens.texts[first] == "(" else 0
        if close and tokens.texts[close - 1] != "*" and value_end(file, close + 1) == last and is_cast(file, close):
            kind = " ".join(tokens.texts[first + 1 : close])
            yield tokens.span(call.position), f"use {call.name}_t({kind}, ...) instead of a cast"
            return
