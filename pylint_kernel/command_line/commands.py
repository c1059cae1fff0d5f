"""The sub-commands of ``kcheck``, declared with click."""

from __future__ import annotations

import os
import stat
import sys
from typing import Any

import click

from pylint_kernel.checking.request import Request
from pylint_kernel.command_line.choices import (
    CHANGES,
    FIXES,
    JOBS,
    OTHER,
    OUTPUT,
    WHERE,
    WHICH,
    GroupedCommand,
    destinations,
    option,
    requested,
)
from pylint_kernel.command_line.session import Session
from pylint_kernel.model import Severity
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
  rename OLD NEW P another name for something, in all of its uses
  verify-kbuild F  whether a file makes the same objects as before: for --verify-with
  hook install     have git check what is committed and sent
  ci               check what a pipeline of GitHub or GitLab was started for
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
    if request.watch and (request.fix or request.diff or request.stdin_filename is not None or request.reads_input):
        raise click.UsageError("--watch only looks at files: it goes with neither fixes nor standard input")
    if request.interactive and not request.fix:
        raise click.UsageError("--interactive needs --fix")
    if request.interactive and request.reads_input:
        raise click.UsageError("--interactive reads answers from standard input: it cannot be what is checked")
    if request.verify_with and not request.fix:
        raise click.UsageError("--verify-with needs --fix")
    if request.verify_with and request.staged:
        raise click.UsageError("--verify-with looks at files in the worktree: it does not go with --staged")
    if request.verify_with and request.reads_input:
        raise click.UsageError("--verify-with looks at files: it does not go with standard input")
    if request.unsafe and not (request.fix or request.diff):
        raise click.UsageError("--unsafe-fixes needs --fix or --diff")
    if request.project:
        if not request.unsafe:
            raise click.UsageError("--project needs --unsafe-fixes")
        if request.verify_with:
            raise click.UsageError("--project changes files together, which --verify-with looks at one by one")
        if request.interactive:
            raise click.UsageError("--project changes files together, which --interactive asks about one by one")
        if not request.paths or "-" in request.paths or request.revisions or request.staged or request.new_from:
            raise click.UsageError("--project goes with files and directories")
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


def verifying(command: str | None) -> tuple[str, ...]:
    """The words of the command that fixed files are verified with."""
    if command is None:
        return ()
    from pylint_kernel.fixes import verify

    try:
        return tuple(verify.parsed(command))
    except ValueError as error:
        raise click.UsageError(f"--verify-with: {error}") from None


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
        case ["ci", *_]:
            from pylint_kernel.command_line import ci

            return ci.ci, 1
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
        case ["hook", *_]:
            from pylint_kernel.command_line import hook

            return hook.hook, 1
        case ["rename", *_]:
            from pylint_kernel.command_line import rename

            return rename.rename, 1
        case ["series", *_]:
            from pylint_kernel.command_line import series

            return series.series, 1
        case ["verify-kbuild", *_]:
            from pylint_kernel.command_line import verify_kbuild

            return verify_kbuild.verify_kbuild, 1
        case ["rule", "test", *_]:
            from pylint_kernel.command_line import rule_test

            return rule_test.test, 2
        case ["rule", *_]:
            from pylint_kernel.command_line import rule

            return rule.rule, 1
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
    return session(outcome).run() if isinstance(outcome, Request) else int(outcome or 0)


def session(request: Request) -> Session:
    """The run that is asked for."""
    if not (request.fix or request.diff):
        return Session(request)
    if request.interactive:
        from pylint_kernel.command_line.interactive import Interactive

        return Interactive(request)
    from pylint_kernel.command_line.repairs import Repairs

    return Repairs(request)
