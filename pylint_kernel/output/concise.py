"""``concise``: ``path:line:column: level: TYPE: message``, one line a finding."""

from __future__ import annotations

from typing import BinaryIO

from pylint_kernel.checking.runner import Result
from pylint_kernel.model import Finding
from pylint_kernel.output import Options, Tally, Writer
from pylint_kernel.output.positions import point
from pylint_kernel.output.summary import MARKS, summary
from pylint_kernel.terminal.colours import Palette, level, visible


class Format(Writer):
    """One line a finding, then the counts."""

    def __init__(self, stream: BinaryIO, options: Options = Options()) -> None:
        super().__init__(stream, options)
        self.paint = Palette(options.colour)

    def add(self, result: Result) -> None:
        """Write the result's findings."""
        for found in result.findings:
            self.write(f"{self.headline(found, result)}\n")
        if result.findings:
            self.flush()

    def headline(self, found: Finding, result: Result) -> str:
        """The line that says everything about a finding."""
        head, said, mark = self.headline_parts(found, result)
        return f"{head} {said} {self.paint(mark, 'fix')}" if mark else f"{head} {said}"

    def headline_parts(self, found: Finding, result: Result) -> tuple[str, str, str]:
        """Where it is and what, in colour; the message; the mark of the fix, if there is one."""
        paint, name = self.paint, level(found.severity)
        line, column = point(result.file, found.span.start)
        where = f"{paint(visible(result.target.path), 'bold')}:{line}:{column}:"
        head = f"{where} {paint(f'{name}:', name)} {paint(found.code, 'bold')}:"
        mark = MARKS.get(found.fix.applicability, "") if found.fix and result.target.can_be_fixed else ""
        return head, visible(found.message), mark

    def finish(self, tally: Tally) -> None:
        """Write the counts."""
        if self.options.summary:
            self.write("".join(f"{line}\n" for line in summary(tally, self.paint)))
        self.stream.flush()
