"""``kcheck config``: what holds for a path and where that is said; ``kcheck config init``: a file to begin with."""

from __future__ import annotations

import os

import click

from pylint_kernel.checking.request import ConfigurationError
from pylint_kernel.configuration import report
from pylint_kernel.configuration.configuration import Configuration

FILE, CONF = ".kcheck.toml", ".checkpatch.conf"


@click.command(context_settings={"max_content_width": 100})
@click.argument("path", default=".", metavar="[PATH]")
@click.option("--config", "file", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
              help="Take the configuration from FILE.")  # fmt: skip
@click.help_option("-h", "--help")
def show(path: str, file: str | None) -> int:
    """Show what is configured for PATH, and where each value stands.

    The nearest .kcheck.toml, pyproject.toml with a table [tool.kcheck] or .checkpatch.conf comes first, then those of
    the directories above, then the user's own (kcheck/kcheck.toml in the configuration directory). kcheck config init
    writes one.
    """
    full = os.path.abspath(path)
    configuration = Configuration(file=file)
    try:
        excluded = configuration.excluded(full)
        lines = list(report.in_force(configuration, os.path.join(full, "") if os.path.isdir(full) else full))
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"# What holds for {path}" + (f", which is excluded by {excluded}" if excluded else ""))
    click.echo("\n".join(lines))
    return 0


@click.command(context_settings={"max_content_width": 100})
@click.argument("directory", default=".", metavar="[DIRECTORY]", type=click.Path(exists=True, file_okay=False))
@click.option("--stdout", is_flag=True, help="Print it instead.")
@click.help_option("-h", "--help")
def init(directory: str, stdout: bool) -> int:
    """Write a .kcheck.toml to DIRECTORY: from the .checkpatch.conf there, or one with all keys and what they do."""
    path, conf = os.path.join(directory, FILE), os.path.join(directory, CONF)
    try:
        text = report.from_conf(conf) if os.path.isfile(conf) else report.template()
        if stdout:
            click.echo(text, nl=False)
            return 0
        with open(path, "x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise click.ClickException(f"{path} is there already (--stdout prints what would be written)") from None
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{path} written" + (f", from {conf}" if os.path.isfile(conf) else ""))
    return 0
