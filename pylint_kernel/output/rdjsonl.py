"""``rdjsonl``: a line a finding for ``reviewdog -f=rdjsonl``; see :mod:`.diagnostic`."""

from __future__ import annotations

import json

from pylint_kernel.checking.runner import Result
from pylint_kernel.output import Writer
from pylint_kernel.output.diagnostic import SOURCE, diagnostic

#: Characters of a line: at one of 64 KiB reviewdog stops reading, without a word.
LONGEST = 65_000


class Format(Writer):
    """Nothing but findings, each with its source."""

    def add(self, result: Result) -> None:
        """Write the result's findings."""
        for found in result.findings:
            said = {**diagnostic(found, result, self.options), "source": SOURCE}
            if len(line := json.dumps(said)) > LONGEST:
                said.pop("suggestions", None)
                line = json.dumps(said)
            self.write(line + "\n")
        if result.findings:
            self.stream.flush()
