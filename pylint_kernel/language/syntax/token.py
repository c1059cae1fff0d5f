"""A token as rules on layout look at it: what it reads, where it stands, what is beside it."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING

from pylint_kernel.language import dialect
from pylint_kernel.language.gaps import Gap, gap_after, gap_before
from pylint_kernel.language.idioms import after_spaces
from pylint_kernel.language.lexer import first_of_body
from pylint_kernel.language.words import ASM, ASM_QUALIFIERS
from pylint_kernel.model import Span

if TYPE_CHECKING:
    from pylint_kernel.language.source import SourceFile

#: So many brackets around a string in an ``asm``, those of macros, are looked at.
DEEPEST = 8


class Token:
    """One token of a file's code; comments are no tokens. ``position`` is its place in ``file.tokens``."""

    def __init__(self, file: SourceFile, position: int) -> None:
        self.file, self.position = file, position

    def __repr__(self) -> str:
        return f"<Token {self.text} at {self.start}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Token) and other.position == self.position and other.file is self.file

    def __hash__(self) -> int:
        return self.position

    @property
    def text(self) -> str:
        """What the token reads."""
        return self.file.tokens.texts[self.position]

    @property
    def start(self) -> int:
        """The offset of its first byte."""
        return self.file.tokens.starts[self.position]

    @property
    def end(self) -> int:
        """The offset after its last byte."""
        return self.file.tokens.end(self.position)

    @property
    def span(self) -> Span:
        """Where it is."""
        return Span(self.start, self.end)

    @property
    def previous(self) -> Token | None:
        """The token before it; in a directive's content, none before the content."""
        return Token(self.file, self.position - 1) if self.position else None

    @property
    def next(self) -> Token | None:
        """The token after it."""
        after = self.position + 1
        return Token(self.file, after) if after < len(self.file.tokens) else None

    @property
    def partner(self) -> Token | None:
        """The bracket that matches it."""
        partner = self.file.tokens.partner.get(self.position)
        return None if partner is None else Token(self.file, partner)

    @property
    def bracket(self) -> Token | None:
        """The opening bracket of the innermost pair that it stands in."""
        opener = self.file.once(brackets)[self.position]
        return None if opener < 0 else Token(self.file, opener)

    @property
    def is_string(self) -> bool:
        """Whether it is a string literal."""
        return self.text[0] == '"'

    @property
    def in_assembler(self) -> bool:
        """Whether it stands between the parentheses of an ``asm``, as its template does."""
        opener = self.bracket
        for _ in range(DEEPEST):
            if opener is None:
                return False
            if opener.opens_assembler:
                return True
            opener = opener.bracket
        return False

    @property
    def opens_assembler(self) -> bool:
        """Whether it is the parenthesis of an ``asm``."""
        before = self.previous
        while before is not None and before.text in ASM_QUALIFIERS:
            before = before.previous
        is_asm = before is not None and (before.text in ASM or before.text in dialect.spoken().assembler)
        return is_asm and self.text == "("

    @property
    def row(self) -> int:
        """The 0-based index of its line."""
        return self.file.row(self.start)

    @property
    def column(self) -> int:
        """The 0-based column on screen that it begins in."""
        return self.file.column(self.start)

    @property
    def before(self) -> Gap:
        """What stands before it on its line: a space, text, a comment or the edge of the line."""
        return gap_before(self.file, self.start)

    @property
    def after(self) -> Gap:
        """What stands after it on its line."""
        return gap_after(self.file, self.end)

    @property
    def indent(self) -> str:
        """The white space that opens its line."""
        text, line = self.file.text, self.file.line_start(self.start)
        return text[line : after_spaces(text, line)]

    @property
    def opens_line(self) -> bool:
        """Whether nothing but white space stands before it on its line."""
        return not self.file.text[self.file.line_start(self.start) : self.start].strip(" \t")

    @property
    def leads_line(self) -> bool:
        """Whether no code stands before it on its line; a comment may."""
        return not self.file.code[self.file.line_start(self.start) : self.start].strip(" \t")

    def on_line_of(self, other: Token) -> bool:
        """Whether two tokens stand on the same line."""
        start, end = self.start, other.start
        return self.file.text.find("\n", min(start, end), max(start, end)) < 0

    @property
    def in_directive(self) -> bool:
        """Whether it is part of a preprocessor directive."""
        return self.file.directive_at(self.start) is not None

    @property
    def opens_content(self) -> bool:
        """Whether it is the first token of a macro's body, or of what another directive holds."""
        directive = self.file.directive_at(self.start)
        if directive is None:
            return False
        is_macro = directive.name == "define" and directive.first + 2 < directive.last
        first = first_of_body(self.file.tokens, directive) if is_macro else self.file.position_at(directive.rest)
        return self.position == first


def token_at(file: SourceFile, offset: int) -> Token | None:
    """The token that the byte at ``offset`` is part of."""
    position = bisect_right(file.tokens.starts, offset) - 1
    return Token(file, position) if position >= 0 and offset < file.tokens.end(position) else None


def token_starting_at(file: SourceFile, offset: int) -> Token | None:
    """The token that begins at ``offset``."""
    token = token_at(file, offset)
    return token if token is not None and token.start == offset else None


def token_from(file: SourceFile, offset: int) -> Token | None:
    """The first token that starts at ``offset`` or after it."""
    position = file.position_at(offset)
    return Token(file, position) if position < len(file.tokens) else None


def token_near(file: SourceFile, offset: int) -> Token:
    """The first token that starts at ``offset`` or after it, the last one of the file if there is none."""
    return Token(file, max(min(file.position_at(offset), len(file.tokens) - 1), 0))


def brackets(file: SourceFile) -> array[int]:
    """For each token the position of the opening bracket around it, -1 for none; brackets without partner are none."""
    partner, around, found = file.tokens.partner, [-1], array("l")
    for position in range(len(file.tokens)):
        mate = partner.get(position, -1)
        if 0 <= mate < position:
            while around[-1] >= mate:
                around.pop()
        found.append(around[-1])
        if mate > position:
            around.append(position)
    return found
