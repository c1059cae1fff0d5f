"""A document's content, and the protocol's positions in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from lsprotocol.types import Position, PositionEncodingKind, Range

#: What ends a line in the protocol.
LINE_ENDS = (b"\r", b"\n")
#: The codecs that count as clients do, and how many bytes a unit takes.
CODECS = {
    PositionEncodingKind.Utf8: ("utf-8", 1),
    PositionEncodingKind.Utf16: ("utf-16-le", 2),
    PositionEncodingKind.Utf32: ("utf-32-le", 4),
}


class Text:
    """The content of a document as UTF-8; it never changes, :meth:`edited` makes another one.

    Columns count units of ``encoding``, which client and server have agreed upon. A position that there is not becomes
    the next one before it that there is.
    """

    def __init__(self, data: bytes, encoding: PositionEncodingKind) -> None:
        self.data, self.encoding = data, encoding

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset of each line's first byte; there is always a line."""
        starts = [*accumulate(map(len, self.data.splitlines(keepends=True)), initial=0)]
        if len(starts) > 1 and not self.data.endswith(LINE_ENDS):
            starts.pop()
        return starts

    @cached_property
    def newlines(self) -> list[int]:
        """The offsets of the LF characters."""
        return [found.start() for found in re.finditer(b"\n", self.data)]

    def line(self, number: int) -> bytes:
        """The line of that number, from 0, without what ends it."""
        starts = self.line_starts
        end = starts[number + 1] if number + 1 < len(starts) else len(self.data)
        return self.data[starts[number] : end].rstrip(b"\r\n")

    def offset(self, position: Position) -> int:
        """The byte that a position is before."""
        if position.line >= len(self.line_starts):
            return len(self.data)
        start, line = self.line_starts[position.line], self.line(position.line)
        if line.isascii():
            return start + min(position.character, len(line))
        codec, size = CODECS[self.encoding]
        before = line.decode().encode(codec)[: position.character * size]
        return start + len(before.decode(codec, "ignore").encode())

    def position(self, offset: int) -> Position:
        """The position before a byte."""
        number = bisect_right(self.line_starts, offset) - 1
        before = self.data[self.line_starts[number] : offset]
        if before.isascii():
            return Position(number, len(before))
        codec, size = CODECS[self.encoding]
        return Position(number, len(before.decode("utf-8", "ignore").encode(codec)) // size)

    def range(self, start: int, end: int) -> Range:
        """The range of the bytes ``start`` up to, not including, ``end``."""
        return Range(self.position(start), self.position(end))

    def edited(self, where: Range, new: str) -> Text:
        """The text with ``new`` in place of a range."""
        start, end = sorted((self.offset(where.start), self.offset(where.end)))
        return Text(b"".join((self.data[:start], encoded(new), self.data[end:])), self.encoding)


def encoded(text: str) -> bytes:
    """UTF-8; half a surrogate pair, which JSON may hold, is no character."""
    return text.encode("utf-8", "replace")
