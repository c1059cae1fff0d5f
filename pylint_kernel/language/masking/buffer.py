"""The text that is being masked."""

from __future__ import annotations

BLANK = bytes(byte if byte in b"\n\t\r\f\v" else 0x20 for byte in range(256))


class Buffer:
    """The text for the parser, edited in place; it never changes its length.

    It ends with a newline, whether the file does or not: there may be something to put there.
    """

    def __init__(self, code: str) -> None:
        self.data = bytearray(code if code.endswith("\n") else code + "\n", "latin-1")

    def blank(self, start: int, end: int) -> None:
        """Overwrite a stretch with blanks; its newlines and tabs stay."""
        self.data[start:end] = self.data[start:end].translate(BLANK)

    def put(self, start: int, text: bytes) -> None:
        """Overwrite what is at ``start`` with ``text``."""
        self.data[start : start + len(text)] = text

    def join_lines(self, start: int, end: int) -> None:
        """Blank the backslashes that continue the lines of a stretch."""
        self.data[start:end] = self.data[start:end].replace(b"\\\n", b" \n")
