"""Spaces between words and the parentheses or braces beside them."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, Preproc, Reports, Token, rule
from pylint_kernel.language import operators
from pylint_kernel.language.gaps import BLANKS, Beside, gap_after, gap_before, insert_blanks, remove_blanks
from pylint_kernel.language.idioms import KEYWORDS, is_free_text, value_end
from pylint_kernel.language.lexer import Directive
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, UNSAFE, WARNING, Span, replace

KEYWORD_PARENTHESIS = Pattern(
    r"[(](?<=[efhnr][(])(?:(?<=\bif[(])|(?<=\bfor[(])|(?<=\bwhile[(])|(?<=\bswitch[(])|(?<=\breturn[(]))"
)
SPACED_PARENTHESIS = Pattern(
    r"[(](?<=[\w \t][ \t][(])(?<!\bif [(])(?<!\bfor [(])(?<!\bwhile [(])(?<!\bswitch [(])(?<!\breturn [(])"
)
#: Words before a ``(`` that call nothing.
NO_CALLEES = frozenset(
    "if for while switch return case else do goto default volatile __volatile__ __attribute__ __attribute format "
    "__extension__ asm __asm__ __asm scoped_guard define".split()
)


@rule("SPACING", ERROR, "keyword without a space after it", on=Code(KEYWORD_PARENTHESIS, having="("))
def keyword_parenthesis(opener: re.Match[str], file: SourceFile) -> Reports:
    """``if``, ``for``, ``while`` and ``switch`` want a space before their ``(``.

    So does ``return`` where the parentheses do not hold all of the value; where they do, they are superfluous (see
    RETURN_PARENTHESES) and the space does not matter.
    """
    position = file.position_at(opener.start())
    tokens = file.tokens
    word = tokens.texts[position - 1]
    if word == "return":
        close = tokens.partner.get(position)
        if close is None or tokens.texts[close + 1 : close + 2] in ([";"], []):
            return
    if is_free_text(file, opener.start()):
        return
    yield tokens.span(position - 1), f"a space is missing after '{word}'", insert_blanks(opener.start())


@rule("SPACING", WARNING, "space between a function and its arguments", on=Code(SPACED_PARENTHESIS, having="("))
def spaced_call(opener: re.Match[str], file: SourceFile) -> Reports:
    """The ``(`` follows the name of the function or macro at once, in calls as in declarations.

    Types before a parenthesis (``int (*f)(void)``), keywords, and the name of an object-like macro before its body
    are no functions.
    """
    tokens = file.tokens
    position = file.position_at(opener.start())
    name = operators.previous(file, position)
    if name < 0 or tokens.texts[name] in NO_CALLEES or "\n" in file.text[tokens.end(name) : opener.start()]:
        return
    word = tokens.texts[name]
    gap = gap_before(file, opener.start())
    if gap.kind is not Beside.BLANK or gap.start != tokens.end(name) or not (word[0].isalpha() or word[0] in "_$"):
        return
    if is_no_callee(file, name, position):
        return
    yield tokens.span(name), f"space between '{word}' and '('", remove_blanks(gap)


def is_no_callee(file: SourceFile, name: int, opener: int) -> bool:
    """Whether the word ``name`` before a ``(`` is a type, an operator that a macro was given, or part of free text."""
    tokens = file.tokens
    texts = tokens.texts
    directive = file.directive_at(tokens.starts[opener])
    if is_free_text(file, tokens.starts[opener]) or (directive is not None and directive.name == "pragma"):
        return True
    if texts[name - 1] in ("struct", "union", "enum"):
        return True
    if texts[name] not in operators.TYPEOF and operators.is_known_type(file, texts[name]):
        return True
    close = tokens.partner.get(opener)
    if close is not None and texts[opener + 1] == "*" and texts[close + 1 : close + 2] in (["("], ["["]):
        # A declarator: ``foo (*name)(int)``, ``foo (*name)[3]``.
        return True
    # ``((a) op (b))``, op being a parameter of the macro.
    return texts[name - 1] == ")" and operators.is_parameter(file, name)


@rule("SPACING", ERROR, "brace without a space before it", on=Code(Pattern(r"[{](?<=[\w)][{])"), having="{"))
def crowded_open_brace(brace: re.Match[str], file: SourceFile) -> Reports:
    """A ``{`` wants a space before it: after the head of a statement or function, ``else``, ``do``, and the name
    of a structure, union or enumeration. A compound literal, ``(struct point){1, 2}``, needs none.
    """
    tokens = file.tokens
    position = file.position_at(brace.start())
    before = position - 1
    word = tokens.texts[before]
    if tokens.end(before) != brace.start() or is_free_text(file, brace.start()):
        return
    fix = insert_blanks(brace.start())
    if word == ")":
        if not is_compound_literal(file, before):
            yield brace, "a space is missing before '{'", fix
    elif word in ("else", "do"):
        yield brace, "a space is missing before '{'", fix
    elif names := defined_tag(file, before):
        yield brace, f"a space is missing after the name of the {names}", fix, WARNING


def is_compound_literal(file: SourceFile, close: int) -> bool:
    """Whether the ``{`` after the ``)`` at ``close`` opens the value of a compound literal."""
    tokens = file.tokens
    opener = tokens.partner.get(close)
    if opener is None:
        return False
    if operators.previous(file, close + 1) < 0:
        return False
    head = operators.previous(file, opener)
    if head < 0:
        return True
    word = tokens.texts[head]
    if operators.is_word(word):
        return word in ("return", "case", "sizeof")
    return word not in (")", "]") and not (word == "*" and operators.is_pointer(file, head))


def defined_tag(file: SourceFile, last: int) -> str:
    """``struct``, ``union`` or ``enum`` where one of them and one or two names end at the token ``last``."""
    texts = file.tokens.texts
    if texts[last] in KEYWORDS:
        return ""
    for at in (last - 1, last - 2):
        if at >= 0 and texts[at] in ("struct", "union", "enum"):
            return texts[at]
        if at < 0 or not operators.is_word(texts[at]):
            return ""
    return ""


@rule("SPACING", ERROR, "closing brace without a space after it", on=Code(Pattern(r"[}](?=[^\s,;)}])"), having="}"))
def crowded_close_brace(brace: re.Match[str], file: SourceFile) -> Reports:
    """A ``}`` wants a space after it, unless ``,``, ``;``, ``)`` or another ``}`` follows.

    Differs from checkpatch: the member or element of a compound literal, ``(struct point){1, 2}.x``, follows at once.
    """
    position = file.position_at(brace.start())
    tokens = file.tokens
    follower = tokens.texts[position + 1 : position + 2]
    if follower in (["."], ["->"], ["["]):
        opener = tokens.partner.get(position, 0)
        if opener and tokens.texts[opener - 1] == ")" and is_compound_literal(file, opener - 1):
            return
    if not is_free_text(file, brace.start()):
        yield brace, "a space is missing after '}'", insert_blanks(brace.end())


@rule("SPACING", ERROR, "more than one space after #ifdef", on=Preproc(("ifdef", "ifndef", "elif")))
def spaced_condition(directive: Directive, file: SourceFile) -> Reports:
    """One space stands between ``#ifdef``, ``#ifndef`` or ``#elif`` and what follows it."""
    text = file.text
    end = directive.rest
    while text[end : end + 1] and text[end] in BLANKS:
        end += 1
    if end - directive.rest > 1 and end < directive.span.end:
        where = Span(directive.span.start, directive.rest)
        fix = replace("leave one space", directive.rest, end, " ")
        yield where, f"more than one space after #{directive.name}", fix


@rule("SIZEOF_PARENTHESIS", WARNING, "sizeof without parentheses", on=Token(("sizeof",)))
def bare_sizeof(position: int, file: SourceFile) -> Reports:
    """``sizeof`` looks like the function call it reads as: ``sizeof(*p)``, not ``sizeof *p``.

    Source: Documentation/process/coding-style.rst, section 3.1 ("Spaces": sizeof) and section 14 (allocation).
    """
    tokens = file.tokens
    if position + 1 >= len(tokens) or gap_after(file, tokens.end(position)).kind is not Beside.BLANK:
        return
    first = position + 1
    operand = first
    while tokens.texts[operand : operand + 1] == ["*"] and operand - first < operators.REACH:
        operand += 1
    last = operand
    while last < len(tokens) and tokens.texts[last] in operators.TYPE_WORDS:
        last += 1
    last = max(last, value_end(file, operand if last == operand else last))
    if last == operand or tokens.texts[operand][0] in '"&0123456789':
        return
    where = (tokens.starts[position], tokens.end(last - 1))
    text = file.text[tokens.starts[first] : where[1]]
    fix = replace("add parentheses", tokens.end(position), where[1], f"({text})", UNSAFE)
    yield where, f"sizeof without parentheses, write sizeof({text})", fix
