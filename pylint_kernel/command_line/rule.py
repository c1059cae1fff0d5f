"""``kcheck rule``: what a type is about, why, what to do."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterable

import click

from pylint_kernel import explain
from pylint_kernel.checking import own
from pylint_kernel.checking.request import ConfigurationError
from pylint_kernel.configuration.configuration import Configuration
from pylint_kernel.terminal.colours import wants_colour


@click.command(context_settings={"max_content_width": 100})
@click.argument("types", metavar="TYPE...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All types there are.")
@click.option(
    "--list", "names", is_flag=True, help="Only a line for each type, by group: level, name, fixable, summary."
)
@click.option("--format", "form", type=click.Choice(explain.FORMATS), default="text", show_default=True,
              help="How to write it; html is a page that stands alone.")  # fmt: skip
@click.option("--rules", metavar="FILE.py|NAME", multiple=True,
              help="Explain rules of your own, too: a file, or what an installed package calls them.")  # fmt: skip
@click.option("--color", type=click.Choice(["always", "auto", "never"]), default="auto", show_default=True,
              help="Colours on standard output.")  # fmt: skip
@click.help_option("-h", "--help")
def rule(types: tuple[str, ...], everything: bool, names: bool, form: str, rules: tuple[str, ...], color: str) -> int:
    """Explain TYPEs, or groups: what is checked and why, an example and its repair, how it differs from checkpatch."""
    load(rules)
    chosen = explain.choose(types, everything or (names and not types))
    rendering = importlib.import_module(f"{explain.__name__}.{'text' if names else form}")
    render = rendering.listing if names else rendering.document
    text = render(chosen, wants_colour(color, sys.stdout))
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()
    return 0


def load(rules: Iterable[str]) -> None:
    """Add the rules that the user's own configuration and the command line name; raises ClickException."""
    try:
        for name in (*Configuration().at(os.path.join(os.getcwd(), "")).rules, *rules):
            own.load(name)
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from None
