"""A source file and its four views: lines, masked code, tokens, tree; each is built when first asked for.

*Text view*: ``file.text`` is the content decoded as latin-1, one character a byte, so that every string index is a
byte offset. CRLF line ends are read as LF (``file.carriage_returns`` remembers the lines), so no rule needs to care.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from io import BytesIO
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from unicodedata import combining, east_asian_width

from pylint_kernel.classify import C_KINDS, LAYOUT_KINDS, LOADERS, Kind, classify, is_generated, is_user_space
from pylint_kernel.language import lexer
from pylint_kernel.model import Span

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Sequence

    from tree_sitter import Node

    from pylint_kernel.language.lexer import Directive, Tokens
    from pylint_kernel.surroundings.history import History
    from pylint_kernel.surroundings.kernel_tree import KernelTree

Computed = TypeVar("Computed")


#: So far from an offset the ends of its line are looked for in the text; for longer lines there is the list of lines.
NEARBY = 1000


class Limits(NamedTuple):
    """What users may set: numbers of columns and lines, the version of checkpatch whose rules hold where they differ,
    whether headers and assembler may have their licence in a ``//`` comment, the project whose rules hold, too."""

    max_line_length: int = 100
    tab_size: int = 8
    min_conf_desc_length: int = 4
    kconfig_prefix: str = "CONFIG_"
    checkpatch_version: tuple[int, int] = (7, 3)
    spdx_cxx_comments: bool = False
    project: str = ""


class Line(NamedTuple):
    """One line without its newline: 1-based ``number``, byte offset ``start``, raw ``text``, masked ``code``."""

    number: int
    start: int
    text: str
    code: str

    @property
    def span(self) -> Span:
        """The whole line, newline excluded."""
        return Span(self.start, self.start + len(self.text))

    @property
    def indent(self) -> str:
        """The blanks that open the line."""
        return self.text[: len(self.text) - len(self.text.lstrip(" \t"))]


class MacroDefinition:
    """A ``#define``; a header may have a hundred thousand, so what can be looked up is.

    ``parameters`` is where the words are; None for an object-like macro, and a variadic one has ``...`` or
    ``name...`` as its last. ``first``: the token position where the body begins.
    """

    __slots__ = ("directive", "file", "first", "parameters")

    def __init__(self, file: SourceFile, directive: Directive, parameters: tuple[Span, ...] | None, first: int) -> None:
        self.file, self.directive, self.parameters, self.first = file, directive, parameters, first

    @property
    def name(self) -> str:
        """What it is called."""
        return self.file.tokens.texts[self.directive.first + 2]

    @property
    def span(self) -> Span:
        """The whole directive."""
        return self.directive.span

    @property
    def name_span(self) -> Span:
        """Where its name stands."""
        return self.file.tokens.span(self.directive.first + 2)

    @property
    def last(self) -> int:
        """The token position after the body."""
        return self.directive.last

    @property
    def body(self) -> Span:
        """The replacement without surrounding blanks, comments after it excluded; empty if there is none."""
        return self.file.token_span(self.first, self.directive.last)


class SourceFile:
    """One file, or a fragment of one (``partial``), as the rules see it.

    ``path`` is relative to the kernel tree where there is one, with slashes. ``in_patch`` tells whether a change is
    being judged rather than a file. ``first_line`` is the number of the first line of ``data``: in a fragment that
    may be any, and the first ``synthetic`` lines only supply what the fragment lacks. ``changed`` are the lines a
    change wrote, ``focus`` the ones worth looking at (both 1-based; None: all).

    ``kernel`` holds the facts of the tree the file belongs to, ``raw`` the content with its own line ends. The commits
    that a message names are looked up in the git repository that the directory ``repository`` lies in. ``strict``:
    whether the user asked to be strict, be it that the path asks for it as well. ``given_up``: whether the file, or the
    macros in it, turned out to be beyond the parser.
    """

    def __init__(
        self,
        path: str,
        data: bytes,
        *,
        kind: Kind | None = None,
        limits: Limits = Limits(),
        kernel: KernelTree | None = None,
        partial: bool = False,
        in_patch: bool = False,
        first_line: int = 1,
        changed: frozenset[int] | None = None,
        focus: frozenset[int] | None = None,
        repository: str | None = None,
        strict: bool = True,
        synthetic: int = 0,
    ) -> None:
        self.path, self.kind = path, kind or classify(path)
        self.limits = limits
        self.partial, self.in_patch, self.first_line, self.synthetic = partial, in_patch, first_line, synthetic
        self.changed, self.focus = changed, focus
        self.windows: list[Span] | None = None
        #: What is looked at around a change, once that is known, of a file that no parser reads.
        self.near: list[Span] | None = None
        self._kernel = kernel
        self.repository, self.strict = repository, strict
        self.given_up = False
        self._computed: dict[Callable[[SourceFile], Any], Any] = {}
        self.raw = data
        #: What has no tokens; known once these have been read.
        self.gaps: list[Span] = []
        self.carriage_returns: frozenset[int] = frozenset()
        if b"\r\n" in data:
            self.carriage_returns = frozenset(
                number for number, line in enumerate(data.split(b"\n"), first_line) if line.endswith(b"\r")
            )
            data = data.replace(b"\r\n", b"\n")
        self.data = data
        self.text = data.decode("latin-1")

    def __repr__(self) -> str:
        return f"<SourceFile {self.path}>"

    # -- facts about the surroundings

    @property
    def kernel(self) -> KernelTree:
        """Facts of the kernel tree; empty ones where there is no tree."""
        if self._kernel is None:
            from pylint_kernel.surroundings.kernel_tree import KernelTree

            self._kernel = KernelTree(None)
        return self._kernel

    def once(self, compute: Callable[[SourceFile], Computed]) -> Computed:
        """What ``compute`` makes of this file; it is called the first time only."""
        if compute not in self._computed:
            self._computed[compute] = compute(self)
        result: Computed = self._computed[compute]
        return result

    def know(self, compute: Callable[[SourceFile], Computed], value: Computed) -> None:
        """Let ``value`` be what ``compute`` makes of this file: it is known from elsewhere."""
        self._computed[compute] = value

    def forget(self, compute: Callable[[SourceFile], Any]) -> None:
        """Let what ``compute`` made of this file go."""
        self._computed.pop(compute, None)

    @cached_property
    def history(self) -> History | None:
        """The commits of the repository; None where there is none to ask."""
        from pylint_kernel.surroundings import history

        return history.at(self.repository) if self.repository else None

    @cached_property
    def is_user_space(self) -> bool:
        """Whether the file belongs to a program: what only the kernel has it cannot use."""
        return is_user_space(self.path, self.text)

    @property
    def stands_alone(self) -> bool:
        """Whether the kernel's functions are not there: in programs, and in what unpacks and starts the kernel."""
        return self.is_user_space or LOADERS.match(self.path) is not None

    def lacks(self, name: str) -> bool:
        """Whether the file belongs to a program that has no use of a macro of the kernel's, and perhaps no such macro.

        Some programs have their own ``ARRAY_SIZE()``, or the one of tools/include/: then they use it.
        """
        return self.is_user_space and not self.mentions(name)

    @property
    def is_patch(self) -> bool:
        """Whether a change to a patch that is kept in the tree is judged: its lines are those of another file."""
        return self.in_patch and self.path.endswith((".patch", ".diff"))

    @cached_property
    def is_generated(self) -> bool:
        """Whether the file says at its top that a program wrote it, so that nobody edits it."""
        return self.kind in LAYOUT_KINDS and is_generated(self.text)

    # -- lines

    @cached_property
    def line_starts(self) -> list[int]:
        """The byte offset of each line's first byte."""
        starts = [*accumulate(map(len, BytesIO(self.data)), initial=0)]
        if starts[-1] == len(self.text) and len(starts) > 1:
            starts.pop()
        return starts

    @property
    def line_count(self) -> int:
        """How many lines there are; a last line without newline counts."""
        if "line_starts" in self.__dict__:
            return len(self.line_starts)
        return max(self.text.count("\n") + (not self.text.endswith("\n")), 1)

    def row(self, offset: int) -> int:
        """The 0-based index of the line that ``offset`` lies in."""
        return bisect_right(self.line_starts, offset) - 1

    def line_number(self, offset: int) -> int:
        """The 1-based number, as the user knows it, of the line that ``offset`` lies in."""
        return bisect_right(self.line_starts, offset) - 1 + self.first_line

    def line(self, row: int) -> Line:
        """The line of index ``row`` (0-based); raises IndexError outside the file."""
        start, end = self.line_bounds(row)
        return Line(row + self.first_line, start, self.text[start:end], self.code[start:end])

    def line_bounds(self, row: int) -> Span:
        """The span of the line of index ``row`` (0-based), newline excluded; raises IndexError outside the file."""
        if row < 0:
            raise IndexError(row)
        starts = self.line_starts
        start = starts[row]
        end = starts[row + 1] - 1 if row + 1 < len(starts) else len(self.text)
        if row + 1 == len(starts) and end > start and self.text[end - 1] == "\n":
            end -= 1
        return Span(start, end)

    def may_be_new(self, row: int) -> bool:
        """Whether what is wrong with the line of index ``row`` alone may be due to the change that is judged, if it is
        one: other lines were what they are."""
        return self.focus is None or self.changed is None or row + self.first_line in self.changed

    def line_text(self, row: int) -> str:
        """The raw text of the line of index ``row``, or an empty string outside the file."""
        if 0 <= row < len(self.line_starts):
            start, end = self.line_bounds(row)
            return self.text[start:end]
        return ""

    def code_line(self, row: int) -> str:
        """The masked text of the line of index ``row``, or an empty string outside the file."""
        if 0 <= row < len(self.line_starts):
            start, end = self.line_bounds(row)
            return self.code[start:end]
        return ""

    def line_start(self, offset: int) -> int:
        """The offset of the first byte of the line that ``offset`` lies in."""
        newline = self.text.rfind("\n", max(offset - NEARBY, 0), offset)
        return newline + 1 if newline >= 0 else self.line_starts[self.row(offset)]

    def line_end(self, offset: int) -> int:
        """The offset of the newline that ends the line that ``offset`` lies in, or of the end of the file."""
        end = self.text.find("\n", offset, offset + NEARBY)
        return end if end >= 0 else max(self.line_bounds(self.row(offset)).end, offset)

    def column(self, offset: int) -> int:
        """The 0-based column on screen where ``offset`` is shown, tabs expanded."""
        return self.width(self.text[self.line_start(offset) : offset])

    def width(self, text: str) -> int:
        """How many columns ``text`` (text view, from the start of a line) takes: tabs expanded, UTF-8 decoded."""
        if not text.isascii():
            text = "".join(map(cells, text.encode("latin-1").decode("utf-8", "replace")))
        return len(text.expandtabs(self.limits.tab_size)) if "\t" in text else len(text)

    @cached_property
    def _returns(self) -> list[int]:
        return [self.line_bounds(number - self.first_line).end for number in sorted(self.carriage_returns)]

    def returns_before(self, offset: int) -> int:
        """How many carriage returns, which offsets do not count, stand before ``offset`` in the content as it is."""
        return bisect_left(self._returns, offset)

    # -- tokens and masked code

    @cached_property
    def tokens(self) -> Tokens:
        """The code tokens; comments are apart in :attr:`comments`. Of a long file with a ``focus`` some may be left
        out that are far from it: what concerns the file as a whole is to be asked of :attr:`whole`."""
        if self.focus is not None and self.kind in C_KINDS:
            from pylint_kernel.language import veil

            rows = {number - self.first_line for number in self.focus}
            self.gaps = veil.veiled(self.text, self.line_starts, rows)
            tokens = lexer.Tokens(veil.without(self.text, self.gaps))
            if veil.is_sound(tokens):
                return tokens
            self.gaps = []
        return lexer.Tokens(self.text)

    @cached_property
    def whole(self) -> SourceFile:
        """The same file with all of its tokens."""
        if not (self.tokens and self.gaps):
            return self
        return SourceFile(
            self.path,
            self.raw,
            kind=self.kind,
            limits=self.limits,
            kernel=self._kernel,
            in_patch=self.in_patch,
            first_line=self.first_line,
            changed=self.changed,
            strict=self.strict,
        )

    @property
    def is_in_pieces(self) -> bool:
        """Whether the file is judged in pieces: a large one, if all of it is judged; see :mod:`.pieces`."""
        return (
            len(self.text) >= lexer.LARGE
            and self.kind in C_KINDS
            and not self.partial
            and self.focus is None
            and self.changed is None
            and self.windows is None
        )

    def let_go(self) -> None:
        """Let go what was read of the file: it is read again when somebody asks for it."""
        for name in ("tokens", "code", "_opaque", "comments", "literals", "directives", "_directive_starts", "macros"):
            self.__dict__.pop(name, None)

    def mentions(self, word: str) -> bool:
        """Whether the code of the file has the word anywhere."""
        if word in self.tokens.index or not self.gaps:
            return word in self.tokens.index
        if word not in self._mentioned:
            self._mentioned[word] = word in self.text and word in self.whole.tokens.index
        return self._mentioned[word]

    @cached_property
    def _mentioned(self) -> dict[str, bool]:
        return {}

    @cached_property
    def code(self) -> str:
        """The text with comments blank and the content of literals as ``X``; same length, and where there are tokens
        the same newlines. What is not :attr:`near` a change is as it is."""
        comments, literals = self.comments, self.literals
        if self.near is not None:
            comments, literals = (list(dict.fromkeys(lexer.touching(some, self.near))) for some in (comments, literals))
        return lexer.mask(self.tokens.text if self.gaps else self.text, comments, literals)

    @cached_property
    def comments(self) -> list[Span]:
        """The comments, delimiters included (a ``//`` comment without its newline)."""
        return self._opaque[0]

    @cached_property
    def literals(self) -> list[Span]:
        """The strings and characters."""
        return self._opaque[1]

    @cached_property
    def _opaque(self) -> tuple[list[Span], list[Span]]:
        if self.kind in C_KINDS:
            return self.tokens.comments, list(map(self.tokens.span, self.tokens.literals))
        # Nothing else will be asked for.
        return lexer.opaque(self.text)

    @cached_property
    def directives(self) -> Sequence[Directive]:
        """The preprocessor directives in order."""
        return self.tokens.directives

    @cached_property
    def _directive_starts(self) -> list[int]:
        return [directive.span.start for directive in self.directives]

    def directive_at(self, offset: int) -> Directive | None:
        """The directive that ``offset`` lies in, continued lines included."""
        found = bisect_right(self._directive_starts, offset) - 1
        if found >= 0 and offset < self.directives[found].span.end:
            return self.directives[found]
        return None

    def has_directive(self, start: int, end: int) -> bool:
        """Whether a preprocessor directive begins between two offsets: what is beside it may not belong together."""
        return bisect_left(self._directive_starts, start) < bisect_left(self._directive_starts, end)

    def directives_between(self, start: int, end: int) -> Sequence[Directive]:
        """The preprocessor directives that begin between two offsets."""
        return self.directives[bisect_left(self._directive_starts, start) : bisect_left(self._directive_starts, end)]

    def position_at(self, offset: int) -> int:
        """The position of the first token that starts at or after ``offset``; ``len(tokens)`` if there is none."""
        return bisect_left(self.tokens.starts, offset)

    def comment_at(self, offset: int) -> Span | None:
        """The comment that ``offset`` lies in."""
        found = bisect_right(self.comments, (offset, len(self.text) + 1)) - 1
        if found >= 0 and offset < self.comments[found].end:
            return self.comments[found]
        return None

    @cached_property
    def macros(self) -> list[MacroDefinition]:
        """The ``#define`` directives in order."""
        return [macro for directive in self.directives if directive.name == "define"
                if (macro := define(self, directive))]  # fmt: skip

    def split(self, first: int, last: int) -> tuple[Span, ...]:
        """The spans between the top-level commas among the tokens ``first`` to ``last`` (exclusive)."""
        tokens, parts = self.tokens, []
        texts, partner = tokens.texts, tokens.partner
        begin = position = first
        while position < last:
            text = texts[position]
            if text in "([{" and partner.get(position, last) < last:
                position = partner[position]
            elif text == ",":
                parts.append(self.token_span(begin, position))
                begin = position + 1
            position += 1
        if parts or begin < last:
            parts.append(self.token_span(begin, last))
        return tuple(parts)

    def token_span(self, first: int, last: int) -> Span:
        """The span from token ``first`` to before token ``last``; empty where there is none between them."""
        tokens = self.tokens
        if first >= last:
            at = tokens.end(first - 1) if first else 0
            return Span(at, at)
        return Span(tokens.starts[first], tokens.end(last - 1))

    def slice(self, where: Span | Node | re.Match[str] | tuple[int, int]) -> str:
        """The raw text of a span, a node or a match."""
        start, end = bounds(where)
        return self.text[start:end]


def cells(character: str) -> str:
    """ASCII that takes as many columns as ``character``: East Asian ones take two, combining ones none."""
    if character.isascii():
        return character
    return "" if combining(character) else "xx" if east_asian_width(character) in "WF" else "x"


def bounds(where: Any) -> Span:
    """The span of anything a rule may point at: a span, a pair of offsets, a node, a match, a line, a macro, a call."""
    if isinstance(where, Span):
        return where
    if (start := getattr(where, "start_byte", None)) is not None:
        return Span(start, where.end_byte)
    span = getattr(where, "span", where)
    return Span(*(span() if callable(span) else span))


def define(file: SourceFile, directive: Directive) -> MacroDefinition | None:
    """The macro that a ``#define`` directive defines; None if it has no name."""
    tokens = file.tokens
    texts, starts = tokens.texts, tokens.starts
    first, last = directive.first + 2, directive.last
    if first >= last:
        return None
    name, parameters = first, None
    first += 1
    if first < last and texts[first] == "(" and starts[first] == tokens.end(name):
        close = tokens.partner.get(first)
        if close is None or close >= last:
            return None
        parameters = file.split(first + 1, close)
        first = close + 1
    return MacroDefinition(file, directive, parameters, first)
