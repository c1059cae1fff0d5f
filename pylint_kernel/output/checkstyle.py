"""``checkstyle``: the XML of Checkstyle, which Jenkins, reviewdog and many others read.

An ``error`` a finding, whose ``source`` is ``kcheck.TYPE``; levels are ``error``, ``warning`` and ``info``.
"""

from __future__ import annotations

from typing import BinaryIO

from pylint_kernel import __version__
from pylint_kernel.checking.engine import INTERNAL_ERROR
from pylint_kernel.checking.runner import Result
from pylint_kernel.model import Finding, Severity
from pylint_kernel.output import Options, Tally, Writer
from pylint_kernel.output.markup import element, start
from pylint_kernel.output.positions import point
from pylint_kernel.output.record import readable

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.CHECK: "info"}


class Format(Writer):
    """Streams an element a file with findings; what could not be checked is a finding too."""

    def __init__(self, stream: BinaryIO, options: Options = Options()) -> None:
        super().__init__(stream, options)
        self.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{start("checkstyle", version=f"kcheck {__version__}")}\n')

    def add(self, result: Result) -> None:
        """Write the result's findings."""
        errors = [error(found, result) for found in result.findings]
        for reason in result.troubles:
            source = f"kcheck.{INTERNAL_ERROR}"
            errors.append(element("error", line=1, severity="error", message=readable(reason), source=source) + "\n")
        if errors:
            self.write(element("file", f"\n{''.join(errors)}", name=readable(result.target.path)) + "\n")

    def finish(self, tally: Tally) -> None:  # noqa: ARG002 - the document has no counts
        """Close the document."""
        self.write("</checkstyle>\n")
        self.stream.flush()


def error(found: Finding, result: Result) -> str:
    """One finding."""
    line, column = point(result.file, found.span.start)
    level, source = LEVELS[found.severity], f"kcheck.{found.code}"
    return element("error", line=line, column=column, severity=level, message=found.message, source=source) + "\n"
