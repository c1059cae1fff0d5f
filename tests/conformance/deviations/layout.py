"""Layout: blanks, indentation, line breaks, comments."""

from __future__ import annotations

from tests.conformance.deviation import MISS, Case, deviation


def text(case: Case) -> str:
    """The line that the case is about."""
    return case.file.line_text(case.row)


@deviation(
    "LONG_LINE", "LONG_LINE_COMMENT", "LONG_LINE_STRING", side=MISS,
    reason="checkpatch counts bytes, not characters on the screen",
)  # fmt: skip
def bytes_are_not_columns(case: Case) -> bool:
    line = text(case)
    return not line.isascii() and case.file.width(line) <= case.file.limits.max_line_length
