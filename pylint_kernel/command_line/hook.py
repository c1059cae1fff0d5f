"""``kcheck hook``: what git runs before it commits and sends, by hooks of git itself or through pre-commit."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Any, NamedTuple

import click

from pylint_kernel.checking import draft
from pylint_kernel.checking.inputs import Collector
from pylint_kernel.checking.request import ConfigurationError, Request
from pylint_kernel.command_line import hook_files
from pylint_kernel.command_line.given import configured, options
from pylint_kernel.command_line.hook_files import HOOKS
from pylint_kernel.command_line.launcher import ImpossibleError, own_command
from pylint_kernel.command_line.repairs import Repairs
from pylint_kernel.command_line.session import CLEAN, FAILURE, FINDINGS, Session, complain
from pylint_kernel.model import Severity
from pylint_kernel.patches.patch import Patch, split
from pylint_kernel.surroundings import git, reading
from pylint_kernel.terminal.colours import visible

#: What people can do who know better.
ALL_THE_SAME = {
    "pre-commit": "not committed; git commit --no-verify commits it all the same",
    "commit-msg": "not committed; git commit --edit --file={file} goes on with this message",
    "sendemail-validate": "git send-email --no-validate sends it all the same",
}
LEVELS = click.Choice(["error", "warning", "check"])
#: What a hook may be told; the rest is for the configuration.
WHICH = options(
    click.option("--strict/--no-strict", default=None, help="Report CHECK findings, too."),
    click.option("--select", "--types", "select", metavar="TYPE,...", multiple=True,
                 help="Report only these types: names, patterns, groups."),
    click.option("--ignore", metavar="TYPE,...", multiple=True, help="Do not report these types, patterns, groups."),
    click.option("--fail-level", type=LEVELS, default="check",
                 help="Let pass what is not so bad: error or warning."),
    click.help_option("-h", "--help"),
)  # fmt: skip


class Choices(NamedTuple):
    """What :data:`WHICH` says."""

    strict: bool | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_level: str

    @property
    def request(self) -> Request:
        """A run with these choices."""
        values = {"strict": self.strict, "select": self.select, "ignore": self.ignore}
        configuration = configured(values, None, search=True)
        return Request(configured=configuration, fail_level=Severity[self.fail_level.upper()], quiet=True)

    @property
    def words(self) -> list[str]:
        """The options that say so."""
        words = [] if self.strict is None else ["--strict" if self.strict else "--no-strict"]
        words += [f"--select={one}" for one in self.select] + [f"--ignore={one}" for one in self.ignore]
        return words + ([] if self.fail_level == "check" else [f"--fail-level={self.fail_level}"])


HELP = """\
Have git check what is committed and sent.

\b
  pre-commit          what is staged, on the lines that the commit changes
  commit-msg          the message; not of merges, nor of what will be squashed
  sendemail-validate  each patch that git send-email is about to send
"""


@click.group(help=HELP, context_settings={"max_content_width": 100})
@click.help_option("-h", "--help")
def hook() -> None:
    """Have git check what is committed and sent."""


@hook.command("install")
@click.argument("names", nargs=-1, type=click.Choice(HOOKS), metavar="[HOOK]...")
@WHICH
def install(names: tuple[str, ...], **given: Any) -> int:
    """Put hooks into the current repository: all three, or those that are named.

    They go where git looks for them. What is there already is kept, and runs first. The options are the hooks'.
    """
    choices = Choices(**given)
    # What is wrong with them is to be told now, not by the hook.
    assert choices.request
    return each(names, partial(hook_files.install, command=own_command(), options=choices.words))


@hook.command("uninstall")
@click.argument("names", nargs=-1, type=click.Choice(HOOKS), metavar="[HOOK]...")
@click.help_option("-h", "--help")
def uninstall(names: tuple[str, ...]) -> int:
    """Take hooks away again, and put back what was there before."""
    return each(names, hook_files.uninstall)


def each(names: tuple[str, ...], do: Callable[[str, str], str]) -> int:
    """Do something to each hook, or to those that are named; the exit status."""
    status = CLEAN
    try:
        directory = git.around(os.getcwd()).hooks()
    except git.Error as error:
        raise click.ClickException(str(error)) from None
    for name in names or HOOKS:
        try:
            click.echo(visible(do(directory, name)))
        except OSError as error:
            complain(f"{error.filename or name}: {error.strerror}")
            status = FAILURE
        except ImpossibleError as error:
            complain(str(error))
            status = FAILURE
    return status


@hook.command("run")
@click.argument("name", type=click.Choice(HOOKS), metavar="HOOK")
@click.argument("words", nargs=-1, metavar="[ARGUMENT]...")
@click.option("--fix", is_flag=True, help="pre-commit: repair what is staged; report what is repaired and no more.")
@WHICH
def run(name: str, words: tuple[str, ...], fix: bool, **given: Any) -> int:
    """Do what the hook of that name does, with the arguments that git gives it."""
    if fix and name != "pre-commit":
        raise click.UsageError(f"--fix: {name} has nothing to write to")
    if name != "pre-commit" and not words:
        raise click.UsageError(f"{name} needs the file that git names")
    request = Choices(**given).request
    try:
        if name == "pre-commit":
            status = staged(request._replace(fix=fix, only_fixable=fix))
        elif name == "commit-msg":
            status = message(request, words[0])
        else:
            status = mail(request, words[0])
    except (ConfigurationError, git.Error) as error:
        raise click.ClickException(str(error)) from None
    if status and "PRE_COMMIT" not in os.environ:
        complain(ALL_THE_SAME[name].format(file=shlex.quote(words[0]) if words else ""))
    return status


def staged(request: Request) -> int:
    """Check what is staged; a merge brings what others have checked."""
    if git.around(os.getcwd()).is_merging:
        return CLEAN
    request = request._replace(staged=True)
    session = Repairs(request) if request.fix else Session(request)
    status = session.run()
    # What is repaired has to be looked at.
    return max(status, FINDINGS) if session.tally.fixed else status


def message(request: Request, path: str) -> int:
    """Check the message in a file."""
    with closing(Collector(request, sys.stdin.buffer, os.getcwd())) as collector:
        # So git tells that no editor was opened, and that it will take what looks like a comment for a part of it.
        edited = os.environ.get("GIT_EDITOR") != ":"
        result = draft.judge(collector, path, reading.read(path), edited=edited)
    return CLEAN if result is None else Session(request).tell([result])


def mail(request: Request, path: str) -> int:
    """Check a mail that is about to be sent, if it is a patch; a letter before patches is none."""
    if not looks_like_change(reading.read(path)):
        return CLEAN
    return Session(request._replace(paths=(path,))).run()


def looks_like_change(data: bytes) -> bool:
    """Whether a mail has a diff in it."""
    return any(patch.files for _, content in split(data) for patch in [Patch(content)])
