"""Parentheses, comparisons, operators."""

from __future__ import annotations

import re

from pylint_kernel.language.idioms import is_name_of_macro, lvalue_end, value_end
from pylint_kernel.language.operators import is_cast
from tests.conformance.deviation import EXTRA, MISS, Case, deviation
from tests.conformance.deviations.statements import code, conditions, is_hidden, positions

COMPARISONS = frozenset("== != < > <= >=".split())


# -- parentheses


@deviation("UNNECESSARY_PARENTHESES", side=EXTRA, reason="checkpatch does not look behind an else")
def else_if(case: Case) -> bool:
    return bool(re.search(r"\belse\s+if\b", code(case)))


@deviation("UNNECESSARY_PARENTHESES", side=EXTRA, reason="the parentheses are on several lines")
def parentheses_on_lines(case: Case) -> bool:
    tokens, row = case.file.tokens, case.row
    pairs = [(position, tokens.partner.get(position, position)) for position in positions(case, "(", "&", "*")]
    return any(case.file.row(tokens.starts[close]) != row for _, close in pairs) or code(case).rstrip().endswith(
        ("&", "*")
    )


@deviation(
    "UNNECESSARY_PARENTHESES", side=EXTRA, reason="checkpatch knows neither brackets in brackets nor members of calls"
)  # fmt: skip
def deeper_values(case: Case) -> bool:
    return bool(
        re.search(
            r"\[[^\]]*\[|\)\s*(->|\.)|\(\s*(struct|union|const|unsigned)\b[^()]*\)|/\*", case.file.line_text(case.row)
        )
    )


@deviation("UNNECESSARY_PARENTHESES", side=EXTRA, reason="checkpatch does not see the if: it stands behind other code")
def if_not_first(case: Case) -> bool:
    return bool(re.search(r"[;{}:)]\s*if\b", code(case)))


@deviation(
    "UNNECESSARY_PARENTHESES", side=MISS,
    reason="the comparison is an operand of another operator: without parentheses it means something else, or warns",
)  # fmt: skip
def operand_of_operator(case: Case) -> bool:
    texts, partner = case.file.tokens.texts, case.file.tokens.partner
    tight = COMPARISONS | {"&", "|", "^", "+", "-", "*", "/", "%", "<<", ">>"}
    for span in conditions(case):
        first, last = case.file.position_at(span.start) + 1, case.file.position_at(span.end) - 1
        for opener in range(first, last):
            close = partner.get(opener, opener)
            if texts[opener] == "(" and (texts[opener - 1] in tight or texts[close + 1] in tight):
                return True
    return False


@deviation("UNNECESSARY_PARENTHESES", side=MISS, reason="the parentheses are those of a call")
def call_behind_blank(case: Case) -> bool:
    texts = case.file.text
    return any(re.search(r"\w\s+\(", texts[span.start : span.end]) for span in conditions(case)) or bool(
        re.search(r"\w\s*\([^()]*\)\s*\(", code(case))
    )


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


@deviation(
    "BOOL_COMPARISON", side=EXTRA, reason="checkpatch misses a comparison behind another one, or an index in an index"
)
def second_comparison(case: Case) -> bool:
    return len(re.findall(r"[!=]=", code(case))) > 1 or bool(
        re.search(r"\[[^\]]*\[|(true|false)\s*[!=]=\s*\*", code(case))
    )


@deviation("CONSTANT_COMPARISON", side=MISS, reason="both sides are constants")
def both_constant(case: Case) -> bool:
    texts = case.file.tokens.texts
    sides = [(texts[at - 1], texts[at + 1]) for at in positions(case, *COMPARISONS)]
    return any(all(one[0].isdigit() or is_name_of_macro(one) for one in pair) for pair in sides)


@deviation("CONSTANT_COMPARISON", side=MISS, reason="a single capital letter names a variable")
def single_letter(case: Case) -> bool:
    texts = case.file.tokens.texts
    return any(len(texts[at - 1]) == 1 and texts[at - 1].isupper() for at in positions(case, *COMPARISONS))


@deviation("CONSTANT_COMPARISON", side=EXTRA, reason="checkpatch does not look behind an operator or a comma")
def behind_operator(case: Case) -> bool:
    texts = case.file.tokens.texts
    before = [texts[at - 2] for at in positions(case, *COMPARISONS)]
    return bool({"&&", "||", ",", "?", ":"}.intersection(before))


# -- expressions


@deviation("TYPECAST_INT_CONSTANT", side=MISS, reason="no suffix makes an integer of a fraction")
def fraction(case: Case) -> bool:
    return bool(re.search(r"\)\s*[0-9]*(\.[0-9]|[0-9][eE][0-9])", code(case)))


@deviation("TYPECAST_INT_CONSTANT", side=MISS, reason="the parentheses are those of sizeof or a call")
def no_cast(case: Case) -> bool:
    tokens = case.file.tokens
    closes = [at for at in positions(case, ")") if tokens.texts[at + 1][0].isdigit()]
    return bool(closes) and not any(is_cast(case.file, at) for at in closes)


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


@deviation("LIKELY_MISUSE", side=EXTRA, reason="checkpatch reads one line and a single argument in plain parentheses")
def hint_on_lines(case: Case) -> bool:
    tokens = case.file.tokens
    for position in positions(case, "likely", "unlikely"):
        close = tokens.partner.get(position + 1, position)
        text = case.file.slice((tokens.starts[position], tokens.end(min(close + 1, len(tokens) - 1))))
        if "\n" in text or "," in text or "((" in text or text.count("(") > 3:
            return True
    return False


@deviation("MINMAX", side=EXTRA, reason="checkpatch reads statements from their start, and two simple arguments")
def minimum_of_more(case: Case) -> bool:
    file = case.file
    if is_hidden(case) or re.search(r"\breturn\b|#\s*define|\b(min|max)\b.*\b(min|max)\b", code(case)):
        return True
    for position in positions(case, "min", "max"):
        if call := file.call_at(position):
            for argument in call.arguments:
                first, last = file.position_at(argument.start), file.position_at(argument.end)
                if file.tokens.texts[first] == "(" and is_cast(file, file.tokens.partner.get(first, first)):
                    first = file.tokens.partner[first] + 1
                if max(value_end(file, first), lvalue_end(file, first)) != last or file.tokens.texts[first] == "(":
                    return True
    return False
