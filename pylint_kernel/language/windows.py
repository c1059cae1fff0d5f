"""The part of a file that a change can have made wrong: what stands around the lines it touched."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from re import MULTILINE
from typing import TYPE_CHECKING

from pylint_kernel.classify import C_KINDS, LAYOUT_KINDS, Kind
from pylint_kernel.language import parser
from pylint_kernel.language.lexer import touching, words_in
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import Outside, Span

if TYPE_CHECKING:
    from pylint_kernel.language.source import SourceFile

#: Nodes whose children are top-level items too.
GROUPS = frozenset(
    {
        "preproc_if", "preproc_ifdef", "preproc_elif", "preproc_elifdef", "preproc_else",
        "linkage_specification", "declaration_list",
    }
)  # fmt: skip
#: What stands between items.
LOOSE = frozenset({"comment", ";", "#if", "#ifdef", "#ifndef", "#else", "#elif", "#endif", "\n"})
#: The symbols of a Kconfig file.
SYMBOL = Pattern(r"^[ \t]*(?:config|menuconfig|choice)\b", MULTILINE)
#: So many lines above and below a changed one are looked at in any case.
MARGIN = 2


def of(file: SourceFile) -> list[Span]:
    """The stretches of whole lines that are worth looking at: all, or what stands around the lines in ``file.focus``.

    That is the top-level items (functions, types, variables) that they belong to, and two lines more.
    """
    return file.windows if file.windows is not None else file.once(_of)


def restrict(file: SourceFile, stretches: list[Span] | None) -> None:
    """Let only these stretches of whole lines (sorted, not overlapping) be worth looking at; None: what was before.

    What has been read of the file stays.
    """
    file.windows = stretches


def _of(file: SourceFile) -> list[Span]:
    if file.focus is None:
        return [Span(0, len(file.text))]
    stretches = around(file, file.focus)
    if file.kind not in C_KINDS:
        file.near = stretches
    return stretches


def outside(file: SourceFile) -> Outside | None:
    """What tells whether a stretch of bytes has nothing in common with the windows; None where they are the whole."""
    if file.focus is None and file.windows is None:
        return None
    stretches, beyond = of(file), len(file.text) + 1

    def is_outside(start: int, end: int) -> bool:
        at = bisect_right(stretches, (end, beyond)) - 1
        return at < 0 or stretches[at].end < start

    return is_outside


def inside(file: SourceFile, offset: int) -> bool:
    """Whether what starts at ``offset`` is to be looked at."""
    is_outside = outside(file)
    return is_outside is None or not is_outside(offset, offset)


def positions(file: SourceFile, text: str) -> Sequence[int]:
    """Where a token reads ``text``, in what is worth looking at: outside of it the tree has not been read."""
    if file.focus is None and file.windows is None:
        return file.tokens.index.get(text, [])
    # A file has tokens, and an index of them, only if somebody asks: most changes have none of the words.
    if not is_mentioned(file, text):
        return []
    where, start_of, found, last = file.tokens.index.get(text, ()), file.tokens.starts.__getitem__, list[int](), 0
    for start, end in of(file) if where else ():
        first = bisect_left(where, start, last, key=start_of)
        last = bisect_right(where, end, first, key=start_of)
        found += where[first:last]
    return found


def mentioned(file: SourceFile, texts: Iterable[str]) -> Iterable[str]:
    """Those of the ``texts``, words all of them, that may stand in what is worth looking at; in their order."""
    if file.windows is not None:
        return texts
    there = file.tokens.index if file.focus is None else file.once(words)
    return filter(there.__contains__, texts)


def is_mentioned(file: SourceFile, text: str) -> bool:
    """Whether ``text`` stands anywhere in what is worth looking at; a word may not be a token there."""
    if file.windows is None and text.isidentifier():
        return text in file.once(words)
    return any(file.text.find(text, start, end) >= 0 for start, end in of(file))


def words(file: SourceFile) -> set[str]:
    """The words of what is worth looking at around a change: many are asked for, one after the other."""
    return words_in(file.text, of(file))


def around(file: SourceFile, lines: frozenset[int]) -> list[Span]:
    """Stretches of whole lines of ``file``, in order: the 1-based ``lines``, a margin around each, and what these are
    part of: comments, directives, top-level items (functions, types, variables), symbols of a Kconfig file."""
    first_line, last = file.first_line, file.line_count - 1
    if lines.issuperset(range(first_line, first_line + last + 1)):
        return [Span(0, len(file.text))]
    rows = sorted({min(max(number - first_line, 0), last) for number in lines})
    near = merge(margins(file, first, final, last) for first, final in runs(rows))
    wholes: list[Span] = []
    if file.kind in LAYOUT_KINDS:
        wholes += touching(file.comments, near)
    if file.kind in C_KINDS:
        wholes += touching([directive.span for directive in file.directives], near)
        near = merge([*near, *wholes])
        wholes += items_at(file, near)
    if file.kind == Kind.KCONFIG:
        starts = [found.start() for found in SYMBOL.finditer(file.text)]
        wholes += touching([Span(*pair) for pair in pairwise([*starts, len(file.text)])], near)
    return merge([*near, *((file.line_start(start), file.line_end(end)) for start, end in wholes)])


def runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of numbers that follow each other."""
    starts = [at for at, row in enumerate(rows) if not at or rows[at - 1] != row - 1]
    for start, end in pairwise([*starts, len(rows)]):
        yield rows[start], rows[end - 1]


def margins(file: SourceFile, first: int, final: int, last: int) -> tuple[int, int]:
    """Some lines with those around them; a run of empty ones counts as one."""
    first, final = max(first - MARGIN, 0), min(final + MARGIN, last)
    while first and not file.line_text(first).strip():
        first -= 1
    while final < last and not file.line_text(final).strip():
        final += 1
    return file.line_bounds(first).start, file.line_bounds(final).end


def items_at(file: SourceFile, spans: list[Span]) -> list[Span]:
    """The spans of the top-level items of ``file`` that share bytes with ``spans`` (sorted, not overlapping).

    Their neighbours are among them: a macro such as EXPORT_SYMBOL() belongs to the function before it.
    """
    items: list[Span] = []
    queue = parser.tree(file).root_node.children[::-1]
    while queue:
        node = queue.pop()
        if node.type in GROUPS:
            queue += node.children[::-1]
        elif node.type not in LOOSE:
            items.append(Span(node.start_byte, node.end_byte))
    found: list[Span] = []
    for number, (start, end) in enumerate(items):
        at = bisect_left(spans, end, key=lambda span: span.start) - 1
        if at >= 0 and spans[at].end > start:
            found += items[max(number - 1, 0) : number + 2]
    return found


def merge(spans: Iterable[tuple[int, int]]) -> list[Span]:
    """The spans in order, those that overlap or touch made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1].end + 1:
            merged[-1] = Span(merged[-1].start, max(end, merged[-1].end))
        else:
            merged.append(Span(start, end))
    return merged
