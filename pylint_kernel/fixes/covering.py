"""Where a comment for kcheck may stand that covers what is found at some place of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from pylint_kernel.classify import C_KINDS, LAYOUT_KINDS, Kind
from pylint_kernel.language.idioms import after_spaces
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Block, Function, Headed, Label, Section, Statement, View, syntax
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import Span

#: Files whose comments are between ``/*`` and ``*/``.
C_COMMENTS = LAYOUT_KINDS | {Kind.ASM}
#: Languages of which enough is known here to tell where a comment is none: in a recipe, a help text, a block scalar.
BY_LINES = frozenset({Kind.KCONFIG, Kind.MAKE, Kind.YAML})
#: Languages in which it is not; a comment for the whole file finds its place in them, too.
FOR_FILES = frozenset({Kind.SHELL, Kind.PYTHON, Kind.PERL, Kind.AWK, Kind.RUST, Kind.RST})
HELP = Pattern(r"[ \t]*(?:---)?help(?:---)?[ \t]*$")
#: What holds lines together until another word: the value of a variable in a Makefile.
DEFINE, ENDEF = Pattern(r"[ \t]*(?:override[ \t]+|export[ \t]+)?define\b"), Pattern(r"[ \t]*endef\b")
#: A line of YAML whose value is a text on the lines below that are indented further.
BLOCK_SCALAR = Pattern(r".*(?::|-)[ \t]+[|>][-+0-9]*[ \t]*(?:#.*)?$")
#: A line of YAML that begins something: an entry of a list, a key, a comment, a document.
YAML_ENTRY = Pattern(r"[ \t]*(?:-(?:[ \t]|$)|#|---|\.\.\.|%|[^\s#].*?:(?:[ \t]|$))")
#: What a script or a description begins with: who runs it, its licence.
HEAD_COMMENT = {Kind.RUST: "//"}


class Form(Enum):
    """How a comment covers lines."""

    ABOVE = auto()
    BEHIND = auto()
    AROUND = auto()
    FILE = auto()


class Place(NamedTuple):
    """Rows; the last is included."""

    first: int
    last: int


class Site(NamedTuple):
    """A comment, or the two around a block, for these rows; one for the file stands below the ``last``."""

    form: Form
    first: int
    last: int

    def covers(self, other: Site) -> bool:
        """Whether what the other one covers is covered by this one, too."""
        if self.form == Form.FILE or self == other:
            return True
        return self.form == Form.AROUND and self.first <= other.first and other.last <= self.last


def sites(file: SourceFile, offset: int) -> list[Site]:
    """Where comments may stand for what is found at an offset: the closest first, the last is one for the file; none in
    files that have no comments."""
    if file.kind in BY_LINES:
        places = [whole_lines(file, file.row(offset))]
    elif file.kind in C_COMMENTS:
        places = [place_of(file, offset), *outward(file, offset)]
    else:
        return [for_file(file)] if file.kind in FOR_FILES else []
    found: list[Site] = []
    if places[0].first:
        for place in places:
            if place.first < place.last:
                found.append(Site(Form.AROUND, *place))
            elif not found:
                found.append(Site(Form.ABOVE, *place))
                found += [Site(Form.BEHIND, *place)] if file.kind in C_COMMENTS else []
    return [*found, for_file(file)]


def for_file(file: SourceFile) -> Site:
    """Where one for the whole file stands: behind the comments at its top, which may have to be there."""
    if file.kind in C_COMMENTS:
        row = place_of(file, 0).last
    elif file.kind == Kind.RST:
        row = file.line_count - 1
    else:
        row = -1
        while row + 1 < file.line_count and file.line_text(row + 1).startswith(HEAD_COMMENT.get(file.kind, "#")):
            row += 1
    return Site(Form.FILE, row, row)


# -- C, and what has its comments


def place_of(file: SourceFile, offset: int) -> Place:
    """The rows that have to be covered for a finding: its line, or all of what the line is in the middle of."""
    start = file.line_start(offset)
    spans = [Span(start, offset), *wholes(file, offset)]
    if not start and (opening := file.comment_at(0)):
        spans.append(opening)
    if around := file.comment_at(start):
        spans.append(around)
    place = continued(file, rows_of(file, spans))
    if file.line_text(place.first).strip():
        return place
    # A comment among empty lines would make others of them.
    first, last = place
    while first and not file.line_text(first).strip():
        first -= 1
    while last + 1 < file.line_count and not file.line_text(last).strip():
        last += 1
    return Place(whole(file, first).first, whole(file, last).last)


def whole(file: SourceFile, row: int) -> Place:
    """The rows of the comment, directive or statement that a row is a part of, or the row."""
    start, end = file.line_bounds(row)
    inside = [file.comment_at(start), file.comment_at(max(end - 1, start))]
    spans = [span for span in inside if span] or [*wholes(file, after_spaces(file.text, start))]
    return continued(file, rows_of(file, [*spans, Span(start, start)]))


def wholes(file: SourceFile, offset: int) -> Iterator[Span]:
    """The directive, and the statement or the head of one, that ``offset`` lies in."""
    if file.kind not in C_KINDS:
        return
    if directive := file.directive_at(offset):
        yield directive.span
        return
    view = next(around(file, offset), None)
    if isinstance(view, Headed):
        yield Span(view.start, view.head_end.end)
    elif isinstance(view, Function):
        yield Span(view.start, view.body.start if view.body else view.end)
    elif view is not None and not isinstance(view, (Block, Section, Label)):
        yield view.span


def around(file: SourceFile, offset: int) -> Iterator[View]:
    """The statements and functions that an offset lies in, from the inside out."""
    view = syntax(file).at(offset)
    while view is not None:
        if isinstance(view, (Statement, Function)):
            yield view
        view = view.parent


def outward(file: SourceFile, offset: int) -> Iterator[Place]:
    """The rows of the whole statements, and of the function, that an offset lies in."""
    if file.kind in C_KINDS and file.directive_at(offset) is None:
        for view in around(file, offset):
            if not isinstance(view, (Block, Section, Label)):
                first, last = rows_of(file, [view.span])
                yield Place(whole(file, first).first, whole(file, last).last)


def rows_of(file: SourceFile, spans: Sequence[Span]) -> Place:
    """The rows from the first to the last one that spans lie in."""
    return Place(min(file.row(span.start) for span in spans), max(last_row(file, span) for span in spans))


def last_row(file: SourceFile, span: Span) -> int:
    """The row that a span, which may be empty, ends in."""
    return file.row(max(span.end - 1, span.start))


# -- what is read by lines


def continued(file: SourceFile, place: Place) -> Place:
    """The rows with those that backslashes join to them."""
    first, last = place
    while first and file.line_text(first - 1).endswith("\\"):
        first -= 1
    while last + 1 < file.line_count and file.line_text(last).endswith("\\"):
        last += 1
    return Place(first, last)


def whole_lines(file: SourceFile, row: int) -> Place:
    """The rows that a comment must not come between, and a row lies in."""
    if file.kind == Kind.MAKE:
        inside = [place for place in file.once(definitions) if place.first <= row <= place.last]
        return continued(file, inside[0] if inside else Place(row, row))
    place = text_around(file, row, HELP if file.kind == Kind.KCONFIG else BLOCK_SCALAR)
    return place if file.kind == Kind.KCONFIG else entry(file, place)


def text_around(file: SourceFile, row: int, opening: Pattern) -> Place:
    """The rows of the text, indented below a line that matches ``opening``, that a row lies in, with that line; or the
    row."""
    place = Place(row, row)
    for first in range(row, -1, -1):
        line = file.line_text(first)
        if opening.match(line) and (last := indented_below(file, first)) >= row:
            place = Place(first, last)
        if line.strip() and not indentation(file, first):
            break
    return place


def definitions(file: SourceFile) -> list[Place]:
    """The definitions of variables on several lines of a Makefile."""
    found: list[Place] = []
    first: int | None = None
    for row in range(file.line_count):
        if first is None and DEFINE.match(file.line_text(row)):
            first = row
        elif first is not None and ENDEF.match(file.line_text(row)):
            found.append(Place(first, row))
            first = None
    return [*found, Place(first, file.line_count - 1)] if first is not None else found


def entry(file: SourceFile, place: Place) -> Place:
    """The rows of YAML with those of the same value that stand above and below."""
    first, last = place
    while first and file.line_text(first).strip() and not YAML_ENTRY.match(file.line_text(first)):
        first -= 1
    while last + 1 < file.line_count and (text := file.line_text(last + 1)).strip() and not YAML_ENTRY.match(text):
        last += 1
    return Place(first, last)


def indented_below(file: SourceFile, row: int) -> int:
    """The last row of those below one that are indented further, empty ones between them included."""
    limit, last = indentation(file, row), row
    for below in range(row + 1, file.line_count):
        if file.line_text(below).strip():
            if indentation(file, below) <= limit:
                break
            last = below
    return last


def indentation(file: SourceFile, row: int) -> int:
    """How many columns a line is indented."""
    line = file.line_text(row)
    return file.width(line[: len(line) - len(line.lstrip(" \t"))])
