"""What a patch of a series is about: the kinds of fixes, in the order in which they are made, and what to say of them.

Types whose fixes do the same thing, or need each other, are one kind. A type that stands nowhere here is a kind of its
own, named after what its fixes do; the reasons are those of the rules' documentation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pylint_kernel.checking.rule import catalog
from pylint_kernel.terminal.prose import enumeration

SOURCE = "Source:"
#: What a page says whose fixes change tokens, and what it says if nothing that is compiled does.
UNSAFE = "unsafe"
SAME_CODE = "what is compiled stays the same"
WHITE = re.compile(r"\s+")
#: A document of the tree, and where in it; what else a source says is for the page only.
DOCUMENT = re.compile(r'((?:[\w.-]+/)+[\w-]+\.\w+)(?:, (section [\d.]*\d)?((?: \(?)?"[^"]+"\)?)?)?')


class Kind(NamedTuple):
    """Types that are fixed in one patch, its subject, and why; without these, fixes and documentation tell."""

    types: tuple[str, ...]
    subject: str = ""
    why: str = ""


#: Fixes that leave the tokens alone: what a line consists of comes before its shape, and that before line breaks.
LAYOUT = (
    Kind(("DOS_LINE_ENDINGS",), "remove carriage returns"),
    Kind(("MISSING_EOF_NEWLINE",), "end files with a newline"),
    Kind(("TRAILING_WHITESPACE", "WHITESPACE_AFTER_LINE_CONTINUATION"), "remove trailing whitespace"),
    Kind(("CODE_INDENT", "LEADING_SPACE", "SPACE_BEFORE_TAB", "TABSTOP", "SUSPECT_CODE_INDENT"), "indent with tabs",
         "Spaces are never used for indentation, and a space before a tab cannot even be seen."),
    Kind(("INDENTED_LABEL",), "do not indent labels"),
    Kind(("SWITCH_CASE_INDENT_LEVEL",), "do not indent case labels"),
    Kind(("SPDX_LICENSE_TAG",), "correct SPDX license identifiers"),
    Kind(("FSF_MAILING_ADDRESS",), "remove the address of the FSF"),
    Kind(("CVS_KEYWORD",), "remove keywords of CVS"),
    Kind(("EMBEDDED_FILENAME",), "remove names of files from their comments"),
    Kind(("TYPO_SPELLING",), "fix spelling mistakes",
         "Words that are spelt right are found with grep, and read without a stop."),
    Kind(("REPEATED_WORD",), "remove repeated words", "Words were written twice in a row."),
    Kind(("C99_COMMENTS",), "use block comments", "Two styles of comments in one place distract."),
    Kind(("BLOCK_COMMENT_STYLE",), "fix the style of block comments",
         "Each line of a long comment begins with an asterisk, and the last one has nothing else."),
    Kind(("TRAILING_STATEMENTS",), "put statements on lines of their own"),
    Kind(("OPEN_BRACE", "ELSE_AFTER_BRACE", "WHILE_AFTER_BRACE"), "fix the placement of braces",
         "An opening brace ends the line of what it opens, only that of a function starts a line; what goes on after a "
         "closing brace stands on its line."),
    Kind(("POINTER_LOCATION",), "put the '*' of pointers next to the names"),
    Kind(("SPACING", "BRACKET_SPACE", "CONCATENATED_STRING"), "fix spaces around operators",
         "Spaces around operators, after commas and after keywords show the structure of a line; others hide it."),
    Kind(("MULTILINE_DEREFERENCE",), "do not split member accesses over lines",
         "A member stands on the line of what it belongs to."),
    Kind(("LOGICAL_CONTINUATIONS", "ASSIGNMENT_CONTINUATIONS"), "break lines after operators, not before",
         "Whoever reads the end of a line sees that it goes on."),
    Kind(("LINE_CONTINUATIONS",), "remove needless line continuations",
         "A backslash continues a preprocessor directive; no other line needs one."),
    Kind(("OPEN_ENDED_LINE", "FUNCTION_ARGUMENTS"), "do not end lines with an open parenthesis",
         "What stands in parentheses begins on their line."),
    Kind(("PARENTHESIS_ALIGNMENT",), "align with open parentheses"),
    Kind(("EXPORT_SYMBOL",), "put EXPORT_SYMBOL() right after functions"),
    Kind(("LINE_SPACING", "BRACES"), "fix blank lines",
         "A blank line stands after declarations and between functions, none at the edge of a block, and one is "
         "enough."),
    Kind(("LONG_LINE", "LONG_LINE_COMMENT", "LONG_LINE_STRING"), "break long lines",
         "Long lines are hard to read; they are broken where it disturbs least, after commas and operators."),
)  # fmt: skip
#: Fixes that change tokens.
CODE = (
    Kind(("BRACES", "OPEN_BRACE"), "fix braces around single statements",
         "A single statement needs no braces, unless another branch has more than one."),
    Kind(("PREFER_KERNEL_TYPES",), "use the kernel's integer types"),
    Kind(("MISORDERED_TYPE",), "write the words of integer types in the usual order"),
    Kind(("UNSPECIFIED_INT",), "use unsigned int instead of unsigned"),
    Kind(("UNNECESSARY_INT",), "remove int where long or short say it"),
    Kind(("STATIC_CONST", "STORAGE_CLASS", "INLINE_LOCATION"), "put storage classes first in declarations",
         "Declarations begin with static, extern or asmlinkage; inline and the type follow."),
    Kind(("GLOBAL_INITIALISERS", "INITIALISED_STATIC"), "do not initialise statics and globals to zero"),
    Kind(("COMPARISON_TO_NULL",), "test pointers without comparing to NULL"),
    Kind(("BOOL_COMPARISON",), "test truth values without comparing"),
    Kind(("CONSTANT_COMPARISON",), "put constants on the right of comparisons"),
    Kind(("ASSIGN_IN_IF",), "do not assign in if conditions"),
    Kind(("UNNECESSARY_PARENTHESES", "RETURN_PARENTHESES"), "remove unneeded parentheses"),
    Kind(("MULTIPLE_ASSIGNMENTS",), "avoid several assignments in one statement",
         "The second one of a = b = 0; is easily missed."),
    Kind(("UNNECESSARY_ELSE",), "remove else after return and break"),
    Kind(("RETURN_VOID",), "remove return at the end of void functions"),
    Kind(("UNNECESSARY_BREAK",), "remove unreachable break statements"),
    Kind(("NEEDLESS_IF",), "remove unneeded NULL checks"),
    Kind(("UNNECESSARY_CASTS",), "remove casts of allocated memory"),
    Kind(("ONE_SEMICOLON",), "remove superfluous semicolons"),
    Kind(("SIZEOF_PARENTHESIS",), "use parentheses with sizeof"),
    Kind(("SPLIT_STRING", "STRING_FRAGMENTS"), "join split strings"),
    Kind(("AVOID_EXTERNS",), "remove extern from prototypes"),
    Kind(("FUNCTION_WITHOUT_ARGS",), "declare functions without arguments as (void)"),
    Kind(("PREFER_FALLTHROUGH",), "use the fallthrough pseudo-keyword",
         "Compilers understand fallthrough, but not a comment that says so."),
    Kind(("ARRAY_SIZE",), "use ARRAY_SIZE()"),
    Kind(("BIT_MACRO",), "use BIT()"),
    Kind(("FLEXIBLE_ARRAY",), "use flexible array members"),
    Kind(("SYMBOLIC_PERMS",), "use octal permissions"),
    Kind(("USE_FUNC",), "use __func__"),
    Kind(("INLINE",), "use inline"),
    Kind(("DEVICE_ATTR_RO", "DEVICE_ATTR_RW", "DEVICE_ATTR_WO"), "use DEVICE_ATTR_{RO,RW,WO}()"),
    Kind(("DEVICE_ATTR_FUNCTIONS",), "call functions of attributes after these"),
    Kind(("DEVICE_ATTR_PERMS",), "use DEVICE_ATTR_ADMIN_{RO,RW}()"),
    Kind(("PREFER_SEQ_PUTS",), "use seq_puts()"),
    Kind(("PREFER_DEFINED_ATTRIBUTE_MACRO",), "use macros for attributes"),
    Kind(("ALLOC_WITH_MULTIPLY",), "use array allocators"),
    Kind(("ALLOC_SIZEOF_STRUCT",), "use sizeof(*p) in allocations"),
    Kind(("ALLOC_WITH_SIZEOF",), "use kmalloc_obj() and its kin",
         "They return a pointer to the type that they make room for, so that the compiler checks it."),
    Kind(("ALLOC_ARRAY_ARGS",), "pass the number of elements first"),
    Kind(("MACRO_ARG_PRECEDENCE",), "put the arguments of macros in parentheses"),
    Kind(("COMPLEX_MACRO",), "put macros that are expressions in parentheses"),
    Kind(("MULTISTATEMENT_MACRO_USE_DO_WHILE",), "enclose the statements of macros in do { } while (0)"),
    Kind(("SINGLE_STATEMENT_DO_WHILE_MACRO",), "remove do { } while (0) around single statements"),
    Kind(("DO_WHILE_MACRO_WITH_TRAILING_SEMICOLON",), "remove semicolons after do { } while (0) in macros"),
    Kind(("PREFER_PR_LEVEL", "PREFER_DEV_LEVEL"), "use pr_err(), dev_err() and the like"),
    Kind(("UNNECESSARY_KERN_LEVEL",), "remove KERN_ levels where functions add them"),
    Kind(("EMBEDDED_FUNCTION_NAME",), "print __func__ instead of names of functions"),
    Kind(("QUOTED_WHITESPACE_BEFORE_NEWLINE",), "remove spaces before newlines in strings"),
    Kind(("MISSING_SPACE",), "insert missing spaces in split strings"),
    Kind(("SYSFS_EMIT",), "end what sysfs shows in a newline"),
    Kind(("PRINTF_L", "PRINTF_Z"), "use standard length modifiers in formats"),
    Kind(("PRINTF_0XDECIMAL",), "print hexadecimal digits after 0x"),
    Kind(("UNNECESSARY_MODIFIER",), "remove needless length modifiers from formats"),
    Kind(("TRACING_LOGGING",), "remove messages that only trace functions"),
    Kind(("OOM_MESSAGE",), "remove messages about failed allocations"),
    Kind(("STRCPY", "STRNCPY", "STRLCPY", "STRL"), "use strscpy()"),
    Kind(("JIFFIES_COMPARISON",), "compare jiffies with time_after() and the like"),
    Kind(("CONSTANT_CONVERSION",), "use plain conversions for constants"),
    Kind(("LONG_UDELAY",), "use mdelay() for long delays"),
    Kind(("USLEEP_RANGE",), "correct the limits of usleep_range()"),
    Kind(("LIKELY_MISUSE",), "correct hints on what is likely"),
    Kind(("MISSING_SENTINEL",), "end tables of device ids with an empty entry"),
    Kind(("DEPRECATED_API",), "use what has replaced deprecated functions"),
    Kind(("NON_OCTAL_PERMISSIONS",), "write modes with four octal digits"),
    Kind(("MINMAX",), "use min_t() and max_t()"),
    Kind(("MEMSET",), "correct the arguments of memset()"),
    Kind(("INIT_ATTRIBUTE", "MISPLACED_INIT"), "correct section attributes"),
    Kind(("CONST_READ_MOSTLY",), "remove __read_mostly from constants"),
    Kind(("HOTPLUG_SECTION",), "remove __devinit and its kin"),
    Kind(("WEAK_DECLARATION",), "remove __weak from prototypes"),
    Kind(("CONST_STRUCT", "STATIC_CONST_CHAR_ARRAY"), "make data const that is never written",
         "What is const cannot be overwritten."),
    Kind(("CONST_CONST",), "remove duplicate const"),
    Kind(("NEW_TYPEDEFS",), "replace typedefs by what they stand for"),
    Kind(("TYPECAST_INT_CONSTANT",), "use suffixes instead of casts for constants"),
    Kind(("USE_SPINLOCK_T",), "use spinlock_t"),
    Kind(("USE_NEGATIVE_ERRNO", "ENOTSUPP"), "return the usual error numbers",
         "Functions of the kernel return error numbers negative, and only those that user space has names for."),
    Kind(("SELF_ASSIGNMENT",), "remove assignments of variables to themselves"),
    Kind(("TRAILING_SEMICOLON",), "remove semicolons after the heads of statements"),
    Kind(("SUSPECT_COMMA_SEMICOLON",), "end statements with semicolons"),
    Kind(("DEFAULT_NO_BREAK",), "write break after an empty default"),
    Kind(("UNINITIALIZED_PTR_WITH_FREE",), "initialise pointers that are freed at the end of their block"),
    Kind(("IS_ENABLED_CONFIG", "CONFIG_IS_ENABLED_CONFIG"), "correct the names given to IS_ENABLED()"),
    Kind(("IF_0",), "remove code that is never compiled"),
    Kind(("IF_1",), "remove conditions that always hold"),
    Kind(("DUPLICATE_INCLUDE",), "remove duplicate includes"),
    Kind(("INCLUDE_ORDER",), "sort includes"),
    Kind(("MALFORMED_INCLUDE", "INCLUDE_LINUX", "ARCH_INCLUDE_LINUX", "UAPI_INCLUDE"), "include the right headers"),
)  # fmt: skip


class Task(NamedTuple):
    """The fixes of a kind, safe or not, and where in the usual order they come."""

    is_unsafe: bool
    place: int
    kind: Kind


#: Fixes of all kinds at once.
TOGETHER = Task(True, len(CODE) + 1, Kind(()))


def task(code: str, *, is_unsafe: bool) -> Task:
    """What the fixes of a type belong to."""
    order = CODE if is_unsafe else LAYOUT
    own = len(order), Kind((code,))
    return Task(is_unsafe, *next((placed for placed in enumerate(order) if code in placed[1].types), own))


def subject(kind: Kind, titles: Counter[str]) -> str:
    """What a patch of this kind does; ``titles`` are those of its fixes, with how many there are."""
    return kind.subject or min(titles, key=lambda title: (-titles[title], title))


def reasons(kind: Kind, codes: Iterable[str]) -> tuple[list[str], list[str]]:
    """Why findings of these types, of one kind, are fixed, and the documents that this rests on."""
    why: dict[str, None] = {}
    sources: dict[str, None] = {}
    for code in codes:
        paragraphs = [plain(part) for rule in catalog().get(code, ()) for part in rule.doc.split("\n\n")]
        why[next((part for part in paragraphs if not part.startswith(SOURCE)), code)] = None
        sources[next((part.removeprefix(SOURCE) for part in paragraphs if part.startswith(SOURCE)), "")] = None
    return [kind.why] if kind.why else [*why], documents(source.strip() for source in sources if source)


def documents(sources: Iterable[str]) -> list[str]:
    """The documents of the tree that sources name, each once, and each section of it."""
    found: dict[str, dict[str, str]] = {}
    for source in sources:
        for document, section, title in DOCUMENT.findall(source):
            parts = found.setdefault(document, {})
            if section or title:
                parts.setdefault(section or title, section + title)
    return [", ".join(filter(None, (document, enumeration([*parts.values()])))) for document, parts in found.items()]


def keeps_code(codes: Iterable[str]) -> bool:
    """Whether the pages of those of these types whose fixes change tokens say that nothing else changes."""
    docs = (rule.doc for code in codes for rule in catalog()[code])
    return all(SAME_CODE in plain(doc) for doc in docs if UNSAFE in doc)


def plain(paragraph: str) -> str:
    """A paragraph of documentation in the letters of a mail, on one line."""
    return WHITE.sub(" ", paragraph.replace("``", "").replace("…", "...")).strip()
