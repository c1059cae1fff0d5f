"""Where kcheck knows better about spaces and pointers: types that checkpatch has not met, text that is no code."""

from __future__ import annotations

import re

from pylint_kernel.language.assembler import is_assembler_source, linker_scripts
from pylint_kernel.language.syntax.marks import role
from pylint_kernel.language.syntax.roles import Role
from tests.conformance.deviation import EXTRA, MISS, Case, deviation

CAST = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)[ \t]+[\w(*&!~\"'+-]")
TYPE_ARGUMENT = re.compile(
    r"\b\w+\((?:const )?(?:(?:struct|union|enum|unsigned|signed|long) )?\w+(?:[ \t]*\*+)?\)[ \t]+[-+*/&|<>!~\w]"
)
FUNCTION_POINTER = re.compile(r"\([ \t]*\*+[ \t]*(?:const )?\w+[ \t]*(?:\[\w*\])?\)[ \t]*\(")
TYPE_ENDING = re.compile(r"(?:int|char|long|short|void|bool|float|double|[us]\d+|[lb]e\d\d|_t|_handler)[ \t]+\(")


#: A word that checkpatch does not know for a type, or the begin of the line, and the star after it.
UNKNOWN_TYPE = re.compile(
    r"(?:(?<!struct )(?<!union )(?<!enum )\b(?!(?:void|char|short|int|long|bool|const|[us](?:8|16|32|64))\b)\w+|[*)]|^)"
    r"[ \t]*\*"
)


def code_of(case: Case) -> str:
    """The line of the case, comments as spaces and literals crossed out."""
    return case.file.code_line(case.row)


@deviation("SPACING", side=EXTRA, reason="a semicolon in the head of a for is like one at the end of a line")
def semicolon_in_head(case: Case) -> bool:
    return re.search(r"\bfor \(.*[^\s;(][ \t]+;", code_of(case)) is not None


@deviation("SPACING", side=MISS, reason="an argument that is a type, or is called like one, is no cast")
def argument_is_a_type(case: Case) -> bool:
    return TYPE_ARGUMENT.search(code_of(case)) is not None


@deviation("SPACING", side=MISS, reason="the slash or dash of a path, a header's name or a string is no operator")
def path(case: Case) -> bool:
    code = code_of(case)
    return re.search(r"\bTRACE_INCLUDE_(?:PATH|FILE)\b|__stringify\([^()]*[-/]|<[\w/+-]+\.h>", code) is not None


@deviation(
    "SPACING", "POINTER_LOCATION", "BRACKET_SPACE", side=MISS, reason="assembler is no C, nor are the words of a pragma"
)
def no_c(case: Case) -> bool:
    code = code_of(case)
    if re.match(r"\s*#\s*pragma\b.*(?:=|\w\s+\()|\s*\w+\s+%\w|.*\(\w+,.*%[a-z]\d\)", code):
        return True
    return is_assembler_source(case.file, case.file.line_bounds(case.row).start)


@deviation("SPACING", side=MISS, reason="a bit-field without a name is no label")
def unnamed_bit_field(case: Case) -> bool:
    return (
        re.match(r"\s*(?:unsigned|signed|int|long|[us]\d+|__u\d+|__[lb]e\d+)(?:\s+\w+)?\s*:\s*\w+", code_of(case))
        is not None
    )


@deviation("SPACING", side=MISS, reason="a bit-field is one, too, where a macro is given it")
def given_bit_field(case: Case) -> bool:
    return re.search(r"\w:\d+[,)]", code_of(case)) is not None


@deviation("SPACING", side=MISS, reason="a colon inside a case may belong to a conditional")
def conditional_in_case(case: Case) -> bool:
    return re.match(r"\s*case\b[^:]*\?[^:]*:", code_of(case)) is not None


@deviation(
    "SPACING", side=MISS, reason="the '*' is a pointer's, by the syntax tree; checkpatch takes it for a multiplication"
)
def pointer_to_unknown_type(case: Case) -> bool:
    file, start = case.file, case.file.line_bounds(case.row).start
    stars = (file.position_at(start + word.end() - 1) for word in UNKNOWN_TYPE.finditer(code_of(case)))
    return any(role(file, position) is Role.POINTER for position in stars)


@deviation("SPACING", side=MISS, reason="the sign of an exponent is a part of the number")
def exponent(case: Case) -> bool:
    return re.search(r"\b\d[\d.]*[eE][-+]\d", code_of(case)) is not None


@deviation("SPACING", side=MISS, reason="a macro makes a string of the argument, which is a word with a slash in it")
def stringified(case: Case) -> bool:
    file, found = case.file, re.match(r"\s*(\w+)\(\w+/\w+,", code_of(case))
    macro = re.search(rf"#\s*define {found[1]}\((\w+)", file.code) if found else None
    return macro is not None and re.search(rf"#\s*{macro[1]}\b", file.code[macro.end() :][:400]) is not None


@deviation("SPACING", side=MISS, reason="a bracket that begins a line is indented, no space is before it")
def bracket_begins_line(case: Case) -> bool:
    return re.match(r"\s+\]", code_of(case)) is not None


@deviation("SPACING", side=MISS, reason="an argument of a macro that is empty may have a space in its place")
def empty_argument(case: Case) -> bool:
    return re.search(r",[ \t]*\)|,[ \t]+,", code_of(case)) is not None


@deviation("SPACING", side=MISS, reason="a space ends the name of a macro")
def begins_with_punctuation(case: Case) -> bool:
    return re.match(r"\s*#\s*define\s+\w+(?:\([^()]*\))?\s+[,;)\]]", code_of(case)) is not None


@deviation("SPACING", side=MISS, reason="the member of a compound literal follows at once")
def member_of_literal(case: Case) -> bool:
    return re.search(r"\}(?:\.|->|\[)", code_of(case)) is not None


@deviation("SPACING", side=MISS, reason="an operator that is the argument of a macro needs no spaces")
def operator_as_argument(case: Case) -> bool:
    return re.search(r"[(,]\s*[-+*/%&|^<>=!]{1,3}\s*[,)]", code_of(case)) is not None


@deviation("SPACING", side=MISS, reason="else, do and goto are no functions")
def keyword_before_parenthesis(case: Case) -> bool:
    return re.search(r"\b(?:else|do|goto)[ \t]+\(", code_of(case)) is not None


@deviation("SPACING", side=MISS, reason="a declarator in parentheses follows a type that checkpatch has not met")
def declarator(case: Case) -> bool:
    return re.search(r"\b\w+[ \t]+\(\*+\w+(?:\[\w*\])?\)[(\[]", code_of(case)) is not None


@deviation("SPACING", side=EXTRA, reason="the head of the statement begins on a line before, or holds one word")
def brace_after_long_head(case: Case) -> bool:
    code = code_of(case)
    return "){" in code and (code.count("(") < code.count(")") or re.search(r"\(\w+\)\{", code) is not None)


@deviation("SPACING", side=EXTRA, reason="a cast to a type that checkpatch has not met")
def cast_to_unknown_type(case: Case) -> bool:
    return CAST.search(code_of(case)) is not None


@deviation("SPACING", side=EXTRA, reason="coding-style.rst wants no space beside an increment anywhere")
def increment(case: Case) -> bool:
    return re.search(r"(?:\+\+|--)[ \t]+[\w(*]|[\w)\]][ \t]+(?:\+\+|--)", code_of(case)) is not None


@deviation(
    "SPACING",
    side=EXTRA,
    reason="typedefs, parameters, arrays and pointers to pointers to functions are declared alike",
)
def function_pointer(case: Case) -> bool:
    return FUNCTION_POINTER.search(code_of(case)) is not None


@deviation("SPACING", side=EXTRA, reason="the function's name ends like a type, which blinds checkpatch")
def name_ends_like_type(case: Case) -> bool:
    return TYPE_ENDING.search(code_of(case)) is not None


@deviation("SPACING", side=EXTRA, reason="a line that ends in a parenthesis blinds checkpatch to others on it")
def open_line(case: Case) -> bool:
    return (
        re.search(r"\(\s*$", code_of(case)) is not None and re.search(r"[(][ \t]|[ \t][(]", code_of(case)) is not None
    )


@deviation("SPACING", side=EXTRA, reason="a qualifier before struct, union or enum changes nothing")
def qualified_definition(case: Case) -> bool:
    return re.match(r"\s*(?:\w+\s+)+(?:struct|union|enum)\s+\w+(?:\s+\w+)?\{", code_of(case)) is not None


@deviation("POINTER_LOCATION", side=EXTRA, reason="a type among others in parentheses is written as one alone is")
def unnamed_parameter(case: Case) -> bool:
    return re.search(r"\w\*+\s*[,)]", code_of(case)) is not None


@deviation("POINTER_LOCATION", side=MISS, reason="a space may stand before restrict as before const")
def before_restrict(case: Case) -> bool:
    return re.search(r"\* (?:__)?restrict", code_of(case)) is not None


@deviation("POINTER_LOCATION", side=EXTRA, reason="a comment between type and '*' does not matter")
def comment_before_star(case: Case) -> bool:
    return re.search(r"\*/\s*\*", case.file.line_text(case.row)) is not None


@deviation("POINTER_LOCATION", side=EXTRA, reason="blanks inside of the parentheses hide nothing")
def blanks_in_parentheses(case: Case) -> bool:
    return re.search(r"\([ \t]+[\w \t]+\*+[ \t]*\)", code_of(case)) is not None


@deviation("POINTER_LOCATION", side=EXTRA, reason="a macro may name the type")
def macro_type(case: Case) -> bool:
    return re.search(r"\b[A-Z][A-Z0-9_]*\([^()]*\)\s*\*+\s*\w", code_of(case)) is not None


@deviation(
    "POINTER_LOCATION", side=EXTRA, reason="an attribute may stand between type and '*', known to checkpatch or not"
)
def attribute_before_star(case: Case) -> bool:
    return re.search(r"\b(?:struct|union|enum)\s+\w+\s+__\w+\s+\*+\s+\w", code_of(case)) is not None


@deviation("SPACING", side=EXTRA, reason="coding-style.rst lists the unary plus with the other unary operators")
def unary_plus(case: Case) -> bool:
    return re.search(r"(?:[=(,+*/<>&|?:-]|\breturn)[ \t]*[+][ \t]+[\w(]", code_of(case)) is not None


@deviation("SPACING", "POINTER_LOCATION", side=MISS, reason="a macro that names sections is part of a linker script")
def linker_script(case: Case) -> bool:
    bounds = case.file.line_bounds(case.row)
    return any(one.span.start < bounds[1] and bounds[0] < one.span.end for one in linker_scripts(case.file))


@deviation("SPACING", side=MISS, reason="a guard heads a block, and may have a space as an if has")
def guard(case: Case) -> bool:
    return re.search(r"\bscoped_\w+[ \t]+\(", code_of(case)) is not None
