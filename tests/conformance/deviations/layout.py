"""Layout: blanks, indentation, line breaks, comments."""

from __future__ import annotations

import re

from pylint_kernel.classify import Kind
from pylint_kernel.language.idioms import in_literal
from pylint_kernel.language.syntax import Declaration, Field, Parameter, View, syntax
from pylint_kernel.rules.layout.comments import precedes_case
from tests.conformance.deviation import EXTRA, MISS, Case, deviation


def text(case: Case) -> str:
    """The line that the case is about."""
    return case.file.line_text(case.row)


@deviation(
    "LONG_LINE", "LONG_LINE_COMMENT", "LONG_LINE_STRING", side=MISS,
    reason="checkpatch counts bytes, not characters on the screen",
)  # fmt: skip
def bytes_are_not_columns(case: Case) -> bool:
    line = text(case)
    return not line.isascii() and case.file.width(line) <= case.file.limits.max_line_length


@deviation(
    "LEADING_SPACE", side=MISS, reason="a comment may be aligned; checkpatch exempts one only behind spaces"
)  # fmt: skip
def comment_behind_tab(case: Case) -> bool:
    line = text(case)
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    return "\t" in indent and line[len(indent) :].startswith(("/*", "//"))


@deviation(
    "TABSTOP", side=EXTRA, reason="checkpatch only knows declarations of a single name without array bounds"
)  # fmt: skip
def any_declaration(case: Case) -> bool:
    line = case.file.code_line(case.row)
    return any(mark in line for mark in ("[", ",", "(", ":"))


@deviation("BLOCK_COMMENT_STYLE", side=MISS, reason="the line does not continue a comment")
def no_comment_goes_on(case: Case) -> bool:
    comment = case.file.comment_at(case.file.line_bounds(case.row).start)
    return comment is None or not case.file.text.startswith("/*", comment.start)


@deviation("LINE_SPACING", side=MISS, reason="a run of empty lines is reported once, whatever its length")
def run_of_empty_lines(case: Case) -> bool:
    return not text(case).strip() and not case.file.line_text(case.row - 1).strip()


@deviation("LINE_SPACING", side=MISS, reason="a macro that names the function just defined belongs to it")
def names_the_function(case: Case) -> bool:
    file = case.file
    call = syntax(file).call_at(file.position_at(file.line_bounds(case.row).start))
    if call is None or not file.line_text(case.row - 1).startswith("}"):
        return False
    row = case.row - 1
    while row and file.line_text(row) != "{":
        row -= 1
    header = file.text[file.line_bounds(max(row - 9, 0)).start : file.line_bounds(row).end]
    return any(f"{argument.text}(" in header for argument in call.arguments)


def around(case: Case, row: int) -> list[View]:
    """The pieces of syntax that the first word of a line is part of, from the inside out."""
    line = case.file.line_text(row)
    inner = syntax(case.file).at(case.file.line_bounds(row).start + len(line) - len(line.lstrip(" \t")))
    return [inner, *inner.ancestors()] if inner else []


@deviation("LINE_SPACING", side=MISS, reason="the line declares something, too: a variable, a member, a parameter")
def more_declarations(case: Case) -> bool:
    views = around(case, case.row)
    return any(
        isinstance(view, Parameter) or (isinstance(view, (Declaration, Field)) and view.row == case.row)
        for view in views
    )


@deviation("LINE_SPACING", side=EXTRA, reason="the declaration above has several lines")
def long_declaration(case: Case) -> bool:
    row = case.row - 1
    return any(isinstance(view, Declaration) and view.row < row for view in around(case, row))


@deviation("LINE_SPACING", side=EXTRA, reason="a statement that begins with an operator or a cast is a statement")
def begins_with_operator(case: Case) -> bool:
    return text(case).lstrip()[:1] in tuple("*(&!-+~")


@deviation("LINE_SPACING", side=EXTRA, reason="a function's prototype is a declaration")
def behind_prototype(case: Case) -> bool:
    return case.file.code_line(case.row - 1).rstrip().endswith(");")


@deviation("LINE_SPACING", side=EXTRA, reason="a macro may make the type of a declaration")
def behind_made_type(case: Case) -> bool:
    return re.match(r"\s*[A-Z]\w*\(.*\)\s+\*?\w+(\s*=.*)?;", case.file.code_line(case.row - 1)) is not None


REPEATED = re.compile(r"\b([A-Za-z]+) \1\b", re.IGNORECASE)


@deviation("REPEATED_WORD", side=MISS, reason="code is no prose")
def repeated_in_code(case: Case) -> bool:
    return REPEATED.search(case.file.code_line(case.row)) is not None


@deviation("REPEATED_WORD", side=MISS, reason="the second word begins the description of a parameter of that name")
def described_parameter(case: Case) -> bool:
    return re.search(r"@\w+(?:\[[\w,]+\])?\s+([a-z]+) \1", text(case), re.IGNORECASE) is not None


@deviation("REPEATED_WORD", side=MISS, reason="the word begins a row of a table or of a list")
def row_of_table(case: Case) -> bool:
    return re.match(r"\s*\*\s+\w+(?: {2,}| =)", text(case)) is not None


@deviation("TYPO_SPELLING", side=MISS, reason="the tree has no list of misspellings")
def no_spelling_list(case: Case) -> bool:
    return not case.file.kernel.spelling


@deviation("CVS_KEYWORD", side=MISS, reason="checkpatch looks at the beginning of the word only")
def longer_word(case: Case) -> bool:
    return re.search(r"\$(?:Revision|Log|Id)\b", text(case)) is None


@deviation("PREFER_FALLTHROUGH", side=MISS, reason="the comment does not stand before a case")
def not_before_case(case: Case) -> bool:
    file, (start, end) = case.file, case.file.line_bounds(case.row)
    comments = [comment for comment in file.comments if comment.start < end and start < comment.end]
    after_label = any(file.tokens.texts[file.position_at(comment.start) - 1] == ":" for comment in comments)
    return bool(comments) and not after_label and not any(precedes_case(comment, file) for comment in comments)


@deviation(
    "MEMORY_BARRIER", "DATA_RACE", "WAITQUEUE_ACTIVE", side=MISS, reason="a definition is no use, nor is a member"
)  # fmt: skip
def defines_or_declares(case: Case) -> bool:
    line = case.file.code_line(case.row)
    if re.match(r"[ \t]*#[ \t]*define\b|(?:\w+[ \t*]+)+\w+\(", line):
        return True
    return re.search(r"(?:->|\.)\s*\w*(?:mb|barrier|race|active)\w*\s*\(", line) is not None


@deviation("MEMORY_BARRIER", side=MISS, reason="a comment before the barrier on its line explains it, too")
def comment_before_barrier(case: Case) -> bool:
    return text(case).lstrip().startswith("/*")


@deviation("SPDX_LICENSE_TAG", side=MISS, reason="a string, or what a script writes, is no tag of the file itself")
def tag_in_string(case: Case) -> bool:
    at = case.file.line_bounds(case.row).start + max(text(case).find("SPDX-License-Identifier:"), 0)
    return in_literal(case.file, at) or (case.file.kind == Kind.SHELL and not text(case).lstrip().startswith("#"))


@deviation("SPDX_LICENSE_TAG", side=EXTRA, reason="the expression is judged without git and the tree's script, too")
def judged_without_git(case: Case) -> bool:
    return case.row < 2 and "SPDX-License-Identifier: " in text(case)


def ends_in_crlf(case: Case) -> bool:
    """Whether the line ends in CRLF, which rules never see."""
    return case.line in case.file.carriage_returns


@deviation(
    "TRAILING_WHITESPACE", side=MISS,
    reason="a CRLF is DOS_LINE_ENDINGS inside of comments and strings, too",
)  # fmt: skip
def carriage_return_in_comment(case: Case) -> bool:
    return ends_in_crlf(case) and text(case) == text(case).rstrip(" \t\f\v")


@deviation(
    "DOS_LINE_ENDINGS", side=EXTRA, reason="checkpatch calls a CRLF inside of a comment or a string TRAILING_WHITESPACE"
)  # fmt: skip
def carriage_return_of_comment(case: Case) -> bool:
    end = case.file.line_bounds(case.row).end
    in_comment = case.file.comment_at(end - 1) is not None or in_literal(case.file, end - 1)
    return ends_in_crlf(case) and (in_comment or (case.line, "TRAILING_WHITESPACE") in case.oracle)


@deviation("TRAILING_WHITESPACE", side=EXTRA, reason="checkpatch does not see the blanks before a CRLF")
def blanks_before_carriage_return(case: Case) -> bool:
    return ends_in_crlf(case)


@deviation("WHITESPACE_AFTER_LINE_CONTINUATION", side=MISS, reason="the carriage return of a CRLF is no blank")
def backslash_before_carriage_return(case: Case) -> bool:
    return ends_in_crlf(case) and text(case).endswith("\\")


@deviation("COMPLEX_MACRO", side=MISS, reason="what has a semicolon before a CRLF ends with it: TRAILING_SEMICOLON")
def statement_before_carriage_return(case: Case) -> bool:
    return (case.line, "TRAILING_SEMICOLON") in case.kcheck and ends_in_crlf(case)


@deviation("TRAILING_SEMICOLON", side=EXTRA, reason="checkpatch does not see what ends a macro before a CRLF")
def semicolon_before_carriage_return(case: Case) -> bool:
    return ends_in_crlf(case)


@deviation("WHITESPACE_AFTER_LINE_CONTINUATION", side=EXTRA, reason="the backslash is lost on any continued line")
def not_the_first_line(case: Case) -> bool:
    return re.match(r"[ \t]*#[ \t]*define\b", text(case)) is None


@deviation("BLOCK_COMMENT_STYLE", side=EXTRA, reason="checkpatch does not see that '*/' ends a line with CRLF")
def end_before_carriage_return(case: Case) -> bool:
    return ends_in_crlf(case) and text(case).endswith("*/")


@deviation("WHILE_AFTER_BRACE", side=MISS, reason="the brace ends no do loop")
def empty_loop_behind_block(case: Case) -> bool:
    tokens = case.file.tokens
    brace = case.file.position_at(case.file.line_bounds(case.row).start) - 1
    opener = tokens.partner.get(brace, 0)
    return tokens.texts[brace] == "}" and tokens.texts[opener - 1] != "do"


@deviation("TRAILING_SEMICOLON", side=MISS, reason="the while ends a do loop")
def end_of_do_loop(case: Case) -> bool:
    return text(case).lstrip().startswith("while") and "do" in [
        case.file.line_text(row).strip() for row in range(max(case.row - 3, 0), case.row)
    ]


@deviation("AVOID_L_PREFIX", side=EXTRA, reason="checkpatch knows names of three words only")
def longer_name_of_macro(case: Case) -> bool:
    return re.match(r"\s*SYM_[A-Z]+_[A-Z]+_(?:START|END)", text(case)) is not None


@deviation(
    "SUSPECT_CODE_INDENT",
    side=MISS,
    reason="a directive cuts the body off, or what looks like an if is code in a macro's call",
)
def no_body(case: Case) -> bool:
    line = case.file.code_line(case.row)
    return case.file.line_text(case.row + 1).startswith("#") or re.match(r"\s*\w+\(.*, *if ", line) is not None
