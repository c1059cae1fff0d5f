"""The walk over the brackets of a token stream: it knows at each point what encloses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_kernel.language.lexer import partners
from pylint_kernel.language.masking.arguments import TYPE_WORDS, Arguments, is_word
from pylint_kernel.language.words import (
    ASM,
    ASM_QUALIFIERS,
    HEADS,
    INLINE,
    JUMPS,
    QUALIFIERS,
    SIZES,
    STORAGE,
    TAGS,
    TYPEOF,
)

if TYPE_CHECKING:
    from collections.abc import MutableSequence

    from pylint_kernel.language.masking.buffer import Buffer

# What a bracket opens; the file as a whole is opened by nothing.
FILE, BLOCK, RECORD, ENUM, LIST, PAREN, SUBSCRIPT = range(7)

#: What is nested deeper, or has more tokens, is not parsed: it is no code that people write, the time that some of the
#: steps take grows with the depth, and a parser that recovers from errors is slow.
MAX_DEPTH = 250
MAX_TOKENS = 1_000_000

#: Words before a type; after ``auto`` there may be none.
BEFORE_TYPE = (STORAGE - {"auto"}) | INLINE | QUALIFIERS
TYPES = frozenset("void int char float double bool size_t u8 u16 u32 u64 s8 s16 s32 s64".split())
TYPE_OPERATORS = SIZES | TYPEOF | {"typeof_member", "_Generic"}
#: Words before a parenthesis that are no macro.
NO_MACRO = (
    HEADS | ASM | ASM_QUALIFIERS | TYPE_OPERATORS | TYPE_WORDS | BEFORE_TYPE | TYPES | JUMPS
    | {"do", "else", "case", "default", "defined", "_Static_assert", "auto", "__extension__"}
)  # fmt: skip
#: Words before a compound literal: `return (struct point){1, 2};`.
BEFORE_LITERAL = TYPE_OPERATORS | {"return", "case"}
#: What stands before a statement, a declaration or an element; nothing stands before the first.
BOUNDARY = frozenset({"", ";", "{", "}", ":", "else", "do"})
#: Words that begin a declaration, whatever unknown word stands before them.
DECLARING = TYPES | {"struct", "union", "enum", "unsigned", "signed", "long", "short", "static", "extern"}
#: Tokens between parentheses that no argument contains (a ``*`` at its end, a ``=`` after a designator neither).
LOOSE = TYPE_WORDS | BEFORE_TYPE | JUMPS | {";", "*", "="}
EVENTS = frozenset("()[]{}:") | {"..."} | LOOSE | DECLARING


def is_attribute_like(text: str) -> bool:
    """Whether an unknown word looks like an attribute."""
    return text.isupper() or text[:2] == "__"


class TooComplexError(Exception):
    """The code is beyond :data:`MAX_DEPTH` or :data:`MAX_TOKENS`."""


class Walk:
    """One walk; what it meets goes to the methods that a subclass defines.

    ``texts`` and ``starts`` are the tokens, which it makes its own, ``scope`` what encloses them all: FILE, or BLOCK
    for the bodies of macros. ``kinds`` says what the open brackets opened, ``opens`` where they are, ``partner`` where
    those closed by now ended, and ``openers`` where the closing parentheses had begun.
    """

    def __init__(self, texts: list[str], starts: MutableSequence[int], buffer: Buffer, scope: int) -> None:
        if len(texts) > MAX_TOKENS:
            raise TooComplexError
        # After the last token, and so before the first (position -1), there is nothing: looking there needs no test.
        texts += ("", "", "")
        starts.append(len(buffer.data))
        self.texts, self.starts, self.buffer = texts, starts, buffer
        self.kinds, self.opens = [scope], [-1]
        self.partner = partners(buffer.data, len(texts))
        self.openers: dict[int, int] = {}
        self.arguments = Arguments(self.texts, self.starts, self.partner, buffer)
        # Positions where a statement or an element begins though the token before does not show it.
        self.beginnings: set[int] = set()
        # Opening parentheses with something after them that is no expression.
        self.loose: set[int] = set()
        self.last_open, self.last_record = -1, -9
        self.last_brace = 0
        # Where functions end, and nothing is open.
        self.rests: list[int] = []

    def run(self) -> None:
        """Walk over all brackets, and over the words that may matter."""
        texts, kinds, opens = self.texts, self.kinds, self.opens
        for at in [at for at, text in enumerate(texts) if text in EVENTS]:
            text = texts[at]
            if text == "(":
                kinds.append(PAREN)
                opens.append(at)
                if len(opens) > MAX_DEPTH:
                    raise TooComplexError
            elif text == ")":
                if kinds[-1] == PAREN:
                    self.partner[opens[-1]] = at
                    self.last_open = self.openers[at] = opens[-1]
                    del opens[-1], kinds[-1]
                    self.close_paren(self.last_open, at)
            elif text == "{":
                kinds.append(self.kind_of_brace(at))
                opens.append(at)
            elif text == "}":
                self.close_brace(at)
            elif text == "[":
                kinds.append(SUBSCRIPT)
                opens.append(at)
            elif text == "]":
                if kinds[-1] == SUBSCRIPT:
                    self.partner[opens[-1]] = at
                    del opens[-1], kinds[-1]
            elif kinds[-1] == PAREN:
                if text in LOOSE and self.is_loose(at, text):
                    self.loose.add(opens[-1])
                if text == "*":
                    self.star(at)
            elif kinds[-1] <= RECORD:
                self.in_scope(at, text)

    def is_loose(self, at: int, text: str) -> bool:
        """Whether a token of LOOSE between parentheses shows that these hold more than expressions."""
        if text == "*":
            return self.texts[at + 1] in (",", ")")
        return text != "=" or (self.texts[at - 2] == "." and self.texts[at - 3] in ("(", ","))

    def close_brace(self, at: int) -> None:
        """Leave the braces that ``at`` closes, and the parentheses left open inside."""
        opens, kinds = self.opens, self.kinds
        while kinds[-1] >= PAREN and len(kinds) > 1:
            del opens[-1], kinds[-1]
        if len(kinds) == 1:
            return
        self.last_brace = opens.pop()
        self.partner[self.last_brace] = at
        kind = kinds.pop()
        if kind == BLOCK:
            self.close_block(at)
            if len(kinds) == 1:
                self.rests.append(at)
        elif kind in (RECORD, ENUM):
            self.last_record = at
            if kind == RECORD:
                self.close_record(at)

    def kind_of_brace(self, at: int) -> int:
        """What the ``{`` at ``at`` opens."""
        texts, kind = self.texts, self.kinds[-1]
        before = texts[at - 1]
        if before == ")":
            callee = texts[self.last_open - 1] if self.last_open >= 0 else ""
            if is_word(callee) and texts[self.last_open - 2] in TAGS:
                return ENUM if texts[self.last_open - 2] == "enum" else RECORD
            if is_word(callee):
                return LIST if callee in BEFORE_LITERAL else BLOCK
            return BLOCK if kind == FILE and callee == ")" else LIST
        if before in ("=", ",", "]") or (before == "{" and kind in (LIST, ENUM)):
            if kind == PAREN:
                self.loose.add(self.opens[-1])
            return LIST
        if is_word(before):
            if is_word(texts[at - 2]) and texts[at - 3] in TAGS:
                # Two names between `struct` and its members: one of them is an attribute that nobody knows.
                attribute = at - 1 if is_attribute_like(before) else at - 2
                self.blank(attribute, attribute)
            for word in (before, texts[at - 2], texts[at - 3] if is_word(texts[at - 2]) else ""):
                if word == "enum":
                    return ENUM
                if word in ("struct", "union"):
                    return RECORD
        return FILE if before[:1] == '"' else BLOCK

    def begins(self, at: int) -> bool:
        """Whether a statement, a declaration or an element begins at ``at``."""
        return self.texts[at - 1] in BOUNDARY or at in self.beginnings

    def first_storage(self, at: int) -> int:
        """The position of the first of the storage words before ``at``; ``at`` if there is none."""
        while self.texts[at - 1] in BEFORE_TYPE:
            at -= 1
        return at

    def ends_line(self, at: int) -> bool:
        """Whether the token ``at`` is the last on its line."""
        return b"\n" in self.buffer.data[self.starts[at] : self.starts[at + 1]] or not self.texts[at + 1]

    def insert(self, at: int, mark: bytes) -> None:
        """Put a separator right after the token ``at``, on a blank or a newline."""
        start = self.starts[at] + len(self.texts[at])
        if self.buffer.data[start : start + 1].isspace():
            self.buffer.put(start, mark)
        self.beginnings.add(at + 1)

    def blank(self, first: int, last: int) -> None:
        """Blank the tokens ``first`` to ``last``, the last included, and what is between them."""
        self.buffer.blank(self.starts[first], self.starts[last] + len(self.texts[last]))

    # -- what subclasses do

    def close_paren(self, open_: int, close: int) -> None:
        """A pair of parentheses has just been closed."""
        raise NotImplementedError

    def close_block(self, at: int) -> None:
        """The ``}`` at ``at`` closes a block."""
        raise NotImplementedError

    def close_record(self, at: int) -> None:
        """The ``}`` at ``at`` closes the members of a type."""
        raise NotImplementedError

    def star(self, at: int) -> None:
        """A ``*`` between parentheses."""
        raise NotImplementedError

    def in_scope(self, at: int, text: str) -> None:
        """A token of EVENTS that is no bracket, outside of parentheses and initialisers."""
        raise NotImplementedError
