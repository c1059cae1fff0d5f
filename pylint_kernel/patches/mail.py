"""Mails and commit messages as data: headers decoded, the lines of the message with their place in the input.

All text is text view (one character a byte); what a header encodes is given as the bytes of its UTF-8.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cached_property
from re import DOTALL, IGNORECASE
from typing import NamedTuple

from pylint_kernel.lazy import Pattern
from pylint_kernel.patches.quotations import quotations


class Part(Enum):
    """Where a line of a message stands: before the first sign-off, from there on, or after ``---``, which is no part
    of the commit."""

    LOG = "log"
    TRAILERS = "trailers"
    NOTES = "notes"


class Header(NamedTuple):
    """A header: its name as written, its value unfolded and decoded, the number of its first line."""

    name: str
    value: str
    number: int


class MessageLine(NamedTuple):
    """A line of a message.

    ``number`` is its line in the input. ``offset`` is where its text starts in the mail as rules see it (CRLF read as
    LF); None if the mail was encoded for transfer. Without the indentation that ``git show`` gives it.
    """

    number: int
    offset: int | None
    text: str
    part: Part


class Tag(NamedTuple):
    """A line such as ``Reviewed-by: A. Person <person@example.org>``."""

    name: str
    value: str
    line: MessageLine


class Message:
    """The headers of a mail or commit, and the message after them.

    ``commit`` is the commit's id where the input tells. The lines of a message without headers are all in ``lines``.
    """

    def __init__(self, lines: list[bytes], numbers: Sequence[int], *, encoded: bool = False) -> None:
        block = header_block(lines)
        self.commit: str | None = block.commit if block else None
        self.headers: list[Header] = [
            Header(name, decoded(value), numbers[row]) for name, value, row in (block.headers if block else ())
        ]
        indent = "    " if block and block.indented else ""
        self.lines = list(message_lines(lines, numbers, block.end if block else 0, indent, encoded))

    def header(self, name: str) -> str | None:
        """The value of the first header of that name, in any case."""
        name = name.lower()
        return next((header.value for header in self.headers if header.name.lower() == name), None)

    @property
    def subject(self) -> str:
        """The subject with its prefix (``[PATCH 1/2]``); without such a header the first line of the message."""
        for name in ("subject", "description"):
            if (value := self.header(name)) is not None:
                return value
        return next((line.text.strip() for line in self.lines if line.text.strip()), "")

    @property
    def author(self) -> str | None:
        """Who wrote the change: a ``From:`` that opens the message goes before the one of the mail."""
        opening = next((line.text for line in self.lines if line.text.strip()), "")
        if opening.startswith("From: "):
            return opening.removeprefix("From: ").strip()
        sender = self.header("from")
        return sender if sender is not None else self.header("author")

    @property
    def charset(self) -> str | None:
        """The character set that the mail says it is in, in lower case."""
        found = CHARSET.search(self.header("content-type") or "")
        return found[1].lower() if found else None

    @cached_property
    def log(self) -> list[MessageLine]:
        """The lines before the first sign-off."""
        return [line for line in self.lines if line.part == Part.LOG]

    @cached_property
    def prose(self) -> list[MessageLine]:
        """The lines of the log that are the author's own words: no dumps and other output, nothing quoted."""
        quoted = quotations(line.text for line in self.log)
        return [line for line, other in zip(self.log, quoted, strict=True) if not other]

    @cached_property
    def trailers(self) -> list[MessageLine]:
        """The lines from the first sign-off on, ``---`` and what is after it excluded."""
        return [line for line in self.lines if line.part == Part.TRAILERS]

    @cached_property
    def notes(self) -> list[MessageLine]:
        """``---`` and the lines after it."""
        return [line for line in self.lines if line.part == Part.NOTES]

    @cached_property
    def tags(self) -> list[Tag]:
        """The lines that look like a tag, wherever they stand."""
        found = ((TAG.match(line.text), line) for line in self.lines if ":" in line.text)
        return [Tag(tag[1], tag[2].strip(), line) for tag, line in found if tag]


TAG = Pattern(r"[ \t]*([A-Za-z][\w-]*)[ \t]*:(?!//)(.*)", DOTALL)
#: A line that scripts read: a name with a dash in it, or one that is used as a tag, and a colon.
TRAILER = Pattern(
    r"[ \t]*(?:[A-Za-z]\w*(?:-\w+)+|Fixes|Link|Closes|Cc|To|Bug|BugLink|References?|URL|Patchwork):(?=\s|$)", IGNORECASE
)
SIGN_OFF = Pattern(r"[ \t]*signed-off-by:", IGNORECASE)
CHARSET = Pattern(r"charset=[ ]*\"?([\w.:+-]+)", IGNORECASE)
#: The line that opens a mail in a mailbox; one that names a commit.
MAIL_LINE = Pattern(r"From [^\n]{1,200}?\d\d:\d\d[^\n]{1,40}?\d{4}")
COMMIT_LINE = Pattern(r"(?:From|commit) ([0-9a-f]{40}(?:[0-9a-f]{24})?)(?![0-9a-f])")
HEADER = Pattern(r"([!-9;-~]+)[ \t]*:(?!//)(.*)", DOTALL)
#: Headers of which at least one stands in the header block of a mail, a commit or a patch of a distribution.
TELLING = {"from", "subject", "author", "description", "date", "message-id", "merge", "tree"}
#: Nobody writes longer ones, and decoding them could take long.
LONGEST_HEADER = 20_000


def message_lines(
    lines: list[bytes], numbers: Sequence[int], first: int, indent: str, encoded: bool
) -> Iterator[MessageLine]:
    """The lines from row ``first`` on, without ``indent``."""
    part = Part.LOG
    offset = sum(len(line) + 1 - line.endswith(b"\r") for line in lines[:first])
    for line, number in zip(lines[first:], numbers[first:], strict=True):
        text = line.decode("latin-1").removesuffix("\r")
        length = len(text) + 1
        bare = text.removeprefix(indent)
        if text.rstrip() == "---" or text == "-- ":
            part = Part.NOTES
        elif part == Part.LOG and SIGN_OFF.match(bare):
            part = Part.TRAILERS
        start = None if encoded else offset + length - 1 - len(bare)
        yield MessageLine(number, start, bare, part)
        offset += length


# -- headers


class HeaderBlock(NamedTuple):
    """The headers at the start of some lines: name, raw value with its folding, and row of each; ``end`` is the row of
    the first line of the message, ``indented`` tells whether git shows it indented."""

    headers: list[tuple[str, str, int]]
    end: int
    commit: str | None
    indented: bool


def header_block(lines: list[bytes]) -> HeaderBlock | None:
    """The headers that ``lines`` begin with; None if they do not begin with any."""
    row = next((row for row, line in enumerate(lines) if line.strip()), len(lines))
    commit, indented = None, False
    if row < len(lines) and lines[row].startswith((b"From ", b"commit ")):
        line = lines[row][:300].decode("latin-1")
        found = COMMIT_LINE.match(line)
        if found or MAIL_LINE.match(line):
            commit = found[1] if found else None
            indented = line.startswith("commit")
            row += 1
    headers, end = read_headers(lines, row)
    if not any(name.lower() in TELLING for name, _, _ in headers):
        return HeaderBlock([], row, commit, indented) if commit else None
    return HeaderBlock(headers, end, commit, indented)


def read_headers(lines: list[bytes], row: int) -> tuple[list[tuple[str, str, int]], int]:
    """The headers from ``row`` on, and the row after them and the blank line that ends them."""
    found: list[tuple[str, list[str], int]] = []
    while row < len(lines):
        line = lines[row].decode("latin-1").rstrip("\r")
        if found and line[:1] in (" ", "\t") and line.strip():
            found[-1][1].append(line)
        elif ":" in line and (header := HEADER.match(line)):
            found.append((header[1], [header[2]], row))
        else:
            row += not line.strip()
            break
        row += 1
    # Debian's patches go on with the long description where a mail folds a header.
    return [
        (name, parts[0] if name.lower() == "description" else "\n".join(parts), at) for name, parts, at in found
    ], row


def decoded(value: str) -> str:
    """A header's value, its folding and its encoded words undone."""
    text = " ".join(part.strip() for part in value.split("\n")).strip()
    if "=?" not in text or len(text) > LONGEST_HEADER:
        return text
    from email.errors import MessageError
    from email.header import decode_header

    try:
        return "".join(text_view(piece, charset) for piece, charset in decode_header(text))
    except (MessageError, LookupError, ValueError):
        return text


def text_view(piece: bytes | str, charset: str | None) -> str:
    """A piece of a header as :func:`email.header.decode_header` gives it; UTF-8 is what the characters become."""
    if isinstance(piece, str):
        return piece
    return (piece.decode(charset).encode() if charset else piece).decode("latin-1")
