"""Saying no to a finding: with a comment above its line, in the configuration, in the baseline."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from lsprotocol.types import Position, PositionEncodingKind, Range, TextEdit

from pylint_kernel.checking import baseline
from pylint_kernel.checking.baseline import Entry
from pylint_kernel.checking.request import ConfigurationError
from pylint_kernel.checking.suppression import written
from pylint_kernel.classify import LAYOUT_KINDS, Kind
from pylint_kernel.configuration.configuration import Configuration, own_baseline
from pylint_kernel.configuration.ignoring import file_for, insertion, pattern_for
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lsp.judging import Place
from pylint_kernel.lsp.text import Text
from pylint_kernel.surroundings.writing import put

#: The languages that it can be said in: in others there are no comments, or it is not known where they are.
LANGUAGES = LAYOUT_KINDS | {
    Kind.RUST, Kind.RST, Kind.KCONFIG, Kind.MAKE, Kind.YAML, Kind.SHELL, Kind.PYTHON, Kind.PERL, Kind.AWK,
}  # fmt: skip


def comment_above(place: Place) -> TextEdit | None:
    """The edit that puts the comment there; None where no comment can stand, or it would do harm."""
    file, row = place.piece.result.file, place.range.start.line
    if not is_in_file(place) or file.kind not in LANGUAGES:
        return None
    # The first line belongs to the licence, and in a comment or a string there is no other comment.
    if not row or row >= file.line_count or is_inside(file, file.line_bounds(row).start):
        return None
    line = file.line_text(row)
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    continued = " \\" if file.line_text(row - 1).endswith("\\") else ""
    end = "\r\n" if file.first_line + row in file.carriage_returns else "\n"
    comment = f"{indent}{written(file.kind, f'ignore[{place.found.code}]')}{continued}{end}"
    return TextEdit(Range(Position(row, 0), Position(row, 0)), comment)


def is_inside(file: SourceFile, offset: int) -> bool:
    """Whether an offset, where a line begins, is in the middle of a comment or a literal of several lines."""
    if file.kind not in LAYOUT_KINDS:
        return False
    comment = file.comment_at(offset)
    at = file.position_at(offset) - 1
    return (comment is not None and comment.start < offset) or (at >= 0 and file.tokens.end(at) > offset)


class Configured(NamedTuple):
    """The edit of a file of configuration, which may have to be made first."""

    path: str
    is_new: bool
    edit: TextEdit


def in_configuration(place: Place, path: str, top: str, encoding: PositionEncodingKind) -> Configured | None:
    """The edit that has the type of a finding ignored in the file ``path``, in the configuration nearest to it below
    ``top``; None where that cannot be done."""
    named = file_for(path, top) if is_in_file(place) else None
    if named is None:
        return None
    try:
        with open(named, encoding="utf-8", newline="") as stream:
            content, is_new = stream.read(), False
    except FileNotFoundError:
        content, is_new = "", True
    except (OSError, UnicodeDecodeError):
        return None
    found = insertion(content, pattern_for(path, os.path.dirname(named)), place.found.code)
    if found is None:
        return None
    text = Text(content.encode(), encoding)
    at = text.position(len(content[: found.at].encode()))
    return Configured(named, is_new, TextEdit(Range(at, at), found.text))


def in_baseline(place: Place, path: str, configuration: Configuration) -> tuple[str, Entry] | None:
    """The baseline that is configured for the file ``path``, and the entry that a finding would be in it; None if there
    is none, or it is not ours to write."""
    try:
        named = baseline_for(path, configuration) if is_in_file(place) else None
        if named is None:
            return None
        name = baseline.load(named).name(path)
    except ConfigurationError:
        return None
    return named, baseline.Lines(place.piece.result.file).entry(name, place.found)


def baseline_for(path: str, configuration: Configuration) -> str | None:
    """The baseline that is configured for a file; raises :class:`ConfigurationError` if it is not to be written."""
    return own_baseline(configuration.layers(os.path.dirname(path)))


def enter(path: str, configuration: Configuration, fields: Any) -> None:
    """Add an entry to the baseline that is configured for the file ``path``, where there is one.

    Raises :class:`ConfigurationError` or OSError if that is not possible, TypeError if ``fields`` are none of an entry.
    """
    named = baseline_for(path, configuration)
    if named is not None:
        put(named, baseline.with_entry(named, Entry(**fields)).encode())


def is_in_file(place: Place) -> bool:
    """Whether a finding is one of a file, rather than of a patch or a message."""
    return place.piece.start == 0 and place.piece.result.target.mail is None
