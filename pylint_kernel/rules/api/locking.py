"""Locks and what they protect."""

from __future__ import annotations

from typing import TypeGuard

from pylint_kernel.checking.rule import Calls, Reports, rule
from pylint_kernel.language.idioms import has_nearby_comment
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Call, Declaration, Field, Record, TypeName, View
from pylint_kernel.model import CHECK, WARNING

NO_COMMENT = "a comment should say what this lock protects"


@rule("UNCOMMENTED_DEFINITION", CHECK, "a lock without a comment", on=(Declaration, Field))
def uncommented_lock(declaration: Declaration | Field, file: SourceFile) -> Reports:
    """A comment at a lock says what the lock protects.

    It may stand on the same line, end on the line before, or be a ``//`` comment on the line after. Looked at are
    ``spinlock_t x;``, ``struct mutex x;`` and ``DEFINE_MUTEX(x)`` where they begin a line.

    Source: Documentation/process/4.Coding.rst, "Locking".
    """
    lock = declaration.type
    if not is_lock(lock) or not lock.first.opens_line:
        return
    match declaration.declarators:
        case [only] if only.value is None and not only.is_function:
            alone = only.first == lock.last.next and only.last == declaration.last.previous
            if alone and not has_nearby_comment(file, lock.row):
                yield lock, NO_COMMENT


def is_lock(type_: View | None) -> TypeGuard[TypeName | Record]:
    """Whether a type is a spinlock or mutex."""
    if isinstance(type_, TypeName):
        return type_.text == "spinlock_t"
    return isinstance(type_, Record) and type_.name is not None and type_.name.text == "mutex" and type_.open is None


@rule("UNCOMMENTED_DEFINITION", CHECK, "a mutex without a comment", on=Calls(("DEFINE_MUTEX",)))
def uncommented_mutex(call: Call, file: SourceFile) -> Reports:
    """The same for a mutex that a macro defines."""
    if call.keyword.opens_line and not has_nearby_comment(file, call.row):
        yield call.keyword, NO_COMMENT


@rule("CONSIDER_COMPLETION", WARNING, "a semaphore that is used as a completion", on=Calls(("sema_init",)))
def locked_semaphore(call: Call, file: SourceFile) -> Reports:
    """A semaphore that starts at 0 waits for something to happen: that is what a completion is for.

    Source: Documentation/scheduler/completion.rst.

    Differs from checkpatch: the call need not begin its line and may take several.
    """
    match call.arguments:
        case [_, count] if count.words == ["0"]:
            yield call.keyword, "a semaphore that starts at 0: consider a completion"
