"""What findings read one by one showed: checkpatch reports what the maintainer of the file would not change."""

from __future__ import annotations

import re

from pylint_kernel.language.idioms import in_literal
from pylint_kernel.language.syntax import (
    Assignment,
    Binary,
    Call,
    Cast,
    Conditional,
    Declaration,
    DeclaringMacro,
    Field,
    Macro,
    Name,
    Record,
    Return,
    Token,
    assigned,
    syntax,
)
from pylint_kernel.rules.api.atomic import is_atomic
from pylint_kernel.rules.api.contexts import ASSERTION
from pylint_kernel.rules.api.deprecated import OF_IDR
from pylint_kernel.rules.api.locking import is_documented, is_named
from pylint_kernel.rules.api.logging import BENCHMARK, is_for_debugging, is_levelled
from pylint_kernel.rules.api.memory import is_constant as is_constant_count
from pylint_kernel.rules.api.memory import is_copy
from pylint_kernel.rules.api.modules import is_made_by_macro
from pylint_kernel.rules.api.nearby_comments import TESTS, has_comment_on_order
from pylint_kernel.rules.api.timing import is_for_change
from pylint_kernel.rules.changes.commit_message import OF_DEVICE, TWO_WORDS
from pylint_kernel.rules.files.boilerplate import AFTER, BEFORE, is_reference
from pylint_kernel.rules.language import macros
from pylint_kernel.rules.language.constants import FUTEX
from pylint_kernel.rules.language.expressions import translates
from pylint_kernel.rules.language.includes import AS_THEY_ARE
from pylint_kernel.rules.language.initialisers import is_constant
from pylint_kernel.rules.language.macro_arguments import (
    DEEPEST,
    NAMED_UNUSED,
    arguments,
    hands_on_rest,
    has_another_definition,
    is_pasted,
)
from pylint_kernel.rules.language.preprocessor import HOMES
from pylint_kernel.rules.language.qualifiers import is_attribute
from pylint_kernel.rules.language.strings import NEXT_INSTRUCTION, OTHER_SPACE, is_of_compiler
from pylint_kernel.rules.language.structs import is_all_of_union, is_single, last_array
from pylint_kernel.rules.language.types import (
    OF_ARCHITECTURE,
    casts_volatile_parameter,
    points_to,
    points_to_volatile_parameter,
    takes_any_pointer,
)
from pylint_kernel.rules.language.u_boot import could_be_code
from pylint_kernel.rules.layout.long_lines import MESSAGE, SHOWS
from tests.conformance.deviation import MISS, Case, deviation
from tests.conformance.deviations.api import calls
from tests.conformance.deviations.lines import in_assembler
from tests.conformance.deviations.macros import macro_at
from tests.conformance.deviations.words import spelled


def text(case: Case) -> str:
    """The line as it is."""
    return case.file.line_text(case.row)


def strings(case: Case) -> list[Token]:
    """The strings of the line."""
    file = case.file
    start, end = file.line_bounds(case.row)
    tokens = (Token(file, at) for at in range(file.position_at(start), file.position_at(end)))
    return [token for token in tokens if token.is_string]


# -- strings


@deviation("SPLIT_STRING", side=MISS, reason="assembler is no message")
@deviation("STRING_FRAGMENTS", side=MISS, reason="assembler is written in columns")
def of_assembler(case: Case) -> bool:
    return any(string.in_assembler for string in strings(case))


@deviation("QUOTED_WHITESPACE_BEFORE_NEWLINE", side=MISS, reason="aligned lines, all kinds of space, or assembler")
def aligned(case: Case) -> bool:
    file = case.file
    end = file.width(text(case)[: text(case).rfind('\\n"') + 2])
    beside = (file.line_text(row) for row in (case.row - 1, case.row + 1) if 0 <= row < file.line_count)
    return any(f"\\n{after}" in text(case) for after in (NEXT_INSTRUCTION, *OTHER_SPACE)) or any(
        '\\n"' in line and file.width(line[: line.rfind('\\n"') + 2]) == end for line in beside
    )


@deviation("EMBEDDED_FUNCTION_NAME", side=MISS, reason="what the compiler prints has to be one string")
def of_compiler(case: Case) -> bool:
    return any(map(is_of_compiler, strings(case)))


@deviation("EMBEDDED_FILENAME", side=MISS, reason="a message to the user, or how a script is called")
def told_to_user(case: Case) -> bool:
    line, path = text(case), case.file.path
    at = line.find(path)
    is_example = BEFORE.search(line, 0, at) is not None or AFTER.match(line, at + len(path)) is not None
    return at >= 0 and (is_example or any(path in string.text for string in strings(case)))


@deviation("LONG_LINE_STRING", side=MISS, reason="a message that is shown to the user")
def shown(case: Case) -> bool:
    called = re.match(r"\s*(\w+)\(", text(case))
    return called is not None and any(names.fullmatch(called[1]) for names in (SHOWS, MESSAGE))


# -- calls


@deviation("PRINTK_WITHOUT_KERN_LEVEL", side=MISS, reason="the level is that of a variable")
def level_of_variable(case: Case) -> bool:
    return any(
        len(argument.words) == 1 and is_levelled(argument.words[0], case.file)
        for call in calls(case)
        for argument in call.arguments[:2]
    )


@deviation("TRACE_PRINTK", side=MISS, reason="code that is only there for debugging")
def for_debugging(case: Case) -> bool:
    return any(map(is_for_debugging, calls(case)))


@deviation("USE_LOCKDEP", side=MISS, reason="nothing is asserted")
def asserts_nothing(case: Case) -> bool:
    found = calls(case)
    around = (one for call in found for one in call.ancestors() if isinstance(one, Call))
    return bool(found) and not any(ASSERTION.search(one.name) for one in around)


@deviation("RCU_TASKS_TRACE", side=MISS, reason="a file of BPF")
def of_bpf(case: Case) -> bool:
    return "bpf" in case.file.path.rpartition("/")[2]


@deviation("ALLOC_WITH_MULTIPLY", side=MISS, reason="a constant product does not overflow")
def constant_product(case: Case) -> bool:
    products = (call.arguments[0].expression for call in calls(case) if call.arguments)
    sides = (side for one in products if isinstance(one, Binary) for side in (one.left, one.right) if side)
    return any(map(is_constant_count, sides))


@deviation("USLEEP_RANGE", side=MISS, reason="a lock is held, or an interrupt is handled")
def atomic(case: Case) -> bool:
    return any(map(is_atomic, calls(case)))


@deviation("MEMORY_BARRIER", side=MISS, reason="a comment on order stands above the statement before, or a test waits")
def commented_above(case: Case) -> bool:
    return case.file.path.startswith(TESTS) or has_comment_on_order(case.file, case.row)


@deviation("WAITQUEUE_ACTIVE", side=MISS, reason="a check that nobody waits wakes nobody")
def check_of_queue(case: Case) -> bool:
    around = (one for call in calls(case) for one in call.ancestors() if isinstance(one, Call))
    return any(re.search(r"(?:BUG|WARN)", one.name) for one in around)


@deviation("LIKELY_MISUSE", side=MISS, reason="a condition of which IS_ERR() is a part has a hint of its own")
def hint_for_whole(case: Case) -> bool:
    return any(isinstance(call.arguments[0].expression, Binary) for call in calls(case) if call.arguments)


@deviation("JIFFIES_COMPARISON", side=MISS, reason="whether the time has changed depends on no order")
def for_change(case: Case) -> bool:
    views = (syntax(case.file).at(word.start) for word in spelled(case, "jiffies"))
    around = (one for view in views if view for one in view.ancestors() if isinstance(one, Binary))
    return any(one.is_comparison and is_for_change(one) for one in around)


# -- constants and conditions


@deviation("ENOSYS", side=MISS, reason="the answer of a system call, or of an operation of futex()")
def answer_of_system_call(case: Case) -> bool:
    around = (syntax(case.file).call_around(word.start) for word in spelled(case, "ENOSYS"))
    return case.file.path.endswith(FUTEX) or any(call and "syscall" in call.name.lower() for call in around)


@deviation("NR_CPUS", side=MISS, reason="compared with a number it asks what the kernel was built for")
def compared_with_number(case: Case) -> bool:
    return re.search(r"\bNR_CPUS\s*[<>=!]=?\s*\d|\d\s*[<>=!]=?\s*NR_CPUS\b", text(case)) is not None


@deviation("USE_NEGATIVE_ERRNO", side=MISS, reason="a function that translates numbers returns them as they are")
def translated(case: Case) -> bool:
    jumps = (syntax(case.file).at(word.start) for word in spelled(case, "return"))
    return any(isinstance(one, Return) and translates(one) for one in jumps)


@deviation("LINUX_VERSION_CODE", side=MISS, reason="somebody else is told the version")
def told_version(case: Case) -> bool:
    views = [syntax(case.file).at(word.start) for word in spelled(case, "LINUX_VERSION_CODE")]
    return any(isinstance(view, Name) and isinstance(view.parent, (Call, Assignment)) for view in views)


@deviation("IS_ENABLED_CONFIG", side=MISS, reason="DEBUG is defined as 1")
def debug(case: Case) -> bool:
    return "IS_ENABLED(DEBUG)" in text(case)


@deviation("ARCH_DEFINES", side=MISS, reason="the architecture's own code, or a header for programs")
def own_architecture(case: Case) -> bool:
    path = case.file.path
    return "include/uapi/" in path or any(name in text(case) and path.startswith(HOMES[name]) for name in HOMES)


@deviation("ARCH_INCLUDE_LINUX", side=MISS, reason="what architectures include as it is")
def included_as_it_is(case: Case) -> bool:
    return any(f"<asm/{name}>" in text(case) for name in AS_THEY_ARE)


# -- declarations


@deviation("INITIALISED_STATIC", side=MISS, reason="a constant has the value that it is there for")
def constant(case: Case) -> bool:
    found = (syntax(case.file).declaration_at(word) for word in spelled(case, "static"))
    return any(isinstance(one, Declaration) and is_constant(one) for one in found)


@deviation("STORAGE_CLASS", side=MISS, reason="a macro with arguments before it is an attribute")
def after_attribute(case: Case) -> bool:
    words = [*spelled(case, "static"), *spelled(case, "extern")]
    return any(word.previous is not None and is_attribute(word.previous) for word in words)


@deviation("INLINE", side=MISS, reason="the header of a program may be read by a compiler for C90")
def header_of_program(case: Case) -> bool:
    return case.file.is_user_space and case.file.path.endswith(".h")


@deviation("NEW_TYPEDEFS", side=MISS, reason="a type that the C library is given")
def for_library(case: Case) -> bool:
    return re.search(r"\b__kernel_\w+_t\b", text(case)) is not None


@deviation("VOLATILE", side=MISS, reason="accessors and atomic operations of an architecture take such pointers")
def accessor_of_architecture(case: Case) -> bool:
    words = spelled(case, "volatile")
    return OF_ARCHITECTURE.match(case.file.path) is not None and bool(words) and all(map(points_to, words))


@deviation("VOLATILE", side=MISS, reason="a pointer into what a parameter points to cannot do without the word")
def of_volatile_parameter(case: Case) -> bool:
    found = (syntax(case.file).at(word.start) for word in spelled(case, "volatile"))
    return any(
        points_to_volatile_parameter(one)
        if isinstance(one, Declaration)
        else one is not None and (cast := one.enclosing(Cast)) is not None and casts_volatile_parameter(cast)
        for one in found
    )


@deviation("UNCOMMENTED_DEFINITION", side=MISS, reason="described above the struct or at a member; or a pointer")
def described(case: Case) -> bool:
    found = (syntax(case.file).declaration_at(word) for word in (*spelled(case, ";"), *spelled(case, "struct")))
    return any(
        one.declarators[0].is_pointer or is_documented(one.declarators[0], one) or is_named(one.declarators[0], one)
        for one in found
        if isinstance(one, (Declaration, Field)) and one.declarators
    )


@deviation("FLEXIBLE_ARRAY", side=MISS, reason="nobody asks for another element than the first")
def only_element(case: Case) -> bool:
    found = (syntax(case.file).at(token.start) for token in spelled(case, "}"))
    records = [one for one in found if isinstance(one, Record)]
    if any(map(is_all_of_union, records)):
        return True
    arrays = map(last_array, records)
    return any(array and array.name and is_single(array.name) for array in arrays)


@deviation("PREFER_FALLTHROUGH", side=MISS, reason="labels one after the other")
def labels_in_row(case: Case) -> bool:
    file = case.file
    before = file.position_at(file.line_bounds(case.row).end) - 1
    return before >= 0 and file.tokens.texts[before] == ":"


# -- macros


@deviation("MACRO_ARG_REUSE", "MACRO_ARG_PRECEDENCE", side=MISS, reason="what is pasted is a single token")
def pasted(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and any(is_pasted(one, DEEPEST) for one in arguments(macro))


@deviation("MACRO_ARG_UNUSED", side=MISS, reason="the name of the parameter says that it is not used")
def is_called_unused(case: Case) -> bool:
    macro = macro_at(case)
    unused = [one.name for one in macro.parameters if not one.every] if macro else []
    return bool(unused) and all(map(NAMED_UNUSED.fullmatch, unused))


@deviation("MACRO_ARG_UNUSED", side=MISS, reason="nothing is computed for an element outside of functions")
def names_element(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and macro.is_used_as_element


@deviation("MACRO_ARG_UNUSED", side=MISS, reason="members whose names are pasted are given names")
def names_members(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and macro.is_initialiser and macro.pastes


@deviation("BIT_MACRO", side=MISS, reason="a size, a limit, or one of several values of a field")
def number(case: Case) -> bool:
    macro = macro_at(case)
    shift = macros.first_shift(macro.expression) if macro else None
    return macro is not None and (
        macros.QUANTITY.search(macro.name) is not None
        or (shift is not None and shift.right is not None and macros.is_value_of_field(macro, shift.right))
    )


@deviation("TRAILING_SEMICOLON", side=MISS, reason="what is used outside of functions brings it along")
def brings_semicolon(case: Case) -> bool:
    return any(macros.defines_several(one) or one.first.text == "__entry" for one in ending_at(case))


def ending_at(case: Case) -> list[Macro]:
    """The macros with a body one of whose lines is the case's."""
    start, end = case.file.line_bounds(case.row)
    return [one for one in syntax(case.file).macros if one.words and one.span.start <= end and start <= one.span.end]


@deviation("MULTISTATEMENT_MACRO_USE_DO_WHILE", side=MISS, reason="exports stand outside of functions")
def exports(case: Case) -> bool:
    return any(word.startswith("EXPORT_") for one in ending_at(case) for word in one.words)


# -- layout


@deviation("OPEN_ENDED_LINE", side=MISS, reason="the template of an asm begins on a line of its own")
def template(case: Case) -> bool:
    return any(opening.opens_assembler for opening in spelled(case, "("))


@deviation("LINE_CONTINUATIONS", side=MISS, reason="lines of assembler do not go on by themselves")
def lines_of_assembler(case: Case) -> bool:
    return in_assembler(case) or of_assembler(case)


@deviation("VSPRINTF_POINTER_EXTENSION", side=MISS, reason="the extension ends where letters and digits do")
def underscore(case: Case) -> bool:
    return re.search(r"%[^%\s]*p[A-Za-z0-9]*_", text(case)) is not None


#: Three times in a row, the argument of an option, a column of a table.
ON_PURPOSE = re.compile(r"\b(\w+) \1 \1\b|-\w (\w+) \2\b|(?: {2,}|\t)(\w+) \3(?: {2,}|\t)\w")


@deviation("REPEATED_WORD", side=MISS, reason="a word for effect, in a list or table, or the argument of an option")
def on_purpose(case: Case) -> bool:
    above = case.file.line_text(case.row - 1) if case.row else ""
    first = first_word(text(case))
    is_of_list = bool(first) and first == first_word(above) and re.search(rf"\b{re.escape(first)}\s*$", above)
    return bool(is_of_list) or ON_PURPOSE.search(text(case)) is not None


def first_word(line: str) -> str:
    """The first word of a line."""
    found = re.search(r"\w+", line)
    return found[0] if found else ""


@deviation("COMMIT_LOG_LONG_LINE", side=MISS, reason="a message of a device, or a drawing")
def quoted_message(case: Case) -> bool:
    return OF_DEVICE.match(text(case)) is not None or not TWO_WORDS.search(text(case))


@deviation("LEADING_SPACE", side=MISS, reason="the line is part of a string")
def text_of_string(case: Case) -> bool:
    return in_literal(case.file, case.file.line_bounds(case.row).start)


@deviation("LINE_CONTINUATIONS", side=MISS, reason="a comment ends in the definition of a macro")
def comment_in_macro(case: Case) -> bool:
    start, end = case.file.line_bounds(case.row)
    return case.file.comment_at(start) is not None and case.file.directive_at(end) is not None


@deviation("KREALLOC_ARG_REUSE", side=MISS, reason="the pointer was copied from where it is kept")
def copied(case: Case) -> bool:
    targets = (assigned(call) for call in calls(case) if call.name == "krealloc")
    return any(isinstance(target, Name) and is_copy(target) for target in targets)


@deviation("DEPRECATED_API", side=MISS, reason="the files of the IDR itself")
def of_idr(case: Case) -> bool:
    return OF_IDR.search(case.file.path) is not None


@deviation("PREFER_IF", side=MISS, reason="there can be no if in an initialiser, among members, or for an include")
def no_place_for_if(case: Case) -> bool:
    directive = case.file.directive_at(case.file.line_bounds(case.row).start)
    return directive is not None and not could_be_code(directive, case.file)


@deviation("TRAILING_SEMICOLON", side=MISS, reason="several structs are defined, for use outside of functions")
def several_structs(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and macros.defines_several(macro)


@deviation("MACRO_ARG_UNUSED", side=MISS, reason="numbered macros take one argument after the other off a list")
def taken_off_list(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and hands_on_rest(macro)


@deviation("TRAILING_SEMICOLON", side=MISS, reason="it ends a statement of a block that another macro closes")
def block_is_open(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and macros.opens_block(macro)


@deviation("LIVETREE", side=MISS, reason="what finds the memory and the tree runs before there is a live tree")
def before_live_tree(case: Case) -> bool:
    return re.search(r"\bfdtdec_setup_\w+\(", text(case)) is not None


@deviation("MACRO_ARG_UNUSED", side=MISS, reason="the other definition has the parameter")
def of_other_definition(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and has_another_definition(macro)


@deviation("EMBEDDED_FILENAME", side=MISS, reason="kernel-doc is read elsewhere")
def seen_from_elsewhere(case: Case) -> bool:
    at = text(case).find(case.file.path)
    start = case.file.line_bounds(case.row).start
    return at >= 0 and is_reference(case.file, start, start + at)


@deviation("TRACE_PRINTK", side=MISS, reason="a benchmark, or a test, is built for nothing else")
def of_benchmark(case: Case) -> bool:
    return BENCHMARK.search(case.file.path) is not None


@deviation("WAITQUEUE_ACTIVE", side=MISS, reason="what is only shown wakes nobody")
def only_shown(case: Case) -> bool:
    return any(isinstance(call.parent, Conditional) and call.parent.last.is_string for call in calls(case))


@deviation("VOLATILE", side=MISS, reason="const volatile void * takes a pointer to anything")
def any_pointer(case: Case) -> bool:
    return any(takes_any_pointer(syntax(case.file).at(word.start)) for word in spelled(case, "volatile"))


@deviation("ENOSYS", side=MISS, reason="the register that a system call returns in")
def register_of_call(case: Case) -> bool:
    return re.search(r"\bregs->[\w.\[\]]+\s*=\s*-ENOSYS\b", text(case)) is not None


@deviation("EXPORT_SYMBOL", side=MISS, reason="a macro above pastes the name together")
def made_by_macro(case: Case) -> bool:
    exported = re.match(r"EXPORT_SYMBOL\w*\((\w+)", text(case))
    view = syntax(case.file).at(case.file.line_bounds(case.row).start)
    export = view if view is None or isinstance(view, DeclaringMacro) else view.enclosing(DeclaringMacro)
    before = export.preceding if export else None
    return exported is not None and before is not None and is_made_by_macro(before, exported[1])
