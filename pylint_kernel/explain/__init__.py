"""``kcheck rule``: what a type is about, why, what to do; all of it comes from the rules and the corpus."""

from __future__ import annotations

import importlib
import sys

import click

from pylint_kernel.checking.rule import catalog
from pylint_kernel.checking.settings import select
from pylint_kernel.explain.facts import Facts, facts, illustrated
from pylint_kernel.terminal.colours import wants_colour

FORMATS = ("text", "markdown", "json", "html")


@click.command(context_settings={"max_content_width": 100})
@click.argument("types", metavar="TYPE...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All types there are.")
@click.option(
    "--list", "names", is_flag=True, help="Only a line for each type, by group: level, name, fixable, summary."
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
              help="How to write it; html is a page that stands alone.")  # fmt: skip
@click.option("--color", type=click.Choice(["always", "auto", "never"]), default="auto", show_default=True,
              help="Colours on standard output.")  # fmt: skip
@click.help_option("-h", "--help")
def rule(types: tuple[str, ...], everything: bool, names: bool, form: str, color: str) -> int:
    """Explain TYPEs, or groups: what is checked and why, an example and its repair, how it differs from checkpatch."""
    chosen = choose(types, everything or (names and not types))
    rendering = importlib.import_module(f"{__name__}.{'text' if names else form}")
    render = rendering.listing if names else rendering.document
    text = render(chosen, wants_colour(color, sys.stdout))
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()
    return 0


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
