"""From what a patch does to a file to the whole file as it is afterwards.

The content is looked for in the worktree, in git (the blob that the patch names, the index), and made from the content
before the change. Nothing is taken that does not agree with every hunk, line by line.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pylint_kernel.patches.change import Before
from pylint_kernel.patches.diff import FileDiff, Hunk
from pylint_kernel.surroundings import git, reading

#: To find the hunks of a file that have moved, so many lines are compared at most.
MAX_WORK = 2_000_000


class PostImage(NamedTuple):
    """A changed file: its content, the 1-based lines that are new, and the file before.

    ``patch_lines`` are the input lines of the lines that stand in the patch. ``before`` is None for a new file.
    """

    data: bytes
    changed: frozenset[int]
    patch_lines: dict[int, int]
    before: Before | None


class Place(NamedTuple):
    """Where the file of a patch is, or would be: the directory and the path below it."""

    directory: str
    path: str

    @property
    def file(self) -> str:
        """Its name on disk."""
        return os.path.join(self.directory, self.path)


class Places:
    """Where the files of patches are looked for: below some directories, and in a repository if there is one.

    ``committed``: the patches are commits of the repository, so that it knows better than the worktree.
    """

    def __init__(
        self, directories: Iterable[str], repository: git.Repository | None = None, committed: bool = False
    ) -> None:
        self.directories = list(dict.fromkeys(directories))
        self.repository, self.committed = repository, committed
        #: What the patches seen so far made of their files: the next one of a series builds upon it.
        self.latest: dict[str, bytes] = {}
        self._located: dict[tuple[str, bool], Place] = {}

    def locate(self, path: str, name: str | None) -> Place:
        """The place of the file ``path``; it may have a prefix still if that is how its ``name`` reads."""
        asked = path, path == name
        if asked not in self._located:
            self._located[asked] = self._locate(*asked)
        return self._located[asked]

    def _locate(self, path: str, may_have_prefix: bool) -> Place:
        paths = [path]
        if may_have_prefix and "/" in path:
            paths.append(path.partition("/")[2])
        for directory in self.directories:
            for one in paths:
                if is_inside(directory, one):
                    return Place(directory, one)
        return Place(self.directories[0], path)

    def on_disk(self, place: Place) -> bytes | None:
        """The content of a file in the worktree."""
        if not is_inside(*place):
            return None
        try:
            return reading.read(place.file)
        except OSError:
            return None

    def blob(self, number: str) -> bytes | None:
        """The content with that id."""
        if self.repository is None or not number.strip("0"):
            return None
        try:
            return self.repository.blob(number)
        except git.Error:
            return None

    def in_git(self, place: Place, revision: str) -> bytes | None:
        """The content of a file in a commit, or in the index if ``revision`` is empty."""
        if self.repository is None:
            return None
        path = os.path.relpath(place.file, self.repository.root)
        try:
            return self.repository.committed(path, revision) if revision else self.repository.staged(path)
        except git.Error:
            return None


def is_inside(directory: str, path: str) -> bool:
    """Whether ``path`` names a regular file below ``directory``, with no way around it."""
    if os.path.isabs(path) or "\0" in path or not {"..", ".git"}.isdisjoint(path.split("/")):
        return False
    file = os.path.join(directory, path)
    try:
        if not stat.S_ISREG(os.lstat(file).st_mode):
            return False
    except (OSError, ValueError):
        return False
    top = os.path.realpath(directory)
    return os.path.commonpath((top, os.path.realpath(file))) == top


def find(diff: FileDiff, places: Places) -> PostImage | None:
    """The post-image of a file with hunks; None if it cannot be found out."""
    assert diff.new_path is not None
    new = places.locate(diff.new_path, diff.new_name)
    old = places.locate(diff.old_path or diff.new_path, diff.old_name)
    if len(diff.hunks) == 1 and not diff.hunks[0].old_start and not diff.hunks[0].old.lines:
        image = new_file(diff.hunks[0])
    elif found := search(diff.hunks, candidates(diff, places, new, old)):
        image = found
    else:
        return None
    places.latest[new.file] = image.data
    return image


def search(hunks: list[Hunk], contents: Iterator[Content]) -> PostImage | None:
    """The post-image by the first content that agrees with the hunks: as it is, or else with some tolerance."""
    seen: list[Content] = []
    for content in contents:
        if found := agree(content, hunks):
            return found
        seen.append(content)
    before = [content for content in seen if not content.after]
    for some, shifted, loose in ((before, True, False), (seen, False, True), (before, True, True)):
        for content in some:
            if found := agree(content, hunks, shifted=shifted, loose=loose):
                return found
    return None


def new_file(hunk: Hunk) -> PostImage:
    """The post-image of a file that does not exist before."""
    lines = new_lines(hunk)
    return PostImage(join(*hunk.new), lines.changed, lines.patch_lines, None)


ADDED = ord("+")


class NewLines(NamedTuple):
    """The numbers of the lines that a hunk adds, and the input lines of all its lines on the new side."""

    changed: frozenset[int]
    patch_lines: dict[int, int]


def new_lines(hunk: Hunk) -> NewLines:
    """The lines of the file after the change that a hunk tells of, numbered as it says."""
    first = hunk.new_start + (not hunk.new_count)
    side = [(marker, number) for marker, number in zip(hunk.markers, hunk.numbers, strict=True) if marker in b" +"]
    changed = frozenset(number for number, (marker, _) in enumerate(side, first) if marker == ADDED)
    return NewLines(changed, {number: line for number, (_, line) in enumerate(side, first)})


class Content(NamedTuple):
    """A content that a file may have had before or ``after`` the change."""

    lines: list[bytes]
    newline: bool
    after: bool


def candidates(diff: FileDiff, places: Places, new: Place, old: Place) -> Iterator[Content]:
    """What may be the post-image or the pre-image of a file, the likely and the cheap ones first."""
    for data, after in contents(diff, places, new, old):
        if data is not None:
            newline = data.endswith(b"\n")
            lines = data[: len(data) - newline].split(b"\n") if data else []
            yield Content(lines, newline or not data, after)


def contents(diff: FileDiff, places: Places, new: Place, old: Place) -> Iterator[tuple[bytes | None, bool]]:
    """See :func:`candidates`."""
    if places.committed:
        yield from in_git(diff, places, new, old)
    data = places.on_disk(new)
    yield data, True
    yield places.latest.get(old.file), False
    yield (data if old == new else places.on_disk(old)), False
    if not places.committed:
        yield from in_git(diff, places, new, old)


def in_git(diff: FileDiff, places: Places, new: Place, old: Place) -> Iterator[tuple[bytes | None, bool]]:
    """What git has."""
    if blobs := diff.blobs:
        yield places.blob(blobs[1]), True
        yield places.blob(blobs[0]), False
    else:
        yield places.in_git(new, ""), True
    yield places.in_git(old, "HEAD"), False


# -- hunks against contents


def agree(content: Content, hunks: list[Hunk], *, shifted: bool = False, loose: bool = False) -> PostImage | None:
    """The post-image, if ``content`` is that or the pre-image: every hunk is where it says, or (``shifted``) close by.

    ``loose``: whatever carriage returns there are before newlines on either side.
    """
    rows = positions(content, hunks, shifted, loose)
    return None if rows is None else weave(content, hunks, rows)


def positions(content: Content, hunks: list[Hunk], shifted: bool, loose: bool) -> list[int] | None:
    """The row of ``content`` where each hunk begins; None if there is one that does not fit."""
    lines = bare(content.lines) if loose else content.lines
    found: list[int] = []
    index: dict[bytes, list[int]] = {}
    drift, end, work = 0, 0, 0
    has_context = any(b" " in hunk.markers for hunk in hunks)
    for hunk in hunks:
        side, start, count = (
            (hunk.new, hunk.new_start, hunk.new_count) if content.after else (hunk.old, hunk.old_start, hunk.old_count)
        )
        wanted = bare(side.lines) if loose else side.lines
        expected = start - (count > 0) + drift
        rows = [expected]
        if shifted and wanted:
            if not index:
                for row, line in enumerate(lines):
                    index.setdefault(line, []).append(row)
            rows = sorted(index.get(wanted[0], []), key=lambda row: abs(row - expected))
            work += len(rows)
        for row in rows:
            work += len(wanted)
            if work > MAX_WORK:
                return None
            if row >= end and lines[row : row + len(wanted)] == wanted:
                break
        else:
            return None
        end = row + len(wanted)
        if wanted and side.newline != (content.newline if end == len(lines) else True):
            return None
        if has_context and end < len(lines) and ends_file(hunk):
            return None
        drift = row - start + (count > 0)
        found.append(row)
    return found


def ends_file(hunk: Hunk) -> bool:
    """Whether a hunk of a diff with context has none at its end, and nothing is missing of it."""
    markers = hunk.markers
    if markers.rstrip(b"\\").endswith(b" "):
        return False
    context = markers.count(b" ")
    return context + markers.count(b"-") == hunk.old_count and context + markers.count(b"+") == hunk.new_count


def bare(lines: list[bytes]) -> list[bytes]:
    """Lines without a carriage return at their end."""
    return [line.removesuffix(b"\r") for line in lines]


def weave(content: Content, hunks: list[Hunk], rows: list[int]) -> PostImage:
    """Both images, one of which is ``content`` with the hunks at ``rows``."""
    old: list[bytes] = []
    new: list[bytes] = []
    added: list[int] = []
    removed: list[int] = []
    patch_lines: dict[int, int] = {}
    done, newline = 0, {"-": content.newline, "+": content.newline}
    own = "+" if content.after else "-"
    for hunk, row in zip(hunks, rows, strict=True):
        old += content.lines[done:row]
        new += content.lines[done:row]
        done = row
        for marker, text, number in hunk.lines:
            if marker == " ":
                old.append(content.lines[done])
                new.append(content.lines[done])
            elif marker == "-":
                old.append(text)
                removed.append(len(old))
            elif marker == "+":
                new.append(text)
                added.append(len(new))
            else:
                continue
            done += marker in (" ", own)
            if marker != "-":
                patch_lines[len(new)] = number
        if done == len(content.lines):
            newline = {"-": hunk.old.newline, "+": hunk.new.newline}
    old += content.lines[done:]
    new += content.lines[done:]
    before = Before(join(old, newline["-"]), frozenset(removed))
    return PostImage(join(new, newline["+"]), frozenset(added), patch_lines, before)


def join(lines: list[bytes], newline: bool) -> bytes:
    """The content of a file with these lines."""
    return b"\n".join(lines) + (b"\n" if newline and lines else b"")
