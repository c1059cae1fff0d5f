"""``kcheck ci``: check what a pipeline of GitHub or GitLab was started for."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any, NamedTuple

import click

from pylint_kernel.checking.request import Request
from pylint_kernel.command_line.choices import (
    JOBS,
    OUTPUT,
    WHERE,
    WHICH,
    GroupedCommand,
    destinations,
    option,
    requested,
)
from pylint_kernel.command_line.session import FAILURE, Session, complain
from pylint_kernel.model import Severity
from pylint_kernel.output import Tally
from pylint_kernel.surroundings import fetching, git, github, gitlab
from pylint_kernel.surroundings.event import Event, EventError
from pylint_kernel.surroundings.fetching import History
from pylint_kernel.surroundings.git import Repository
from pylint_kernel.terminal.colours import level
from pylint_kernel.terminal.prose import counted

COMMITS, DIFF, FILES = WHAT = ("commits", "diff", "files")
SHORT = 12
HELP = """\
Check what a pipeline of GitHub or GitLab was started for, which the service tells by variables and files.

\b
  commits   each commit of the pull request, push or merge queue, and its message
  diff      the same as one change, judged as it is in the end; no messages
  files     all files, or PATHS, as they are

Of a new branch, and of one that was pushed with force, that is what is not in the default branch either. What is
missing in a shallow clone is fetched. PATHS narrow commits and changes down.
"""


@click.command(cls=GroupedCommand, help=HELP, context_settings={"max_content_width": 100})
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@option("What to check", "--what", type=click.Choice(WHAT),
        help="What to look at.  [default: commits if the event brings some, else files]")  # fmt: skip
@option("What to check", "--suggest", is_flag=True,
        help="Suggest safe fixes in the pull request on GitHub, with the token in GITHUB_TOKEN.")  # fmt: skip
@WHERE
@WHICH
@OUTPUT
@JOBS
@click.help_option("-h", "--help")
def ci(what: str | None, suggest: bool, formats: tuple[str, ...], statistics: bool, **choices: Any) -> int:
    """Check what a pipeline was started for."""
    request = requested(formats=destinations(formats, statistics), **choices)
    if github.is_here(os.environ) and all(path for _, path in request.formats):
        request = request._replace(formats=(("github", ""), *request.formats))
    try:
        event = started_for()
        asked = None
        if event.head:
            with git.around(os.getcwd()) as repository:
                asked = about(request, event, repository, what)
    except (EventError, git.Error) as error:
        raise click.ClickException(str(error)) from None
    session = Session(asked.request if asked else request)
    if asked is None:
        click.echo(f"nothing to check: {event.reason or 'there are no new commits'}")
        # Reports that later steps count on are there all the same.
        status = session.tell(())
    else:
        status = session.run()
    tell(session.tally)
    if suggest and event.number and asked and asked.change and status != FAILURE:
        from pylint_kernel.command_line.suggest import suggest as make

        click.echo(make(asked.request, asked.change, event.head, event.number))
    return status


def started_for() -> Event:
    """What the pipeline was started for; raises :class:`EventError`."""
    if github.is_here(os.environ):
        return github.asked(os.environ)
    if gitlab.is_here(os.environ):
        return gitlab.asked(os.environ)
    raise EventError("this is no pipeline that is known here: neither GITHUB_EVENT_NAME nor GITLAB_CI is set")


class Asked(NamedTuple):
    """The run that an event asks for; ``change`` names the ends of what it brings (``A..B``), if it does."""

    request: Request
    change: str = ""


def about(request: Request, event: Event, repository: Repository, what: str | None) -> Asked | None:
    """The run for what an event is about; None if that is nothing. Raises :class:`EventError` and
    :class:`git.Error`."""
    if event.trusted and repository.resolve("HEAD") != event.trusted:
        raise EventError(
            "pull_request_target has the rights of this repository, and a configuration may name code to run: "
            "check out nothing else than actions/checkout does by itself; the commits are read from git"
        )
    what = what or (COMMITS if event.has_changes else FILES)
    if what == FILES or not event.has_changes:
        if what != FILES:
            complain(f"this event brings no {what}: the files are checked as they are")
        return Asked(request._replace(paths=request.paths or (os.curdir,)))
    history = fetching.history(repository, event)
    commits = new_commits(repository, history)
    if not request.quiet:
        for commit in history.gone:
            complain(f"{commit[:SHORT]}, which was there before, is not to be had any more")
        complain(f"{counted(len(commits), 'new commit')}, the last of which is {history.head[:SHORT]}")
    if not commits:
        return None
    change = f"{base(repository, history)}..{history.head}" if what == DIFF or event.number else ""
    if what == COMMITS:
        return Asked(request._replace(revisions=tuple(commits), head=history.head), change)
    return Asked(request._replace(new_from=change), change)


def new_commits(repository: Repository, history: History) -> list[str]:
    """The commits to look at, oldest first; where nothing is known, the last one."""
    if history.known:
        return repository.new_commits(history.head, history.known)
    return repository.commits(history.head)


def base(repository: Repository, history: History) -> str:
    """The commit that the whole change starts from: where it parted from what is known, the latest such place."""
    places = []
    for one in history.known:
        with suppress(git.Error):
            places.append(repository.ends(f"{one}...{history.head}")[0])
    if not places:
        return repository.resolve(f"{history.head}^")
    return min(places, key=lambda place: len(repository.new_commits(history.head, [place])))


def tell(tally: Tally) -> None:
    """Give the later steps of a job of GitHub's the counts."""
    path = os.environ.get("GITHUB_OUTPUT")
    if path:
        with open(path, "a", encoding="utf-8") as stream:
            stream.writelines(f"{level(one)}s={tally.levels[one]}\n" for one in sorted(Severity, reverse=True))
