"""Presets: what projects that write C as the kernel does have agreed on, one folder of ``grammars/`` each.

``preset.toml`` in the folder has the keys of a configuration, the other files are the names of its dialect.
``roots.txt`` tells by which entries the top of a project's tree is recognised.
"""

from __future__ import annotations

import os
from functools import cache

from pylint_kernel.language import dialect

FILE, ROOTS = "preset.toml", "roots.txt"


@cache
def names() -> tuple[str, ...]:
    """The presets that there are."""
    return tuple(sorted(name for name in os.listdir(dialect.root()) if os.path.isfile(file(name))))


def file(name: str) -> str:
    """The configuration that a preset is."""
    return os.path.join(dialect.root(), name, FILE)


@cache
def roots() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Presets with the entries that the top of their tree has."""
    with open(os.path.join(dialect.root(), ROOTS), encoding="utf-8") as lines:
        parts = [line.partition("#")[0].split() for line in lines]
    return tuple((part[0], tuple(part[1:])) for part in parts if part)


def recognised(directory: str) -> str | None:
    """The preset of the project whose tree has its top in ``directory``."""
    for name, entries in roots():
        if all(os.path.exists(os.path.join(directory, entry)) for entry in entries):
            return name
    return None
