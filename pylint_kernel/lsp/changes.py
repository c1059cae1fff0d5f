"""Only what has changed: the findings that are due to what differs from a revision."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from typing import NamedTuple

from pylint_kernel.checking.engine import Pause
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lsp import again
from pylint_kernel.model import Finding
from pylint_kernel.patches import change
from pylint_kernel.surroundings import git

#: What may be done with findings on what has not changed.
MODES = ("off", "hide", "hint")


class Base(NamedTuple):
    """A file as it is in a revision, and what is found in it there."""

    file: SourceFile
    findings: list[Finding]


def base(path: str, revision: str) -> bytes | None:
    """The content of a file in a revision; None if it is not there, or there is no repository."""
    directory = os.path.dirname(path)
    repository = git.find(directory) if os.path.isdir(directory) else None
    if repository is None:
        return None
    try:
        with repository:
            name = os.path.relpath(os.path.realpath(path), os.path.realpath(repository.root))
            return repository.committed(name.replace(os.sep, "/"), revision)
    except git.Error:
        return None


def judged(target: Target, data: bytes, settings: Settings, pause: Pause) -> Base | None:
    """What is found in another content of a target; None if that cannot be checked."""
    try:
        found = again.judge(target._replace(data=data), settings, None, pause)
    except OSError:
        return None
    return Base(found.file, found.findings)


def due(file: SourceFile, findings: list[Finding], before: Base) -> tuple[list[Finding], frozenset[int]]:
    """The findings that are due to what differs from ``before``, and the lines, from 1, that do."""
    moved = dict(kept_lines(before.file.text, file.text))
    changed = frozenset(range(1, file.line_count + 1)).difference(moved.values())
    file.changed = changed
    try:
        return change.introduced(file, findings, before.file, before.findings, moved), changed
    finally:
        file.changed = None


def kept_lines(before: str, after: str) -> Iterator[tuple[int, int]]:
    """The lines, from 1, that are the same in both texts: where they were, and where they are."""
    old, new = before.split("\n"), after.split("\n")
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most)
    end = next((at for at in range(most - start) if old[-1 - at] != new[-1 - at]), most - start)
    yield from ((number, number) for number in range(1, start + 1))
    middle = difflib.SequenceMatcher(None, old[start : len(old) - end], new[start : len(new) - end])
    for first, begin, size in middle.get_matching_blocks():
        yield from ((start + first + at + 1, start + begin + at + 1) for at in range(size))
    yield from ((len(old) - at, len(new) - at) for at in range(end - 1, -1, -1))
