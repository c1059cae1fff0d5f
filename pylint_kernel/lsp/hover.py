"""What is said about a finding when somebody points at it."""

from __future__ import annotations

from lsprotocol.types import Hover, MarkupContent, MarkupKind, Position

from pylint_kernel.checking.rule import catalog
from pylint_kernel.explain import markdown, text
from pylint_kernel.explain.facts import facts
from pylint_kernel.lsp.judging import Place, Verdict


def hover(verdict: Verdict, position: Position, *, as_markdown: bool) -> Hover | None:
    """The documentation of the types found at a position; None if nothing is."""
    here = [place for place in verdict.problems if covers(place, position) and place.found.code in catalog()]
    if not here:
        return None
    chosen = [facts(code) for code in dict.fromkeys(place.found.code for place in here)]
    if as_markdown:
        content = MarkupContent(MarkupKind.Markdown, markdown.document(chosen))
    else:
        content = MarkupContent(MarkupKind.PlainText, text.document(chosen))
    return Hover(content, here[0].range)


def covers(place: Place, position: Position) -> bool:
    """Whether a position is at a finding, its end included: an empty one is there as well."""
    return place.range.start <= position <= place.range.end
