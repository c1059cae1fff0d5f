"""Declarations, types and names."""

from __future__ import annotations

import re

from pylint_kernel.language.syntax import (
    Assembler,
    Declaration,
    Declaring,
    DeclaringMacro,
    ExpressionStatement,
    Record,
    Token,
    Typedef,
    syntax,
)
from pylint_kernel.rules.api import modules
from pylint_kernel.rules.language import types
from pylint_kernel.rules.language.structs import FILLER, goes_on, is_changed, is_fixed, last_array
from tests.conformance.deviation import EXTRA, MISS, Case, deviation


def code(case: Case) -> str:
    """The line that the case is about, masked."""
    return case.file.code_line(case.row)


def code_above(case: Case) -> str:
    """The nearest line above that is more than a comment, masked and stripped."""
    for row in range(case.row - 1, -1, -1):
        if line := case.file.code_line(row).strip():
            return line
    return ""


def tokens_of(case: Case, text: str) -> list[Token]:
    """The tokens of the line that read ``text``."""
    every = (Token(case.file, at) for at in case.file.tokens.index.get(text, ()))
    return [token for token in every if token.row == case.row]


def first_token(case: Case) -> Token:
    """The first token of the line, or of the lines after it."""
    return Token(case.file, case.file.position_at(case.file.line_bounds(case.row).start))


def declaration_of(token: Token) -> Declaring | None:
    """The declaration that a token is part of."""
    return syntax(token.file).declaration_at(token)


@deviation(
    "AVOID_EXTERNS", "FUNCTION_ARGUMENTS", "NON_OCTAL_PERMISSIONS", "EXPORTED_WORLD_WRITABLE", side=EXTRA,
    reason="checkpatch takes what follows a lone brace, a directive or an unfinished line for part of it",
)  # fmt: skip
def behind_block(case: Case) -> bool:
    above = code_above(case)
    return above.endswith(("}", "};", ")", ":", "else", "\\")) or above.startswith("#")


@deviation(
    "DEVICE_ATTR_RW", "DEVICE_ATTR_RO", "DEVICE_ATTR_WO", "DEVICE_ATTR_FUNCTIONS", "DEVICE_ATTR_PERMS", side=EXTRA,
    reason="reported where it is; checkpatch reports it at the brace or directive before",
)  # fmt: skip
def attribute_behind_block(case: Case) -> bool:
    return "DEVICE_ATTR" in code(case) and behind_block(case)


@deviation(
    "DEVICE_ATTR_RW", "DEVICE_ATTR_RO", "DEVICE_ATTR_WO", "DEVICE_ATTR_FUNCTIONS", "DEVICE_ATTR_PERMS", side=MISS,
    reason="reported where it is, not at the brace or directive before",
)  # fmt: skip
def block_before_attribute(case: Case) -> bool:
    line = code(case).strip()
    below = (case.line + step for step in range(1, 6))
    return line.endswith(("}", "};")) and any((number, case.code) in case.kcheck for number in below)


@deviation(
    "NON_OCTAL_PERMISSIONS", side=MISS, reason="the first argument of the macro is a channel, which has one digit"
)  # fmt: skip
def channel(case: Case) -> bool:
    return re.search(r"IIO_DEV_ATTR_[A-Z_]+\s*\(\s*\d\s*,", code(case)) is not None


# -- typedefs and integers


@deviation("NEW_TYPEDEFS", side=MISS, reason="a function type whose parameters go on in the next line")
def long_function_type(case: Case) -> bool:
    found = [declaration_of(keyword) for keyword in tokens_of(case, "typedef")]
    return any(isinstance(one, Typedef) and types.names_function(one) for one in found)


@deviation("NEW_TYPEDEFS", side=EXTRA, reason="an integer among the members says nothing about the struct")
def integer_member(case: Case) -> bool:
    return "{" in code(case) or code(case).strip() == "typedef"


@deviation("UNSPECIFIED_INT", side=EXTRA, reason="qualifiers, attributes and line ends do not matter")
def qualified_unsigned(case: Case) -> bool:
    seen = r"\b(un)?signed\b[\s*]*(?!(long|short|int|char)\b)\w*\s*[=,;\[()]"
    line = case.file.line_text(case.row)
    return not re.search(seen, line) or re.search(r"__\w+\s+(un)?signed", line) is not None


@deviation("UNNECESSARY_INT", side=EXTRA, reason="int is as little needed besides short, and in any order")
def short_int(case: Case) -> bool:
    return "short" in code(case) or "int long" in code(case) or code(case).rstrip().endswith(("long", "short"))


@deviation("MISORDERED_TYPE", side=EXTRA, reason="checkpatch's list of orders is not complete")
def other_order(case: Case) -> bool:
    return re.search(r"\bint\s+long\b|\bshort\s+signed\b", code(case)) is not None


@deviation("PREFER_KERNEL_TYPES", side=EXTRA, reason="a declaration is one whatever stands behind the name")
def other_declaration(case: Case) -> bool:
    seen = r"(^|\()\s*((static|extern|const|typedef)\s+)*(__)?[us]?_?int_?\d+_t[\s*]+\w+\s*[=,;\[]"
    return not re.search(seen, code(case))


@deviation("VOLATILE", side=MISS, reason="assembler, too: other words or a line end stand before volatile")
def assembler(case: Case) -> bool:
    views = [syntax(case.file).at(word.start) for word in tokens_of(case, "volatile")]
    return all(isinstance(view, Assembler) for view in views)


@deviation("VOLATILE", side=EXTRA, reason="the assembler on the line does not excuse the data")
def beside_assembler(case: Case) -> bool:
    return "asm" in code(case)


@deviation("VOLATILE", side=MISS, reason="C wants the type volatile for what a signal handler sets")
def set_by_signals(case: Case) -> bool:
    return re.search(r"\bvolatile\s+(__)?sig_atomic_t\b|\bsig_atomic_t\s+volatile\b", code(case)) is not None


@deviation("USE_SPINLOCK_T", side=EXTRA, reason="a storage class, an array or a second name do not change the type")
def spinlock_object(case: Case) -> bool:
    return not re.match(r"\s*struct\s+spinlock\s+\w+\s*;", code(case))


# -- structs


@deviation("FLEXIBLE_ARRAY", side=EXTRA, reason="comments, attributes and typedefs do not hide the array")
def hidden_array(case: Case) -> bool:
    above = case.file.line_text(case.row - 1).rstrip()
    return not above.endswith("];") or not re.fullmatch(r"\s*\}\s*(__packed)?\s*;\s*", case.file.line_text(case.row))


@deviation("CONST_STRUCT", side=MISS, reason="the tree has no list of structs")
def no_list(case: Case) -> bool:
    return not case.file.kernel.const_structs


@deviation("CONST_STRUCT", side=MISS, reason="const stands on the line before")
def const_above(case: Case) -> bool:
    return code_above(case).endswith("const")


@deviation("CONST_STRUCT", side=EXTRA, reason="the const of the line belongs to something else")
def other_const(case: Case) -> bool:
    return "const" in code(case)


@deviation("MISSING_SENTINEL", side=EXTRA, reason="checkpatch has the check since Linux 6.17")
def later_check(case: Case) -> bool:
    return "_device_id" in code(case)


# -- qualifiers, initialisers, sections


@deviation("STATIC_CONST", side=EXTRA, reason="attributes, unknown types and macros do not change the order")
def order_of_words(case: Case) -> bool:
    line = code(case)
    known = re.match(
        r"\s*(const\s+static\s+\w+\s+[\w*]|static\s+((struct|union|enum)\s+\w+|\w+_t|[us]\d+)\s+const)", line
    )
    return known is None


@deviation("CONST_CONST", side=EXTRA, reason="a type is one whatever its name")
def unknown_type(case: Case) -> bool:
    return re.search(r"const\s+((struct|union|enum)\s+)?\w+\s+const", code(case)) is not None


@deviation("STORAGE_CLASS", "INLINE_LOCATION", side=EXTRA, reason="a pointer to a type is a type")
def behind_star(case: Case) -> bool:
    return re.search(r"\*\s*(static|extern|asmlinkage|\w*inline\w*)\b", code(case)) is not None


@deviation("STATIC_CONST_CHAR_ARRAY", side=EXTRA, reason="what stands before and after the = does not matter")
def text_below(case: Case) -> bool:
    return re.search(r"=$|uint8_t|__init|##|=\s*[A-Z]", code(case).rstrip()) is not None


@deviation("GLOBAL_INITIALISERS", side=EXTRA, reason="arrays, pointers to functions, attributes, lists of names count")
def any_declarator(case: Case) -> bool:
    return re.search(r"[(,\]]|^\s*asmlinkage|\b__\w", code(case)) is not None


@deviation("INITIALISED_STATIC", side=EXTRA, reason="the declaration may go over several lines")
def static_above(case: Case) -> bool:
    return not re.search(r"\bstatic\b.*=\s*(NULL|false|0\w*)\s*;", case.file.line_text(case.row))


@deviation(
    "MISPLACED_INIT", side=EXTRA, reason="pointers, arrays of arrays, lists of names and line ends do not hide it"
)
def pointer_or_list(case: Case) -> bool:
    return re.search(r"\*|,|\]\s*\[|(?:data|const|init|\{)\s*$", code(case)) is not None


@deviation("INIT_ATTRIBUTE", side=MISS, reason="what is const is not the object itself, or something else on the line")
def pointer_to_const(case: Case) -> bool:
    line = code(case)
    return re.search(r"const\b[^*;]*\*(?!\s*const)", line) is not None or line.find(";") < line.rfind("const")


@deviation(
    "INIT_ATTRIBUTE", side=EXTRA, reason="an array of pointers to const is no constant; const may be a line above"
)
def array_of_pointers(case: Case) -> bool:
    return "*" in code(case) or "const" in code_above(case)


@deviation("CONST_READ_MOSTLY", side=EXTRA, reason="const stands on the line above")
def read_mostly_below(case: Case) -> bool:
    return "const" in code_above(case)


@deviation("INLINE_LOCATION", side=EXTRA, reason="the storage class stands on the next line")
def inline_alone(case: Case) -> bool:
    return re.fullmatch(r"\s*\w*inline\w*\s*", code(case)) is not None


# -- prototypes


@deviation("AVOID_EXTERNS", side=EXTRA, reason="whatever the function returns, and wherever its name stands")
def any_prototype(case: Case) -> bool:
    line = code(case)
    extern = re.match(r"\s*extern\b[^(;]*(\(|$)", line) is not None
    return (
        extern or "*" in line.partition("(")[0] or re.search(r"\)\s*__\w+.*;|\w,\s*\w+\(|^\s*__?\w+", line) is not None
    )


@deviation(
    "AVOID_EXTERNS", "FUNCTION_ARGUMENTS", side=MISS, reason="an attribute with arguments is no list of parameters"
)  # fmt: skip
def attribute_arguments(case: Case) -> bool:
    file, below = case.file, min(case.row + 1, case.file.line_count - 1)
    declared = declaration_of(first_token(case))
    names = {one.name.text for one in declared.declarators if one.name} if declared else set()
    attributes = (word for line in (code(case), file.code_line(below)) for word in re.findall(r"(__\w+)\s*\(", line))
    return any(word not in names for word in attributes)


@deviation(
    "AVOID_EXTERNS", "FUNCTION_ARGUMENTS", side=MISS, reason="a macro is given the name and the list of parameters"
)  # fmt: skip
def given_parameters(case: Case) -> bool:
    return re.match(r"\w+\s+\**\w+\(\w+, \(.*\)\);", code(case)) is not None


@deviation(
    "SPACING", "TRAILING_STATEMENTS", "INDENTED_LABEL", side=MISS, reason="the types of a _Generic are no labels"
)  # fmt: skip
def types_of_generic(case: Case) -> bool:
    above = (case.file.code_line(row) for row in range(case.row - 4, case.row + 1))
    return re.search(r":\s", code(case)) is not None and any("_Generic(" in line for line in above)


@deviation("AVOID_EXTERNS", "FUNCTION_ARGUMENTS", side=MISS, reason="assembler is no prototype")
def assembler_statement(case: Case) -> bool:
    return re.match(r"\s*(?:asm_inline|asm|__asm__)\b", code(case)) is not None


@deviation("FUNCTION_ARGUMENTS", side=MISS, reason="the parameter has a name: checkpatch is led astray by a comment")
def comment_in_parameter(case: Case) -> bool:
    declared = declaration_of(first_token(case))
    signatures = [one.signature for one in declared.declarators] if declared else []
    return any(
        signature.parameter_list.start < comment.start < signature.parameter_list.end
        for signature in signatures if signature
        for comment in case.file.comments
    )  # fmt: skip


@deviation("FUNCTION_ARGUMENTS", side=MISS, reason="the call that initialises a pointer is no list of parameters")
def initialised_pointer(case: Case) -> bool:
    return re.search(r"\(\s*\*\s*\w+\s*\)\s*\(.*\)\s*=", code(case)) is not None


@deviation("FUNCTION_ARGUMENTS", side=MISS, reason="the parameter, a function, has a name: it is in parentheses")
def name_in_parentheses(case: Case) -> bool:
    return re.search(r"\(\s*\w+\s*\)\s*\(", code(case)) is not None


@deviation("AVOID_EXTERNS", "FUNCTION_ARGUMENTS", side=MISS, reason="what a macro declares has pasted names")
def pasted_name(case: Case) -> bool:
    file = case.file
    directive = file.directive_at(file.line_bounds(case.row).start)
    return directive is not None and "##" in file.code[directive.span.start : directive.span.end]


@deviation("FUNCTION_ARGUMENTS", side=EXTRA, reason="an attribute of a pointer to functions does not matter")
def attribute_of_pointer(case: Case) -> bool:
    return re.search(r"\(\s*__\w+\s*\*\s*\w+\s*\)\s*\(", code(case)) is not None


@deviation("FUNCTION_ARGUMENTS", side=EXTRA, reason="static functions and arrays of function pointers are no exception")
def static_or_array(case: Case) -> bool:
    return code(case).startswith("static") or re.search(r"\(\*\s*\w+\[", code(case)) is not None


@deviation("FUNCTION_WITHOUT_ARGS", side=EXTRA, reason="the parentheses may be on two lines")
def split_parentheses(case: Case) -> bool:
    return code(case).rstrip().endswith("(")


@deviation("WEAK_DECLARATION", side=EXTRA, reason="the attribute may stand anywhere, the prototype go over lines")
def weak_anywhere(case: Case) -> bool:
    line = code(case)
    return "__attribute__" in line or not line.rstrip().endswith(";") or line.count("(") > 1


# -- names


@deviation("CAMELCASE", side=MISS, reason="the letters of a number are no name, whatever a macro pastes it to")
def part_of_number(case: Case) -> bool:
    return re.search(r"\b\d+[A-Za-z]\w*[A-Z]", code(case)) is not None


@deviation("CAMELCASE", side=MISS, reason="a keyword of C is no name")
def keyword(case: Case) -> bool:
    return re.search(r"\b_(Generic|Bool|Static_assert|Noreturn|Atomic|Alignof)\b", code(case)) is not None


@deviation("CAMELCASE", side=MISS, reason="C gave the macros of inttypes.h their names")
def conversion(case: Case) -> bool:
    return re.search(r"\b(PRI|SCN)[diouxX]((LEAST|FAST)?(8|16|32|64)|MAX|PTR)\b", code(case)) is not None


@deviation("CAMELCASE", side=MISS, reason="the headers of the tree declare the name, as a parameter or a member")
def in_headers(case: Case) -> bool:
    return any(word in case.file.kernel.camelcase for word in re.findall(r"\w+", code(case)))


# -- preprocessor, modules, constants


@deviation("ARCH_DEFINES", side=EXTRA, reason="#elif and continued lines are conditions, too")
def other_condition(case: Case) -> bool:
    return not re.match(r"\s*#\s*if", code(case))


@deviation("PREFER_IS_ENABLED", side=EXTRA, reason="the two symbols may be part of a longer condition, in any order")
def part_of_condition(case: Case) -> bool:
    return not re.fullmatch(
        r"\s*#\s*if\s+defined\s*\(?\s*\w+\s*\)?\s*\|\|\s*defined\s*\(?\s*\w+_MODULE\s*\)?\s*", code(case)
    )


@deviation(
    "IS_ENABLED_CONFIG", side=MISS, reason="a comment or a string is no code; a macro's parameter may be any name"
)
def no_symbol(case: Case) -> bool:
    return "IS_ENABLED" not in code(case) or case.file.directive_at(case.file.line_bounds(case.row).start) is not None


@deviation("IS_ENABLED_CONFIG", side=EXTRA, reason="checkpatch looks at the first one of a line only")
def second_symbol(case: Case) -> bool:
    return code(case).count("IS_ENABLED") > 1


@deviation("EXPORT_SYMBOL", side=MISS, reason="the definition stands right above, whatever its type and its macro")
def exported_above(case: Case) -> bool:
    file, line = case.file, case.file.line_bounds(case.row)
    if file.directive_at(line.start) is not None:
        return "EXPORT_SYMBOL" in code(case)
    export = syntax(file).at(line.end - 1)
    before = export.preceding if isinstance(export, DeclaringMacro) else None
    if isinstance(before, ExpressionStatement) and before.is_empty:
        before = before.preceding
    call = export.call if isinstance(export, DeclaringMacro) else None
    return before is not None and call is not None and modules.defines(before, call.arguments[0].text)


@deviation("EXPORT_SYMBOL", side=EXTRA, reason="the end of another function is not the right place")
def behind_other_function(case: Case) -> bool:
    return code_above(case).endswith("}")


@deviation("MODULE_LICENSE", side=EXTRA, reason="every licence counts, on whatever line")
def other_licence(case: Case) -> bool:
    return code(case).count("MODULE_LICENSE") != 1


@deviation("NR_CPUS", side=MISS, reason="a condition, a macro or the bound of a declared array")
def exempt_place(case: Case) -> bool:
    in_directive = case.file.directive_at(case.file.line_bounds(case.row).start + len(code(case)) - 1) is not None
    return in_directive or re.search(r"(typedef|\}).*\[[^\]]*NR_CPUS|DEFINE_PER_CPU.*\[", code(case)) is not None


@deviation("BIT_MACRO", "CONSTANT_CONVERSION", side=MISS, reason="user space headers of any directory are exempt")
def user_space_header(case: Case) -> bool:
    return "include/uapi/" in case.file.path


@deviation("UNDOCUMENTED_SETUP", side=MISS, reason="the tree documents the parameter")
def documented(case: Case) -> bool:
    return case.file.kernel.root is not None


@deviation("CONST_STRUCT", side=MISS, reason="what is filled or changed, a copy, or as const as what it is in")
def not_fixed(case: Case) -> bool:
    around = (syntax(case.file).at(token.start) for token in tokens_of(case, "struct"))
    declared = [record.parent for record in around if isinstance(record, Record)]
    return bool(declared) and not any(
        isinstance(one, Declaration) and is_fixed(one) and not is_changed(one) for one in declared
    )


@deviation("FLEXIBLE_ARRAY", side=MISS, reason="members follow the struct without a name that the array is in")
def inner_struct(case: Case) -> bool:
    closing = tokens_of(case, "}")
    records = (syntax(case.file).at(token.start) for token in closing)
    return any(isinstance(one, Record) and goes_on(one) for one in records)


@deviation("FLEXIBLE_ARRAY", side=MISS, reason="what is called reserved is no array that grows")
def filler(case: Case) -> bool:
    records = (syntax(case.file).at(token.start) for token in tokens_of(case, "}"))
    arrays = (last_array(one) for one in records if isinstance(one, Record))
    return any(one and one.name and FILLER.fullmatch(one.name.text) for one in arrays)


@deviation("UAPI_INCLUDE", side=MISS, reason="nobody installs the headers of tools/")
def not_installed(case: Case) -> bool:
    return case.file.path.startswith("tools/")
