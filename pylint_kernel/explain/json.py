"""Types explained as data: an array of objects."""

from __future__ import annotations

import json
from typing import Any

from pylint_kernel.explain.corpus import Case
from pylint_kernel.explain.examples import readable
from pylint_kernel.explain.facts import Facts
from pylint_kernel.terminal.colours import level


def document(chosen: list[Facts], colour: bool = False) -> str:
    """The types as one JSON document."""
    return json.dumps([entry(one) for one in chosen], indent=1) + "\n"


def entry(facts: Facts) -> dict[str, Any]:
    """One type; ``cases`` are all cases of the corpus."""
    return {
        "type": facts.code,
        "topic": facts.topic,
        "summary": facts.summary,
        "levels": {"patch": [*map(level, facts.in_patch)], "file": [*map(level, facts.in_file)]},
        "fixable": facts.safe,
        "unsafe_fixable": facts.unsafe,
        "checks": [{"summary": one.summary, "documentation": "\n\n".join(one.paragraphs)} for one in facts.checks],
        "sources": facts.sources,
        "differs_from_checkpatch": [*facts.differs, *(said for one in facts.checks for said in one.differs)],
        "cases": [case_entry(one) for one in facts.cases],
    }


def case_entry(case: Case) -> dict[str, Any]:
    """One case; ``findings`` is empty where nothing is to be found."""
    return {
        "title": case.title,
        "path": case.path,
        "source": readable(case.source),
        "findings": [{"line": one.line, "level": level(one.severity), "message": one.message} for one in case.expected],
        "fixed": readable(case.fixed) if case.fixed is not None else None,
        "unsafe_fixed": readable(case.unsafe) if case.unsafe is not None else None,
    }
