"""What types are about, why, what to do; all of it comes from the rules and the corpus."""

from __future__ import annotations

import click

from pylint_kernel.checking.rule import catalog
from pylint_kernel.checking.settings import select
from pylint_kernel.explain.facts import Facts, facts, illustrated

FORMATS = ("text", "markdown", "json", "html")


def choose(types: tuple[str, ...], everything: bool) -> list[Facts]:
    """The facts on the types named; raises UsageError with what may have been meant."""
    if everything:
        return [illustrated(facts(code)) for code in catalog()]
    wanted, unknown = select(types)
    if not types:
        raise click.UsageError("name a type, or --all, or --list")
    for word, near in unknown:
        hint = f"did you mean {' or '.join(near)}?" if near else "kcheck rule --list shows all."
        raise click.UsageError(f"there is no type {word}: {hint}")
    return [illustrated(facts(code)) for code in sorted(wanted & catalog().keys())]
