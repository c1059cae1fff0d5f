"""Names of types: typedefs, integers spelt out, C99 types, types that should not be used directly."""

from __future__ import annotations

from itertools import pairwise

from pylint_kernel.checking.rule import Reports, Spelled, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Assembler,
    Cast,
    Declaration,
    Declaring,
    Enum,
    Field,
    Function,
    Name,
    Parameter,
    Record,
    Specified,
    Token,
    Typedef,
    TypeDescriptor,
    TypeName,
    View,
    syntax,
)
from pylint_kernel.language.syntax.attributes import is_annotation
from pylint_kernel.language.words import TYPE_WORDS
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, UNSAFE, WARNING, replace
from pylint_kernel.rules.language.writing_out import written_out

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
INTEGER_WORDS = SIGNS | SIZES | {"int", "char", "_BitInt", "__int128"}
#: Types of which C itself says that they are ``volatile``: what a signal handler sets for the program to see.
SET_BY_SIGNALS = frozenset({"sig_atomic_t", "__sig_atomic_t"})


#: Types that C and POSIX name, which libraries of programs have to define.
STANDARD_TYPES = frozenset(
    """blkcnt_t blksize_t clock_t clockid_t dev_t div_t fpos_t fsblkcnt_t fsfilcnt_t gid_t id_t ino_t intmax_t intptr_t
    jmp_buf key_t ldiv_t lldiv_t max_align_t mode_t nfds_t nlink_t off_t pid_t ptrdiff_t rlim_t sa_family_t sigset_t
    sig_atomic_t size_t socklen_t ssize_t suseconds_t time_t timer_t uid_t uintmax_t uintptr_t useconds_t va_list
    wchar_t wint_t""".split()
)


@rule("NEW_TYPEDEFS", WARNING, "a typedef that hides what a type is", on=Typedef)
def new_typedef(typedef: Typedef, file: SourceFile) -> Reports:
    """``typedef`` of a struct, a pointer or a plain integer hides what the reader needs to know; write the type out.

    Typedefs of functions and function pointers are welcome, and so are names for integers of a fixed width and types
    that sparse tells apart (``__bitwise``).

    The fix is made for structs, unions and enums, and for names of pointers to them that the same ``typedef`` has: in
    source files all uses in the file name the struct, with ``--project`` in headers, too, and in all C files of the
    tree. A pointer that is ``const`` is left to the author. It is unsafe, because tokens change; the code that is
    compiled stays the same.

    Source: Documentation/process/coding-style.rst, section 5 "Typedefs".

    Differs from checkpatch: the whole declaration is read, not one line. A function pointer whose parameters go on in
    the next line is one, and neither a ``u32`` among its members nor its new name excuses the typedef of a struct. A
    program may define the types that C and POSIX want to be there, such as ``uid_t``; those that the kernel gives to
    the C library, ``__kernel_pid_t``, have to be typedefs.
    """
    is_record = isinstance(typedef.type, (Record, Enum)) and typedef.type.open is not None
    integer = not is_record and any(map(INTEGER_TYPEDEF.fullmatch, typedef.words))
    if not (integer or names_function(typedef) or "__bitwise" in typedef.words or is_standard(typedef)):
        yield typedef.keyword, "new typedef: write out what the type is", written_out(typedef) if is_record else None


def is_standard(typedef: Typedef) -> bool:
    """Whether a program defines types of C's or POSIX's library, or the kernel what these are made of."""
    names = {one.name.text for one in typedef.declarators if one.name}
    if names and all(FOR_LIBRARY.fullmatch(name) for name in names):
        return True
    return typedef.file.is_user_space and bool(names) and names <= STANDARD_TYPES


#: Types that include/uapi/asm-generic/posix_types.h and include/linux/elfcore.h want an architecture to define.
FOR_LIBRARY = Pattern(r"__kernel_\w+_t|elf_(?:greg|fpreg|fpxreg|vrreg)(?:set)?_t")


def names_function(typedef: Typedef) -> bool:
    """Whether a typedef names a function type or a pointer to one: ``T name(…)``, ``T (*name)(…)``."""
    return bool(typedef.declarators) and "function" in typedef.declarators[0].layers()


@rule("UNSPECIFIED_INT", WARNING, "unsigned or signed without int", on=Spelled(("unsigned", "signed")))
def unspecified_int(word: Token, file: SourceFile) -> Reports:
    """``unsigned`` alone means ``unsigned int``; the kernel writes the whole name.

    Bit-fields are left alone.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: practice of the kernel.

    Differs from checkpatch: qualifiers and attributes between the word and the name do not matter, nor what ends the
    declaration; ``_Atomic(unsigned)`` and ``typeof(unsigned)`` count, ``unsigned _BitInt(4)`` does not.
    """
    if integer_words(word) == [word] and names_type(word, syntax(file).at(word.start)):
        fix = replace("write int", word.end, word.end, " int", UNSAFE)
        yield word, f"'{word.text}' should be '{word.text} int'", fix


def names_type(word: Token, view: View | None) -> bool:
    """Whether a word is the whole name of a type, and not of a bit-field's."""
    if is_alone(word) or is_of_parameter(word):
        return True
    if view is None:
        # Not every body of a macro is read.
        return word.next is not None and word.next.text in (")", "*")
    if not isinstance(view, TypeName) or view.words != [word.text]:
        return False
    owner = view.parent
    if isinstance(owner, Specified) and owner.type == view and owner.specifiers:
        last = owner.specifiers[-1]
        # A macro that stands for more words of the type: ``unsigned HOST_WIDE_INT a``.
        if last.isidentifier() and last not in TYPE_WORDS and not is_annotation(last):
            return False
    return not (isinstance(owner, Field) and owner.is_bit_field)


def is_alone(word: Token) -> bool:
    """Whether there is nothing else in the parentheses around a word."""
    before, after = word.previous, word.next
    return before is not None and after is not None and (before.text, after.text) == ("(", ")")


def is_of_parameter(word: Token) -> bool:
    """Whether a name alone follows before the next comma or parenthesis: a parameter, in a macro's call as well."""
    name = word.next
    end, before = (name.next if name else None), word.previous
    if name is None or end is None or before is None or not name.text.islower() or is_annotation(name.text):
        return False
    is_name = name.text.isidentifier() and name.text not in TYPE_WORDS
    return is_name and before.text in ("(", ",", "const") and end.text in (",", ")") and word.bracket is not None


def integer_words(word: Token) -> list[Token]:
    """The words of the integer type that a word is one of."""
    run = [word]
    while len(run) < MOST and (before := run[0].previous) and is_beside(before, word):
        run.insert(0, before)
    while len(run) < 2 * MOST and (after := run[-1].next) and is_beside(after, word):
        run.append(after)
    return run


#: So many words of a type are looked at on each side of one.
MOST = 20


def is_beside(other: Token, word: Token) -> bool:
    """Whether another token is a word of the integer type that ``word`` is one of."""
    return other.text in INTEGER_WORDS and not is_apart(*sorted((word, other), key=lambda token: token.position))


def is_apart(one: Token, other: Token) -> bool:
    """Whether a directive begins or ends between two tokens, so that they have nothing to do with each other."""
    if one.on_line_of(other):
        return False
    return one.file.directive_at(one.start) != one.file.directive_at(other.start)


@rule("UNNECESSARY_INT", WARNING, "int besides short or long", on=Spelled(("short", "long")))
def unnecessary_int(word: Token, file: SourceFile) -> Reports:
    """``int`` says nothing when ``short`` or ``long`` is there: ``unsigned long``, not ``unsigned long int``.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: practice of the kernel.

    Differs from checkpatch: ``short int`` is one too, and so is every other order of the words.
    """
    run = integer_words(word)
    words = [one.text for one in run]
    if "int" not in words or next(one for one in run if one.text in SIZES) != word:
        return
    where = (run[0].start, run[-1].end)
    short = " ".join(sorted((text for text in words if text != "int"), key=rank))
    yield where, f"'{' '.join(words)}' should be '{short}'", replace("drop int", *where, short, UNSAFE)


def rank(word: str) -> int:
    """The place of an integer type's word: signedness, size, the type itself."""
    return 0 if word in SIGNS else 1 if word in SIZES else 2


@rule(
    "MISORDERED_TYPE",
    WARNING,
    "the words of a type in an unusual order",
    on=Spelled(("unsigned", "signed", "long", "short")),
)
def misordered_type(word: Token, file: SourceFile) -> Reports:
    """The words of an integer type are written signedness first, then size, then ``int``: ``unsigned long``.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: practice of the kernel.

    Differs from checkpatch: every order but the usual one is reported, not only the commonest.
    """
    run = integer_words(word)
    words = [one.text for one in run]
    # Each run of words is reported once: at the first word that is out of place.
    wrong = next((after for before, after in pairwise(run) if rank(after.text) < rank(before.text)), None)
    if wrong == word:
        right = " ".join(sorted(words, key=rank))
        where = (run[0].start, run[-1].end)
        yield where, f"'{' '.join(words)}' should be '{right}'", replace("reorder", *where, right, UNSAFE)


@rule("PREFER_KERNEL_TYPES", CHECK, "a C99 integer type instead of the kernel's", on=Spelled(C99_INTEGERS))
def prefer_kernel_types(word: Token, file: SourceFile) -> Reports:
    """Kernel code calls its integers ``u8`` … ``u64`` and ``s8`` … ``s64``; C99's names are for user space.

    Headers for user space (``include/uapi/``) and programs (``tools/``, ``scripts/``, what includes the C library) are
    exempt. Casts, operands of ``sizeof`` and bit-fields are left alone. The same section of the document says to follow
    what a file does already.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: Documentation/process/coding-style.rst, section 5 "Typedefs" (d).

    Differs from checkpatch: a declaration counts whatever follows the name, the parameters of a function or the end of
    a parameter list as well; programs are known by more than ``tools/`` in their path.
    """
    if "include/uapi/" in file.path or file.is_user_space:
        return
    if declares(word, syntax(file).at(word.start)):
        name = kernel_name(word.text)
        fix = replace(f"write {name}", *word.span, name, UNSAFE)
        yield word, f"'{word.text}' is for user space, the kernel's name is '{name}'", fix


def declares(word: Token, type_: View | None) -> bool:
    """Whether a word is the type of something with a name, be it an argument of a macro; of bit-fields it does not
    count."""
    before = word.previous
    if is_alone(word) and before and before.previous and before.previous.text == "_Atomic":
        return True
    if type_ is None or isinstance(type_, Name):
        # Among the arguments of a macro the parser sees a name, and it does not read every body of a macro.
        after = word.next
        while after is not None and after.text == "*":
            after = after.next
        return after is not None and after.text.isidentifier() and not is_apart(word, after)
    declared = type_.parent if isinstance(type_, TypeName) else None
    if not isinstance(declared, Declaring) or declared.type != type_ or not declared.declarators:
        return False
    return declared.declarators[0].name is not None and not (isinstance(declared, Field) and declared.is_bit_field)


def kernel_name(name: str) -> str:
    """The kernel's name for a C99 integer: ``u8`` for ``uint8_t``."""
    sign = "u" if name.lstrip("_").startswith("u") else "s"
    return sign + "".join(filter(str.isdigit, name))


TEST_OF_SANITIZER = Pattern(r"(?:mm/k[a-z]+san|kernel/kcsan)/.*test\w*\.c")


@rule("VOLATILE", WARNING, "volatile", on=Spelled(("volatile",)))
def volatile(word: Token, file: SourceFile) -> Reports:
    """``volatile`` on data is almost always a bug: it orders nothing and only hides a missing lock or barrier.

    Use locks, ``READ_ONCE()``/``WRITE_ONCE()``, barriers or the I/O accessors. ``asm volatile`` is exempt, and so are
    ``volatile sig_atomic_t``, which C wants for what a signal handler sets, and programs (``tools/``, ``scripts/``,
    what includes the C library). Exempt are also pointers to registers, ``volatile void __iomem *``, which accessors
    take.

    Source: Documentation/process/volatile-considered-harmful.rst ("accessor functions might use volatile"); C11
    7.14.1.1 on signal handlers.

    Differs from checkpatch: the words of an ``asm`` may stand in any order and on several lines; ``asm_inline`` is one;
    checkpatch does not tell programs from the kernel. The tests of the sanitizers keep the compiler from removing what
    they do wrong. The headers of an architecture define accessors and atomic operations, ``test_bit(int nr, volatile
    unsigned long *addr)``: parameters and casts may be pointers to what is volatile there, and so may they in
    ``include/asm-generic/``. A pointer into what a parameter so declared points to is volatile, too. And
    ``const volatile void *``, of which nothing can be read, is how a parameter takes any pointer.
    """
    if TEST_OF_SANITIZER.fullmatch(file.path) or (OF_ARCHITECTURE.match(file.path) and points_to(word)):
        return
    view = syntax(file).at(word.start)
    if takes_any_pointer(view):
        return
    if isinstance(view, Declaration) and points_to_volatile_parameter(view):
        return
    cast = view.enclosing(Cast) if view else None
    if cast is not None and cast.close and word.start < cast.close.start and casts_volatile_parameter(cast):
        return
    is_set_by_signals = (
        isinstance(view, Specified)
        and view.specifier("volatile") == word
        and view.type is not None
        and view.type.text in SET_BY_SIGNALS
    )
    if not (file.is_user_space or is_set_by_signals or isinstance(view, Assembler) or is_of_accessor(word)):
        yield word, "volatile is usually wrong: use locks, barriers or READ_ONCE()/WRITE_ONCE()"


def takes_any_pointer(view: View | None) -> bool:
    """Whether a parameter is a ``const volatile void *``: it takes a pointer to anything."""
    parameter = view.enclosing(Parameter) if view and not isinstance(view, Parameter) else view
    if not isinstance(parameter, Parameter) or not parameter.has("const") or not parameter.has("volatile"):
        return False
    return parameter.type is not None and parameter.type.text == "void"


#: Headers with the accessors and atomic operations of an architecture.
OF_ARCHITECTURE = Pattern(r"arch/\w+/include/asm/|include/asm-generic/|arch/um/include/shared/")


def points_to(word: Token) -> bool:
    """Whether a word belongs to what the pointer of a parameter or a cast points to."""
    view = syntax(word.file).at(word.start)
    if isinstance(view, TypeName):
        view = view.parent
    if isinstance(view, Parameter):
        return any(one.is_pointer for one in view.declarators)
    return isinstance(view, TypeDescriptor) and view.is_pointer


def points_to_volatile_parameter(declaration: Declaration) -> bool:
    """Whether pointers are made of a parameter that points to what is volatile: they cannot do without the word."""
    names = volatile_parameters(declaration)
    made = [one for one in declaration.declarators if one.is_pointer and one.value]
    return bool(made) and all(not names.isdisjoint(one.value.words) for one in made if one.value)


def casts_volatile_parameter(cast: Cast) -> bool:
    """Whether a parameter that points to what is volatile is cast to another type of that kind."""
    return cast.value is not None and not volatile_parameters(cast).isdisjoint(cast.value.words)


def volatile_parameters(place: View) -> set[str]:
    """The parameters of the function around that point to what is volatile."""
    function = place.enclosing(Function)
    signature = function.signature if function else None
    return {
        one.name.text
        for parameter in (signature.parameters if signature else ())
        if parameter.has("volatile")
        for one in parameter.declarators
        if one.name and one.is_pointer
    }


#: So many words of a type are looked at.
LONGEST_TYPE = 8


def is_of_accessor(word: Token) -> bool:
    """Whether a word belongs to the type of a pointer to registers: ``__iomem`` stands before the same star."""
    for step in (word.next, word.previous):
        forward = step == word.next
        for _ in range(LONGEST_TYPE):
            if step is None or not step.text.isidentifier():
                break
            if step.text == "__iomem":
                return True
            step = step.next if forward else step.previous
    return False


@rule("USE_SPINLOCK_T", WARNING, "struct spinlock instead of spinlock_t", on=Spelled(("spinlock",)))
def use_spinlock_t(tag: Token, file: SourceFile) -> Reports:
    """A spinlock is declared ``spinlock_t``: ``struct spinlock`` is not what it is under every configuration.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: Documentation/locking/locktypes.rst, "spinlock_t".

    Differs from checkpatch: storage classes, arrays and lists of names do not hide the declaration.
    """
    name = syntax(file).at(tag.start)
    record = name.parent if name else None
    declared = record.parent if isinstance(record, Record) and record.name == tag and not record.open else None
    if isinstance(declared, (Declaration, Field)) and declared.declarators and record:
        first = declared.declarators[0]
        if not (first.stars or first.is_function):
            yield (
                record,
                "struct spinlock should be spinlock_t",
                replace("write spinlock_t", *record.span, "spinlock_t", UNSAFE),
            )
