"""What somebody has said no to: whether it can be understood, is of use, and has a reason."""

from __future__ import annotations

from pylint_kernel.checking.rule import Reports, Suppressed, rule
from pylint_kernel.checking.suppression import Suppression
from pylint_kernel.classify import ALL_KINDS, LAYOUT_KINDS
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import SAFE, UNSAFE, WARNING, Fix, Span, replace


@rule("INVALID_SUPPRESSION", WARNING, "a suppression that cannot be obeyed", on=Suppressed(), kinds=ALL_KINDS)
def invalid(suppression: Suppression, _: SourceFile) -> Reports:
    """A comment for kcheck, or a line of the commit message, that means nothing to it.

    There is no such type, nothing is ordered, or a block is begun and not ended. In brackets stand the names of types,
    patterns (``DEVICE_*``) or groups (``layout``); ``kcheck rule --list`` shows them::

        kcheck: ignore[TYPE] reason          the line, or the next one
        kcheck: ignore-begin[TYPE] reason    from here ...
        kcheck: ignore-end                   ... to here
        kcheck: ignore-file[TYPE] reason     the file

    Source: kcheck's own; checkpatch has no suppressions.
    """
    if suppression.problem:
        yield suppression, suppression.problem


@rule("UNEXPLAINED_SUPPRESSION", WARNING, "a suppression without a reason", on=Suppressed(), kinds=ALL_KINDS)
def unexplained(suppression: Suppression, _: SourceFile) -> Reports:
    """With ``--require-reason``, whoever says no to a finding has to say why.

    The next reader asks whether it still holds; ``kcheck: ignore[TYPE] reason`` has the answer behind the brackets, a
    trailer has it in parentheses behind the types.

    Source: kcheck's own; checkpatch has no suppressions.
    """
    if suppression.wants_reason and not (suppression.reason or suppression.problem):
        yield suppression, "say why: a reason is missing"


@rule("UNUSED_SUPPRESSION", WARNING, "a suppression that suppresses nothing", on=Suppressed(), kinds=ALL_KINDS)
def unused(suppression: Suppression, file: SourceFile) -> Reports:
    """Nothing is found that the suppression says no to: that has been repaired, or it stands in the wrong place.

    Remove it, so that it does not hide what comes later; of a baseline ``kcheck baseline prune`` removes what is gone.
    Only types that were looked for are judged: nothing is said
    of those that the options leave out, of those that have checks for patches only where files are checked, and of
    those that need a kernel tree where there is none.

    Source: kcheck's own; checkpatch has no suppressions.
    """
    if suppression.idle:
        named = ", ".join(word.text for word in suppression.idle)
        where = f" in {suppression.about}" if suppression.about else ""
        yield suppression, f"nothing is held back of {named}{where}", removed(suppression, file)


def removed(suppression: Suppression, file: SourceFile) -> Fix | None:
    """The fix that takes out what is idle; None for blocks, of which two comments would have to go, and what is no
    comment."""
    if not suppression.removable:
        return None
    level = SAFE if file.kind in LAYOUT_KINDS else UNSAFE
    words = suppression.words
    if left := [word.text for word in words if word not in suppression.idle]:
        return replace("remove what is of no use", words[0].span.start, words[-1].span.end, ", ".join(left), level)
    return replace("remove the comment", *whole(suppression.span, file), "", level)


def whole(span: Span, file: SourceFile) -> Span:
    """What goes with a comment: its line where there is nothing else in it, or the blanks before it."""
    text, end = file.text, file.line_end(span.end - 1)
    start = file.line_start(span.start)
    if not text[start : span.start].strip() and not text[span.end : end].strip():
        return Span(start, min(end + 1, len(text)))
    return Span(start + len(text[start : span.start].rstrip(" \t")), span.end)
