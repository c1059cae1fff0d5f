"""Length-preserving repairs that turn the kernel's C into C that tree-sitter parses.

The parser sees masked text (comments blank, literals crossed out) in which every preprocessor directive and every
attribute is blank, too, and in which macros that do the work of syntax look like the syntax: ``list_for_each(…) {``
reads ``while(…) {``. Every byte keeps its offset, so rules read what the source really says with ``file.slice``.

The order: directives and attributes leave the token list (:class:`Stream`), alternatives of ``#if`` that are no
complete statements go, but for one (:mod:`~pylint_kernel.conditionals`), and one walk over the brackets repairs what
remains (:mod:`~pylint_kernel.repairs`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_kernel import dialect
from pylint_kernel.conditionals import drop_alternatives
from pylint_kernel.repairs import Repairs

if TYPE_CHECKING:
    from pylint_kernel.source import SourceFile

BLANK = bytes(byte if byte in b"\n\t\r\f\v" else 0x20 for byte in range(256))


class Buffer:
    """The text for the parser, edited in place; it never changes its length."""

    def __init__(self, code: str) -> None:
        self.data = bytearray(code, "latin-1")

    def blank(self, start: int, end: int) -> None:
        """Overwrite a stretch with blanks; its newlines and tabs stay."""
        self.data[start:end] = self.data[start:end].translate(BLANK)

    def put(self, start: int, text: bytes) -> None:
        """Overwrite what is at ``start`` with ``text``."""
        self.data[start : start + len(text)] = text


class Stream:
    """The tokens that the parser shall see: ``texts`` and their offsets ``starts``, as in :class:`~.lexer.Tokens`.

    ``cuts`` has for each directive of the file the position in this stream where it stood.
    """

    def __init__(self, file: SourceFile, buffer: Buffer) -> None:
        tokens, directives = file.tokens, file.directives
        self.buffer = buffer
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.cuts: list[int] = []
        drops = attributes(file)
        drops += [(one.first, one.last, number) for number, one in enumerate(directives)]
        drops.sort()
        done = 0
        for first, last, number in drops:
            if first < done:
                continue
            self.texts += tokens.texts[done:first]
            self.starts += tokens.starts[done:first]
            done = last
            if number < 0:
                buffer.blank(tokens.starts[first], tokens.end(last - 1))
            else:
                buffer.blank(*directives[number].span)
                self.cuts.append(len(self.texts))
        self.texts += tokens.texts[done:]
        self.starts += tokens.starts[done:]


def attributes(file: SourceFile) -> list[tuple[int, int, int]]:
    """Where attributes stand: first token, token behind the last, -1."""
    tokens, names = file.tokens, dialect.linux()
    texts, index, partner = tokens.texts, tokens.index, tokens.partner
    found: list[tuple[int, int, int]] = []
    for name in index.keys() & names.attributes.plain:
        found += [(at, at + 1, -1) for at in index[name] if not is_operand(texts, at)]
    for name in index.keys() & names.specifiers.plain:
        found += [(at, at + 1, -1) for at in index[name] if not is_operand(texts, at)]
    for name in index.keys() & names.attribute_macros.plain:
        for at in index[name]:
            close = partner.get(at + 1)
            if close is not None and texts[at + 1] == "(" and texts[at - 1] not in OPERATORS:
                found.append((at, close + 1, -1))
    return found


OPERATORS = frozenset({"=", "(", ",", "!", "&", "|", ".", "->", "?", "+", "-", "==", "!=", "&&", "||", "return"})


def is_operand(texts: list[str], at: int) -> bool:
    """Whether the word at ``at`` is used as a value or a callee, so it is no attribute."""
    before = texts[at - 1]
    after = texts[at + 1] if at + 1 < len(texts) else ""
    if after == "(" and texts[at - 1] not in "*)":
        return False if texts[at + 2 : at + 3] == ["*"] else True
    if before in "(," and after in ("", ",", ")"):
        return True
    return before in OPERATORS and before not in "(,"


def mask(file: SourceFile) -> bytes:
    """The text of ``file`` for the parser."""
    buffer = Buffer(file.code)
    stream = Stream(file, buffer)
    drop_alternatives(file, stream)
    Repairs(stream.texts, stream.starts, buffer).run()
    return bytes(buffer.data)
