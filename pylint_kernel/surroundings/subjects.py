"""What the subjects of a subsystem's commits begin with, learnt from its history."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable

from pylint_kernel.surroundings import git
from pylint_kernel.surroundings.git import Repository

#: So many commits tell enough; of a shorter history so many subjects must agree.
COMMITS, ENOUGH = 200, 2
WORD = re.compile(r"[\w.+/{},@-]+(?: [\w.+/-]+)?: ")
#: What a driver's directory has, and the directories below it may lack.
BUILD_FILES = ("Kconfig", "Makefile", "Kbuild")
#: Subjects that others wrote for other purposes.
OTHERS = re.compile(r"(?:Merge|Revert|Linux \d|\[)", re.IGNORECASE)


def prefix(repository: Repository, directory: str) -> str:
    """What the subject of a change in a directory (relative to the top) begins with, such as ``staging: most:``: as in
    the history of the directory, or else of the driver it belongs to, or else from the driver's name.

    Raises :class:`git.Error`.
    """
    driver = driver_of(repository.root, directory)
    histories = (history(repository, one) for one in dict.fromkeys((directory, driver)))
    return next(filter(None, map(learnt, histories)), "") or derived(driver)


def history(repository: Repository, directory: str) -> list[str]:
    """The subjects of the last commits that changed something in a directory."""
    arguments = [git.LITERAL, "log", f"--max-count={COMMITS}", "--no-merges", "--format=%s"]
    output = git.run([*arguments, "HEAD", "--", directory or "."], repository.root)
    return output.decode("utf-8", "replace").split("\n")


def learnt(subjects: Iterable[str]) -> str:
    """The prefix that most of the subjects have, as long as most of those agree; empty if there is none."""
    split = [words(subject) for subject in subjects if not OTHERS.match(subject)]
    found: list[str] = []
    agreeing = [parts for parts in split if parts]
    while agreeing:
        depth = len(found)
        counts = Counter(parts[depth].lower() for parts in agreeing if len(parts) > depth)
        word, count = counts.most_common(1)[0] if counts else ("", 0)
        if count < ENOUGH or (depth and 2 * count < len(agreeing)):
            break
        agreeing = [parts for parts in agreeing if len(parts) > depth and parts[depth].lower() == word]
        # In the letters that most write it with.
        found.append(Counter(parts[depth] for parts in agreeing).most_common(1)[0][0])
    return " ".join(found)


def words(subject: str) -> list[str]:
    """The words with colons that a subject begins with, colons included."""
    found = []
    at = 0
    while (match := WORD.match(subject, at)) and subject.isascii():
        found.append(match[0].strip())
        at = match.end()
    return found


def driver_of(root: str, directory: str) -> str:
    """The directory that is built on its own: the nearest one upwards that tells how; itself if none does."""
    parts = directory.split("/")
    for length in range(len(parts), 1, -1):
        if any(os.path.exists(os.path.join(root, *parts[:length], name)) for name in BUILD_FILES):
            return "/".join(parts[:length])
    return directory


def derived(directory: str) -> str:
    """A prefix made of a path."""
    parts = directory.removeprefix("drivers/").split("/")
    return " ".join(f"{part}:" for part in parts if part)
