"""Who looks after a file, as ``MAINTAINERS`` says.

Source: MAINTAINERS, "Descriptions of section entries and preferred order".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from typing import NamedTuple

WILDCARDS = frozenset("*?[")
#: A list that takes no mail from others.
CLOSED = "subscribers-only"
#: The patterns that are about the whole tree.
EVERYTHING = frozenset({"*", "*/"})


class People(NamedTuple):
    """Addresses as ``MAINTAINERS`` has them: who a patch goes to, and who gets a copy."""

    to: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


class Section(NamedTuple):
    """A section of ``MAINTAINERS``: the values of its entries by their letters."""

    entries: dict[str, list[str]]

    def values(self, letter: str) -> list[str]:
        """The values of the entries of a letter."""
        return self.entries.get(letter, [])

    @property
    def status(self) -> str:
        """Whether anybody looks after it, in lower case."""
        return " ".join(self.values("S")).lower()

    @property
    def is_the_rest(self) -> bool:
        """Whether it is about everything that nobody else looks after."""
        return not EVERYTHING.isdisjoint(self.values("F"))

    def covers(self, path: str) -> bool:
        """Whether it is about a file, named from the top of the tree."""
        if any(below(path, pattern) for pattern in self.values("X")):
            return False
        return any(below(path, pattern) for pattern in self.values("F")) or any(
            (regex := compiled(pattern)) is not None and regex.search(path) for pattern in self.values("N")
        )


def sections(lines: Iterable[str]) -> list[Section]:
    """The sections of ``MAINTAINERS`` that are about files."""
    found: list[Section] = []
    entries: dict[str, list[str]] = {}
    for line in [*lines, ""]:
        if line[1:2] == ":" and line[0].isupper():
            entries.setdefault(line[0], []).append(line[2:].strip())
        elif entries:
            found.append(Section(entries))
            entries = {}
    return [section for section in found if {"F", "N"} & section.entries.keys()]


def people(sections: Iterable[Section], paths: Iterable[str]) -> People:
    """Who a change of these files goes to."""
    responsible: dict[str, None] = {}
    copies: dict[str, None] = {}
    last_resort: dict[str, None] = {}
    for path in paths:
        covering = [section for section in sections if section.covers(path)]
        for section in sorted(covering, key=lambda section: section.is_the_rest):
            (last_resort if section.is_the_rest else responsible).update(dict.fromkeys(section.values("M")))
            copies.update(dict.fromkeys(section.values("R")))
            copies.update((value.split()[0], None) for value in section.values("L") if value and CLOSED not in value)
    to = responsible or last_resort
    return People(tuple(to), tuple(one for one in copies if one not in to))


def below(path: str, pattern: str) -> bool:
    """Whether a pattern of paths covers a file: ``a/`` what is in and below, ``a/*`` what is in, but not below."""
    if WILDCARDS.isdisjoint(pattern):
        return path == pattern or path.startswith(pattern if pattern.endswith("/") else f"{pattern}/")
    parts, wanted = path.split("/"), pattern.removesuffix("/").split("/")
    if len(parts) < len(wanted) or (len(parts) > len(wanted) and not pattern.endswith("/")):
        return pattern in EVERYTHING
    return all(map(fnmatchcase, parts, wanted))


@cache
def compiled(pattern: str) -> re.Pattern[str] | None:
    """A regular expression of the file, if it is one."""
    try:
        return re.compile(pattern)
    except re.error:
        return None
