"""What the drop-in for checkpatch.pl checks, input by input: patches, commits, files."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pylint_kernel.checking import inputs
from pylint_kernel.checking.inputs import Collector, Problem
from pylint_kernel.checking.request import Request
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.classify import Kind, classify
from pylint_kernel.command_line.checkpatch_options import Choices
from pylint_kernel.surroundings import git, reading

if TYPE_CHECKING:
    from pylint_kernel.patches.diff import Hunk
    from pylint_kernel.surroundings.git import Repository


SUBJECT = re.compile(rb"(?i)subject:")


class Group:
    """An input: a patch, a commit or a file; checkpatch reports on one after the other."""

    def __init__(self, name: str, title: str) -> None:
        self.name, self.title = name, title
        self.results: list[Result] = []
        #: Parts of the input that cannot be checked.
        self.problems: list[str] = []

    @property
    def is_patch(self) -> bool:
        """Whether it is a patch, whatever it is worth, and no source file."""
        return self.results[0].target.mail is not None

    @property
    def has_diff(self) -> bool:
        """Whether there is anything in the patch that changes a file."""
        return any(mail.files for result in self.results if (mail := result.target.mail) is not None)

    @property
    def lines(self) -> int:
        """How many lines were looked at: those of the hunks, or all of a file."""
        if self.is_patch:
            mails = (result.target.mail for result in self.results if result.target.mail is not None)
            return sum(counted(hunk) for mail in mails for file in mail.files for hunk in file.hunks)
        data = self.results[0].data
        return data.count(b"\n") + (not data.endswith(b"\n"))

    @property
    def subject(self) -> str:
        """What to call a mail on standard input in the verdict; empty for everything else."""
        mail = self.results[0].target.mail
        message = mail.message if mail is not None and self.name == "-" else None
        if message is None:
            return ""
        # Where the headers are damaged, any line that reads like it will do.
        subject = message.header("subject") or next(
            (line[8:].decode("utf-8", "replace").strip() for line in mail.preamble if SUBJECT.match(line)), ""
        )
        return f'"{subject}"' if subject else ""


def counted(hunk: Hunk) -> int:
    """The lines of a hunk that checkpatch counts: it stops when nothing of the new file is left."""
    return 1 + max(hunk.markers.rfind(b" "), hunk.markers.rfind(b"+"))


class Inputs:
    """The inputs that a command line names. ``fail`` is told what cannot be checked."""

    def __init__(self, choices: Choices, fail: Callable[[str], None]) -> None:
        self.choices, self.fail = choices, fail
        self.excluded = [re.compile(pattern) for pattern in choices.values.get("exclude", ())]
        self.collector = Collector(Request(settings=choices.settings), sys.stdin.buffer, os.getcwd())
        #: Whether each input is announced by a banner.
        self.several = len(choices.files) > 1
        self.commits: list[str] = []
        if choices.has("git"):
            self.commits = self.resolved()
            self.several = len(self.commits) > 1

    def resolved(self) -> list[str]:
        """The commits that are named, those named last first, as checkpatch does; raises :class:`git.Error` if there
        are none."""
        repository = self.collector.repository()
        commits: list[str] = []
        problems = []
        for name in self.choices.files:
            try:
                commits[:0] = repository.commits(name)
            except git.Error as error:
                problems.append(error)
        if problems and not commits:
            raise problems[0]
        for problem in problems:
            self.fail(str(problem))
        return commits

    def targets(self) -> Iterator[tuple[Group, Target]]:
        """What there is to check, input by input."""
        try:
            for group, work in self.groups():
                for one in work:
                    if isinstance(one, Problem):
                        (group.problems.append if one.path.startswith(f"{group.name}:") else self.fail)(str(one))
                    elif one.mail is not None or not any(pattern.match(one.path) for pattern in self.excluded):
                        yield group, one
        except git.Error as error:
            self.fail(str(error))
        finally:
            self.collector.close()

    def groups(self) -> Iterator[tuple[Group, inputs.Work]]:
        """Each input with its targets."""
        collector = self.collector
        if self.choices.has("git"):
            repository, places = collector.repository(), collector.places(committed=True)
            mails = repository.mails(list(dict.fromkeys(self.commits)))
            if len(set(self.commits)) < len(self.commits):
                # One that is named twice is checked twice.
                by_commit = dict(mails)
                mails = ((commit, by_commit[commit]) for commit in self.commits)
            for commit, mail in mails:
                yield Group(commit, title_of(repository, commit)), collector.patches(commit, mail, places)
            return
        for name in self.choices.files:
            title = "Your patch" if name == "-" else name
            if self.choices.has("file") or (name != "-" and is_tracked(name)):
                yield Group(name, title), self.source(name)
            else:
                yield Group(name, title), self.patch(name)

    def source(self, name: str) -> inputs.Work:
        """The target of a source file, whatever it is called; standard input is a file of no kind."""
        if name == "-":
            try:
                data = reading.read_stream(sys.stdin.buffer)
            except OSError as error:
                yield inputs.problem(name, error)
                return
            yield Target(name, data=data, kind=Kind.OTHER)
            return
        root, tree_path = self.collector.in_tree(os.path.abspath(name))
        kind = classify(name)
        yield Target(name, tree_path=tree_path, root=root, kind=Kind.OTHER if kind == Kind.MAIL else kind)

    def patch(self, name: str) -> inputs.Work:
        """The targets of a patch file or of standard input."""
        try:
            data = reading.read_stream(sys.stdin.buffer) if name == "-" else reading.read(name)
        except OSError as error:
            yield inputs.problem(name, error)
            return
        from pylint_kernel.patches.patch import looks_like_patch

        if looks_like_patch(data) or self.choices.values.get("patch", True):
            origin = None if name == "-" else name
            yield from self.collector.patches(name, data, origin=origin, anew=self.choices.layout.fix)


def is_tracked(name: str) -> bool:
    """Whether git, in the current directory, knows the file ``name``: then it is a source file, not a patch."""
    if not os.path.isfile(name) or not (os.path.exists(os.environ.get("GIT_DIR", ".git"))):
        return False
    repository = git.find(os.curdir)
    try:
        return repository is not None and repository.is_tracked(name)
    except git.Error:
        return False


def title_of(repository: Repository, commit: str) -> str:
    """What to call a commit."""
    found = repository.commit(commit)
    return f'Commit {commit[:12]} ("{found.subject if found else ""}")'
