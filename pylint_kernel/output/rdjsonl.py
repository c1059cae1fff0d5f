"""``rdjsonl``: a line a finding for ``reviewdog -f=rdjsonl``; see :mod:`.diagnostic`."""

from __future__ import annotations

import json

from pylint_kernel.checking.runner import Result
from pylint_kernel.output import Writer
from pylint_kernel.output.diagnostic import SOURCE, diagnostic


class Format(Writer):
    """Nothing but findings, each with its source."""

    def add(self, result: Result) -> None:
        """Write the result's findings."""
        for found in result.findings:
            self.write(json.dumps({**diagnostic(found, result, self.options), "source": SOURCE}) + "\n")
        if result.findings:
            self.stream.flush()
