"""Where services show findings: in the project's files, as they are in the commit that is looked at.

In a series of commits, a finding is where it is in its commit, and somewhere else, or nowhere any more, in what the
series leads to.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from pylint_kernel.checking.runner import Target
from pylint_kernel.output import Options
from pylint_kernel.output.record import below, project
from pylint_kernel.patches.later import Later
from pylint_kernel.surroundings import git


class Here(NamedTuple):
    """A place in what is looked at: the file, relative to the project, and the lines."""

    path: str
    line: int
    end_line: int


class Places:
    """Finds places; ``options.head`` is the commit that is looked at, if there is one."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._paths: dict[str, str] = {}

    @cached_property
    def project(self) -> str:
        """The directory that paths are relative to."""
        return project(self.options.root)

    @cached_property
    def later(self) -> Later:
        """What became of lines in the commit that is looked at."""
        return Later(git.around(self.options.root), self.options.head)

    def path(self, target: Target) -> str:
        """The path of a file, relative to the project; an absolute one if it does not lie there."""
        name = target.origin or target.path
        if name not in self._paths:
            self._paths[name] = below(target, self.options.root, self.project)
        return self._paths[name]

    def of(self, target: Target, line: int, end_line: int) -> Here | None:
        """Where lines of a file are; None if they are not there, or not together any more."""
        return self.now(target.commit, self.path(target), line, end_line)

    def now(self, commit: str, path: str, line: int, end_line: int) -> Here | None:
        """The same for lines of the file ``path`` in a commit, if it is one."""
        if not commit or not self.options.head:
            return Here(path, line, end_line)
        found = [self.later.line(commit, path, number) for number in range(line, end_line + 1)]
        first, last = found[0], found[-1]
        if None in found or first is None or last is None or last.number - first.number != end_line - line:
            return None
        return Here(first.path, first.number, last.number)
