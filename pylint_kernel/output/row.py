"""A finding as one row of a table: what is kept of it until the end by formats that write the worst first."""

from __future__ import annotations

from typing import NamedTuple

from pylint_kernel.checking.runner import Result
from pylint_kernel.model import Applicability, Finding, Severity
from pylint_kernel.output import is_mail
from pylint_kernel.output.frame import excerpt
from pylint_kernel.output.places import Places
from pylint_kernel.output.positions import last_line, place
from pylint_kernel.output.record import readable

#: So many columns of a source line are kept.
WIDTH = 80


class Row(NamedTuple):
    """What is remembered of a finding.

    ``path``, relative to the project unless it is that of a mail (``in_mail``), and the lines and columns (from 1, the
    end exclusive) are those of ``commit``, if there is one; ``patch`` is what people call it. ``source`` is the line,
    ``fixable`` what its fix needs.
    """

    severity: Severity
    code: str
    message: str
    path: str
    in_mail: bool
    line: int
    column: int
    end_line: int
    end_column: int
    commit: str
    patch: str
    source: str
    fixable: Applicability | None


def row_of(found: Finding, result: Result, places: Places) -> Row:
    """The row of a finding."""
    target, file = result.target, result.file
    in_mail = is_mail(result)
    path = target.path if in_mail else places.path(target)
    line, column, _, end_column = place(file, found.span)
    end_line = last_line(file, found.span)
    source = excerpt(file, file.row(found.span.start), found.span, WIDTH).text.strip()
    if in_mail and line == target.first_line:
        # What is about a mail as a whole points to the line that opens it, which says nothing.
        source = ""
    fix = found.fix.applicability if found.fix and target.can_be_fixed else None
    return Row(
        found.severity, found.code, found.message, path, in_mail, line, column, end_line, end_column,
        target.commit, readable(target.patch), source, fix,
    )  # fmt: skip
