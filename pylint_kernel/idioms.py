"""What several topics of rules recognise in kernel C: log calls, lvalues, nearby comments, statements.

Everything works on tokens and lines, which exist whatever the parser made of the file.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from pylint_kernel.lazy import Pattern
from pylint_kernel.source import SourceFile

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


@lru_cache(maxsize=4096)
def is_log_function(name: str) -> bool:
    """Whether ``name`` is one of the kernel's functions and macros that take a message: ``pr_err``, ``dev_dbg`` …"""
    return LOG_NAME.fullmatch(name) is not None


def is_identifier(text: str) -> bool:
    """Whether a token is a name, not a keyword, number, literal or operator."""
    return (text[0].isalpha() or text[0] in "_$") and text not in KEYWORDS


def lvalue_end(file: SourceFile, position: int) -> int:
    """The token position behind the longest ``name``, ``a->b``, ``a.b``, ``a[i]`` chain that starts at ``position``.

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


def statement_bounds(file: SourceFile, position: int) -> tuple[int, int]:
    """The token positions ``first, last`` (``last`` exclusive, the ``;`` included) of the statement around a token.

    It ends at ``;``, ``{`` or ``}`` outside of parentheses and begins behind the one before; a directive bounds it too.
    """
    tokens = file.tokens
    texts, partner, count = tokens.texts, tokens.partner, len(tokens)
    directive = file.directive_at(tokens.starts[position])
    low = file.position_at(directive.rest) if directive else 0
    high = file.position_at(directive.span.end) if directive else count
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

    It stands on the line itself, ends or goes on in the line before, or is a ``//`` comment on the line behind.
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


def in_literal(file: SourceFile, offset: int) -> bool:
    """Whether ``offset`` lies inside a string or character literal, quotes included."""
    position = file.position_at(offset + 1) - 1
    return position >= 0 and file.tokens.texts[position][0] in "\"'" and offset < file.tokens.end(position)


def is_name_of_macro(name: str) -> bool:
    """Whether a name is written as constants and macros are: capitals, digits, underscores, with a letter in it."""
    return name.isupper() and name.replace("_", "a").isalnum()
