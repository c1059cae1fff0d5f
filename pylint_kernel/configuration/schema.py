"""The keys of a configuration: what they are for, and what their values may be."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from pylint_kernel.checking.settings import TRAILER
from pylint_kernel.language.source import Limits
from pylint_kernel.model import Severity

LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING, "check": Severity.CHECK}


class SchemaError(Exception):
    """A value that makes no sense; ``trail`` are words on the way to it, by which its line can be found."""

    def __init__(self, message: str, *trail: str) -> None:
        super().__init__(message)
        self.trail = trail


#: Takes a value as TOML has it, and the directory of the file; gives what layers hold, or raises :class:`SchemaError`.
Reader = Callable[[Any, str], Any]


class Key(NamedTuple):
    """A key: how its value is read, what it is where nobody says anything, and what it is for.

    ``adds``: what the layers list adds up. ``own``: only the user's own configuration may have it.
    """

    read: Reader
    default: Any
    help: str
    adds: bool = False
    own: bool = False


def flag(value: Any, directory: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise SchemaError("must be true or false")
    return value


def number(least: int) -> Reader:
    """A whole number, ``least`` or more."""

    def read(value: Any, directory: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise SchemaError(f"must be a whole number, {least} or more")
        return value

    return read


def word(value: Any, directory: str) -> str:
    """A text."""
    if not isinstance(value, str):
        raise SchemaError('must be a text in quotes ("...")')
    return value


def tag(value: Any, directory: str) -> str:
    """What can stand before the colon in a line of a commit message."""
    found = word(value, directory)
    if not re.fullmatch(r"[A-Za-z][\w-]*", found, re.ASCII):
        raise SchemaError("must be a word such as Checkpatch-ignore", found)
    return found


def words(value: Any, directory: str) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise SchemaError('must be a list of texts (["...", "..."])')
    return tuple(value)


def types(value: Any, directory: str) -> tuple[str, ...]:
    """A list of types, patterns and groups."""
    from pylint_kernel.checking.settings import select

    listed = words(value, directory)
    for unknown, near in select(listed).unknown:
        raise unknown_type(unknown, near, listed)
    return listed


def unknown_type(name: str, near: list[str], listed: Iterable[str]) -> SchemaError:
    """What is wrong with the name of a type."""
    hint = f" (did you mean {' or '.join(near)}?)" if near else " (kcheck rule --list shows all)"
    spelled = next((one for one in listed if name in one.upper()), name)
    return SchemaError(f"there is no type {name}{hint}", spelled)


def table(value: Any) -> dict[str, Any]:
    """A table of TOML."""
    if not isinstance(value, dict):
        raise SchemaError("must be a table")
    return value


def levels(value: Any, directory: str) -> dict[str, Severity]:
    """A table of types with their levels."""
    found = {}
    for name, level in table(value).items():
        if level not in LEVELS:
            raise SchemaError(f"{name}: must be one of {', '.join(LEVELS)}", name)
        types([name], directory)
        found[name] = LEVELS[level]
    return found


def types_by_path(value: Any, directory: str) -> dict[str, tuple[str, ...]]:
    """A table of patterns for paths with types."""
    found = {}
    for pattern, listed in table(value).items():
        try:
            found[pattern] = types(listed, directory)
        except SchemaError as error:
            raise SchemaError(f"{pattern}: {error}", pattern, *error.trail) from None
    return found


def path(value: Any, directory: str) -> str:
    """What a path means that is relative to the directory of the configuration."""
    return os.path.normpath(os.path.join(directory, os.path.expanduser(word(value, directory))))


def existing(value: Any, directory: str) -> str:
    """A file that can be read."""
    found = path(value, directory)
    if not os.path.isfile(found):
        raise SchemaError(f"there is no file {value}", value)
    return found


def folder(value: Any, directory: str) -> str:
    """A directory."""
    found = path(value, directory)
    if not os.path.isdir(found):
        raise SchemaError(f"there is no directory {value}", value)
    return found


def names(value: Any, directory: str) -> dict[str, tuple[str, ...]]:
    """A table of the topics of a dialect with names."""
    from pylint_kernel.language.dialect import TOPICS

    found = {}
    for topic, listed in table(value).items():
        if topic not in TOPICS:
            raise SchemaError(f"there is no topic {topic!r} (choose from {', '.join(TOPICS)})", topic)
        try:
            found[topic] = words(listed, directory)
        except SchemaError as error:
            raise SchemaError(f"{topic}: {error}", topic) from None
    return found


def rules(value: Any, directory: str) -> tuple[str, ...]:
    """Files and packages with rules, which are there from now on."""
    from pylint_kernel.checking import own

    found = tuple(path(name, directory) if name.endswith(".py") else name for name in words(value, directory))
    for name in found:
        own.load(name)
    return found


def preset(value: Any, directory: str) -> str:
    """The name of a preset, or ``none``."""
    from pylint_kernel.configuration import presets

    known = presets.names()
    if value not in ("none", *known):
        raise SchemaError(f"there is no preset {value!r} (choose from {', '.join(known)}, none)", str(value))
    return str(value)


def tree(value: Any, directory: str) -> str:
    """The top of a kernel tree."""
    from pylint_kernel.surroundings import kernel_tree

    found = path(value, directory)
    if not kernel_tree.is_tree(found):
        raise SchemaError(f"{value} is not the top of a kernel tree", value)
    return found


def version(value: Any, directory: str) -> tuple[int, int]:
    """A version of the kernel, ``6.12``, as numbers."""
    major, dot, minor = word(value, directory).partition(".")
    if not (dot and major.isdecimal() and minor.isdecimal()):
        raise SchemaError(f"{value} is no version such as 6.12")
    return int(major), int(minor)


def format_name(value: Any, directory: str) -> str:
    """The format for standard output; files to write are named on the command line only."""
    from pylint_kernel.output import FORMATS

    name = word(value, directory)
    if "=" in name:
        raise SchemaError("files to write are named on the command line only (--format NAME=FILE)", name)
    if name not in FORMATS:
        raise SchemaError(f"there is no format {name!r} (choose from {', '.join(FORMATS)})", name)
    return name


LIMITS = Limits()
KEYS: dict[str, Key] = {
    "rules": Key(rules, (), "Files and installed packages with rules of your own.", adds=True, own=True),
    "preset": Key(preset, None, "The project whose habits hold; none for no other than the kernel's."),
    "select": Key(types, (), "Report only these types: names, patterns such as DEVICE_*, groups such as layout."),
    "ignore": Key(types, (), "Do not report these types, patterns, groups.", adds=True),
    "strict": Key(flag, False, "Report CHECK findings too."),
    "exclude": Key(words, (), "Patterns for files and directories that are not checked.", adds=True),
    "fixable": Key(types, (), "Repair only these types."),
    "unfixable": Key(types, (), "Never repair these types.", adds=True),
    "max-line-length": Key(number(1), LIMITS.max_line_length, "Columns a line may take."),
    "tab-size": Key(number(2), LIMITS.tab_size, "Columns between tab stops."),
    "min-conf-desc-length": Key(number(0), LIMITS.min_conf_desc_length, "Lines of help that a Kconfig symbol needs."),
    "kconfig-prefix": Key(word, LIMITS.kconfig_prefix, "What the names of Kconfig symbols begin with in C."),
    "spdx-cxx-comments": Key(flag, False, "Headers and assembler may have their licence in a // comment."),
    "checkpatch-version": Key(
        version, LIMITS.checkpatch_version, "Judge as that version of checkpatch where versions differ."
    ),
    "codespell": Key(flag, None, "Look for what codespell's dictionary has misspelt, too; or never."),
    "codespellfile": Key(existing, None, "Take this dictionary: lines of wrong->right or wrong||right."),
    "root": Key(tree, None, "The kernel tree to take facts from, instead of the one that a file is in."),
    "tree": Key(flag, True, "Whether to look for a kernel tree."),
    "dialect": Key(folder, None, "A folder with names of macros and types, a file a topic (docs/configuration.md)."),
    "typedefs": Key(existing, None, "A file with names of types."),
    "suppress": Key(flag, True, "Whether what comments, trailers, baselines and paths say no to is held back."),
    "suppression-trailer": Key(
        tag, TRAILER, "What a line of a commit message begins with that says no to types: WORD: TYPE, TYPE."
    ),
    "baseline": Key(path, None, "Report nothing that is in this file, which kcheck baseline writes."),
    "require-reason": Key(flag, False, "Report suppressions that do not say why."),
    "format": Key(format_name, "text", "How to present on standard output."),
    "names": Key(names, {}, "Names of macros and types by topic: iterators, attributes, declaring, types …"),
    "level": Key(levels, {}, "Types, patterns, groups, each with the level it has: error, warning or check."),
    "per-path-ignores": Key(types_by_path, {}, "Patterns for paths, each with what is not reported there."),
}


def read(name: str, value: Any, directory: str, *, own: bool = False) -> Any:
    """The value of a key; raises :class:`SchemaError`. ``own``: the file is the user's own."""
    key = KEYS.get(name)
    if key is None:
        from difflib import get_close_matches

        near = get_close_matches(name, KEYS, 2, 0.6)
        hint = f" (did you mean {' or '.join(near)}?)" if near else f" (there are {', '.join(KEYS)})"
        raise SchemaError(f"there is no key {name!r}{hint}")
    if key.own and not own:
        raise SchemaError(f"{name} is for the command line and the user's own configuration only")
    try:
        return key.read(value, directory)
    except SchemaError as error:
        raise SchemaError(f"{name}: {error}", *error.trail) from None
