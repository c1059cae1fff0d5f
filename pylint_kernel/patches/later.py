"""Where the lines of a commit's files are in a later commit, which may have changed them."""

from __future__ import annotations

from typing import NamedTuple

from pylint_kernel.patches.change import Moved, kept
from pylint_kernel.patches.diff import FileDiff
from pylint_kernel.patches.patch import Patch
from pylint_kernel.surroundings.git import Repository

#: More lines than any file has.
ENDLESS = 1 << 40


class Line(NamedTuple):
    """A line of a file, from 1."""

    path: str
    number: int


class Later:
    """What became of the lines of earlier commits in the commit ``head``."""

    def __init__(self, repository: Repository, head: str) -> None:
        self.repository, self.head = repository, head
        self._changes: dict[str, dict[str, Change]] = {}

    def line(self, commit: str, path: str, number: int) -> Line | None:
        """Where line ``number`` of ``path`` (relative to the top) in ``commit`` is; None if it was changed or removed.

        Raises :class:`git.Error`.
        """
        change = self.changes(commit).get(path)
        if change is None:
            return Line(path, number)
        found = change.moved.get(number) if change.path is not None else None
        return Line(change.path, found) if change.path is not None and found else None

    def changes(self, commit: str) -> dict[str, Change]:
        """What the commits after one changed, by the paths that files had in it."""
        if commit not in self._changes:
            data = b"" if commit == self.head else self.repository.diff(commit, self.head)
            self._changes[commit] = {
                diff.old_path: Change(diff.new_path, moved(diff))
                for diff in Patch(data).files
                if diff.old_path is not None and not diff.binary
            }
        return self._changes[commit]


class Change(NamedTuple):
    """What became of a file: its path, None if it is gone, and of its lines."""

    path: str | None
    moved: Moved


def moved(change: FileDiff) -> Moved:
    """Which line after a change a kept line before it is."""
    removed, added = set[int](), set[int]()
    for hunk in change.hunks:
        before, after = hunk.old_start + (not hunk.old_count), hunk.new_start + (not hunk.new_count)
        for marker in hunk.markers.decode("ascii"):
            if marker == "-":
                removed.add(before)
            elif marker == "+":
                added.add(after)
            before += marker in " -"
            after += marker in " +"
    return Moved(list(kept(ENDLESS, frozenset(removed), ENDLESS, frozenset(added), 1)))
