"""Patterns for paths: ``*`` within a name, ``**`` over any directories, ``?`` for a letter.

A pattern without a slash is for the name of a file or directory, wherever it is; one with a slash starts at the
directory of the configuration. What matches a directory is for all below it.
"""

from __future__ import annotations

import os
import re
from functools import cache


def covers(pattern: str, directory: str, path: str) -> bool:
    """Whether the absolute ``path`` is one that ``pattern``, which is relative to ``directory``, is for."""
    below = directory if directory.endswith(os.sep) else directory + os.sep
    return path.startswith(below) and expression(pattern).match(path[len(below) :].replace(os.sep, "/")) is not None


@cache
def expression(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression for relative paths."""
    inner = pattern.strip("/")
    anywhere = "" if "/" in pattern.rstrip("/") else "(?:.*/)?"
    body = "".join(translated(part) for part in re.split(r"(\*\*/|\*\*|\*|\?)", inner.removeprefix("./")))
    return re.compile(f"{anywhere}{body}(?:/.*)?\\Z", re.DOTALL)


def translated(part: str) -> str:
    """A wildcard as a regular expression, or the text that stands for itself."""
    return {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(part, re.escape(part))
