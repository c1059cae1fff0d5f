"""Locks and what they protect."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TypeGuard

from pylint_kernel.checking.rule import Calls, Reports, rule
from pylint_kernel.language.idioms import has_nearby_comment
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Call, Declaration, Declarator, Declaring, Field, Record, TypeName, View
from pylint_kernel.model import CHECK, WARNING, Span

NO_COMMENT = "a comment should say what this lock protects"


@rule("UNCOMMENTED_DEFINITION", CHECK, "a lock without a comment", on=(Declaration, Field))
def uncommented_lock(declaration: Declaration | Field, file: SourceFile) -> Reports:
    """A comment at a lock says what the lock protects.

    It may stand on the same line, end on the line before, or be a ``//`` comment on the line after. Looked at are
    ``spinlock_t x;``, ``struct mutex x;`` and ``DEFINE_MUTEX(x)`` where they begin a line.

    Source: Documentation/process/4.Coding.rst, "Locking".

    Differs from checkpatch: what the comment above a struct says of the member, ``@lock: …``, counts as well, and so
    does that at a member which it protects (``/* protected by lock */``). A pointer
    leads to a lock that is defined elsewhere.
    """
    lock = declaration.type
    if not is_lock(lock) or not lock.first.opens_line:
        return
    match declaration.declarators:
        case [only] if only.value is None and not (only.is_function or only.is_pointer):
            alone = only.first == lock.last.next and only.last == declaration.last.previous
            if alone and not (
                has_nearby_comment(file, lock.row) or is_documented(only, declaration) or is_named(only, declaration)
            ):
                yield lock, NO_COMMENT


#: So many structs around a member are looked at.
DEEPEST = 8
#: So many comments of a struct are looked at.
MOST_COMMENTS = 200


def is_documented(declarator: Declarator, declaration: Declaration | Field) -> bool:
    """Whether the comment above the struct around a member, or one around that, speaks of it."""
    file, name, record = declaration.file, declarator.name, declaration.enclosing(Record)
    if name is None:
        return False
    said = re.compile(rf"@(?:[\w.]+\.)?{re.escape(name.text)}\b")
    for _ in range(DEEPEST):
        if record is None:
            break
        comment = comment_above(file, (record.enclosing(Declaring) or record).start)
        if comment is not None and said.search(file.text, *comment):
            return True
        record = record.enclosing(Record)
    return False


def is_named(declarator: Declarator, declaration: Declaration | Field) -> bool:
    """Whether the comment at another member says that it is protected by this lock: ``bool on; /* P: mutex */``."""
    file, name, record = declaration.file, declarator.name, declaration.enclosing(Record)
    if name is None or record is None:
        return False
    said = re.compile(rf"(?:\b(?:by|under|holds?|holding|with)|:)\s+(?:the\s+|this\s+)?[@&]?{re.escape(name.text)}\b")
    comments = file.tokens.comments
    first = bisect_right(comments, record.start, key=lambda comment: comment.start)
    for at in range(first, min(first + MOST_COMMENTS, len(comments))):
        if comments[at].start > record.end:
            break
        if said.search(file.text, *comments[at]):
            return True
    return False


def comment_above(file: SourceFile, offset: int) -> Span | None:
    """The comment that ends on the line before an offset."""
    comments = file.tokens.comments
    at = bisect_right(comments, offset, key=lambda comment: comment.end) - 1
    if at < 0 or file.text[comments[at].end : offset].strip() or file.text.count("\n", comments[at].end, offset) > 1:
        return None
    return comments[at]


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
