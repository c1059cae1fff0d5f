"""Judges a file again after an edit: only what the edit can have changed, and with the same outcome as a full check."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from pylint_kernel.checking import engine, pieces, runner
from pylint_kernel.checking.plan import plan
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.classify import C_KINDS
from pylint_kernel.language import windows
from pylint_kernel.language.edited.hull import Hull
from pylint_kernel.language.edited.reading import Reading, read
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lsp.touched import touched
from pylint_kernel.model import Edit, Finding, Span


class Judged(NamedTuple):
    """A file and what was found in it: ``near`` by the rules that look at one place and what is around it, ``far`` by
    those that look at the file as a whole. ``reading`` is what makes it quick to read it again."""

    file: SourceFile
    settings: Settings
    near: list[Finding]
    far: list[Finding]
    reading: Reading | None

    @property
    def findings(self) -> list[Finding]:
        """All that was found, in order, each once."""
        every = sorted([*self.near, *self.far], key=engine.order)
        return [found for found, before in zip(every, [None, *every], strict=False) if found != before]


def judge(target: Target, settings: Settings, before: Judged | None, pause: engine.Pause) -> Judged:
    """Check a source file of which an earlier version is known. Raises OSError if it is none, and what ``pause``
    raises."""
    file = runner.open_source(target, settings)
    strict, generated = settings.strict_for(file.path), file.is_generated
    near, far = (
        plan(settings, file.kind, strict, in_patch=False, partial=False, whole=whole, generated=generated)
        for whole in (False, True)
    )
    pause()
    if before is not None and not is_comparable(before, file, settings):
        before = None
    reading = read(file, before and before.reading) if file.kind in C_KINDS else None
    pause()
    stretches = touched(before.file, reading) if before is not None and reading is not None else None
    left = None
    if before is not None and reading is not None and reading.edit is not None and stretches is not None:
        left = kept(before.near, reading.edit, stretches)
    if left is not None:
        windows.restrict(file, stretches)
    check = pieces.check if file.is_in_pieces else engine.check
    found = check(file, near, pause=pause) + (left or [])
    windows.restrict(file, None)
    return Judged(file, settings, found, engine.check(file, far, pause=pause), reading)


def is_comparable(before: Judged, file: SourceFile, settings: Settings) -> bool:
    """Whether what is known of an earlier version can be true of a file: it is judged by the same rules."""
    known = before.file
    return (before.settings, known.path, known.kind, known.is_generated, known.is_user_space) == (
        settings, file.path, file.kind, file.is_generated, file.is_user_space,
    )  # fmt: skip


def kept(findings: Iterable[Finding], hull: Hull, stretches: list[Span]) -> list[Finding] | None:
    """The findings outside of the stretches, where these are after the edit; None if the fix of one is in the edit."""
    left = []
    for found in findings:
        if hull.start <= found.span.start < hull.old:
            continue
        start = further(found.span.start, hull)
        at = bisect_right(stretches, (start, start + 1)) - 1
        if at >= 0 and start <= stretches[at].end:
            continue
        spans = [found.span, *(span for span, _ in (found.fix.edits if found.fix else ()))]
        if any(span.start < hull.old and span.end > hull.start for span in spans):
            return None
        left.append(moved(found, hull))
    return left


def moved(found: Finding, hull: Hull) -> Finding:
    """A finding where it is after an edit; its fix may be on both sides of that."""
    fix = found.fix
    ends = [found.span.end, *(span.end for span, _ in fix.edits)] if fix else [found.span.end]
    if not hull.shift or max(ends) < hull.old:
        return found
    if fix is not None:
        fix = fix._replace(edits=tuple(Edit(placed(span, hull), text) for span, text in fix.edits))
    return found._replace(span=placed(found.span, hull), fix=fix)


def placed(span: Span, hull: Hull) -> Span:
    """Where a span is after an edit outside of it."""
    start = further(span.start, hull)
    return Span(start, start + span.end - span.start)


def further(offset: int, hull: Hull) -> int:
    """Where an offset is after an edit."""
    return offset + hull.shift if offset >= hull.old else offset
