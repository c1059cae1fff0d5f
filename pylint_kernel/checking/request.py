"""What a command line asks for, whichever command line it was."""

from __future__ import annotations

from typing import NamedTuple

from pylint_kernel.checking.settings import Settings

#: The sub-commands; ``check`` is meant where none is named.
COMMANDS = ("check", "rule", "checkpatch", "clean")


class Request(NamedTuple):
    """One run of kcheck.

    ``paths``: files, directories, patches, ``-``. ``revisions``: commits and ranges of them; ``staged``: what is in
    the index; ``new_from``: what has changed since that revision. ``formats``: pairs of a format's name and the file to
    write (empty: standard output). ``fix``: write fixes, ``diff``: print them instead; ``unsafe``: those too that could
    change meaning. ``jobs``: processes; 0 for one a core.
    """

    paths: tuple[str, ...] = ()
    settings: Settings = Settings()
    revisions: tuple[str, ...] = ()
    staged: bool = False
    new_from: str | None = None
    stdin_filename: str | None = None
    formats: tuple[tuple[str, str], ...] = (("text", ""),)
    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    jobs: int = 0
    color: str = "auto"
    quiet: bool = False
    exit_zero: bool = False
