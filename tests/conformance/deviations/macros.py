"""Macros: their bodies and their arguments."""

from __future__ import annotations

import re
from itertools import pairwise

from pylint_kernel.language import dialect
from pylint_kernel.language.syntax import (
    Call,
    Declaring,
    ExpressionStatement,
    Function,
    Label,
    Macro,
    Name,
    Token,
    syntax,
)
from pylint_kernel.language.syntax.macros import is_statement
from pylint_kernel.rules.language.macros import declares, is_block
from tests.conformance.deviation import EXTRA, MISS, Case, deviation


def macro_at(case: Case) -> Macro | None:
    """The macro that is defined on the line of the case."""
    return next((one for one in syntax(case.file).macros if case.file.line_number(one.span.start) == case.line), None)


def items_at(case: Case) -> list[str]:
    """The body of the macro of the case: tokens, with brackets as one item each; what ``##`` joins is one, too."""
    macro = macro_at(case)
    return items_of(macro) if macro else []


def items_of(macro: Macro) -> list[str]:
    """The same of a macro."""
    items: list[str] = []
    token: Token | None = macro.first
    while token and token.position < macro.definition.last:
        partner = token.partner
        closes = partner is not None and token.position < partner.position < macro.definition.last
        text = token.text + partner.text if closes and partner else '""' if token.text[0] == '"' else token.text
        if items[-1:] == ["##"] and len(items) > 1:
            del items[-1]
        elif items[-1:] == ["#"]:
            items[-1] = '""'
        else:
            items.append(text)
        token = partner.next if closes and partner else token.next
    return items


def words_at(case: Case) -> list[str]:
    """All tokens of the body of the macro of the case."""
    macro = macro_at(case)
    return macro.words if macro else []


@deviation(
    "MACRO_ARG_REUSE", "MACRO_ARG_UNUSED", "MACRO_ARG_PRECEDENCE", "COMPLEX_MACRO",
    "MULTISTATEMENT_MACRO_USE_DO_WHILE", "TRAILING_SEMICOLON", side=MISS, reason="the body is assembler",
)  # fmt: skip
def assembler_body(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and macro.is_assembler


# -- COMPLEX_MACRO: what is no expression


@deviation("COMPLEX_MACRO", side=MISS, reason="a list of elements or arguments")
def element_list(case: Case) -> bool:
    return "," in items_at(case)


@deviation("COMPLEX_MACRO", side=MISS, reason="a compound literal, or the address of one")
def compound_literal(case: Case) -> bool:
    items = items_at(case)
    return items[-2:] == ["()", "{}"] and len(items) <= 3


@deviation("COMPLEX_MACRO", side=MISS, reason="a declaration, whatever its type, is no expression")
def declaration(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and any(isinstance(part, Declaring) for part in macro.content)


@deviation("COMPLEX_MACRO", side=MISS, reason="operands without an operator between them: no expression")
def juxtaposition(case: Case) -> bool:
    def operand(item: str) -> bool:
        return item[0].isalnum() or item[0] in "_\"'" or (item[0] == "." and item[1:].isdigit())

    items = items_at(case)
    adjacent = [(one, two) for one, two in pairwise(items) if one != "sizeof"]
    called = bool(items) and operand(items[0])
    return any(operand(two) and (operand(one) or (one == "()" and called)) for one, two in adjacent)


@deviation("COMPLEX_MACRO", side=MISS, reason="calls, members and indices bind tightest")
def postfix(case: Case) -> bool:
    items = items_at(case)
    return bool(items) and all(
        item in ("()", "[]", ".", "->", "++", "--") or re.fullmatch(r"\w+", item) for item in items
    )


@deviation("COMPLEX_MACRO", side=MISS, reason="a statement, a range, assembler or a piece of syntax")
def piece_of_syntax(case: Case) -> bool:
    items = items_at(case)
    words = {
        "return",
        "goto",
        "typeof",
        "__typeof__",
        "while",
        "for",
        "switch",
        "asm",
        "__asm__",
        "...",
        "{}",
        "@",
        "=",
        "*",
    }
    return (
        not items
        or (len(items) == 1 and not re.fullmatch(r"[A-Za-z_]\w*|\d+", items[0]))
        or items[0] in words | {".", ",", "<", "+", "-", "#", ":"}
        or "..." in items
        or "{}" in items
        or "__attribute__" in items
        or re.fullmatch(r"\d+_\w*|0x\w*X+", items[0]) is not None
    )


@deviation("COMPLEX_MACRO", side=MISS, reason="the macro's parentheses do not match")
def unbalanced(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and any(bracket.partner is None for bracket in macro.every(*"()[]{}"))


@deviation("COMPLEX_MACRO", side=EXTRA, reason="a string at its end does not make the expression one operand")
def ends_with_string(case: Case) -> bool:
    items = items_at(case)
    return '""' in (items[0], items[-1])


@deviation(
    "COMPLEX_MACRO", "MULTISTATEMENT_MACRO_USE_DO_WHILE", side=EXTRA,
    reason="an assignment to a member is no initialiser",
)  # fmt: skip
def assigned_member(case: Case) -> bool:
    items = items_at(case)
    return bool(items) and items[0] != "." and "=" in items and "." in items[: items.index("=")]


# -- statements


@deviation("MULTISTATEMENT_MACRO_USE_DO_WHILE", side=MISS, reason="directives and labels of the assembler")
def assembler(case: Case) -> bool:
    items = items_at(case)
    return items[:1] == ["."] or (items[1:2] == [":"] and items[0].isdigit())


@deviation("MULTISTATEMENT_MACRO_USE_DO_WHILE", side=MISS, reason="the second half of a pair: it closes a block")
def second_half(case: Case) -> bool:
    macro = macro_at(case)
    if macro is None:
        return False
    opened = (close.partner for close in macro.every("}"))
    return any(brace is None or brace.position < macro.first.position for brace in opened)


@deviation("MULTISTATEMENT_MACRO_USE_DO_WHILE", side=EXTRA, reason="a block with a semicolon behind it is one too many")
def block_with_semicolon(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and is_block(macro)


@deviation("MULTISTATEMENT_MACRO_USE_DO_WHILE", side=MISS, reason="one statement is not several")
def one_statement(case: Case) -> bool:
    items = items_at(case)
    return items.count(";") == 1 and items[-1] == ";"


@deviation("MULTISTATEMENT_MACRO_USE_DO_WHILE", side=MISS, reason="the head of a loop: it takes what follows")
def open_end(case: Case) -> bool:
    return items_at(case)[-1:] in (["else"], ["do"])


@deviation("MULTISTATEMENT_MACRO_USE_DO_WHILE", side=MISS, reason="declarations, at file scope or by name")
def declarations(case: Case) -> bool:
    macro, names = macro_at(case), dialect.spoken()
    if macro is None:
        return False
    return (
        any(isinstance(part, Declaring) for part in macro.content)
        or any(names.is_declaring(item) or item == "static_assert" for item in [macro.name, *items_at(case)])
        or declares(macro.name)
        or macro.is_used_at_file_scope
    )


@deviation(
    "MULTISTATEMENT_MACRO_USE_DO_WHILE", "MACRO_ARG_REUSE", "MACRO_ARG_PRECEDENCE", "MACRO_WITH_FLOW_CONTROL",
    side=EXTRA, reason="checkpatch does not read on behind a comment of several lines",
)  # fmt: skip
@deviation("MACRO_ARG_UNUSED", side=MISS, reason="the argument is used behind a comment of several lines")
def behind_long_comment(case: Case) -> bool:
    macro, file = macro_at(case), case.file
    if macro is None:
        return False
    inside = (comment for comment in file.comments if macro.span.start < comment.start < macro.span.end)
    return any("\n" in file.slice(comment) for comment in inside)


@deviation("SINGLE_STATEMENT_DO_WHILE_MACRO", side=MISS, reason="the kernel's iterators are loops")
def iterator(case: Case) -> bool:
    return any(dialect.spoken().is_iterator(word) for word in words_at(case))


@deviation("SINGLE_STATEMENT_DO_WHILE_MACRO", side=MISS, reason="a macro without a semicolon may be a condition")
def head_by_macro(case: Case) -> bool:
    macro = macro_at(case)
    body = macro.do_while.body if macro and macro.do_while else None
    first = body.children[0] if body and body.children else None
    return isinstance(first, ExpressionStatement) and isinstance(first.expression, Call) and first.last.text != ";"


@deviation("MACRO_WITH_FLOW_CONTROL", side=MISS, reason="a label of the same macro: the jump does not leave it")
def own_label(case: Case) -> bool:
    macro = macro_at(case)
    labels = {label.name.text for part in macro.content for label in part.descendants(Label)} if macro else set()
    return macro is not None and any(jump.next and jump.next.text in labels for jump in macro.every("goto"))


@deviation("MACRO_WITH_FLOW_CONTROL", side=MISS, reason="the function that returns is one that the macro defines")
def defines_function(case: Case) -> bool:
    items = items_at(case)
    return any(one == "()" and two == "{}" for one, two in pairwise(items)) and items[0] not in (
        "do", "if", "for", "while",
    )  # fmt: skip


@deviation("MACRO_WITH_FLOW_CONTROL", side=EXTRA, reason="a comma before variable arguments is swallowed, not pasted")
def swallowed_comma(case: Case) -> bool:
    words = words_at(case)
    return all(words[at - 1] == "," for at, word in enumerate(words) if word == "##")


@deviation("BIT_MACRO", side=EXTRA, reason="parentheses around the number and line ends do not matter")
def number_in_parentheses(case: Case) -> bool:
    words = words_at(case)
    return "<<" in words and (words[words.index("<<") + 1] == "(" or case.file.line_text(case.row).endswith("\\"))


# -- arguments


def parameters(case: Case) -> list[str]:
    """The names of the parameters of the macro of the case."""
    macro = macro_at(case)
    return [one.name for one in macro.parameters] if macro else []


@deviation("MACRO_ARG_UNUSED", side=EXTRA, reason="checkpatch takes a body of 0 for an empty one")
def body_of_zero(case: Case) -> bool:
    return words_at(case) == ["0"]


@deviation(
    "MACRO_ARG_PRECEDENCE", side=MISS, reason="the name of a member, a type or a declaration takes no parentheses"
)
def only_a_name(case: Case) -> bool:
    return has_names(case) or re.search(r"\b\w+ (\* )+\w+|\w+ (\* )+\)", " ".join(words_at(case))) is not None


def has_names(case: Case) -> bool:
    """Whether a parameter of the macro of the case is a member, a type or a label in it, or is declared."""
    macro = macro_at(case)
    views = [one.view(use) for one in macro.parameters for use in one.uses] if macro else []
    return any(view is not None and not isinstance(view, Name) for view in views)


@deviation("MACRO_ARG_PRECEDENCE", side=MISS, reason="what is assigned to is one operand as it is")
def assigned_to(case: Case) -> bool:
    words = words_at(case)
    names = {name for name, after in pairwise(words) if re.fullmatch(r"[^<>=!\w]=|<<=|>>=", after)}
    return not names.isdisjoint(parameters(case))


@deviation("MACRO_ARG_PRECEDENCE", side=EXTRA, reason="a later use can be torn apart as well as the first")
def later_use(case: Case) -> bool:
    words = words_at(case)
    return any(words.count(name) > 1 for name in parameters(case))


@deviation("COMPLEX_MACRO", side=MISS, reason="half a conditional, a range of bits or a label is no value")
def half_a_conditional(case: Case) -> bool:
    words = words_at(case)
    return words[-1:] == [":"] or (words[0].isdigit() and words[1:2] == [":"])


@deviation("MACRO_ARG_REUSE", side=MISS, reason="only one branch is computed")
def branches(case: Case) -> bool:
    macro = macro_at(case)
    if macro is None or not {"?", "if", "_Generic", "switch"} & set(words_at(case)):
        return False
    is_function = any(isinstance(part, Function) for part in macro.content)
    return not is_function and any(len(one.uses) > 1 >= one.evaluations for one in macro.parameters)


@deviation("MACRO_ARG_REUSE", side=MISS, reason="an iterator has to name its variable several times")
def variable_of_iterator(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and macro.heads_loop


@deviation("MACRO_ARG_REUSE", side=MISS, reason="outside of functions, and in initialisers, nothing is computed")
def outside_of_functions(case: Case) -> bool:
    macro = macro_at(case)
    defines = macro is not None and any(isinstance(part, Function) for part in macro.content)
    return macro is not None and (defines or macro.is_initialiser or macro.is_used_at_file_scope)


@deviation("MACRO_ARG_REUSE", side=MISS, reason="the name of a function or macro, or a part of a string")
def only_called(case: Case) -> bool:
    macro, names = macro_at(case), parameters(case)
    pairs = pairwise(words_at(case))
    joined = any((one in names and two[0] in '("') or (one[0] == '"' and two in names) for one, two in pairs)
    is_text = all(re.fullmatch(r'""|\(\)|\w+', item) for item in items_at(case)) and '""' in items_at(case)
    return macro is not None and (macro.is_rows or joined or is_text)


@deviation(
    "MACRO_ARG_UNUSED", "COMPLEX_MACRO", "MULTISTATEMENT_MACRO_USE_DO_WHILE", "TRAILING_SEMICOLON",
    side=MISS, reason="a row of a list: the list says what is given, and has no semicolons",
)  # fmt: skip
def row_of_list(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and macro.is_row


@deviation("MACRO_ARG_UNUSED", side=MISS, reason="an element of a list, or a macro in place of another")
def parameters_of_others(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and (macro.is_redefined or macro.is_element)


@deviation(
    "TRAILING_SEMICOLON", "OPEN_ENDED_LINE", side=MISS, reason="the macro stands for a mark, and is nothing else"
)
def stands_for_mark(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and not macro.has_several_tokens


@deviation("TRAILING_SEMICOLON", side=MISS, reason="used outside of functions, without a semicolon after it")
def used_without_semicolon(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and macro.is_used_at_file_scope and not any(map(is_statement, macro.mentions))


@deviation("MULTISTATEMENT_MACRO_USE_DO_WHILE", side=MISS, reason="a loop that is headed, an entry that is assigned to")
def part_of_statement(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and (macro.heads_loop or bool(macro.every("__entry")))


@deviation("MACRO_ARG_REUSE", side=MISS, reason="a type, a member or a name that is declared is not computed")
def not_computed(case: Case) -> bool:
    body = " ".join(words_at(case))
    unevaluated = (re.escape(word) for word in words_at(case) if word in dialect.spoken().unevaluated)
    calls = "|".join(["sizeof|typeof|__typeof__|offsetof|container_of", *unevaluated])
    words = r"struct|union|enum|\w+_t|int|void"
    return has_names(case) or any(
        re.search(rf"(->|\.) {name}\b|\b({words}) {name}\b|\b{name} (\* )*\w|\b({calls}) \(.*\b{name}\b", body)
        for name in map(re.escape, parameters(case))
    )


@deviation("MACRO_WITH_FLOW_CONTROL", side=MISS, reason="a row of a switch: its flow ends as expected")
def row_of_switch(case: Case) -> bool:
    return words_at(case)[:1] in (["case"], ["default"])


@deviation("MACRO_ARG_REUSE", side=MISS, reason="what says by its name that it declares is given constants")
def called_define(case: Case) -> bool:
    macro = macro_at(case)
    return macro is not None and declares(macro.name)
