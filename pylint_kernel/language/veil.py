"""What of a long file a small change is judged in: the rest is not read, so that a change costs what it is worth.

A file is cut between top-level items, at empty lines where all braces are closed and no comment is open. Kept are the
parts around the lines in focus, and everywhere what gives words a meaning: conditions, typedefs, and the macros whose
names are used in what is kept. All offsets stay as they are. What concerns the file as a whole is asked of
``file.whole``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from pylint_kernel.language.lexer import words_in
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import Span

if TYPE_CHECKING:
    from pylint_kernel.language.lexer import Tokens

#: It is not worth the trouble for less.
SHORT = 4000
#: How far a function's name, or what belongs to it, may be from it: so many parts, comments not counted; as many parts
#: that are directives.
NEIGHBOURS = 2
#: A run of directives without empty lines is cut where it is as long as this.
RUN = 2000
CUT = Pattern(r"\n(?=[\n#])")
#: Directives that give no word a meaning that matters for others: numbers, and what is included.
PLAIN = Pattern(r"#[ \t]*(?:include\b[^\n]*|define[ \t]+\w+[ \t]+[(\d][^\n]*(?<!\\))\n")
DEFINED = Pattern(r"#[ \t]*define[ \t]+(\w+)")
BRACKETS = "(){}[]"


def veiled(text: str, starts: Sequence[int], rows: Collection[int]) -> list[Span]:
    """The stretches of ``text`` that need not be read, in order, where it is the lines of these ``rows`` that count.

    ``starts``: where the lines begin.
    """
    if len(text) < SHORT or 2 * len(rows) > len(starts):
        return []
    cuts = [0, *cuts_of(text), len(text)]
    last = len(starts) - 1
    kept = {bisect_right(cuts, starts[min(max(row, 0), last)]) - 1 for row in rows}
    for part in list(kept):
        kept.update(neighbours(text, cuts, part, -1))
        kept.update(neighbours(text, cuts, part, 1))
    at = text.find("typedef")
    while at >= 0:
        part = bisect_right(cuts, at) - 1
        kept.add(part)
        at = text.find("typedef", cuts[part + 1]) if part + 1 < len(cuts) else -1
    hidden = merged(Span(*pair) for part, pair in enumerate(pairwise(cuts)) if part not in kept)
    return without_directives(hidden, used(text, hidden))


def cuts_of(text: str) -> Iterator[int]:
    """Where the text may be cut: behind an empty line, with all braces closed and no comment open."""
    done, depth = 0, 0
    opened, closed, last_cut = -1, -1, 0
    for found in CUT.finditer(text):
        at = found.start()
        cut = at + 1 + (text[at + 1] == "\n")
        depth += text.count("{", done, cut) - text.count("}", done, cut)
        if (last := text.rfind("/*", done, cut)) >= 0:
            opened = last
        if (last := text.rfind("*/", max(done, opened + 2), cut)) >= 0:
            closed = last
        done = cut
        if depth or opened > closed or not ends_item(text, at) or text[cut : cut + 1] in ("\n", " ", "\t", "{"):
            continue
        if cut == at + 2 or cut - last_cut >= RUN:
            yield cut
            last_cut = cut


def ends_item(text: str, end: int) -> bool:
    """Whether the line that ends at ``end`` ends a declaration, a function, a comment, or is a directive."""
    last = text[end - 1 : end]
    if last in (";", "}") or text.endswith("*/", 0, end):
        return True
    return last != "\\" and text.startswith("#", text.rfind("\n", 0, end) + 1)


def neighbours(text: str, cuts: list[int], part: int, step: int) -> Iterator[int]:
    """The parts before or behind a part, up to so many that are declarations or functions; comments among them, and
    the directives that are nearest."""
    items = directives = NEIGHBOURS
    part += step
    while items and 0 <= part < len(cuts) - 1:
        end = last_of(text, cuts[part + 1])
        if text[end - 1 : end] in (";", "}"):
            items -= 1
        elif not text.endswith("*/", 0, end):
            directives -= 1
        if directives >= 0:
            yield part
        part += step


def last_of(text: str, end: int) -> int:
    """Behind the last character of the part that ends at ``end`` that is not blank."""
    while end and text[end - 1] in "\n \t":
        end -= 1
    return end


def used(text: str, hidden: list[Span]) -> list[Span]:
    """The directives in the ``hidden`` stretches that matter for the rest of the text, in order: all but those that
    include, define numbers, or define what nobody names who is read."""
    defined: dict[str, list[Span]] = {}
    read: list[Span] = []
    for span in hidden:
        for found in directives_in(text, span):
            if name := DEFINED.match(text, *found):
                defined.setdefault(name[1], []).append(found)
            else:
                read.append(found)
    if not defined:
        return read
    new = [Span(*pair) for pair in between(hidden, len(text))] + read
    while new:
        new = [span for word in words_in(text, new) & defined.keys() for span in defined.pop(word)]
        read += new
    return sorted(read)


def between(spans: list[Span], length: int) -> Iterator[tuple[int, int]]:
    """What of a text of some ``length`` lies before, between and behind the spans."""
    edges = [0, *(edge for span in spans for edge in span), length]
    return zip(edges[::2], edges[1::2], strict=True)


def directives_in(text: str, span: Span) -> Iterator[Span]:
    """The directives in a stretch of whole lines, their newlines included, save those that are plain."""
    at = span.start if text.startswith("#", span.start) else text.find("\n#", span.start, span.end) + 1
    while span.start <= at < span.end and at:
        plain = PLAIN.match(text, at, span.end)
        end = plain.end() if plain else end_of_directive(text, at, span.end)
        if not plain:
            yield Span(at, end)
        at = end if text.startswith("#", end) else text.find("\n#", end - 1, span.end) + 1


def without_directives(spans: list[Span], directives: list[Span]) -> list[Span]:
    """What of the ``spans`` is none of the ``directives`` in them; the line ends around these are kept."""
    gaps: list[Span] = []
    following = iter([*directives, Span(1 << 62, 1 << 62)])
    start, end = next(following)
    for span in spans:
        done = span.start
        while start < span.end:
            if start - 1 > done:
                gaps.append(Span(done, start - 1))
            done = end
            start, end = next(following)
        if done < span.end:
            gaps.append(Span(done, span.end))
    return gaps


def end_of_directive(text: str, at: int, limit: int) -> int:
    """Behind the newline that ends a directive; a comment that goes on after it belongs to it."""
    end = at
    while True:
        end = text.find("\n", end, limit)
        if end < 0:
            return limit
        end += 1
        if text[end - 2] == "\\":
            continue
        opened = text.rfind("/*", at, end)
        if opened >= 0 and text.find("*/", opened + 2, end) < 0:
            closed = text.find("*/", end, limit)
            if closed >= 0:
                end = closed
                continue
        return end


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans, those that touch made one."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].end == span.start:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def without(text: str, spans: list[Span]) -> str:
    """``text`` with blanks for the stretches."""
    parts, done = [], 0
    for start, end in spans:
        parts += [text[done:start], " " * (end - start)]
        done = end
    return "".join([*parts, text[done:]])


def is_sound(tokens: Tokens) -> bool:
    """Whether every bracket has its partner: nothing was cut in two."""
    return sum(len(tokens.index.get(bracket, ())) for bracket in BRACKETS) == len(tokens.partner)
