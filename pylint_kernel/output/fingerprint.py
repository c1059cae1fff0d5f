"""What GitHub knows a line by when other lines move: a hash of its content and of what follows.

The recipe is GitHub's own, so that its upload action finds nothing to correct: the 100 characters from the start of
the line on, over line ends but without blanks, as UTF-16 units; zeros after the end of the file; their polynomial of
base 37 in 64 bits, then the number of the line among those of equal hash.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property

BLOCK = 100
BASE = 37
BITS = 64
END_OF_FILE = 0xFFFF
BLANKS = str.maketrans("", "", " \t")


class Fingerprints:
    """The fingerprints of the lines of one file."""

    def __init__(self, data: bytes) -> None:
        text = data.decode("utf-8", "replace").replace("\r\n", "\n").translate(BLANKS)
        self.starts = [0]
        while (at := text.find("\n", self.starts[-1]) + 1) > 0:
            self.starts.append(at)
        # A carriage return on its own ends a line only for GitHub: it enters the hash as such, no more.
        self.text = text.replace("\r", "\n")

    @cached_property
    def occurrences(self) -> list[int]:
        """For each line, which one it is, from 1, of those whose block is equal."""
        seen: Counter[str] = Counter()
        numbers = []
        for start in self.starts:
            block = self.text[start : start + BLOCK]
            seen[block] += 1
            numbers.append(seen[block])
        return numbers

    def line(self, row: int) -> str:
        """The fingerprint of the line of index ``row``."""
        start = self.starts[row]
        # A character outside the basic plane is two units: the block is cut after it has been encoded.
        units = self.text[start : start + BLOCK].encode("utf-16-le")
        block = [int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2)][:BLOCK]
        if len(block) < BLOCK:
            block.append(END_OF_FILE)
        block += [0] * (BLOCK - len(block))
        value = 0
        for unit in block:
            value = value * BASE + unit
        return f"{value % (1 << BITS):x}:{self.occurrences[row]}"
