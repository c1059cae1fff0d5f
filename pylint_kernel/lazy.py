"""What is made when it is used first: most rules never meet the literal of their pattern in a small change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar, overload


class Pattern:
    """A regular expression over text view, compiled on first use; word characters are ASCII."""

    __slots__ = ("_compiled", "flags", "source")

    def __init__(self, source: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.source = source
        self.flags = flags | re.ASCII
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression."""
        if self._compiled is None:
            self._compiled = re.compile(self.source, self.flags)
        return self._compiled

    def search(self, text: str, start: int = 0, end: int = 1 << 62) -> re.Match[str] | None:
        """As :meth:`re.Pattern.search`."""
        return self.compiled.search(text, start, end)

    def match(self, text: str, start: int = 0, end: int = 1 << 62) -> re.Match[str] | None:
        """As :meth:`re.Pattern.match`."""
        return self.compiled.match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = 1 << 62) -> re.Match[str] | None:
        """As :meth:`re.Pattern.fullmatch`."""
        return self.compiled.fullmatch(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = 1 << 62) -> Iterator[re.Match[str]]:
        """As :meth:`re.Pattern.finditer`."""
        return self.compiled.finditer(text, start, end)

    def findall(self, text: str, start: int = 0, end: int = 1 << 62) -> list[str]:
        """As :meth:`re.Pattern.findall`."""
        return self.compiled.findall(text, start, end)

    def sub(self, replacement: str, text: str) -> str:
        """As :meth:`re.Pattern.sub`."""
        return self.compiled.sub(replacement, text)


class LineStart(Pattern):
    """A :class:`Pattern` that is tried at the start of each line only.

    The newline before the line is part of a match (save on the first line): look at its groups. That makes
    the search several times faster than ``^``, for which every single character is tried.
    """

    __slots__ = ("_behind_newline",)

    def __init__(self, source: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        super().__init__(source, flags)
        self._behind_newline = Pattern(rf"\n(?:{source})", flags)

    def finditer(self, text: str, start: int = 0, end: int = 1 << 62) -> Iterator[re.Match[str]]:
        """The match on the line that begins at ``start``, then those on the lines after it."""
        if first := self.match(text, start, end):
            yield first
            start = first.end()
        yield from self._behind_newline.finditer(text, start, end)


class LineEnd(Pattern):
    """A pattern of fixed width that is tried before each newline, and before the end of the text: as ``$`` after it,
    but several times faster. A match is the newline, or empty at the end."""

    __slots__ = ("_newline",)

    def __init__(self, source: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        super().__init__(rf"(?<={source})", flags)
        self._newline = Pattern(rf"\n(?<=(?:{source})\n)", flags)

    def finditer(self, text: str, start: int = 0, end: int = 1 << 62) -> Iterator[re.Match[str]]:
        """The matches before the newlines, then the one at the end."""
        yield from self._newline.finditer(text, start, end)
        end = min(end, len(text))
        if not text.endswith("\n", start, end) and (last := self.match(text, end)):
            yield last


Key = TypeVar("Key")
Value = TypeVar("Value")


class Made(Sequence[Value], Generic[Key, Value]):
    """What ``make`` makes of each of the keys, made anew each time that it is asked for: it takes no memory."""

    def __init__(self, make: Callable[[Key], Value], keys: Sequence[Key]) -> None:
        self.make, self.keys = make, keys

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, at: int) -> Value: ...

    @overload
    def __getitem__(self, at: slice) -> list[Value]: ...

    def __getitem__(self, at: int | slice) -> Value | list[Value]:
        return list(map(self.make, self.keys[at])) if isinstance(at, slice) else self.make(self.keys[at])

    def __iter__(self) -> Iterator[Value]:
        return map(self.make, self.keys)
