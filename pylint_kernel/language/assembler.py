"""Assembler in C headers: branches that only an assembler reads, and assembler's own macros."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import Span

MACRO = Pattern(r"^[ \t]*\.macro\b", re.MULTILINE)
END_OF_MACRO = Pattern(r"^[ \t]*\.endm\b", re.MULTILINE)


def assembler_spans(file: SourceFile) -> list[Span]:
    """The branches of ``#ifdef __ASSEMBLY__`` and the stretches from ``.macro`` to ``.endm``, in order, disjoint."""
    merged: list[Span] = []
    for span in sorted([*branches(file), *macros(file.code)]):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def branches(file: SourceFile) -> Iterator[Span]:
    """What stands between the directives of conditions on ``__ASSEMBLY__`` where it is assembler's."""
    if "__ASSEMBL" not in file.code:
        return
    from pylint_kernel.language.masking.conditionals import assembler_part, groups

    directives = file.directives
    for group in groups(file):
        part = assembler_part(file, group[0])
        if part is not None and part + 1 < len(group):
            yield Span(directives[group[part]].span.end, directives[group[part + 1]].span.start)


def macros(code: str) -> Iterator[Span]:
    """The definitions of assembler's macros."""
    end = 0
    while ".macro" in code and (opening := MACRO.search(code, end)):
        closing = END_OF_MACRO.search(code, opening.end())
        end = closing.end() if closing else len(code)
        yield Span(opening.start(), end)


def is_assembler_source(file: SourceFile, offset: int) -> bool:
    """Whether the offset is in a part of the file that is assembler, not C."""
    spans = file.once(assembler_spans)
    at = bisect_right(spans, (offset, len(file.text))) - 1
    return at >= 0 and offset < spans[at].end
