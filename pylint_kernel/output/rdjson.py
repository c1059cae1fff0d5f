"""``rdjson``: one document for ``reviewdog -f=rdjson``, written as the results come in; see :mod:`.diagnostic`."""

from __future__ import annotations

import json
from typing import BinaryIO

from pylint_kernel.checking.runner import Result
from pylint_kernel.output import Options, Tally, Writer
from pylint_kernel.output.diagnostic import SOURCE, diagnostic


class Format(Writer):
    """Streams the array of diagnostics, a line each."""

    def __init__(self, stream: BinaryIO, options: Options = Options()) -> None:
        super().__init__(stream, options)
        self.opening = f'{{"source": {json.dumps(SOURCE)}, "diagnostics": [\n'
        self.separator = self.opening

    def add(self, result: Result) -> None:
        """Write the result's findings."""
        parts = []
        for found in result.findings:
            parts += [self.separator, json.dumps(diagnostic(found, result, self.options))]
            self.separator = ",\n"
        self.write("".join(parts))

    def finish(self, tally: Tally) -> None:  # noqa: ARG002 - the document has no counts
        """Close the array."""
        self.write(f"{self.opening if self.separator is self.opening else ''}\n]}}\n")
        self.stream.flush()
