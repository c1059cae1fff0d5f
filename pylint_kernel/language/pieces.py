"""A large file in pieces: what is made of code takes fifty times its size, so it is made of one piece at a time.

A piece is a file of its own: some items of the large file and those beside them. Of what is far away it knows the names
of types only: that a macro is used in another piece, for example, it does not see.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from pylint_kernel.language.names import typedefs
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import Span

#: A piece has so many bytes or more; of what is around it so much or more is read, unless it is one item up to
#: somewhere far away.
SIZE, NEAR, FAR = 3 << 15, 1 << 12, 1 << 15
#: So many characters at a time are looked at for the end of what stands before blank ones.
LOOK = 200
#: The newline before a line that an item may begin in.
BEGIN = Pattern(r"\n(?=[\w#])")


class Piece(NamedTuple):
    """A piece of a file; ``shift``: how much further down what it has is in the file, ``judged``: the part of the file
    whose findings are those of the piece."""

    file: SourceFile
    shift: int
    judged: Span


class Pieces:
    """The pieces of a file; the one that was looked at last is kept."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.cuts = [0, *cuts_of(file.code), len(file.text)]
        #: The numbers of the cuts between which the pieces are.
        self.ends = [0]
        for number, cut in enumerate(self.cuts):
            if cut - self.cuts[self.ends[-1]] >= SIZE or cut == len(file.text):
                self.ends.append(number)
        self.typedefs = file.once(typedefs)
        self.last: tuple[int, Piece] | None = None

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __iter__(self) -> Iterator[Piece]:
        for number in range(len(self)):
            yield self.piece(number)
            self.last = None

    def at(self, offset: int) -> Piece:
        """The piece that ``offset`` lies in."""
        number = bisect_right(self.ends, offset, key=self.cuts.__getitem__) - 1
        return self.piece(min(number, len(self) - 1))

    def piece(self, number: int) -> Piece:
        """One of the pieces."""
        if self.last is None or self.last[0] != number:
            # There are never two of them.
            self.last = None
            self.last = number, self.made(self.ends[number], self.ends[number + 1])
        return self.last[1]

    def made(self, first: int, last: int) -> Piece:
        """The piece between two cuts."""
        file, cuts = self.file, self.cuts
        start, end = cuts[first], cuts[last]
        if first and start - cuts[first - 1] <= FAR:
            start = cuts[first - 1]
        if last + 1 < len(cuts) and cuts[last + 1] - end <= FAR:
            end = cuts[last + 1]
        piece = SourceFile(
            file.path,
            file.data[start:end],
            kind=file.kind,
            limits=file.limits,
            kernel=file.kernel,
            in_patch=file.in_patch,
            first_line=file.line_number(start),
            repository=file.repository,
            strict=file.strict,
        )
        piece.is_user_space, piece.is_generated = file.is_user_space, file.is_generated
        piece.carriage_returns = file.carriage_returns.intersection(
            range(piece.first_line, piece.first_line + piece.line_count)
        )
        piece.know(typedefs, self.typedefs)
        return Piece(piece, start, Span(cuts[first], cuts[last]))


def cuts_of(code: str) -> Iterator[int]:
    """Where a file may be cut, at least :data:`NEAR` bytes apart, from its masked code: after an item or a directive,
    with all braces closed. A brace that ends an item at the start of a line closes all."""
    last = done = depth = 0
    for found in BEGIN.finditer(code):
        cut = found.end()
        depth += code.count("{", done, cut) - code.count("}", done, cut)
        done = cut
        end = end_before(code, cut)
        line = code[code.rfind("\n", 0, end) + 1 : end]
        if line in ("}", "};"):
            depth = 0
        ends = line.endswith((";", "}")) or (not line.endswith("\\") and ends_directive(code, end))
        if not depth and ends and cut - last >= NEAR:
            last = cut
            yield cut


def end_before(code: str, offset: int) -> int:
    """Where the last line before an offset ends that is not blank."""
    start = max(offset - LOOK, 0)
    while start and code[start:offset].isspace():
        offset, start = start, max(start - LOOK, 0)
    return start + len(code[start:offset].rstrip())


def ends_directive(code: str, end: int) -> bool:
    """Whether the line that ends at an offset is the last one of a directive."""
    start = code.rfind("\n", 0, end) + 1
    while start > 1 and code[start - 2] == "\\":
        start = code.rfind("\n", 0, start - 1) + 1
    return code.startswith("#", start)
