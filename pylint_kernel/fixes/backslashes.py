"""Backslashes that continue the lines of a macro stand below each other, also after fixes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from pylint_kernel.language.idioms import padding
from pylint_kernel.language.source import MacroDefinition, SourceFile
from pylint_kernel.model import Edit, edit


def realigned(before: SourceFile, after: SourceFile, old_names: Mapping[str, str] | None = None) -> tuple[Edit, ...]:
    """The edits of ``after`` that put the backslashes of lines that are not those of ``before`` where the others of the
    macro were, or all of a macro further to the right if it consists of such lines and some are too long for that.

    ``old_names``: what macros were called that have another name now.
    """
    if "\\\n" not in before.text:
        return ()
    old = defaultdict[str, list[MacroDefinition]](list)
    for macro in before.macros:
        old[macro.name].append(macro)
    edits = list[Edit]()
    for macro in after.macros:
        if not (same := old[(old_names or {}).get(macro.name, macro.name)]):
            continue
        known = {content: column for content, column, _ in continued(before, same.pop(0))}
        column = usual(Counter(known.values()))
        # Backslashes that touch the code stand where this ends.
        if column is None or all(before.width(code) == column for code, here in known.items() if here == column):
            continue
        lines = [*continued(after, macro)]
        goal = column_for([content for content, _, _ in lines], known, column, after)
        for content, here, end in lines:
            if here != goal and (content not in known or (goal > column and here == column)):
                start = after.line_start(end) + len(content)
                edits.append(edit(start, end, padding(after, after.width(content), goal)))
    return tuple(edits)


def column_for(lines: list[str], known: Mapping[str, int], column: int, file: SourceFile) -> int:
    """The column for the backslashes after some lines, most of which stand in ``column`` if they are ``known``."""
    size, longest = file.limits.tab_size, max(map(file.width, lines), default=0)
    if longest < column or file.changed is not None or 2 * sum(one in known for one in lines) >= len(lines):
        return column
    goal = longest + 1 if column % size else (longest // size + 1) * size
    return goal if goal < file.limits.max_line_length else column


def continued(file: SourceFile, macro: MacroDefinition) -> Iterator[tuple[str, int, int]]:
    """The lines of a macro that a backslash ends: what is before it, its column, and its offset."""
    for row in range(file.row(macro.span.start), file.row(macro.span.end)):
        start, end = file.line_bounds(row)
        if file.text.endswith("\\", start, end):
            yield file.text[start : end - 1].rstrip(" \t"), file.column(end - 1), end - 1


def usual(columns: Counter[int]) -> int | None:
    """The column that most of several lines have in common; None if there is none."""
    ((column, count),) = columns.most_common(1) or ((0, 0),)
    return column if count > 1 and 2 * count > columns.total() else None
