"""Findings as the protocol's diagnostics: plain objects, which go over the wire as they are; there may be many."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from lsprotocol import converters
from lsprotocol.types import Diagnostic, DiagnosticSeverity, Position, Range

from pylint_kernel.lsp.judging import Place, Verdict
from pylint_kernel.model import Severity

if TYPE_CHECKING:
    from cattrs import Converter

SOURCE = "kcheck"
TOP = Range(Position(0, 0), Position(0, 0))
SEVERITIES = {
    Severity.ERROR: DiagnosticSeverity.Error.value,
    Severity.WARNING: DiagnosticSeverity.Warning.value,
    Severity.CHECK: DiagnosticSeverity.Information.value,
}


def diagnostics(verdict: Verdict, manual: str | None) -> list[dict[str, Any]]:
    """What an editor shows of a document; ``manual`` is the URI of the page that explains the types."""
    failures = [failure(reason) for reason in verdict.failures]
    return failures + [diagnostic(place, manual) for place in verdict.problems]


def failure(reason: str) -> dict[str, Any]:
    """What an editor shows of what could not be checked."""
    severity = DiagnosticSeverity.Warning.value
    return {"range": plain(TOP), "message": f"not checked: {reason}", "severity": severity, "source": SOURCE}


def diagnostic(place: Place, manual: str | None) -> dict[str, Any]:
    """A finding as an editor shows it."""
    found = place.found
    shown = {
        "range": plain(place.range),
        "message": found.message,
        "severity": DiagnosticSeverity.Hint.value if place.is_old else SEVERITIES[found.severity],
        "code": found.code,
        "source": SOURCE,
    }
    if manual:
        shown["codeDescription"] = {"href": f"{manual}#{found.code}"}
    return shown


def plain(where: Range) -> dict[str, Any]:
    """A range as an object."""
    start, end = where.start, where.end
    return {
        "start": {"line": start.line, "character": start.character},
        "end": {"line": end.line, "character": end.character},
    }


def typed(shown: dict[str, Any]) -> Diagnostic:
    """A diagnostic as a part of what is typed."""
    return converter().structure(shown, Diagnostic)


@cache
def converter() -> Converter:
    """What makes the protocol's types of plain objects."""
    return converters.get_converter()
