"""What is no C in C files: branches that only an assembler reads, assembler's own macros, parts of linker scripts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from pylint_kernel.language.lexer import Directive
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import Span

MACRO = Pattern(r"^[ \t]*\.macro\b", re.MULTILINE)
END_OF_MACRO = Pattern(r"^[ \t]*\.endm\b", re.MULTILINE)
#: What linker scripts call sections by, beside their names: `*(.text)`, `*(SORT(.init.*))`, `/DISCARD/`.
SECTIONS = frozenset(". SORT SORT_BY_NAME SORT_BY_ALIGNMENT SORT_BY_INIT_PRIORITY COMMON EXCLUDE_FILE".split())


def assembler_spans(file: SourceFile) -> list[Span]:
    """The branches of ``#ifdef __ASSEMBLY__``, the stretches from ``.macro`` to ``.endm``, and macros for linker
    scripts, in order, disjoint."""
    merged: list[Span] = []
    scripts = (directive.span for directive in linker_scripts(file))
    for span in sorted([*branches(file), *macros(file.code), *scripts]):
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


def linker_scripts(file: SourceFile) -> list[Directive]:
    """The definitions of macros that are parts of linker scripts: they name sections, ``*(.text .text.*)``."""
    if "*(" not in file.code and "DISCARD" not in file.code:
        return []
    tokens = file.tokens
    texts, starts = tokens.texts, tokens.starts
    places = [
        at
        for at in tokens.index.get("*", ())
        if at + 2 < len(texts) and texts[at + 1] == "(" and texts[at + 2] in SECTIONS
    ]
    places += [at for at in tokens.index.get("DISCARD", ()) if texts[at - 1 : at + 2] == ["/", "DISCARD", "/"]]
    found = {directive.first: directive for at in places if (directive := file.directive_at(starts[at]))}
    return [directive for directive in found.values() if directive.name == "define"]


def is_assembler_source(file: SourceFile, offset: int) -> bool:
    """Whether the offset is in a part of the file that is assembler, not C."""
    spans = file.once(assembler_spans)
    at = bisect_right(spans, (offset, len(file.text))) - 1
    return at >= 0 and offset < spans[at].end
