"""What a command line asks for, whichever command line it was."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from pylint_kernel.checking.settings import Settings
from pylint_kernel.model import Severity

#: The sub-commands; ``check`` is meant where none is named.
COMMANDS = (
    "check", "series", "fix-commits", "rename", "rule", "baseline", "suppress", "config", "hook", "checkpatch", "clean",
    "completion", "lsp", "verify-kbuild", "ci",
)  # fmt: skip


class Configured(Protocol):
    """What holds where; paths are absolute. Each method raises :class:`ConfigurationError`."""

    def at(self, path: str) -> Settings:
        """What holds for the file ``path``, or in the directory if it ends in a separator."""

    def excluded(self, path: str) -> str:
        """What says that the file ``path`` is not to be checked; empty if nothing does."""

    def format_in(self, directory: str) -> str | None:
        """The format for standard output in a run in ``directory``, if one is configured."""


class ConfigurationError(Exception):
    """A configuration that cannot be used; its text names file, line and what is wrong."""


class Request(NamedTuple):
    """One run of kcheck.

    ``settings`` hold for all files, unless ``configured`` tells what holds for each. ``paths``: files, directories,
    patches, ``-``. ``revisions``: commits and ranges of them; ``staged``: what is in the index; ``new_from``: what has
    changed since that revision, or between the two that ``A..B`` or ``A...B`` names. ``formats``: pairs of a format's
    name and the file to write (empty: standard output); none: what is configured, or else text. ``fix``: write fixes,
    those that are chosen if that is ``interactive``, ``diff``: print them instead; ``unsafe``: those too that could
    change meaning; ``project``: those that concern other files as well; ``verify_with``: the words of a command that
    decides on each fixed file. ``jobs``: processes; 0 for one a core. ``min_level``: show only findings of that level
    and worse ones; ``only_fixable``: only those that could be repaired; no more than ``max_findings``, if it is not 0.
    ``fail_level``: what is less bad does not change the exit status. ``show_files``: list what would be checked.
    ``explain``: say of each type why, once. ``watch``: stay, and check again what changes. ``head``: the id of
    the commit in which a service shows what is found in ``revisions`` before it.
    """

    paths: tuple[str, ...] = ()
    settings: Settings = Settings()
    configured: Configured | None = None
    revisions: tuple[str, ...] = ()
    staged: bool = False
    new_from: str | None = None
    stdin_filename: str | None = None
    formats: tuple[tuple[str, str], ...] = ()
    fix: bool = False
    interactive: bool = False
    unsafe: bool = False
    project: bool = False
    verify_with: tuple[str, ...] = ()
    diff: bool = False
    jobs: int = 0
    color: str = "auto"
    quiet: bool = False
    exit_zero: bool = False
    min_level: Severity = Severity.CHECK
    only_fixable: bool = False
    max_findings: int = 0
    fail_level: Severity = Severity.CHECK
    show_files: bool = False
    explain: bool = False
    watch: bool = False
    head: str = ""

    @property
    def reads_input(self) -> bool:
        """Whether standard input is among what is to be checked."""
        changes = self.revisions or self.staged or self.new_from is not None
        return not changes and "-" in (self.paths or ("-",))
