"""Calls that need a comment to say why they are right: barriers, data races, peeking at wait queues."""

from __future__ import annotations

from pylint_kernel.checking.rule import Call, Reports, rule
from pylint_kernel.language.idioms import has_nearby_comment
from pylint_kernel.language.source import CallSite, SourceFile
from pylint_kernel.model import WARNING

SUFFIXES = ("mb", "rmb", "wmb", "mb__before_atomic", "mb__after_atomic", "store_release", "load_acquire", "store_mb")
BARRIERS = ("mb", "rmb", "wmb", *(f"{prefix}_{suffix}" for prefix in ("smp", "virt") for suffix in SUFFIXES))
ARCHITECTURE_BARRIERS = tuple(f"__smp_{suffix}" for suffix in SUFFIXES)


def is_use(call: CallSite, file: SourceFile) -> bool:
    """Whether something is called rather than declared, defined, or called as a member of a structure."""
    before = file.tokens.texts[call.position - 1] if call.position else ""
    return before not in ("->", ".") and (before in STATEMENT_WORDS or not (before[:1].isalpha() or before[:1] == "_"))


STATEMENT_WORDS = frozenset({"return", "else", "do", "case", "goto", "sizeof", "typeof"})


@rule("MEMORY_BARRIER", WARNING, "a memory barrier without a comment", on=Call(BARRIERS))
def unexplained_barrier(call: CallSite, file: SourceFile) -> Reports:
    """A memory barrier orders accesses in two places: the comment says which, and where the other one is.

    A comment counts that stands on the line, on the line above, or, as ``//``, on the line below. Exempt are the
    macros that define a barrier by another one.

    Source: Documentation/process/submit-checklist.rst ("All memory barriers ... need a comment in the source code");
    Documentation/memory-barriers.txt.

    Differs from checkpatch: the definition of a barrier is no use of it.
    """
    if (
        is_use(call, file)
        and not has_nearby_comment(file, file.row(call.span.start))
        and not defines_barrier(call, file)
    ):
        yield file.tokens.span(call.position), f"{call.name}() needs a comment that says what it orders"


def defines_barrier(call: CallSite, file: SourceFile) -> bool:
    """Whether a call stands in the body of a macro that is a barrier itself."""
    directive = file.directive_at(call.span.start)
    if directive is None or directive.name != "define":
        return False
    name = file.tokens.texts[file.position_at(directive.rest)]
    return name in BARRIERS or name in ARCHITECTURE_BARRIERS


@rule("MEMORY_BARRIER", WARNING, "a barrier that only architectures may use", on=Call(ARCHITECTURE_BARRIERS))
def architecture_barrier(call: CallSite, file: SourceFile) -> Reports:
    """``__smp_*()`` is what an architecture defines ``smp_...()`` by; other code uses ``smp_*()`` or ``virt_*()``.

    Exempt are ``include/asm-generic/`` and the architectures' ``barrier.h``.
    """
    if not file.path.startswith("include/asm-generic/") and not file.path.endswith("/barrier.h"):
        yield file.tokens.span(call.position), f"{call.name}() is for the definition of {call.name[2:]}()"


@rule("DATA_RACE", WARNING, "data_race() without a comment", on=Call(("data_race",)))
def unexplained_race(call: CallSite, file: SourceFile) -> Reports:
    """``data_race()`` marks an access that races on purpose: a comment says why that does no harm.

    Source: tools/memory-model/Documentation/access-marking.txt ("It is important to comment marked accesses").
    """
    if is_use(call, file) and not has_nearby_comment(file, file.row(call.span.start)):
        yield file.tokens.span(call.position), "data_race() needs a comment that says why the race does no harm"


@rule("WAITQUEUE_ACTIVE", WARNING, "waitqueue_active() without a comment", on=Call(("waitqueue_active",)))
def unexplained_peek(call: CallSite, file: SourceFile) -> Reports:
    """``waitqueue_active()`` without a lock needs a barrier before it: a comment says why none, or which one, is there.

    Source: include/linux/wait.h, on waitqueue_active().
    """
    if is_use(call, file) and not has_nearby_comment(file, file.row(call.span.start)):
        yield file.tokens.span(call.position), "waitqueue_active() needs a comment on what orders it"
