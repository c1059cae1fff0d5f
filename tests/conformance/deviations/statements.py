"""Braces, jumps, assignments."""

from __future__ import annotations

import re

from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Block, Declaring, Function, Headed, If, MacroHeaded, Statement, View, syntax
from pylint_kernel.model import Span
from pylint_kernel.rules.language.control_flow import final_jump
from pylint_kernel.rules.layout.braces import arms_of
from tests.conformance.deviation import EXTRA, MISS, Case, deviation


def code(case: Case) -> str:
    """The line that the case is about, comments and the content of strings blank."""
    return case.file.code_line(case.row)


def positions(case: Case, *texts: str) -> list[int]:
    """The tokens of the line that read like one of ``texts``; all of them if there is none."""
    file = case.file
    span = file.line_bounds(case.row)
    every = range(file.position_at(span.start), file.position_at(span.end))
    return [position for position in every if not texts or file.tokens.texts[position] in texts]


def views(case: Case, *kinds: type[View]) -> list[View]:
    """The pieces of syntax of these kinds that begin on the line, or whose block does."""
    tokens, found = case.file.tokens, list[View]()
    for position in positions(case):
        view = syntax(case.file).at(tokens.starts[position])
        around = view.parent if isinstance(view, Block) else view
        if isinstance(around, kinds) and around not in found and case.row in (around.row, view.row if view else -1):
            found.append(around)
    return found


def line_above(file: SourceFile, row: int) -> str:
    """The code of the nearest line above ``row`` that has any."""
    while row > 0:
        row -= 1
        if line := file.code_line(row).strip():
            return line
    return ""


def is_hidden(case: Case) -> bool:
    """Whether checkpatch takes the statement on the line for a part of what stands before it: behind a lone ``}``, a
    label or a directive, as the body of an ``if``, and behind other code on its line."""
    file = case.file
    if re.match(r"\s*(\}?\s*else\b|(if|for|while|case|default)\b|\w+\s*:)|.*[;{}].*[;{]", code(case)):
        return True
    rows = [case.row]
    for position in positions(case)[:1]:
        view = syntax(file).at(file.tokens.starts[position])
        statement = view if view is None or isinstance(view, Statement) else view.enclosing(Statement)
        rows += [statement.row] if statement else []
    above = [line_above(file, row) for row in rows]
    return any(line.startswith("#") or line.endswith(("}", "};", ")", ":", "else", "do", "\\")) for line in above)


def conditions(case: Case) -> list[Span]:
    """The conditions of the ``if`` on the line."""
    branches = [branch for branch in views(case, If) if isinstance(branch, If) and branch.row == case.row]
    return [Span(one.open.start, one.close.end) for one in branches if one.open and one.close]


def chain_around(case: Case) -> Span | None:
    """The whole if/else chain that begins on the line."""
    for branch in views(case, If):
        if isinstance(branch, If) and (body := branch.arms[-1].body):
            return Span(branch.start, body.end)
    return None


# -- braces


@deviation("BRACES", side=MISS, reason="macro bodies are left alone, also their last line")
def in_macro(case: Case) -> bool:
    directive = case.file.directive_at(case.file.line_bounds(case.row).start)
    return directive is not None and directive.name == "define"


@deviation("BRACES", side=MISS, reason="what the chain looks like depends on the configuration")
def chain_over_directives(case: Case) -> bool:
    branches = views(case, If)
    return bool(branches) and not any(isinstance(branch, If) and arms_of(branch) for branch in branches)


@deviation("BRACES", side=MISS, reason="a declaration needs the braces around it")
def declares_only(case: Case) -> bool:
    bodies = [one.body for one in views(case, Headed) if isinstance(one, Headed)]
    return any(isinstance(body, Block) and any(isinstance(one, Declaring) for one in body.statements)
               for body in bodies)  # fmt: skip


@deviation(
    "BRACES", side=EXTRA,
    reason="checkpatch does not see the whole chain: directives, comments or a brace on its own line are in it",
)  # fmt: skip
def chain_with_more(case: Case) -> bool:
    span = chain_around(case)
    if span is None or not re.search(r"\belse\b", case.file.slice(span)):
        return False
    text = case.file.slice(span)
    return bool(re.search(r"\n[ \t]*#|/\*|//|\n[ \t]*\{", text))


@deviation("BRACES", side=EXTRA, reason="the change writes a part of the chain only, checkpatch looks at nothing else")
def chain_of_other_lines(case: Case) -> bool:
    span, changed = chain_around(case), case.file.changed
    if span is None or changed is None:
        return False
    lines = range(case.file.line_number(span.start), case.file.line_number(span.end) + 1)
    return not changed.issuperset(lines)


@deviation("BRACES", side=EXTRA, reason="checkpatch does not tell branches on one line from each other")
def chain_on_one_line(case: Case) -> bool:
    return bool(re.search(r";\s*else\b", code(case)))


@deviation("BRACES", side=EXTRA, reason="checkpatch looks at an if at the start of its line only")
def if_behind_code(case: Case) -> bool:
    return bool(re.search(r"[:;{}\w)]\s*(?<!else )\bif\b", code(case)))


@deviation("OPEN_BRACE", side=MISS, reason="the block is not the body of what stands on the line")
def not_its_body(case: Case) -> bool:
    file = case.file
    span = file.line_bounds(case.row)
    directive = file.directive_at(span.start)
    if directive is not None and directive.name == "define":
        brace = file.code.find("{", span.start)
        return brace < 0 or brace > directive.span.end
    return any(isinstance(one, Headed) and not isinstance(one.body, Block) for one in views(case, Headed))


@deviation("OPEN_BRACE", side=MISS, reason="a macro without a semicolon is no function's head: a statement follows")
def macro_before_statement(case: Case) -> bool:
    below = case.file.code_line(case.row + 1) if case.row + 1 < case.file.line_count else ""
    return (
        re.fullmatch(r"\s+[A-Z_]+\s*", code(case)) is not None and re.match(r"\s+(?:if|for|while)\b", below) is not None
    )


@deviation("OPEN_BRACE", side=MISS, reason="a function is no iterator, whatever its name")
def function_like_iterator(case: Case) -> bool:
    function = syntax(case.file).enclosing_function(case.file.tokens.starts[positions(case)[0]])
    return isinstance(function, Function) and function.name is not None and "for_each" in function.name.text


@deviation("OPEN_BRACE", side=EXTRA, reason="checkpatch wants nothing between the brace and what opens it")
def something_before_brace(case: Case) -> bool:
    file = case.file
    span = file.line_bounds(case.row)
    brace = file.code.find("{", span.start)
    before = file.text[span.start : brace] if brace > span.end else file.text[max(span.start - 200, 0) : span.start]
    return bool(re.search(r"(\*/\s*|\n\s*)\n[ \t]*$", before))


@deviation("OPEN_BRACE", side=EXTRA, reason="checkpatch wants the brace of a function right behind the parenthesis")
def annotated_function(case: Case) -> bool:
    return bool(re.match(r"\w[^{]*\)\s*\w[^{]*\{", code(case)))


@deviation(
    "OPEN_BRACE", "SUSPECT_CODE_INDENT", "TRAILING_STATEMENTS", side=EXTRA,
    reason="checkpatch knows iterators with a word after for_each only, and looks after if, while, for only",
)  # fmt: skip
def any_macro_with_body(case: Case) -> bool:
    return bool(views(case, MacroHeaded))


@deviation(
    "TRAILING_STATEMENTS", side=MISS, reason="an iterator ends with the else, or the condition, that its body follows"
)
def end_of_iterator(case: Case) -> bool:
    start = case.file.line_bounds(case.row).start
    around = [macro for macro in syntax(case.file).macros if macro.span.start <= start < macro.span.end]
    return any("for_each" in macro.name for macro in around)


@deviation("SUSPECT_CODE_INDENT", side=MISS, reason="a body that is empty begins where its comment does")
def comment_before_semicolon(case: Case) -> bool:
    below = (case.file.line_text(row) for row in range(case.row + 1, min(case.row + 6, case.file.line_count)))
    return any(re.fullmatch(r"\s+/\*.*\*/\s*;", line) for line in below)


@deviation("TRAILING_STATEMENTS", side=MISS, reason="the conditions of assembler are no C")
def assembler_condition(case: Case) -> bool:
    return re.match(r"\s*\.(else)?if\b", case.file.line_text(case.row)) is not None


@deviation("OPEN_BRACE", side=EXTRA, reason="checkpatch knows struct, union, enum with a bare name only")
def more_than_a_name(case: Case) -> bool:
    above = line_above(case.file, case.row)
    return code(case).strip().startswith("{") and not re.fullmatch(
        r"(typedef\s+)?(struct|union|enum)(\s+\w+)?", above
    ) and bool(re.search(r"\b(struct|union|enum)\b", above))  # fmt: skip


@deviation("ELSE_AFTER_BRACE", side=EXTRA, reason="checkpatch looks at the line above only, and wants the same indent")
def brace_further_up(case: Case) -> bool:
    file = case.file
    above = file.line_text(case.row - 1)
    indent = file.line(case.row).indent
    return (
        not above.strip()
        or above.rstrip().endswith("\\")
        or not above.startswith(indent)
        or above[len(indent)] in "\t "
    )


# -- jumps


@deviation("RETURN_VOID", side=MISS, reason="the return is behind a label, or the body of an if")
def return_is_needed(case: Case) -> bool:
    above = line_above(case.file, case.row - 1)
    return above.endswith((":", ")", "else")) or above.startswith("#")


@deviation("RETURN_VOID", side=EXTRA, reason="checkpatch wants the line above to be one tab and 'return;'")
def return_not_alone(case: Case) -> bool:
    return not re.fullmatch(r"\treturn\s*;", case.file.line_text(case.row - 1))


@deviation("UNNECESSARY_BREAK", side=EXTRA, reason="checkpatch looks at the line above only")
def jump_further_up(case: Case) -> bool:
    indent = case.file.line(case.row).indent
    return not re.match(rf"{indent}(return|break|goto)\b", case.file.line_text(case.row - 1))


@deviation("UNNECESSARY_BREAK", side=MISS, reason="the jump above is the body of an if")
def jump_is_body(case: Case) -> bool:
    return line_above(case.file, case.row - 1).endswith((")", "else"))


@deviation("DEFAULT_NO_BREAK", side=EXTRA, reason="checkpatch reports the first of several labels")
def later_label(case: Case) -> bool:
    return line_above(case.file, case.row).endswith((":", "\\")) or not code(case).strip().startswith("default")


@deviation("DEFAULT_NO_BREAK", side=MISS, reason="the default stands further down, behind other labels")
def earlier_label(case: Case) -> bool:
    return not positions(case, "default")


@deviation(
    "UNNECESSARY_ELSE",
    side=MISS,
    reason="an earlier branch of the chain goes on: without the else it would go on there",
)
def branch_goes_on(case: Case) -> bool:
    file = case.file
    for position in positions(case, "else"):
        branch = syntax(file).at(file.tokens.starts[position])
        while isinstance(branch, If) and branch.is_else_if and isinstance(branch.parent, If):
            branch = branch.parent
        if isinstance(branch, If) and not all(final_jump(arm.body) for arm in branch.arms[:-1]):
            return True
    return False


@deviation("UNNECESSARY_ELSE", side=MISS, reason="the else returns, too: there is a comment or a blank line before")
def both_return(case: Case) -> bool:
    texts = case.file.tokens.texts
    return any("return" in texts[position + 1 : position + 3] for position in positions(case, "else"))


@deviation(
    "UNNECESSARY_ELSE", side=EXTRA, reason="checkpatch looks at the line above only, and wants one tab more there"
)
def jump_not_above(case: Case) -> bool:
    indent = case.file.line(case.row).indent
    return not re.match(rf"{indent}\t(return|break)\b", case.file.line_text(case.row - 1))


@deviation(
    "SWITCH_CASE_INDENT_LEVEL", side=EXTRA, reason="checkpatch wants condition and brace on the line of the switch"
)  # fmt: skip
def switch_on_several_lines(case: Case) -> bool:
    return "{" not in code(case)


@deviation("DEEP_INDENTATION", side=EXTRA, reason="checkpatch knows iterators with a word behind for_each only")
def deep_iterator(case: Case) -> bool:
    return "for_each" in code(case)


@deviation("DEEP_INDENTATION", side=MISS, reason="a member of a structure is no keyword")
def member_like_keyword(case: Case) -> bool:
    return bool(re.search(r"(->|\.)\s*(if|for|while|do|else|switch)\b", code(case)))


# -- assignments


@deviation("MULTIPLE_ASSIGNMENTS", side=EXTRA, reason="checkpatch wants plain names at the start of the line")
def not_plain_names(case: Case) -> bool:
    return bool(re.search(r"^\s*(\*|\w[^=]*[;{}:)])|\[[^\]]*\[|\([^)]*\(", code(case)))


@deviation("ASSIGN_IN_IF", side=MISS, reason="the assignment is in the body of a statement expression or a literal")
def in_braces(case: Case) -> bool:
    return any("{" in case.file.slice(span) for span in conditions(case))


@deviation("ASSIGN_IN_IF", side=MISS, reason="the error of ACQUIRE() may be taken in the condition")
def error_of_lock(case: Case) -> bool:
    return "= ACQUIRE_ERR(" in code(case)


@deviation("ASSIGN_IN_IF", side=MISS, reason="an iterator assigns its variable in the condition that ends it")
def filter_of_iterator(case: Case) -> bool:
    return any(isinstance(one, If) and one.ends_macro for one in views(case, If))


@deviation("ASSIGN_IN_IF", side=EXTRA, reason="checkpatch does not look further than a define of one line")
def in_define(case: Case) -> bool:
    return case.file.directive_at(case.file.line_bounds(case.row).start) is not None


@deviation("SELF_ASSIGNMENT", "SUSPECT_COMMA_SEMICOLON", side=EXTRA, reason="checkpatch does not see the statement")
def hidden_statement(case: Case) -> bool:
    return is_hidden(case) or code(case).rstrip().endswith("=")
