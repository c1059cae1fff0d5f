"""``tap``: the Test Anything Protocol: ``not ok`` a finding, with its source line in comments; ``ok`` a clean file.

The directives of the protocol (``# SKIP``, ``# TODO``) cannot be forged by a path or a message.
"""

from __future__ import annotations

from re import IGNORECASE
from typing import BinaryIO

from pylint_kernel.checking.runner import Result
from pylint_kernel.lazy import Pattern
from pylint_kernel.output import Options, Tally, Writer
from pylint_kernel.output.frame import frame
from pylint_kernel.output.positions import point
from pylint_kernel.terminal.colours import Palette, level, visible

DIRECTIVE = Pattern(r"#(?=\s*(?:skip|todo))", IGNORECASE)


class Format(Writer):
    """Streams the points; how many there are comes last."""

    def __init__(self, stream: BinaryIO, options: Options = Options()) -> None:
        super().__init__(stream, options)
        self.points = 0
        self.write("TAP version 13\n")

    def add(self, result: Result) -> None:
        """Write the result's points."""
        path = result.target.path
        for reason in result.troubles:
            self.point("not ok", reason)
        if not result.findings and not result.troubles:
            self.point("ok", path)
        for found in result.findings:
            line, column = point(result.file, found.span.start)
            self.point("not ok", f"{path}:{line}:{column}: {level(found.severity)}: {found.code}: {found.message}")
            shown = frame([found], result.file, 0, Palette(colour=False))
            self.write("".join(f"# {one}\n" for one in shown))
        self.flush()

    def point(self, outcome: str, description: str) -> None:
        """Write one point."""
        self.points += 1
        self.write(f"{outcome} {self.points} - {plain(description)}\n")

    def finish(self, tally: Tally) -> None:  # noqa: ARG002 - the plan is all there is to count
        """Write the plan."""
        self.write(f"1..{self.points}\n" if self.points else "1..0 # SKIP nothing to check\n")
        self.stream.flush()


def plain(text: str) -> str:
    """A description in which nobody finds a directive: there is no way to quote that all parsers know."""
    return DIRECTIVE.sub("<23>", visible(text))
