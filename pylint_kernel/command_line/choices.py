"""The options that several commands have, under their headings, and the request that they add up to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from pylint_kernel import __version__
from pylint_kernel.checking.request import Request
from pylint_kernel.command_line.given import Options, configured, listed, options
from pylint_kernel.model import Severity
from pylint_kernel.output import FORMATS


class GroupedOption(click.Option):
    """An option that stands under a heading in the help text."""

    def __init__(self, *arguments: Any, heading: str = "Options", **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.heading = heading


class GroupedCommand(click.Command):
    """A command whose help text has its options under headings, in the order of their declaration."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        headings: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            if isinstance(parameter, click.Option) and (record := parameter.get_help_record(ctx)):
                headings.setdefault(getattr(parameter, "heading", "Other"), []).append(record)
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
    option("What to check", "--new-from", metavar="REV|A..B",
           help="What has changed since REV, in the working tree, or between A and B (A...B: since they parted); PATHS "
                "narrow it down."),
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
    option("Fixes", "--interactive", is_flag=True,
           help="With --fix: ask, hunk by hunk, as git add -p does; y, n, q, a, d, j, k, s and ? answer."),
    option("Fixes", "--project", is_flag=True,
           help="With --unsafe-fixes: write out typedefs of structs in headers, too, and in all C files of the git "
                "work tree that use them."),
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


def levels(pairs: Iterable[str]) -> dict[str, str]:
    """The types and levels that ``--level`` names."""
    found: dict[str, str] = {}
    for pair in pairs:
        names, sign, level = pair.rpartition("=")
        if not sign:
            raise click.UsageError(f"--level: {pair} is not of the form TYPE=LEVEL")
        found |= dict.fromkeys(listed("level", [names]), level.strip())
    return found


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
