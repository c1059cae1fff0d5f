"""Comments that say no to what is found in a file, put where it is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.checking.suppression import END, Filter, types_of, written
from pylint_kernel.classify import LAYOUT_KINDS, Kind
from pylint_kernel.fixes.covering import C_COMMENTS, Form, Site, sites
from pylint_kernel.fixes.fixer import edited
from pylint_kernel.fixes.proof import meaning
from pylint_kernel.language.idioms import indent_to
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Finding, edit

#: A comment may break a rule itself, or hide what it is for: so often others are tried.
PASSES = 20
#: What is found in comments for kcheck: there is no sense in saying no to it.
OWN = frozenset(("UNUSED_SUPPRESSION", "INVALID_SUPPRESSION"))


class Suppressed(NamedTuple):
    """A file before and after, how many findings comments say no to now, and what is still found in it."""

    before: bytes
    after: bytes
    number: int
    left: Result


class Demand(NamedTuple):
    """What a comment is wanted for: a row of the file as it was, and a type."""

    row: int
    code: str


#: Comments by the row that they stand above or below.
Beside = dict[int, list[tuple[Site, str]]]


class Draft(NamedTuple):
    """The file with comments: which types each names, the content, and for each of its rows the one that it was, or the
    comment that it is."""

    named: dict[Site, list[str]]
    data: bytes
    rows: list[int | Site]


def suppress(target: Target, settings: Settings, reason: str) -> Suppressed:
    """The file with comments for all that is found in it, each with ``reason`` if there is one.

    A comment stands above the line that it is about, or behind it; in the middle of a statement, a macro, another
    comment or a text, two stand around the whole. A comment can hide what it is for, by standing in the way of the
    rule, or have others say something: then the two stand around more of the code, or there is one for the whole file,
    as for what is found at the top of the file, which may have to be what it is. Raises OSError if the file cannot be
    read.
    """
    result = runner.run_target(target, settings)
    if result.failure is not None:
        raise OSError(0, result.failure)
    search = Search(result, settings, reason)
    data = search.best()
    if data == result.data:
        return Suppressed(data, data, 0, result)
    left = runner.run_target(target._replace(data=data, origin=None), settings)
    return Suppressed(result.data, data, len(result.findings) - len(left.findings), left)


class Search:
    """Looks for the comments that leave nothing: for each type on each row the closest place that does."""

    def __init__(self, result: Result, settings: Settings, reason: str) -> None:
        self.result, self.file, self.reason = result, result.file, reason
        settings = (result.target.settings or settings)._replace(suppress=False)
        self.target, self.settings = result.target._replace(settings=settings, origin=None), settings
        #: What is wanted: the places that there are for it, and which of them is tried.
        self.places: dict[Demand, list[Site]] = {}
        self.tried: dict[Demand, int] = {}
        #: What a comment for the file was of no use for; it is tried once more if it is.
        self.dropped: set[Demand] = set()
        self.held = self.demands_held()

    def demands_held(self) -> Counter[Demand]:
        """What is found and said no to already, by comments or a baseline."""
        everything = self.checked(self.result.data)
        return Counter(map(self.demand, everything.findings)) - Counter(map(self.demand, self.result.findings))

    def checked(self, data: bytes) -> Result:
        """What is found in a content, whatever is said no to."""
        return runner.run_target(self.target._replace(data=data), self.settings)

    def demand(self, found: Finding) -> Demand:
        """What a finding on the file as it was wants."""
        return Demand(self.file.row(found.span.start), found.code)

    def best(self) -> bytes:
        """The content with those comments that leave the least."""
        findings = [found for found in self.result.findings if found.code not in OWN]
        wanted: dict[Demand, list[Site]] = {}
        for found in findings:
            wanted.setdefault(self.demand(found), sites(self.file, found.span.start))
        self.want(wanted)
        best, fewest = self.result.data, len(findings)
        for _ in range(PASSES):
            draft, before = self.draft(), dict(self.tried)
            count = self.judge(draft)
            if count < fewest and self.is_same_code(draft.data):
                best, fewest = draft.data, count
            if not count or self.tried == before:
                break
        return best

    def want(self, wanted: dict[Demand, list[Site]]) -> None:
        """Have a comment for each of these in the first of its places, or another one than was tried."""
        for demand, places in wanted.items():
            if demand in self.tried:
                self.move_on(demand)
            elif places:
                self.places[demand] = places
                self.tried[demand] = len(places) - 1 if demand in self.dropped else 0

    def move_on(self, demand: Demand) -> None:
        """Try the next place for this; behind the last one there is nothing to say no to."""
        if self.tried[demand] + 1 < len(self.places[demand]):
            self.tried[demand] += 1
        elif demand not in self.dropped:
            self.dropped.add(demand)
            del self.tried[demand]

    def judge(self, draft: Draft) -> int:
        """Look for other places where the comments of a draft are of no use, or something is found; how often."""
        result = self.checked(draft.data)
        comments = Filter(result.file)
        held = Counter(self.held)
        wanted: dict[Demand, list[Site]] = {}
        for found in comments.left(result.findings):
            where = draft.rows[min(result.file.row(found.span.start), len(draft.rows) - 1)]
            near, row = ([where], max(where.first, 0)) if isinstance(where, Site) else ([], where)
            demand = Demand(row, found.code)
            held[demand] -= 1
            if held[demand] < 0:
                wanted[demand] = near + sites(self.file, self.offset(row))
        idle = set(self.idle(draft, comments))
        self.want(wanted)
        for demand in sorted(idle - wanted.keys()):
            self.move_on(demand)
        return len(wanted) + len(idle)

    def offset(self, row: int) -> int:
        """Where the text of a row begins."""
        text = self.file.line_text(row)
        return self.file.line_bounds(row).start + len(text) - len(text.lstrip())

    def idle(self, draft: Draft, comments: Filter) -> Iterator[Demand]:
        """What comments were written for that do not hold back anything of it."""
        for comment, used in comments.used.items():
            where = draft.rows[comment.first]
            site = where if isinstance(where, Site) else Site(Form.BEHIND, where, where)
            if comment.form != END and types_of(comment.suppression.words) == set(draft.named.get(site, ())):
                yield from self.wanted_at(site, set(draft.named[site]) - used)

    def wanted_at(self, site: Site, codes: set[str]) -> Iterator[Demand]:
        """What a comment covers of these types."""
        for demand, tried in self.tried.items():
            if demand.code in codes and site.covers(self.places[demand][tried]):
                yield demand

    def is_same_code(self, data: bytes) -> bool:
        """Whether a content has the same tokens; where there are none, places have been chosen by what lines are."""
        if self.file.kind not in LAYOUT_KINDS:
            return True
        other = SourceFile(self.file.path, data, kind=self.file.kind)
        return other.once(meaning) == self.file.once(meaning)

    # -- writing

    def draft(self) -> Draft:
        """The file with a comment for each thing that is wanted."""
        named = self.named()
        above: Beside = {}
        below: Beside = {}
        behind: dict[int, str] = {}
        for site in sorted(named, key=lambda site: (site.first, site.form == Form.ABOVE, -site.last)):
            listed = f"[{', '.join(named[site])}]"
            if site.form == Form.BEHIND:
                behind[site.first] = f"\t{written(self.file.kind, f'ignore{listed} {self.reason}'.strip())}"
            elif site.form == Form.FILE:
                below.setdefault(site.last, []).append((site, self.comment(None, f"ignore-file{listed} {self.reason}")))
            elif site.form == Form.ABOVE:
                above.setdefault(site.first, []).append((site, self.comment(site, f"ignore{listed} {self.reason}")))
            else:
                text = self.comment(site, f"ignore-begin{listed} {self.reason}")
                above.setdefault(site.first, []).append((site, text))
                below.setdefault(site.last, []).insert(0, (site, self.comment(site, f"ignore-end{listed}")))
        return Draft(named, self.with_lines(above, below, behind), self.rows(above, below))

    def named(self) -> dict[Site, list[str]]:
        """The comments that are wanted, with the types that they name; one that another one covers is left out."""
        wanted: dict[str, list[Site]] = {}
        for demand, tried in self.tried.items():
            wanted.setdefault(demand.code, []).append(self.places[demand][tried])
        named: dict[Site, list[str]] = {}
        for code, found in wanted.items():
            for site in merged(found):
                named.setdefault(site, []).append(code)
        return named

    def with_lines(self, above: Beside, below: Beside, behind: dict[int, str]) -> bytes:
        """The content with these lines above and below rows, and with what comes at the end of rows."""
        file = self.file
        texts: dict[int, str] = {}
        for row in sorted(above.keys() | below.keys() | behind.keys()):
            bounds = file.line_bounds(max(row, 0))
            over, under = ([text for _, text in lines.get(row, ())] for lines in (above, below))
            # An empty line begins where it ends.
            texts[bounds.start] = texts.get(bounds.start, "") + "".join(f"{text}\n" for text in over)
            if row < 0:
                texts[0] += "".join(f"{text}\n" for text in under)
            else:
                texts[bounds.end] = texts.get(bounds.end, "") + "\n".join([behind.get(row, ""), *under])
        return edited(file, self.result.data, [edit(at, at, text) for at, text in sorted(texts.items()) if text])

    def rows(self, above: Beside, below: Beside) -> list[int | Site]:
        """What each row of the content with these lines is."""
        rows: list[int | Site] = [site for site, _ in below.get(-1, ())]
        for row in range(self.file.line_count):
            rows += [site for site, _ in above.get(row, ())]
            rows.append(row)
            rows += [site for site, text in below.get(row, ()) for _ in range(text.count("\n") + 1)]
        return rows

    def comment(self, site: Site | None, order: str) -> str:
        """A comment for kcheck, indented like the first row that it is for."""
        file = self.file
        text = written(file.kind, order.strip())
        if file.kind == Kind.RST:
            return f"\n{text}"
        if site is None or file.kind == Kind.MAKE:
            return text
        line = file.line_text(site.first)
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        return (indent_to(file, file.width(indent)) if file.kind in C_COMMENTS else indent) + text


def merged(found: Iterable[Site]) -> list[Site]:
    """The sites of a type, those that overlap as one, those that are covered left out."""
    outcome: list[Site] = []
    for site in sorted(set(found), key=lambda site: (site.form != Form.FILE, site.first, -site.last)):
        last = outcome[-1] if outcome else None
        if last is not None and last.covers(site):
            continue
        if last is not None and last.form == site.form == Form.AROUND and site.first <= last.last:
            outcome[-1] = last._replace(last=site.last)
        else:
            outcome.append(site)
    return outcome
