"""How far fixes may reach in a file that a patch is about: not out of its hunks, nor to the context that they begin and
end with, which tells where they belong."""

from __future__ import annotations

from pylint_kernel.checking.runner import Target
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Edit, Fix


def own_lines(target: Target) -> frozenset[int] | None:
    """The lines of a target that are in the patch that is written anew; None where there is none."""
    return frozenset(target.patch_lines) if target.part is not None and target.patch_lines is not None else None


def is_within(fix: Fix, file: SourceFile, lines: frozenset[int] | None) -> bool:
    """Whether a fix writes nothing but lines of the patch, and no context at the edge of a hunk."""
    return lines is None or all(
        any(is_writable(line, file, lines) for line in beside) for one in fix.edits for beside in written(one, file)
    )


def is_writable(line: int, file: SourceFile, lines: frozenset[int]) -> bool:
    """Whether a line is in the patch, and not at the edge of a hunk where the patch does not change it."""
    return line in lines and (line in (file.changed or ()) or (line - 1 in lines and line + 1 in lines))


def written(edit: Edit, file: SourceFile) -> list[range]:
    """The lines that an edit writes, each as a range; what is inserted between two lines belongs to either of them."""
    (start, end), text = edit
    first, last = file.line_number(start), file.line_number(end)
    is_whole = start == file.line_start(start) and (not text or text.endswith("\n"))
    if end == file.line_start(end) and (is_whole or text.endswith("\n")):
        if first == last:
            return [range(first - 1, first + 1)]
        last -= 1
    return [range(line, line + 1) for line in range(first, last + 1)]
