"""Lines that go with others: aligned with an opening bracket, or in a block that is moved."""

from __future__ import annotations

from pylint_kernel.language.idioms import in_literal, indent_to
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax.expressions import Call
from pylint_kernel.language.syntax.token import Token, token_from
from pylint_kernel.model import Edit, edit


def following(opening: Token, by: int) -> tuple[Edit, ...]:
    """The edits that move what is aligned with a bracket, and with brackets on the same lines behind it, ``by`` so many
    columns."""
    file, closing, rows, edits = opening.file, opening.partner, {opening.row}, list[Edit]()
    for row in range(opening.row + 1, closing.row + 1 if closing is not None and by else 0):
        begin = file.line_bounds(row).start
        first = token_from(file, begin)
        around = first.bracket if first is not None and first.row == row else None
        if first is None or around is None or around.position < opening.position or around.row not in rows:
            continue
        if first.column == around.column + 1 and file.text[begin : first.start].isspace():
            rows.add(row)
            edits.append(edit(begin, first.start, indent_to(file, first.column + by)))
    return tuple(edits)


def renamed(call: Call, name: str, *others: Edit) -> tuple[Edit, ...]:
    """The edits that have another function called, with ``others`` in the arguments."""
    by = len(name) - len(call.keyword.text)
    along = following(call.open, by) if call.open else ()
    # What is taken away goes nowhere.
    along = tuple(
        one for one in along if not any(other.span.start < one.span.end <= other.span.end for other in others)
    )
    return (edit(*call.keyword.span, name), *others, *along)


def dedented(file: SourceFile, rows: range) -> list[Edit] | None:
    """The edits that take one tab from before each of these lines; None if one of them has none, or is in a string.

    Empty lines, directives and labels stay where they are.
    """
    edits = list[Edit]()
    for row in rows:
        start, end = file.line_bounds(row)
        if in_literal(file, start):
            return None
        if file.text.startswith("\t", start):
            edits.append(edit(start, start + 1, ""))
        elif file.text[start:end].strip() and not file.text.startswith("#", start):
            first = token_from(file, start)
            after = first.next if first is not None and first.start == start else None
            if after is None or after.text != ":":
                return None
    return edits
