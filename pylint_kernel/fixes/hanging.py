"""Lines that hang on something of a line above, on a bracket or on what is assigned, hang there after changes, too."""

from __future__ import annotations

from collections import defaultdict

from pylint_kernel.language.idioms import indent_to
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Token, token_from
from pylint_kernel.model import Edit, edit

#: What a line may hang on besides brackets: the token behind one of these.
LEADERS = frozenset("= += -= *= /= %= &= |= ^= <<= >>= return".split())
#: What ends a statement or a part of it, and so many tokens of it are looked at.
ENDS, FARTHEST = frozenset(";{},"), 100


def rehung(before: SourceFile, after: SourceFile) -> list[Edit]:
    """The edits of ``after``, which has the tokens of ``before`` in the same lines, save that some read otherwise, that
    indent what hung on something that is in another column now."""
    edits, moved = list[Edit](), defaultdict[int, int](int)
    for row in range(1, before.line_count):
        start, end = before.line_bounds(row)
        first = token_from(before, start)
        if first is None or first.start >= end or not first.opens_line:
            continue
        anchor = hook(first)
        if anchor is None:
            continue
        now, (hanging, on) = after.line_bounds(row).start, (Token(after, one.position) for one in (first, anchor))
        by = on.column + moved[on.row] - anchor.column
        if by and hanging.column == first.column:
            moved[row] = by
            edits.append(edit(now, hanging.start, indent_to(after, first.column + by)))
    return edits


def hook(first: Token) -> Token | None:
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
