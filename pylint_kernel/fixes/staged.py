"""What is staged, repaired in the index; the file in the worktree gets the same repair, if its own changes allow it."""

from __future__ import annotations

import os

from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes.fixer import Fixer
from pylint_kernel.fixes.proof import worsens
from pylint_kernel.fixes.rewrite import Rewrite
from pylint_kernel.model import Applicability
from pylint_kernel.patches.postimage import is_inside
from pylint_kernel.surroundings import index, reading
from pylint_kernel.surroundings.git import Error, Repository
from pylint_kernel.surroundings.merging import merged
from pylint_kernel.surroundings.writing import save


class Stage:
    """The index of a repository and its worktree, of which fixes are put into both, or with ``in_index`` false only
    into the worktree; ``settings`` and ``level`` are those of the fixes."""

    def __init__(self, repository: Repository, settings: Settings, level: Applicability, *, in_index: bool) -> None:
        self.repository, self.settings, self.level, self.in_index = repository, settings, level, in_index

    def put(self, path: str, fixed: Rewrite) -> str | None:
        """Have a file, given relative to the top, repaired; why the worktree is as it was, if so.

        Of what is not staged nothing is lost. Raises :class:`git.Error` if nothing was done.
        """
        old = index.entry(self.repository, path)
        if old is None or self.repository.blob(old.id) != fixed.before:
            raise Error(index.MEANWHILE)
        number = index.blob(self.repository, fixed.after)
        if self.in_index:
            index.replace(self.repository, path, old, number)
        if not is_inside(self.repository.root, path):
            return "there is no such file in the worktree"
        file = os.path.join(self.repository.root, path)
        try:
            found = reading.read(file)
            sides = [index.checked_out(self.repository, path, one) for one in (old.id, number)]
            # Line ends may be those of the index, whatever git would write.
            made = changed(found, *sides) or changed(found, fixed.before, fixed.after)
            if made is None:
                return "what is not staged is in the way"
            if made not in (sides[1], fixed.after) and (harm := self.harm(fixed, found, made)):
                return f"together with what is not staged {harm}"
            save(file, found, made)
        except (Error, OSError) as error:
            return getattr(error, "strerror", None) or str(error)
        return None

    def harm(self, fixed: Rewrite, before: bytes, after: bytes) -> str | None:
        """What is worse in the file after the same repair than before it."""
        target = fixed.target
        fixer = Fixer(target._replace(changed=None), target.settings or self.settings, self.level)
        is_safe = self.level == Applicability.SAFE
        return worsens(fixer.check(before, None), fixer.check(after, None), is_safe=is_safe)


def changed(found: bytes, before: bytes, after: bytes) -> bytes | None:
    """What is ``found`` with the changes from ``before`` to ``after``; None where they collide with its own."""
    return after if found == before else merged(found, before, after)
