"""What several topics of rules recognise in kernel C: log calls, lvalues, nearby comments, statements.

Everything works on tokens and lines, which exist whatever the parser made of the file.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from pylint_kernel.language.assembler import is_assembler_source
from pylint_kernel.language.source import CallSite, SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import Span

LOG_NAME = Pattern(
    r"""(?x)
      printk (?: _ratelimited | _once | _deferred (?: _once )? )?
    | (?: [a-z0-9]+ _ ){1,2}
      (?: printk | emerg | alert | crit | err | warning | warn | notice | info | debug | dbg | vdbg | devel | cont
        | WARN )
      (?: _ratelimited | _once )?
    | TP_printk | WARN (?: _RATELIMIT | _ONCE )? | panic | MODULE_[A-Z_]+ | seq_vprintf | seq_printf | seq_puts
    """
)
IDENTIFIER = Pattern(r"[A-Za-z_$][\w$]*")
KEYWORDS = frozenset(
    "auto break case char const continue default do double else enum extern float for goto if inline int long register "
    "restrict return short signed sizeof static struct switch typedef union unsigned void volatile while "
    "_Bool _Generic __attribute__ asm __asm__ typeof __typeof__".split()
)

#: Directives whose content is no C, and macros whose value is a path.
FREE_TEXT = frozenset("include include_next import error warning ident".split())
PATHS = frozenset("TRACE_INCLUDE_PATH TRACE_INCLUDE_FILE".split())
BRACKETED = Pattern(r"<[\w.+/-]+(?:@[\w.-]+|\.h)>")
BRACKETED_SIZE = 100


@lru_cache(maxsize=4096)
def is_log_function(name: str) -> bool:
    """Whether ``name`` is one of the kernel's functions and macros that take a message: ``pr_err``, ``dev_dbg`` …"""
    return LOG_NAME.fullmatch(name) is not None


def is_identifier(text: str) -> bool:
    """Whether a token is a name, not a keyword, number, literal or operator."""
    return (text[0].isalpha() or text[0] in "_$") and text not in KEYWORDS


def lvalue_end(file: SourceFile, position: int) -> int:
    """The token position after the longest ``name``, ``a->b``, ``a.b``, ``a[i]`` chain that starts at ``position``.

    Equal to ``position`` where no name stands there.
    """
    tokens = file.tokens
    texts, partner, count = tokens.texts, tokens.partner, len(tokens)
    if position >= count or not is_identifier(texts[position]):
        return position
    position += 1
    while position < count:
        text = texts[position]
        if text in ("->", ".") and position + 1 < count and is_identifier(texts[position + 1]):
            position += 2
        elif text == "[" and position in partner:
            position = partner[position] + 1
        else:
            break
    return position


#: So many tokens to either side a statement is looked for at most: garbage without a semicolon stays linear.
REACH = 500


def statement_bounds(file: SourceFile, position: int) -> tuple[int, int]:
    """The token positions ``first, last`` (``last`` exclusive, the ``;`` included) of the statement around a token.

    It ends at ``;``, ``{`` or ``}`` outside of parentheses and begins after the one before; a directive bounds it too.
    """
    tokens = file.tokens
    texts, partner, count = tokens.texts, tokens.partner, len(tokens)
    directive = file.directive_at(tokens.starts[position])
    low = max(file.position_at(directive.rest) if directive else 0, position - REACH)
    high = min(file.position_at(directive.span.end) if directive else count, position + REACH)
    first = position
    while first > low:
        text = texts[first - 1]
        if text in ")]" and (opener := partner.get(first - 1)) is not None:
            first = opener
        elif text in ";{}":
            break
        elif not directive and (line := file.directive_at(tokens.starts[first - 1])) is not None:
            first = max(first, file.position_at(line.span.end))
            break
        else:
            first -= 1
    last = position
    while last < high:
        text = texts[last]
        if text in "([" and (closer := partner.get(last)) is not None:
            last = closer
        elif text == ";":
            last += 1
            break
        elif text in "{}":
            break
        last += 1
    return first, min(last, high)


def has_nearby_comment(file: SourceFile, row: int) -> bool:
    """Whether a comment explains the line of index ``row``.

    It stands on the line itself, ends or goes on in the line before, or is a ``//`` comment on the line after.
    """
    comments = file.tokens.comments
    if row >= file.line_count:
        return False
    start = file.line_bounds(max(row - 1, 0)).start
    this = file.line_bounds(row)
    at = bisect_left(comments, start, key=lambda comment: comment.end)
    for comment in comments[at:]:
        if comment.start <= this.end:
            return True
        below = file.line_bounds(min(row + 1, file.line_count - 1))
        if comment.start > below.end:
            break
        if file.text.startswith("//", comment.start):
            return True
    return False


BLANKS = Pattern(r"[ \t]*")


def after_spaces(text: str, offset: int) -> int:
    """The offset after the spaces and tabs, if any, that stand at ``offset``."""
    blanks = BLANKS.match(text, offset)
    return blanks.end() if blanks else offset


def indent_at(file: SourceFile, offset: int) -> str:
    """The blanks that open the line that ``offset`` lies in."""
    start = file.line_start(offset)
    return file.text[start : after_spaces(file.text, start)]


def indent_to(file: SourceFile, column: int) -> str:
    """The indent that reaches to ``column``: tabs, then spaces."""
    tabs, spaces = divmod(column, file.limits.tab_size)
    return "\t" * tabs + " " * spaces


def in_literal(file: SourceFile, offset: int) -> bool:
    """Whether ``offset`` lies inside a string or character literal, quotes included."""
    position = file.position_at(offset + 1) - 1
    return position >= 0 and file.tokens.texts[position][0] in "\"'" and offset < file.tokens.end(position)


def is_name_of_macro(name: str) -> bool:
    """Whether a name is written as constants and macros are: capitals, digits, underscores, with a letter in it."""
    return name.isupper() and name.replace("_", "a").isalnum()


def is_free_text(file: SourceFile, offset: int) -> bool:
    """Whether what stands at the offset is no C: a header's name, a mail address, a path, a message, assembler."""
    if is_assembler_source(file, offset):
        return True
    directive = file.directive_at(offset)
    if directive is not None:
        if directive.name in FREE_TEXT:
            return True
        first = file.position_at(directive.rest)
        if directive.name == "define" and not PATHS.isdisjoint(file.tokens.texts[first : first + 1]):
            return True
    bracket = file.text.rfind("<", max(offset - BRACKETED_SIZE, 0), offset + 1)
    name = BRACKETED.match(file.text, bracket) if bracket >= 0 else None
    return name is not None and name.end() > offset


def value_end(file: SourceFile, position: int) -> int:
    """The token position after one simple value that starts at ``position``; equal to it where there is none.

    That is a number, strings, or a name with members, indices and calls after it, all but a number with an optional
    ``*`` or ``&`` before it.
    """
    tokens = file.tokens
    texts, partner, count = tokens.texts, tokens.partner, len(tokens)
    first = position
    if position < count and texts[position] in ("*", "&"):
        position += 1
    if position >= count:
        return first
    text = texts[position]
    if text[0].isdigit() and position == first:
        return position + 1
    if text[0] == '"':
        while position < count and texts[position][0] == '"':
            position += 1
        return position
    if not is_identifier(text) and text != "sizeof":
        return first
    position += 1
    while position < count:
        text = texts[position]
        if text in ("->", ".") and position + 1 < count and is_identifier(texts[position + 1]):
            position += 2
        elif text in ("(", "[") and position in partner:
            position = partner[position] + 1
        else:
            break
    return position


def words(file: SourceFile, where: Span) -> list[str]:
    """The tokens of a span, blanks and comments apart: two spans with the same ones say the same."""
    return file.tokens.texts[file.position_at(where.start) : file.position_at(where.end)]


INTEGER = Pattern(r"(0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)([uUlL]*)")


def integer(text: str) -> int | None:
    """The value of an integer literal, whatever its base and suffix; None if ``text`` is no such thing."""
    if (match := INTEGER.fullmatch(text)) is None:
        return None
    digits = match[1]
    if digits[:1] == "0" and digits[1:].isdigit():
        return int(digits, 8) if digits.strip("01234567") == "" else None
    return int(digits, 0)


def assigned_name(file: SourceFile, position: int) -> tuple[int, int] | None:
    """The ``name``, ``a->b``, ``*p`` … that is assigned the value beginning at ``position``, as the positions of its
    first token and of the ``=``; a cast may stand before the value."""
    texts, partner = file.tokens.texts, file.tokens.partner
    equals = position - 1
    if equals > 0 and texts[equals] == ")":
        equals = partner.get(equals, 0) - 1
    if equals < 1 or texts[equals] != "=":
        return None
    first = equals - 1
    while first > 0:
        if texts[first] == "]":
            first = partner.get(first, 0) - 1
        elif not is_identifier(texts[first]):
            return None
        elif texts[first - 1] in ("->", "."):
            first -= 2
        else:
            break
    if first and texts[first - 1] == "*" and (first == 1 or not may_be_type(texts[first - 2])):
        first -= 1
    return first, equals


#: Words that may stand before a call and are no type of a declaration.
BEFORE_CALLS = frozenset("return else do case goto sizeof".split())


def may_be_type(text: str) -> bool:
    """Whether a token before a name, or before its stars, can be the type that the name is declared with."""
    return (text[0].isalpha() or text[0] == "_") and text not in BEFORE_CALLS


def is_plain_call(file: SourceFile, position: int) -> bool:
    """Whether ``name(`` at ``position`` calls a function or macro of that name: it is no member of a structure, and
    neither declared nor defined here."""
    texts = file.tokens.texts
    before = position - 1
    if before < 0 or texts[before] in ("->", "."):
        return before < 0
    pointer = texts[before] == "*"
    while before > 0 and texts[before] == "*":
        before -= 1
    word = texts[before]
    if not may_be_type(word):
        return True
    directive = file.directive_at(file.tokens.starts[before])
    if directive is not None and (directive.last <= position or before < directive.first + 3):
        return word != "define"
    if not pointer or not is_identifier(word) or before < 1:
        return False
    return not may_be_type(texts[before - 1]) and texts[before - 1] not in (";", "{", "}", ")")


def string_at(file: SourceFile, offset: int) -> int | None:
    """The position of the string literal that begins at ``offset``."""
    position = file.position_at(offset)
    tokens = file.tokens
    if position < len(tokens) and tokens.starts[position] == offset and tokens.texts[position][0] == '"':
        return position
    return None


def string_around(file: SourceFile, offset: int) -> int | None:
    """The position of the string literal that ``offset`` lies in, quotes included."""
    position = file.position_at(offset + 1) - 1
    if position >= 0 and file.tokens.texts[position][0] == '"' and offset < file.tokens.end(position):
        return position
    return None


#: How many tokens back the parenthesis around a token is looked for.
PARENTHESIS_REACH = 64


def enclosing_parenthesis(file: SourceFile, position: int) -> int | None:
    """The position of the ``(`` around the token; None if a bracket of another kind, or none nearby, is around it."""
    texts, partner = file.tokens.texts, file.tokens.partner
    for _ in range(PARENTHESIS_REACH):
        position -= 1
        if position <= 0 or texts[position] in "{}[":
            return None
        if texts[position] == "(":
            return position
        if texts[position] in ")]":
            position = partner.get(position, 0)
    return None


def enclosing_call(file: SourceFile, position: int) -> CallSite | None:
    """The innermost call that has the token among its arguments; None if there is none nearby."""
    opener = enclosing_parenthesis(file, position)
    if opener is None or not is_identifier(file.tokens.texts[opener - 1]):
        return None
    return file.call_at(opener - 1)


#: The words that stand before the parenthesis of assembler.
ASSEMBLER = frozenset("asm __asm__ __asm volatile __volatile__ goto asm_inline asm_volatile_goto".split())


def is_assembler(file: SourceFile, position: int) -> bool:
    """Whether the token is inside the parentheses of ``asm``."""
    opener = enclosing_parenthesis(file, position)
    return opener is not None and file.tokens.texts[opener - 1] in ASSEMBLER
