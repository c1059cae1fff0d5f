"""Initialisers that say what is so anyway."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, Reports, rule
from pylint_kernel.language.declaration import STORAGE, Declaration, is_function, read
from pylint_kernel.language.idioms import statement_bounds
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, UNSAFE, Fix, replace

#: ``= 0;`` and the like; what is before may turn the ``=`` into another operator.
ZERO = Pattern(r"=\s*(?:NULL|false|(?:0[xX])?0+[uUlL]{0,3})\s*;")
#: BPF programs: a global without initialiser would go to another section.
BPF_PROGRAMS = Pattern(r"tools/testing/selftests/bpf/progs/.*\.c|samples/bpf/.*_kern\.c|(?:.*/)?bpf/.*\.bpf\.c")


@rule("GLOBAL_INITIALISERS", ERROR, "a global variable initialised to zero", on=Code(ZERO))
def global_zero(match: re.Match[str], file: SourceFile) -> Reports:
    """Global variables are zero when the kernel starts; writing it down says nothing.

    BPF programs are exempt: there it decides about the section.

    Source: Documentation/dev-tools/checkpatch.rst, "GLOBAL_INITIALISERS".

    Differs from checkpatch: any declarator of the list counts, attributes and ``asm`` names do not matter.
    """
    declared = zero_initialised(match, file)
    if declared is None or BPF_PROGRAMS.fullmatch(file.path):
        return
    texts, start = file.tokens.texts, file.tokens.starts[declared.first]
    storage = STORAGE.intersection(texts[declared.first : declared.declarator]) - {"asmlinkage"}
    if not storage and start == file.line_start(start):
        yield match, "globals are zero anyway", drop_initialiser(match, file)


@rule("INITIALISED_STATIC", ERROR, "a static variable initialised to zero", on=Code(ZERO))
def static_zero(match: re.Match[str], file: SourceFile) -> Reports:
    """Static variables are zero when the kernel starts; writing it down says nothing.

    Source: Documentation/dev-tools/checkpatch.rst, "INITIALISED_STATIC".

    Differs from checkpatch: the declaration may go over several lines.
    """
    at = file.position_at(match.start())
    if is_initialiser(match, file) and "static" in file.tokens.texts[statement_bounds(file, at)[0] : at]:
        yield match, "statics are zero anyway", drop_initialiser(match, file)


def is_initialiser(match: re.Match[str], file: SourceFile) -> bool:
    """Whether the ``=`` of a match is one, not the end of another operator."""
    return file.text[match.start() - 1] not in "=!<>+-*/%&|^"


def zero_initialised(match: re.Match[str], file: SourceFile) -> Declaration | None:
    """The declaration whose last declarator a match initialises; None for an assignment."""
    start = file.line_start(match.start())
    if not is_initialiser(match, file) or (file.text[start] in " \t" and file.text[start : match.start()].strip(" \t")):
        return None
    at = file.position_at(match.start())
    first = statement_bounds(file, at)[0]
    declared = read(file, first, at + 1)
    return None if declared is None or is_function(file, declared) else declared


def drop_initialiser(match: re.Match[str], file: SourceFile) -> Fix:
    """Delete the initialiser and the spaces before it."""
    at = file.position_at(match.start())
    return replace("drop the initialiser", file.tokens.end(at - 1), match.end() - 1, "", UNSAFE)
