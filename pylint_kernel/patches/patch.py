"""Patches as data: a mail or commit message with the diff after it, and how several of them are told apart.

Reading never fails, whatever the input, and nothing is lost: ``bytes(patch)`` is the input again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from pylint_kernel.lazy import Pattern
from pylint_kernel.patches.diff import Damage, FileDiff, Hunk, HunkLine, Reader
from pylint_kernel.patches.mail import COMMIT_LINE, MAIL_LINE, Message, header_block

__all__ = ["Damage", "FileDiff", "Hunk", "HunkLine", "Message", "Patch", "looks_like_patch", "split"]

#: After the line that opens a mail there are headers; in a text that speaks of mails there are not.
HEADER_BEHIND = Pattern(r"[^\n]*\n[!-9;-~]+:")
#: Where the headers of a mail are looked for: enough for what mail servers add.
LONGEST_HEAD = 100_000


class Patch:
    """One patch: a mail, a commit, or a bare diff.

    ``first_line`` is the number of its first line in the input. ``preamble`` are the lines before the first of
    ``files``; ``damage`` is what is not as it should be, in order.
    """

    def __init__(self, data: bytes, first_line: int = 1) -> None:
        self.first_line = first_line
        self._encoded: bytes | None = None
        self._end = b"\n" if data.endswith(b"\n") else b""
        lines = data.removesuffix(b"\n").split(b"\n") if data else []
        self._numbers: Sequence[int] = range(first_line, first_line + len(lines))
        if block := header_block(lines):
            from pylint_kernel.patches.transfer import unwrap

            if unwrapped := unwrap(lines, first_line, block):
                self._encoded = data
                lines, self._numbers = unwrapped
        reader = Reader(lines, self._numbers)
        self.preamble: list[bytes] = reader.preamble
        self.files: list[FileDiff] = reader.files
        self.damage: list[Damage] = reader.damage

    def __repr__(self) -> str:
        return f"<Patch of {len(self.files)} files>"

    def __bytes__(self) -> bytes:
        if self._encoded is not None:
            return self._encoded
        return b"\n".join(self.lines) + self._end

    def __reduce__(self) -> tuple[type[Patch], tuple[bytes, int]]:
        # Reading it again is less work than writing down and reading every part.
        return Patch, (bytes(self), self.first_line)

    @property
    def lines(self) -> list[bytes]:
        """Its lines, those of its parts put together, without the encoding of its transfer."""
        lines = list(self.preamble)
        for file in self.files:
            lines += file.header
            for hunk in file.hunks:
                lines += [hunk.header, *hunk.body, *hunk.trailing]
        return lines

    @cached_property
    def can_be_rewritten(self) -> bool:
        """Whether its parts may be replaced: not those of a mail of several parts."""
        return self.rewritten() is not None

    def rewritten(self) -> bytes | None:
        """Its bytes after parts of it were replaced, encoded as before; None if it is a mail of several parts."""
        lines: list[bytes] | None = self.lines
        if self._encoded is not None and (block := header_block(self.lines)):
            from pylint_kernel.patches.transfer import wrap

            lines = wrap(self.lines, block)
        return None if lines is None else b"\n".join(lines) + self._end

    @property
    def is_prose(self) -> bool:
        """Whether it is neither a mail nor a diff: words that stand before the first mail of a mailbox."""
        return not self.files and header_block(self.preamble) is None

    @cached_property
    def message(self) -> Message | None:
        """The headers and the message before the diff; None if there is nothing but the diff."""
        if not any(map(bytes.strip, self.preamble)):
            return None
        return Message(self.preamble, self._numbers[: len(self.preamble)], encoded=self._encoded is not None)


def split(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The patches of a mailbox or of ``git log -p``, each with the number of its first line."""
    is_log = data.lstrip().startswith(b"commit ")
    begins = [at for at in line_starts(data, b"commit " if is_log else b"From ") if opens_patch(data, at)]
    if not begins or data[: begins[0]].strip():
        begins.insert(0, 0)
    begins[0] = 0
    number = 1
    for start, end in zip(begins, [*begins[1:], len(data)], strict=True):
        yield number, data[start:end]
        number += data.count(b"\n", start, end)


def opens_patch(data: bytes, at: int) -> bool:
    """Whether the line at offset ``at``, which starts with ``commit`` or ``From``, opens a commit or a mail."""
    head = data[at : at + 1000].decode("latin-1")
    if head.startswith("commit"):
        return COMMIT_LINE.match(head) is not None
    return MAIL_LINE.match(head) is not None and HEADER_BEHIND.match(head) is not None


def looks_like_patch(data: bytes) -> bool:
    """Whether ``data`` is a diff, a mail or a commit, rather than a file of its own."""
    if data.startswith(b"@@ -") or any(
        True for word in (b"diff --git ", b"diff --cc ", b"diff --combined ") for _ in line_starts(data, word)
    ):
        return True
    for at in line_starts(data, b"+++ "):
        if at and data.startswith(b"@@ -", data.find(b"\n", at) + 1 or len(data)):
            return True
    block = header_block(data[:LONGEST_HEAD].split(b"\n"))
    return bool(block and (block.commit or len(block.headers) > 1))


def line_starts(data: bytes, word: bytes) -> Iterator[int]:
    """The offsets of the lines that start with ``word``."""
    if data.startswith(word):
        yield 0
    at = data.find(b"\n" + word)
    while at >= 0:
        yield at + 1
        at = data.find(b"\n" + word, at + 1)
