"""``junit``: the XML of JUnit, which Jenkins, GitLab, Azure and others read.

A suite a file, in it a failed case a finding, or one case that has passed; what could not be checked is an error.
"""

from __future__ import annotations

from typing import BinaryIO

from pylint_kernel.checking.runner import Result
from pylint_kernel.model import Finding
from pylint_kernel.output import Options, Tally, Writer
from pylint_kernel.output.frame import frame
from pylint_kernel.output.markup import element, start, text
from pylint_kernel.output.positions import point
from pylint_kernel.output.record import readable
from pylint_kernel.terminal.colours import Palette, level


class Format(Writer):
    """Streams the suites."""

    def __init__(self, stream: BinaryIO, options: Options = Options()) -> None:
        super().__init__(stream, options)
        self.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{start("testsuites", name="kcheck")}\n')

    def add(self, result: Result) -> None:
        """Write the result's suite."""
        path = readable(result.target.path)
        cases = [case(found, result, path) for found in result.findings]
        for reason in result.troubles:
            said = element("error", type="failure", message=readable(reason))
            cases.append(element("testcase", said, name="check", classname=path))
        counts = {"failures": len(result.findings), "errors": len(result.troubles)}
        cases = cases or [element("testcase", name="check", classname=path)]
        content = "".join(f"{one}\n" for one in cases)
        self.write(element("testsuite", f"\n{content}", name=path, tests=len(cases), **counts) + "\n")

    def finish(self, tally: Tally) -> None:  # noqa: ARG002 - the suites have the counts
        """Close the document."""
        self.write("</testsuites>\n")
        self.stream.flush()


def case(found: Finding, result: Result, path: str) -> str:
    """One finding, with its place and the source line as the text of the failure."""
    line, column = point(result.file, found.span.start)
    said = "\n".join(
        [f"{path}:{line}:{column}: {found.message}", *frame([found], result.file, 0, Palette(colour=False))]
    )
    failure = element("failure", text(said), type=level(found.severity), message=found.message)
    return element("testcase", failure, name=f"{found.code} at {line}:{column}", classname=path)
