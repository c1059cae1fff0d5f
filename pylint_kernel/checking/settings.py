"""What the user asked for, as one frozen value that every worker process gets."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import NamedTuple

from pylint_kernel.language.dialect import Words
from pylint_kernel.language.source import Limits
from pylint_kernel.model import Severity

#: What a line of a commit message begins with that says no to types.
TRAILER = "Checkpatch-ignore"
#: checkpatch is always strict below these directories.
STRICT_PATHS = ("drivers/net/", "net/", "drivers/staging/")


class Settings(NamedTuple):
    """What holds for a file.

    ``types``: if not empty, only these codes are reported; those of ``ignore`` never are. ``levels``: other levels of
    types than the rules have, as pairs. Only ``fixable`` types are repaired, if there are any, and never ``unfixable``
    ones.
    ``root``: the kernel tree given with ``--root``; ``tree``: whether to look for one at all. ``dictionary``: a file
    with more misspellings than the tree has, codespell's for example; empty where none is wanted, not even one that is
    installed. ``lists``: the directory of the lists of words,
    if not the ``scripts`` of the tree. ``dialect``: folders with dialects that are added to the kernel's, ``names``:
    further names of macros and types, by topic. ``suppress``: whether what people have said no to is held back;
    ``require_reason``: whether they must say why. ``suppression_trailer``: the word by which a line of a commit message
    says no to types; ``baseline``: a file with known findings. ``rules``: files and packages with rules of the user's
    own. ``lacking``: what there is not around the file that rules may need; those that do are silent, unless they are
    asked for.
    """

    strict: bool = False
    types: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    levels: tuple[tuple[str, Severity], ...] = ()
    fixable: frozenset[str] = frozenset()
    unfixable: frozenset[str] = frozenset()
    limits: Limits = Limits()
    root: str | None = None
    tree: bool = True
    dictionary: str | None = None
    lists: str | None = None
    lacking: frozenset[str] = frozenset()
    rules: tuple[str, ...] = ()
    dialect: tuple[str, ...] = ()
    names: Words = ()
    suppress: bool = True
    require_reason: bool = False
    suppression_trailer: str = TRAILER
    baseline: str | None = None

    def selects(self, code: str) -> bool:
        """Whether findings of the type ``code`` are wanted."""
        return code not in self.ignore and (not self.types or code in self.types)

    def repairs(self, code: str) -> bool:
        """Whether findings of the type ``code`` may be repaired."""
        return code not in self.unfixable and (not self.fixable or code in self.fixable)

    def strict_for(self, path: str) -> bool:
        """Whether CHECK findings are shown for the file ``path`` (relative to the kernel tree)."""
        return self.strict or bool(always_strict(path))


def always_strict(path: str) -> str:
    """The directory that ``path`` (relative to the kernel tree) is in where CHECK findings are shown unasked; empty if
    it is in none."""
    return next((place.rstrip("/") for place in STRICT_PATHS if path.startswith(place)), "")


def words(lists: Iterable[str]) -> frozenset[str]:
    """The types in comma-separated lists, in capitals."""
    return frozenset(word.strip().upper() for several in lists for word in several.split(",") if word.strip())


class Selection(NamedTuple):
    """What a list of types means: the ``types`` themselves, and the words that are none, with what may have been
    meant."""

    types: frozenset[str]
    unknown: list[tuple[str, list[str]]]


def select(lists: Iterable[str], *, asking: bool = False) -> Selection:
    """The types that comma-separated lists name: by their names, by patterns (``DEVICE_*``), by groups (``layout``).

    ``asking``: the lists say what is to be reported. Then what not everybody wants is not meant along with others.
    """
    from difflib import get_close_matches

    from pylint_kernel.checking.rule import REQUEST, catalog

    requested = {code for code, rules in catalog().items() if all(REQUEST in rule.needs for rule in rules)}
    members: dict[str, set[str]] = {}
    names = {rule.tolerance for rules in catalog().values() for rule in rules if rule.tolerance}
    for code, rules in catalog().items():
        names.add(code)
        members.setdefault(rules[0].group.upper(), set()).add(code)
    types: set[str] = set()
    unknown = []
    for word in sorted(words(lists)):
        found = members.get(word) or {name for name in names if fnmatchcase(name, word)}
        if not found:
            near = get_close_matches(word, [*catalog(), *members], 3, 0.7)
            unknown.append((word, [name.lower() if name in members else name for name in near]))
        types |= (found - requested or found) if asking else found
    return Selection(frozenset(types), unknown)
