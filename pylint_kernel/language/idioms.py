"""What several topics of rules recognise in kernel C: log calls, nearby comments, names, integers, strings.

Everything works on tokens and lines, which exist whatever the parser made of the file.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from pylint_kernel.language.assembler import is_assembler_source
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.words import KEYWORDS
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


#: What begins a comment that is for kcheck and explains nothing.
FOR_KCHECK = Pattern(r"/[*/]+[ \t\n*]*kcheck:")


def has_nearby_comment(file: SourceFile, row: int) -> bool:
    """Whether a comment explains the line of index ``row``.

    It stands on the line itself, ends or goes on in the line before, or is a ``//`` comment on the line after; one for
    kcheck, which may say no to such a finding, does not count.
    """
    comments = file.comments
    if row >= file.line_count:
        return False
    start = file.line_bounds(max(row - 1, 0)).start
    this = file.line_bounds(row)
    at = bisect_left(comments, start, key=lambda comment: comment.end)
    for comment in comments[at:]:
        if FOR_KCHECK.match(file.text, comment.start):
            continue
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


def indent_to(file: SourceFile, column: int) -> str:
    """The indent that reaches to ``column``: tabs, then spaces."""
    tabs, spaces = divmod(column, file.limits.tab_size)
    return "\t" * tabs + " " * spaces


def padding(file: SourceFile, width: int, column: int) -> str:
    """What fills a line of that width up to a column: tabs where these lead there, one space where it is passed."""
    if width >= column:
        return " "
    size = file.limits.tab_size
    if column % size:
        return " " * (column - width)
    return "\t" * (column // size - width // size)


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


def string_around(file: SourceFile, offset: int) -> int | None:
    """The position of the string literal that ``offset`` lies in, quotes included."""
    position = file.position_at(offset + 1) - 1
    if position >= 0 and file.tokens.texts[position][0] == '"' and offset < file.tokens.end(position):
        return position
    return None
