"""From a document to what is found in it."""

from __future__ import annotations

import os
from contextlib import closing
from functools import cached_property
from io import BytesIO
from typing import NamedTuple

from lsprotocol.types import Range

from pylint_kernel.checking import draft, engine, runner
from pylint_kernel.checking.inputs import Collector, Problem
from pylint_kernel.checking.request import ConfigurationError, Request
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.classify import Kind, classify
from pylint_kernel.configuration.configuration import Configuration
from pylint_kernel.lsp import again, changes
from pylint_kernel.lsp.again import Judged
from pylint_kernel.lsp.changes import Base
from pylint_kernel.lsp.text import Text
from pylint_kernel.model import Finding
from pylint_kernel.output import is_mail
from pylint_kernel.patches.patch import looks_like_patch

#: What editors call the languages that a name without extension does not tell.
KINDS = {
    "c": Kind.C,
    "dts": Kind.DTS,
    "devicetree": Kind.DTS,
    "kconfig": Kind.KCONFIG,
    "make": Kind.MAKE,
    "makefile": Kind.MAKE,
    "rust": Kind.RUST,
    "yaml": Kind.YAML,
    "rst": Kind.RST,
    "restructuredtext": Kind.RST,
    "shellscript": Kind.SHELL,
    "sh": Kind.SHELL,
    "diff": Kind.MAIL,
    "patch": Kind.MAIL,
    "mail": Kind.MAIL,
}


#: What editors call commit messages, and where git has them written.
MESSAGES = frozenset(("gitcommit", "git-commit"))
MESSAGE_FILES = frozenset(("COMMIT_EDITMSG", "MERGE_MSG"))


class Superseded(BaseException):
    """Nobody wants the answer any more; no ``except Exception`` on the way keeps it back."""


class Piece(NamedTuple):
    """A result, and where in the document its content begins; -1 for what is not a part of it: the files that a patch
    changes. ``old`` are the findings on what has not changed."""

    result: Result
    start: int
    old: frozenset[Finding] = frozenset()


class Memory(NamedTuple):
    """A source file as it was judged last, and as it is in the revision that it is compared with."""

    judged: Judged
    base: Base | None


class Since(NamedTuple):
    """What is done with findings on what has not changed since a revision, one of :data:`.changes.MODES`."""

    mode: str = "off"
    revision: str = "HEAD"


class _Verdict(NamedTuple):
    text: Text
    pieces: tuple[Piece, ...]
    failures: tuple[str, ...]
    memory: Memory | None


class Verdict(_Verdict):
    """What was found in a text, in pieces: a source file is one, a mailbox has many; and what could not be checked.

    ``memory`` is what the next check of a source file can build upon.
    """

    def lighter(self) -> Verdict:
        """The same without what the next check could build upon."""
        return self._replace(memory=None)

    @cached_property
    def problems(self) -> list[Place]:
        """The findings, each with its place in the document."""
        return [place for piece in self.pieces for found in piece.result.findings
                if (place := place_of(found, piece, self.text))]  # fmt: skip


class Place(NamedTuple):
    """A finding and its range in the document."""

    found: Finding
    range: Range
    piece: Piece

    @property
    def is_old(self) -> bool:
        """Whether it is on what has not changed."""
        return self.found in self.piece.old


def place_of(found: Finding, piece: Piece, text: Text) -> Place | None:
    """Where in the document a finding is; None if it is about nothing in it."""
    file, (start, end) = piece.result.file, found.span
    if piece.start >= 0:
        first, last = piece.start + start, piece.start + end
        if file.carriage_returns:
            first, last = first + file.returns_before(start), last + file.returns_before(end)
        return Place(found, text.range(first, last), piece)
    number = (piece.result.target.patch_lines or {}).get(file.line_number(start))
    if number is None:
        return None
    # Behind the mark that begins the line of a diff.
    first = nth_line(text, number) + 1
    start = first + start - file.line_start(start)
    return Place(found, text.range(start, min(start + found.span.end - found.span.start, line_end(text, start))), piece)


def nth_line(text: Text, number: int) -> int:
    """Where a line of a patch, counted from 1, begins: only LF ends these."""
    return text.newlines[number - 2] + 1 if number > 1 else 0


def line_end(text: Text, offset: int) -> int:
    """Where the line that ``offset`` lies in ends."""
    end = text.data.find(b"\n", offset)
    return end if end >= 0 else len(text.data)


def targets(path: str, language: str, data: bytes, configuration: Configuration) -> list[Target | Problem]:
    """What there is to check in a document; nothing if it is of no kind that kcheck knows, or not to be checked.

    Raises :class:`ConfigurationError`.
    """
    kind = classify(path)
    if kind == Kind.OTHER:
        kind = KINDS.get(language, Kind.OTHER)
    is_patch = kind == Kind.MAIL or (kind == Kind.OTHER and looks_like_patch(data))
    if (kind == Kind.OTHER and not is_patch) or configuration.excluded(path):
        return []
    with closing(collector_at(path, configuration)) as collector:
        if is_patch:
            return list(collector.patches(path, data, origin=path))
        return [collector.target(path, path)._replace(data=data, kind=kind)]


def collector_at(path: str, configuration: Configuration) -> Collector:
    """What turns a document into targets as if it was asked for in its directory."""
    directory = os.path.dirname(path)
    return Collector(Request(configured=configuration), BytesIO(), directory if os.path.isdir(directory) else os.sep)


def is_message(path: str, language: str) -> bool:
    """Whether a document is a commit message that is being written."""
    return language in MESSAGES or os.path.basename(path) in MESSAGE_FILES


def message(path: str, text: Text, configuration: Configuration) -> Verdict:
    """What is found in a commit message that is being written. Raises :class:`ConfigurationError`."""
    with closing(collector_at(path, configuration)) as collector:
        result = draft.judge(collector, path, text.data)
    if result is None:
        return Verdict(text, (), (), None)
    failures = () if result.failure is None else (result.failure,)
    return Verdict(text, (Piece(result, 0),), failures, None)


def judge(
    path: str,
    language: str,
    text: Text,
    configuration: Configuration,
    since: Since,
    before: Memory | None,
    pause: engine.Pause,
) -> Verdict:
    """Check a document, of which an earlier version may be known; raises what ``pause`` raises."""
    pieces, failures, memory = [], [], None
    try:
        if is_message(path, language):
            return message(path, text, configuration)
        asked = targets(path, language, text.data, configuration)
    except ConfigurationError as error:
        return Verdict(text, (), (str(error),), None)
    except Exception as error:  # noqa: BLE001 - whatever a client has opened, the session goes on
        return Verdict(text, (), (f"{path}: {type(error).__name__}: {error}",), None)
    for target in asked:
        pause()
        if isinstance(target, Problem):
            failures.append(str(target))
            continue
        if target.data is text.data and target.mail is None:
            result, memory = source(target, before, pause)
        else:
            result = runner.run_target(target, target.settings or Settings())
        if result.failure is not None:
            failures.append(result.failure)
        elif memory is not None and since.mode != "off":
            piece, memory = compared(result, memory, since, pause)
            pieces.append(piece)
        elif is_mail(result) or target.data == text.data:
            pieces.append(Piece(result, nth_line(text, target.first_line)))
        else:
            pieces.append(Piece(result, -1))
    return Verdict(text, tuple(pieces), tuple(failures), memory)


def source(target: Target, before: Memory | None, pause: engine.Pause) -> tuple[Result, Memory | None]:
    """Check a source file."""
    settings = target.settings or Settings()
    try:
        judged = again.judge(target, settings, before and before.judged, pause)
        # What is suppressed depends on the whole file: it is found out anew each time, from what was found.
        findings = runner.uncommented(judged.file, judged.findings, settings)
        left = runner.unsuppressed(judged.file, findings, settings, target).findings
    except OSError as error:
        return runner.failed(target, error.strerror or str(error)), None
    except Exception as error:  # noqa: BLE001 - one document that is beyond us must not end the session
        return runner.failed(target, f"internal error: {type(error).__name__}: {error}"), None
    return Result(target, judged.file.raw, left, None), Memory(judged, before and before.base)


def compared(result: Result, memory: Memory, since: Since, pause: engine.Pause) -> tuple[Piece, Memory]:
    """A source file's result, what has not changed told apart; only what has will be fixed."""
    target, base = result.target, memory.base
    if base is None:
        data = changes.base(target.path, since.revision)
        base = changes.judged(target, data or b"", target.settings or Settings(), pause)
    if base is None:
        return Piece(result, 0), memory
    due, lines = changes.due(memory.judged.file, result.findings, base)
    old = frozenset(result.findings).difference(due) if since.mode == "hint" else frozenset()
    shown = result.findings if since.mode == "hint" else due
    result = Result(target._replace(changed=lines), result.data, shown, None)
    return Piece(result, 0, old), memory._replace(base=base)
