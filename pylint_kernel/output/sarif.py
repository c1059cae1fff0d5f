"""``sarif``: SARIF 2.1.0, as GitHub's code scanning and editors take it.

GitHub takes 25,000 results of a run and shows the first 5,000: the worst come first, what does not fit is counted in a
notification. Findings in commit messages have no file in the repository: they are in the run's ``properties`` as
``commitMessages``, with the keys of :mod:`.record`. Columns are UTF-16 units from 1.
"""

from __future__ import annotations

import json
import os
from typing import Any, BinaryIO
from urllib.parse import quote_from_bytes

from pylint_kernel import __version__
from pylint_kernel.checking.engine import INTERNAL_ERROR
from pylint_kernel.checking.runner import Result
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Finding, Fix, Severity, Span
from pylint_kernel.output import Options, Tally, Writer, is_mail
from pylint_kernel.output.fingerprint import Fingerprints
from pylint_kernel.output.positions import replacements, utf16_point
from pylint_kernel.output.record import readable, record

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.CHECK: "note"}
RESULTS = 25_000
ROOT = "%SRCROOT%"
Json = dict[str, Any]


class Format(Writer):
    """Collects the results, at most as many as count, and writes the log at the end."""

    def __init__(self, stream: BinaryIO, options: Options = Options()) -> None:
        super().__init__(stream, options)
        self.results: dict[Severity, list[Json]] = {one: [] for one in sorted(Severity, reverse=True)}
        self.total = 0
        self.messages: list[Json] = []
        self.notifications: list[Json] = []

    def add(self, result: Result) -> None:
        """Take the result's findings."""
        for reason in result.troubles:
            self.notify(readable(reason))
        if is_mail(result):
            self.messages += [record(found, result) for found in result.findings]
            return
        self.total += len(result.findings)
        if not result.findings:
            return
        location = artifact(result.target.path, self.options.root)
        fingerprints = Fingerprints(result.data)
        for found in result.findings:
            of_level = self.results[found.severity]
            if len(of_level) < RESULTS:
                of_level.append(sarif_result(found, result.file, location, fingerprints))
            if found.code == INTERNAL_ERROR:
                self.notify(f"{readable(result.target.path)}: {found.message}")

    def notify(self, text: str) -> None:
        """Remember that the run itself went wrong somewhere."""
        self.notifications.append({"level": "error", "message": {"text": text}})

    def finish(self, tally: Tally) -> None:
        """Write the log."""
        results = [one for of_level in self.results.values() for one in of_level][:RESULTS]
        successful = not self.notifications
        if len(results) < self.total:
            text = f"{self.total - len(results)} more findings are left out: GitHub takes {RESULTS} of a run"
            self.notifications.append({"level": "warning", "message": {"text": text}})
        codes = sorted({one["ruleId"] for one in results})
        for one in results:
            one["ruleIndex"] = codes.index(one["ruleId"])
        run = {
            "tool": {"driver": {"name": "kcheck", "semanticVersion": __version__, "rules": [*map(descriptor, codes)]}},
            "invocations": [{"executionSuccessful": successful, "toolExecutionNotifications": self.notifications}],
            "columnKind": "utf16CodeUnits",
            "originalUriBaseIds": {ROOT: {"description": {"text": "The directory that kcheck ran in."}}},
            "results": results,
            "properties": {"commitMessages": self.messages, "filesChecked": tally.files},
        }
        self.write(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n")
        self.stream.flush()


def artifact(path: str, root: str) -> Json:
    """Where the file is: relative to the root if it lies there."""
    absolute = os.path.abspath(os.path.join(root, path))
    relative = os.path.relpath(absolute, root)
    if relative.startswith(os.pardir + os.sep):
        return {"uri": "file://" + quote_from_bytes(os.fsencode(absolute))}
    return {"uri": quote_from_bytes(os.fsencode(relative)), "uriBaseId": ROOT}


def sarif_result(found: Finding, file: SourceFile, location: Json, fingerprints: Fingerprints) -> Json:
    """One result."""
    result: Json = {
        "ruleId": found.code,
        "level": LEVELS[found.severity],
        "message": {"text": found.message},
        "locations": [{"physicalLocation": {"artifactLocation": location, "region": region(found.span, file)}}],
        "partialFingerprints": {"primaryLocationLineHash": fingerprints.line(file.row(found.span.start))},
    }
    if found.fix:
        result["fixes"] = [sarif_fix(found.fix, file, location)]
    return result


def region(span: Span, file: SourceFile) -> dict[str, int]:
    """The span as SARIF's region; an empty one is an insertion point."""
    line, column = utf16_point(file, span.start)
    end_line, end_column = utf16_point(file, max(span))
    return {"startLine": line, "startColumn": column + 1, "endLine": end_line, "endColumn": end_column + 1}


def sarif_fix(fix: Fix, file: SourceFile, location: Json) -> Json:
    """A fix; who may apply it is among its properties."""
    edits = [
        {"deletedRegion": region(span, file), "insertedContent": {"text": text}}
        for span, text in replacements(fix, file)
    ]
    return {
        "description": {"text": fix.title},
        "artifactChanges": [{"artifactLocation": location, "replacements": edits}],
        "properties": {"applicability": fix.applicability.name.lower()},
    }


def descriptor(code: str) -> Json:
    """What there is to say about a rule."""
    from pylint_kernel.checking.rule import catalog
    from pylint_kernel.explain import markdown, text
    from pylint_kernel.explain.facts import facts

    if code not in catalog():
        return {"id": code, "shortDescription": {"text": "a rule failed: a bug of kcheck"}}
    known = facts(code)
    return {
        "id": code,
        "name": code.title().replace("_", ""),
        "shortDescription": {"text": known.summary},
        "fullDescription": {"text": " ".join(known.checks[0].paragraphs[0].split())},
        "help": {"text": text.document([known]), "markdown": markdown.document([known])},
        "defaultConfiguration": {"level": LEVELS[max(known.in_patch)]},
        "properties": {"tags": ["linux-kernel", known.topic]},
    }
