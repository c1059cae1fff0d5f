"""A finding as reviewdog's Diagnostic: what ``rdjson`` and ``rdjsonl`` write.

Columns are bytes of the UTF-8 line, from 1, ends exclusive. A fix is one suggestion, however many edits it has: of
several suggestions the reader may take one without the other.
"""

from __future__ import annotations

from typing import Any

from pylint_kernel.checking.runner import Result
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Applicability, Finding, Severity, Span
from pylint_kernel.output import Options, is_mail
from pylint_kernel.output.positions import place, replacement
from pylint_kernel.output.record import readable, relative

SOURCE = {"name": "kcheck"}
SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.CHECK: "INFO"}


def diagnostic(found: Finding, result: Result, options: Options) -> dict[str, Any]:
    """The finding as reviewdog has it; in a commit message, the path is the commit."""
    target, file = result.target, result.file
    path = readable(target.path) if is_mail(result) else relative(target, options.root)
    said: dict[str, Any] = {
        "message": found.message,
        "location": {"path": path, "range": extent(file, found.span)},
        "severity": SEVERITIES[found.severity],
        "code": {"value": found.code},
    }
    if found.fix and found.fix.applicability > Applicability.DISPLAY and not is_mail(result):
        span, text = replacement(found.fix, file)
        said["suggestions"] = [{"range": extent(file, span), "text": text}]
    return said


def extent(file: SourceFile, span: Span) -> dict[str, Any]:
    """The span as reviewdog's Range."""
    line, column, end_line, end_column = place(file, span)
    return {"start": {"line": line, "column": column}, "end": {"line": end_line, "column": end_column}}
