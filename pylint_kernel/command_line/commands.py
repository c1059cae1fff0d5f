"""The options and sub-commands of ``kcheck``, declared with click."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from typing import Any

import click

from pylint_kernel import __version__
from pylint_kernel.checking.request import Request
from pylint_kernel.command_line.given import Options, configured, listed, options
from pylint_kernel.command_line.session import Session
from pylint_kernel.model import Severity
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
  rule test FILE   run the examples of rules of your own
  series PATH...   the fixes as a series of patches that can be sent
  fix-commits A..B the commits with their own fixes, on a new branch
  config PATH      show what is configured for a path, and where
  config init      write a .kcheck.toml, from a .checkpatch.conf if there is one
  baseline         write what is found now to a file, to see only what is new from then on
  suppress         write comments that say no to what is found now
  checkpatch       take checkpatch.pl's options and write its output (so does kcheck
                   under the name checkpatch.pl)
  lsp              serve an editor (needs the extra: pip install 'kcheck[lsp]')
  clean            delete the cache
  completion SHELL completion of command lines by bash, zsh or fish

\b
Exit status: 0 nothing found, 1 findings (with --diff: something to change),
2 wrong usage, or something could not be checked.
"""

HEADINGS = ("What to check", "Which findings", "Fixes", "Output", "Other")


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


class Level(click.ParamType[Severity]):
    """The name of a level."""

    name = "LEVEL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Severity:
        """The level of that name."""
        if isinstance(value, Severity):
            return value
        try:
            return Severity[str(value).upper()]
        except KeyError:
            self.fail(f"{value!r} is not one of error, warning, check", param, ctx)


LEVEL = Level()
CHANGES = options(
    option("What to check", "-g", "--git", "revisions", metavar="REV|A..B", multiple=True,
           help="Commits: one, or all of a range; may be repeated. PATHS narrow them down."),
    option("What to check", "--staged", is_flag=True, help="What is staged for the next commit."),
    option("What to check", "--new-from", metavar="REV",
           help="What has changed since REV, in the working tree; PATHS narrow it down."),
    option("What to check", "--stdin-filename", metavar="PATH",
           help="Standard input is the content of this file."),
)  # fmt: skip
WHERE = options(
    option("What to check", "--root", metavar="DIR",
           help="The kernel tree to take facts from [default: the one that a file is in]."),
    option("What to check", "--no-tree", "tree", flag_value=False, default=None, help="Look for no kernel tree."),
    option("What to check", "--exclude", metavar="PATTERN", multiple=True,
           help="Leave out these files and directories: patterns such as *.mod.c, /vendor, src/**/gen_*.h."),
    option("What to check", "--config", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
           help="Take the configuration from FILE [default: kcheck config shows which]."),
    option("What to check", "--preset", metavar="PRESET",
           help="Whose habits hold: u-boot, zephyr, qemu …; none for the kernel's  [default: as the tree shows]."),
    option("What to check", "--no-config", is_flag=True, help="Read no configuration."),
)  # fmt: skip
WHICH = options(
    option("Which findings", "--strict/--no-strict", default=None,
           help="Report CHECK findings too, as is always done below drivers/net, net and drivers/staging."),
    option("Which findings", "--types", "--select", "types", metavar="TYPE,...", multiple=True,
           help="Report only these types: names, patterns such as DEVICE_*, groups such as layout."),
    option("Which findings", "--ignore", metavar="TYPE,...", multiple=True,
           help="Do not report these types, patterns, groups."),
    option("Which findings", "--level", metavar="TYPE=LEVEL", multiple=True,
           help="Give a type, pattern or group another level: error, warning or check."),
    option("Which findings", "--min-level", type=LEVEL, default="check",
           help="Only findings of this level and worse ones: error or warning."),
    option("Which findings", "--only-fixable", is_flag=True, help="Only findings that could be repaired."),
    option("Which findings", "--no-suppress", "suppress", flag_value=False, default=None,
           help="Report also what comments, trailers and baselines say no to."),
    option("Which findings", "--baseline", metavar="FILE",
           help="Report nothing that is in this file, which kcheck baseline writes."),
    option("Which findings", "--suppression-trailer", metavar="WORD",
           help="What a line of a commit message begins with that says no to types.  [default: Checkpatch-ignore]"),
    option("Which findings", "--require-reason", flag_value=True, default=None,
           help="Report suppressions that do not say why."),
    option("Which findings", "--rules", metavar="FILE.py|NAME", multiple=True,
           help="Add rules of your own: a file, or what an installed package calls them."),
    option("Which findings", "--max-line-length", metavar="N", type=click.IntRange(1),
           help="Columns a line may take.  [default: 100]"),
    option("Which findings", "--tab-size", metavar="N", type=click.IntRange(2),
           help="Columns between tab stops.  [default: 8]"),
    option("Which findings", "--min-conf-desc-length", metavar="N", type=click.IntRange(0),
           help="Lines of help that a Kconfig symbol needs.  [default: 4]"),
    option("Which findings", "--kconfig-prefix", metavar="WORD",
           help="What the names of Kconfig symbols begin with in C.  [default: CONFIG_]"),
    option("Which findings", "--codespell", flag_value=True, default=None,
           help="Look for what codespell's dictionary has misspelt, too."),
    option("Which findings", "--codespellfile", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
           help="Take this dictionary: lines of wrong->right or wrong||right."),
    option("Which findings", "--checkpatch-version", metavar="X.Y",
           help="Judge as that version of checkpatch where versions differ.  [default: 7.3]"),
)  # fmt: skip
FIXES = options(
    option("Fixes", "--fix", is_flag=True, help="Write fixes that leave the meaning as it is, then report the rest."),
    option("Fixes", "--unsafe-fixes", "unsafe", is_flag=True,
           help="With --fix or --diff: also those that could change it. Review them."),
    option("Fixes", "--verify-with", metavar="CMD",
           help="With --fix: run CMD on each fixed file, named {}, and take the fixes back if it fails; "
                "KCHECK_BEFORE is a copy of what the file was."),
    option("Fixes", "--diff", is_flag=True,
           help="Print what --fix would do as a patch for git apply; write nothing."),
)  # fmt: skip
OUTPUT = options(
    option("Output", "--format", "formats", metavar="NAME[=FILE]", multiple=True,
           help=f"{', '.join(FORMATS)}; into FILE if named; may be repeated.  [default: text]"),
    option("Output", "--statistics", is_flag=True,
           help="Count the findings of each type and directory instead of listing them."),
    option("Output", "--explain", is_flag=True, help="Say of each type why, under the first finding."),
    option("Output", "--max-findings", metavar="N", type=click.IntRange(0), default=0,
           help="List no more than N findings; all are counted."),
    option("Output", "--show-files", is_flag=True, help="List the files that would be checked, and check nothing."),
    option("Output", "--color", type=click.Choice(["always", "auto", "never"]), default="auto",
           show_default=True, help="Colours on standard output."),
    option("Output", "-q", "--quiet", is_flag=True, help="Findings only: no counts, no progress."),
    option("Output", "--exit-zero", is_flag=True, help="Exit with 0 whatever is found."),
    option("Output", "--fail-level", type=LEVEL, default="check",
           help="Exit with 0 if nothing so bad is found: error or warning."),
)  # fmt: skip
JOBS = option("Other", "-j", "--jobs", metavar="N", type=click.IntRange(0), default=0,
              help="Processes to use [default: one a core].")  # fmt: skip
OTHER = options(
    option("Other", "--watch", is_flag=True, help="Stay, and check again what changes (pip install kcheck[watch])."),
    JOBS,
    click.version_option(__version__, "-V", "--version", prog_name="kcheck", message="%(prog)s %(version)s"),
    click.help_option("-h", "--help"),
)  # fmt: skip


@click.command(cls=GroupedCommand, help=HELP, epilog=EPILOG, context_settings={"max_content_width": 100})
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@CHANGES
@WHERE
@WHICH
@FIXES
@OUTPUT
@OTHER
def check(formats: tuple[str, ...], statistics: bool, **choices: Any) -> Request:
    """Check files and changes."""
    choices["verify_with"] = verifying(choices["verify_with"])
    request = requested(formats=destinations(formats, statistics), **choices)
    asked = request.paths or request.revisions or request.staged or request.new_from is not None
    if not asked and (request.watch or (request.stdin_filename is None and is_terminal())):
        request = request._replace(paths=(os.curdir,))
        asked = True
    if not asked and request.stdin_filename is None and not piped():
        raise click.UsageError("nothing to check: name files, directories or patches, or - for standard input")
    if request.fix and request.diff:
        raise click.UsageError("--fix writes fixes and --diff prints them: choose one")
    if request.watch and (request.fix or request.diff or request.stdin_filename is not None or "-" in request.paths):
        raise click.UsageError("--watch only looks at files: it goes with neither fixes nor standard input")
    if request.verify_with and not request.fix:
        raise click.UsageError("--verify-with needs --fix")
    if request.unsafe and not (request.fix or request.diff):
        raise click.UsageError("--unsafe-fixes needs --fix or --diff")
    return request


BASELINE_HELP = """\
Write what is found now to a file; kcheck --baseline FILE then reports only what is new.

\b
  write    write all that is found, whatever was known before
  update   add what is new, remove what is gone
  prune    remove what is gone

What is known of other files than PATHS, and of types that are not looked for, stays as it is. A finding is known by
path, type, line and neighbouring lines, blanks aside: it may move. The file has a sorted line for each finding.
"""


@click.command(cls=GroupedCommand, help=BASELINE_HELP, context_settings={"max_content_width": 100})
@click.argument("action", type=click.Choice(["write", "update", "prune"]))
@click.argument("paths", nargs=-1, required=True)
@WHERE
@WHICH
@JOBS
@click.help_option("-h", "--help")
def baseline(action: str, **choices: Any) -> int:
    """Write known findings to a file."""
    from pylint_kernel.command_line import baseline as command

    if choices["min_level"] > Severity.CHECK or choices["only_fixable"]:
        raise click.UsageError("--min-level and --only-fixable are about what is shown: a baseline has everything")
    return command.run(requested(**choices), action, choices["baseline"])


@click.command(cls=GroupedCommand, context_settings={"max_content_width": 100})
@click.argument("paths", nargs=-1, required=True)
@option("Comments", "--reason", default="", metavar="TEXT", help="Why: a part of each comment.")
@WHERE
@WHICH
@click.help_option("-h", "--help")
def suppress(reason: str, **choices: Any) -> int:
    """Write comments that say no to what is found now, above the lines that it is found in."""
    from pylint_kernel.command_line import suppress as command

    if "*/" in reason or not reason.isprintable():
        raise click.UsageError("--reason: it has to be a line of text that can be part of a comment")
    return command.run(requested(**choices), reason)


def requested(types: tuple[str, ...], config: str | None, no_config: bool, **others: Any) -> Request:
    """What the options ask for; those of the request have its names."""
    others["level"] = levels(others["level"])
    values = {key: others.pop(key.replace("-", "_")) for key in SETTINGS} | {"select": types}
    return Request(configured=configured(values, config, search=not no_config), **others)


#: The options that are keys of the configuration, too; ``select`` has another name among the parameters.
SETTINGS = (
    "rules", "ignore", "strict", "level", "exclude", "max-line-length", "tab-size", "min-conf-desc-length",
    "kconfig-prefix", "codespell", "codespellfile", "checkpatch-version", "root", "tree", "preset",
    "suppress", "baseline", "suppression-trailer", "require-reason",
)  # fmt: skip


def verifying(command: str | None) -> tuple[str, ...]:
    """The words of the command that fixed files are verified with."""
    if command is None:
        return ()
    from pylint_kernel.fixes import verify

    try:
        return tuple(verify.parsed(command))
    except ValueError as error:
        raise click.UsageError(f"--verify-with: {error}") from None


def levels(pairs: Iterable[str]) -> dict[str, str]:
    """The types and levels that ``--level`` names."""
    found: dict[str, str] = {}
    for pair in pairs:
        names, sign, level = pair.rpartition("=")
        if not sign:
            raise click.UsageError(f"--level: {pair} is not of the form TYPE=LEVEL")
        found |= dict.fromkeys(listed("level", [names]), level.strip())
    return found


def is_terminal() -> bool:
    """Whether somebody sits before a terminal, where nothing can have been meant but the current directory."""
    try:
        return os.isatty(0)
    except OSError:
        return False


def piped() -> bool:
    """Whether something is being fed to standard input: then that is meant where nothing is named."""
    try:
        mode = os.fstat(0).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)


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
    return tuple(pairs)


@click.command(context_settings={"max_content_width": 100})
@click.help_option("-h", "--help")
def clean() -> int:
    """Delete the cache: what has been gathered from kernel trees."""
    directory, count = kernel_tree.cache_directory(), kernel_tree.clean()
    click.echo(f"{count} file{'' if count == 1 else 's'} deleted from {directory}" if count else "the cache is empty")
    return 0


def is_of_checkpatch(option_name: str) -> bool:
    """Whether an option that we do not have is one of checkpatch's."""
    from pylint_kernel.configuration.checkpatch_conf import PARSER

    return option_name.lstrip("-") in PARSER.names


def command(arguments: list[str]) -> tuple[click.Command, int]:
    """The command that is meant, and how many words name it."""
    match arguments:
        case ["check", *_]:
            return check, 1
        case ["baseline", *_]:
            return baseline, 1
        case ["clean", *_]:
            return clean, 1
        case ["completion", *_]:
            from pylint_kernel.command_line import completion

            return completion.completion, 1
        case ["suppress", *_]:
            return suppress, 1
        case ["config", "init", *_]:
            from pylint_kernel.command_line import config

            return config.init, 2
        case ["config", *_]:
            from pylint_kernel.command_line import config

            return config.show, 1
        case ["fix-commits", *_]:
            from pylint_kernel.command_line import fix_commits

            return fix_commits.fix_commits, 1
        case ["series", *_]:
            from pylint_kernel.command_line import series

            return series.series, 1
        case ["rule", "test", *_]:
            from pylint_kernel.command_line import rule_test

            return rule_test.test, 2
        case ["rule", *_]:
            from pylint_kernel.explain import rule

            return rule, 1
        case ["lsp", *_]:
            from pylint_kernel.lsp import lsp

            return lsp, 1
    return check, 0


def main(arguments: list[str]) -> int:
    """Run a command line; the exit status."""
    named, count = command(arguments)
    program = " ".join(["kcheck", *arguments[:count]])
    rest = arguments[count:]
    try:
        if instruction := os.environ.get("_KCHECK_COMPLETE"):
            from pylint_kernel.command_line import completion

            return completion.answer(instruction, command)
        # Not Command.main(): it has its own ideas of what an interrupt and a broken pipe mean.
        with named.make_context(program, rest) as context:
            outcome = named.invoke(context)
            if isinstance(outcome, Request) and outcome.watch:
                from pylint_kernel.command_line import watch

                return watch.run(outcome)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show(sys.stderr)
        if isinstance(error, click.NoSuchOption) and is_of_checkpatch(error.option_name):
            click.echo("kcheck checkpatch takes checkpatch.pl's options.", file=sys.stderr)
        return 2
    return Session(outcome).run() if isinstance(outcome, Request) else int(outcome or 0)
