"""Gets the commits that a pipeline is about into its clone, which may have next to no history.

Only what is missing is fetched, from ``origin``, and no more than a bounded number of commits deep.
"""

from __future__ import annotations

from typing import NamedTuple

from pylint_kernel.surroundings import git
from pylint_kernel.surroundings.event import Event
from pylint_kernel.surroundings.git import Error, Repository

REMOTE = "origin"
QUIET = ("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head")
#: A commit that is missing is fetched with so many of those that lead to it.
DEPTH = "--depth=50"
#: So many commits deeper a clone is made, one time after the other.
STEPS = (50, 200, 1000, 4000, 16000)


class History(NamedTuple):
    """The commits of an event as they are in the clone: what is to be looked at, and what is known of it already.

    ``gone``: those that ought to be known, but are nowhere to be had any more.
    """

    head: str
    known: tuple[str, ...]
    gone: tuple[str, ...] = ()


def history(repository: Repository, event: Event) -> History:
    """Have the commits of an event in the clone, and those between them.

    Raises :class:`git.Error` if what is to be looked at cannot be had, or goes too far back.
    """
    if not repository.exists(event.head):
        fetch(repository, DEPTH, event.head)
    head = repository.resolve(event.head)
    known, gone = list[str](), list[str]()
    for one in event.known:
        (known if is_had(repository, one) else gone).append(one)
    if event.default and (tip := default_branch(repository, event.default)):
        known.append(tip)
    deepen(repository, head, known)
    return History(head, tuple(known), tuple(gone))


def is_had(repository: Repository, commit: str) -> bool:
    """Whether a commit is in the clone, or can be had; one that nothing leads to any more may be thrown away."""
    if not repository.exists(commit):
        try:
            fetch(repository, DEPTH, commit)
        except Error:
            return False
    return True


def default_branch(repository: Repository, name: str) -> str:
    """The commit that a branch of the remote leads to; empty if there is no such branch."""
    source, there = f"refs/heads/{name}", f"refs/remotes/{REMOTE}/{name}"
    if git.complete(["check-ref-format", source], repository.root)[0]:
        raise Error(f"{name!r} is not a name for a branch")
    if not repository.exists(there):
        try:
            fetch(repository, DEPTH, f"+{source}:{there}")
        except Error:
            return ""
    return repository.resolve(there)


def fetch(repository: Repository, depth: str, *what: str) -> None:
    """Fetch commits and refs; a clone that has everything is not made shallow."""
    limit = [depth] if repository.edges() else []
    git.run([*QUIET, *limit, "--end-of-options", REMOTE, *what], repository.root)


def deepen(repository: Repository, head: str, known: list[str]) -> None:
    """Have all commits that lead to ``head``, and do not lead to those that are ``known``."""
    for step in STEPS:
        edges = repository.edges()
        if not (is_cut(repository, edges, head, known) or is_apart(repository, edges, head, known)):
            return
        fetch(repository, f"--deepen={step}", head, *known)
        if repository.edges() == edges:
            # Of commits that nothing leads to any more, servers do not tell more.
            break
    if is_cut(repository, repository.edges(), head, known):
        raise Error(
            f"the history of {head} goes too far back to be fetched bit by bit: "
            "clone with all of it (fetch-depth: 0, GIT_DEPTH: 0)"
        )


def is_cut(repository: Repository, edges: frozenset[str], head: str, known: list[str]) -> bool:
    """Whether there are commits without parents among those that seem to be new."""
    if not known:
        # The last commit is all that is looked at; what it changed has to be there.
        return head in edges
    return not edges.isdisjoint(repository.new_commits(head, known, merges=True))


def is_apart(repository: Repository, edges: frozenset[str], head: str, known: list[str]) -> bool:
    """Whether the history of a known commit ends before it meets that of ``head``."""
    return any(
        git.complete(["merge-base", head, one], repository.root)[0] != 0
        and not edges.isdisjoint(repository.new_commits(one, [head], merges=True))
        for one in known
    )
