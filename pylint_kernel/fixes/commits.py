"""Commits with their own fixes: each is taken over onto those before it, and what its lines break is repaired."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from pylint_kernel.checking import inputs
from pylint_kernel.checking.request import Configured, Request
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes.rewrite import Rewrite, rewrite
from pylint_kernel.model import Applicability
from pylint_kernel.surroundings import scratch
from pylint_kernel.surroundings.git import Error, Repository
from pylint_kernel.surroundings.scratch import FILES, Entry, Scratch

#: What of a commit's head stays true when it is amended; a signature does not.
KEPT = (b"author ", b"encoding ")


class Amended(NamedTuple):
    """A commit, what became of it, what was done to its files, and what could not be checked."""

    before: str
    after: str
    rewrites: list[Rewrite]
    problems: list[inputs.Problem]

    @property
    def fixed(self) -> int:
        """How many fixes it got."""
        return sum(one.applied for one in self.rewrites)


def chain(repository: Repository, expression: str) -> list[str]:
    """The commits of a range, oldest first; raises :class:`git.Error` if they are not each the parent of the next."""
    commits = repository.commits(expression)
    for number, commit in enumerate(commits):
        head = repository.raw_commit(commit).partition(b"\n\n")[0]
        parents = [line[7:].decode("ascii") for line in head.split(b"\n") if line.startswith(b"parent ")]
        if len(parents) != 1 or (number and parents != [commits[number - 1]]):
            raise Error(f"{expression}: there are merges, or a commit without a parent, among the commits")
    return commits


def amended(
    repository: Repository, commits: list[str], configured: Configured, level: Applicability
) -> Iterator[Amended]:
    """Amend a :func:`chain` of commits, each with the fixes of its own lines; no branch leads to the result.

    Raises :class:`git.Error`.
    """
    with Scratch(repository) as index:
        work = Amendment(repository, index, repository.resolve(f"{commits[0]}^"))
        for commit in commits:
            yield work.amend(commit, configured, level)


class Amendment:
    """The state of one :func:`amended`: the last commit and what became of it, and the files in which they differ."""

    def __init__(self, repository: Repository, index: Scratch, base: str) -> None:
        self.repository, self.index = repository, index
        self.committer = repository.identity("COMMITTER")
        self.parent = self.tip = base
        self.differing: dict[str, Entry] = {}
        index.read(base)

    def amend(self, commit: str, configured: Configured, level: Applicability) -> Amended:
        """The next commit on the last one, with its fixes."""
        tree = self.index.tree(self.taken_over(commit))
        copied = commit if self.tip == self.parent else self.rewritten(commit, tree)
        rewrites: list[Rewrite] = []
        problems: list[inputs.Problem] = []
        fixes: dict[str, bytes] = {}
        for one in inputs.collect(Request(revisions=(copied,), configured=configured)):
            if isinstance(one, inputs.Problem):
                problems.append(one)
            elif one.mail is None and one.origin is not None:
                # The content is that of the commit, whatever is in the worktree.
                done = rewrite(one, one.settings or Settings(), level, on_disk=False)
                rewrites.append(done)
                if done.after != done.before and one.data == done.before:
                    fixes[os.path.relpath(one.origin, self.repository.root).replace(os.sep, "/")] = done.after
        if fixes:
            before = scratch.entries(self.repository, copied, fixes)
            entries = {path: Entry(before[path].mode, self.index.blob(data)) for path, data in fixes.items()}
            self.differing |= entries
            copied = self.rewritten(commit, self.index.tree(entries))
        self.parent, self.tip = commit, copied
        return Amended(commit, copied, rewrites, problems)

    def taken_over(self, commit: str) -> dict[str, Entry | None]:
        """What a commit leads to in the files that it changes, the fixes of those before it included."""
        gone: list[str] = []
        come: dict[str, Entry | None] = {}
        differing: dict[str, Entry] = {}
        for change in self.index.changes(self.parent, commit):
            after = change.after
            if (ours := self.differing.pop(change.old_path, None)) and change.before and after and after.mode in FILES:
                after = Entry(after.mode, self.merged(ours, change.before, after))
                if after != change.after:
                    differing[change.path] = after
            gone.append(change.old_path)
            if after is not None:
                come[change.path] = after
        self.differing |= differing
        # What goes has to make room for what comes.
        return {path: None for path in gone if path not in come} | come

    def merged(self, ours: Entry, before: Entry, after: Entry) -> str:
        """The content that a change leads to from ours; where that collides, what the change says."""
        contents = [self.repository.blob(entry.id) for entry in (ours, before, after)]
        if any(content is None for content in contents):
            return after.id
        return self.index.blob(self.index.merged(*(content or b"" for content in contents)))

    def rewritten(self, commit: str, tree: str) -> str:
        """Write a commit with author and message of another one, on the last one; its id."""
        head, gap, message = self.repository.raw_commit(commit).partition(b"\n\n")
        kept = {line.partition(b" ")[0]: line for line in head.split(b"\n") if line.startswith(KEPT)}
        lines = [b"tree " + tree.encode(), b"parent " + self.tip.encode(), kept.pop(b"author")]
        lines += [b"committer " + self.committer, *kept.values()]
        return self.index.write_commit(b"\n".join(lines) + gap + message)
