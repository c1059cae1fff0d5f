"""Initialisers that say what is so anyway."""

from __future__ import annotations

from collections.abc import Iterator

from pylint_kernel.checking.rule import Reports, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Declaration, Declarator
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, UNSAFE, Fix, Span, replace

ZERO = Pattern(r"NULL|false|(?:0[xX])?0+[uUlL]{0,3}")
#: BPF programs: a global without initialiser would go to another section.
BPF_PROGRAMS = Pattern(r"tools/testing/selftests/bpf/progs/.*\.c|samples/bpf/.*_kern\.c|(?:.*/)?bpf/.*\.bpf\.c")


@rule("GLOBAL_INITIALISERS", ERROR, "a global variable initialised to zero", on=Declaration)
def global_zero(declaration: Declaration, file: SourceFile) -> Reports:
    """Global variables are zero when the kernel starts; writing it down says nothing.

    BPF programs are exempt: there it decides about the section.

    Source: Documentation/dev-tools/checkpatch.rst, "GLOBAL_INITIALISERS".

    Differs from checkpatch: each name of a list counts, attributes and ``asm`` names do not matter.
    """
    for where, fix in zeroes(declaration):
        is_global = declaration.is_at_file_scope and not declaration.has("static", "extern")
        # What is indented belongs to something that was not understood.
        if is_global and not declaration.begin.column and not BPF_PROGRAMS.fullmatch(file.path):
            yield where, "globals are zero anyway", fix


@rule("INITIALISED_STATIC", ERROR, "a static variable initialised to zero", on=Declaration)
def static_zero(declaration: Declaration, file: SourceFile) -> Reports:
    """Static variables are zero when the kernel starts; writing it down says nothing.

    Source: Documentation/dev-tools/checkpatch.rst, "INITIALISED_STATIC".

    Differs from checkpatch: each name of a list counts, and the declaration may go over several lines.
    """
    for where, fix in zeroes(declaration):
        if declaration.has("static"):
            yield where, "statics are zero anyway", fix


def zeroes(declaration: Declaration) -> Iterator[tuple[Span, Fix]]:
    """Where variables of a declaration are initialised with zero, and how to drop it."""
    for declarator in declaration.declarators:
        if declarator.value and declarator.equals and ZERO.fullmatch(declarator.value.text):
            yield Span(declarator.equals.start, declarator.value.end), drop_initialiser(declarator)


def drop_initialiser(declarator: Declarator) -> Fix:
    """Delete the initialiser and the spaces before it."""
    return replace("drop the initialiser", declarator.head.end, declarator.end, "", UNSAFE)
