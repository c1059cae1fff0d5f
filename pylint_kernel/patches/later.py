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
        self._changes: dict[tuple[str, str], Change | None] = {}

    def line(self, commit: str, path: str, number: int) -> Line | None:
        """Where line ``number`` of ``path`` (relative to the top) in ``commit`` is; None if it was changed or removed.

        Raises :class:`git.Error`.
        """
        if commit == self.head:
            return Line(path, number)
        if (commit, path) not in self._changes:
            self._changes[commit, path] = self.change(commit, path)
        change = self._changes[commit, path]
        if change is None:
            return Line(path, number)
        found = change.moved.get(number) if change.path is not None else None
        return Line(change.path, found) if change.path is not None and found else None

    def change(self, commit: str, path: str) -> Change | None:
        """What the commits after one changed in a file; None if that is nothing."""
        found = self.changes(commit, [path]).get(path)
        if found is None or found.path is not None:
            return found
        # The file is not there any more; whether it has moved is to be seen only where all files are looked at.
        return self.changes(commit, []).get(path, found)

    def changes(self, commit: str, paths: list[str]) -> dict[str, Change]:
        """What the commits after one changed, in some files or in all, by the paths that files had in it."""
        diffs = Patch(self.repository.diff(commit, self.head, paths=paths)).files
        return {
            diff.old_path: Change(None if diff.is_deleted else diff.new_path, moved(diff))
            for diff in diffs
            if diff.old_path is not None and not diff.binary
        }


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
