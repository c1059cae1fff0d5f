"""Comparisons with NULL, with ``true`` and ``false``, and with the constant on the left."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, Reports, rule
from pylint_kernel.language.idioms import is_name_of_macro
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Binary,
    Call,
    Cast,
    Conditional,
    Constant,
    Headed,
    Member,
    Name,
    Number,
    OffsetOf,
    Parenthesised,
    Return,
    SizeOf,
    String,
    Strings,
    Unary,
    View,
    first_operand,
    is_operand,
    is_simple_value,
    last_operand,
    stem,
)
from pylint_kernel.lazy import LineStart, Pattern
from pylint_kernel.model import CHECK, UNSAFE, WARNING, Fix, edit, replace

EQUALITY = frozenset(("==", "!="))
#: A comparison and the one that says the same with its sides swapped.
SWAPPED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
BOOLEANS = frozenset(("true", "false", "TRUE", "FALSE", "True", "False"))
#: Operators that a value may stand beside in place of its comparison.
LOOSER = frozenset("&& || & | ^".split())
#: Macros that take a truth value: hints, warnings, assertions.
TRUTH = Pattern(r"(?:un)?likely|(?:\w+_)?(?:WARN|BUG)(?:_ON)?(?:_ONCE)?|(?:\w+_)?(?:ASSERT|[Aa]ssert)")


def compared(side: View | None) -> View | None:
    """The value that is compared on the left with a constant: the last one of arithmetic; None for other things.

    Of values in parentheses only the members are known to be pointers.
    """
    value = last_operand(side)
    bare = value
    while isinstance(bare, (Unary, Cast)):
        bare = bare.operand if isinstance(bare, Unary) else bare.value
    return None if is_constant(bare) or isinstance(bare, Constant) or not is_chain(bare) else value


def is_chain(view: View | None) -> bool:
    """Whether it is a name with members, indices and calls after it, or a member of something in parentheses."""
    if is_simple_value(view):
        return not isinstance(view, (Number, String, Strings))
    while (inner := stem(view)) is not None:
        if isinstance(view, Member) and isinstance(inner, Parenthesised):
            return True
        view = inner
    return isinstance(view, Name)


def is_constant(view: View | None) -> bool:
    """Whether it is an integer or a name in capitals; a single capital letter names a variable."""
    if not isinstance(view, (Number, Name, Constant)):
        return False
    text = view.text
    return (text[:1].isdigit() and "." not in text) or (len(text) > 1 and is_name_of_macro(text))


def is_tested(view: View) -> bool:
    """Whether a value is asked for its truth only."""
    around = view.parent
    while isinstance(around, Parenthesised):
        view, around = around, around.parent
    if isinstance(around, Binary):
        return around.is_logical
    if isinstance(around, Unary):
        return around.operator.text == "!"
    if isinstance(around, Call):
        return TRUTH.fullmatch(around.name) is not None and [span.start for span in around.argument_spans[:1]] == [
            view.start
        ]
    return isinstance(around, (Conditional, Headed)) and around.condition == view


def tested_as_such(comparison: Binary, value: View | None, positive: bool) -> Fix | None:
    """``a`` or ``!a`` in place of its comparison (``!!a`` where not only its truth counts), and of the parentheses that
    it had beside ``&&`` and ``||``; None in arithmetic."""
    if value is None or value not in (comparison.left, comparison.right) or is_in_arithmetic(comparison):
        return None
    prefix = "!" if not positive else "" if is_tested(comparison) else "!!"
    text = prefix + value.text
    return replace(f"write '{' '.join(text.split())}'", *with_parentheses(comparison).span, text, UNSAFE)


def with_parentheses(comparison: Binary) -> View:
    """The comparison with the parentheses that set it off between ``&&`` or ``||``; an operand needs none there."""
    whole: View = comparison
    while isinstance(whole.parent, Parenthesised):
        whole = whole.parent
    around = whole.parent
    is_operand = isinstance(around, Binary) and around.is_logical and not comparison.in_macro
    return whole if is_operand else comparison


def is_in_arithmetic(comparison: Binary) -> bool:
    """Whether an operator that binds as tight as a comparison takes its value."""
    around = comparison.parent
    return isinstance(around, Cast) or (isinstance(around, Binary) and around.operator.text not in LOOSER)


@rule("COMPARISON_TO_NULL", CHECK, "a comparison with NULL", on=Binary)
def with_null(comparison: Binary, file: SourceFile) -> Reports:
    """A pointer is tested as such: ``if (!p)``, ``if (p)``.

    The fix writes ``!p`` or ``p``, and ``!!p`` where the value of the comparison counts, not only its truth. Between
    ``&&`` and ``||`` the parentheses go with the comparison.

    The fix is unsafe because tokens change; what is compiled stays the same, but for strings that macros make of
    conditions.

    Source: common practice in the kernel.

    Differs from checkpatch: the comparison may continue on another line, and its left side may be an index or a
    member after a call.
    """
    constant, operator = comparison.right, comparison.operator
    if not isinstance(constant, Constant) or constant.text != "NULL" or operator.text not in EQUALITY:
        return
    if value := compared(comparison.left):
        positive = operator.text == "!="
        prefix = "!" if not positive else "!!" if isinstance(comparison.parent, Return) else ""
        message = f"a comparison with NULL: write '{prefix}{' '.join(value.text.split())}'"
        yield (operator.start, constant.end), message, tested_as_such(comparison, value, positive)


@rule("BOOL_COMPARISON", CHECK, "a comparison with true or false", on=Binary)
def with_boolean(comparison: Binary, file: SourceFile) -> Reports:
    """A truth value is tested as such: ``if (ready)``, ``if (!ready)``.

    A call on the left is left alone: what it returns may be an ``int`` with more than two values.

    The fix is unsafe: what is neither 0 nor 1 was unequal to ``true`` before.

    Source: Documentation/process/coding-style.rst, section 17 ("Using bool").

    Differs from checkpatch: the comparison may continue on another line.
    """
    operator, left, right = comparison.operator, comparison.left, comparison.right
    if operator.text not in EQUALITY or left is None or right is None:
        return
    if is_boolean(right):
        value, constant, where = compared(left), right, (operator.start, right.end)
        if isinstance(last_operand(value), Call):
            return
    elif is_boolean(left):
        value, constant, where = first_operand(right), left, (left.start, operator.end)
        if isinstance(value, Number) or not is_operand(value):
            return
    else:
        return
    if value is not None:
        positive = (operator.text == "==") == (constant.text.lower() == "true")
        text = " ".join(value.text.split())
        message = f"a comparison with '{constant.text}': write '{'' if positive else '!'}{text}'"
        yield where, message, tested_as_such(comparison, value, positive)


def is_boolean(view: View) -> bool:
    """Whether it is a truth value, however it is written."""
    return isinstance(view, (Constant, Name)) and view.text in BOOLEANS


@rule("CONSTANT_COMPARISON", WARNING, "the constant is on the left of a comparison", on=Binary)
def constant_first(comparison: Binary, file: SourceFile) -> Reports:
    """The constant belongs on the right: ``if (count > 0)`` reads better than ``if (0 < count)``.

    A number or a name in capitals counts as constant; the other side has to be a name, a member or a call, and no
    constant itself, as ``ARRAY_SIZE()`` and ``BIT()`` are. The fix swaps the sides.

    The fix is unsafe because operands change places; the result stays the same.

    Source: common practice in the kernel; compilers warn of ``=`` in a condition, which the old order was against.

    Differs from checkpatch: comparisons after ``&&``, ``||`` and ``,`` and those that continue on another line are
    looked at too; macros for constants are constants.
    """
    left, around = comparison.left, comparison.parent
    if left is None or not comparison.is_comparison or not is_constant(left):
        return
    value = first_operand(comparison.right)
    if not is_operand(value) or isinstance(value, (Number, String, Strings, SizeOf, OffsetOf)) or is_constant(value):
        return
    if isinstance(value, Call) and CONSTANT_MACRO.fullmatch(value.name):
        return
    if isinstance(around, Binary) and around.right == comparison and not around.is_logical:
        return
    yield left, misplaced(left.text, comparison.operator.text), swapped(comparison)


#: Macros whose value is a constant wherever they stand.
CONSTANT_MACRO = Pattern(
    r"ARRAY_SIZE|BIT(?:_ULL)?|GENMASK(?:_ULL)?|sizeof_field|offsetofend|struct_size_t|U?INT(?:8|16|32|64|MAX)_C"
    r"|__alignof__|__builtin_types_compatible_p|BITS_TO_LONGS|BITS_PER_TYPE|KERNEL_VERSION|IS_ENABLED"
)


@rule(
    "CONSTANT_COMPARISON",
    WARNING,
    "the constant is on the left of a comparison in a directive",
    on=Code(LineStart(r"[ \t]*+#[ \t]*+(?:el)?if[ \t(]++(\w++)[ \t]*+([=!]=|[<>]=?)[ \t]*+([A-Za-z_]\w*+)")),
)
def constant_first_in_directive(match: re.Match[str], file: SourceFile) -> Reports:
    """The condition of a directive is read like any other."""
    if (match[1][0].isdigit() or is_name_of_macro(match[1])) and not is_name_of_macro(match[3]):
        yield match.span(1), misplaced(match[1], match[2])


def misplaced(constant: str, operator: str) -> str:
    """What is said of a constant on the left."""
    return f"the constant '{constant}' belongs on the right of '{operator}'"


def swapped(comparison: Binary) -> Fix | None:
    """The comparison with its sides exchanged (a test where it is with NULL); None in arithmetic."""
    left, operator, right = comparison.left, comparison.operator, comparison.right
    if left is None or right is None or first_operand(right) != right or is_in_arithmetic(comparison):
        return None
    if left.text == "NULL":
        return tested_as_such(comparison, right, operator.text == "!=")
    edits = edit(*left.span, right.text), edit(*operator.span, SWAPPED[operator.text]), edit(*right.span, left.text)
    return Fix("swap the sides", edits, UNSAFE)
