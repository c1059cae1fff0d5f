"""What words mean: programs and the kernel, names and words, codes that are asked for."""

from __future__ import annotations

import re

from pylint_kernel.language.syntax import (
    Binary,
    Cast,
    Declaration,
    Member,
    Parenthesised,
    Subscript,
    Token,
    Typedef,
    syntax,
)
from pylint_kernel.rules.api.deprecated import reads_on
from pylint_kernel.rules.files.spelling import VERB
from pylint_kernel.rules.language.comparisons import CONSTANT_MACRO
from pylint_kernel.rules.language.constants import is_asked_for, is_beyond_last, is_constant, limits
from pylint_kernel.rules.language.includes import ARCHITECTURE, needed_by, wraps_asm
from pylint_kernel.rules.language.qualifiers import holds_constants, is_for_others, is_written
from pylint_kernel.rules.language.types import TEST_OF_SANITIZER, is_of_accessor, is_standard
from tests.conformance.deviation import MISS, Case, deviation
from tests.conformance.deviations.statements import code, positions, views

#: Types that ask for what only the kernel has.
OF_THE_KERNEL = (
    "ARCH_DEFINES", "AVOID_BUG", "CONSIDER_KSTRTO", "CONST_STRUCT", "ENOSYS", "IN_ATOMIC", "LINUX_VERSION_CODE",
    "NR_CPUS", "OOM_MESSAGE", "PREFER_KERNEL_TYPES", "PREFER_PR_LEVEL", "PRINTK_WITHOUT_KERN_LEVEL",
    "SSCANF_TO_KSTRTO", "STRCPY", "STRLCPY", "STRNCPY", "USE_NEGATIVE_ERRNO", "VOLATILE",
    "VSPRINTF_POINTER_EXTENSION", "VSPRINTF_SPECIFIER_PX", "USLEEP_RANGE", "LONG_UDELAY",
    "MSLEEP",
)  # fmt: skip
#: Types that ask for a macro which some programs have.
MACROS = {"ARRAY_SIZE": "ARRAY_SIZE", "BIT_MACRO": "BIT", "PREFER_FALLTHROUGH": "fallthrough"}


def spelled(case: Case, text: str) -> list[Token]:
    """The tokens on the line that read so."""
    return [Token(case.file, position) for position in positions(case, text)]


@deviation(*OF_THE_KERNEL, side=MISS, reason="a program has nothing of what the kernel has")
def in_program(case: Case) -> bool:
    return case.file.is_user_space


@deviation(
    "CONSIDER_KSTRTO", "STRCPY", "STRLCPY", "STRNCPY", "USLEEP_RANGE", "LONG_UDELAY", "MSLEEP",
    side=MISS, reason="what starts the kernel has its functions no more than a program",
)  # fmt: skip
def in_loader(case: Case) -> bool:
    return case.file.stands_alone


@deviation(*MACROS, side=MISS, reason="a program that does not use the macro may have none")
def without_macro(case: Case) -> bool:
    return case.file.lacks(MACROS[case.code])


@deviation("PREFER_DEFINED_ATTRIBUTE_MACRO", side=MISS, reason="a program that does not use the macro may have none")
def attribute_of_program(case: Case) -> bool:
    return case.file.is_user_space and "__attribute__" in code(case)


@deviation("TRACE_PRINTK", side=MISS, reason="the samples of tracing show what trace_printk() does")
def in_sample(case: Case) -> bool:
    return case.file.path.startswith("samples/")


@deviation("ENOSYS", "ENOTSUPP", side=MISS, reason="whether somebody has returned a code may be asked")
def asked_for(case: Case) -> bool:
    return all(is_asked_for(word, case.file) for word in spelled(case, case.code))


@deviation("ENOSYS", side=MISS, reason="a system call may say that there is none")
def in_system_call(case: Case) -> bool:
    words = spelled(case, case.code)
    function = syntax(case.file).enclosing_function(words[0].start) if words else None
    return function is not None and "sys" in case.file.text[function.start : function.start + 40].lower()


@deviation("ENOTSUPP", side=MISS, reason="the number belongs to NFS")
def in_nfs(case: Case) -> bool:
    return re.match(r"(fs|include/\w+|net)/(nfs|lockd|sunrpc)|net/sunrpc/", case.file.path) is not None


@deviation("OOM_MESSAGE", side=MISS, reason="it is no message, or the allocation fails without a word")
def no_message(case: Case) -> bool:
    start, end = case.file.line_bounds(case.row)
    above = case.file.code[case.file.line_bounds(max(case.row - 4, 0)).start : start]
    return re.search(r"\b(panic|seq_\w+)\s*\(", case.file.code[start:end]) is not None or "GFP_NOWAIT" in above


@deviation("STATIC_CONST_CHAR_ARRAY", side=MISS, reason="the array is written to, or has variables for values")
def changed_array(case: Case) -> bool:
    declarations = [view for view in views(case, Declaration) if isinstance(view, Declaration)]
    return any(
        one.name and one.value and (is_written(one.name, declaration) or not holds_constants(one.value))
        for declaration in declarations
        for one in declaration.declarators
    )


@deviation("STATIC_CONST_CHAR_ARRAY", side=MISS, reason="the array is for others, it cannot be static")
def array_for_others(case: Case) -> bool:
    declarations = [view for view in views(case, Declaration) if isinstance(view, Declaration)]
    return any(is_for_others(one, declaration) for declaration in declarations for one in declaration.declarators)


@deviation("LONG_LINE_COMMENT", side=MISS, reason="a single word cannot be broken")
def single_word(case: Case) -> bool:
    start, end = case.file.line_bounds(case.row)
    return len(case.file.text[start:end].strip(" \t/*").split()) == 1


@deviation("NAKED_SSCANF", side=MISS, reason="of a single value the kernel's sscanf() returns whether it is there")
def single_value(case: Case) -> bool:
    start, end = case.file.line_bounds(case.row)
    text = case.file.text[start:end]
    return "sscanf" in text and text.count("%") <= text.count("sscanf")


@deviation("EMBEDDED_FUNCTION_NAME", side=MISS, reason="the name is an ordinary word there, or a part of a longer name")
def ordinary_word(case: Case) -> bool:
    start, end = case.file.line_bounds(case.row)
    function = syntax(case.file).enclosing_function(start)
    if function is None or function.name is None:
        return False
    name, line = re.escape(function.name.text), case.file.text[start:end]
    if re.fullmatch(r"[a-z]+", name):
        return re.search(rf"\b{name}\((?!e?s\))", line) is None
    return re.search(rf"[/@$.:>-]{name}\b|\b{name}(-|\.|:)\w", line) is not None


@deviation("CONSTANT_COMPARISON", side=MISS, reason="macros for constants are constants")
def constant_macro(case: Case) -> bool:
    return CONSTANT_MACRO.search(code(case)) is not None


@deviation("NR_CPUS", side=MISS, reason="only a constant can stand there, or it limits something")
def size_of_array(case: Case) -> bool:
    found = [syntax(case.file).at(word.start) for word in spelled(case, "NR_CPUS")]
    return all(view is not None and (is_constant(view) or limits(view)) for view in found)


@deviation("PRINTF_0XDECIMAL", side=MISS, reason="0x is a part of a size or of another conversion")
def part_of_size(case: Case) -> bool:
    start, end = case.file.line_bounds(case.row)
    return re.search(r"[1-9]\d*0x%|%[-+ #\d.*]*0x%", case.file.text[start:end]) is not None


@deviation("TYPO_SPELLING", side=MISS, reason="in code a word in capitals is the name of a register or a constant")
def register_in_capitals(case: Case) -> bool:
    words = re.findall(r"\b[A-Z]+\b", code(case))
    return any(word.lower() in case.file.kernel.spelling for word in words)


@deviation("UNNECESSARY_CASTS", side=MISS, reason="the type counts: the result is reckoned with or looked into")
def type_counts(case: Case) -> bool:
    around = [
        cast.parent.parent if isinstance(cast.parent, Parenthesised) else cast.parent for cast in views(case, Cast)
    ]
    return any(isinstance(view, (Binary, Member, Subscript)) for view in around)


@deviation("CONSIDER_KSTRTO", side=MISS, reason="the string is read on after the number")
def read_on(case: Case) -> bool:
    return any(call is not None and reads_on(call) for call in map(syntax(case.file).call_at, positions(case)))


@deviation("NEW_TYPEDEFS", side=MISS, reason="a program may define the types of C and POSIX")
def standard_type(case: Case) -> bool:
    return any(isinstance(one, Typedef) and is_standard(one) for one in views(case, Typedef))


@deviation("TYPO_SPELLING", side=MISS, reason="a capital inside of a name begins another word")
def several_words(case: Case) -> bool:
    words = re.findall(r"[A-Za-z]+", case.file.line_text(case.row))
    return any(word.lower() in case.file.kernel.spelling and re.search("[a-z][A-Z]", word) for word in words)


@deviation("INCLUDE_LINUX", "ARCH_INCLUDE_LINUX", side=MISS, reason="<linux/x.h> does not always include <asm/x.h>")
def under_condition(case: Case) -> bool:
    root, found = case.file.kernel.root, re.search(r"<asm/([\w.-]+)>", case.file.line_text(case.row))
    return root is not None and found is not None and not wraps_asm(root, found[1])


@deviation("INCLUDE_LINUX", "ARCH_INCLUDE_LINUX", side=MISS, reason="a header for programs, or a copy of <linux/x.h>")
def copy_or_uapi(case: Case) -> bool:
    found = re.search(r"<asm/([\w.-]+)>", case.file.line_text(case.row))
    path = case.file.path
    return found is not None and ("include/uapi/" in path or path.endswith(f"include/linux/{found[1]}"))


@deviation("INCLUDE_LINUX", "ARCH_INCLUDE_LINUX", side=MISS, reason="<linux/x.h> needs the header itself")
def needs_this(case: Case) -> bool:
    root, found = case.file.kernel.root, re.search(r"<asm/([\w.-]+)>", case.file.line_text(case.row))
    if root is None or found is None:
        return False
    arch = ARCHITECTURE.match(case.file.path)
    return case.file.path in needed_by(root, f"include/linux/{found[1]}", arch[1] if arch else "")


@deviation("MEMORY_BARRIER", "DATA_RACE", side=MISS, reason="the tests of KCSAN race, and order nothing")
def test_of_races(case: Case) -> bool:
    return case.file.path.startswith("kernel/kcsan/")


@deviation("ENOSYS", side=MISS, reason="what looks at the number of a system call may say that there is none")
def beyond_last(case: Case) -> bool:
    return any(map(is_beyond_last, spelled(case, "ENOSYS")))


@deviation("VOLATILE", side=MISS, reason="accessors take pointers to registers")
def of_accessor(case: Case) -> bool:
    return any(map(is_of_accessor, spelled(case, "volatile")))


@deviation("REPEATED_WORD", side=MISS, reason="a sentence may have 'that that is'")
def subject(case: Case) -> bool:
    line = case.file.line_text(case.row)
    return any(VERB.match(line, twice.end()) for twice in re.finditer(r"\bthat that\b", line))


@deviation("ALLOC_WITH_SIZEOF", side=MISS, reason="the tree has no kmalloc_obj()")
def older_tree(case: Case) -> bool:
    return not case.file.kernel.allocates_objects


@deviation("VOLATILE", side=MISS, reason="the tests of sanitizers keep the compiler from removing what they do wrong")
def test_of_sanitizer(case: Case) -> bool:
    return TEST_OF_SANITIZER.fullmatch(case.file.path) is not None


@deviation("REPEATED_WORD", side=MISS, reason="bits of a pattern, or a name before its mail address")
def no_words(case: Case) -> bool:
    return (
        re.search(r"\b([a-z])\1+ \1{2,}\b|\b(\w+) \2[.\w]*@", case.file.line_text(case.row), re.IGNORECASE) is not None
    )


@deviation("EMBEDDED_FILENAME", side=MISS, reason="an example of how the file is included has its name")
def how_included(case: Case) -> bool:
    return re.search(r"#\s*include\b", case.file.line_text(case.row)) is not None
