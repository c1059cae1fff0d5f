"""Lines that go with others: aligned with a bracket or with what is assigned, or in a block that is moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pylint_kernel.language.idioms import in_literal, indent_to
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax.expressions import Call
from pylint_kernel.language.syntax.token import Token, token_from
from pylint_kernel.model import Edit, edit

#: What a line may hang on besides brackets: the token behind one of these.
LEADERS = frozenset("= += -= *= /= %= &= |= ^= <<= >>= return".split())
#: What ends a statement or a part of it, and so many tokens of it are looked at.
ENDS, FARTHEST = frozenset(";{},"), 100
#: So many lines below one that changes are looked at.
LONGEST = 100


def taking_along(file: SourceFile, edits: Iterable[Edit]) -> list[Edit]:
    """Edits, and those that indent what stands below something that is moved by the ones that break no line."""
    edits = sorted(edits)
    longer, moved = defaultdict[int, list[tuple[int, int]]](list), dict[int, int]()
    for (start, end), text in edits:
        row = file.row(end)
        if "\n" in text:
            continue
        if file.row(start) == row:
            longer[row].append((end, file.width(text) - file.width(file.text[start:end])))
        else:
            longer[row].append((end, file.column(start) + file.width(text) - file.column(end)))
        moved.setdefault(row, 0)
    along, row = list[Edit](), min(moved, default=file.line_count)
    last = max(moved, default=0)
    while row + 1 < file.line_count and row < last + LONGEST:
        row += 1
        start = file.line_bounds(row).start
        first = token_from(file, start)
        if first is None or first.row != row or not first.opens_line or (hook := known_hook(first)) is None:
            continue
        if (above := hook.row) not in moved:
            continue
        by = moved[above] + sum(more for end, more in longer[above] if end <= hook.start)
        # What is taken away goes nowhere.
        if by and not any(one.span.start < first.start <= one.span.end for one in edits):
            moved[row] = moved.get(row, 0) + by
            last = max(last, row)
            along.append(edit(start, first.start, indent_to(file, first.column + by)))
    return sorted([*edits, *along])


def known_hook(first: Token) -> Token | None:
    """See :func:`hook_of`; many edits ask for the same lines."""
    known = first.file.once(hooks)
    if first.position not in known:
        known[first.position] = hook_of(first)
    return known[first.position]


def hooks(_: SourceFile) -> dict[int, Token | None]:
    """The hooks that have been looked for so far, by the position of the token that stands below them."""
    return {}


def hook_of(first: Token) -> Token | None:
    """The token of a line above that the first one of a line stands below of; None if it stands below nothing."""
    if first.text == "#":
        return None
    around = first.bracket
    # What is in a bracket may have a space before it, and so has what stands below it.
    inner = around.next if around is not None and around.text != "{" else None
    if inner is not None and inner != first and not inner.opens_line and inner.column == first.column:
        return inner
    return assigned(first, around.position if around is not None else -1)


def assigned(first: Token, opening: int) -> Token | None:
    """The first token of what is assigned or returned, if the first one of a line stands below it.

    ``opening`` is the position of the bracket around them, or -1.
    """
    tokens = first.file.tokens
    texts, position = tokens.texts, first.position - 1
    for _ in range(FARTHEST):
        if position <= opening or texts[position] in ENDS:
            return None
        position = min(position, tokens.partner.get(position, position))
        if position and texts[position - 1] in LEADERS:
            token = Token(first.file, position)
            is_below = token.row < first.row and not token.opens_line and token.column == first.column
            around = first.file.directive_at(first.start)
            return token if is_below and around == first.file.directive_at(token.start) else None
        position -= 1
    return None


def renamed(call: Call, name: str, *others: Edit) -> tuple[Edit, ...]:
    """The edits that have another function called, with ``others`` in the arguments."""
    return tuple(taking_along(call.file, [edit(*call.keyword.span, name), *others]))


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
