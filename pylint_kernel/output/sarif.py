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
from pylint_kernel.output.places import Places
from pylint_kernel.output.positions import last_line, replacements, utf16_point
from pylint_kernel.output.record import readable, record

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.CHECK: "note"}
RESULTS = 25_000
ROOT = "%SRCROOT%"
PROJECT = "The top of the repository; without one, the directory that kcheck ran in."
Json = dict[str, Any]


class Format(Writer):
    """Collects the results, at most as many as count, and writes the log at the end."""

    def __init__(self, stream: BinaryIO, options: Options = Options()) -> None:
        super().__init__(stream, options)
        self.results: dict[Severity, list[Json]] = {one: [] for one in sorted(Severity, reverse=True)}
        self.total = 0
        self.places = Places(options)
        self.messages: list[Json] = []
        self.gone: list[Json] = []
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
        fingerprints = Fingerprints(result.data)
        for found in result.findings:
            of_level = self.results[found.severity]
            if len(of_level) < RESULTS:
                if one := self.sarif_result(found, result, fingerprints):
                    of_level.append(one)
                else:
                    self.gone.append(record(found, result))
                    self.total -= 1
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
            "originalUriBaseIds": {
                ROOT: {
                    "description": {"text": "The top of the repository; without one, the directory that kcheck ran in."}
                }
            },
            "results": results,
            "properties": {
                "commitMessages": self.messages,
                "changedSince": self.gone,
                "filesChecked": tally.files,
            },
        }
        self.write(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n")
        self.stream.flush()

    def sarif_result(self, found: Finding, result: Result, fingerprints: Fingerprints) -> Json | None:
        """One result; None if its lines are not there any more."""
        file = result.file
        here = self.places.of(result.target, *rows(file, found.span))
        if here is None:
            return None
        shift = here.line - file.line_number(found.span.start)
        location = artifact(here.path)
        one: Json = {
            "ruleId": found.code,
            "level": LEVELS[found.severity],
            "message": {"text": found.message},
            "locations": [
                {"physicalLocation": {"artifactLocation": location, "region": region(found.span, file, shift)}}
            ],
            "partialFingerprints": {"primaryLocationLineHash": fingerprints.line(file.row(found.span.start))},
        }
        if found.fix and self.stays(found.fix, result, shift):
            one["fixes"] = [sarif_fix(found.fix, file, location, shift)]
        return one

    def stays(self, fix: Fix, result: Result, shift: int) -> bool:
        """Whether all that a fix writes upon is where its finding is."""
        for edit in fix.edits:
            first, last = rows(result.file, edit.span)
            here = self.places.of(result.target, first, last)
            if here is None or here.line - first != shift:
                return False
        return True


def rows(file: SourceFile, span: Span) -> tuple[int, int]:
    """The first and the last line of a span."""
    return file.line_number(span.start), last_line(file, span)


def artifact(path: str) -> Json:
    """Where the file is: relative to the project if it lies there."""
    if os.path.isabs(path):
        return {"uri": "file://" + quote_from_bytes(os.fsencode(path))}
    return {"uri": quote_from_bytes(os.fsencode(path)), "uriBaseId": ROOT}


def region(span: Span, file: SourceFile, shift: int) -> dict[str, int]:
    """The span as SARIF's region, so many lines further down; an empty one is an insertion point."""
    line, column = utf16_point(file, span.start)
    end_line, end_column = utf16_point(file, max(span))
    return {
        "startLine": line + shift,
        "startColumn": column + 1,
        "endLine": end_line + shift,
        "endColumn": end_column + 1,
    }


def sarif_fix(fix: Fix, file: SourceFile, location: Json, shift: int) -> Json:
    """A fix; who may apply it is among its properties."""
    edits = [
        {"deletedRegion": region(span, file, shift), "insertedContent": {"text": text}}
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
