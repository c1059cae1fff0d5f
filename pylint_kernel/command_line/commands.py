"""The options and sub-commands of ``kcheck``, declared with click."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable
from typing import Any

import click

from pylint_kernel import __version__
from pylint_kernel.checking.request import Request
from pylint_kernel.checking.settings import Settings, select
from pylint_kernel.command_line.session import Session
from pylint_kernel.language.source import Limits
from pylint_kernel.output import FORMATS
from pylint_kernel.surroundings import kernel_tree

HELP = """\
Check C code for what breaks the Linux kernel's coding style, and repair it.

PATHS are source files, directories, patches and mailboxes; - reads a patch or a source file from standard input.
Of a patch, only what the change introduced is reported, judged in the whole files if they are at hand.

\b
  kcheck drivers/hv                   check a driver
  kcheck --fix drivers/hv             and repair what can be repaired safely
  git diff | kcheck -                 check what is not committed yet
  kcheck -g HEAD~3..                  check the last three commits, messages included
  kcheck --format sarif=out.sarif -g origin/master..
"""
EPILOG = """\
Other commands (kcheck COMMAND --help):

\b
  rule TYPE...     explain a type: why, examples, the fix
  checkpatch       take checkpatch.pl's options and write its output (so does kcheck
                   under the name checkpatch.pl)
  clean            delete the cache

\b
Exit status: 0 nothing found, 1 findings (with --diff: something to change),
2 wrong usage, or something could not be checked.
"""

HEADINGS = ("What to check", "Which findings", "Fixes", "Output", "Other")
Options = Callable[[Any], Any]


class GroupedOption(click.Option):
    """An option that stands under a heading in the help text."""

    def __init__(self, *arguments: Any, heading: str = "Options", **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.heading = heading


class GroupedCommand(click.Command):
    """A command whose help text has its options under headings, in the order of their declaration."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        headings: dict[str, list[tuple[str, str]]] = {heading: [] for heading in HEADINGS}
        for parameter in self.get_params(ctx):
            if isinstance(parameter, click.Option) and (record := parameter.get_help_record(ctx)):
                headings[getattr(parameter, "heading", "Other")].append(record)
        for heading, records in headings.items():
            with formatter.section(heading):
                formatter.write_dl(records, col_max=28)


def option(heading: str, *names: str, **settings: Any) -> Options:
    """An option under a heading."""
    return click.option(*names, cls=GroupedOption, heading=heading, **settings)


def options(*several: Options) -> Options:
    """Several options in the order in which they are shown."""

    def declare(command: Any) -> Any:
        for one in reversed(several):
            command = one(command)
        return command

    return declare


WHAT = options(
    option("What to check", "-g", "--git", "revisions", metavar="REV|A..B", multiple=True,
           help="Commits: one, or all of a range; may be repeated."),
    option("What to check", "--staged", is_flag=True, help="What is staged for the next commit."),
    option("What to check", "--new-from", metavar="REV",
           help="What has changed since REV, in the working tree; PATHS narrow it down."),
    option("What to check", "--stdin-filename", metavar="PATH",
           help="Standard input is the content of this file."),
    option("What to check", "--root", metavar="DIR",
           help="The kernel tree to take facts from [default: the one that a file is in]."),
    option("What to check", "--no-tree", is_flag=True, help="Look for no kernel tree."),
)  # fmt: skip
WHICH = options(
    option("Which findings", "--strict", is_flag=True, help="Report CHECK findings too."),
    option("Which findings", "--types", "--select", "types", metavar="TYPE,...", multiple=True,
           help="Report only these types: names, patterns such as DEVICE_*, groups such as layout."),
    option("Which findings", "--ignore", metavar="TYPE,...", multiple=True,
           help="Do not report these types, patterns, groups."),
    option("Which findings", "--max-line-length", metavar="N", type=click.IntRange(1), default=100,
           show_default=True, help="Columns a line may take."),
    option("Which findings", "--tab-size", metavar="N", type=click.IntRange(2), default=8,
           show_default=True, help="Columns between tab stops."),
    option("Which findings", "--min-conf-desc-length", metavar="N", type=click.IntRange(0), default=4,
           show_default=True, help="Lines of help that a Kconfig symbol needs."),
    option("Which findings", "--kconfig-prefix", metavar="WORD", default="CONFIG_",
           show_default=True, help="What the names of Kconfig symbols begin with in C."),
    option("Which findings", "--codespell", is_flag=True,
           help="Look for what codespell's dictionary has misspelt, too."),
    option("Which findings", "--codespellfile", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
           help="Take this dictionary: lines of wrong->right or wrong||right."),
    option("Which findings", "--checkpatch-version", metavar="X.Y", default="7.3", show_default=True,
           help="Judge as that version of checkpatch where versions differ."),
)  # fmt: skip
FIXES = options(
    option("Fixes", "--fix", is_flag=True, help="Write fixes that leave the meaning as it is, then report the rest."),
    option("Fixes", "--unsafe-fixes", "unsafe", is_flag=True,
           help="With --fix or --diff: also those that could change it. Review them."),
    option("Fixes", "--diff", is_flag=True,
           help="Print what --fix would do as a patch for git apply; write nothing."),
)  # fmt: skip
OUTPUT = options(
    option("Output", "--format", "formats", metavar="NAME[=FILE]", multiple=True,
           help=f"{', '.join(FORMATS)}; into FILE if named; may be repeated.  [default: text]"),
    option("Output", "--statistics", is_flag=True, help="Count the findings of each type instead of listing them."),
    option("Output", "--color", type=click.Choice(["always", "auto", "never"]), default="auto",
           show_default=True, help="Colours on standard output."),
    option("Output", "-q", "--quiet", is_flag=True, help="Findings only: no counts, no progress."),
    option("Output", "--exit-zero", is_flag=True, help="Exit with 0 whatever is found."),
)  # fmt: skip
OTHER = options(
    option("Other", "-j", "--jobs", metavar="N", type=click.IntRange(0), default=0,
           help="Processes to use [default: one a core]."),
    click.version_option(__version__, "-V", "--version", prog_name="kcheck", message="%(prog)s %(version)s"),
    click.help_option("-h", "--help"),
)  # fmt: skip


@click.command(cls=GroupedCommand, help=HELP, epilog=EPILOG, context_settings={"max_content_width": 100})
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@WHAT
@WHICH
@FIXES
@OUTPUT
@OTHER
def check(
    paths: tuple[str, ...],
    types: tuple[str, ...],
    ignore: tuple[str, ...],
    formats: tuple[str, ...],
    statistics: bool,
    max_line_length: int,
    tab_size: int,
    min_conf_desc_length: int,
    kconfig_prefix: str,
    checkpatch_version: str,
    strict: bool,
    codespell: bool,
    codespellfile: str | None,
    root: str | None,
    no_tree: bool,
    **others: Any,
) -> Request:
    """Check files and changes."""
    if root is not None and not kernel_tree.is_tree(root):
        raise click.UsageError(f"--root: {root} is not the top of a kernel tree")
    settings = Settings(
        strict=strict,
        types=known(types, "--types"),
        ignore=known(ignore, "--ignore"),
        limits=Limits(max_line_length, tab_size, min_conf_desc_length, kconfig_prefix, version(checkpatch_version)),
        root=root,
        tree=not no_tree,
        dictionary=codespellfile or (installed_dictionary() if codespell else None),
    )
    request = Request(paths=paths, settings=settings, formats=destinations(formats, statistics), **others)
    asked = paths or request.revisions or request.staged or request.new_from is not None
    if not asked and request.stdin_filename is None and not piped():
        raise click.UsageError("nothing to check: name files, directories or patches, or - for standard input")
    if request.fix and request.diff:
        raise click.UsageError("--fix writes fixes and --diff prints them: choose one")
    if request.fix and request.stdin_filename is not None:
        raise click.UsageError("--fix has no file to write what comes from standard input to: use --diff")
    if request.unsafe and not (request.fix or request.diff):
        raise click.UsageError("--unsafe-fixes needs --fix or --diff")
    return request


def installed_dictionary() -> str:
    """Where codespell's dictionary is; a usage error if it is not installed."""
    from pylint_kernel.surroundings import dictionary

    if (found := dictionary.find()) is None:
        raise click.UsageError("--codespell: codespell is not installed; name a dictionary with --codespellfile")
    return found


def version(text: str) -> tuple[int, int]:
    """A version of the kernel, ``6.12``, as numbers."""
    major, dot, minor = text.partition(".")
    if not (dot and major.isdecimal() and minor.isdecimal()):
        raise click.UsageError(f"--checkpatch-version: {text} is no version such as 6.12")
    return int(major), int(minor)


def piped() -> bool:
    """Whether something is being fed to standard input: then that is meant where nothing is named."""
    try:
        mode = os.fstat(0).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)


def known(lists: Iterable[str], option_name: str) -> frozenset[str]:
    """The types in comma-separated lists; an unknown one is a usage error that says what may have been meant."""
    types, unknown = select(lists)
    for word, near in unknown:
        hint = f" (did you mean {' or '.join(near)}?)" if near else " (kcheck rule --list shows all)"
        raise click.UsageError(f"{option_name}: there is no type {word}{hint}")
    return types


def destinations(formats: Iterable[str], statistics: bool) -> tuple[tuple[str, str], ...]:
    """Formats and the files they go to, from what ``--format`` and ``--statistics`` say."""
    pairs = [("statistics", "")] if statistics else []
    for one in formats:
        name, _, path = one.partition("=")
        if name not in FORMATS:
            raise click.UsageError(f"--format: there is no format {name!r} (choose from {', '.join(FORMATS)})")
        pairs.append((name, path))
    if sum(not path for _, path in pairs) > 1:
        raise click.UsageError("only one format can go to standard output: send the others to files with NAME=FILE")
    return tuple(pairs) or (("text", ""),)


@click.command(context_settings={"max_content_width": 100})
@click.help_option("-h", "--help")
def clean() -> int:
    """Delete the cache: what has been gathered from kernel trees."""
    directory, count = kernel_tree.cache_directory(), kernel_tree.clean()
    click.echo(f"{count} file{'' if count == 1 else 's'} deleted from {directory}" if count else "the cache is empty")
    return 0


def main(arguments: list[str]) -> int:
    """Run a command line; the exit status."""
    named = arguments[0] if arguments[:1] in (["check"], ["rule"], ["clean"]) else ""
    command: click.Command = clean if named == "clean" else check
    if named == "rule":
        from pylint_kernel.explain import rule as command
    program = f"kcheck {named}".rstrip()
    rest = arguments[bool(named) :]
    if "_KCHECK_COMPLETE" in os.environ:
        command.main(rest, prog_name=program)
    try:
        # Not Command.main(): it has its own ideas of what an interrupt and a broken pipe mean.
        with command.make_context(program, rest) as context:
            outcome = command.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show(sys.stderr)
        return 2
    return Session(outcome).run() if isinstance(outcome, Request) else int(outcome or 0)
