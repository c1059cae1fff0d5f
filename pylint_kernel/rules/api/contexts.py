"""In which context code runs: atomic, holding a lock, under RCU, willing to wait."""

from __future__ import annotations

from pylint_kernel.checking.rule import Calls, Names, Reports, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Binary, Call, Name, Parenthesised, Unary
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, WARNING


@rule("IN_ATOMIC", ERROR, "in_atomic()", on=Calls(("in_atomic",)))
def in_atomic(call: Call, file: SourceFile) -> Reports:
    """``in_atomic()`` cannot know about spinlocks on a kernel without preemption: pass the context as an argument.

    Drivers must not use it; the core (``kernel/``) may.

    Source: include/linux/preempt.h, above ``in_atomic()``.
    """
    if file.path.startswith("drivers/"):
        yield call.keyword, "in_atomic() does not work in drivers", None, ERROR
    elif not file.path.startswith("kernel/") and not file.is_user_space:
        yield call.keyword, "in_atomic() is for the core kernel only", None, WARNING


LOCKDEP_OWN = ("kernel/lockdep", "include/linux/lockdep", "drivers/base/core")


def is_lockdep(file: SourceFile) -> bool:
    """Whether the file is part of lockdep, or the core of the driver model, whose mutex is exempt from it."""
    return file.path.startswith(LOCKDEP_OWN)


@rule("LOCKDEP", ERROR, "lock checking switched off", on=Calls(("lockdep_set_novalidate_class",)))
def novalidate_class(call: Call, file: SourceFile) -> Reports:
    """A lock that lockdep does not check can deadlock unnoticed; only the device lock is exempt.

    Source: include/linux/lockdep.h, above ``lockdep_set_novalidate_class()``.
    """
    if not is_lockdep(file) and call.keyword.leads_line:
        yield call.keyword, "only the device lock may go unchecked by lockdep"


@rule("LOCKDEP", ERROR, "__lockdep_no_validate__", on=Names(("__lockdep_no_validate__",)))
def no_validate_key(name: Name, file: SourceFile) -> Reports:
    """Passing ``__lockdep_no_validate__`` as the last argument is the same.

    Differs from checkpatch: to compare a key with it is fine.
    """
    call = name.enclosing(Call)
    is_last = call is not None and bool(call.arguments) and call.arguments[-1].end == name.end
    if is_last and not is_lockdep(file):
        yield name, "only the device lock may go unchecked by lockdep"


@rule("USE_LOCKDEP", WARNING, "spin_is_locked()", on=Calls(("spin_is_locked",)))
def spin_is_locked(call: Call, file: SourceFile) -> Reports:
    """``spin_is_locked()`` does not tell who holds the lock, and is always false on one processor.

    ``lockdep_assert_held()`` checks what is meant.

    Source: Documentation/dev-tools/checkpatch.rst, "USE_LOCKDEP" ("instead of assertions").

    Differs from checkpatch: neither a declaration nor a definition is a call, and who does something else if a lock is
    taken asserts nothing.
    """
    around = call.parent
    while isinstance(around, (Unary, Binary, Parenthesised)):
        around = around.parent
    if isinstance(around, Call) and ASSERTION.search(around.name):
        yield call.keyword, "use lockdep_assert_held() to check that a lock is held"


ASSERTION = Pattern(r"(?i)assert|(?:BUG|WARN)(?:_ON|\b)")


@rule("YIELD", WARNING, "yield()", on=Calls(("yield",)))
def yielding(call: Call, file: SourceFile) -> Reports:
    """``yield()`` does not make others run; to wait for something, wait for it.

    Source: the documentation of ``yield()`` in kernel/sched/syscalls.c.
    """
    if call.close and not call.arguments:
        yield call.keyword, "yield() is generally wrong: wait for what you need"


RCU_TRACE = (
    "rcu_read_lock_trace", "rcu_read_lock_trace_held", "rcu_read_unlock_trace", "call_rcu_tasks_trace",
    "synchronize_rcu_tasks_trace", "rcu_barrier_tasks_trace", "rcu_request_urgent_qs_task",
)  # fmt: skip
RCU_TRACE_LATER = ("rcu_read_lock_tasks_trace", "rcu_read_unlock_tasks_trace", "rcu_tasks_trace_expedite_current")
RCU_TRACE_OWN = ("kernel/bpf/", "include/linux/bpf", "net/bpf/", "kernel/rcu/", "include/linux/rcu")


@rule("RCU_TASKS_TRACE", WARNING, "RCU tasks trace outside of BPF", on=Calls(RCU_TRACE))
def rcu_tasks_trace(call: Call, file: SourceFile) -> Reports:
    """RCU tasks trace is made for BPF and RCU itself; elsewhere its readers delay everybody.

    Source: include/linux/rcupdate_trace.h.

    Differs from checkpatch: files of BPF are known by their name, too (``kernel/trace/bpf_trace.c``).
    """
    if not (file.path.startswith(RCU_TRACE_OWN) or "bpf" in file.path.rpartition("/")[2]):
        yield call.keyword, f"{call.name}() is for BPF and RCU itself"


@rule("RCU_TASKS_TRACE", WARNING, "RCU tasks trace outside of BPF", on=Calls(RCU_TRACE_LATER), since=(7, 3))
def newer_rcu_tasks_trace(call: Call, file: SourceFile) -> Reports:
    """The same for the functions that came later."""
    yield from rcu_tasks_trace(call, file)
