"""Rewrites the targets of a run: each is checked, and fixed in memory."""

from __future__ import annotations

from typing import NamedTuple

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes.fixer import Refusal, fix_file
from pylint_kernel.fixes.trace import Region
from pylint_kernel.model import Applicability


class Rewrite(NamedTuple):
    """What came of one ``target`` of a run with fixes: the file's content before and after, and what remains.

    ``refused`` are the findings whose fixes would have done harm; ``note`` says why nothing was done although something
    could have been; ``trace`` where the content was changed.
    """

    target: Target
    before: bytes
    after: bytes
    applied: int
    refused: list[Refusal]
    result: Result
    note: str | None = None
    trace: tuple[Region, ...] = ()


def rewrite(target: Target, settings: Settings, level: Applicability, *, on_disk: bool = True) -> Rewrite:
    """Check a target and fix what can be fixed, in memory; the caller writes ``after`` to ``origin``.

    What other files want to be there is the least that comes of it.

    Of a change only the changed lines are fixed, and only while the file on disk is what the change leads to, or the
    patch is written anew; of a mail the message. Other fragments are only checked. Without ``on_disk`` the target's own
    content is what counts, whatever the file has.
    """
    settings = target.settings or settings
    begun = target.begun
    found = runner.run_target(target if begun is None else target._replace(data=begun), settings)
    fixable = any(finding.fix and finding.fix.applicability >= level for finding in found.findings)
    if fixable and target.part is not None and target.part.has_successor:
        note = f"{target.path}: not fixed, because a later patch builds upon it"
        return Rewrite(target, b"", b"", 0, [], found, note)
    if begun is None and (not fixable or not target.can_be_fixed):
        return Rewrite(target, b"", b"", 0, [], found)
    before = b""
    try:
        is_given = not on_disk or target.origin is None or target.mail is not None or target.part is not None
        before = target.data if is_given and target.data is not None else read(target)
        if target.data not in (None, before):
            note = f"{target.path}: not fixed, because the file on disk is not what the change leads to"
            return Rewrite(target, b"", b"", 0, [], found, note)
        fixed = fix_file(target._replace(data=before if begun is None else begun), settings, level)
    except Exception as error:  # noqa: BLE001 - one file that is beyond us must not end the run
        reason = error.strerror if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
        result = found._replace(failure=f"{target.path}: cannot be fixed: {reason}")
        return Rewrite(target, b"" if begun is None else before, begun or b"", 0, [], result)
    left = target._replace(data=fixed.data, changed=fixed.changed, patch_lines=None)
    if left.mail is not None:
        from pylint_kernel.patches.patch import Patch

        left = left._replace(mail=Patch(fixed.data, left.first_line))
    result = found._replace(target=left, data=fixed.data, findings=fixed.findings)
    return Rewrite(target, before, fixed.data, fixed.applied, fixed.refused, result, trace=fixed.trace)


def unchanged(target: Target, reason: str) -> Rewrite:
    """The outcome for a target whose process did not survive it."""
    return Rewrite(target, b"", b"", 0, [], runner.failed(target, reason))


def read(target: Target) -> bytes:
    """The content on disk."""
    with open(target.origin or target.path, "rb") as stream:
        return stream.read()
