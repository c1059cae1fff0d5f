"""Lines that are too wide for the screen."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import File, Reports, rule
from pylint_kernel.classify import SOURCE_KINDS
from pylint_kernel.language import windows
from pylint_kernel.language.idioms import is_log_function
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import syntax
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, WARNING, Span
from pylint_kernel.rules.layout.comment_breaks import with_shorter_comment
from pylint_kernel.rules.layout.line_breaks import ONLY_STRING, broken

# All of these look at a line of masked code: the content of a string is X there.
LITERAL = r'"[X\t]*"'
STRING_AT_END = Pattern(rf"(?:{LITERAL})(?:[ \t]*\\|,|[ \t]*\)[ \t]*;)?[ \t]*$")
DEFINE_STRING = Pattern(rf"[ \t]*#[ \t]*define[ \t]+\w+[ \t]+L?{LITERAL}$")
LOG_STRING = Pattern(rf'[ \t]*(\w+)[ \t]*\([^"]*({LITERAL})[ \t]*(?:,|\)[ \t]*;)?$')
#: A row of a list, the last column of which is a text.
ROW_STRING = Pattern(rf'[ \t]*\w+\([^"()]*({LITERAL})\)(?:[ \t]*\\)?$')
UNBREAKABLE = Pattern(r"EFI_GUID[ \t]*\(|^[ \t]*(?:static[ \t]+)?(?:__)?DEFINE_PER_CPU\w*[ \t]*\(")
#: A comment of one word; a row of the same character is none.
ALONE = Pattern(r"(?!.*(\S)\1{7})[ \t]*(?:/\*+|\*|//)?[ \t]*[^\s\w]*\w\S*(?:[ \t]*\*/)?[ \t]*")
#: The scheme is as long as any is; without a limit a line of letters would be searched from each of them.
URL = Pattern(r"[A-Za-z][\w.+-]{0,20}://")


@rule(
    "LONG_LINE",
    WARNING,
    "code reaches beyond the last column",
    on=File(in_windows=True),
    kinds=SOURCE_KINDS,
    in_file=CHECK,
)
def long_line(_: SourceFile, file: SourceFile) -> Reports:
    """A line is wider than the limit: 100 columns unless ``--max-line-length`` says otherwise.

    The preferred limit is 80 columns; go beyond it only where that makes the code easier to read. Break the line, or
    give part of it a name. Columns are those on the screen: a tab reaches to the next tab stop and a character takes
    one column however many bytes it has.

    Exempt is what cannot be broken: a message that starts within the limit and is the only string in a call of a log
    function and its end, or the last column of a row in the list of a macro; a string that stands alone on its line or
    is the value of a macro; URLs; ``EFI_GUID()`` and ``DEFINE_PER_CPU()``.

    Source: Documentation/process/coding-style.rst, section 2 ("Breaking long lines and strings").

    The fix breaks the line after the comma or the operator that binds loosest in the outermost brackets, and aligns the
    rest with the open parenthesis or with the value that goes on.

    Differs from checkpatch: it counts bytes, so lines with characters beyond ASCII seem longer than they are; it wants
    the rows of lists to be broken.
    """
    yield from reports(file, "LONG_LINE", "line")


@rule(
    "LONG_LINE_COMMENT",
    WARNING,
    "a comment reaches beyond the last column",
    on=File(in_windows=True),
    kinds=SOURCE_KINDS,
    in_file=CHECK,
    requires="LONG_LINE",
)
def long_comment(_: SourceFile, file: SourceFile) -> Reports:
    """A comment at the end of a line reaches beyond the limit of LONG_LINE, the code does not.

    Put the comment above the code, or break it, as the fix does with comments of one line and with the last line of a
    paragraph; it is safe. Shown only where LONG_LINE is shown too. URLs cannot be broken, nor can
    what stands alone on its line and has no space: a path, the id of a message.

    Source: Documentation/process/coding-style.rst, section 2 ("Breaking long lines and strings").

    Differs from checkpatch: only URLs are exempt there.
    """
    yield from reports(file, "LONG_LINE_COMMENT", "comment")


@rule(
    "LONG_LINE_STRING",
    WARNING,
    "a string reaches beyond the last column",
    on=File(in_windows=True),
    kinds=SOURCE_KINDS,
    in_file=CHECK,
    requires="LONG_LINE",
)
def long_string(_: SourceFile, file: SourceFile) -> Reports:
    """A string at the end of a line reaches beyond the limit of LONG_LINE.

    Messages for the user are never broken, so that they can be searched for: see the exemptions of LONG_LINE. Other
    strings can start on a line of their own, where the fix puts them if they are an argument. Shown only where
    LONG_LINE is shown too.

    Source: Documentation/process/coding-style.rst, section 2 ("Breaking long lines and strings").

    Differs from checkpatch: programs have messages, too, printed with ``printf()`` and the like, and so have netlink
    (``NL_SET_ERR_MSG()``), the graphics drivers (``DRM_ERROR()``), and what a driver calls in this way
    (``BNX2X_ERR()``).
    """
    yield from reports(file, "LONG_LINE_STRING", "string")


def reports(file: SourceFile, code: str, what: str) -> Reports:
    """The long lines of one type; what is underlined begins at the first column beyond the limit."""
    limit = file.limits.max_line_length
    for row in file.once(long_rows).get(code, ()):
        start, end = file.line_bounds(row)
        text = file.text[start:end]
        where = Span(start + offset_at(file, text, limit), end)
        fix = with_shorter_comment(file, row) if code == "LONG_LINE_COMMENT" else broken(file, row)
        yield where, f"{what} of {file.width(text)} columns, limit {limit}", fix


def offset_at(file: SourceFile, text: str, column: int) -> int:
    """The index in the line ``text`` of the first character that ends beyond ``column``."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        if file.width(text[: middle + 1]) > column:
            high = middle
        else:
            low = middle + 1
    while low and "\x80" <= text[low] <= "\xbf":
        low -= 1
    return low


def long_rows(file: SourceFile) -> dict[str, list[int]]:
    """The rows of the lines that are too long, by type."""
    limit, size = file.limits.max_line_length, file.limits.tab_size
    found: dict[str, list[int]] = {}
    for start, end in windows.of(file):
        for row, line in enumerate(file.text[start:end].expandtabs(size).split("\n"), file.row(start)):
            if len(line) > limit and file.may_be_new(row) and (code := judge(file, row, limit)):
                found.setdefault(code, []).append(row)
    return found


def judge(file: SourceFile, row: int, limit: int) -> str | None:
    """The type under which the line of index ``row`` is too long, None if it is not or may be."""
    start, end = file.line_bounds(row)
    text = file.text[start:end]
    if file.width(text) <= limit or URL.search(text):
        return None
    code = file.code[start:end]
    kept = len(code.rstrip(" \t"))
    if code.endswith("\\") and file.comment_at(end - 1):
        kept = len(code[:-1].rstrip(" \t"))
    comment = len(text[:kept]) + len(text[kept:]) - len(text[kept:].lstrip(" \t"))
    if comment < len(text.rstrip(" \t")) and file.width(text[:comment]) <= limit:
        return None if ALONE.fullmatch(text) else "LONG_LINE_COMMENT"
    if UNBREAKABLE.search(code):
        return None
    if kept == len(code) and is_exempt_string(file, start, text, code, limit):
        return None
    code = code[:kept]
    string = STRING_AT_END.search(code)
    if string and (kept == comment or code[-1] in ",;") and file.width(text[: string.start()]) <= limit:
        return "LONG_LINE_STRING"
    return "LONG_LINE"


#: What shows a message in the kernel, in capitals; what prints in a program.
SHOWS = Pattern(r"(?:GE)?NL_SET_ERR_MSG\w*|DRM_(?:ERROR|WARN|NOTE|INFO|DEBUG)\w*")
#: What says by its name that it tells people something, wherever it is defined: ``vdo_log_error``, ``BNX2X_ERR``.
MESSAGE = Pattern(
    r"(?:\w*_)?x?(?:log|msg|message|print[fk]?|err|error|warn|warning|info|notice|dbg|debug|trace|fatal|crit)(?:_\w*)?",
    re.IGNORECASE,
)
PRINTS = Pattern(r"[fd]?printf|puts|perror|(?:err|warn)x?|ksft_\w+|SKIP|TH_LOG")


def is_exempt_string(file: SourceFile, start: int, text: str, code: str, limit: int) -> bool:
    """Whether a line (raw and masked) that begins at ``start`` is, or ends with, a string that must stay whole."""
    if ONLY_STRING.match(code) or DEFINE_STRING.match(code):
        return True
    row = ROW_STRING.match(code)
    if row is not None and file.width(text[: row.start(1)]) <= limit:
        macro = syntax(file).macro_at(start)
        return macro is not None and macro.is_rows
    log = LOG_STRING.match(code)
    if log is None or file.width(text[: log.start(2)]) > limit:
        return False
    prints = PRINTS if file.is_user_space else SHOWS
    if is_log_function(log[1]) or prints.fullmatch(log[1]):
        return True
    string = text[log.start(2) : log.end(2)]
    return MESSAGE.fullmatch(log[1]) is not None and ("%" in string or string.endswith('\\n"'))
