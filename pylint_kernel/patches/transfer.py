"""Undoes what a mail was encoded in for its transfer, and encodes it again: quoted-printable, base64, several parts."""

from __future__ import annotations

import binascii
from re import IGNORECASE
from typing import NamedTuple

from pylint_kernel.lazy import Pattern
from pylint_kernel.patches.mail import HeaderBlock, read_headers

ENCODINGS = ("quoted-printable", "base64")
BOUNDARY = Pattern(r"boundary\s*=\s*(?:\"([^\"\n]{1,200})\"|([^\s;\"]{1,200}))", IGNORECASE)


class Unwrapped(NamedTuple):
    """The lines of a mail as its author wrote them, and the input line that each begins in."""

    lines: list[bytes]
    numbers: list[int]


def unwrap(lines: list[bytes], first_line: int, block: HeaderBlock) -> Unwrapped | None:
    """The mail, which has the headers ``block``, without its transfer encoding; None if it is readable as it is."""
    part = Wrapping(block.headers)
    if part.encoding not in ENCODINGS and not part.boundaries:
        return None
    plain = Unwrapped(lines[: block.end], list(range(first_line, first_line + block.end)))
    boundaries, begin, row = part.boundaries, block.end, block.end
    while row < len(lines):
        if boundaries and (found := delimiter(lines[row])) and found in boundaries:
            part.add(lines[begin:row], first_line + begin, plain)
            headers, row = read_headers(lines, row + 1)
            part = Wrapping(headers)
            boundaries |= part.boundaries
            begin = row
        else:
            row += 1
    part.add(lines[begin:], first_line + begin, plain)
    return plain


def delimiter(line: bytes) -> str | None:
    """The boundary that a line between two parts names; None if it can be none."""
    if not line.startswith(b"--"):
        return None
    return line[2:].decode("latin-1").rstrip().removesuffix("--")


class Wrapping:
    """What the headers of a mail or of one of its parts say about what follows."""

    def __init__(self, headers: list[tuple[str, str, int]]) -> None:
        values = {name.lower(): value.strip() for name, value, _ in headers}
        self.encoding = values.get("content-transfer-encoding", "").lower()
        kind = values.get("content-type", "text/plain")
        self.is_text = kind.lower().startswith("text/") and not kind.lower().startswith("text/html")
        found = BOUNDARY.search(kind) if "boundary" in kind.lower() else None
        self.boundaries: set[str] = {found[1] or found[2]} if found else set()

    def add(self, lines: list[bytes], number: int, plain: Unwrapped) -> None:
        """Append what ``lines`` say, the first of which is the input's line ``number``."""
        if not self.is_text:
            return
        numbered = range(number, number + len(lines))
        if self.encoding == "base64":
            decoded = from_base64(lines, number)
        elif self.encoding == "quoted-printable":
            decoded = from_quoted_printable(lines, number)
        else:
            decoded = Unwrapped(lines, list(numbered))
        if decoded.lines and self.encoding and all(line.endswith(b"\r") or not line for line in decoded.lines):
            # Canonical line ends of the transfer, not of the text.
            decoded = Unwrapped([line.removesuffix(b"\r") for line in decoded.lines], decoded.numbers)
        plain.lines.extend(decoded.lines)
        plain.numbers.extend(decoded.numbers)


def from_quoted_printable(lines: list[bytes], first: int) -> Unwrapped:
    """The lines that quoted-printable ``lines`` stand for."""
    found = Unwrapped([], [])
    pieces: list[bytes] = []
    begin = first
    for number, line in enumerate(lines, first):
        if not pieces:
            begin = number
        bare = line.rstrip()
        pieces.append(binascii.a2b_qp(bare.removesuffix(b"=")))
        if not bare.endswith(b"=") or number == first + len(lines) - 1:
            text = b"".join(pieces).split(b"\n")
            found.lines.extend(text)
            found.numbers.extend([begin] * len(text))
            pieces = []
    return found


def from_base64(lines: list[bytes], first: int) -> Unwrapped:
    """The lines that base64 ``lines`` stand for, as far as they can be read."""
    found = Unwrapped([], [])
    rest, pieces, begin = b"", list[bytes](), first
    for number, line in enumerate(lines, first):
        rest += line.strip()
        usable = len(rest) & ~3
        try:
            text = binascii.a2b_base64(rest[:usable])
        except binascii.Error:
            break
        rest = rest[usable:]
        *ended, last = text.split(b"\n")
        for one in ended:
            found.lines.append(b"".join([*pieces, one]))
            found.numbers.append(begin)
            pieces, begin = [], number
        pieces.append(last)
    if any(pieces):
        found.lines.append(b"".join(pieces))
        found.numbers.append(begin)
    return found


#: So many bytes make a line of base64.
BASE64_LINE = 57


def wrap(lines: list[bytes], block: HeaderBlock) -> list[bytes] | None:
    """The lines of a mail, which has the headers ``block``, in the transfer encoding that they name; None for a mail of
    several parts."""
    part = Wrapping(block.headers)
    if part.boundaries:
        return None
    body = b"\n".join(lines[block.end :])
    if part.encoding == "quoted-printable":
        encoded = binascii.b2a_qp(body, istext=True).split(b"\n")
    elif part.encoding == "base64":
        pieces = [body[at : at + BASE64_LINE] for at in range(0, len(body), BASE64_LINE)]
        encoded = [binascii.b2a_base64(piece, newline=False) for piece in pieces]
    else:
        return lines
    return [*lines[: block.end], *encoded]
