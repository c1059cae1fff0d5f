"""Locks and what they protect."""

from __future__ import annotations

from pylint_kernel.checking.rule import Call, Reports, Token, rule
from pylint_kernel.language.idioms import has_nearby_comment, is_identifier, is_plain_call, words
from pylint_kernel.language.source import CallSite, SourceFile
from pylint_kernel.model import CHECK, WARNING


@rule(
    "UNCOMMENTED_DEFINITION",
    CHECK,
    "a lock without a comment",
    on=Token(("spinlock_t", "mutex", "DEFINE_MUTEX")),
)
def uncommented_lock(position: int, file: SourceFile) -> Reports:
    """A comment at a lock says what the lock protects.

    It may stand on the same line, end on the line before, or be a ``//`` comment on the line after. Looked at are
    ``spinlock_t x;``, ``struct mutex x;`` and ``DEFINE_MUTEX(x)`` where they begin a line.

    Source: Documentation/process/4.Coding.rst, "Locking".
    """
    tokens = file.tokens
    texts, first = tokens.texts, position
    if texts[position] == "mutex":
        first -= 1
        if first < 0 or texts[first] != "struct":
            return
    start = tokens.starts[first]
    if file.text[file.line_start(start) : start].strip():
        return
    if texts[position] == "DEFINE_MUTEX":
        if texts[position + 1 : position + 2] != ["("]:
            return
    elif not is_single_declarator(texts, position + 1):
        return
    row = file.row(start)
    if not has_nearby_comment(file, row):
        yield (start, tokens.end(position)), "a comment should say what this lock protects"


def is_single_declarator(texts: list[str], position: int) -> bool:
    """Whether ``name;``, ``*name;``, ``name[...];`` or ``name : 1;`` begins at ``position``."""
    position += texts[position : position + 1] == ["*"]
    if not texts[position:] or not is_identifier(texts[position]):
        return False
    while position + 1 < len(texts) and texts[position + 1] not in (";", ",", "=", "(", ")", "{", "}"):
        if is_identifier(texts[position + 1]) and texts[position] != "[":
            return False
        position += 1
    return texts[position + 1 : position + 2] == [";"]


@rule("CONSIDER_COMPLETION", WARNING, "a semaphore that is used as a completion", on=Call(("sema_init",)))
def locked_semaphore(call: CallSite, file: SourceFile) -> Reports:
    """A semaphore that starts at 0 waits for something to happen: that is what a completion is for.

    Source: Documentation/scheduler/completion.rst.

    Differs from checkpatch: the call need not begin its line and may take several.
    """
    if len(call.arguments) == 2 and words(file, call.arguments[1]) == ["0"] and is_plain_call(file, call.position):
        yield file.tokens.span(call.position), "a semaphore that starts at 0: consider a completion"
