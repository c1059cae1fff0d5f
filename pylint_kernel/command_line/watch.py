"""``--watch``: check, and check again what changes, until somebody says stop."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable
from time import strftime
from typing import TYPE_CHECKING

import click

from pylint_kernel.checking.request import Request
from pylint_kernel.classify import Kind, classify
from pylint_kernel.command_line.session import Session
from pylint_kernel.configuration import files
from pylint_kernel.configuration.configuration import Configuration

if TYPE_CHECKING:
    from watchfiles import Change

MISSING = "--watch needs watchfiles: pip install 'kcheck[watch]'"
CLEAR = "\033[2J\033[3J\033[H"


def run(request: Request) -> int:
    """Check what was asked for, then each time what has changed of it, until KeyboardInterrupt.

    Raises click.ClickException if that cannot be done.
    """
    try:
        import watchfiles
    except ModuleNotFoundError:
        raise click.ClickException(MISSING) from None
    gc.enable()
    status = Session(request).run()
    directories, named = places(request.paths)
    changes = watchfiles.watch(
        *directories, *{os.path.dirname(path) for path in named},
        recursive=bool(directories), rust_timeout=1000,
    )  # fmt: skip
    for changed in changes:
        is_configuration, paths = relevant(changed, directories, named)
        if is_configuration and isinstance(request.configured, Configuration):
            known = request.configured
            request = request._replace(configured=Configuration(known.given, known.file, search=known.search))
        if is_configuration or paths:
            announce(paths)
            whole = is_configuration or request.revisions or request.staged or request.new_from is not None
            status = Session(request if whole else request._replace(paths=tuple(paths))).run()
    return status


def places(paths: Iterable[str]) -> tuple[set[str], set[str]]:
    """The directories and the files to watch, as absolute paths; the current directory where none is named."""
    full = {os.path.abspath(path) for path in paths} or {os.getcwd()}
    directories = {path for path in full if os.path.isdir(path)}
    return directories, full - directories


def relevant(changed: Iterable[tuple[Change, str]], directories: set[str], named: set[str]) -> tuple[bool, list[str]]:
    """Whether a file of configuration is among what has changed, and the sources that are."""
    paths = sorted({path for _, path in changed})
    is_configuration = any(os.path.basename(path) in files.NAMES for path in paths)
    sources = [
        os.path.relpath(path) for path in paths
        if (path in named or (is_below(path, directories) and classify(path) != Kind.OTHER)) and os.path.isfile(path)
    ]  # fmt: skip
    return is_configuration, sources


def is_below(path: str, directories: Iterable[str]) -> bool:
    """Whether a path leads into one of the directories."""
    return any(path.startswith(os.path.join(directory, "")) for directory in directories)


def announce(paths: list[str]) -> None:
    """Make room on the terminal, and say what is checked."""
    if sys.stdout.isatty():
        print(CLEAR, end="")
    print(f"{strftime('%H:%M:%S')} {' '.join(paths) or 'the configuration has changed'}", file=sys.stderr, flush=True)
