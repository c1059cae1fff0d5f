"""The C files of a git work tree that are not named on the command line, but have to do with what is."""

from __future__ import annotations

import os
from collections.abc import Collection

from pylint_kernel.classify import C_KINDS, classify
from pylint_kernel.command_line.paths import relative
from pylint_kernel.surroundings import git


def mentioning(word: str, places: Collection[str]) -> list[str]:
    """The C files with a word in them, in the work tree that the first of ``places`` (real paths) is in, those apart.

    None where there is no work tree.
    """
    repository = git.find(os.path.dirname(next(iter(places)))) if places else None
    if repository is None:
        return []
    try:
        paths = repository.mentioning(word)
    except git.Error:
        # There is nothing to say of what nobody knows.
        return []
    found = (os.path.join(repository.root, path) for path in paths if classify(path) in C_KINDS)
    return [relative(path) for path in found if os.path.isfile(path) and os.path.realpath(path) not in places]
