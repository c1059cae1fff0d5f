"""What the user asked for, as one frozen value that every worker process gets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pylint_kernel.language.source import Limits

#: checkpatch is always strict below these directories.
STRICT_PATHS = ("drivers/net/", "net/", "drivers/staging/")


class Settings(NamedTuple):
    """One run's choices.

    ``types``: if not empty, only these codes are reported and ``ignore`` has no effect; otherwise ``ignore`` hides.
    ``root``: the kernel tree given with ``--root``; ``tree``: whether to look for one at all. ``dictionary``: a file
    with more misspellings than the tree has, codespell's for example.
    """

    strict: bool = False
    types: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    limits: Limits = Limits()
    root: str | None = None
    tree: bool = True
    dictionary: str | None = None

    def selects(self, code: str) -> bool:
        """Whether findings of the type ``code`` are wanted."""
        return code in self.types if self.types else code not in self.ignore

    def strict_for(self, path: str) -> bool:
        """Whether CHECK findings are shown for the file ``path`` (relative to the kernel tree)."""
        return self.strict or path.startswith(STRICT_PATHS)


def words(lists: Iterable[str]) -> frozenset[str]:
    """The types in comma-separated lists, in capitals."""
    return frozenset(word.strip().upper() for several in lists for word in several.split(",") if word.strip())


def unknown_types(types: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The words that are no types, each with types that read much like it."""
    from difflib import get_close_matches

    from pylint_kernel.checking.rule import catalog

    codes = list(catalog())
    tolerances = {rule.tolerance for rules in catalog().values() for rule in rules if rule.tolerance}
    for word in sorted(set(types) - set(codes) - tolerances):
        yield word, get_close_matches(word, codes, 3, 0.7)
