"""The corpus: one Markdown file a type, whose cases are tests and documentation at once.

A case is a fenced block. Its info words: the language (``c h S dts diff mail kconfig make …``), ``ok`` (nothing may be
found), ``fixed``/``unsafe`` (the case before it, after ``--fix`` / ``--fix --unsafe-fixes``), ``vis`` (``␠ ␉ ␍ ␌``
stand for space, tab, carriage return and form feed, ``␦`` for the byte 0xff), ``noeol``, ``path=…``, ``opt="…"``
(options of the command line), ``patch`` (judge it as a change, all lines new), ``deviates="why checkpatch says
otherwise"``.

A line that starts with ``~`` belongs to the line above it: carets under what is found (the ``~`` is column 0 and counts
as a caret when one follows it at once), the level and, if wanted, (part of) the message.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pylint_kernel.model import Severity

VISIBLE = str.maketrans({"␠": " ", "␉": "\t", "␍": "\r", "␌": "\f", "␦": "\udcff"})
FENCE = re.compile(r"^(`{3,})[ ]*(\S.*)$")
ANNOTATION = re.compile(r"^(~[ \t^]*)(ERROR|WARNING|CHECK)(?::[ ]?(.*))?$")


class Expected(NamedTuple):
    """An annotation: 1-based ``line``, 0-based ``columns`` on screen (None: any), level, part of the message."""

    line: int
    columns: tuple[int, int] | None
    severity: Severity
    message: str


class Case(NamedTuple):
    """One fenced block with the title above it; ``fixed``/``unsafe`` are the contents of the blocks after it."""

    code: str
    title: str
    number: int
    language: str
    words: frozenset[str]
    values: dict[str, str]
    source: bytes
    shown: str
    expected: tuple[Expected, ...]
    fixed: bytes | None
    unsafe: bytes | None

    @property
    def path(self) -> str:
        """The path the case is checked under."""
        return self.values.get("path", f"drivers/demo/demo.{self.language}")

    @property
    def options(self) -> list[str]:
        """Further options of the command line."""
        return shlex.split(self.values.get("opt", ""))


def root() -> Path:
    """Where the corpus is: beside the package in a checkout, inside it in an installed wheel."""
    package = Path(__file__).parent.parent
    inside = package / "corpus"
    return inside if inside.is_dir() else package.parent / "corpus"


def cases(path: Path) -> list[Case]:
    """The cases of one Markdown file; raises ValueError where it cannot be read as such."""
    found: list[Case] = []
    for title, info, lines in blocks(path.read_text(encoding="utf-8")):
        language, words, values = read_info(info)
        text, shown, expected = read_lines(lines, "vis" in words, "noeol" in words)
        if words & {"fixed", "unsafe"}:
            if not found:
                raise ValueError(f"{path.name}: a fixed block without a case before it")
            last = found[-1]
            found[-1] = last._replace(fixed=text) if "fixed" in words else last._replace(unsafe=text)
            continue
        found.append(Case(path.stem, title, len(found) + 1, language, words, values, text, shown, expected, None, None))
    return found


def blocks(markdown: str) -> Iterator[tuple[str, str, list[str]]]:
    """Title, info string and lines of each fenced block that has an info string."""
    title, fence, info, lines = "", "", "", list[str]()
    for line in markdown.split("\n"):
        if fence:
            if line.strip() == fence:
                yield title, info, lines
                fence = ""
            else:
                lines.append(line)
        elif opening := FENCE.match(line):
            fence, info, lines = opening[1], opening[2], []
        elif line.startswith("#"):
            title = line.lstrip("# ")


def read_info(info: str) -> tuple[str, frozenset[str], dict[str, str]]:
    """Language, flags and ``key=value`` settings of an info string."""
    language, *words = shlex.split(info)
    values = dict(word.split("=", 1) for word in words if "=" in word)
    return language, frozenset(word for word in words if "=" not in word), values


def read_lines(lines: list[str], visible: bool, no_newline: bool) -> tuple[bytes, str, tuple[Expected, ...]]:
    """The content of a block, the same for reading (annotations gone), and its annotations."""
    kept: list[str] = []
    expected: list[Expected] = []
    for line in lines:
        annotation = ANNOTATION.match(line)
        if annotation and kept:
            mark = annotation[1].expandtabs()
            mark = mark.replace("~", "^" if mark[1:2] == "^" else " ")
            columns = (mark.index("^"), mark.rindex("^") + 1) if "^" in mark else None
            message = annotation[3] or ""
            expected.append(Expected(len(kept), columns, Severity[annotation[2]], message.translate(VISIBLE)))
        else:
            kept.append(line)
    shown = "\n".join(kept)
    text = shown + ("" if no_newline or not kept else "\n")
    return (text.translate(VISIBLE) if visible else text).encode(errors="surrogateescape"), shown, tuple(expected)
