"""Fixes as edits of a document."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from itertools import accumulate

from lsprotocol.types import TextEdit

from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes.fixer import fix_file, raw_edits
from pylint_kernel.lsp.judging import Piece, Place, Verdict
from pylint_kernel.lsp.text import Text
from pylint_kernel.model import Applicability
from pylint_kernel.output.positions import unicode
from pylint_kernel.patches.unified import split


def edits_of(place: Place, text: Text) -> list[TextEdit]:
    """What the fix of one finding does; nothing where there is none, or none that belongs into this document."""
    found, (result, start, _) = place.found, place.piece
    if found.fix is None or found.fix.applicability == Applicability.DISPLAY or start < 0:
        return []
    return [
        TextEdit(text.range(start + span.start, start + span.end), unicode(new))
        for span, new in raw_edits(result.file, found.fix.edits)
    ]


def fixed(
    verdict: Verdict, level: Applicability, types: frozenset[str] | None = None, lines: Iterable[int] | None = None
) -> list[TextEdit]:
    """What ``kcheck --fix`` does to a document, by the fixes of ``level`` and safer ones.

    ``types``: only findings of these are fixed; ``lines``: only those on these lines, counted from 0.
    """
    data, pieces = verdict.text.data, [piece for piece in verdict.pieces if fixable(piece)]
    for piece in sorted(pieces, key=lambda one: one.start, reverse=True):
        result, start, _ = piece
        target: Target = result.target
        if lines is not None:
            numbers = frozenset(line + 1 for line in lines)
            target = target._replace(changed=numbers if target.changed is None else numbers & target.changed)
        after = fix_file(target, narrowed(target.settings or Settings(), types), level).data
        data = data[:start] + after + data[start + len(target.data or b"") :]
    return difference(verdict.text, data)


def narrowed(settings: Settings, types: frozenset[str] | None) -> Settings:
    """The settings with nothing repaired but ``types``, as far as these may be."""
    if types is None:
        return settings
    # No type has an empty name: there may be nothing to repair.
    return settings._replace(fixable=frozenset(filter(settings.repairs, types)) or frozenset({""}))


def fixable(piece: Piece) -> bool:
    """Whether a piece is a part of the document that can be fixed."""
    return piece.start >= 0 and piece.result.target.can_be_fixed and piece.result.target.data is not None


def difference(text: Text, after: bytes) -> list[TextEdit]:
    """The edits, of whole lines, that make ``after`` of a text."""
    old, new = split(text.data), split(after)
    starts = list(accumulate(map(len, old), initial=0))
    return [
        TextEdit(text.range(starts[first], starts[last]), b"".join(new[begin:end]).decode("utf-8", "replace"))
        for tag, first, last, begin, end in difflib.SequenceMatcher(None, old, new).get_opcodes()
        if tag != "equal"
    ]
