"""The tokens that the parser shall see: without directives and attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_kernel.language import dialect
from pylint_kernel.language.lexer import numbers
from pylint_kernel.language.masking.arguments import is_word
from pylint_kernel.language.masking.walk import MAX_TOKENS, TooComplexError

if TYPE_CHECKING:
    from pylint_kernel.language.lexer import Tokens
    from pylint_kernel.language.masking.buffer import Buffer
    from pylint_kernel.language.source import SourceFile

#: What stands before a value.
OPERATORS = frozenset("= ! & | . -> ? + - == != && || return".split())


class Stream:
    """The tokens that the parser shall see: ``texts`` and their offsets ``starts``, as in :class:`~.lexer.Tokens`.

    ``cuts`` has for each directive of the file the position in this stream where it stood. Raises
    :class:`~.walk.TooComplexError` if there are too many of them.
    """

    def __init__(self, file: SourceFile, buffer: Buffer) -> None:
        tokens, directives = file.tokens, file.directives
        if len(tokens) - sum(one.last - one.first for one in directives) > MAX_TOKENS:
            raise TooComplexError
        self.buffer = buffer
        self.texts: list[str] = []
        self.starts = numbers(file.text)
        self.cuts: list[int] = []
        if b"\\\n" in buffer.data:
            for start, end in tokens.comments:
                if file.text.find("\\\n", start, end) >= 0:
                    buffer.join_lines(start, end)
        drops = [(first, last, -1) for first, last in attributes(tokens)]
        drops += [(one.first, one.last, number) for number, one in enumerate(directives)]
        drops.sort()
        done = 0
        for first, last, number in drops:
            if first >= done:
                self.texts += tokens.texts[done:first]
                self.starts += tokens.starts[done:first]
                done = last
            if number < 0:
                buffer.blank(tokens.starts[first], tokens.end(last - 1))
            else:
                # Also where an attribute goes on after it.
                buffer.blank(*directives[number].span)
                self.cuts.append(len(self.texts))
        self.texts += tokens.texts[done:]
        self.starts += tokens.starts[done:]


def attributes(tokens: Tokens) -> list[tuple[int, int]]:
    """The token ranges of attributes and of specifiers that C does not know."""
    names, index, partner = dialect.spoken(), tokens.index, tokens.partner
    texts = tokens.texts
    found: list[tuple[int, int]] = []
    for name in index.keys() & (names.attributes.plain | names.specifiers.plain):
        found += [(at, at + 1) for at in index[name] if is_attribute(texts, at)]
    for name in index.keys() & names.attribute_macros.plain:
        for at in index[name]:
            close = partner.get(at + 1, 0)
            if close > at and texts[at - 1] not in OPERATORS:
                found.append((at, close + 1))
    return found


def is_attribute(texts: list[str], at: int) -> bool:
    """Whether the word at ``at`` is an attribute, and not the name of a value, a variable or a macro."""
    before, after = texts[at - 1] if at else "", texts[at + 1] if at + 1 < len(texts) else ""
    if before in OPERATORS or (before in ("(", ",") and after in (",", ")")):
        return False
    if after == "(":
        return texts[at + 2 : at + 3] == ["*"]
    if after in ("[", ";", ":", "=") and is_word(before):
        # `u32 __unused;`: the only name in sight.
        is_type = before in dialect.spoken().types.plain or before.endswith("_t")
        return not (is_type or texts[at - 2] in ("struct", "union", "enum"))
    return True
