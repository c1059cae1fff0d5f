"""checkpatch's command line: the habits of Perl's Getopt::Long as configured there.

Names are case-insensitive and never abbreviated, ``-strict`` is ``--strict``, a flag is negated by ``no-`` or ``no``,
values follow after ``=`` or a blank, options may stand after files, and short ones are not bundled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

OPTION = re.compile(r"--?([^=-][^=]*)(?:=(.*))?\Z", re.DOTALL)
NUMBER = re.compile(r"[-+]?\d+(?:_\d+)*", re.ASCII)


class Kind(Enum):
    """What an option takes."""

    FLAG = "nothing; it can be negated"
    SWITCH = "nothing"
    COUNT = "nothing; each one counts"
    NUMBER = "a whole number"
    WORD = "a word"
    WORDS = "a word; repeated ones add up"
    CHOICE = "a word after = or nothing"


class OptionError(Exception):
    """A command line that cannot be understood; its text says why."""


class Parser:
    """Reads command lines; ``kinds`` are the options by their main name, ``aliases`` other names of them."""

    def __init__(self, kinds: dict[str, Kind], aliases: dict[str, str]) -> None:
        self.kinds = kinds
        self.names = {name: name for name in kinds} | aliases

    def parse(self, arguments: list[str]) -> tuple[dict[str, Any], list[str]]:
        """The options given, by main name, and the other arguments; raises :class:`OptionError`."""
        values: dict[str, Any] = {}
        files: list[str] = []
        waiting = list(reversed(arguments))
        while waiting:
            word = waiting.pop()
            if word == "--":
                files += reversed(waiting)
                break
            if not self.take(word, values, waiting):
                files.append(word)
        return values, files

    def pieces(self, arguments: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each option as it is spelt, with what it says by itself: nothing if it cannot be understood. Words that are
        no option belong to the one before."""
        spelt: list[str] = []
        values: dict[str, Any] = {}
        waiting = list(reversed(arguments))
        while waiting:
            after = list(waiting)
            word = waiting.pop()
            if spelt and not OPTION.match(word):
                spelt.append(word)
                continue
            if spelt:
                yield " ".join(spelt), values
            values = {}
            try:
                self.take(word, values, waiting)
            except OptionError:
                waiting = after[:-1]
            spelt = after[len(waiting) :][::-1]
        if spelt:
            yield " ".join(spelt), values

    def take(self, word: str, values: dict[str, Any], waiting: list[str]) -> bool:
        """Record what a word says if it is an option, with its value taken from ``waiting`` if it stands there; whether
        it is one."""
        option = OPTION.match(word)
        if not option:
            return False
        name, wanted = self.meaning(option[1].lower())
        self.store(values, name, wanted, option[2], waiting)
        return True

    def meaning(self, spelling: str) -> tuple[str, bool]:
        """The main name of an option, and whether it is wanted (False: negated)."""
        if spelling in self.names:
            return self.names[spelling], True
        for prefix in ("no-", "no"):
            name = self.names.get(spelling.removeprefix(prefix)) if spelling.startswith(prefix) else None
            if name and self.kinds[name] == Kind.FLAG:
                return name, False
        raise OptionError(f"unknown option: {spelling}")

    def store(self, values: dict[str, Any], name: str, wanted: bool, value: str | None, waiting: list[str]) -> None:
        """Record one option, with its value taken from ``waiting`` if it stands there."""
        kind = self.kinds[name]
        if value == "":
            raise OptionError(f"option {name} needs a value behind the =")
        if kind in (Kind.FLAG, Kind.SWITCH, Kind.COUNT):
            if value is not None:
                raise OptionError(f"option {name} takes no value")
            values[name] = values.get(name, 0) + 1 if kind == Kind.COUNT else wanted
            return
        if value is None and kind != Kind.CHOICE:
            if not waiting:
                raise OptionError(f"option {name} needs a value")
            value = waiting.pop()
        if kind == Kind.NUMBER:
            if not NUMBER.fullmatch(value or ""):
                raise OptionError(f"option {name} needs a number, not {value!r}")
            values[name] = int(value or "")
        elif kind == Kind.WORDS:
            values.setdefault(name, []).append(value)
        else:
            values[name] = value or ""
