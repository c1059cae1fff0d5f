"""``json``: one document, written as the results come in; the keys of a finding are those of :mod:`.record`.

``{"version": ..., "findings": [...], "failures": [...], "summary": {...}}``: ``failures`` says of each file that could
not be checked, or not all of it, why; ``summary`` counts ``files``, ``mails``, ``failures``, ``error``, ``warning``,
``check``, ``fixable``, ``unsafe_fixable`` and ``fixed``.
"""

from __future__ import annotations

import json
from typing import BinaryIO

from pylint_kernel import __version__
from pylint_kernel.checking.runner import Result
from pylint_kernel.model import Applicability, Severity
from pylint_kernel.output import Options, Tally, Writer
from pylint_kernel.output.record import readable, record
from pylint_kernel.terminal.colours import level


class Format(Writer):
    """Streams the array of findings, a line each."""

    def __init__(self, stream: BinaryIO, options: Options = Options()) -> None:
        super().__init__(stream, options)
        self.failures: list[str] = []
        self.separator = f'{{"version": {json.dumps(__version__)}, "findings": [\n'

    def add(self, result: Result) -> None:
        """Write the result's findings."""
        self.failures += map(readable, result.troubles)
        for found in result.findings:
            self.write(self.separator + json.dumps(record(found, result)))
            self.separator = ",\n"

    def finish(self, tally: Tally) -> None:
        """Close the array and add what concerns the run as a whole."""
        opening = "" if self.separator == ",\n" else self.separator
        rest = f'"failures": {json.dumps(self.failures)}, "summary": {json.dumps(counts(tally))}'
        self.write(f"{opening}\n], {rest}}}\n")
        self.stream.flush()


def counts(tally: Tally) -> dict[str, int]:
    """The summary."""
    return {
        "files": tally.files,
        "mails": tally.mails,
        "failures": tally.failures,
        **{level(one): tally.levels[one] for one in sorted(Severity, reverse=True)},
        "fixable": tally.fixable[Applicability.SAFE],
        "unsafe_fixable": tally.fixable[Applicability.UNSAFE],
        "fixed": tally.fixed,
    }
