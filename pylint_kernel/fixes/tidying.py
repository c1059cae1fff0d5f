"""What stood below each other in a file does so after changes, too."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pylint_kernel.fixes import backslashes, columns
from pylint_kernel.fixes.columns import Rows
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Edit

#: Finds the edits for a file, those for lines of their own in lists of their own.
Step = Callable[[SourceFile], list[list[Edit]]]


def steps(before: SourceFile, rows: Rows, old_names: Mapping[str, str] | None = None) -> tuple[Step, ...]:
    """What puts columns, and then backslashes, back to where they were in ``before``; to be made one after the other.

    ``rows``: where lines are in the file that the first step is made in; ``old_names``: what macros were called that
    have another name now.
    """
    return (
        lambda after: columns.realigned(before, after, rows),
        lambda after: [list(backslashes.realigned(before, after, old_names))],
    )
