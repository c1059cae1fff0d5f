"""Unified diffs as data: files, hunks, lines, and whatever is not as it should be.

Reading never fails. Every line is kept in the part it belongs to, so the parts put together are the input again. Lines
are bytes without their newline (a carriage return stays), and are named by their 1-based number in the input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pylint_kernel.lazy import Pattern
from pylint_kernel.patches.diff_names import contradictory, file_names, settle_prefixes


class Damage(NamedTuple):
    """Something in a patch that is not as it should be: where, and what, in words for people."""

    line: int
    what: str


class HunkLine(NamedTuple):
    """A line of a hunk: its marker (a blank, ``+``, ``-``, a backslash, or ``?`` for what does not belong there), the
    text after the marker, and its number in the input."""

    marker: str
    text: bytes
    number: int


class Side(NamedTuple):
    """What a hunk says a file reads before or after: the lines, and whether the last one ends in a newline."""

    lines: list[bytes]
    newline: bool


class Hunk(NamedTuple):
    """A run of changed lines with some lines around them.

    ``number`` is the input line of ``header`` (``@@ ... @@``), ``heading`` the text after it. ``body`` are the lines
    with their markers, ``numbers`` their input lines, ``markers`` the first byte of each, normalised: a blank for an
    empty line, ``?`` for garbage. ``trailing`` are the lines after the hunk that belong to nothing.
    """

    number: int
    header: bytes
    old_start: int
    old_count: int
    new_start: int
    new_count: int
    heading: bytes
    body: list[bytes]
    numbers: Sequence[int]
    markers: bytes
    trailing: list[bytes]

    @property
    def lines(self) -> Iterator[HunkLine]:
        """The lines of the body."""
        for marker, line, number in zip(self.markers.decode("ascii"), self.body, self.numbers, strict=True):
            yield HunkLine(marker, without_marker(line), number)

    @property
    def old(self) -> Side:
        """The old side: context and removed lines."""
        return self._side(b" -")

    @property
    def new(self) -> Side:
        """The new side: context and added lines."""
        return self._side(b" +")

    def _side(self, wanted: bytes) -> Side:
        pairs = zip(self.markers, self.body, strict=True)
        lines = [without_marker(line) for marker, line in pairs if marker in wanted]
        end = self.markers.rfind(b"\\")
        while end > 0 and self.markers[end - 1] not in wanted:
            end = self.markers.rfind(b"\\", 0, end)
        return Side(lines, newline=end <= 0)


class Field(NamedTuple):
    """What a header line of a file says, and its number."""

    value: str
    number: int


class FileDiff(NamedTuple):
    """What a patch does to one file.

    ``number`` is the first line of ``header``. ``fields`` are the header's lines by their first words (``diff``,
    ``---``, ``+++``, ``index``, ``new file mode``, ``rename from``, ...). ``old_name`` and ``new_name`` are the file
    names as they stand there, ``old_path`` and ``new_path`` without the prefix (``a/``); None where there is no such
    file. A ``binary`` diff and a ``combined`` one (of a merge) have no hunks that could be read.
    """

    number: int
    header: list[bytes]
    fields: dict[str, Field]
    old_name: str | None
    new_name: str | None
    old_path: str | None
    new_path: str | None
    binary: bool
    combined: bool
    hunks: list[Hunk]

    @property
    def is_new(self) -> bool:
        """Whether the file does not exist before."""
        return "new file mode" in self.fields or self.old_name is None

    @property
    def is_deleted(self) -> bool:
        """Whether the file does not exist afterwards."""
        return "deleted file mode" in self.fields or self.new_name is None

    @property
    def is_renamed(self) -> bool:
        """Whether the file has another name before."""
        return "rename from" in self.fields

    @property
    def mode(self) -> str | None:
        """The mode afterwards, six octal digits, if the header tells."""
        for name in ("new mode", "new file mode"):
            if name in self.fields:
                return self.fields[name].value
        return self.fields["index"].value.partition(" ")[2] or None if "index" in self.fields else None

    @property
    def blobs(self) -> tuple[str, str] | None:
        """The ids of the contents before and after, often abbreviated."""
        if "index" not in self.fields:
            return None
        old, dots, new = self.fields["index"].value.partition(" ")[0].partition("..")
        return (old, new) if dots and HEX.issuperset(old + new) and min(len(old), len(new)) >= 4 else None


HEX = frozenset("0123456789abcdef")


def without_marker(line: bytes) -> bytes:
    """The text of a hunk's line; a blank line may come without its marker, and a carriage return is none."""
    return line if line == b"\r" else line[1:]


#: The hunk's header: both starts and counts, the heading.
HUNK = re.compile(rb"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@[ ]?(.*)", re.DOTALL)
GARBAGE = re.compile(rb"[^ +\-\\]")
MARKERS = b" +-\\"
#: What the lines of git's header begin with.
FIELDS = (
    "index", "new file mode", "deleted file mode", "old mode", "new mode", "similarity index", "rename from",
    "rename to", "copy from", "copy to", "dissimilarity index", "mode", "Binary files", "GIT binary patch",
)  # fmt: skip
FIELD_WORDS = tuple((name, name.encode()) for name in FIELDS)
#: Lines that tools other than git put before the header of a file.
BEFORE_HEADER = (b"diff ", b"Index: ", b"=" * 20, b"RCS file: ", b"retrieving revision ")
#: What does not stand in a hunk: the next hunk, file, commit or mail, the signature of a mail.
STRUCTURE = (b"@@ -", b"@@@ -", b"diff -", b"Index: ")
OUTSIDE = Pattern(r"(?:From|commit) [0-9a-f]{40}|-- \r?\Z")


def is_outside(line: bytes) -> bool:
    """Whether a line cannot stand in a hunk."""
    return line.startswith(STRUCTURE) or OUTSIDE.match(line[:50].decode("latin-1")) is not None


class Reader:
    """Reads the lines of a patch once, from the first to the last.

    ``preamble`` are the lines before the first file, ``files`` and ``damage`` what is found after it. ``numbers``
    are the input lines of ``lines``.
    """

    def __init__(self, lines: list[bytes], numbers: Sequence[int]) -> None:
        self.lines, self.numbers = lines, numbers
        self.count = len(lines)
        self.first_bytes = bytes([line[0] if line and line != b"\r" else 32 for line in lines])
        self.first_text = next((row for row, line in enumerate(lines) if line.strip()), 0)
        self.preamble: list[bytes] = []
        self.files: list[FileDiff] = []
        self.damage: list[Damage] = []
        # Everything before this line has been given to a part of the patch.
        self.done = 0
        self.read()

    def read(self) -> None:
        """Find the headers of files and hunks; what is between them belongs to what is above it."""
        at = 0
        while at < self.count:
            line, begin = self.lines[at], at
            if line.startswith(b"@@ -"):
                at = self.hunk(at)
            elif line.startswith(b"diff --git "):
                at = self.header(at)
            elif line.startswith((b"diff --cc ", b"diff --combined ")):
                at = self.header(at, combined=True)
            elif line.startswith(b"--- "):
                at = self.bare_header(at)
            if at == begin:
                at += 1
        self.claim(self.count)
        for file in self.files:
            if "+++" in file.fields and not file.hunks and not file.combined:
                self.damage.append(Damage(file.fields["+++"].number, "there is no hunk after the header of the file"))
        settle_prefixes(self.files)
        self.damage.sort()

    def claim(self, end: int) -> None:
        """Give the lines before ``end`` that nobody has taken to the part they stand after."""
        loose = self.lines[self.done : end]
        if not self.files:
            self.preamble += loose
        elif hunks := self.files[-1].hunks:
            hunks[-1].trailing.extend(loose)
            self.check_lost(self.done, end)
        else:
            self.files[-1].header.extend(loose)
        self.done = end

    # -- headers of files

    def header(self, at: int, combined: bool = False) -> int:
        """Read a header that begins with git's ``diff`` line; the row after it."""
        begin, fields = at, {"diff": self.field(at, b"diff ")}
        at += 1
        while at < self.count and (found := self.git_field(at)):
            fields.setdefault(*found)
            at += 1
        if at + 1 < self.count and self.names_at(at):
            at = self.names(at, fields)
            if not combined and contradictory(fields):
                self.damage.append(Damage(self.numbers[begin], "the lines of the header name different files"))
        elif at < self.count and self.lines[at].startswith(b"--- ") and not combined:
            self.damage.append(Damage(self.numbers[at], "the header ends before it has named the file"))
        self.add(begin, at, fields, combined)
        return at

    def git_field(self, at: int) -> tuple[str, Field] | None:
        """The line of git's header at ``at``, if it is one."""
        line = self.lines[at]
        for name, words in FIELD_WORDS:
            if line.startswith(words) and line[len(words) : len(words) + 1] in (b" ", b"", b"\r"):
                return name, self.field(at, words + b" ")
        return None

    def bare_header(self, at: int) -> int:
        """Read a header of nothing but the two names; the row after it, or ``at`` if it is none."""
        if at + 1 >= self.count or not self.names_at(at):
            return at
        if at + 2 < self.count:
            is_header = self.lines[at + 2].startswith(b"@@ -")
        else:
            is_header = not (self.files and self.files[-1].combined)
        if not is_header:
            return at
        fields: dict[str, Field] = {}
        begin, at = at, self.names(at, fields)
        while begin > self.done and self.lines[begin - 1].startswith(BEFORE_HEADER):
            begin -= 1
        self.add(begin, at, fields, combined=False)
        return at

    def names(self, at: int, fields: dict[str, Field]) -> int:
        """Read the lines ``---`` and ``+++``."""
        fields["---"], fields["+++"] = self.field(at, b"--- "), self.field(at + 1, b"+++ ")
        return at + 2

    def field(self, at: int, words: bytes) -> Field:
        """The header line at ``at`` without its first ``words``."""
        return Field(self.lines[at][len(words) :].rstrip(b"\r").decode("utf-8", "surrogateescape"), self.numbers[at])

    def add(self, begin: int, end: int, fields: dict[str, Field], combined: bool) -> None:
        """Start a new file whose header are the lines ``begin`` to ``end``."""
        self.claim(begin)
        self.done = end
        binary = "Binary files" in fields or "GIT binary patch" in fields
        header = self.lines[begin:end]
        self.files.append(FileDiff(self.numbers[begin], header, fields, *file_names(fields), binary, combined, []))

    # -- hunks

    def hunk(self, at: int) -> int:
        """Read a hunk; the row after it, or ``at`` if it is none."""
        found = HUNK.match(self.lines[at])
        if not found:
            if self.files and not self.files[-1].combined:
                self.damage.append(Damage(self.numbers[at], "the header of this hunk cannot be read"))
            return at
        if not self.files:
            if self.first_text < at:
                # Part of a message: a diff would have named its file.
                return at
            self.damage.append(Damage(self.numbers[at], "there is no header of a file before the hunk"))
            self.files.append(FileDiff(self.numbers[at], [], {}, None, None, None, None, False, False, []))
        self.check_loose(at)
        self.claim(at)
        old_start, new_start = int(found[1]), int(found[3])
        old = 1 if found[2] is None else int(found[2])
        new = 1 if found[4] is None else int(found[4])
        begin = at + 1
        markers = self.regular_body(begin, old, new)
        if markers is None:
            markers = self.damaged_body(at, old, new)
        end = begin + len(markers)
        self.files[-1].hunks.append(
            Hunk(
                self.numbers[at],
                self.lines[at],
                old_start,
                old,
                new_start,
                new,
                found[5].rstrip(b"\r"),
                self.lines[begin:end],
                self.numbers[begin:end],
                markers,
                [],
            )
        )
        self.done = end
        self.check_end(end)
        return end

    def regular_body(self, begin: int, old: int, new: int) -> bytes | None:
        """The markers of a hunk's body with ``old`` and ``new`` lines; None if it is not as it should be."""
        count, at = self.first_bytes.count, begin
        # So many lines are still missing at least; what they turn out to be tells how many are missing then.
        while missing := max(old, new):
            end = at + missing
            if end > self.count or GARBAGE.search(self.first_bytes, at, end):
                return None
            lines = missing - count(b"\\", at, end)
            old -= lines - count(b"+", at, end)
            new -= lines - count(b"-", at, end)
            if old < 0 or new < 0:
                return None
            at = end
        if at < self.count and self.lines[at].startswith(b"\\"):
            at += 1
        return self.first_bytes[begin:at]

    def damaged_body(self, header: int, old: int, new: int) -> bytes:
        """The markers of a hunk's body, line by line: up to what cannot be part of it, past what should not be."""
        markers = bytearray()
        at = header + 1
        while at < self.count and (old > 0 or new > 0 or self.lines[at].startswith(b"\\")):
            line = self.lines[at]
            marker = self.first_bytes[at : at + 1]
            if is_outside(line):
                break
            if marker not in MARKERS:
                if markers[-1:] != b"?":
                    self.damage.append(Damage(self.numbers[at], "this line in the middle of a hunk is no part of it"))
                marker = b"?"
            old -= marker in b" -"
            new -= marker in b" +"
            markers += marker
            at += 1
        if at < self.count and markers.endswith(b"-+") and self.names_at(at - 2) and self.lines[at].startswith(b"@@ -"):
            # A hunk that was cut short has swallowed the header of the next file.
            del markers[-2:]
            old, new = old + 1, new + 1
        # What does not belong here may be what is missing: lines without their first blank, or wrapped ones.
        if (short := max(old, new)) > markers.count(b"?"):
            lines = "line" if short == 1 else "lines"
            self.damage.append(
                Damage(self.numbers[header], f"the hunk is {short} {lines} shorter than its header announces")
            )
        elif old < 0 or new < 0:
            self.damage.append(Damage(self.numbers[header], "the header announces fewer lines than the hunk has"))
        return bytes(markers)

    def names_at(self, at: int) -> bool:
        """Whether the lines ``---`` and ``+++`` of a header stand at ``at``."""
        return self.lines[at].startswith(b"--- ") and self.lines[at + 1].startswith(b"+++ ")

    def check_end(self, at: int) -> None:
        """Record a line after a hunk that should be part of one."""
        if at < self.count and self.lines[at][:1] in (b"+", b"-", b" "):
            line = self.lines[at]
            # Two dashes begin the signature of a mail or the next header.
            if line.strip() and not line.startswith(b"--"):
                self.damage.append(Damage(self.numbers[at], "the hunk is longer than its header announces"))

    def check_loose(self, at: int) -> None:
        """Record what stands between the hunk at row ``at`` and the header or hunk before it."""
        if not self.files[-1].hunks and "+++" not in self.files[-1].fields:
            if self.files[-1].fields:
                self.damage.append(Damage(self.numbers[at], "the header before the hunk does not name the file"))
        elif (row := next((row for row in range(self.done, at) if self.lines[row].strip()), at)) < at:
            self.damage.append(Damage(self.numbers[row], "this line before a hunk is no part of the patch"))

    def check_lost(self, begin: int, end: int) -> None:
        """Record the first of some lines after a hunk that is a new line of a hunk whose header is missing."""
        at = self.first_bytes.find(b"+", begin + 1, end)
        if at >= 0 and not self.lines[at - 1].startswith(b"@@ -"):
            self.damage.append(Damage(self.numbers[at], "this line belongs to no hunk"))
