"""Spaces between words and the parentheses or braces beside them."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, Preproc, Reports, Spelled, rule
from pylint_kernel.language import dialect
from pylint_kernel.language.gaps import BLANKS, Beside, insert_blanks, remove_blanks
from pylint_kernel.language.idioms import is_free_text
from pylint_kernel.language.lexer import Directive
from pylint_kernel.language.names import is_known_type, is_type_parameter, is_word
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Call, Enum, Record, SizeOf, Token, Unary, is_lvalue, syntax
from pylint_kernel.language.syntax.marks import role
from pylint_kernel.language.syntax.roles import Role
from pylint_kernel.language.words import TAGS, TYPE_WORDS, TYPEOF
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
    "__extension__ asm __asm__ __asm define".split()
)


@rule("SPACING", ERROR, "keyword without a space after it", on=Code(KEYWORD_PARENTHESIS, having="("))
def keyword_parenthesis(opener: re.Match[str], file: SourceFile) -> Reports:
    """``if``, ``for``, ``while`` and ``switch`` want a space before their ``(``.

    So does ``return`` where the parentheses do not hold all of the value; where they do, they are superfluous (see
    RETURN_PARENTHESES) and the space does not matter.
    """
    token = Token(file, file.position_at(opener.start()))
    keyword, close = token.previous, token.partner
    if keyword is None or is_free_text(file, token.start):
        return
    if keyword.text == "return" and (close is None or close.next is None or close.next.text == ";"):
        return
    yield keyword, f"a space is missing after '{keyword.text}'", insert_blanks(token.start)


@rule("SPACING", WARNING, "space between a function and its arguments", on=Code(SPACED_PARENTHESIS, having="("))
def spaced_call(opener: re.Match[str], file: SourceFile) -> Reports:
    """The ``(`` follows the name of the function or macro at once, in calls as in declarations.

    Types before a parenthesis (``int (*f)(void)``), keywords, guards (``scoped_guard (mutex, &lock)``), and the name
    of an object-like macro before its body are no functions.
    """
    token = Token(file, file.position_at(opener.start()))
    name, gap = token.previous, token.before
    if name is None or name.text in NO_CALLEES or gap.kind is not Beside.BLANK or gap.start != name.end:
        return
    if (
        name.text in dialect.spoken().guards
        or not is_callee(name, token)
        or token.opens_content
        or is_free_text(file, token.start)
    ):
        return
    directive = file.directive_at(token.start)
    if directive is None or directive.name != "pragma":
        yield name, f"space between '{name.text}' and '('", remove_blanks(gap)


def is_callee(name: Token, opener: Token) -> bool:
    """Whether a word before a parenthesis is what is called or declared: a function, a macro, ``sizeof``."""
    if name.text in TYPEOF:
        return True
    if not is_word(name.text) or name.text in dialect.spoken().guards or is_known_type(opener.file, name.text):
        return False
    if opener.next is not None and opener.next.text == "*" and is_type_parameter(opener.file, name.position):
        return False
    return role(opener.file, opener.position) in (Role.CALL, Role.HEAD, Role.PARAMETERS)


@rule("SPACING", ERROR, "brace without a space before it", on=Code(Pattern(r"[{](?<=[\w)][{])"), having="{"))
def crowded_open_brace(brace: re.Match[str], file: SourceFile) -> Reports:
    """A ``{`` wants a space before it: after the head of a statement or function, ``else``, ``do``, and the name
    of a structure, union or enumeration. A compound literal, ``(struct point){1, 2}``, needs none.
    """
    token = Token(file, file.position_at(brace.start()))
    before = token.previous
    if before is None or before.end != token.start or is_free_text(file, token.start):
        return
    fix = insert_blanks(token.start)
    if before.text in ("else", "do") or (before.text == ")" and role(file, token.position) is not Role.LIST):
        yield brace, "a space is missing before '{'", fix
    elif isinstance(defined := syntax(file).at(token.start), (Record, Enum)) and before.text not in TAGS | {")"}:
        yield brace, f"a space is missing after the name of the {defined.keyword.text}", fix, WARNING


@rule("SPACING", ERROR, "closing brace without a space after it", on=Code(Pattern(r"[}](?=[^\s,;)}])"), having="}"))
def crowded_close_brace(brace: re.Match[str], file: SourceFile) -> Reports:
    """A ``}`` wants a space after it, unless ``,``, ``;``, ``)`` or another ``}`` follows.

    Differs from checkpatch: the member or element of a compound literal, ``(struct point){1, 2}.x``, follows at once.
    """
    token = Token(file, file.position_at(brace.start()))
    after = token.next
    if after is not None and after.text in (".", "->", "[") and role(file, token.position) is Role.LIST:
        return
    if not is_free_text(file, token.start):
        yield brace, "a space is missing after '}'", insert_blanks(token.end)


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


@rule("SIZEOF_PARENTHESIS", WARNING, "sizeof without parentheses", on=Spelled(("sizeof",)))
def bare_sizeof(sizeof: Token, file: SourceFile) -> Reports:
    """``sizeof`` looks like the function call it reads as: ``sizeof(*p)``, not ``sizeof *p``.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: Documentation/process/coding-style.rst, section 3.1 ("Spaces": sizeof) and section 14 (allocation).
    """
    end = operand_end(sizeof) if sizeof.after.kind is Beside.BLANK else None
    if end is not None:
        text = file.text[sizeof.after.end : end]
        fix = replace("add parentheses", sizeof.end, end, f"({text})", UNSAFE)
        yield (sizeof.start, end), f"sizeof without parentheses, write sizeof({text})", fix


def operand_end(sizeof: Token) -> int | None:
    """Where what ``sizeof`` measures ends: the words of a type, or a variable; None for other values."""
    last, word = sizeof, sizeof.next
    while word is not None and (word.text in TYPE_WORDS or last.text in TAGS):
        last, word = word, word.next
    if last != sizeof:
        return last.end
    view = syntax(sizeof.file).at(sizeof.start)
    value = operand = view.value if isinstance(view, SizeOf) else None
    while isinstance(operand, Unary) and operand.operator.text == "*":
        operand = operand.operand
    return value.end if value is not None and (is_lvalue(operand) or isinstance(operand, Call)) else None
