"""A lossless lexer for C: tokens, comments and directives always exist, whatever a parser makes of the file.

It works on text view (one character a byte). The pieces between two tokens are blanks, newlines, comments and line
continuations; put together they are the input again.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from pylint_kernel.model import Span

# One alternation, the commonest first; the last takes any one character, so nothing is ever lost.
PIECE = re.compile(
    r"""
      [A-Za-z_$][\w$]*
    | [ \t\n\r\f\v]+
    | [(),;]
    | ->
    | \.?\d (?: [eEpP][+-] | [\w.] )*
    | /\* [^*]* (?: \*+ [^/*] [^*]* )* (?: \*+/ | \**\Z )
    | // [^\n\\]* (?: \\ (?: \r?\n | .? ) [^\n\\]* )*
    | " [^"\\\n]* (?: \\ (?: \r\n | . ) [^"\\\n]* )* "?
    | ' [^'\\\n]* (?: \\ (?: \r\n | . ) [^'\\\n]* )* '?
    | <<= | >>= | \.\.\. | \#\# | \+\+ | -- | && | \|\| | << | >> | [-+*/%&|^=!<>]=
    | \\ \r? \n
    | .
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
NOT_CODE = frozenset(" \t\n\r\f\v\\")


class Tokens:
    """The code tokens of a file, comments apart, as parallel lists; a token is named by its position in them.

    ``texts[i]`` is what token ``i`` reads, ``starts[i]`` its byte offset; ``comments`` are the spans of the
    comments, delimiters included (a ``//`` comment without its newline). Blanks and line continuations are left out.
    """

    __slots__ = ("__dict__", "comments", "starts", "texts")

    def __init__(self, text: str) -> None:
        pieces = PIECE.findall(text)
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.comments: list[Span] = []
        add_text, add_start = self.texts.append, self.starts.append
        for piece, start in zip(pieces, accumulate(map(len, pieces), initial=0), strict=False):
            first = piece[0]
            if first in NOT_CODE:
                if first == "\\" and len(piece) == 1:
                    add_text(piece)
                    add_start(start)
            elif first == "/" and len(piece) > 1 and piece[1] in "*/":
                self.comments.append(Span(start, start + len(piece)))
            else:
                add_text(piece)
                add_start(start)

    def __len__(self) -> int:
        return len(self.texts)

    def end(self, position: int) -> int:
        """The offset just behind token ``position``."""
        return self.starts[position] + len(self.texts[position])

    def span(self, position: int) -> Span:
        """Where token ``position`` is."""
        start = self.starts[position]
        return Span(start, start + len(self.texts[position]))

    @cached_property
    def index(self) -> dict[str, list[int]]:
        """Token text to the positions where it stands, in order."""
        index: dict[str, list[int]] = {}
        for position, text in enumerate(self.texts):
            if text in index:
                index[text].append(position)
            else:
                index[text] = [position]
        return index

    @cached_property
    def partner(self) -> dict[int, int]:
        """Positions of brackets to the position of the bracket that matches, both ways; unmatched ones are missing."""
        index, partner = self.index, {}
        brackets = sorted(position for bracket in "()[]{}" for position in index.get(bracket, ()))
        open_: list[int] = []
        texts = self.texts
        closes = {")": "(", "]": "[", "}": "{"}
        for position in brackets:
            if opener := closes.get(texts[position]):
                # A closer that does not fit ends whatever was left open inside its own pair.
                for depth in range(len(open_) - 1, -1, -1):
                    if texts[open_[depth]] == opener:
                        partner[position], partner[open_[depth]] = open_[depth], position
                        del open_[depth:]
                        break
            else:
                open_.append(position)
        return partner


class Directive(NamedTuple):
    """A preprocessor directive: ``name`` (``define``, ``if``, …), its whole span from ``#`` to before the newline
    that ends it (continued lines included), and ``rest``, the offset behind the name."""

    name: str
    span: Span
    rest: int


DIRECTIVE = re.compile(r"^[ \t]*(#)[ \t]*(\w*)", re.MULTILINE | re.ASCII)


def directives(code: str) -> list[Directive]:
    """The preprocessor directives of masked code (:func:`mask`), in order."""
    found: list[Directive] = []
    end = 0
    if "#" not in code:
        return found
    for match in DIRECTIVE.finditer(code):
        start = match.start(1)
        if start < end:
            continue
        newline = code.find("\n", match.end())
        end = len(code) if newline < 0 else newline
        while newline >= 0 and code[newline - 1 - (code[newline - 1] == "\r")] == "\\":
            newline = code.find("\n", newline + 1)
            end = len(code) if newline < 0 else newline
        found.append(Directive(match[2], Span(start, end), match.end()))
    return found


NOT_BLANK = re.compile(r"[^\n\t\r\f\v]")
NOT_NEWLINE = re.compile(r"[^\n\t]")


def mask(text: str, tokens: Tokens) -> str:
    """``text`` with every comment blanked and every string's and character's content turned into ``X``.

    The length, the newlines and the tabs stay, and so do the quotes and the line continuations.
    """
    parts: list[str] = []
    done = 0
    literals = ((s, t) for s, t in zip(tokens.starts, tokens.texts, strict=True) if t[0] in "\"'")
    spans = [(start, end, "") for start, end in tokens.comments]
    spans += [(start, start + len(literal), literal) for start, literal in literals]
    spans.sort()
    for start, end, literal in spans:
        parts.append(text[done:start])
        done = end
        if not literal:
            piece = text[start:end]
            if "\n" in piece:
                parts.append("\n".join([blank(line) for line in piece.split("\n")]))
            else:
                parts.append(" " * (end - start) if "\t" not in piece else NOT_BLANK.sub(" ", piece))
        elif literal[-1] == literal[0] and len(literal) > 1:
            parts.append(literal[0] + cross_out(literal[1:-1]) + literal[-1])
        else:
            parts.append(literal[0] + cross_out(literal[1:]))
    parts.append(text[done:])
    return "".join(parts)


def blank(line: str) -> str:
    """A line of a comment, blanked; a line continuation in it (a comment inside a macro) is kept."""
    kept = line.rstrip("\r")
    if kept.endswith("\\"):
        return NOT_BLANK.sub(" ", kept[:-1]) + line[len(kept) - 1 :]
    return NOT_BLANK.sub(" ", line)


def cross_out(content: str) -> str:
    """A literal's content as ``X``; a continued line in it stays continued."""
    if "\n" not in content:
        return "X" * len(content) if "\t" not in content else NOT_NEWLINE.sub("X", content)
    return "\n".join(
        NOT_NEWLINE.sub("X", line[: -1 - line.endswith("\r")]) + line[-1 - line.endswith("\r") :]
        if number < content.count("\n")
        else NOT_NEWLINE.sub("X", line)
        for number, line in enumerate(content.split("\n"))
    )
