"""Arguments of macros that are no expressions: types, declarations, statements; made to parse as expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_kernel.language.words import HEADS, JUMPS, QUALIFIERS, SIGNS, TAGS

if TYPE_CHECKING:
    from collections.abc import MutableSequence

    from pylint_kernel.language.lexer import Partners
    from pylint_kernel.language.masking.buffer import Buffer

#: Words that open a type's name or qualify it.
TYPE_WORDS = TAGS | QUALIFIERS | SIGNS
#: Words that open a statement with parentheses or a block.
OPENING = HEADS | {"do"}
STATEMENTS = JUMPS | OPENING | TYPE_WORDS | {"{", "static"}
#: Words that stand before an operand.
PREFIX = frozenset({"sizeof", "__alignof__", "__extension__"})
#: Macros with statements for their only argument: commas are part of them.
OF_STATEMENTS = frozenset({"TP_fast_assign"})
OPERATORS = frozenset("=!<>+-|&^~%/*")


#: Whether a token is a name or a keyword; called for nearly every token, so there is no function of our own around it.
is_word = str.isidentifier


class Arguments:
    """What can be done with the arguments of a call, given by the positions of its parentheses."""

    def __init__(self, texts: list[str], starts: MutableSequence[int], partner: Partners, buffer: Buffer) -> None:
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
        if open_ not in self.tidied:
            self.tidied.add(open_)
            whole = open_ + 1 < close and self.texts[open_ - 1] in OF_STATEMENTS
            for first, last in [(open_ + 1, close)] if whole else self.split(open_, close):
                if first < last:
                    self.tidy_one(first, last, as_block)

    def tidy_one(self, first: int, last: int, as_block: bool) -> None:
        """Rewrite one argument, if need be."""
        texts, partner = self.texts, self.partner
        text = texts[first]
        if last - first == 1:
            if text[0] in OPERATORS:
                self.zero(first, last)
        elif text == "{":
            self.close_list(first, last)
        elif text in OPENING or texts[last - 1] == ";" or (texts[last - 1] == "}" and self.has_semicolon(first, last)):
            self.enclose(first, last, as_block)
        elif text in JUMPS or text == ".":
            self.buffer.blank(self.starts[first], self.starts[first] + len(text))
        elif is_word(text) and partner.get(first + 1) == last - 1 and texts[first + 1] == "(" and text not in PREFIX:
            self.tidy(first + 1, last - 1)
        elif not self.is_expression(first, last):
            self.shrink(first, last)

    def has_semicolon(self, first: int, last: int) -> bool:
        """Whether a statement ends among the tokens, outside of brackets."""
        at = first
        while at < last and self.texts[at] != ";":
            at = self.partner.get(at, at) + 1
        return at < last

    def is_expression(self, first: int, last: int) -> bool:
        """Whether the tokens may be an expression: no operand follows another, no operator ends it."""
        texts, partner = self.texts, self.partner
        if texts[first] in TYPE_WORDS or texts[last - 1] == "*":
            return False
        at, before, juxtaposed = first, "", False
        while at < last:
            text = texts[at]
            if text[0] == '"':
                # Words beside a string are parts of it.
                return True
            if is_word(text) and is_word(before) and before not in PREFIX:
                juxtaposed = True
            if text == "(" and is_word(before) and before not in PREFIX:
                # `f(x) y` is wrong, the cast `(u8)y` is not.
                text = before
            before, at = text, partner.get(at, at) + 1
        return not juxtaposed

    def shrink(self, first: int, last: int) -> None:
        """Leave one word of an argument: the first that is no keyword."""
        words = [at for at in range(first, last) if is_word(self.texts[at])]
        keep = next((at for at in words if self.texts[at] not in TYPE_WORDS), words[-1] if words else -1)
        if keep < 0:
            self.zero(first, last)
        else:
            self.buffer.blank(self.starts[first], self.starts[keep])
            self.buffer.blank(self.starts[keep] + len(self.texts[keep]), self.end(last))

    def enclose(self, first: int, last: int, as_block: bool) -> None:
        """Put braces around statements where there is room for them, else commas between them, or blank them."""
        data, start, end = self.buffer.data, self.starts[first] - 1, self.end(last)
        complete = self.texts[last - 1] in (";", "}")
        if as_block and complete and data[start : start + 1].isspace() and data[end : end + 1].isspace():
            self.buffer.put(start, b"{")
            self.buffer.put(end, b"}")
        elif STATEMENTS.isdisjoint(self.texts[first:last]):
            for at in range(first, last):
                if self.texts[at] == ";":
                    self.buffer.put(self.starts[at], b"," if at < last - 1 else b" ")
        else:
            self.zero(first, last)

    def close_list(self, first: int, last: int) -> None:
        """Make a block of an initialiser, ``{ 1, "one" }``; what cannot be one is blanked."""
        brace = self.starts[last - 1]
        if ";" in self.texts[first:last] or last - first == 2:
            return
        if self.texts[first + 1] not in (".", "[", "{") and self.buffer.data[brace - 1 : brace].isspace():
            self.buffer.put(brace - 1, b";")
        else:
            self.zero(first, last)

    def zero(self, first: int, last: int) -> None:
        """Blank an argument, but for a zero at its start."""
        self.buffer.blank(self.starts[first], self.end(last))
        self.buffer.put(self.starts[first], b"0")

    def end(self, last: int) -> int:
        """The offset after the token before ``last``."""
        return self.starts[last - 1] + len(self.texts[last - 1])
