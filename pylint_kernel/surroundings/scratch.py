"""Writes commits to a repository with an index of its own: branches, index and worktree stay as they are.

What is written is seen by nobody before a new branch leads to it; without one, git collects it as garbage some day.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pylint_kernel.surroundings import git
from pylint_kernel.surroundings.git import Error, Repository
from pylint_kernel.surroundings.merging import merged

BRANCHES = "refs/heads/"
#: So many paths one command line takes.
AT_ONCE = 500
#: What git calls a version that does not exist, in either place.
NOTHING = "0"
#: The modes of files, which can be merged and repaired.
FILES = frozenset({"100644", "100755"})


class Entry(NamedTuple):
    """What a tree has at a path: a mode as git writes it, and the id of the content."""

    mode: str
    id: str


class Changed(NamedTuple):
    """What a commit does to a file: its path, and what is there, before and after it, if anything is."""

    old_path: str
    path: str
    before: Entry | None
    after: Entry | None


class Scratch:
    """Trees and commits in the making; use it as a context manager."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self._directory = TemporaryDirectory(prefix="kcheck-")
        self._index = {"GIT_INDEX_FILE": os.path.join(self._directory.name, "index")}

    def __enter__(self) -> Scratch:
        return self

    def __exit__(self, *_: object) -> None:
        self._directory.cleanup()

    def read(self, commit: str) -> None:
        """Begin with the files of a commit, which is given by its full id."""
        self._digits = len(commit)
        self._run("read-tree", git.checked_revision(commit))

    def blob(self, data: bytes) -> str:
        """Write a content; its id."""
        return self._run("hash-object", "-w", "-t", "blob", "--stdin", data=data)

    def tree(self, changes: Mapping[str, Entry | None]) -> str:
        """Write the tree with these changes, which stay for the trees to come; None removes. Its id."""
        lines = []
        for path, entry in changes.items():
            mode, blob = entry or Entry(NOTHING, NOTHING * self._digits)
            lines.append(os.fsencode(f"{mode} {blob}\t{git.checked_path(path)}\0"))
        if lines:
            self._run("update-index", "-z", "--index-info", data=b"".join(lines))
        return self._run("write-tree")

    def commit(self, tree: str, parent: str, author: bytes, committer: bytes, message: bytes) -> str:
        """Write a commit; its id. ``author`` and ``committer`` are names, addresses and times as git writes them."""
        head = [b"tree " + tree.encode(), b"parent " + parent.encode(), b"author " + author, b"committer " + committer]
        return self.write_commit(b"\n".join(head) + b"\n\n" + message)

    def write_commit(self, content: bytes) -> str:
        """Write a commit given as git stores it; its id."""
        return self._run("hash-object", "-w", "-t", "commit", "--stdin", data=content)

    def changes(self, parent: str, commit: str) -> list[Changed]:
        """The files that differ between two commits."""
        arguments = ["diff-tree", "-r", "-z", "--raw", "--find-renames", "--no-abbrev"]
        fields = iter(git.run([*arguments, parent, commit, "--"], self.repository.root).split(b"\0")[:-1])
        found = []
        for head in fields:
            old_mode, new_mode, old, new, status = head.decode("ascii").removeprefix(":").split(" ")
            before, after = (
                Entry(mode, blob) if mode.strip(NOTHING) else None for mode, blob in ((old_mode, old), (new_mode, new))
            )
            old_path = os.fsdecode(next(fields))
            path = os.fsdecode(next(fields)) if status.startswith("R") else old_path
            found.append(Changed(old_path, path, before, after))
        return found

    def merged(self, ours: bytes, base: bytes, theirs: bytes) -> bytes:
        """The changes from ``base`` to both sides together; where they collide, those of ``theirs``."""
        # What is no text cannot be merged.
        found = merged(ours, base, theirs, "--theirs")
        return theirs if found is None else found

    def _run(self, *arguments: str, data: bytes | None = None) -> str:
        return git.run(arguments, self.repository.root, data, self._index).decode("ascii").strip()


def entries(repository: Repository, commit: str, paths: Iterable[str]) -> dict[str, Entry]:
    """What a commit has at these paths, relative to the top: the files among them."""
    found = {}
    wanted = [git.checked_path(path) for path in paths]
    for first in range(0, len(wanted), AT_ONCE):
        some = wanted[first : first + AT_ONCE]
        output = git.run(["ls-tree", "-z", "--full-tree", git.checked_revision(commit), "--", *some], repository.root)
        for line in output.split(b"\0")[:-1]:
            head, _, path = line.partition(b"\t")
            mode, kind, blob = head.decode("ascii").split(" ")
            if kind == "blob":
                found[os.fsdecode(path)] = Entry(mode, blob)
    return found


def check_branch(repository: Repository, name: str) -> None:
    """Raise :class:`git.Error` if there can be no new branch of that name."""
    if name.startswith("-") or git.complete(["check-ref-format", "--branch", name], repository.root)[0]:
        raise Error(f"{name!r} is not a name for a branch")
    if repository.exists(BRANCHES + name):
        raise Error(f"there is a branch {name} already: name another with -b")


def make_branch(repository: Repository, name: str, commit: str, reason: str) -> None:
    """Have a new branch lead to a commit; nobody is switched to it."""
    check_branch(repository, name)
    git.run(["update-ref", "-m", reason, BRANCHES + name, commit, ""], repository.root)


def branch_of(repository: Repository, revision: str) -> str | None:
    """The name of the branch that a revision names, if it names one."""
    name = git.checked_revision(revision)
    output = git.complete(["rev-parse", "--symbolic-full-name", name, "--"], repository.root)[1]
    full = os.fsdecode(output.split(b"\n")[0])
    return full.removeprefix(BRANCHES) if full.startswith(BRANCHES) else None
