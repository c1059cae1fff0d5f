"""``statistics``: how often each type was found, where, and how much of it can be fixed; the commonest first."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from typing import BinaryIO

from pylint_kernel.checking.runner import Result
from pylint_kernel.model import Applicability, Severity
from pylint_kernel.output import Options, Tally, Writer
from pylint_kernel.output.summary import MARKS, summary
from pylint_kernel.terminal.colours import Palette, level, visible


class Format(Writer):
    """Counts, then writes a line for each level of each type, and one for each of several directories."""

    counts = True

    def __init__(self, stream: BinaryIO, options: Options = Options()) -> None:
        super().__init__(stream, options)
        self.types: Counter[tuple[str, Severity]] = Counter()
        self.fixable: Counter[tuple[str, Severity, Applicability]] = Counter()
        self.directories: Counter[str] = Counter()
        self.paint = Palette(options.colour)

    def add(self, result: Result) -> None:
        """Count the result's findings."""
        for found in result.findings:
            self.types[found.code, found.severity] += 1
            if found.fix and result.target.can_be_fixed:
                self.fixable[found.code, found.severity, found.fix.applicability] += 1
        if result.target.mail is None:
            self.directories[os.path.dirname(result.target.path)] += len(result.findings)

    def finish(self, tally: Tally) -> None:
        """Write the tables and the counts."""
        lines = [*self.by_type(), *self.by_directory()]
        if self.options.summary:
            lines += summary(tally, self.paint)
        self.write("".join(f"{line}\n" for line in lines))
        self.stream.flush()

    def by_type(self) -> Iterator[str]:
        """The lines on types."""
        paint, total = self.paint, self.types.total()
        width = max((len(code) for code, _ in self.types), default=0)
        for (code, severity), count in sorted(self.types.items(), key=lambda item: (-item[1], item[0])):
            name = level(severity)
            marks = [f"{mark} {n}" for kind, mark in MARKS.items() if (n := self.fixable[code, severity, kind])]
            counts = f"{count:7} {share(count, total)}  {paint(f'{name:7}', name)}"
            yield f"{counts}  {paint(f'{code:{width}}', 'bold')}  {paint(' '.join(marks), 'fix')}".rstrip()

    def by_directory(self) -> Iterator[str]:
        """The lines on directories: those right below the one that all files are in."""
        found = sorted(grouped(self.directories).items(), key=lambda item: (-item[1], item[0]))
        if len(found) > 1:
            total = self.directories.total()
            yield ""
            yield from (f"{count:7} {share(count, total)}  {visible(name)}" for name, count in found if count)


def share(count: int, total: int) -> str:
    """So many of all, in percent."""
    return f"{100 * count / total:5.1f} %"


def grouped(directories: Counter[str]) -> Counter[str]:
    """The counts of directories, added up for those right below the one that all are in."""
    if not directories:
        return Counter()
    parts = {name: name.split("/") for name in directories}
    common = sum(1 for _ in takewhile(lambda names: len(set(names)) == 1, zip(*parts.values(), strict=False)))
    found: Counter[str] = Counter()
    for name, count in directories.items():
        found["/".join(parts[name][: common + 1]) or "."] += count
    return found
