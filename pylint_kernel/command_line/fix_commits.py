"""``kcheck fix-commits``: the commits of a range with their own fixes, on a new branch."""

from __future__ import annotations

import os

import click

from pylint_kernel.checking.inputs import Note
from pylint_kernel.checking.request import ConfigurationError
from pylint_kernel.command_line.given import REPAIRS, configured
from pylint_kernel.command_line.session import complain
from pylint_kernel.fixes import commits
from pylint_kernel.fixes.commits import Amended
from pylint_kernel.model import Applicability
from pylint_kernel.surroundings import git, scratch
from pylint_kernel.surroundings.git import Repository
from pylint_kernel.terminal.prose import counted

SHORT = 12


@click.command("fix-commits", context_settings={"max_content_width": 100})
@click.argument("revisions", metavar="A..B")
@click.option("-b", "--branch", metavar="NAME", help="The name of the new branch.  [default: that of B, and -fixed]")
@click.option("--unsafe-fixes", "unsafe", is_flag=True, help="Also make fixes that could change the meaning.")
@REPAIRS
@click.help_option("-h", "--help")
def fix_commits(
    revisions: str,
    branch: str | None,
    unsafe: bool,
    config: str | None,
    no_config: bool,
    strict: bool | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> int:
    """Amend each commit of A..B with the fixes of the lines that it changes, and have a new branch lead to the result.

    Later commits build upon the fixed ones; where they change the same lines, what they say counts, and is fixed again.
    The messages stay as they are. The current branch, the index and the working tree stay as they are, too.
    """
    if not git.range_of(revisions)[1]:
        raise click.UsageError(f"{revisions} is not a range of commits: A..B")
    configuration = configured({"strict": strict, "select": select, "ignore": ignore}, config, search=not no_config)
    level = Applicability.UNSAFE if unsafe else Applicability.SAFE
    try:
        with git.around(os.getcwd()) as repository:
            name = branch or named_after(repository, revisions)
            scratch.check_branch(repository, name)
            done = []
            for one in commits.amended(repository, commits.chain(repository, revisions), configuration, level):
                done.append(one)
                report(repository, one)
            fixed = sum(one.fixed for one in done)
            if fixed:
                scratch.make_branch(repository, name, done[-1].after, "kcheck fix-commits")
    except (ConfigurationError, git.Error) as error:
        raise click.ClickException(str(error)) from None
    many = counted(len(done), "commit")
    complain(f"{counted(fixed, 'finding')} fixed in {many}: branch {name}" if fixed else f"nothing to fix in {many}")
    return 2 if any(troubles(one) for one in done) else 0


def named_after(repository: Repository, revisions: str) -> str:
    """A name for the new branch: that of the branch at the end of the range, and what was done."""
    last = git.range_of(revisions)[2] or "HEAD"
    branch = scratch.branch_of(repository, last)
    if branch is None:
        raise git.Error(f"{last} is not a branch: name the new one with -b")
    return f"{branch}-fixed"


def report(repository: Repository, one: Amended) -> None:
    """Say what became of a commit."""
    commit = repository.commit(one.before)
    subject = commit.subject.encode("latin-1").decode("utf-8", "replace") if commit else ""
    click.echo(f"{one.before[:SHORT]} -> {one.after[:SHORT]}  {counted(one.fixed, 'fix'):9} {subject}")
    for trouble in troubles(one):
        complain(trouble)
    for done in one.rewrites:
        for refusal in done.refused:
            complain(str(refusal))


def troubles(one: Amended) -> list[str]:
    """What of a commit could not be checked or fixed."""
    found = [str(problem) for problem in one.problems if not isinstance(problem, Note)]
    return found + [reason for done in one.rewrites for reason in (done.result.failure, done.note) if reason]
