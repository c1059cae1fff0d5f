"""Known findings in a file, so that only new ones are reported: what identifies them, and how the file reads.

The file has a line of JSON for each entry, below one that says what it is, all sorted::

    {"kcheck-baseline": 1}
    {"path": "ring.c", "type": "SPACING", "level": "error", "line": "if (ret==0)", "above": "5d41402a", "below": ""}

An entry a line makes changes to it readable, lets git merge them, and needs no comma or bracket that depends on the
next one; JSON writes any byte that a line may have. After a merge that has kept both sides, an entry that stands there
twice counts as the larger of the two (``count``, if it is not 1). Paths are relative to the directory of the file.

An entry knows a finding by its type, by its line without the blanks, and by what is above and below it. Lines are
moved, indented and edited: what of these agrees decides which entry a finding belongs to (:data:`RESEMBLANCES`). A
name that is told of once a file (CAMELCASE) is known by that ``name``, wherever its first place is now. At last, a line
that was edited is known by its likeness if what stood beside it is not far away (:func:`compared`). The hashes of
:mod:`pylint_kernel.output.fingerprint`, which are GitHub's, cannot be used: they change with what follows.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache, partial
from itertools import islice
from typing import Any, NamedTuple
from zlib import crc32

from pylint_kernel.checking.request import ConfigurationError
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Finding, Severity
from pylint_kernel.patches.change import OF_NAMES

#: Where the entries are if nothing else is said.
NAME = ".kcheck-baseline"
HEADER = {"kcheck-baseline": 1}
#: Of longer lines the beginning counts: characters that are no blanks.
LONGEST = 100
LEVELS = {level.name.lower(): level for level in Severity}


class BaselineError(ConfigurationError):
    """A baseline that cannot be read; its text names file, line and what is wrong."""


class Entry(NamedTuple):
    """A known finding, in the order that the file is sorted by.

    ``line`` is the text of its line, runs of blanks as one; ``above`` and ``below`` are hashes of the nearest lines
    there that have a word. ``name``: what the finding speaks of, if it is of a type that speaks of names.
    """

    path: str
    type: str
    line: str
    above: str
    below: str
    level: str
    name: str = ""

    @property
    def text(self) -> str:
        """The line without blanks: indentation and alignment come and go."""
        return self.line.replace(" ", "")

    @property
    def kind(self) -> str:
        """Whether the line says anything: what is missing beside one that does is not what an empty one is too many."""
        return "words" if has_word(self.line) else ""

    @property
    def is_check(self) -> bool:
        """Whether only strict runs find it."""
        return self.level == "check"


#: An entry with how often it is there.
Entries = Counter[Entry]


def has_word(text: str) -> bool:
    """Whether a line says anything of its own: braces and blank lines do not."""
    return any(map(str.isalnum, text))


def by_name(entry: Entry) -> tuple[str, ...]:
    """What identifies an entry that knows a name."""
    return (entry.name, "name") if entry.name else ()


#: Closest first. A name is the same anywhere, and nothing else is. A line is the same where it and what is around it
#: are; where it has been moved together with one neighbour; anywhere, if it says something; with other content between
#: the same neighbours, or beside one of them, if it is of the same kind.
RESEMBLANCES: tuple[Callable[[Entry], tuple[str, ...]], ...] = (
    by_name,
    lambda entry: (entry.text, entry.above, entry.below),
    lambda entry: (entry.text, entry.above),
    lambda entry: (entry.text, entry.below),
    lambda entry: (entry.text,) if has_word(entry.text) else (),
    lambda entry: (entry.above, entry.below, entry.kind),
    lambda entry: (entry.above, "above", entry.kind) if entry.above else (),
    lambda entry: (entry.below, "below", entry.kind) if entry.below else (),
)


class Match(NamedTuple):
    """What a baseline makes of findings: for each whether it is ``known``, and the entries that are ``left``."""

    known: list[bool]
    left: Entries


def match(findings: list[Entry], entries: Entries) -> Match:
    """Which of the findings on a file are known; those of the closest resemblance first, each entry as often as it
    counts."""
    left = Counter(entries)
    known = [False] * len(findings)
    for resemblance in RESEMBLANCES:
        if all(known) or not left:
            break
        waiting: defaultdict[tuple[str, ...], list[Entry]] = defaultdict(list)
        for entry in sorted(left, reverse=True):
            if (key := resemblance(entry)) and (resemblance is by_name or not entry.name):
                waiting[entry.type, *key].append(entry)
        for position, one in enumerate(findings):
            if not known[position] and (key := resemblance(one)) and (candidates := waiting[one.type, *key]):
                known[position] = True
                left[candidates[-1]] -= 1
                if not left[candidates[-1]]:
                    del left[candidates.pop()]
    return Match(known, left)


def of_file(file: SourceFile, path: str, findings: Iterable[Finding]) -> list[Entry]:
    """What the findings on a file, which is called ``path`` in the baseline, are as entries."""
    lines = Lines(file)
    return [lines.entry(path, found) for found in findings]


def compared(file: SourceFile, findings: Sequence[Finding], found: list[Entry], entries: Entries) -> Match:
    """Which of the findings on a file, ``found`` as entries, its entries in the baseline know."""
    matched = match(found, entries)
    if not matched.left or all(matched.known):
        return matched
    known, left = matched
    beside = Neighbours(left, Lines(file))
    for position, one in enumerate(found):
        if not known[position] and not one.name and has_word(one.text):
            candidates = beside.near(one, file.row(findings[position].span.start))
            if entry := max((one for one in candidates if left[one]), key=partial(likeness, one), default=None):
                known[position] = likeness(one, entry) >= ALIKE
                left[entry] -= known[position]
    return Match(known, +left)


class Neighbours:
    """Entries whose line is not in the file any more, by what was beside it."""

    def __init__(self, entries: Entries, lines: Lines) -> None:
        self.lines = lines
        self.beside: defaultdict[tuple[str, int, str], list[Entry]] = defaultdict(list)
        for entry in sorted(entries):
            if not (entry.name or entry.text in lines.texts):
                self.beside[entry.type, -1, entry.above].append(entry)
                self.beside[entry.type, 1, entry.below].append(entry)

    def near(self, found: Entry, row: int) -> Iterator[Entry]:
        """Those of the type of a finding in this ``row`` whose line above is not far above it now, or the one below
        not far below it."""
        for step in (-1, 1):
            for hashed in islice(self.lines.all_beside(row, step), NEAR):
                yield from self.beside.get((found.type, step, hashed), ())


#: So many lines may have come between a line that was edited and one that was beside it.
NEAR = 12
#: So much of a line is the same in one that was edited.
ALIKE = 0.6


def likeness(one: Entry, other: Entry) -> float:
    """How much of the lines of two entries is the same."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one.text, other.text, autojunk=False).ratio()


class Lines:
    """The lines of a file as entries have them."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.hashes: dict[int, str] = {}

    @cached_property
    def texts(self) -> frozenset[str]:
        """What the lines read without blanks."""
        return frozenset(squeezed(self.file.line_text(row)).replace(" ", "") for row in range(self.file.line_count))

    def entry(self, path: str, found: Finding) -> Entry:
        """The entry for a finding on the file, which is ``path`` in the baseline."""
        row = self.file.row(found.span.start)
        line = squeezed(self.file.line_text(row))
        above, below = self.beside(row, -1), self.beside(row, 1)
        name = squeezed(self.file.slice(found.span)).replace(" ", "") if found.code in OF_NAMES else ""
        return Entry(path, found.code, line, above, below, found.severity.name.lower(), name)

    def beside(self, row: int, step: int) -> str:
        """The hash of the nearest line above (``step`` -1) or below that has a word; empty if there is none."""
        return next(self.all_beside(row, step), "")

    def all_beside(self, row: int, step: int) -> Iterator[str]:
        """The hashes of all lines in that direction that have a word."""
        count = self.file.line_count
        row += step
        while 0 <= row < count:
            if row not in self.hashes:
                text = squeezed(self.file.line_text(row)).replace(" ", "")
                self.hashes[row] = f"{crc32(text.encode()):08x}" if has_word(text) else ""
            if self.hashes[row]:
                yield self.hashes[row]
            row += step


def squeezed(line: str) -> str:
    """The words of a line (text view), one blank between two, cut where it is too long; undecodable bytes in
    hexadecimal."""
    words = line.encode("latin-1").decode("utf-8", "backslashreplace").split()
    kept, room = [], LONGEST
    for word in words:
        kept.append(word[:room])
        room -= len(word)
        if room <= 0:
            break
    return " ".join(kept)


class Baseline:
    """The entries of a file, by the path that they are about."""

    def __init__(self, path: str, entries: Entries) -> None:
        self.directory = os.path.dirname(os.path.abspath(path))
        self.by_path: dict[str, Entries] = {}
        for entry, count in entries.items():
            self.by_path.setdefault(entry.path, Counter())[entry] = count

    def name(self, path: str) -> str:
        """What a file is called in the entries."""
        found = os.path.relpath(path, self.directory).replace(os.sep, "/")
        return os.fsencode(found).decode("utf-8", "backslashreplace")


@lru_cache(maxsize=8)
def parsed(path: str, _: tuple[int, int, int]) -> Baseline:
    """A baseline in the state that the second argument identifies."""
    entries = Entries()
    for entry, count, _line in read(path):
        entries[entry] = max(entries[entry], count)
    return Baseline(path, entries)


def load(path: str) -> Baseline:
    """The baseline in a file, which is read once; raises :class:`BaselineError`."""
    try:
        state = os.stat(path)
    except OSError as error:
        raise BaselineError(f"{path}: {error.strerror}") from None
    return parsed(path, (state.st_ino, state.st_mtime_ns, state.st_size))


def read(path: str) -> Iterator[tuple[Entry, int, int]]:
    """The entries in a file, each with its number and the line it is in, from 1; raises :class:`BaselineError`."""
    try:
        with open(path, encoding="utf-8") as stream:
            lines = stream.read().split("\n")
    except (OSError, UnicodeError) as error:
        raise BaselineError(f"{path}: {getattr(error, 'strerror', None) or 'not in UTF-8'}") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                value = json.loads(line)
                if number > 1 or value != HEADER:
                    yield *from_json(value), number
            except (ValueError, RecursionError):
                raise BaselineError(f"{path}:{number}: not an entry of a baseline: {line[:60]}") from None


def from_json(value: Any) -> tuple[Entry, int]:
    """An entry and its number from a line; raises ValueError if it is none."""
    if not isinstance(value, dict):
        raise ValueError(value)
    count = value.pop("count", 1)
    if value.keys() | Entry._field_defaults.keys() != set(Entry._fields) or not all(
        isinstance(one, str) for one in value.values()
    ):
        raise ValueError(value)
    if not isinstance(count, int) or count < 1 or value["level"] not in LEVELS:
        raise ValueError(value)
    return Entry(**value), count


def written(entries: Entries) -> Iterator[str]:
    """The lines of a file with these entries."""
    yield json.dumps(HEADER)
    for entry in sorted(+entries):
        fields = {name: getattr(entry, name) for name in ("path", "type", "level", "line", "above", "below")}
        name = {"name": entry.name} if entry.name else {}
        count = {"count": entries[entry]} if entries[entry] > 1 else {}
        yield json.dumps({**fields, **name, **count}, ensure_ascii=False)


def with_entry(path: str, entry: Entry) -> str:
    """What the baseline in a file reads with an entry more; raises :class:`BaselineError`."""
    entries = Entries()
    for one, count, _line in read(path):
        entries[one] = max(entries[one], count)
    entries[entry] += 1
    return "".join(f"{line}\n" for line in written(entries))
