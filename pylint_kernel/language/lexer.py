"""A lossless lexer for C: tokens, comments and directives always exist, whatever a parser makes of the file.

It works on text view (one character a byte). The pieces between two tokens are blanks, newlines, comments and line
continuations; put together they are the input again.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, MutableSequence, Sequence, Sized
from functools import cached_property, partial
from itertools import accumulate, compress, count
from typing import NamedTuple

from pylint_kernel.lazy import Made, Pattern
from pylint_kernel.model import Span

# One alternation, the commonest first; the last takes any one character, so nothing is ever lost. What may be long
# is matched possessively (`*+`): giving back never helps, and remembering how to would cost memory without end.
COMMENT = r"""
      /\* [^*]*+ (?: \*++ [^/*] [^*]*+ )*+ (?: \*++ /? )?
    | // [^\n\\]*+ (?: \\ (?: \r?\n | .? ) [^\n\\]*+ )*+
"""
LITERAL = r"""
      " [^"\\\n]*+ (?: \\ (?: \r\n | . ) [^"\\\n]*+ )*+ "?
    | ' [^'\\\n]*+ (?: \\ (?: \r\n | . ) [^'\\\n]*+ )*+ '?
"""
PIECE = re.compile(
    rf"""
      [A-Za-z_$][\w$]*+
    | [ \t\n\r\f\v]++
    | [(),;]
    | ->
    | \.?\d (?: [eEpP][+-] | [\w.] )*+
    | {COMMENT}
    | {LITERAL}
    | <<= | >>= | \.\.\. | \#\# | \+\+ | -- | && | \|\| | << | >> | [-+*/%&|^=!<>]=
    | \\ \r? \n
    | .
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
#: No other piece has one of the characters in it that these begin with.
OPAQUE = re.compile(f"{COMMENT} | {LITERAL}", re.VERBOSE | re.DOTALL | re.ASCII)
BLANKS = " \t\n\r\f\v"
#: The first characters of pieces that are no tokens, or may be none, or are literals.
SPECIAL = frozenset(BLANKS + "\\/\"'")
BRACKETS = frozenset("()[]{}")
DIGITS = frozenset("0123456789")
WORD = DIGITS | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_")


class Directive(NamedTuple):
    """A preprocessor directive: ``name`` (``define``, ``if``, …), its whole span from ``#`` to before the newline
    that ends it (continued lines included), ``rest``, the offset after the name, and the positions of its tokens
    (``last`` exclusive)."""

    name: str
    span: Span
    rest: int
    first: int
    last: int


#: A text of so many bytes is read in stretches.
LARGE, STRETCH = 1 << 20, 1 << 18
#: What is known of a text of so many bytes is kept in less memory, if more slowly.
LONG = 1 << 18
#: The end of a stretch may cut off so many pieces: no operator has more characters.
DOUBTFUL = 4


def numbers(text: str) -> MutableSequence[int]:
    """An empty sequence for numbers about a text: a list, which is quick, or an array, which is small."""
    return [] if len(text) < LONG else array("i")


def stretches(text: str) -> Iterator[tuple[list[str], int]]:
    """The pieces of a text, a stretch of them at a time, with the offset where it begins."""
    start, size = 0, STRETCH
    while start < len(text):
        pieces = PIECE.findall(text, start, start + size)
        if start + size < len(text):
            if len(pieces) <= DOUBTFUL:
                size *= 2
                continue
            del pieces[-DOUBTFUL:]
        yield pieces, start
        start, size = start + sum(map(len, pieces)), STRETCH


def opaque(text: str) -> tuple[list[Span], list[Span]]:
    """The comments of a text, and its strings and characters: those of :class:`Tokens`, without the rest."""
    spans = [Span._make(found.span()) for found in OPAQUE.finditer(text)]
    return [span for span in spans if text[span.start] == "/"], [span for span in spans if text[span.start] != "/"]


#: A word, or the end of a number.
NAME = Pattern(r"[A-Za-z_]\w*+")


def words_in(text: str, spans: Iterable[Span]) -> set[str]:
    """The words in some stretches of a text, in comments and literals, too."""
    return {word for span in spans for word in NAME.findall(text, *span)}


class Tokens:
    """The code tokens of a file, comments apart, as parallel lists; a token is named by its position in them.

    ``texts[i]`` is what token ``i`` reads, ``starts[i]`` its byte offset; ``literals`` are the positions of the
    strings and characters (the prefix of ``L"…"`` is a token of its own), ``comments`` the spans of the comments,
    delimiters included (a ``//`` comment without its newline). Blanks and line continuations are left out.
    ``pieces`` are those of the text, if they are known; more may be read later.
    """

    __slots__ = ("__dict__", "comments", "literals", "starts", "text", "texts")

    def __init__(self, text: str, pieces: Iterable[str] | None = None) -> None:
        self.text = text
        self.texts: list[str] = []
        self.starts = numbers(text)
        self.literals: list[int] = []
        self.comments: list[Span] = []
        if pieces is not None:
            self.read(pieces, 0)
        elif len(text) < LARGE:
            self.read(PIECE.findall(text), 0)
        else:
            # The same token is kept once only.
            kept = dict[str, str]()
            for some, start in stretches(text):
                self.read(list(map(kept.setdefault, some, some)), start)

    def read(self, pieces: Iterable[str], offset: int) -> None:
        """Add the tokens and comments among the pieces of the text that begin at ``offset``."""
        add_text, add_start = self.texts.append, self.starts.append
        for piece, start in zip(pieces, accumulate(map(len, pieces), initial=offset), strict=False):
            first = piece[0]
            if first in SPECIAL:
                if first in BLANKS:
                    continue
                if first in "\"'":
                    self.literals.append(len(self.texts))
                elif len(piece) > 1:
                    if first == "\\":
                        continue
                    if piece[1] in "*/":
                        self.comments.append(Span(start, start + len(piece)))
                        continue
            add_text(piece)
            add_start(start)

    def __len__(self) -> int:
        return len(self.texts)

    def end(self, position: int) -> int:
        """The offset just after token ``position``."""
        return self.starts[position] + len(self.texts[position])

    def span(self, position: int) -> Span:
        """Where token ``position`` is."""
        start = self.starts[position]
        return Span(start, start + len(self.texts[position]))

    @cached_property
    def index(self) -> dict[str, MutableSequence[int]]:
        """Token text to the positions where it stands, in order; of a large text without numbers such as ``7`` and
        ``0x7``, which may all be different."""
        is_long = len(self.text) >= LONG
        index: defaultdict[str, MutableSequence[int]] = defaultdict(partial(numbers, self.text) if is_long else list)
        is_large = len(self.text) >= LARGE
        for position, text in enumerate(self.texts):
            if is_large and text[0] in DIGITS and (text.isdigit() or text.startswith(("0x", "0X"))):
                continue
            index[text].append(position)
        index.default_factory = None
        return index

    @cached_property
    def directives(self) -> Sequence[Directive]:
        """The preprocessor directives in order; of a large text each is made when it is asked for."""
        marks = self._marks
        return list(map(self._directive, marks)) if len(self.text) < LARGE else Made(self._directive, marks)

    @cached_property
    def _marks(self) -> MutableSequence[int]:
        """The positions of the ``#`` that begin directives."""
        found, starts, text, end = numbers(self.text), self.starts, self.text, 0
        for first in self.index.get("#", ()):
            start = starts[first]
            if start >= end and (not first or text.find("\n", self.end(first - 1), start) >= 0):
                found.append(first)
                end = self._directive_end(start)
        return found

    def _directive(self, first: int) -> Directive:
        """The directive that begins with the ``#`` at a position."""
        texts, start = self.texts, self.starts[first]
        end = self._directive_end(start)
        last = bisect_left(self.starts, end, first)
        name, rest = "", start + 1
        if first + 1 < last and texts[first + 1][0] in WORD:
            name = texts[first + 1]
            rest = self.starts[first + 1] + len(name)
        return Directive(name, Span(start, end), rest, first, last)

    def _directive_end(self, start: int) -> int:
        """Where the directive that begins at ``start`` ends: at a newline that is neither continued nor in a comment
        with more of the directive after it."""
        text = self.text
        end, comment, searched = text.find("\n", start), -1, start
        while end >= 0:
            if comment < 0:
                comment, searched = text.find("/*", searched, end), end
            behind = self._comment_end(end) if comment >= 0 else 0
            if behind:
                newline = text.find("\n", behind)
                if not text[behind : newline if newline >= 0 else len(text)].strip(BLANKS):
                    return end
                end = newline
            elif text[end - 1] == "\\" or text[end - 2 : end] == "\\\r":
                end = text.find("\n", end + 1)
            else:
                return end
        return len(text)

    def _comment_end(self, offset: int) -> int:
        """The end of the comment that ``offset`` lies in; 0 if it lies in none."""
        before = bisect_left(self.comments, (offset,)) - 1
        return self.comments[before].end if before >= 0 and offset < self.comments[before].end else 0

    @cached_property
    def partner(self) -> Partners:
        """Positions of brackets to the position of the bracket that matches, both ways; unmatched ones are missing.

        A ``}`` ends the parentheses left open inside its braces, a ``)`` matches nothing outside of the braces
        around it, and the brackets in a directive match each other only: macro bodies need not be balanced.
        """
        return match_brackets(self)


class SmallPartners(Mapping[int, int]):
    """The partners of a large text: of each of its tokens, in four bytes, more quickly than they could be looked up in
    another way that needs as little."""

    def __init__(self, count: int) -> None:
        self.places = array("i", (-1,)) * count

    def __setitem__(self, position: int, partner: int) -> None:
        self.places[position] = partner

    def __getitem__(self, position: int) -> int:
        if 0 <= position < len(self.places) and (partner := self.places[position]) >= 0:
            return partner
        raise KeyError(position)

    def __iter__(self) -> Iterator[int]:
        return (position for position, partner in enumerate(self.places) if partner >= 0)

    def __len__(self) -> int:
        return len(self.places) - self.places.count(-1)


Partners = dict[int, int] | SmallPartners


def partners(text: Sized, count: int) -> Partners:
    """What holds the partners of the ``count`` tokens of a text; none of them has one yet."""
    return {} if len(text) < LONG else SmallPartners(count)


def match_brackets(tokens: Tokens) -> Partners:
    """See :attr:`Tokens.partner`."""
    texts, partner = tokens.texts, partners(tokens.text, len(tokens))
    edges = iter([edge for directive in tokens.directives for edge in (directive.first, directive.last)])
    edge = next(edges, len(tokens))
    # The open brackets; how many parentheses and square ones of them stand after the last brace; the same for the
    # braces before it.
    open_, round_, square, levels = list[int](), 0, 0, list[tuple[int, int]]()
    outside = None
    for position in compress(count(), map(BRACKETS.__contains__, texts)):
        while position >= edge:
            if outside is None:
                outside = open_, round_, square, levels
                open_, round_, square, levels = [], 0, 0, []
            else:
                open_, round_, square, levels = outside
                outside = None
            edge = next(edges, len(tokens))
        text = texts[position]
        if text == "(":
            open_.append(position)
            round_ += 1
            continue
        if text == "[":
            open_.append(position)
            square += 1
            continue
        if text == "{":
            open_.append(position)
            levels.append((round_, square))
            round_ = square = 0
            continue
        if text == "}":
            if not levels:
                continue
            round_, square = levels.pop()
            while texts[open_[-1]] != "{":
                open_.pop()
        elif text == ")":
            if not round_:
                continue
            while texts[open_[-1]] != "(":
                open_.pop()
                square -= 1
            round_ -= 1
        else:
            if not square:
                continue
            while texts[open_[-1]] != "[":
                open_.pop()
                round_ -= 1
            square -= 1
        partner[position] = open_[-1]
        partner[open_.pop()] = position
    return partner


def first_of_body(tokens: Tokens, directive: Directive) -> int:
    """The position of the first token after a macro's name and parameters."""
    name = directive.first + 2
    if name + 1 < directive.last and tokens.texts[name + 1] == "(" and tokens.starts[name + 1] == tokens.end(name):
        return tokens.partner.get(name + 1, directive.last - 1) + 1
    return name + 1


def touching(spans: list[Span], near: list[Span]) -> Iterator[Span]:
    """Those of ``spans`` (sorted, as ``near`` is) that share bytes with one of ``near``."""
    for start, end in near:
        at = bisect_left(spans, start, key=lambda span: span.end)
        while at < len(spans) and spans[at].start <= end:
            yield spans[at]
            at += 1


NOT_BLANK = re.compile(r"[^\n\t\r\f\v]")
NOT_NEWLINE = re.compile(r"[^\n\t]")


def mask(text: str, comments: Iterable[Span], literals: Iterable[Span]) -> str:
    """``text`` with every comment blanked and every string's and character's content turned into ``X``.

    The length, the newlines and the tabs stay, and so do the quotes and the line continuations.
    """
    spans = [(start, end, "") for start, end in comments]
    spans += [(start, end, text[start:end]) for start, end in literals]
    spans.sort()
    parts: list[str] = []
    done = 0
    for start, end, literal in spans:
        parts.append(text[done:start])
        done = end
        if not literal:
            comment = text[start:end]
            if "\n" in comment:
                *lines, last = comment.split("\n")
                parts += [blank(line) + "\n" for line in lines]
                parts.append(NOT_BLANK.sub(" ", last))
            else:
                parts.append(" " * (end - start) if "\t" not in comment else NOT_BLANK.sub(" ", comment))
        elif literal[-1] == literal[0] and len(literal) > 1:
            parts.append(literal[0] + cross_out(literal[1:-1]) + literal[-1])
        else:
            parts.append(literal[0] + cross_out(literal[1:]))
    parts.append(text[done:])
    return "".join(parts)


def blank(line: str) -> str:
    """A line of a comment, blanked; a line continuation in it (a comment inside a macro) is kept."""
    text = line.lstrip("\t")
    if text.isprintable() and not text.endswith("\\"):
        return "\t" * (len(line) - len(text)) + " " * len(text)
    kept = line.rstrip("\r")
    if kept.endswith("\\"):
        return NOT_BLANK.sub(" ", kept[:-1]) + line[len(kept) - 1 :]
    return NOT_BLANK.sub(" ", line)


def cross_out(content: str) -> str:
    """A literal's content as ``X``; a continued line in it stays continued."""
    if "\n" not in content:
        return "X" * len(content) if "\t" not in content else NOT_NEWLINE.sub("X", content)
    *continued, last = content.split("\n")
    ends = [-1 - line.endswith("\r") for line in continued]
    lines = [NOT_NEWLINE.sub("X", line[:end]) + line[end:] for line, end in zip(continued, ends, strict=True)]
    return "\n".join([*lines, NOT_NEWLINE.sub("X", last)])
