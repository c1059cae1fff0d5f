"""Dictionaries of misspellings that come from outside of the kernel tree, codespell's above all.

Such a file has tens of thousands of lines; it is sorted and searched, because to take it apart would take longer than
most checks do.
"""

from __future__ import annotations

import os
from bisect import bisect_left

#: Where distributions install the dictionary of codespell.
INSTALLED = "/usr/share/codespell/dictionary.txt"
#: What stands between a misspelling and its remedies: as codespell writes it, and as the kernel does.
ARROW, BARS = "->", "||"


class Dictionary:
    """A file with lines such as ``wrong->right``, ``wrong->right, or this,`` or ``wrong||right``, in text view; empty
    if it cannot be read."""

    def __init__(self, path: str) -> None:
        try:
            with open(path, encoding="latin-1") as stream:
                self._lines = stream.read().split("\n")
        except OSError:
            self._lines = []
        self._lines.sort()

    def remedies(self, word: str) -> list[str]:
        """What ``word`` (in lower case) may have been meant to be; nothing if it is no misspelling."""
        for separator in (ARROW, BARS):
            at = bisect_left(self._lines, word + separator)
            if at < len(self._lines) and self._lines[at].startswith(word + separator):
                return remedies(self._lines[at][len(word) + len(separator) :])
        return []


def remedies(text: str) -> list[str]:
    """The words before the last comma; what is after it is a remark, and ``disabled`` says not to use the line."""
    if "," not in text:
        return [text.strip()]
    *words, remark = (part.strip() for part in text.split(","))
    return [] if remark.startswith("disabled") else words


def find() -> str | None:
    """Where codespell's dictionary is installed: for the system, beside kcheck, or for the ``python3`` of PATH; None if
    it is in none of these places."""
    return at_hand() or in_package(elsewhere())


def at_hand() -> str | None:
    """Where it is installed for the system or beside kcheck; None if it is not."""
    if os.path.exists(INSTALLED):
        return INSTALLED
    from importlib.util import find_spec

    package = find_spec(PACKAGE)
    locations = package.submodule_search_locations if package else None
    return in_package(next(iter(locations), "") if locations else "")


def in_package(directory: str) -> str | None:
    """The dictionary in the directory of codespell's package; None if that has none, or is empty."""
    path = os.path.join(directory, "data", "dictionary.txt")
    return path if directory and os.path.exists(path) else None


PACKAGE = "codespell_lib"
#: Looks for the package as Python would, but not in the current directory, which belongs to those who are checked.
QUESTION = """
import os, sys
sys.path[:] = filter(None, sys.path)
from importlib.util import find_spec
found = find_spec(sys.argv[1])
print(os.path.abspath(found.submodule_search_locations[0]) if found else "")
"""


def elsewhere() -> str:
    """The directory of codespell's package for the ``python3`` of PATH; empty if it has none."""
    import subprocess

    try:
        answer = subprocess.run(
            ["python3", "-c", QUESTION, PACKAGE],
            stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=10,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return os.fsdecode(answer.stdout.strip())
