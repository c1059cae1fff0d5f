"""Where two versions of a text differ."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

Text = TypeVar("Text", str, bytes)


class Hull(NamedTuple):
    """What was replaced, from ``start`` on: up to ``old`` before, up to ``new`` after."""

    start: int
    old: int
    new: int

    @property
    def shift(self) -> int:
        """How much further down everything after it is."""
        return self.new - self.old


def hull(old: Text, new: Text) -> Hull:
    """The smallest stretch outside of which two texts are the same."""
    start = common(old, new)
    rest = min(len(old), len(new)) - start
    end = common_end(old, new, rest)
    return Hull(start, len(old) - end, len(new) - end)


def common(old: Text, new: Text) -> int:
    """How many characters two texts have in common at their start."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_end(old: Text, new: Text, most: int) -> int:
    """How many characters, at the most, two texts have in common at their end."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low
