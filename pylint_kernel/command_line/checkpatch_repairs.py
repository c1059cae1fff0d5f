"""What --fix and --fix-inplace of checkpatch.pl write: the input, repaired."""

from __future__ import annotations

from collections.abc import Callable

from pylint_kernel.checking.runner import Result
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes.rewrite import rewrite, save
from pylint_kernel.model import Applicability

SUFFIX = ".EXPERIMENTAL-checkpatch-fixes"


def repair(
    name: str, results: list[Result], settings: Settings, fail: Callable[[str], None], *, inplace: bool
) -> str | None:
    """Write the repaired input ``name``, whose ``results`` these are: as ``inplace`` says to itself, or beside it.

    The path of what was written; None if there was nothing to repair, or if it could not be written, after ``fail``
    was told why.
    """
    if inplace and name == "-":
        fail("-: standard input cannot be repaired in place")
        return None
    if results[0].target.mail is not None:
        from pylint_kernel.fixes.hunks import repaired

        before, after = repaired(results, settings, Applicability.UNSAFE)
    else:
        done = rewrite(results[0].target, settings, Applicability.UNSAFE)
        before, after = done.before, done.after
    if after == before:
        return None
    path = name if inplace else name + SUFFIX
    try:
        if inplace:
            save(path, before, after)
        else:
            with open(path, "wb") as stream:
                stream.write(after)
    except OSError as error:
        fail(f"{path}: not written: {error.strerror}")
        return None
    return path
