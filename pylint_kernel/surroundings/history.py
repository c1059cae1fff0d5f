"""The commits of a repository, as far as messages name them; asked of one git process a run."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property

from pylint_kernel.surroundings import git
from pylint_kernel.surroundings.git import Commit


class History:
    """Knows the commits of a repository; each is asked for once."""

    def __init__(self, repository: git.Repository) -> None:
        self._repository = repository
        self._known: dict[str, Commit | None] = {}

    @cached_property
    def is_complete(self) -> bool:
        """Whether a commit that is not there does not exist: a shallow clone lacks most."""
        return not self._repository.edges()

    def expect(self, numbers: Iterable[str]) -> None:
        """Let git look for commits that will be asked for, in this order: many answers take hardly longer than one."""
        self._repository.expect(dict.fromkeys(number for number in numbers if number not in self._known))

    def commit(self, number: str) -> Commit | None:
        """The commit whose id is, or begins with, ``number`` (hex digits); None if there is none, or more than one."""
        if number not in self._known:
            self._known[number] = self._repository.commit(number)
        return self._known[number]


@cache
def at(directory: str) -> History | None:
    """The history of the repository that ``directory`` lies in; None without one, without commits, or without git."""
    repository = git.find(directory)
    if repository is None:
        return None
    try:
        return History(repository) if repository.commit("HEAD") else None
    except git.Error:
        return None
