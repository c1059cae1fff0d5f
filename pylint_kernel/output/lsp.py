"""``lsp``: a ``textDocument/publishDiagnostics`` notification a file, framed as on the wire.

Files without findings are published too, with an empty list: that is how an editor learns that all is well. Positions
are from 0 and in UTF-16 units; the edits of the fix are in ``data``.
"""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import quote_from_bytes

from pylint_kernel.checking.runner import Result
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Finding, Fix, Severity, Span
from pylint_kernel.output import Writer, is_mail
from pylint_kernel.output.positions import replacements, utf16_point

SOURCE = "kcheck"
#: Error, Warning and Information of the protocol.
SEVERITIES = {Severity.ERROR: 1, Severity.WARNING: 2, Severity.CHECK: 3}


class Format(Writer):
    """Publishes each result at once; commit messages are no documents, unless they are files."""

    def add(self, result: Result) -> None:
        """Write the result's notification."""
        if result.failure is not None:
            return
        path = os.path.abspath(os.path.join(self.options.root, result.target.origin or result.target.path))
        if is_mail(result) and not os.path.isfile(path):
            return
        diagnostics = [diagnostic(found, result.file) for found in result.findings]
        self.send("textDocument/publishDiagnostics", {"uri": uri(path), "diagnostics": diagnostics})

    def send(self, method: str, params: dict[str, Any]) -> None:
        """Write one framed notification."""
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode()
        self.stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.stream.flush()


def uri(path: str) -> str:
    """The URI of an absolute path."""
    return "file://" + quote_from_bytes(os.fsencode(path))


def diagnostic(found: Finding, file: SourceFile) -> dict[str, Any]:
    """The finding as the protocol has it."""
    said = {
        "range": span_range(found.span, file),
        "severity": SEVERITIES[found.severity],
        "code": found.code,
        "source": SOURCE,
        "message": found.message,
    }
    if found.fix:
        said["data"] = {"fix": fix_data(found.fix, file)}
    return said


def fix_data(fix: Fix, file: SourceFile) -> dict[str, Any]:
    """The fix, its edits as the protocol's TextEdit."""
    edits = [{"range": span_range(span, file), "newText": text} for span, text in replacements(fix, file)]
    return {"title": fix.title, "applicability": fix.applicability.name.lower(), "edits": edits}


def span_range(span: Span, file: SourceFile) -> dict[str, dict[str, int]]:
    """The span as the protocol's Range."""
    return {"start": position(span.start, file), "end": position(span.end, file)}


def position(offset: int, file: SourceFile) -> dict[str, int]:
    """The offset as the protocol's Position."""
    line, character = utf16_point(file, offset)
    return {"line": line - 1, "character": character}
