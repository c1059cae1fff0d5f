"""What the options of a command say, as the strongest layer of the configuration."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import click

from pylint_kernel.checking.request import ConfigurationError
from pylint_kernel.configuration.configuration import Configuration
from pylint_kernel.configuration.layer import Layer

#: What declares options of a command.
Options = Callable[[Any], Any]


def options(*several: Options) -> Options:
    """Several options in the order in which they are shown."""

    def declare(command: Any) -> Any:
        for one in reversed(several):
            command = one(command)
        return command

    return declare


#: Of a command that repairs what is committed: which findings, and by which configuration.
REPAIRS = options(
    click.option("--strict/--no-strict", default=None, help="Fix CHECK findings too."),
    click.option("--select", "--types", "select", metavar="TYPE,...", multiple=True,
                 help="Fix only these types: names, patterns, groups."),
    click.option("--ignore", metavar="TYPE,...", multiple=True, help="Do not fix these types, patterns, groups."),
    click.option("--config", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
                 help="Take the configuration from FILE."),
    click.option("--no-config", is_flag=True, help="Read no configuration."),
)  # fmt: skip


def configured(values: dict[str, Any], file: str | None, *, search: bool) -> Configuration:
    """The configuration, with what the command line says before all else."""
    from pylint_kernel.configuration import files, schema

    here = os.getcwd()
    given = {}
    try:
        # The types that are named may be those of the user's own rules.
        if search and file is None:
            files.of_user()
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from None
    for key, value in values.items():
        if value is None or value in ((), {}):
            continue
        try:
            value = list(listed(key, value)) if isinstance(value, tuple) else value
            given[key] = schema.read(key, value, here, own=True)
        except schema.SchemaError as error:
            raise click.UsageError(f"--{error}") from None
        except ConfigurationError as error:
            raise click.UsageError(f"--{key}: {error}") from None
    return Configuration(Layer("command line", here, given), file, search=search)


def listed(key: str, values: Iterable[str]) -> Iterator[str]:
    """What an option lists that may be repeated; types may be separated by commas."""
    for one in values:
        yield from [one] if key in ("exclude", "rules") else filter(None, map(str.strip, one.split(",")))
