"""What --fix and --fix-inplace of checkpatch.pl write: the input, repaired."""

from __future__ import annotations

from collections.abc import Callable

from pylint_kernel.checking.runner import Result
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes.patchfile import PatchWriter
from pylint_kernel.fixes.rewrite import rewrite
from pylint_kernel.model import Applicability
from pylint_kernel.surroundings.writing import save

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
    repairs = [rewrite(result.target, settings, Applicability.UNSAFE) for result in results]
    before, after = repairs[0].before, repairs[0].after
    if results[0].target.part is not None:
        writer = PatchWriter(None)
        for one in repairs:
            writer.add(one)
        _, before, after = writer.written()
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
