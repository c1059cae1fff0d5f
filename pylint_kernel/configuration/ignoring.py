"""A type more that a ``.kcheck.toml`` ignores for a path: the text that is to be inserted, all else stays as it is."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator
from typing import Any, NamedTuple

from pylint_kernel.configuration import files

KEY = "per-path-ignores"
TABLE = re.compile(rf"^[ \t]*\[[ \t]*{KEY}[ \t]*\][^\n]*\n?", re.MULTILINE)
INLINE = re.compile(rf"^[ \t]*{KEY}[ \t]*=[ \t]*\{{[ \t]*", re.MULTILINE)


class Insertion(NamedTuple):
    """A text, and the index that it is to be inserted at."""

    at: int
    text: str


def insertion(text: str, pattern: str, code: str) -> Insertion | None:
    """What makes the ``.kcheck.toml`` with this text ignore a type for a pattern; None if that is beyond us."""
    try:
        before = tomllib.loads(text)
        listed = before.get(KEY, {}).get(pattern, [])
        wanted: dict[str, Any] = {**before, KEY: {**before.get(KEY, {}), pattern: sorted([*listed, code])}}
    except (tomllib.TOMLDecodeError, AttributeError, TypeError):
        return None
    for one in candidates(text, pattern, code):
        try:
            after = tomllib.loads(text[: one.at] + one.text + text[one.at :])
            after[KEY][pattern].sort()
        except (tomllib.TOMLDecodeError, AttributeError, KeyError, TypeError):
            continue
        if after == wanted:
            return one
    return None


def candidates(text: str, pattern: str, code: str) -> Iterator[Insertion]:
    """Where it may belong, the likely places first: into the list of the pattern, into the table, at the end."""
    key, value = quoted(pattern), quoted(code)
    for name in (re.escape(key), re.escape(f"'{pattern}'")):
        for found in re.finditer(rf"{name}[ \t]*=[ \t]*\[", text):
            yield Insertion(found.end(), f"{value}, ")
            yield Insertion(found.end(), value)
    for found in INLINE.finditer(text):
        yield Insertion(found.end(), f"{key} = [{value}], ")
        yield Insertion(found.end(), f"{key} = [{value}]")
    for found in TABLE.finditer(text):
        newline = "" if found[0].endswith("\n") else "\n"
        yield Insertion(found.end(), f"{newline}{key} = [{value}]\n")
    newline = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    yield Insertion(len(text), f"{newline}[{KEY}]\n{key} = [{value}]\n")


def quoted(text: str) -> str:
    """A string of TOML."""
    return json.dumps(text, ensure_ascii=False)


def pattern_for(path: str, directory: str) -> str:
    """The pattern that is for one file below a directory and for no other."""
    name = os.path.relpath(path, directory).replace(os.sep, "/")
    return name if "/" in name else f"/{name}"


def file_for(path: str, top: str) -> str | None:
    """The ``.kcheck.toml`` that is nearest to a file below ``top``, or that of ``top``, which need not exist yet; None
    where it would hide another configuration."""
    directory = os.path.dirname(path)
    while directory != top and directory != os.path.dirname(directory):
        if os.path.isfile(found := os.path.join(directory, files.NAMES[0])):
            return found
        directory = os.path.dirname(directory)
    found = os.path.join(top, files.NAMES[0])
    hidden = (os.path.join(top, name) for name in files.NAMES[1:])
    return found if os.path.isfile(found) or not any(map(os.path.isfile, hidden)) else None
