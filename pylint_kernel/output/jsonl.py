"""``jsonl``: one JSON object a finding and line, as soon as it is known; the keys are those of :mod:`.record`."""

from __future__ import annotations

import json

from pylint_kernel.checking.runner import Result
from pylint_kernel.output import Writer
from pylint_kernel.output.record import record


class Format(Writer):
    """Nothing but findings."""

    def add(self, result: Result) -> None:
        """Write the result's findings."""
        if result.findings:
            self.write("".join(f"{json.dumps(record(found, result))}\n" for found in result.findings))
            self.stream.flush()
