"""Arguments of macros that are no expressions: types, declarations, statements; made to parse as expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylint_kernel.masking import Buffer

#: Words that open a type's name or qualify it.
TYPE_WORDS = frozenset({"struct", "union", "enum", "const", "volatile", "unsigned", "signed", "long", "short"})
#: Words that open a statement.
STATEMENT_WORDS = frozenset({"return", "break", "continue", "goto"})
#: Words that open a statement with parentheses or a block.
HEADS = frozenset({"if", "while", "for", "switch", "do"})
#: Words that stand before an operand.
PREFIX = frozenset({"sizeof", "__alignof__", "__extension__"})


def is_word(text: str) -> bool:
    """Whether a token is a name or a keyword."""
    return text[:1].isalpha() or text[:1] == "_"


class Arguments:
    """What can be done with the arguments of a call, given by the positions of its parentheses."""

    def __init__(self, texts: list[str], starts: list[int], partner: dict[int, int], buffer: Buffer) -> None:
        self.texts, self.starts, self.partner, self.buffer = texts, starts, partner, buffer
        self.tidied: set[int] = set()

    def split(self, open_: int, close: int) -> list[tuple[int, int]]:
        """The token ranges between the commas."""
        texts, partner = self.texts, self.partner
        parts, begin, at = [], open_ + 1, open_ + 1
        while at < close:
            if texts[at] == ",":
                parts.append((begin, at))
                begin = at + 1
            at = partner.get(at, at) + 1
        parts.append((begin, close))
        return parts

    def are_parameters(self, open_: int, close: int) -> bool:
        """Whether the parser can read the parentheses as a function's parameters."""
        return all(is_word(text) or text in (",", "*", "...") for text in self.texts[open_ + 1 : close]) and all(
            is_word(self.texts[first]) or self.texts[first] == "..." for first, _ in self.split(open_, close)
        )

    def tidy(self, open_: int, close: int, *, as_block: bool = True) -> None:
        """Rewrite what is no expression: a type or a declaration becomes one word of it, statements a block."""
        texts, partner = self.texts, self.partner
        if open_ in self.tidied:
            return
        self.tidied.add(open_)
        for first, last in self.split(open_, close):
            if last - first < 2:
                if first < last and texts[first][0] in "=!<>+-|&^~%/*":
                    self.zero(self.starts[first], self.starts[first] + len(texts[first]))
                continue
            if is_word(texts[first]) and texts[first + 1] == "(" and partner.get(first + 1) == last - 1:
                if texts[first] not in PREFIX and texts[first] not in HEADS:
                    self.tidy(first + 1, last - 1)
                    continue
            if texts[first] == "{":
                self.close_list(first, last)
            elif texts[first] in HEADS or texts[last - 1] == ";":
                self.enclose(first, last, as_block)
            elif texts[first] in STATEMENT_WORDS or texts[first] == ".":
                self.buffer.blank(self.starts[first], self.starts[first] + len(texts[first]))
            elif not self.is_expression(first, last):
                self.shrink(first, last)

    def is_expression(self, first: int, last: int) -> bool:
        """Whether the tokens may be an expression: no operand follows another, no operator ends it."""
        texts, partner = self.texts, self.partner
        if texts[first] in TYPE_WORDS or texts[last - 1] == "*":
            return False
        if any(text[0] == '"' for text in texts[first:last]):
            return True
        at, before = first, ""
        while at < last:
            text = texts[at]
            if text == ";":
                return False
            if is_word(text) and is_word(before) and before not in PREFIX:
                return False
            if text == "(" and at in partner:
                # `f(x) y` is wrong, the cast `(u8)y` is not.
                before, at = ("name" if is_word(before) and before not in PREFIX else ")"), partner[at]
            else:
                before, at = text, partner.get(at, at)
            at += 1
        return True

    def shrink(self, first: int, last: int) -> None:
        """Leave one word of an argument: the first that is no keyword."""
        words = [at for at in range(first, last) if is_word(self.texts[at])]
        keep = next((at for at in words if self.texts[at] not in TYPE_WORDS), words[-1] if words else -1)
        start, end = self.starts[first], self.starts[last - 1] + len(self.texts[last - 1])
        if keep < 0:
            self.zero(start, end)
        else:
            self.buffer.blank(start, self.starts[keep])
            self.buffer.blank(self.starts[keep] + len(self.texts[keep]), end)

    def enclose(self, first: int, last: int, as_block: bool) -> None:
        """Put braces around statements where there is room for them, else blank them."""
        data = self.buffer.data
        start, end = self.starts[first] - 1, self.starts[last - 1] + len(self.texts[last - 1])
        complete = self.texts[last - 1] in (";", "}")
        if as_block and complete and data[start : start + 1].isspace() and data[end : end + 1].isspace():
            self.buffer.put(start, b"{")
            self.buffer.put(end, b"}")
        else:
            self.zero(start + 1, end)

    def close_list(self, first: int, last: int) -> None:
        """Make a block of an initialiser, ``{ 1, "one" }``; what cannot be one is blanked."""
        start, end = self.starts[first], self.starts[last - 1]
        if ";" in self.texts[first:last] or last - first == 2:
            return
        if self.texts[first + 1] not in (".", "[", "{") and self.buffer.data[end - 1 : end].isspace():
            self.buffer.put(end - 1, b";")
        else:
            self.zero(start, end + 1)

    def zero(self, start: int, end: int) -> None:
        """Blank a stretch, but for a zero at its start."""
        self.buffer.blank(start, end)
        self.buffer.put(start, b"0")
