"""Continued lines: what they are aligned with, and where lines are broken."""

from __future__ import annotations

import re

from pylint_kernel.language.syntax import Token
from pylint_kernel.rules.layout.continuations import lists_values
from tests.conformance.deviation import EXTRA, MISS, Case, deviation
from tests.conformance.deviations.layout import text
from tests.conformance.deviations.statements import positions


@deviation(
    "PARENTHESIS_ALIGNMENT", side=MISS, reason="an empty line or a preprocessor directive does not align with anything"
)  # fmt: skip
def nothing_to_align(case: Case) -> bool:
    line = text(case).strip()
    return not line or line.startswith("#")


def open_parenthesis(case: Case) -> Token | None:
    """The last parenthesis of the line above that is not closed on it."""
    file = case.file
    above = file.line_bounds(max(case.row - 1, 0))
    token = Token(file, file.position_at(above.end) - 1) if file.position_at(above.end) else None
    while token is not None and token.start >= above.start:
        if token.text == "(" and token.partner is not None and token.partner.start > above.end:
            return token
        token = token.previous
    return None


@deviation(
    "PARENTHESIS_ALIGNMENT", side=MISS, reason="a macro is given declarations, statements or the parts of an event"
)  # fmt: skip
def given_code(case: Case) -> bool:
    opening = open_parenthesis(case)
    if opening is None or opening.partner is None or (last := opening.partner.previous) is None:
        return False
    return last.text == ";" or re.match(r"\s*TP_\w+\(", text(case)) is not None


#: What checkpatch knows a line to begin with: words before a parenthesis, a pointer to a function, `a->b[c] = call(`.
WORDS = re.compile(r"\s*([A-Za-z_]\w*(?:\s*(?:\*|(?<!\w)[A-Za-z_]\w*))*)\s*\(")
POINTER = re.compile(r"\s*\(\s*\*\s*\w+\s*\)\s*\(")
ASSIGNED = re.compile(r"\s*(?:\*\s*)*[A-Za-z_]\w*(?:(?:->|\.)\w+|\[[^\]]*\]|\([^()]*\))*\s*=\s*[A-Za-z_]\w*\s*\(")
KEYWORDS = frozenset("else do case goto return typedef".split())
SPECIFIERS = frozenset("static extern const volatile register auto inline".split())


@deviation(
    "PARENTHESIS_ALIGNMENT", side=EXTRA, reason="checkpatch does not know what a line begins with that is broken"
)  # fmt: skip
def begins_otherwise(case: Case) -> bool:
    above = case.file.code_line(case.row - 1)
    if words := WORDS.match(above):
        names = re.findall(r"\w+", words[1])
        if len(names) == 1 or names == ["else", "if"]:
            return False
        return names[0] in KEYWORDS or len(set(names) - SPECIFIERS) < 2
    return not POINTER.match(above) and not ASSIGNED.match(above)


@deviation("PARENTHESIS_ALIGNMENT", side=EXTRA, reason="checkpatch knows lines that end with a comma, && or ||")
def broken_at_comparison(case: Case) -> bool:
    return case.file.code_line(case.row - 1).rstrip().endswith(("==", "!=", "<", ">", "<=", ">="))


@deviation("LOGICAL_CONTINUATIONS", side=MISS, reason="the operator is part of a comment, or takes a label's address")
def no_operator(case: Case) -> bool:
    file = case.file
    line = file.line_bounds(case.row)
    offset = line.start + len(text(case)) - len(text(case).lstrip(" \t"))
    if file.comment_at(offset):
        return True
    before = file.tokens.texts[file.position_at(offset) - 1]
    return before in (",", "{", "=", "(")


@deviation("ASSIGNMENT_CONTINUATIONS", side=EXTRA, reason="checkpatch overlooks an operator that is alone on its line")
def operator_alone(case: Case) -> bool:
    return case.file.code_line(case.row).strip() in ("=", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", "<<=", ">>=")


@deviation("MULTILINE_DEREFERENCE", side=EXTRA, reason="checkpatch knows members of names only")
def member_of_call(case: Case) -> bool:
    return case.file.code_line(case.row - 1).rstrip().endswith((")->", ")."))


@deviation("OPEN_ENDED_LINE", side=MISS, reason="the parentheses of a macro that lists values work like braces")
def listed_values(case: Case) -> bool:
    row = [Token(case.file, position) for position in positions(case, "(")]
    return bool(row) and lists_values(row[-1])


@deviation("LOGICAL_CONTINUATIONS", side=MISS, reason="below a directive there is no line to end with the operator")
def below_directive(case: Case) -> bool:
    return case.row > 0 and case.file.line_text(case.row - 1).lstrip().startswith("#")


@deviation("INDENTED_LABEL", side=MISS, reason="the lines of a macro are indented, its labels with them")
def label_of_macro(case: Case) -> bool:
    directive = case.file.directive_at(case.file.line_bounds(case.row).start)
    return directive is not None and text(case).startswith("\t") and not text(case).startswith("\t\t")
