"""What is said about a finding when somebody points at it."""

from __future__ import annotations

from functools import cache

from lsprotocol.types import Hover, MarkupContent, MarkupKind, Position

from pylint_kernel.checking.rule import catalog
from pylint_kernel.explain import markdown, text
from pylint_kernel.explain.facts import Facts, facts, illustrated, narrowed
from pylint_kernel.lsp.judging import Place, Verdict


def hover(verdict: Verdict, position: Position, *, as_markdown: bool) -> Hover | None:
    """The documentation of the checks whose findings are at a position, with their examples; None if none is there.

    The first time takes a while: it is found out which example is whose.
    """
    here = [place for place in verdict.problems if covers(place, position) and place.found.code in catalog()]
    if not here:
        return None
    checks: dict[str, set[str]] = {}
    for place in here:
        checks.setdefault(place.found.code, set()).add(place.found.check)
    chosen = [narrowed(known(code), frozenset(names)) for code, names in checks.items()]
    if as_markdown:
        content = MarkupContent(MarkupKind.Markdown, markdown.document(chosen))
    else:
        content = MarkupContent(MarkupKind.PlainText, text.document(chosen))
    return Hover(content, here[0].range)


@cache
def known(code: str) -> Facts:
    """All about a type."""
    return illustrated(facts(code))


def covers(place: Place, position: Position) -> bool:
    """Whether a position is at a finding, its end included: an empty one is there as well."""
    return place.range.start <= position <= place.range.end
