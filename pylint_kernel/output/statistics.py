"""``statistics``: how often each type was found, the commonest first, and how much of it can be fixed."""

from __future__ import annotations

from collections import Counter
from typing import BinaryIO

from pylint_kernel.checking.runner import Result
from pylint_kernel.model import Applicability, Severity
from pylint_kernel.output import Options, Tally, Writer
from pylint_kernel.output.summary import MARKS, summary
from pylint_kernel.terminal.colours import Palette, level


class Format(Writer):
    """Counts, then writes a line a type."""

    def __init__(self, stream: BinaryIO, options: Options = Options()) -> None:
        super().__init__(stream, options)
        self.counts: Counter[str] = Counter()
        self.levels: dict[str, Severity] = {}
        self.fixable: Counter[tuple[str, Applicability]] = Counter()

    def add(self, result: Result) -> None:
        """Count the result's findings."""
        for found in result.findings:
            self.counts[found.code] += 1
            self.levels[found.code] = max(found.severity, self.levels.get(found.code, found.severity))
            if found.fix:
                self.fixable[found.code, found.fix.applicability] += 1

    def finish(self, tally: Tally) -> None:
        """Write the table and the counts."""
        paint = Palette(self.options.colour)
        width = max(map(len, self.counts), default=0)
        lines = []
        for code, count in sorted(self.counts.items(), key=lambda item: (-item[1], item[0])):
            name = level(self.levels[code])
            marks = [f"{mark} {number}" for kind, mark in MARKS.items() if (number := self.fixable[code, kind])]
            line = f"{count:7}  {paint(f'{name:7}', name)}  {paint(f'{code:{width}}', 'bold')}"
            lines.append(f"{line}  {paint(' '.join(marks), 'fix')}" if marks else line.rstrip())
        if self.options.summary:
            lines += summary(tally, paint)
        self.write("".join(f"{line}\n" for line in lines))
        self.stream.flush()
