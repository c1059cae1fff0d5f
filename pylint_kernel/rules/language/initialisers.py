"""Initialisers that say what is so anyway."""

from __future__ import annotations

from collections.abc import Iterator

from pylint_kernel.checking.rule import Reports, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Declaration, Declarator
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, UNSAFE, Fix, Span, replace

ZERO = Pattern(r"NULL|false|(?:0[xX])?0+[uUlL]{0,3}")
#: Where BPF programs are kept.
BPF_PROGRAMS = Pattern(r"tools/testing/selftests/bpf/progs/.*\.c|samples/bpf/.*_kern\.c|(?:.*/)?bpf/.*\.bpf\.c")


@rule("GLOBAL_INITIALISERS", ERROR, "a global variable initialised to zero", on=Declaration)
def global_zero(declaration: Declaration, file: SourceFile) -> Reports:
    """Global variables are zero when the kernel starts; writing it down says nothing.

    BPF programs are exempt: there it decides about the section. They are known by what they are annotated with,
    ``SEC("...")``, or by their path.

    The fix is unsafe because tokens go; the variable has the same value, in the same section.

    Source: Documentation/dev-tools/checkpatch.rst, "GLOBAL_INITIALISERS".

    Differs from checkpatch: each name of a list counts, attributes and ``asm`` names do not matter; it knows BPF
    programs by their path only.
    """
    for where, fix in zeroes(declaration):
        is_global = declaration.is_at_file_scope and not declaration.has("static", "extern")
        # What is indented belongs to something that was not understood.
        if is_global and not declaration.begin.column and not is_bpf_program(file):
            yield where, "globals are zero anyway", fix


@rule("INITIALISED_STATIC", ERROR, "a static variable initialised to zero", on=Declaration)
def static_zero(declaration: Declaration, file: SourceFile) -> Reports:
    """Static variables are zero when the kernel starts; writing it down says nothing.

    The fix is unsafe because tokens go; the variable has the same value, in the same section.

    Source: Documentation/dev-tools/checkpatch.rst, "INITIALISED_STATIC".

    Differs from checkpatch: each name of a list counts, and the declaration may go over several lines. The value of a
    constant is what it is there for, ``static const int zero = 0;``.
    """
    if declaration.has("static") and not is_constant(declaration):
        for where, fix in zeroes(declaration):
            yield where, "statics are zero anyway", fix


def is_constant(declaration: Declaration) -> bool:
    """Whether what is declared is constant itself; a pointer to something constant is not."""
    return declaration.has("const") and not any(one.is_pointer for one in declaration.declarators)


def is_bpf_program(file: SourceFile) -> bool:
    """Whether a file is compiled for BPF."""
    return file.mentions("SEC") or BPF_PROGRAMS.fullmatch(file.path) is not None


@rule("UNINITIALIZED_PTR_WITH_FREE", ERROR, "a pointer with __free() that is not initialised", on=Declaration)
def uninitialised_pointer(declaration: Declaration, file: SourceFile) -> Reports:
    """A pointer that is freed at the end of its block gets its value where it is declared.

    What leaves the block before the first assignment, an early ``return`` for example, hands whatever happens to be on
    the stack to the function that frees. Declare the pointer where its object is allocated, so that the order in which
    objects are freed is right, too.

    The fix makes it NULL, which the functions that free let pass; it is unsafe, because code is added.

    Source: include/linux/cleanup.h ("the recommendation is to always define and assign variables in one statement").

    Differs from checkpatch: it does not have the check in Linux 6.12; each name of a list counts.
    """
    if "__free" not in file.tokens.index or declaration.has("static", "extern"):
        return
    for annotation in declaration.attributes:
        declarator = declaration.declarator_of(annotation) if annotation.text == "__free" else None
        if declarator and declarator.name and declarator.is_pointer and not declarator.equals:
            fix = replace("initialise it with NULL", declarator.head.end, declarator.head.end, " = NULL", UNSAFE)
            yield declarator.name, f"'{declarator.name.text}' has __free(), initialise it where it is declared", fix


def zeroes(declaration: Declaration) -> Iterator[tuple[Span, Fix]]:
    """Where variables of a declaration are initialised with zero, and how to drop it; what is included adds to it."""
    for declarator in declaration.declarators:
        equals, value = declarator.equals, declarator.value
        if equals and value and ZERO.fullmatch(value.text) and equals.next == value.first:
            yield Span(equals.start, value.end), drop_initialiser(declarator)


def drop_initialiser(declarator: Declarator) -> Fix:
    """Delete the initialiser and the spaces before it."""
    return replace("drop the initialiser", declarator.head.end, declarator.end, "", UNSAFE)
