"""Hunks cut anew: what becomes of a hunk with other lines on its new side, and what has to be recounted then."""

from __future__ import annotations

import hashlib
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from pylint_kernel.lazy import Pattern
from pylint_kernel.patches.diff import FileDiff, Hunk

#: A line of a hunk: its marker and its text.
Entry = tuple[str, bytes]

#: The line of git's header that names the contents before and after.
INDEX = Pattern(r"index ([0-9a-f]+)\.\.([0-9a-f]+)(.*)")


class Change(NamedTuple):
    """The lines ``start`` to ``end`` of one content (0-based, exclusive), and those in another that stand for them."""

    start: int
    end: int
    new_start: int
    new_end: int


def changes(old: list[bytes], new: list[bytes]) -> list[Change]:
    """Where two contents differ, in order."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [Change(*where) for kind, *where in matcher.get_opcodes() if kind != "equal"]


def recut(hunk: Hunk, lines: list[bytes]) -> Hunk | None:
    """The hunk with ``lines`` on its new side; the old side stays as it is.

    A line of context that has changed is removed and added. None where it is damaged, or says that a file ends without
    a newline and that place has changed.
    """
    if b"?" in hunk.markers:
        return None
    body: list[Entry] = []
    entries = [(line.marker, line.text) for line in hunk.lines]
    touched: set[int] = set()
    at, row = 0, 0
    for change in changes(hunk.new.lines, lines):
        while row < change.start:
            body.append(entries[at])
            row += entries[at][0] in " +"
            at += 1
        touched.add(len(body))
        while row < change.end:
            marker, text = entries[at]
            if marker == "\\":
                return None
            if marker != "+":
                body.append(("-", text))
            row += marker in " +"
            at += 1
        body += [("+", line) for line in lines[change.new_start : change.new_end]]
    return renumbered(hunk, tidied([*body, *entries[at:]], touched))


def tidied(body: list[Entry], touched: set[int]) -> list[Entry]:
    """The body with its runs of added and removed lines in order, those that have been ``touched``."""
    found: list[Entry] = []
    places = enumerate(body)
    for is_run, group in groupby(places, key=lambda place: place[1][0] in "+-"):
        run = list(group)
        lines = [entry for _, entry in run]
        first, last = run[0][0], run[-1][0] + 1
        found += settled(lines) if is_run and not touched.isdisjoint(range(first, last + 1)) else lines
    return found


def settled(run: list[Entry]) -> list[Entry]:
    """Removed and added lines in the usual order; what is the same at either end of both is context."""
    old = [text for marker, text in run if marker == "-"]
    new = [text for marker, text in run if marker == "+"]
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    middle = [("-", text) for text in old[first : len(old) - last]] + [
        ("+", text) for text in new[first : len(new) - last]
    ]
    return [*((" ", text) for text in old[:first]), *middle, *((" ", text) for text in old[len(old) - last :])]


def renumbered(hunk: Hunk, body: list[Entry]) -> Hunk:
    """The hunk with another body, and the counts of its header right."""
    markers = "".join(marker for marker, _ in body)
    counted = hunk._replace(
        old_count=markers.count(" ") + markers.count("-"),
        new_count=markers.count(" ") + markers.count("+"),
        body=[marker.encode() + text for marker, text in body],
        numbers=range(hunk.number + 1, hunk.number + 1 + len(body)),
        markers=markers.encode(),
    )
    return moved(counted, 0)


def moved(hunk: Hunk, lines: int) -> Hunk:
    """The hunk with a header that says what it is, its new side so many lines further down."""
    start = hunk.new_start + lines
    old, new = side(hunk.old_start, hunk.old_count), side(start, hunk.new_count)
    heading = hunk.header.partition(b" @@")[2]
    return hunk._replace(new_start=start, header=b"@@ -%b +%b @@%b" % (old, new, heading))


def side(start: int, count: int) -> bytes:
    """The numbers of one side of a hunk, as git writes them."""
    return b"%d" % start if count == 1 else b"%d,%d" % (start, count)


def replaced(diff: FileDiff, hunks: dict[int, Hunk], content: bytes | None) -> FileDiff:
    """The diff of a file with other hunks in the place of some, and a header that is right for them.

    ``content`` is the whole file afterwards, if it is known: otherwise nothing names it.
    """
    found: list[Hunk] = []
    gained = 0
    for number, hunk in enumerate(diff.hunks):
        new = hunks.get(number, hunk)
        found.append(moved(new, gained) if gained or new is not hunk else hunk)
        gained += (new.new_count - new.old_count) - (hunk.new_count - hunk.old_count)
    header = (index_line(line, content) for line in diff.header)
    return diff._replace(header=[line for line in header if line is not None], hunks=found)


def without_empty(diff: FileDiff) -> FileDiff:
    """The diff without the hunks that change nothing any more; where none is left that of a file without a change."""
    left = [hunk for hunk in diff.hunks if b"+" in hunk.markers or b"-" in hunk.markers]
    if len(left) == len(diff.hunks):
        return diff
    header = list(diff.header) if left or diff.is_renamed or diff.is_new or "new mode" in diff.fields else []
    found: list[Hunk] = []
    for hunk in diff.hunks:
        if hunk in left:
            found.append(hunk)
        elif found:
            found[-1] = found[-1]._replace(trailing=[*found[-1].trailing, *hunk.trailing])
        else:
            header += hunk.trailing
    return diff._replace(header=header, hunks=found)


def index_line(line: bytes, content: bytes | None) -> bytes | None:
    """A line of the header; that which names the contents names the new one, or is left out if it is not known."""
    found = INDEX.fullmatch(line.decode("latin-1"))
    if found is None:
        return line
    if content is None:
        return None
    old, new, mode = found.groups()
    return f"index {old}..{blob_id(content)[: len(new)]}{mode}".encode("latin-1")


def blob_id(content: bytes) -> str:
    """The id that git has for a file with that content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
