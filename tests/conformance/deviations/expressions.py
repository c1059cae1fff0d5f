"""Parentheses, comparisons, operators."""

from __future__ import annotations

import re

from pylint_kernel.language.idioms import is_name_of_macro
from pylint_kernel.language.syntax import (
    Binary,
    Call,
    Parenthesised,
    View,
    is_operand,
    syntax,
    uncast,
)
from tests.conformance.deviation import EXTRA, MISS, Case, deviation
from tests.conformance.deviations.statements import code, is_hidden, positions

COMPARISONS = frozenset("== != < > <= >=".split())
#: Operators between which and a comparison parentheses say something.
TIGHT = COMPARISONS | frozenset("& | ^ + - * / % << >>".split())


def views(case: Case, *texts: str) -> list[View]:
    """The innermost pieces of syntax that the tokens of the line which read like one of ``texts`` belong to."""
    starts = case.file.tokens.starts
    found = [syntax(case.file).at(starts[position]) for position in positions(case, *texts)]
    return [view for view in found if view is not None]


def parenthesised(case: Case) -> list[Parenthesised]:
    """The parentheses around values that begin on the line, and those in a condition that does."""
    found = [view for view in views(case, "(") if isinstance(view, Parenthesised)]
    for branch in views(case, "if"):
        found += branch.descendants(Parenthesised)
    return found


# -- parentheses


@deviation("UNNECESSARY_PARENTHESES", side=EXTRA, reason="checkpatch does not look behind an else")
def else_if(case: Case) -> bool:
    return bool(re.search(r"\belse\s+if\b", code(case)))


@deviation("UNNECESSARY_PARENTHESES", side=EXTRA, reason="the parentheses are on several lines, or after the operator")
def parentheses_on_lines(case: Case) -> bool:
    return any(not pair.is_on_one_line for pair in parenthesised(case)) or code(case).rstrip().endswith(("&", "*"))


@deviation("UNNECESSARY_PARENTHESES", side=EXTRA, reason="the arguments of the call are on another line")
def called_on_lines(case: Case) -> bool:
    calls = [pair.parent for pair in parenthesised(case)]
    return any(isinstance(call, Call) and call.open is not None and call.open.row > call.row for call in calls)


@deviation(
    "UNNECESSARY_PARENTHESES", side=EXTRA, reason="checkpatch knows neither brackets in brackets nor members of calls"
)  # fmt: skip
def deeper_values(case: Case) -> bool:
    return bool(
        re.search(
            r"\[[^\]]*\[|\)\s*(->|\.)|\(\s*(struct|union|const|unsigned)\b[^()]*\)|/\*", case.file.line_text(case.row)
        )
    )


@deviation(
    "UNNECESSARY_PARENTHESES", side=MISS,
    reason="the comparison is an operand of another operator: without parentheses it means something else, or warns",
)  # fmt: skip
def operand_of_operator(case: Case) -> bool:
    around = [pair.parent for pair in parenthesised(case)]
    return any(isinstance(view, Binary) and view.operator.text in TIGHT for view in around)


@deviation("UNNECESSARY_PARENTHESES", side=MISS, reason="the parentheses are those of a call")
def call_after_space(case: Case) -> bool:
    return bool(re.search(r"\w\s+\(|\w\s*\([^()]*\)\s*\(", code(case)))


@deviation(
    "RETURN_PARENTHESES", side=EXTRA, reason="checkpatch does not see the statement, or reads its first line only"
)
def hidden_return(case: Case) -> bool:
    return is_hidden(case) or not code(case).rstrip().endswith(";")


@deviation(
    "RETURN_PARENTHESES", side=EXTRA, reason="checkpatch knows neither types of several words nor members of calls"
)
def deeper_return(case: Case) -> bool:
    return bool(re.search(r"\)\s*(->|\.)|\(\s*\(\s*\w+\s+[\w*]|\*\s*\)", code(case)))


# -- comparisons


@deviation(
    "COMPARISON_TO_NULL", "BOOL_COMPARISON", "CONSTANT_COMPARISON", side=EXTRA, reason="checkpatch reads one line"
)
def comparison_on_lines(case: Case) -> bool:
    line = code(case).strip(" \t\\")
    parts = re.split(r"[!=]=|[<>]=?", line)
    return (
        line.endswith(("==", "!=", "<", ">", "<=", ">="))
        or line.startswith(("==", "!=", "<", ">"))
        or any(part.count("(") < part.count(")") for part in parts[:1])
        or parts[-1].count("(") > parts[-1].count(")")
    )


@deviation("COMPARISON_TO_NULL", side=EXTRA, reason="checkpatch knows no index behind a call")
def index_of_call(case: Case) -> bool:
    return bool(re.search(r"\)\s*\[[^]]*\]\s*[!=]=\s*NULL", code(case)))


@deviation("CONSTANT_COMPARISON", side=MISS, reason="both sides are constants")
def both_constant(case: Case) -> bool:
    in_directive = re.match(r"\s*#\s*(?:el)?if\b[\s(]*[A-Z]\w+\s*(?:[!=]=|[<>]=?)\s*[A-Z]\w", code(case))
    return bool(in_directive) or any(all(is_constant(one.text) for one in sides(each)) for each in comparisons(case))


@deviation("CONSTANT_COMPARISON", side=EXTRA, reason="checkpatch does not look behind an operator or a comma")
def after_operator(case: Case) -> bool:
    before = [token.text for one in comparisons(case) if (token := one.first.previous)]
    return not {"&&", "||", ",", "?", ":"}.isdisjoint(before)


def comparisons(case: Case) -> list[Binary]:
    """The comparisons whose operator is on the line."""
    return [view for view in views(case, *COMPARISONS) if isinstance(view, Binary)]


def sides(comparison: Binary) -> list[View]:
    """Both sides of a comparison."""
    return [side for side in (comparison.left, comparison.right) if side is not None]


def is_constant(text: str) -> bool:
    """Whether a number or a name in capitals reads so."""
    return text[0].isdigit() or is_name_of_macro(text)


# -- expressions


@deviation("TYPECAST_INT_CONSTANT", side=MISS, reason="no suffix makes an integer of a fraction")
def fraction(case: Case) -> bool:
    return bool(re.search(r"\)\s*[0-9]*(\.[0-9]|[0-9][eE][0-9])", code(case)))


@deviation("ARRAY_SIZE", side=EXTRA, reason="checkpatch compares the text: a[0] only, no parentheses, one line")
def other_first_element(case: Case) -> bool:
    return not re.search(r"sizeof\s*\(\s*([^()]+?)\s*\)\s*/\s*sizeof\s*\(\s*\1\s*\[\s*0\s*\]\s*\)", code(case))


@deviation("ARRAY_SIZE", side=MISS, reason="the definition of ARRAY_SIZE cannot use it")
def array_size_itself(case: Case) -> bool:
    return bool(re.match(r"\s*#\s*define\s+\w*ARRAY_SIZE", code(case)))


@deviation("USE_NEGATIVE_ERRNO", side=MISS, reason="the name is no error number")
def no_error_number(case: Case) -> bool:
    return not re.search(r"\breturn[\s(]+E(INVAL|NOMEM|IO|FAULT|BUSY|PERM|NODEV|AGAIN)\b", code(case))


@deviation("USE_NEGATIVE_ERRNO", side=EXTRA, reason="checkpatch knows letters only, and one line")
def digits_or_lines(case: Case) -> bool:
    return bool(re.search(r"\bE\w*\d", code(case))) or not re.search(r"[;:,]", code(case))


@deviation("MASK_THEN_SHIFT", side=MISS, reason="'>>=' is an assignment, and sizeof is a constant")
def no_shift(case: Case) -> bool:
    return ">>=" in code(case) or "sizeof" in code(case)


@deviation("MASK_THEN_SHIFT", side=EXTRA, reason="checkpatch reads one line, and names only")
def mask_on_lines(case: Case) -> bool:
    return bool(re.search(r"\)\s*&|&\s*$|^\s*>>", code(case))) or "&" not in code(case)


@deviation(
    "HEXADECIMAL_BOOLEAN_TEST", side=EXTRA, reason="checkpatch knows the digits 0 to 9, conditions, and one line"
)
def other_hexadecimals(case: Case) -> bool:
    return not re.search(r"\(.*(&&|\|\|)\s*0[xX][0-9]+\s*(&&|\|\||\))|[(&|]\s*0[xX][0-9]+\s*(&&|\|\|).*\)", code(case))


@deviation("SIZEOF_ADDRESS", side=EXTRA, reason="checkpatch wants a parenthesis, on the same line")
def sizeof_otherwise(case: Case) -> bool:
    return not re.search(r"\bsizeof\s*\(\s*&", code(case))


@deviation("MINMAX", side=EXTRA, reason="checkpatch reads statements from their start, and two simple arguments")
def minimum_of_more(case: Case) -> bool:
    if is_hidden(case) or re.search(r"\breturn\b|#\s*define|\b(min|max)\b.*\b(min|max)\b", code(case)):
        return True
    calls = [view.parent for view in views(case, "min", "max") if isinstance(view.parent, Call)]
    return any(not is_operand(uncast(argument.expression)) for call in calls for argument in call.arguments)
