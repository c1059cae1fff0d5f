"""Findings as the protocol's diagnostics."""

from __future__ import annotations

from lsprotocol.types import CodeDescription, Diagnostic, DiagnosticSeverity, Position, Range

from pylint_kernel.lsp.judging import Place, Verdict
from pylint_kernel.model import Severity

SOURCE = "kcheck"
TOP = Range(Position(0, 0), Position(0, 0))
SEVERITIES = {
    Severity.ERROR: DiagnosticSeverity.Error,
    Severity.WARNING: DiagnosticSeverity.Warning,
    Severity.CHECK: DiagnosticSeverity.Information,
}


def diagnostics(verdict: Verdict, manual: str | None) -> list[Diagnostic]:
    """What an editor shows of a document; ``manual`` is the URI of the page that explains the types."""
    failures = [Diagnostic(TOP, f"not checked: {reason}", DiagnosticSeverity.Warning, source=SOURCE)
                for reason in verdict.failures]  # fmt: skip
    return failures + [diagnostic(place, manual) for place in verdict.problems]


def diagnostic(place: Place, manual: str | None) -> Diagnostic:
    """A finding as an editor shows it."""
    found = place.found
    return Diagnostic(
        range=place.range,
        message=found.message,
        severity=DiagnosticSeverity.Hint if place.is_old else SEVERITIES[found.severity],
        code=found.code,
        code_description=CodeDescription(f"{manual}#{found.code}") if manual else None,
        source=SOURCE,
    )
