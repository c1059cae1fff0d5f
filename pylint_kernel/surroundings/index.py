"""What is staged for the next commit: the entries of git's index, and what git makes of them in the worktree."""

from __future__ import annotations

import os

from pylint_kernel.surroundings import git
from pylint_kernel.surroundings.git import Error, Repository
from pylint_kernel.surroundings.scratch import FILES, Entry

#: The tag of what is staged, and belongs into the worktree, in the listing of git.
CACHED = "H"
#: What git calls the index of a commit that is made of files on its command line.
OF_NAMED_FILES = "next-index-"
MEANWHILE = "it was staged anew meanwhile"
OWN_INDEX = (
    "git commits named files from an index that nothing else will know of: commit what is staged, and name no files"
)


def entry(repository: Repository, path: str) -> Entry | None:
    """The entry of a file, given relative to the top; None if there is none to be written to: another kind of thing,
    in conflict, or not in the worktree because little is checked out."""
    command = [git.LITERAL, "ls-files", "-z", "-t", "--stage", "--", git.checked_path(path)]
    lines = git.run(command, repository.root).split(b"\0")[:-1]
    for line in lines:
        head, _, name = line.partition(b"\t")
        tag, mode, number, stage = head.decode("ascii").split(" ")
        if os.fsdecode(name) == path and (tag, stage) == (CACHED, "0") and mode in FILES:
            return Entry(mode, number)
    return None


def blob(repository: Repository, data: bytes) -> str:
    """Write a content; its id."""
    return git.run(["hash-object", "-w", "-t", "blob", "--stdin"], repository.root, data).decode("ascii").strip()


def replace(repository: Repository, path: str, old: Entry, number: str) -> None:
    """Give the entry of a file another content, which is given by its id, and nothing else.

    Raises :class:`git.Error` if that cannot be done, as when the index is locked, or if the entry is not the ``old``
    one any more.
    """
    if os.path.basename(os.environ.get("GIT_INDEX_FILE", "")).startswith(OF_NAMED_FILES):
        raise Error(OWN_INDEX)
    if entry(repository, path) != old:
        raise Error(MEANWHILE)
    line = os.fsencode(f"{old.mode} {number}\t{path}\0")
    git.run(["update-index", "-z", "--index-info"], repository.root, line)


def checked_out(repository: Repository, path: str, number: str) -> bytes:
    """A content, given by its id, as git writes it to ``path`` in the worktree: with its line ends, filtered."""
    command = ["cat-file", "--filters", f"--path={git.checked_path(path)}", git.checked_revision(number)]
    return git.run(command, repository.root)
