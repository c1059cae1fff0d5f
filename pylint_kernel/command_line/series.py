"""``kcheck series``: the fixes of a driver as patches that can be sent."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import click

from pylint_kernel.checking import inputs, runner
from pylint_kernel.checking.request import ConfigurationError, Request
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.command_line.given import REPAIRS, configured
from pylint_kernel.command_line.session import complain
from pylint_kernel.configuration.configuration import Configuration
from pylint_kernel.fixes import publish
from pylint_kernel.fixes.kinds import Task
from pylint_kernel.fixes.order import Survey, arranged, nothing, survey
from pylint_kernel.fixes.series import Patch, introduction, plan, total
from pylint_kernel.fixes.steps import Repair, failed, repair
from pylint_kernel.model import Applicability
from pylint_kernel.surroundings import git, kernel_tree, scratch, subjects
from pylint_kernel.surroundings.git import Repository
from pylint_kernel.surroundings.maintainers import People, people
from pylint_kernel.surroundings.scratch import Entry
from pylint_kernel.terminal.prose import counted

BRANCH = "kcheck-series"
#: How many findings there are in a file, named by its path, of a type.
Places = Counter[tuple[str, str]]


class Committed(NamedTuple):
    """A file to repair, as it is committed: its path in the repository, what git has there, what is to be checked."""

    path: str
    entry: Entry
    target: Target


@click.command(context_settings={"max_content_width": 100})
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--output", metavar="DIR", help="Write the patches as mails into this new directory.")
@click.option("--commit", is_flag=True, help="Make a new branch with the patches as commits.")
@click.option("-b", "--branch", metavar="NAME", help=f"The name of that branch.  [default: {BRANCH}]")
@click.option(
    "--unsafe-fixes", "unsafe", is_flag=True, help="Also fixes that could change the meaning, in patches of their own."
)
@REPAIRS
@click.option(
    "-j", "--jobs", metavar="N", type=click.IntRange(0), default=0, help="Processes to use [default: one a core]."
)
@click.help_option("-h", "--help")
def series(
    paths: tuple[str, ...],
    output: str | None,
    commit: bool,
    branch: str | None,
    unsafe: bool,
    config: str | None,
    no_config: bool,
    jobs: int,
    **others: Any,
) -> int:
    """Turn the fixes for PATHs into a series of patches: one kind of fix in one driver a patch, each clean.

    What is committed is repaired; the working tree, the index and the current branch stay as they are. Subjects begin
    as others in the history of the directory do; the patches are signed off by you, and go to those whom MAINTAINERS
    names.
    """
    if output is None and not commit and branch is None:
        raise click.UsageError("nothing to write: name a directory with -o, or say --commit")
    configuration = configured(others, config, search=not no_config)
    level = Applicability.UNSAFE if unsafe else Applicability.SAFE
    name = (branch or BRANCH) if commit or branch else None
    try:
        with git.around(os.getcwd()) as repository:
            return Series(repository, configuration, level, jobs or runner.cores()).run(paths, output, name)
    except (ConfigurationError, git.Error) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename or output}: {error.strerror}") from None


class Series:
    """One series in the making."""

    def __init__(self, repository: Repository, configuration: Configuration, level: Applicability, jobs: int) -> None:
        self.repository, self.configuration, self.level, self.jobs = repository, configuration, level, jobs
        self.base = repository.resolve("HEAD")
        self.troubled = False

    def run(self, paths: tuple[str, ...], folder: str | None, branch: str | None) -> int:
        """Repair the files, write what was asked for; the exit status."""
        if branch is not None:
            scratch.check_branch(self.repository, branch)
        if folder is not None:
            publish.check_folder(folder)
        files = {file.path: file for file in self.files(paths)}
        directories = {os.path.dirname(path) for path in files}
        prefixes = {directory: subjects.prefix(self.repository, directory) for directory in directories}
        repairs = self.repairs(files, prefixes)
        patches = plan({path: one for path, one in repairs.items() if one.steps}, prefixes)
        if not patches:
            complain("there is nothing to fix")
            return 2 if self.troubled else 0
        modes = {path: file.entry.mode for path, file in files.items()}
        commits = publish.commit(self.repository, self.base, patches, modes)
        tip = commits[-1].id
        judged = [
            (self.findings(one.id, messages=True), self.findings(one.opposite, messages=False)) for one in commits
        ]
        if folder is not None:
            kept = {code for after, before in judged for _, code in after & before}
            letter = introduction(patches, repairs.values(), kept) if len(patches) > 1 else None
            for name in publish.mail(self.repository, self.base, tip, folder, letter, self.recipients(patches, files)):
                click.echo(name)
        if branch is not None:
            scratch.make_branch(self.repository, branch, tip, "kcheck series")
            click.echo(f"{branch}: {counted(len(patches), 'commit')}")
        fixed, left = total(patch.removed for patch in patches), total(one.after for one in repairs.values())
        many = counted(len(patches), "patch")
        complain(f"{counted(fixed.total(), 'finding')} fixed in {many}, {left.total()} left")
        return 2 if self.troubled else 1 if self.introduces(judged) else 0

    def files(self, paths: tuple[str, ...]) -> Iterable[Committed]:
        """The files below the paths as they are committed; those that are not, or differ, are named."""
        root = self.repository.root
        targets: dict[str, Target] = {}
        for one in inputs.collect(Request(paths=paths, configured=self.configuration)):
            if not isinstance(one, Target):
                self.say(str(one), trouble=not isinstance(one, inputs.Note))
            elif one.mail is None and one.data is None:
                path = os.path.relpath(os.path.realpath(one.path), os.path.realpath(root))
                targets[path.replace(os.sep, "/")] = one
        entries = scratch.entries(self.repository, self.base, targets)
        for path, target in targets.items():
            entry = entries.get(path)
            data = self.repository.blob(entry.id) if entry else None
            if entry is None or data is None:
                self.say(f"{target.path}: left out, because it is not committed", trouble=False)
                continue
            yield Committed(path, entry, target._replace(data=data))

    def repairs(self, files: dict[str, Committed], prefixes: Mapping[str, str]) -> dict[str, Repair]:
        """What becomes of the files, by their paths."""
        runner.collect_garbage()
        targets = [file.target for file in files.values()]
        work = partial(repair, settings=Settings(), level=self.level, orders=self.orders(files, prefixes))
        found = dict(zip(files, runner.spread(work, targets, self.jobs, failed), strict=True))
        for one in found.values():
            if one.failure is not None:
                self.say(one.failure, trouble=True)
            for refusal in one.refused:
                self.say(refusal, trouble=False)
        return found

    def orders(self, files: dict[str, Committed], prefixes: Mapping[str, str]) -> dict[str, Sequence[Task]]:
        """In which order files are repaired, by the paths of their targets: one order a driver."""
        targets = [file.target for file in files.values()]
        surveys = runner.spread(partial(survey, settings=Settings(), level=self.level), targets, self.jobs, nothing)
        drivers: dict[str, list[tuple[str, Survey]]] = {}
        for (path, file), one in zip(files.items(), surveys, strict=True):
            drivers.setdefault(prefixes[os.path.dirname(path)], []).append((file.target.path, one))
        orders = ((driver, arranged(one for _, one in driver)) for driver in drivers.values())
        return {path: order for driver, order in orders for path, _ in driver}

    def recipients(self, patches: list[Patch], files: dict[str, Committed]) -> publish.Recipients:
        """Who gets which patch: everybody who gets one gets the letter."""

        def of(number: int) -> People:
            chosen = [patches[number - 1]] if number else patches
            paths = dict.fromkeys(change.path for patch in chosen for change in patch.changes)
            targets = [files[path].target for path in paths]
            tree = kernel_tree.at(targets[0].root)
            return people(tree.responsibilities, [target.tree_path or target.path for target in targets])

        return of

    def introduces(self, judged: list[tuple[Places, Places]]) -> bool:
        """Whether there is a patch with findings that were not there before, or in its message; says so."""
        found = False
        for number, (after, before) in enumerate(judged, 1):
            for path, code in sorted(after - before):
                found = True
                self.say(f"patch {number}: {path}: {code} was not there before", trouble=False)
        return found

    def findings(self, commit: str, *, messages: bool) -> Places:
        """The findings on the lines of a commit, by path and type, with those in its message if they are wanted."""
        request = Request(revisions=(commit,), configured=self.configuration)
        targets = [one for one in inputs.collect(request) if isinstance(one, Target) and (messages or one.mail is None)]
        results = runner.run(targets, request.settings, self.jobs)
        return Counter((one.target.path, finding.code) for one in results for finding in one.findings)

    def say(self, message: str, *, trouble: bool) -> None:
        """Put a message on standard error; ``trouble``: not everything could be done."""
        complain(message)
        self.troubled = self.troubled or trouble
