"""Calls of kernel functions and macros."""

from __future__ import annotations

import re
from functools import cache

from pylint_kernel.checking import rule as triggers
from pylint_kernel.language.idioms import integer, is_name_of_macro
from pylint_kernel.language.syntax import (
    Binary,
    Block,
    Call,
    ExpressionStatement,
    If,
    Name,
    Number,
    SizeOf,
    assigned,
    syntax,
)
from pylint_kernel.rules.api.logging import has_level_by_argument, has_level_by_macro
from pylint_kernel.rules.api.memory import is_object, points_elsewhere, speaks_of_failure
from tests.conformance.deviation import EXTRA, MISS, Case, deviation
from tests.conformance.deviations.statements import code, is_hidden, positions

#: Types that are about a name and its parenthesis.
NAMES = (
    "DEPRECATED_API", "STRCPY", "STRLCPY", "STRNCPY", "CONSIDER_KSTRTO", "PRINTK_RATELIMITED", "TRACE_PRINTK",
    "USE_LOCKDEP", "IN_ATOMIC", "YIELD", "RCU_TASKS_TRACE", "CONTEXT_UNSAFE",
)  # fmt: skip
#: Types that are about a call's arguments.
ARGUMENTS = (
    "ALLOC_ARRAY_ARGS", "ALLOC_SIZEOF_STRUCT", "ALLOC_WITH_MULTIPLY", "ALLOC_WITH_SIZEOF", "CONSIDER_COMPLETION",
    "KREALLOC_ARG_REUSE", "LIKELY_MISUSE", "LOGGING_CONTINUATION", "LONG_UDELAY", "MEMSET", "MINMAX", "MSLEEP",
    "PREFER_DEV_LEVEL", "PREFER_ETHTOOL_PUTS", "PREFER_PR_LEVEL", "PREFER_SEQ_PUTS", "PRINTK_WITHOUT_KERN_LEVEL",
    "SSCANF_TO_KSTRTO", "USLEEP_RANGE",
)  # fmt: skip
#: Types for which checkpatch looks at whole statements.
STATEMENTS = (
    "ALLOC_WITH_MULTIPLY", "ALLOC_WITH_SIZEOF", "CONSIDER_COMPLETION", "MEMSET", "NAKED_SSCANF", "PREFER_SEQ_PUTS",
    "SSCANF_TO_KSTRTO", "USLEEP_RANGE",
)  # fmt: skip


@cache
def names(type_: str) -> tuple[str, ...]:
    """The functions that a type is about."""
    return tuple(
        name for rule in triggers.catalog()[type_] if isinstance(rule.on, triggers.Calls) for name in rule.on.names
    )


def calls(case: Case) -> list[Call]:
    """The calls on the line of the functions that the type is about; members and declarations are none."""
    tree = syntax(case.file)
    return [call for at in positions(case, *names(case.code)) if (call := tree.call_at(at))]


@deviation(
    *NAMES, *ARGUMENTS, "NAKED_SSCANF", side=MISS,
    reason="a member of a structure, a declaration or a definition of that name is no call of the function",
)  # fmt: skip
def no_call(case: Case) -> bool:
    return not calls(case)


@deviation("ALLOC_SIZEOF_STRUCT", side=MISS, reason="what the variable points to has another size")
def points_to_another(case: Case) -> bool:
    return any(
        (target := assigned(call)) is not None and points_elsewhere(target, words)
        for call in calls(case)
        for argument in call.arguments[:1]
        if isinstance(size := argument.expression, SizeOf) and size.type and (words := size.type.words)
    )


@deviation(*NAMES, "AVOID_BUG", side=EXTRA, reason="checkpatch wants the parenthesis on the line of the name")
def parenthesis_below(case: Case) -> bool:
    return not re.search(r"\w\s*\(", code(case))


@deviation(*ARGUMENTS, side=EXTRA, reason="checkpatch reads one line: the call takes several")
def call_on_lines(case: Case) -> bool:
    return any(not call.is_on_one_line for call in calls(case))


@deviation(*ARGUMENTS, side=EXTRA, reason="checkpatch reads one line: what the call is assigned to stands on another")
def target_on_another_line(case: Case) -> bool:
    return any((target := assigned(call)) is not None and target.row != call.row for call in calls(case))


@deviation(*STATEMENTS, side=EXTRA, reason="checkpatch looks at statements, and does not see this one")
def hidden_call(case: Case) -> bool:
    return is_hidden(case) or bool(re.search(r"\breturn\b|\w\s+\**\w+\s*=[^=]", code(case)))


@deviation(
    "MSLEEP", "USLEEP_RANGE", "LONG_UDELAY", side=EXTRA, reason="checkpatch knows decimal numbers without suffix only"
)
def other_numbers(case: Case) -> bool:
    numbers = [number for number in re.findall(r"\b\d\w*", code(case)) if not number.isdigit()]
    return any(integer(number) is not None for number in numbers) or bool(
        re.search(r"[-+*/]|\(\s+\d|\)\s*,", code(case))
    )


@deviation("MSLEEP", side=EXTRA, reason="a comment among the arguments does not hide the number")
def comment_in_arguments(case: Case) -> bool:
    return any(call.has_comment for call in calls(case))


@deviation("AVOID_BUG", side=MISS, reason="a definition, a member of a structure or a declaration is no use")
def no_use(case: Case) -> bool:
    return not any(call and "BUG" in call.name for call in map(syntax(case.file).call_at, positions(case)))


@deviation("AVOID_BUG", side=MISS, reason="what a macro of one's own does is told where it is defined")
def own_macro(case: Case) -> bool:
    words = re.findall(r"\w*BUG\w*(?=\s*\()", code(case))
    return not any(re.fullmatch(r"BUG(?:_ON)?|VM_BUG_ON\w*", word) for word in words)


@deviation("PRINTK_WITHOUT_KERN_LEVEL", side=MISS, reason="the level stands on the next line, or behind a blank")
def level_further_on(case: Case) -> bool:
    return any(call.arguments and call.arguments[0].text.startswith("KERN_") for call in calls(case))


@deviation("PRINTK_WITHOUT_KERN_LEVEL", side=MISS, reason="the level is that of a macro, or an argument")
def level_elsewhere(case: Case) -> bool:
    return any(has_level_by_macro(call) or has_level_by_argument(call) for call in calls(case))


@deviation("UNNECESSARY_KERN_LEVEL", side=MISS, reason="the function takes a level, or it is not in the arguments")
def level_is_wanted(case: Case) -> bool:
    return "printk_deferred" in code(case) or bool(re.search(r"\).*;.*KERN_|KERN_\w+\s*[,)]", code(case)))


@deviation("UNNECESSARY_KERN_LEVEL", side=EXTRA, reason="the name of the function stands on another line")
def level_on_next_line(case: Case) -> bool:
    return not re.search(r"\w\s*\(.*KERN_", code(case))


@deviation("NEEDLESS_IF", side=MISS, reason="the if decides about more than the call")
def if_decides(case: Case) -> bool:
    for call in calls(case):
        around = call.enclosing(Block, If)
        if not isinstance(call.parent, ExpressionStatement) or (isinstance(around, If) and around.else_keyword):
            return True
        if isinstance(around, Block) and (len(around.statements) > 1 or not isinstance(around.parent, If)):
            return True
    return False


@deviation("NEEDLESS_IF", side=EXTRA, reason="checkpatch wants a plain condition on the line above")
def other_condition(case: Case) -> bool:
    above = case.file.line_text(case.row - 1)
    return "NULL" in above or not re.search(r"\bif\s*\(\s*[\w.>\[\]-]+\s*\)", above)


@deviation(
    "OOM_MESSAGE", side=EXTRA, reason="checkpatch wants the allocation to begin three lines above, behind a blank line"
)
def allocation_elsewhere(case: Case) -> bool:
    test, _, allocation = (case.file.line_text(case.row - step) for step in (1, 2, 3))
    if test.strip().startswith(("/*", "*", "//")) or "unlikely" in test:
        return True
    return not re.search(r"^[^=]*=[^=]*(alloc|dup)\w*\(", allocation)


@deviation("OOM_MESSAGE", side=MISS, reason="the message is not the first statement of the branch")
def later_message(case: Case) -> bool:
    return ";" in code(case).strip().rstrip(";")


@deviation("OOM_MESSAGE", side=MISS, reason="the message says what the consequence is, not that there is no memory")
def consequence(case: Case) -> bool:
    found = map(syntax(case.file).call_at, positions(case))
    return any(call and not speaks_of_failure(call) for call in found)


@deviation("ALLOC_WITH_MULTIPLY", side=MISS, reason="the count is a constant")
def constant_count(case: Case) -> bool:
    products = [call.arguments[0].expression for call in calls(case) if call.arguments]
    counts = [side for product in products if isinstance(product, Binary) for side in (product.left, product.right)]
    return any(isinstance(one, Number) or (isinstance(one, Name) and is_name_of_macro(one.text)) for one in counts)


@deviation("ALLOC_WITH_SIZEOF", side=MISS, reason="a number, or the size of another value: a buffer, no object")
def no_object(case: Case) -> bool:
    sizes = [(call.arguments[0].expression, assigned(call)) for call in calls(case) if call.arguments]
    return any(not (isinstance(size, SizeOf) and to and is_object(size, to)) for size, to in sizes)


@deviation("ALLOC_WITH_SIZEOF", side=MISS, reason="user space has no such functions")
def in_user_space(case: Case) -> bool:
    return case.file.is_user_space


@deviation(
    "ALLOC_WITH_MULTIPLY", "ALLOC_WITH_SIZEOF", side=MISS, reason="the call stands on a further line of the statement"
)
def call_further_down(case: Case) -> bool:
    return not calls(case)


@deviation("ALLOC_WITH_MULTIPLY", side=EXTRA, reason="checkpatch knows plain counts only")
def count_in_parentheses(case: Case) -> bool:
    return bool(re.search(r"\(\s*\(|\*\s*\(", code(case)))


@deviation(
    "ALLOC_ARRAY_ARGS", side=EXTRA, reason="checkpatch looks at the first argument, also where that is the device"
)
def device_first(case: Case) -> bool:
    return any(call.name.startswith("devm_") for call in calls(case))


@deviation("KREALLOC_ARG_REUSE", side=EXTRA, reason="checkpatch knows names only")
def dereferenced(case: Case) -> bool:
    return bool(re.search(r"\*\s*[\w.>-]+\s*=", code(case)))


@deviation("UNNECESSARY_CASTS", side=MISS, reason="a cast to another address space, or no call")
def wanted_cast(case: Case) -> bool:
    return bool(re.search(r"\([^()]*\b__\w+[^()]*\*\s*\)", code(case))) or not re.search(
        r"\*\s*\)\s*\w+\s*\(", code(case)
    )


@deviation("UNNECESSARY_CASTS", side=EXTRA, reason="the call stands on the next line")
def cast_above(case: Case) -> bool:
    return code(case).rstrip().endswith(")")


@deviation("MEMSET", side=EXTRA, reason="checkpatch knows 0, 0x0, 1, 0x1 and simple arguments only")
def memset_of_more(case: Case) -> bool:
    return not re.search(r"memset\s*\(\s*[&*]?[\w.>\[\]-]+\s*,\s*\w+\s*,\s*(0x)?[01]\s*\)", code(case))


@deviation("JIFFIES_COMPARISON", side=MISS, reason="a shift is no comparison")
def shifted_jiffies(case: Case) -> bool:
    return bool(re.search(r"(<<|>>)\s*\w*jiffies|jiffies\w*(\(\))?\s*(<<|>>)", code(case)))


@deviation("JIFFIES_COMPARISON", side=MISS, reason="a member that is called jiffies is not the global variable")
def member_jiffies(case: Case) -> bool:
    return bool(re.search(r"(->|\.)\s*jiffies\b", code(case)))


@deviation("JIFFIES_COMPARISON", side=EXTRA, reason="checkpatch reads one line, and no member on the right")
def jiffies_on_lines(case: Case) -> bool:
    return not re.search(r"jiffies\w*(\s*\(\s*\))?\s*([!=]=|[<>])|([!=]=|[<>]=?)\s*\w*jiffies", code(case))


@deviation("NAKED_SSCANF", side=MISS, reason="the result is returned, chosen by or counted with")
def result_is_used(case: Case) -> bool:
    return bool(re.search(r"\breturn\b|\bswitch\b|[-+|]=|[-+]\s*sscanf|#\s*define", code(case)))


@deviation("PREFER_ETHTOOL_PUTS", "SSCANF_TO_KSTRTO", side=EXTRA, reason="checkpatch knows simple arguments only")
def more_than_simple(case: Case) -> bool:
    ends = [call.arguments[at].text for call in calls(case) for at in (0, -1)]
    return any(text[:1] == '"' or re.search(r"[-+?]|\(\s*\w+\s*\**\)", text) for text in ends)


@deviation("PREFER_SEQ_PUTS", side=MISS, reason="a macro or a further argument may hold a conversion")
def more_than_text(case: Case) -> bool:
    return any(
        len(call.arguments) > 2 or re.search(r"\w\s*\"|\"\s*[A-Z]", call.arguments[-1].text) for call in calls(case)
    )


@deviation("PREFER_SEQ_PUTS", side=EXTRA, reason="checkpatch wants the line to end with the call")
def call_not_last(case: Case) -> bool:
    return not re.search(r"seq_printf\s*\([^()]*(\([^()]*\)[^()]*)*\)\s*;", code(case))


@deviation("SYMBOLIC_PERMS", side=MISS, reason="one finding for the whole expression, at its first line")
def further_line(case: Case) -> bool:
    above = case.file.code_line(case.row - 1).rstrip(" \t\\")
    return bool(re.match(r"\s*S_I\w+", code(case)) and above.endswith("|")) or bool(
        re.match(r"\s*\|\s*S_I\w+", code(case))
    )


@deviation("SYMBOLIC_PERMS", side=MISS, reason="the name is being defined")
def defined_permission(case: Case) -> bool:
    return bool(re.match(r"\s*#\s*define\s+S_I", code(case)))


@deviation(
    "PREFER_DEFINED_ATTRIBUTE_MACRO", side=MISS, reason="a comment, a string, or the definition of the macro itself"
)
def no_attribute(case: Case) -> bool:
    return not positions(case, "__attribute__") or bool(
        re.match(r"\s*#\s*define\s+_*\w+(\([^)]*\))?\s+__attribute__", code(case))
    )


@deviation(
    "PREFER_DEFINED_ATTRIBUTE_MACRO", side=MISS, reason="there is a macro for the formats of printf and scanf only"
)
def other_format(case: Case) -> bool:
    return "format" in code(case) and not re.search(r"\b_*(printf|scanf)_*\b", code(case))


@deviation("PREFER_DEFINED_ATTRIBUTE_MACRO", side=EXTRA, reason="the attributes stand on several lines")
def attributes_on_lines(case: Case) -> bool:
    return not re.search(r"__attribute__\s*\(\(.*\)\)", code(case))


@deviation("UNCOMMENTED_DEFINITION", side=MISS, reason="the comment begins on the line and ends further down")
def comment_goes_on(case: Case) -> bool:
    return "/*" in case.file.line_text(case.row)


@deviation("LOCKDEP", side=MISS, reason="a comparison switches nothing off")
def compared_key(case: Case) -> bool:
    return bool(re.search(r"[!=]=\s*&?__lockdep_no_validate__", code(case)))
