"""Comments that say no to a finding: which lines they cover, what they hold back, and whether they were of use.

::

    x = (u32)y;			/* kcheck: ignore[UNNECESSARY_CASTS] the field is wider on 64 bits */

    /* kcheck: ignore[LONG_LINE] the table is read by columns */
    { "frogs", ... }

    /* kcheck: ignore-begin[SPACING, alignment] laid out as in the data sheet */
    ...
    /* kcheck: ignore-end */

    /* kcheck: ignore-file[CAMELCASE] names of the firmware's interface */

A comment behind code covers its line, one on a line of its own also the next line. The words in brackets are those that
``--ignore`` takes. A file in which no comment says ``kcheck:`` costs one search for that word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pylint_kernel.checking import engine
from pylint_kernel.checking.plan import fully_checked, plan
from pylint_kernel.checking.rule import catalog
from pylint_kernel.checking.settings import Selection, Settings, select
from pylint_kernel.classify import LAYOUT_KINDS, Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import Finding, Span

if TYPE_CHECKING:
    from pylint_kernel.patches.mail import MessageLine
    from pylint_kernel.patches.patch import Patch

#: What a comment says first that is meant for us.
MARK = "kcheck:"
#: Where a comment for us begins, in text view; ``end`` of the match is behind the mark.
OPENING = Pattern(r"(?P<marker>/\*+|//+|#+|;+|--+|\.\.)[ \t\n*]*kcheck:")
ORDER = Pattern(r"\s*ignore(?:-(begin|end|file))?(?:\s*\[([^\[\]]*)\])?(.*)", re.DOTALL)
CLOSING = Pattern(r"[\s*]*\*/\s*$|[\s\\]+$")
WORD = Pattern(r"[^\s,]+")
#: What a comment begins and ends with in the languages where it is no line behind a ``#``.
MARKS = {
    Kind.RUST: ("//", ""),
    Kind.RST: ("..", ""),
    Kind.ASM: ("/*", " */"),
    **dict.fromkeys(LAYOUT_KINDS, ("/*", " */")),
}
#: The form of a comment for the line that it stands in, or the next one.
LINE, BEGIN, END, FILE = "", "begin", "end", "file"


class Word(NamedTuple):
    """A word for types as it is written: where, which ``types`` it means, what may have been meant if none."""

    text: str
    span: Span
    types: frozenset[str]
    near: tuple[str, ...] = ()


class Suppression(NamedTuple):
    """One that somebody has written down, and what became of it; the rules on suppressions get it.

    ``what``: ``comment``, ``trailer`` or ``entry`` (of a baseline). ``problem`` says why it cannot be obeyed, ``idle``
    are the words of it that hold back nothing although their types were looked for. ``wants_reason``: whether the user
    wants each to have one. ``removable``: nothing else depends on it. ``about``: the file and the line that an entry is
    about.
    """

    what: str
    span: Span
    words: tuple[Word, ...] = ()
    reason: str = ""
    problem: str = ""
    idle: tuple[Word, ...] = ()
    wants_reason: bool = False
    removable: bool = False
    about: str = ""


class Comment(NamedTuple):
    """A comment for us: its ``form``, and the rows (from 0) that it takes up, the ``last`` excluded.

    ``alone``: there is nothing else in these lines.
    """

    suppression: Suppression
    form: str
    first: int
    last: int
    alone: bool


class Region(NamedTuple):
    """The rows that a comment covers, the last excluded."""

    first: int
    last: int
    comment: Comment


def trailers(patch: Patch, settings: Settings) -> list[tuple[Suppression, MessageLine]]:
    """What the message of a patch says no to, each with its line: ``Checkpatch-ignore: TYPE, TYPE``, behind it perhaps
    a reason in parentheses. The spans are offsets in the line.
    """
    wanted = settings.suppression_trailer.lower()
    # Most messages say nothing of the kind: that is found out before they are read.
    if not settings.suppress or wanted.encode() not in b"\n".join(patch.preamble).lower() or patch.message is None:
        return []
    found = []
    for tag in patch.message.tags:
        if tag.name.lower() == wanted:
            start = len(tag.line.text) - len(tag.line.text.partition(":")[2].lstrip())
            listed, _, reason = tag.value.partition("(")
            words = read_words(listed, start)
            problem = problem_of(words) if words else "it names no type"
            reason = reason.strip().removesuffix(")").strip()
            one = Suppression("trailer", Span(0, len(tag.line.text)), words, reason, problem)
            found.append((one._replace(wants_reason=settings.require_reason), tag.line))
    return found


def written(kind: Kind, order: str) -> str:
    """A comment for us that gives an order, in the language of a kind of file."""
    opening, closing = MARKS.get(kind, ("#", ""))
    return f"{opening} {MARK} {order}{closing}"


def has_comments(file: SourceFile) -> bool:
    """Whether a comment of the file may be for us. What a patch quotes is none of it."""
    return MARK in file.text and file.kind != Kind.MAIL


class Filter:
    """The comments of a file at work on its findings."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.comments = list(comments(file))
        #: The types that each comment has held back findings of.
        self.used: dict[Comment, set[str]] = {comment: set() for comment in self.comments}
        #: The comments that end what was not begun, or begin what is not ended.
        self.unmatched: set[Comment] = set()

    def left(self, findings: list[Finding]) -> list[Finding]:
        """The findings, which must be in order, that no comment says no to.

        Of several comments the one that begins last, usually the closest, is the one that is of use.
        """
        regions = sorted(self.regions(), key=lambda region: region.first)
        starts, ends = iter(regions), iter(sorted(regions, key=lambda region: region.last))
        opening, closing = next(starts, None), next(ends, None)
        #: For each type the comments about it that cover the row, in the order in which they begin.
        open_ones: dict[str, dict[Comment, None]] = {}
        kept = []
        for found in findings:
            row = self.file.row(found.span.start)
            while opening is not None and opening.first <= row:
                for code in types_of(opening.comment.suppression.words):
                    open_ones.setdefault(code, {})[opening.comment] = None
                opening = next(starts, None)
            while closing is not None and closing.last <= row:
                for code in types_of(closing.comment.suppression.words):
                    del open_ones[code][closing.comment]
                closing = next(ends, None)
            if covering := open_ones.get(found.code):
                self.used[next(reversed(covering))].add(found.code)
            else:
                kept.append(found)
        return kept

    def regions(self) -> Iterator[Region]:
        """What each comment covers; fills :attr:`unmatched`."""
        end_of_file = self.file.line_count + 1
        #: The row that a comment on a line of its own is about: several may stand above it.
        about: dict[int, int] = {}
        for comment in reversed(self.comments):
            if comment.alone:
                about[comment.first] = about.get(comment.last, comment.last)
        opened: dict[Comment, None] = {}
        alike: dict[frozenset[str], list[Comment]] = {}
        for comment in self.comments:
            types = types_of(comment.suppression.words)
            if comment.form == FILE:
                yield Region(0, end_of_file, comment)
            elif comment.form == BEGIN:
                opened[comment] = None
                alike.setdefault(types, []).append(comment)
            elif comment.form == END:
                # What it names has to be what was begun; where it names nothing, the last one ends.
                begun = next(reversed(alike.get(types, ())), None) if types else next(reversed(opened), None)
                if begun is None:
                    self.unmatched.add(comment)
                    continue
                del opened[begun]
                alike[types_of(begun.suppression.words)].pop()
                yield Region(begun.first, comment.last, begun)
            else:
                yield Region(comment.first, about[comment.first] + 1 if comment.alone else comment.last, comment)
        for comment in opened:
            self.unmatched.add(comment)
            yield Region(comment.first, end_of_file, comment)

    def outcome(self, judged: frozenset[str], *, wants_reason: bool) -> Iterator[Suppression]:
        """The comments with what is wrong with them; a word is idle only if all of its types were ``judged``."""
        for comment in self.comments:
            one = comment.suppression
            if comment in self.unmatched and not (one.problem or self.file.partial):
                one = one._replace(problem=f"no comment {'begins' if comment.form == END else 'ends'} the block")
            if comment.form != END:
                one = one._replace(wants_reason=wants_reason)
                if not one.problem:
                    one = one._replace(idle=idle(one.words, self.used[comment], judged))
            yield one

    def idle_types(self) -> frozenset[str]:
        """The types that comments name without having held back anything of them."""
        return frozenset().union(*(types_of(one.suppression.words) - used for one, used in self.used.items()))


def obeyed(file: SourceFile, findings: list[Finding], settings: Settings) -> list[Finding]:
    """The findings on a file, in order, without those that its comments say no to, and with what is wrong with the
    comments themselves."""
    strict = settings.strict_for(file.path)
    chosen = plan(settings, file.kind, strict, file.in_patch, file.partial)
    comments = Filter(file)
    left = comments.left(findings)
    judged = frozenset[str]()
    if chosen.suppressions and not file.partial:
        judged = fully_checked(settings, file.kind, file.in_patch, file.kernel.root is not None)
    if not strict and (doubtful := comments.idle_types() & judged):
        # They may be of use to those who are strict.
        required = {one.requires for code in doubtful for one in catalog()[code] if one.requires}
        stricter = settings._replace(strict=True, types=doubtful | required)
        comments.left(engine.check(file, plan(stricter, file.kind, True, file.in_patch, file.partial)))
    run = engine.Run(file, chosen)
    for one in comments.outcome(judged, wants_reason=settings.require_reason):
        run.show(chosen.suppressions, one)
    return engine.in_order(left + comments.left(run.sorted()))


def idle(words: Iterable[Word], used: set[str] | frozenset[str], judged: frozenset[str]) -> tuple[Word, ...]:
    """The words whose types were all looked for and of which nothing was held back."""
    return tuple(word for word in words if word.types and word.types <= judged and not word.types & used)


def types_of(words: Iterable[Word]) -> frozenset[str]:
    """The types that several words mean."""
    return frozenset().union(*(word.types for word in words))


def comments(file: SourceFile) -> Iterator[Comment]:
    """The comments of a file that are for us."""
    around = of_c if file.kind in LAYOUT_KINDS else of_line
    at = file.text.find(MARK)
    while at >= 0:
        done = at + len(MARK)
        if (span := around(file, at)) is not None:
            done = max(done, span.end)
            opening = OPENING.match(file.text, span.start)
            if opening and opening.end() == at + len(MARK):
                yield comment(file, span, opening.end())
        at = file.text.find(MARK, done)


def of_c(file: SourceFile, at: int) -> Span | None:
    """The comment around an offset, in what the lexer knows."""
    spans = file.comments
    position = bisect_right(spans, at, key=lambda span: span.start) - 1
    return spans[position] if position >= 0 and at < spans[position].end else None


def of_line(file: SourceFile, at: int) -> Span:
    """From where a comment for us begins to the end of the line, in languages that have other comments; the rest of the
    line if none begins there."""
    end = file.line_end(at)
    opening = OPENING.search(file.text, file.line_start(at), end)
    return Span(opening.start() if opening else at, end)


def comment(file: SourceFile, span: Span, behind: int) -> Comment:
    """The comment of this ``span``, whose order begins at the offset ``behind``."""
    text = file.text
    start, end = file.line_start(span.start), file.line_end(span.end - 1)
    alone = not text[start : span.start].strip() and not text[span.end : end].strip(" \t\\")
    first, last = file.row(span.start), file.row(span.end - 1) + 1
    said = text[behind : span.end]
    said = said[: match.start()] if (match := CLOSING.search(said)) else said
    order = ORDER.match(said)
    if order is None:
        problem = "it orders nothing: 'ignore[TYPE] reason' would, and ignore-begin, ignore-end and ignore-file"
        return Comment(Suppression("comment", span, problem=problem), LINE, first, last, alone)
    listed, reason = order[2], " ".join(line.strip(" \t*") for line in order[3].split("\n")).strip()
    words = read_words(listed or "", behind + order.start(2)) if listed is not None else ()
    form = order[1] or LINE
    problem = problem_of(words)
    if not words and form != END:
        problem = "it names no type: ignore[TYPE]"
    one = Suppression("comment", span, words, reason, problem, removable=form in (LINE, FILE))
    return Comment(one, form, first, last, alone)


def read_words(listed: str, start: int) -> tuple[Word, ...]:
    """The words of a list that is at offset ``start``."""
    found = []
    for match in WORD.finditer(listed):
        types, unknown = selected(match[0])
        near = tuple(unknown[0][1]) if unknown else ()
        found.append(Word(match[0], Span(start + match.start(), start + match.end()), types, near))
    return tuple(found)


@cache
def selected(word: str) -> Selection:
    """What a word for types means."""
    return select([word])


def problem_of(words: Iterable[Word]) -> str:
    """What is wrong with the words; empty if each is the name of something."""
    for word in words:
        if not word.types:
            hint = f" (did you mean {' or '.join(word.near)}?)" if word.near else ""
            return f"there is no type {word.text}{hint}"
    return ""
