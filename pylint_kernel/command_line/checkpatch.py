"""The drop-in for checkpatch.pl: its options, its output, its exit status."""

from __future__ import annotations

import os
import re
import sys
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pylint_kernel.checking import inputs, runner
from pylint_kernel.checking.engine import INTERNAL_ERROR
from pylint_kernel.checking.inputs import Collector, Problem
from pylint_kernel.checking.request import Request
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.classify import Kind, classify
from pylint_kernel.command_line.checkpatch_options import HELP, Choices, OptionError, UsageError, read
from pylint_kernel.model import Applicability, Finding
from pylint_kernel.output import Options, Tally
from pylint_kernel.output.checkpatch import Format, Input
from pylint_kernel.surroundings import dictionary, git, kernel_tree, reading
from pylint_kernel.terminal.colours import visible, wants_colour

if TYPE_CHECKING:
    from pylint_kernel.surroundings.git import Repository

CLEAN, FINDINGS, FAILURE = 0, 1, 2
#: What checkpatch finds only after it has decided, for --mailback, that an input is clean.
AFTER_THE_END = frozenset({"MISSING_SIGN_OFF", "NO_AUTHOR_SIGN_OFF", "MISSING_FIXES_TAG", "NOT_UNIFIED_DIFF"})


def main(arguments: list[str], program: str = "") -> int:
    """Run a command line; the exit status."""
    try:
        choices = read(arguments)
    except OptionError as error:
        complain(str(error))
        sys.stdout.write(HELP)
        return FINDINGS
    except UsageError as error:
        complain(str(error))
        return FAILURE
    if choices.has("help"):
        sys.stdout.write(HELP)
        return CLEAN
    if choices.has("list-types"):
        return list_types(choices)
    settings = with_tree(choices.settings, program)
    if settings is None:
        return FAILURE
    if choices.has("codespell") or choices.values.get("codespellfile"):
        settings = settings._replace(dictionary=choices.values.get("codespellfile") or dictionary.find())
        if settings.dictionary is None:
            complain("there is no dictionary of codespell's: name one with --codespellfile")
    return Run(choices._replace(settings=settings)).run()


def complain(message: str) -> None:
    """Say on standard error what is wrong."""
    print(f"checkpatch: {visible(message)}", file=sys.stderr, flush=True)


def list_types(choices: Choices) -> int:
    """Print the numbered types, with what they are about if that is wanted."""
    from pylint_kernel.checking.rule import catalog

    print("#\tType\n")
    for number, (code, rules) in enumerate(catalog().items(), 1):
        print(f"{number}\t{code}")
        if choices.has("verbose"):
            print("".join(f"\t{line}".rstrip() + "\n" for line in rules[0].doc.split("\n")))
    return CLEAN


def with_tree(settings: Settings, program: str) -> Settings | None:
    """The settings with the kernel tree filled in; None, after a complaint, if one is needed and there is none.

    The tree is the current directory, or else the one that checkpatch.pl itself is in.
    """
    own = os.path.dirname(os.path.dirname(os.path.abspath(program))) if program else ""
    if settings.root is not None:
        if kernel_tree.is_tree(settings.root):
            return settings
        complain(f"--root: {settings.root} is not the top of a kernel tree")
        return None
    if not settings.tree:
        # The lists beside the script are read all the same.
        beside = os.path.exists(os.path.join(own, "scripts", "spelling.txt"))
        return settings._replace(root=own, tree=True) if own and beside else settings
    for root in (os.curdir, own):
        if root and kernel_tree.is_tree(root):
            return settings._replace(root=os.path.abspath(root))
    print("checkpatch: not at the top of a kernel tree: go there, name one with --root, or say --no-tree")
    return None


class Group:
    """An input: a patch, a commit or a file; checkpatch reports on one after the other."""

    def __init__(self, name: str, title: str) -> None:
        self.name, self.title = name, title
        self.results: list[Result] = []

    def lines(self) -> int:
        """How many lines were looked at: all of the hunks, or all of a file."""
        if self.results[0].target.mail is not None:
            return sum(
                len(hunk.body) for result in self.results if (mail := result.target.mail) is not None
                for file in mail.files for hunk in file.hunks
            )  # fmt: skip
        data = self.results[0].data
        return data.count(b"\n") + 2 * (not data.endswith(b"\n"))


class Run:
    """One run: the options, and what has been found so far."""

    def __init__(self, choices: Choices) -> None:
        self.choices, self.settings = choices, choices.settings
        self.troubled = self.found = self.reported = False
        self.tally = Tally()
        colour = choices.values.get("color") or "auto"
        if choices.has("no-color"):
            colour = "never"
        self.writer = Format(sys.stdout.buffer, Options(wants_colour(colour, sys.stdout)), choices.layout)
        #: The input of each target that is still being worked on.
        self.owners: deque[Group] = deque()

    def run(self) -> int:
        """Check every input; the exit status."""
        group = None
        for result in runner.run(self.targets(), self.settings, runner.cores()):
            owner = self.owners.popleft()
            if group is not None and owner is not group:
                self.close(group)
            group = owner
            if result.failure is not None:
                self.fail(result.failure)
            else:
                group.results.append(result._replace(findings=list(filter(self.wanted, result.findings))))
            if result.shortfall is not None:
                self.fail(result.shortfall)
        if group is not None:
            self.close(group)
        if self.reported:
            self.writer.finish(self.tally)
        return FAILURE if self.troubled else FINDINGS if self.found else CLEAN

    def fail(self, message: str) -> None:
        """Complain, and remember that not everything could be checked."""
        complain(message)
        self.troubled = True

    def wanted(self, finding: Finding) -> bool:
        """Whether a finding passes the filter on messages."""
        return str(self.choices.values.get("test-only", "")) in finding.message

    # -- inputs

    def targets(self) -> Iterator[Target]:
        """What there is to check, input by input; ``owners`` gets the input of each target."""
        collector = Collector(Request(settings=self.settings), sys.stdin.buffer, os.getcwd())
        excluded = [re.compile(pattern) for pattern in self.choices.values.get("exclude", ())]
        try:
            for group, work in self.groups(collector):
                for one in work:
                    if isinstance(one, Problem):
                        self.fail(str(one))
                    elif not any(pattern.match(one.path) for pattern in excluded):
                        self.owners.append(group)
                        yield one
        except git.Error as error:
            self.fail(str(error))
        finally:
            collector.close()

    def groups(self, collector: Collector) -> Iterator[tuple[Group, inputs.Work]]:
        """Each input with its targets."""
        for name in self.choices.files:
            if self.choices.has("git"):
                repository, places = collector.repository(), collector.places(committed=True)
                for commit, mail in repository.mails(repository.commits(name)):
                    yield Group(commit, title_of(repository, commit)), collector.patches(commit, mail, places)
            elif self.choices.has("file") or (name != "-" and is_tracked(name)):
                yield Group(name, name), self.source(collector, name)
            else:
                yield Group(name, "Your patch" if name == "-" else name), self.patch(collector, name)

    def source(self, collector: Collector, name: str) -> inputs.Work:
        """The target of a source file, whatever it is called."""
        root, tree_path = collector.in_tree(os.path.abspath(name))
        kind = classify(name)
        yield Target(name, tree_path=tree_path, root=root, kind=Kind.OTHER if kind == Kind.MAIL else kind)

    def patch(self, collector: Collector, name: str) -> inputs.Work:
        """The targets of a patch file or of standard input."""
        try:
            data = reading.read_stream(sys.stdin.buffer) if name == "-" else reading.read(name)
        except OSError as error:
            yield inputs.problem(name, error)
            return
        from pylint_kernel.patches.patch import looks_like_patch

        if looks_like_patch(data) or self.choices.values.get("patch", True):
            yield from collector.patches(name, data)

    # -- reports

    def close(self, group: Group) -> None:
        """Report on an input that is done."""
        if not group.results:
            return
        codes = {found.code for result in group.results for found in result.findings}
        if INTERNAL_ERROR in codes:
            self.troubled = True
        if self.choices.has("mailback") and codes <= AFTER_THE_END:
            return
        self.found |= bool(codes)
        self.reported = True
        for result in group.results:
            self.tally.add(result)
            self.writer.add(result)
        strict = self.settings.strict_for(group.results[-1].target.tree_path or group.results[-1].target.path)
        self.writer.close(Input(group.name, subject_of(group), group.lines(), strict, self.repaired(group)))

    def repaired(self, group: Group) -> str | None:
        """Write what --fix and --fix-inplace ask for; where that is."""
        from pylint_kernel.fixes.rewrite import rewrite, save

        if not self.choices.layout.fix or not any(result.findings for result in group.results):
            return None
        if group.results[0].target.mail is not None:
            complain(f"{group.name}: patches cannot be repaired yet, only files (-f)")
            return None
        done = rewrite(group.results[0].target, self.settings, Applicability.UNSAFE)
        if done.after == done.before:
            return None
        path = group.name if self.choices.has("fix-inplace") else f"{group.name}.EXPERIMENTAL-checkpatch-fixes"
        try:
            if self.choices.has("fix-inplace"):
                save(path, done.before, done.after)
            else:
                with open(path, "wb") as stream:
                    stream.write(done.after)
        except OSError as error:
            self.fail(f"{path}: not written: {error.strerror}")
            return None
        return path


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


def subject_of(group: Group) -> str:
    """What to call an input: a mail on standard input by its subject."""
    mail = group.results[0].target.mail
    if group.name == "-" and mail is not None and mail.message is not None and mail.message.subject:
        return f'"{mail.message.subject}"'
    return group.title
