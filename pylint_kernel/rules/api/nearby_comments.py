"""Calls that need a comment to say why they are right: barriers, data races, peeking at wait queues."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Calls, Reports, rule
from pylint_kernel.language.idioms import has_nearby_comment
from pylint_kernel.language.lexer import touching
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Call, Conditional, syntax
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import WARNING, Span

SUFFIXES = ("mb", "rmb", "wmb", "mb__before_atomic", "mb__after_atomic", "store_release", "load_acquire", "store_mb")
BARRIERS = ("mb", "rmb", "wmb", *(f"{prefix}_{suffix}" for prefix in ("smp", "virt") for suffix in SUFFIXES))
ARCHITECTURE_BARRIERS = tuple(f"__smp_{suffix}" for suffix in SUFFIXES)


#: What looks for races, and tests that it finds them.
KCSAN = "kernel/kcsan/"
#: Tests that are programs: what they order is there to be watched.
TESTS = "tools/testing/"
#: What a comment speaks of that is about a barrier; it may stand at the begin of the statements that it is for.
ABOUT_ORDER = Pattern(
    r"""(?xi) \b (?:
      barriers? | pairs?[ ](?:with|to) | paired[ ]with | order(?:s|ed|ing)?\b | re-?order\w* | visible | observ\w+
    | [srw]?mb\b | (?:smp|dma)_\w+ | (?:release|acquire)[ ]semantics )"""
)
#: What makes a comment one on more than the barrier that follows.
SEVERAL = Pattern(r"\bbarriers\b", re.IGNORECASE)
BARRIER = Pattern(rf"\b(?:{'|'.join(BARRIERS)})\(")
#: So many lines above a barrier are looked at.
PARAGRAPH = 12


@rule("MEMORY_BARRIER", WARNING, "a memory barrier without a comment", on=Calls(BARRIERS))
def unexplained_barrier(call: Call, file: SourceFile) -> Reports:
    """A memory barrier orders accesses in two places: the comment says which, and where the other one is.

    A comment counts that stands on the line, on the line above, or, as ``//``, on the line below. Exempt are the
    macros that define a barrier by another one.

    Source: Documentation/process/submit-checklist.rst ("All memory barriers ... need a comment in the source code");
    Documentation/memory-barriers.txt.

    Differs from checkpatch: a comment counts that speaks of barriers or of order and stands above the statements
    before, with no empty line and no other barrier between, or below the barrier. The definition of a barrier is no
    use of it, and the tests of KCSAN and those in ``tools/testing/`` order nothing that others rely on.
    """
    if file.path.startswith((KCSAN, TESTS)):
        return
    macro = syntax(file).macro_at(call.start)
    if macro is not None and macro.name in (*BARRIERS, *ARCHITECTURE_BARRIERS):
        return
    if not (has_nearby_comment(file, call.row) or has_comment_on_order(file, call.row)):
        yield call.keyword, f"{call.name}() needs a comment that says what it orders"


def has_comment_on_order(file: SourceFile, row: int) -> bool:
    """Whether a comment on barriers stands among the lines above the line of index ``row``, up to an empty one, or
    right below it.

    Above, another barrier in between has it for itself, unless it speaks of several, and so has a block that ends.
    """
    first = row
    while first > max(row - PARAGRAPH, 0) and file.line_text(first - 1).strip():
        first -= 1
    below = min(row + 1, file.line_count - 1)
    barrier, near = file.line_bounds(row).start, Span(file.line_bounds(first).start, file.line_bounds(below).end)
    for comment in touching(file.tokens.comments, [near]):
        between = file.code[comment.end : barrier]
        is_taken = BARRIER.search(between) and not SEVERAL.search(file.text, *comment)
        if "}" not in between and not is_taken and ABOUT_ORDER.search(file.text, *comment):
            return True
    return False


@rule("MEMORY_BARRIER", WARNING, "a barrier that only architectures may use", on=Calls(ARCHITECTURE_BARRIERS))
def architecture_barrier(call: Call, file: SourceFile) -> Reports:
    """``__smp_*()`` is what an architecture defines ``smp_...()`` by; other code uses ``smp_*()`` or ``virt_*()``.

    Exempt are ``include/asm-generic/`` and the architectures' ``barrier.h``.
    """
    if not file.path.startswith("include/asm-generic/") and not file.path.endswith("/barrier.h"):
        yield call.keyword, f"{call.name}() is for the definition of {call.name[2:]}()"


@rule("DATA_RACE", WARNING, "data_race() without a comment", on=Calls(("data_race",)))
def unexplained_race(call: Call, file: SourceFile) -> Reports:
    """``data_race()`` marks an access that races on purpose: a comment says why that does no harm.

    Source: tools/memory-model/Documentation/access-marking.txt ("It is important to comment marked accesses").

    Differs from checkpatch: the tests of KCSAN race because they are to.
    """
    if not file.path.startswith(KCSAN) and not has_nearby_comment(file, call.row):
        yield call.keyword, "data_race() needs a comment that says why the race does no harm"


@rule("CONTEXT_UNSAFE", WARNING, "context_unsafe() without a comment", on=Calls(("context_unsafe",)), since=(7, 3))
def unexplained_exception(call: Call, file: SourceFile) -> Reports:
    """``context_unsafe()`` hides an access from the compiler's analysis of locks: a comment says why it is safe.

    Source: Documentation/dev-tools/context-analysis.rst; include/linux/compiler-context-analysis.h, on
    context_unsafe() ("Use as a last resort").

    Differs from checkpatch: a comment among the arguments counts, on whatever line.
    """
    if not (has_nearby_comment(file, call.row) or call.has_comment):
        yield call.keyword, "context_unsafe() needs a comment that says why the access is safe"


@rule("WAITQUEUE_ACTIVE", WARNING, "waitqueue_active() without a comment", on=Calls(("waitqueue_active",)))
def unexplained_peek(call: Call, file: SourceFile) -> Reports:
    """``waitqueue_active()`` without a lock needs a barrier before it: a comment says why none, or which one, is there.

    Source: include/linux/wait.h, on waitqueue_active().

    Differs from checkpatch: a check that nobody is left who waits, ``WARN_ON(waitqueue_active(…))``, wakes nobody, nor
    does one that is only shown: ``waitqueue_active(…) ? "active" : "empty"``.
    """
    is_check = any(isinstance(one, Call) and CHECK.fullmatch(one.name) for one in call.ancestors())
    around = call.parent
    is_shown = isinstance(around, Conditional) and call == around.condition and around.last.is_string
    if not (is_check or is_shown or has_nearby_comment(file, call.row)):
        yield call.keyword, "waitqueue_active() needs a comment on what orders it"


#: What complains if something does not hold.
CHECK = Pattern(r"\w*(?:BUG|WARN)(?:_ON)?(?:_ONCE)?")
