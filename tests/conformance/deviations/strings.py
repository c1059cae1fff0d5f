"""Where kcheck knows better about strings and formats: statements that checkpatch does not see, escapes, comments."""

from __future__ import annotations

import re

from pylint_kernel.language.idioms import string_around
from pylint_kernel.language.syntax import Token
from pylint_kernel.rules.layout.long_lines import PRINTS, ROW_STRING
from tests.conformance.deviation import EXTRA, MISS, Case, deviation
from tests.conformance.deviations.macros import macro_at

NUMBERED_BYTE = re.compile(r'\\(?:[0-7]{1,3}|x[0-9A-Fa-f]+)"')
BEFORE_BODY = re.compile(r"(?:\)|\belse|\bdo|[{}:;]|^)\s*$")


def text_of(case: Case) -> str:
    """The line of the case."""
    return case.file.line_text(case.row)


@deviation(
    "VSPRINTF_POINTER_EXTENSION", "VSPRINTF_SPECIFIER_PX", "UNNECESSARY_MODIFIER", side=MISS,
    reason="checkpatch reports the if, else or case before the call, kcheck the call",
)  # fmt: skip
def condition_before_call(case: Case) -> bool:
    if not re.search(r"\b(?:if|else|while|for|case|default|switch|do)\b", text_of(case)):
        return False
    return any((line, case.code) in case.kcheck for line in range(case.line + 1, case.line + 5))


@deviation(
    "VSPRINTF_POINTER_EXTENSION", "VSPRINTF_SPECIFIER_PX", "UNNECESSARY_MODIFIER", side=EXTRA,
    reason="the call is the body of an if, else or case, which checkpatch reports or takes for all of the statement",
)  # fmt: skip
def call_behind_condition(case: Case) -> bool:
    return BEFORE_BODY.search(case.file.code_line(case.row - 1)) is not None


@deviation("TRACING_LOGGING", side=EXTRA, reason="the call takes several lines, or the message more words")
def long_tracing(case: Case) -> bool:
    text = text_of(case)
    return "__func__" not in text or "(" not in text.split('"')[0] or len(text.split('"')[1].split()) > 3


@deviation("TRACING_LOGGING", side=MISS, reason="the text goes into a buffer, is used, or heads a dump")
def no_message(case: Case) -> bool:
    return re.search(r"\w*(?:hex|dump)\w*\(|s(?:c?n)?printf\(|=[^\"]*\(|\breturn\b", text_of(case)) is not None


@deviation(
    "EMBEDDED_FUNCTION_NAME", side=EXTRA, reason="checkpatch reads one line of a function's head, one string of a line"
)
def unseen_head_or_string(case: Case) -> bool:
    return case.file.line_text(case.row).count('"') > 2 or not head_on_one_line(case)


def head_on_one_line(case: Case) -> bool:
    """Whether the head of the function around the case has name and parameters on one line."""
    for row in range(case.row, 0, -1):
        if case.file.line_text(row).startswith("{"):
            return re.match(r"\w.*\(.*\)\s*$", case.file.code_line(row - 1)) is not None
    return False


@deviation("SPLIT_STRING", "MISSING_SPACE", side=EXTRA, reason="the letter behind an escaped backslash is a letter")
def escaped_backslash(case: Case) -> bool:
    return re.search(r'\\\\[ntr]"$', case.file.line_text(case.row - 1)) is not None


@deviation("MISSING_SPACE", side=MISS, reason="a byte given by its number is no letter")
def numbered_byte_before(case: Case) -> bool:
    return NUMBERED_BYTE.search(case.file.line_text(case.row - 1)) is not None


@deviation("STRING_FRAGMENTS", side=MISS, reason="digits would go on with a byte given by its number")
def numbered_byte(case: Case) -> bool:
    return NUMBERED_BYTE.search(text_of(case)) is not None


@deviation("CONCATENATED_STRING", side=MISS, reason="U and u8 are prefixes of a string; a tab is a blank")
def prefix_or_tab(case: Case) -> bool:
    return re.search(r'\b(?:U|u8)"|"\t+"', text_of(case)) is not None


@deviation("CONCATENATED_STRING", side=EXTRA, reason="a macro's name may have small letters")
def small_letters(case: Case) -> bool:
    return re.search(r'"[a-z]', case.file.code_line(case.row)) is not None


@deviation("QUOTED_WHITESPACE_BEFORE_NEWLINE", side=MISS, reason="a comment prints nothing")
def newline_in_comment(case: Case) -> bool:
    return "\\n" not in text_without_comments(case)


def text_without_comments(case: Case) -> str:
    """The line with its comments blank but its strings as they are."""
    text, code = text_of(case), case.file.code_line(case.row)
    return "".join(old if new != " " else " " for old, new in zip(text, code, strict=True))


@deviation("SYSFS_EMIT", side=EXTRA, reason="the format is on another line than the return, or has several parts")
def split_format(case: Case) -> bool:
    text = text_of(case)
    return "sysfs_emit" not in text or text.count('"') > 2 or re.search(r"sysfs_emit\(\w+\s*,\s*\"", text) is None


@deviation("SYSFS_EMIT", side=MISS, reason="the last part of the format has the newline, or is a macro")
def newline_in_last_part(case: Case) -> bool:
    return re.search(r'"\s*(?:$|"|[A-Z])', text_of(case).partition("sysfs_emit")[2]) is not None


@deviation("SIZEOF_PARENTHESIS", side=EXTRA, reason="two stars are no other thing than one")
def stars_of_sizeof(case: Case) -> bool:
    return re.search(r"\bsizeof\s+\*\s*\*", case.file.code_line(case.row)) is not None


@deviation("PRINTF_0XDECIMAL", side=EXTRA, reason="flags do not make a number hexadecimal")
def flags_behind_0x(case: Case) -> bool:
    return re.search(r"0x%[-+ #]", text_of(case)) is not None


@deviation("VSPRINTF_POINTER_EXTENSION", side=MISS, reason="newer kernels have more forms of %p4")
def newer_fourcc(case: Case) -> bool:
    return re.search(r"%p4c[hlb]", text_of(case)) is not None


@deviation("UNNECESSARY_MODIFIER", side=MISS, reason="%% is a percent sign")
def percent_sign(case: Case) -> bool:
    return re.search(r"%%hh?[idux]", text_of(case)) is not None


@deviation("ONE_SEMICOLON", side=MISS, reason="the second semicolon belongs to the head of a for")
def loop_head(case: Case) -> bool:
    return re.search(r"\bfor\s*\(", case.file.code_line(case.row)) is not None


@deviation("ONE_SEMICOLON", side=EXTRA, reason="a comment may follow")
def comment_behind(case: Case) -> bool:
    return re.search(r";\s*(?:/\*|//)", text_of(case)) is not None


@deviation("BRACKET_SPACE", side=MISS, reason="the designator that a macro's body begins with indexes nothing")
def designator_of_macro(case: Case) -> bool:
    return re.search(r"#\s*define\s+\w+(?:\([^()]*\))?\s+\[", case.file.code_line(case.row)) is not None


@deviation("QUOTED_WHITESPACE_BEFORE_NEWLINE", side=MISS, reason="assembler is not printed")
def template(case: Case) -> bool:
    return any(string.in_assembler for string in strings_on(case))


@deviation("LINE_CONTINUATIONS", side=MISS, reason="assembler, or the text of a file as it is laid out")
def laid_out(case: Case) -> bool:
    return any(string.in_assembler or string.text.startswith('"\\\n') for string in strings_on(case))


def strings_on(case: Case) -> list[Token]:
    """The strings that the line is, or has, a part of."""
    start, end = case.file.line_bounds(case.row)
    found = {string_around(case.file, offset) for offset in range(start, end)}
    return [Token(case.file, position) for position in found if position is not None]


@deviation("LONG_LINE_STRING", "LONG_LINE", side=MISS, reason="the text in the last column of a list's row stays whole")
def text_of_row(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and macro.is_rows and ROW_STRING.match(case.file.code_line(case.row)) is not None


@deviation("LONG_LINE_STRING", "LONG_LINE", side=MISS, reason="programs have messages, too")
def message_of_program(case: Case) -> bool:
    call = re.match(r"\s*(\w+)\(", text_of(case))
    return case.file.is_user_space and call is not None and PRINTS.fullmatch(call[1]) is not None


@deviation("STRING_FRAGMENTS", side=MISS, reason="a string with zero bytes is a table")
def table_in_string(case: Case) -> bool:
    return '\\0"' in text_of(case)
