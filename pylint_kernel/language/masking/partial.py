"""The walk over the brackets of an edited file: from the end of a function before the edit to that of one after it.

At the end of a function nothing is open, and the walk remembers nothing that it asks for later: what comes after does
not depend on what was before. What it does at a place depends on the tokens around it, but on few of those after it.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from pylint_kernel.language.edited.hull import Hull, hull
from pylint_kernel.language.masking.repairs import Repairs
from pylint_kernel.language.masking.walk import FILE

if TYPE_CHECKING:
    from pylint_kernel.language.masking import Masked
    from pylint_kernel.language.masking.buffer import Buffer
    from pylint_kernel.language.masking.stream import Stream

#: So many tokens are looked at after, and before, those that matter.
AROUND = 30


def repaired(stream: Stream, buffer: Buffer) -> list[int]:
    """Repair all of ``buffer``; the offsets at which functions end."""
    walk = Repairs(stream.texts, stream.starts, buffer, FILE)
    walk.run()
    return [walk.starts[at] for at in walk.rests]


def repaired_around(stream: Stream, buffer: Buffer, before: Masked, edit: Hull) -> list[int] | None:
    """Do the same where only what is around an edit has to be repaired, ``before`` being what there was before it.

    None, and nothing done, where there are no ends of functions to go by.
    """
    texts, starts = stream.texts, stream.starts
    change = widest(edit, hull(before.bare, bytes(buffer.data)), len(before.bare), len(buffer.data))
    last_before = starts[max(bisect_left(starts, change.start) - AROUND, 0)] if starts else 0
    one = bisect_left(before.rests, last_before) - 1
    two = bisect_left(before.rests, change.old)
    if one < 0 or two == len(before.rests):
        return None
    begin, end = before.rests[one], before.rests[two] + change.shift
    first, last = bisect_left(starts, begin), bisect_left(starts, end)
    work = type(buffer)(buffer.data.decode("latin-1"))
    walk = Repairs(texts[first : last + AROUND], starts[first : last + AROUND], work, FILE)
    walk.run()
    rests = [walk.starts[at] for at in walk.rests if walk.starts[at] <= end]
    if not rests or rests[-1] != end:
        return None
    buffer.data[:begin] = before.text[:begin]
    buffer.data[begin:end] = work.data[begin:end]
    buffer.data[end:] = before.text[end - change.shift :]
    return [*before.rests[: one + 1], *rests, *(rest + change.shift for rest in before.rests[two + 1 :])]


def widest(edit: Hull, change: Hull, old: int, new: int) -> Hull:
    """The hull of two hulls of a text whose lengths are given."""
    start = min(edit.start, change.start)
    after = min(old - edit.old, old - change.old, new - edit.new, new - change.new)
    return Hull(start, old - after, new - after)
