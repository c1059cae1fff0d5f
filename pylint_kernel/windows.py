"""The part of a file that a change can have made wrong: what stands around the lines it touched."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pylint_kernel.classify import C_KINDS
from pylint_kernel.model import Span

if TYPE_CHECKING:
    from pylint_kernel.source import SourceFile

#: Nodes whose children are top-level items too.
GROUPS = frozenset(
    {
        "preproc_if", "preproc_ifdef", "preproc_elif", "preproc_elifdef", "preproc_else",
        "linkage_specification", "declaration_list",
    }
)  # fmt: skip
#: What stands between items.
LOOSE = frozenset({"comment", ";", "#if", "#ifdef", "#ifndef", "#else", "#elif", "#endif", "\n"})
#: So many lines above and below a changed one are looked at in any case.
MARGIN = 2


def around(file: SourceFile, lines: frozenset[int]) -> list[Span]:
    """Stretches of whole lines of ``file``, in order: the 1-based ``lines``, a margin around each, and the top-level
    items (functions, types, variables) that these belong to."""
    last = file.line_count - 1
    rows = {min(max(number - file.first_line, 0), last) for number in lines}
    near = merge(
        (file.line_bounds(max(row - MARGIN, 0)).start, file.line_bounds(min(row + MARGIN, last)).end) for row in rows
    )
    if file.kind not in C_KINDS:
        return near
    return merge([*near, *((file.line_start(start), file.line_end(end)) for start, end in items_at(file, near))])


def items_at(file: SourceFile, spans: list[Span]) -> list[Span]:
    """The spans of the top-level items of ``file`` that share bytes with ``spans`` (sorted, not overlapping).

    Their neighbours are among them: a macro such as EXPORT_SYMBOL() belongs to the function before it.
    """
    items: list[Span] = []
    queue = file.tree.root_node.children[::-1]
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
