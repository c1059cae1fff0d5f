"""``kcheck rule test``: the examples of one's own rules, run as those of kcheck's rules are."""

from __future__ import annotations

from pathlib import Path

import click

from pylint_kernel.checking.rule import catalog
from pylint_kernel.command_line import trial
from pylint_kernel.command_line.rule import load
from pylint_kernel.explain import corpus
from pylint_kernel.terminal.colours import visible
from pylint_kernel.terminal.prose import counted

HELP = """\
Run the examples in FILES: Markdown whose blocks of code say what is found in them. A file is called TYPE.md.

\b
  kcheck rule test --rules house.py HOUSE_PRINT.md

docs/rules.md shows such a file. Exit status: 0 all hold, 1 some do not, 2 something cannot be run.
"""


@click.command(help=HELP, context_settings={"max_content_width": 100})
@click.argument("files", nargs=-1, required=True, metavar="FILES...", type=click.Path(exists=True, dir_okay=False))
@click.option("--rules", metavar="FILE.py|NAME", multiple=True,
              help="Where the rules are: a file, or what an installed package calls them.")  # fmt: skip
@click.option("--root", metavar="DIR", type=click.Path(exists=True, file_okay=False),
              help="The kernel tree to take facts from.")  # fmt: skip
@click.help_option("-h", "--help")
def test(files: tuple[str, ...], rules: tuple[str, ...], root: str | None) -> int:
    """Run examples."""
    load(rules)
    total, failed = 0, 0
    for name in files:
        cases = read(name)
        total += len(cases)
        for case in cases:
            wrong = [*complaints(case, root)]
            failed += bool(wrong)
            for one in wrong:
                click.echo(visible_lines(f"{name}: case {case.number}, {case.title or 'without a title'}: {one}"))
    click.echo(f"{counted(total, 'case')}, " + (f"{failed} failed" if failed else "all hold"))
    return 1 if failed else 0


def read(name: str) -> list[corpus.Case]:
    """The cases of a file; raises ClickException if there are none, or it is about no type."""
    path = Path(name)
    if path.stem not in catalog():
        raise click.ClickException(f"{name}: there is no type {path.stem} (--rules says where it is)")
    try:
        cases = corpus.cases(path)
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{name}: {error}") from None
    if not cases:
        raise click.ClickException(f"{name}: there is no block of code that says its language")
    return cases


def complaints(case: corpus.Case, root: str | None) -> list[str]:
    """What does not hold of a case."""
    try:
        return [*trial.wrong_findings(case, root, None), *trial.wrong_fixes(case, root, None)]
    except (OSError, ValueError) as error:
        return [str(error)]


def visible_lines(text: str) -> str:
    """Several lines, safe to print."""
    return "\n".join(map(visible, text.split("\n")))
