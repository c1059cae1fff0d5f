"""``gitlab``: GitLab's Code Quality report, a JSON array with an object a finding.

GitLab tells findings apart by their fingerprints, compares those of two branches, and shows of equal ones in a file
only the first: a fingerprint is made of type, file, text of the line and how many have been alike before, never of the
line's number. Findings in commit messages are there too, under the name of the commit. What a later commit of the run
changes is where it was.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any, BinaryIO

from pylint_kernel.checking.runner import Result
from pylint_kernel.model import Finding, Severity
from pylint_kernel.output import Options, Tally, Writer, is_mail
from pylint_kernel.output.places import Here, Places
from pylint_kernel.output.positions import last_line
from pylint_kernel.output.record import readable

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.CHECK: "info"}


class Format(Writer):
    """Streams the array, an object a line."""

    def __init__(self, stream: BinaryIO, options: Options = Options()) -> None:
        super().__init__(stream, options)
        self.separator = "[\n"
        self.places = Places(options)
        self.alike: Counter[tuple[str, ...]] = Counter()

    def add(self, result: Result) -> None:
        """Write the result's findings."""
        parts = []
        for found in result.findings:
            parts += [self.separator, json.dumps(self.issue(found, result))]
            self.separator = ",\n"
        self.write("".join(parts))

    def issue(self, found: Finding, result: Result) -> dict[str, Any]:
        """One object of the array."""
        file, target = result.file, result.target
        line = file.line_number(found.span.start)
        end = max(line, last_line(file, found.span))
        if is_mail(result):
            here = Here(target.path, line, end)
        else:
            here = self.places.of(target, line, end) or Here(self.places.path(target), line, end)
        path = readable(here.path)
        key = (found.code, path, file.line_text(file.row(found.span.start)).strip())
        self.alike[key] += 1
        identity = "\0".join((*key, str(self.alike[key])))
        return {
            "type": "issue",
            "check_name": found.code,
            "description": f"{found.code}: {found.message}",
            "categories": ["Style"],
            "severity": SEVERITIES[found.severity],
            "fingerprint": hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest(),
            "location": {"path": path, "lines": {"begin": here.line, "end": here.end_line}},
        }

    def finish(self, tally: Tally) -> None:  # noqa: ARG002 - the report has no counts
        """Close the array."""
        self.write(f"{'' if self.separator.startswith(',') else self.separator}\n]\n")
        self.stream.flush()
