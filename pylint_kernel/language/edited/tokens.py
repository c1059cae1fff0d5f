"""The tokens of an edited text: those around the edit are read, the others are taken over.

The lexer looks no further than a few characters beyond a piece, and where a piece begins it remembers nothing. So what
ends well before an edit is what it was, and from where a token begins before and after the edit all is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import MutableSequence
from typing import NamedTuple

from pylint_kernel.language.edited.hull import Hull
from pylint_kernel.language.lexer import PIECE, Tokens
from pylint_kernel.model import Span

#: So many tokens before the edit are read again: no piece is decided by more characters than that after it.
BACK = 4


class Splice(NamedTuple):
    """The tokens that an edit touched: from the last one that begins before it, ``first``, to the first one that is the
    same again, and with it all that follow: ``old`` before, ``new`` after."""

    first: int
    old: int
    new: int

    @property
    def shift(self) -> int:
        """How many more tokens there are."""
        return self.new - self.old


def spliced(before: Tokens, text: str, edit: Hull) -> tuple[Tokens, Splice]:
    """The tokens of ``text``, which an edit has made of that of ``before``, and where they differ."""
    first = max(bisect_left(before.starts, edit.start) - BACK, 0)
    begin = before.starts[first] if first else 0
    pieces, last, end = read_on(before, text, edit, begin)
    after, middle = Tokens(text, ()), Tokens(text, ())
    middle.read(pieces, begin)
    new, shift = first + len(middle), edit.shift
    after.texts = before.texts[:first] + middle.texts + before.texts[last:]
    after.starts = [*before.starts[:first], *middle.starts, *(start + shift for start in before.starts[last:])]
    one, two = bisect_left(before.literals, first), bisect_left(before.literals, last)
    after.literals = [
        *before.literals[:one],
        *(at + first for at in middle.literals),
        *(at + new - last for at in before.literals[two:]),
    ]
    one, two = bisect_left(before.comments, (begin,)), bisect_left(before.comments, (end,))
    after.comments = [
        *before.comments[:one],
        *middle.comments,
        *(Span(start + shift, stop + shift) for start, stop in before.comments[two:]),
    ]
    if new == last:
        after.index = respelled(before, after, first, last)
    same = min(bisect_left(tokens.starts, edit.start) for tokens in (before, after))
    return after, Splice(max(same - 1, 0), last, new)


def read_on(before: Tokens, text: str, edit: Hull, begin: int) -> tuple[list[str], int, int]:
    """The pieces of ``text`` from ``begin`` to where a token of ``before`` begins again; which one that is, and where
    it began. If there is none, that is the end of all."""
    pieces, starts = list[str](), before.starts
    at = bisect_left(starts, edit.old)
    for found in PIECE.finditer(text, begin):
        place = found.start() - edit.shift
        if place >= edit.old:
            while at < len(starts) and starts[at] < place:
                at += 1
            if at < len(starts) and starts[at] == place:
                return pieces, at, place
        pieces.append(found[0])
    return pieces, len(starts), len(before.text) + 1


def respelled(before: Tokens, after: Tokens, first: int, last: int) -> dict[str, MutableSequence[int]]:
    """The index where only the texts of the tokens from ``first`` to before ``last`` have changed."""
    index = dict(before.index)
    for at in range(first, last):
        old, new = before.texts[at], after.texts[at]
        if old != new:
            index[old] = [other for other in index[old] if other != at]
            index[new] = sorted([*index.get(new, ()), at])
            if not index[old]:
                del index[old]
    return index
