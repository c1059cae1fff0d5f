"""Names of types: typedefs, integers spelt out, C99 types, types that should not be used directly."""

from __future__ import annotations

from pylint_kernel.checking.rule import Reports, Token, rule
from pylint_kernel.language.declaration import (
    BASIC,
    QUALIFIERS,
    TAGS,
    WORDS,
    after_attribute,
    apart,
    is_attribute,
    tokens_end,
)
from pylint_kernel.language.idioms import is_identifier, statement_bounds
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, UNSAFE, WARNING, replace

#: Names that stand for an integer of a known width, or for an old alias of one.
INTEGER_TYPEDEF = Pattern(
    r"(?:__)?(?:[us]_?)?int_?(?:8|16|32|64)_t|(?:__)?(?:[us]|[bl]e)(?:8|16|32|64)"
    r"|u_(?:char|short|int|long)|unchar|u(?:short|int|long)|atomic_t|FILE"
)
C99_INTEGERS = tuple(
    f"{prefix}{sign}int{line}{width}_t"
    for prefix in ("", "__")
    for sign in ("", "u", "u_", "s", "s_")
    for line in ("", "_")
    for width in (8, 16, 32, 64)
)
SIGNS, SIZES = frozenset({"signed", "unsigned"}), frozenset({"short", "long"})
INTEGER_WORDS = SIGNS | SIZES | {"int", "char"}
#: The longest type has five words.
MOST_WORDS = 5


@rule("NEW_TYPEDEFS", WARNING, "a typedef that hides what a type is", on=Token(("typedef",)))
def new_typedef(position: int, file: SourceFile) -> Reports:
    """``typedef`` of a struct, a pointer or a plain integer hides what the reader needs to know; write the type out.

    Typedefs of functions and function pointers are welcome, and so are names for integers of a fixed width and types
    that sparse tells apart (``__bitwise``).

    Source: Documentation/process/coding-style.rst, section 5 "Typedefs".

    Differs from checkpatch: the whole declaration is read, not one line. A function pointer whose parameters go on in
    the next line is one, and neither a ``u32`` among its members nor its new name excuses the typedef of a struct.
    """
    words = typedef_words(file, statement_bounds(file, position)[0])
    integer = "{" not in words and any(map(INTEGER_TYPEDEF.fullmatch, words))
    if not (integer or names_function(words) or "__bitwise" in words):
        yield file.tokens.span(position), "new typedef: write out what the type is"


def typedef_words(file: SourceFile, position: int) -> list[str]:
    """The words of the declaration that begins at ``position``: of bodies the brace, of attributes nothing."""
    texts, partner = file.tokens.texts, file.tokens.partner
    words: list[str] = []
    last = tokens_end(file, position)
    while position < last and texts[position] != ";" and len(words) < WORDS:
        if texts[position] == "{":
            words.append("{")
            position = partner.get(position, position) + 1
        elif texts[position] != "__bitwise" and is_attribute(texts[position]):
            position = after_attribute(file, position)
        else:
            words.append(texts[position])
            position += 1
    return words


def names_function(words: list[str]) -> bool:
    """Whether the words of a typedef name a function type or a pointer to one: ``T name(…)``, ``T (*name)(…)``."""
    depth = 0
    for position, word in enumerate(words):
        if word == "," and not depth:
            return False
        if word == "(" and (words[position - 1] == ")" or (is_identifier(words[position - 1]) and position > 2)):
            return True
        depth += (word == "(") - (word == ")")
    return False


@rule("UNSPECIFIED_INT", WARNING, "unsigned or signed without int", on=Token(("unsigned", "signed")))
def unspecified_int(position: int, file: SourceFile) -> Reports:
    """``unsigned`` alone means ``unsigned int``; the kernel writes the whole name.

    Bit-fields are left alone.

    Source: practice of the kernel.

    Differs from checkpatch: qualifiers and attributes between the word and the name do not matter, nor what ends the
    declaration.
    """
    tokens = file.tokens
    texts, count = tokens.texts, len(tokens)
    if position and texts[position - 1] in BASIC:
        return
    at = position + 1
    while at < count and (texts[at] == "*" or texts[at] in QUALIFIERS or is_attribute(texts[at])):
        at = after_attribute(file, at)
    if at >= count or texts[at] in BASIC or texts[at] in TAGS:
        return
    if is_identifier(texts[at]):
        at += 1
        while at < count and is_attribute(texts[at]):
            at = after_attribute(file, at)
    elif texts[at] not in ("(", ")", "[", ",", ";", "="):
        return
    if at < count and texts[at] in ("(", ")", "[", ",", ";", "=", "{"):
        word = texts[position]
        where = tokens.span(position)
        yield where, f"'{word}' should be '{word} int'", replace("write int", where.end, where.end, " int", UNSAFE)


def integer_words(file: SourceFile, position: int) -> tuple[int, int]:
    """The first and after the last of the integer type's words around the token ``position``."""
    texts = file.tokens.texts
    first, last = position, position + 1
    low, high = max(position - MOST_WORDS, 0), min(position + MOST_WORDS, len(texts))
    while first > low and texts[first - 1] in INTEGER_WORDS and not apart(file, first - 1, first):
        first -= 1
    while last < high and texts[last] in INTEGER_WORDS and not apart(file, last - 1, last):
        last += 1
    return first, last


@rule("UNNECESSARY_INT", WARNING, "int besides short or long", on=Token(("short", "long")))
def unnecessary_int(position: int, file: SourceFile) -> Reports:
    """``int`` says nothing when ``short`` or ``long`` is there: ``unsigned long``, not ``unsigned long int``.

    Source: practice of the kernel.

    Differs from checkpatch: ``short int`` is one too, and so is every other order of the words.
    """
    texts = file.tokens.texts
    first, last = integer_words(file, position)
    words = texts[first:last]
    if "int" not in words or any(word in SIZES for word in texts[first:position]):
        return
    where = file.token_span(first, last)
    short = " ".join(sorted((word for word in words if word != "int"), key=rank))
    yield where, f"'{' '.join(words)}' should be '{short}'", replace("drop int", *where, short, UNSAFE)


def rank(word: str) -> int:
    """The place of an integer type's word: signedness, size, the type itself."""
    return 0 if word in SIGNS else 1 if word in SIZES else 2


@rule(
    "MISORDERED_TYPE",
    WARNING,
    "the words of a type in an unusual order",
    on=Token(("unsigned", "signed", "long", "short")),
)
def misordered_type(position: int, file: SourceFile) -> Reports:
    """The words of an integer type are written signedness first, then size, then ``int``: ``unsigned long``.

    Source: practice of the kernel.

    Differs from checkpatch: every order but the usual one is reported, not only the commonest.
    """
    texts = file.tokens.texts
    if not position or texts[position - 1] not in INTEGER_WORDS:
        return
    first, last = integer_words(file, position)
    words = texts[first:last]
    # Each run of words is reported once: at the first word that is out of place.
    wrong = next((at for at in range(1, len(words)) if rank(words[at]) < rank(words[at - 1])), None)
    if wrong is None or first + wrong != position:
        return
    right = " ".join(sorted(words, key=rank))
    where = file.token_span(first, last)
    yield where, f"'{' '.join(words)}' should be '{right}'", replace("reorder", *where, right, UNSAFE)


@rule("PREFER_KERNEL_TYPES", CHECK, "a C99 integer type instead of the kernel's", on=Token(C99_INTEGERS))
def prefer_kernel_types(position: int, file: SourceFile) -> Reports:
    """Kernel code calls its integers ``u8`` … ``u64`` and ``s8`` … ``s64``; C99's names are for user space.

    Headers for user space (``include/uapi/``) and ``tools/`` are exempt. Casts, operands of ``sizeof`` and bit-fields
    are left alone.

    Source: Documentation/process/coding-style.rst, section 5 "Typedefs" (d).

    Differs from checkpatch: a declaration counts whatever follows the name, the parameters of a function or the end of
    a parameter list as well.
    """
    if "include/uapi/" in file.path or "tools/" in file.path:
        return
    tokens = file.tokens
    texts = tokens.texts
    if position and texts[position - 1] in TAGS:
        return
    at = position + 1
    while at + 1 < len(tokens) and (texts[at] == "*" or texts[at] in QUALIFIERS or is_attribute(texts[at])):
        at = after_attribute(file, at)
    if at + 1 >= len(tokens) or not is_identifier(texts[at]) or texts[at + 1] == ":":
        return
    if not apart(file, position, at):
        name = kernel_name(texts[position])
        where = tokens.span(position)
        fix = replace(f"write {name}", *where, name, UNSAFE)
        yield where, f"'{texts[position]}' is for user space, the kernel's name is '{name}'", fix


def kernel_name(name: str) -> str:
    """The kernel's name for a C99 integer: ``u8`` for ``uint8_t``."""
    sign = "u" if name.lstrip("_").startswith("u") else "s"
    return sign + "".join(filter(str.isdigit, name))


@rule("VOLATILE", WARNING, "volatile", on=Token(("volatile",)))
def volatile(position: int, file: SourceFile) -> Reports:
    """``volatile`` on data is almost always a bug: it orders nothing and only hides a missing lock or barrier.

    Use locks, ``READ_ONCE()``/``WRITE_ONCE()``, barriers or the I/O accessors. ``asm volatile`` is exempt.

    Source: Documentation/process/volatile-considered-harmful.rst.

    Differs from checkpatch: the words of an ``asm`` may stand in any order and on several lines; ``asm_inline`` is one.
    """
    texts = file.tokens.texts
    at = position - 1
    while at >= 0 and texts[at] in ("goto", "inline", "__inline"):
        at -= 1
    if at < 0 or texts[at] not in ("asm", "__asm__", "__asm", "asm_inline"):
        yield file.tokens.span(position), "volatile is usually wrong: use locks, barriers or READ_ONCE()/WRITE_ONCE()"


@rule("USE_SPINLOCK_T", WARNING, "struct spinlock instead of spinlock_t", on=Token(("spinlock",)))
def use_spinlock_t(position: int, file: SourceFile) -> Reports:
    """A spinlock is declared ``spinlock_t``: ``struct spinlock`` is not what it is under every configuration.

    Source: Documentation/locking/locktypes.rst, "spinlock_t".

    Differs from checkpatch: storage classes, arrays and lists of names do not hide the declaration.
    """
    tokens = file.tokens
    texts = tokens.texts
    if not position or texts[position - 1] != "struct" or position + 2 >= len(tokens):
        return
    behind = texts[position + 2]
    if is_identifier(texts[position + 1]) and (behind in (";", ",", "[", "=") or is_attribute(behind)):
        where = file.token_span(position - 1, position + 1)
        yield where, "struct spinlock should be spinlock_t", replace("write spinlock_t", *where, "spinlock_t", UNSAFE)
