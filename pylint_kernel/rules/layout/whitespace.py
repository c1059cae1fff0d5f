"""Spaces and line ends that nobody sees."""

from __future__ import annotations

import re
from itertools import islice

from pylint_kernel.checking.rule import File, Line, Reports, Spelled, Text, rule
from pylint_kernel.classify import ALL_KINDS, LAYOUT_KINDS, SOURCE_KINDS, Kind
from pylint_kernel.language.idioms import in_literal
from pylint_kernel.language.source import Line as SourceLine
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Token
from pylint_kernel.lazy import LineEnd, Pattern
from pylint_kernel.model import ERROR, SAFE, UNSAFE, WARNING, Fix, Span, edit, replace

TEXT_KINDS = ALL_KINDS - {Kind.MAIL}
SPACES = " \t\f\v"
#: So many places are repaired at once.
MOST_IN_A_LINE = 20
#: Spaces up to the last tab that follows a space.
SPACES_TO_TAB = Pattern(r"(?<![ \t])\t*+(?: ++\t++)++")


@rule(
    "TRAILING_WHITESPACE",
    ERROR,
    "spaces at the end of a line",
    on=Text(LineEnd(r"[ \t\f\v]")),
    kinds=TEXT_KINDS,
)
def trailing_whitespace(newline: re.Match[str], file: SourceFile) -> Reports:
    """Spaces before the newline are invisible and make noise in every later diff.

    A patch that is kept in the tree has a space for an empty line of context: it is left as it is.

    After a backslash the fix is unsafe: the next line becomes part of this one.

    Source: Documentation/process/coding-style.rst, section 1 ("Don't leave whitespace at the end of lines").

    Differs from checkpatch: a line that ends in CRLF is judged like any other, a kept patch not at all.
    """
    if file.is_patch:
        return
    end = newline.start()
    line = file.line_start(end)
    start = line + len(file.text[line:end].rstrip(SPACES))
    # A backslash is a line continuation only once the spaces after it are gone.
    applicability = UNSAFE if start > line and file.text[start - 1] == "\\" else SAFE
    fix = replace("remove the spaces", start, end, "", applicability)
    yield Span(start, end), "trailing whitespace", fix


@rule("DOS_LINE_ENDINGS", ERROR, "a carriage return", on=File(), kinds=TEXT_KINDS)
def carriage_return(_: SourceFile, file: SourceFile) -> Reports:
    """Lines end in a newline alone; the carriage returns of other systems show up as ``^M`` in every diff.

    ``dos2unix`` or ``kcheck --fix`` removes them. A carriage return in the middle of a line is reported too, but what
    was meant there is for the author to say.

    Source: Documentation/process/submitting-patches.rst, "No MIME, no links, no compression, no attachments" and
    Documentation/process/email-clients.rst (patches must survive unchanged, line ends included).

    Differs from checkpatch: it calls the line end TRAILING_WHITESPACE where it lies inside a comment or a string. A
    patch that is kept in the tree has the line ends of the file that it changes.
    """
    if file.is_patch:
        return
    for number in sorted(file.carriage_returns):
        start, end = file.line_bounds(number - file.first_line)
        more = start + len(file.text[start:end].rstrip("\r"))
        # The carriage return of a CRLF is no part of the text: an empty edit at its place stands for it.
        edits = (edit(end, end, ""),) if more == end else (edit(more, end, ""), edit(end, end, ""))
        yield Span(more, end), "DOS line ending", Fix("remove the carriage return", edits)
    at = file.text.find("\r")
    while at >= 0:
        end = file.line_end(at)
        if file.text[at:end].strip("\r"):
            yield Span(at, at + 1), "carriage return inside a line"
        elif file.line_number(at) not in file.carriage_returns:
            yield Span(at, end), "DOS line ending", replace("remove the carriage return", at, end, "")
        at = file.text.find("\r", end)


@rule("SPACE_BEFORE_TAB", WARNING, "a space before a tab", on=Line(" \t"), kinds=LAYOUT_KINDS)
def space_before_tab(line: SourceLine, file: SourceFile) -> Reports:
    """A space before a tab is invisible as long as the tab swallows it, and moves the text when it does not.

    The fix keeps every column where it is. Inside of a string it leaves the line alone: the spaces are data there.

    Source: Documentation/process/coding-style.rst, section 1 (indentation is done with tabs).
    """
    size = file.limits.tab_size
    edits, first = [], None
    for spaces in islice(SPACES_TO_TAB.finditer(line.text), MOST_IN_A_LINE):
        start, end = line.start + spaces.start(), line.start + spaces.end()
        first = first or Span(start, end)
        if not in_literal(file, start):
            tabs = file.column(end) // size - file.column(start) // size
            edits.append(edit(start, end, "\t" * tabs))
    assert first
    yield first, "space before a tab", Fix("use tabs alone", tuple(edits)) if edits else None


@rule(
    "WHITESPACE_AFTER_LINE_CONTINUATION",
    WARNING,
    "spaces after the backslash that continues a line",
    on=Spelled(("\\",)),
)
def spaces_after_backslash(backslash: Token, file: SourceFile) -> Reports:
    """A backslash continues the line only if the newline follows at once.

    With spaces in between the C standard sees a stray backslash; compilers continue the line with a warning.

    The fix is unsafe because the next line becomes part of this one, as it was meant.

    Source: ISO C, 5.1.1.2 (translation phase 2); Documentation/process/coding-style.rst, section 1.

    Differs from checkpatch: it looks at the first line of a ``#define`` only, kcheck at every continued line.
    """
    start, end = backslash.end, file.line_end(backslash.end)
    if end > start and not file.text[start:end].strip(SPACES):
        fix = replace("remove the spaces", start, end, "", UNSAFE)
        yield Span(start, end), "spaces after the backslash break the line continuation", fix


@rule("MISSING_EOF_NEWLINE", WARNING, "no newline at the end of the file", on=File(), kinds=SOURCE_KINDS)
def no_final_newline(_: SourceFile, file: SourceFile) -> Reports:
    """The last line of a file ends in a newline like every other line.

    Without it the next line that is added shows up as two changed lines, and ``cat`` glues two files together.

    Source: POSIX, 3.206 (a line ends in a newline); git marks the place with "No newline at end of file".
    """
    text = file.text
    if text and not text.endswith("\n"):
        end = len(text)
        yield Span(end, end), "no newline at the end of the file", replace("add the newline", end, end, "\n")
