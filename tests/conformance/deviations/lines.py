"""Where reading line by line, without a parser, leads checkpatch astray: all sorts of types."""

from __future__ import annotations

import re

from pylint_kernel.language import dialect
from pylint_kernel.language.assembler import is_assembler_source
from pylint_kernel.language.syntax import Macro, syntax, token_from
from tests.conformance.deviation import EXTRA, MISS, Case, deviation
from tests.conformance.deviations.expressions import COMPARISONS
from tests.conformance.deviations.macros import items_of, macro_at, words_at
from tests.conformance.deviations.statements import chain_around, code, conditions, positions


def in_assembler(case: Case) -> bool:
    """Whether the line is assembler: a branch for it, a macro of its own, or a macro whose body is instructions."""
    file, start = case.file, case.file.line_bounds(case.row).start
    if is_assembler_source(file, start):
        return True
    end = file.line_bounds(case.row).end
    around = (macro for macro in syntax(file).macros if macro.span.start <= end and start <= macro.span.end)
    return any(has_instructions(macro) for macro in around)


def has_instructions(macro: Macro) -> bool:
    """Whether a statement of a macro is an instruction of assembler, a directive or a local label."""
    body = " ".join(items_of(macro))
    return re.search(r"(^|; )(\.|\d+ :|[a-z]\w* (%|\w+ ,))", body) is not None


@deviation(
    "MULTISTATEMENT_MACRO_USE_DO_WHILE", "SPACING", "LINE_SPACING", "SUSPECT_CODE_INDENT", "BRACKET_SPACE",
    side=MISS, reason="instructions of assembler are no C, in macros of a header, too",
)  # fmt: skip
def instructions(case: Case) -> bool:
    return in_assembler(case)


# -- statements


@deviation("ASSIGN_IN_IF", side=MISS, reason="no condition on the line assigns anything: the body of the if does")
def assigned_in_body(case: Case) -> bool:
    heads = conditions(case)
    return bool(heads) and not any(re.search(r"(?<![=!<>])=(?!=)", case.file.slice(span)) for span in heads)


@deviation("BRACES", side=MISS, reason="there is no else: those that checkpatch sees stand in branches of directives")
def directives_in_block(case: Case) -> bool:
    span = chain_around(case)
    if span is None:
        return False
    text = case.file.slice(span)
    return re.search(r"\n[ \t]*#", text) is not None and re.search(r"\}\s*else\b", text) is None


@deviation("BRACES", side=MISS, reason="a directive follows the else: in which configuration it has a body is not seen")
def else_before_directive(case: Case) -> bool:
    below = case.file.line_text(case.row + 1) if case.row + 1 < case.file.line_count else ""
    return re.search(r"\belse\s*$", code(case)) is not None and re.match(r"\s*#", below) is not None


@deviation("CONSTANT_COMPARISON", side=MISS, reason="the constant is the end of a longer sum, or so is the other side")
def not_the_whole_side(case: Case) -> bool:
    texts = case.file.tokens.texts
    return any(texts[at - 2] in "+-*/%" or texts[at + 1] == "sizeof" for at in positions(case, *COMPARISONS))


@deviation("SUSPECT_CODE_INDENT", side=MISS, reason="the empty statement stands behind a comment, which is indented")
def body_behind_comment(case: Case) -> bool:
    return re.match(r"[ \t]*/\*.*\*/[ \t]*;", case.file.line_text(case.row + 1)) is not None


@deviation("SUSPECT_CODE_INDENT", side=MISS, reason="a label before the body hides how far it is indented")
def label_before_body(case: Case) -> bool:
    lines = [case.file.line_text(row) for row in (case.row, case.row + 1) if row < case.file.line_count]
    return any(re.match(r"\w+:(?!:)", line) for line in lines)


# -- empty lines


def first_word(case: Case) -> str:
    """The first word of the line."""
    match = re.match(r"[ \t]*(\w+)", code(case))
    return match[1] if match else ""


@deviation("LINE_SPACING", side=MISS, reason="a macro that declares or groups members is a declaration, too")
def declaring_macro(case: Case) -> bool:
    word = first_word(case)
    return dialect.spoken().is_declaring(word) or word.startswith(("struct_group", "__struct_group"))


@deviation("LINE_SPACING", side=EXTRA, reason="a return or a do is no declaration, whatever brackets it has")
def statement_like_declaration(case: Case) -> bool:
    return first_word(case) in ("return", "do")


# -- declarations


@deviation("FUNCTION_ARGUMENTS", side=EXTRA, reason="asmlinkage does not hide the parameters")
def behind_asmlinkage(case: Case) -> bool:
    return re.match(r"\s*(?:extern\s+)?asmlinkage\b", code(case)) is not None


@deviation("FUNCTION_ARGUMENTS", side=MISS, reason="the parameter has a name: it stands in parentheses")
def name_in_parentheses(case: Case) -> bool:
    file, start = case.file, case.file.line_bounds(case.row).start
    end = file.code.find(";", start)
    return re.search(r"\(\s*\*\s*\w+\s*\)\s*[,)]", file.code[start:end]) is not None


@deviation("STATIC_CONST", side=MISS, reason="inline is no type: 'static inline const T' is the usual order")
def static_inline(case: Case) -> bool:
    return re.search(r"\bstatic\s+\w*inline\w*\s+const\b", code(case)) is not None


@deviation("WEAK_DECLARATION", side=EXTRA, reason="another attribute may follow")
def weak_and_more(case: Case) -> bool:
    return re.search(r"__weak\s+\w+", code(case)) is not None


@deviation("PARENTHESIS_ALIGNMENT", side=EXTRA, reason="checkpatch does not see what begins after a comment")
def broken_after_comment(case: Case) -> bool:
    return re.match(r"/\*[^*]*\*/\s*\w", case.file.line_text(case.row - 1)) is not None


@deviation("PARENTHESIS_ALIGNMENT", side=EXTRA, reason="the order of the words of a type does not matter")
def words_of_type(case: Case) -> bool:
    return any(re.search(r"\bint (?:long|short)\b", case.file.code_line(row)) for row in range(case.row - 3, case.row))


# -- macros and strings


@deviation("MACRO_ARG_UNUSED", side=MISS, reason="the argument is used behind a string of several lines")
def behind_long_string(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and any(word[0] == '"' and "\n" in word for word in words_at(case))


@deviation("LINE_CONTINUATIONS", side=MISS, reason="a string ends on the line, and the macro goes on")
def string_ends(case: Case) -> bool:
    file, start = case.file, case.file.line_bounds(case.row).start
    directive = file.directive_at(start)
    before = file.position_at(start) - 1
    return directive is not None and file.tokens.texts[before][0] == '"' and file.tokens.end(before) > start


# -- blanks


@deviation("BRACKET_SPACE", side=MISS, reason="the bracket stands behind a comment: it begins a designator")
def bracket_behind_comment(case: Case) -> bool:
    return re.search(r"\*/[ \t]+\[", case.file.line_text(case.row)) is not None


@deviation("SPACING", side=MISS, reason="a bit-field without a name is none, whatever its type")
def anonymous_bit_field(case: Case) -> bool:
    return re.match(r"\s*\w+ :\d+;", code(case)) is not None


@deviation("SPACING", side=MISS, reason="the braces of a compound literal follow its type at once, also an array's")
def literal_of_array(case: Case) -> bool:
    return re.search(r"\]\)\{", code(case)) is not None


@deviation("SPACING", side=MISS, reason="a default is a label, behind whatever macro it stands")
def default_label(case: Case) -> bool:
    return re.match(r"\s*default:\s*$", code(case)) is not None


@deviation("SPACING", side=EXTRA, reason="a cast to what typeof names is a cast")
def cast_to_typeof(case: Case) -> bool:
    return re.search(r"\((?:__)?typeof(?:__)?\s*\(.*\)\)[ \t]+\w", code(case)) is not None


@deviation("AVOID_EXTERNS", side=MISS, reason="a pointer to a function is a variable, which needs its extern")
def pointer_to_function(case: Case) -> bool:
    return re.match(r"\s*extern\b[^;=(]*\(\s*\*\s*\w+\s*\)\s*\(", code(case)) is not None


@deviation("AVOID_EXTERNS", side=MISS, reason="what follows the variable's name is an attribute, written as a macro")
def attribute_macro(case: Case) -> bool:
    return re.match(r"\s*(?:\w+\s+)+\w+\s+[A-Z]+\(\"", code(case)) is not None


@deviation("POINTER_LOCATION", side=EXTRA, reason="a type that checkpatch has not met")
def unknown_type(case: Case) -> bool:
    known = r"(?:struct|union|enum) \w+|(?:un)?signed|void|char|short|int|long|bool|\w+_t|[us](?:8|16|32|64)"
    words = re.findall(r"((?:(?:struct|union|enum) )?\w+)(?: __\w+)?(?:\*+ ?\w| \*+ )", code(case))
    return any(re.fullmatch(known, word) is None for word in words)


@deviation("LINE_SPACING", side=MISS, reason="a macro that names the type or table just defined belongs to it")
def names_the_type(case: Case) -> bool:
    file = case.file
    word = token_from(file, file.line_bounds(case.row).start)
    call = syntax(file).call_at(word.position) if word else None
    brace = word.previous if word else None
    while brace is not None and brace.text != "}":
        brace = brace.previous
    opener = brace.partner if brace else None
    if call is None or opener is None:
        return False
    head = file.text[file.line_start(opener.start) : opener.start]
    return any(one.text in re.findall(r"\w+", head) for one in call.arguments)


@deviation("MACRO_ARG_REUSE", side=MISS, reason="the macro declares: names are pasted into prototypes, not computed")
def declaring_body(case: Case) -> bool:
    return any(dialect.spoken().is_declaring(word) for word in words_at(case)[:1])


#: Calls of which nothing is left when the kernel runs.
COMPILE_TIME = re.compile(r"\b(?:BUILD_BUG_ON_ZERO|BUILD_BUG_ON_MSG|static_assert|__is_constexpr) \(")


@deviation("MACRO_ARG_REUSE", side=MISS, reason="what the compiler alone evaluates has no side effects")
def compile_time(case: Case) -> bool:
    macro, body = macro_at(case), " ".join(words_at(case))
    inside = [found.end() for found in COMPILE_TIME.finditer(body)]
    names = [one.name for one in macro.parameters] if macro else []
    return any(name and re.search(rf"\b{re.escape(name)}\b", body[at : at + 80]) for at in inside for name in names)


@deviation(
    "COMPLEX_MACRO", side=MISS, reason="an operator without its left side, or one before a call: a '!' binds tight"
)
def operator_first(case: Case) -> bool:
    return words_at(case)[:1] in ([one] for one in ("|", "||", "&&", "!", "~", "-"))


@deviation("MISPLACED_INIT", side=EXTRA, reason="an array may have several bounds, the declaration several lines")
def declarator_below(case: Case) -> bool:
    return not re.search(r"\w(?:\[\w*\])?\s*[=;]", code(case))


# -- CRLF


@deviation(
    "MACRO_ARG_REUSE", "MACRO_ARG_PRECEDENCE", side=EXTRA, reason="a line that ends in CRLF goes on behind a backslash"
)  # fmt: skip
@deviation("MACRO_ARG_UNUSED", "SPACING", side=MISS, reason="a carriage return does not end what a backslash continues")
def continued_before_carriage_return(case: Case) -> bool:
    return case.line in case.file.carriage_returns and case.file.line_text(case.row).endswith("\\")


@deviation("SPACING", side=MISS, reason="a carriage return is no blank behind an operator")
def operator_before_carriage_return(case: Case) -> bool:
    return case.line in case.file.carriage_returns and code(case).endswith(("->", "."))


@deviation(
    "REPEATED_WORD", side=MISS, reason="the word is part of a formula, of a drawing or of code, not of a sentence"
)
def formula_in_comment(case: Case) -> bool:
    line = case.file.line_text(case.row)
    return re.match(r"\s*\*\s+\w+ [-+*/<>=]", line) is not None or re.match(r"\s*\*\s+.*;$", line) is not None
