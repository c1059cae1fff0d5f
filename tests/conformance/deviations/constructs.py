"""Constructs that are laid out in a way of their own: trace events, statements as arguments, BPF programs, ids."""

from __future__ import annotations

from pylint_kernel.classify import LINKER_SCRIPT
from pylint_kernel.language import dialect
from pylint_kernel.language.syntax import Call, Declaration, Declaring, InitialiserList, Token, syntax
from pylint_kernel.rules.language.declarations import is_needed
from pylint_kernel.rules.language.initialisers import is_bpf_program
from pylint_kernel.rules.layout.alignment import holds_code, is_in_braces, is_inside_string
from pylint_kernel.rules.layout.continuations import is_block, is_of_trace_event
from pylint_kernel.rules.layout.statement_layout import is_aligned_argument
from tests.conformance.deviation import EXTRA, MISS, Case, deviation
from tests.conformance.deviations.continuations import open_parenthesis


def first(case: Case) -> Token:
    """The first token of the line, or of the lines after it."""
    return Token(
        case.file, min(case.file.position_at(case.file.line_bounds(case.row).start), len(case.file.tokens) - 1)
    )


def last(case: Case) -> Token:
    """The last token of the line, or of the lines before it."""
    return Token(case.file, max(case.file.position_at(case.file.line_bounds(case.row).end) - 1, 0))


@deviation(side=MISS, reason="a piece of a linker script is no C")
def linker_script(case: Case) -> bool:
    return case.file.path.endswith(LINKER_SCRIPT)


@deviation("OPEN_ENDED_LINE", side=MISS, reason="the parentheses of the macro work like braces")
def works_like_braces(case: Case) -> bool:
    return is_of_trace_event(last(case)) or is_block(last(case))


@deviation("PARENTHESIS_ALIGNMENT", side=MISS, reason="the macro has sections, a table or values of members")
def has_layout_of_its_own(case: Case) -> bool:
    opening = open_parenthesis(case)
    if opening is None or opening.previous is None:
        return False
    call = syntax(case.file).call_at(opening.previous.position)
    return is_of_trace_event(opening) or (call is not None and holds_code(call))


@deviation("PARENTHESIS_ALIGNMENT", side=MISS, reason="what stands in braces is aligned with these")
def in_braces(case: Case) -> bool:
    opening, before = open_parenthesis(case), first(case).previous
    return opening is not None and before is not None and is_in_braces(before, opening)


@deviation("PARENTHESIS_ALIGNMENT", side=EXTRA, reason="a string that goes on below is aligned like other arguments")
def string_goes_on(case: Case) -> bool:
    before = first(case).previous
    return before is not None and is_inside_string(before)


@deviation(
    "TABSTOP", "SUSPECT_CODE_INDENT", side=MISS,
    reason="a statement that is an argument may be aligned with the parenthesis",
)  # fmt: skip
def aligned_argument(case: Case) -> bool:
    return is_aligned_argument(first(case))


@deviation("TRAILING_STATEMENTS", side=MISS, reason="an argument of a macro that declares may be a whole statement")
def statement_as_argument(case: Case) -> bool:
    around = first(case).bracket
    name = around.previous if around else None
    return name is not None and dialect.spoken().is_declaring(name.text)


@deviation("SPACING", side=MISS, reason="the rows of a trace event's tables are written in columns")
def row_of_trace_table(case: Case) -> bool:
    token: Token | None = first(case)
    while token is not None and token.row == case.row:
        if token.text in dialect.spoken().trace_tables:
            return True
        token = token.next
    return False


@deviation("LINE_SPACING", side=MISS, reason="a macro in capitals between declarations declares something")
def unknown_declaring_macro(case: Case) -> bool:
    call = syntax(case.file).call_at(first(case).position)
    statement = call.parent if isinstance(call, Call) else None
    return statement is not None and isinstance(statement.following, Declaration) and first(case).text.isupper()


@deviation("AVOID_EXTERNS", side=MISS, reason="an alias is a definition, and what a BPF program imports has no header")
def needed_where_it_is(case: Case) -> bool:
    declaration = syntax(case.file).declaration_at(last(case))
    return isinstance(declaration, Declaring) and is_needed(declaration)


@deviation("GLOBAL_INITIALISERS", "INITIALISED_STATIC", side=MISS, reason="values that a BPF program is loaded with")
def preset_of_bpf_program(case: Case) -> bool:
    return is_bpf_program(case.file)


@deviation("MISSING_SENTINEL", side=MISS, reason="the last entry is empty, may be so, or the entries are counted")
def ends_by_structure(case: Case) -> bool:
    declaration = syntax(case.file).declaration_at(first(case))
    tables = declaration.declarators if declaration else []
    return any(isinstance(table.value, InitialiserList) for table in tables)


@deviation(
    "UNINITIALIZED_PTR_WITH_FREE", side=EXTRA, reason="a check of a newer checkpatch, which sees one name a line"
)
def pointer_to_free(case: Case) -> bool:
    return "__free" in case.file.tokens.index
