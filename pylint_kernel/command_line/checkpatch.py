"""The drop-in for checkpatch.pl: its options, its output, its exit status."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterator

from pylint_kernel.checking import runner
from pylint_kernel.checking.engine import INTERNAL_ERROR
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.command_line.checkpatch_inputs import Group, Inputs
from pylint_kernel.command_line.checkpatch_options import HELP, Choices, OptionError, UsageError, read
from pylint_kernel.command_line.launcher import links
from pylint_kernel.configuration import presets
from pylint_kernel.model import Finding
from pylint_kernel.output import Options, Tally
from pylint_kernel.output.checkpatch import AFTER_THE_END, Format, Input
from pylint_kernel.surroundings import dictionary, git, kernel_tree
from pylint_kernel.terminal.colours import visible, wants_colour

CLEAN, FINDINGS, FAILURE = 0, 1, 2
#: Where git knows no such commit; where there is none in a range.
NO_SUCH_COMMIT, EMPTY_RANGE = 128, 255
#: Names that checkpatch lists without ever reporting them in ordinary use: those of its own tests and of checks that it
#: no longer makes. Lists of types to ignore that were written from its list have them.
NEVER_FOUND = (
    "MULTIPLE_DECLARATION", "PREFER_ETHER_ADDR_COPY", "PREFER_ETHER_ADDR_EQUAL", "PREFER_ETH_BROADCAST_ADDR",
    "PREFER_ETH_ZERO_ADDR", "TEST_ATTR", "TEST_NOT_ATTR", "TEST_NOT_TYPE", "TEST_TYPE",
)  # fmt: skip


def main(arguments: list[str], program: str = "") -> int:
    """Run a command line; the exit status. ``program``: the name that checkpatch.pl was called by, if it was."""
    if not program and arguments[:1] in (["install"], ["uninstall"]):
        from pylint_kernel.command_line import checkpatch_install

        return checkpatch_install.main(arguments)
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
    notes = []
    if choices.has("codespell"):
        settings = settings._replace(dictionary=choices.values.get("codespellfile") or dictionary.find())
        if settings.dictionary is None:
            # On standard error, b4 would take it for a failure of each patch.
            notes.append("No dictionary of codespell's was found: install it, or name one with --codespellfile.")
    for name in filter(None, (settings.dictionary, choices.values.get("typedefsfile"))):
        check_readable(name)
    return Run(choices._replace(settings=settings), notes).run()


def complain(message: str) -> None:
    """Say on standard error what is wrong."""
    print(f"checkpatch: {visible(message)}", file=sys.stderr, flush=True)


def check_readable(path: str) -> None:
    """Complain if a list that the user has named cannot be read; the run goes on without it."""
    try:
        with open(path, "rb") as stream:
            stream.read(1)
    except OSError as error:
        complain(f"{path}: {error.strerror}")


def list_types(choices: Choices) -> int:
    """Print the numbered types, with what they are about if that is wanted."""
    from pylint_kernel.checking.rule import catalog

    print("#\tMessage type\n")
    rules = catalog()
    for number, code in enumerate(sorted({*rules, *NEVER_FOUND}), 1):
        print(f"{number}\t{code}")
        if choices.has("verbose") and code in rules:
            print("".join(f"\t{line}".rstrip() + "\n" for line in rules[code][0].doc.split("\n")))
    return CLEAN


def with_tree(settings: Settings, program: str) -> Settings | None:
    """The settings with the kernel tree and the lists of words filled in; None, after a complaint, if a tree is needed
    and there is none.

    The tree is the current directory, or else the one whose ``scripts`` the program was called from. The lists are
    those beside the program, whatever the tree. The tree of another project that is known, as to the checkpatch.pl that
    it has of its own, is as good; no facts are taken from it.
    """
    settings = settings._replace(lists=lists_beside(program) if program else None)
    if not settings.tree:
        return settings._replace(root=None)
    if settings.root is not None:
        if kernel_tree.is_tree(settings.root):
            return settings
        complain(f"--root: {settings.root} is not the top of a kernel tree")
        return None
    folder = os.path.dirname(os.path.abspath(program))
    above = [os.path.dirname(folder)] if program and os.path.basename(folder) == "scripts" else []
    for root in (os.curdir, *above):
        if kernel_tree.is_tree(root):
            return settings._replace(root=os.path.abspath(root))
    if presets.recognised(os.curdir) or (program and any(map(presets.recognised, directories_above(folder)))):
        return settings._replace(root=None, tree=False)
    print("checkpatch: not at the top of a kernel tree: go there, name one with --root, or say --no-tree")
    return None


def directories_above(folder: str) -> Iterator[str]:
    """A directory's ancestors, the nearest first."""
    while (above := os.path.dirname(folder)) != folder:
        yield above
        folder = above


def lists_beside(program: str) -> str | None:
    """The directory of the lists that lie beside a program, or beside what its name is a link to; None if there are
    none.

    checkpatch.pl finds its lists beside itself, wherever it is linked from. In its place there is a link, too, so that
    every link on the way may be the one.
    """
    found = None
    for link in links(program):
        folder = os.path.dirname(os.path.abspath(link))
        if any(os.path.exists(os.path.join(folder, name)) for name in kernel_tree.LISTS):
            found = folder
    return found


class Run:
    """One run: the options, what has been found so far, and ``notes`` to close with."""

    def __init__(self, choices: Choices, notes: list[str]) -> None:
        self.choices, self.settings, self.notes = choices, choices.settings, notes
        self.troubled = self.found = self.reported = False
        self.tally = Tally()
        colour = choices.values.get("color") or "auto"
        if choices.has("no-color"):
            colour = "never"
        self.colour = wants_colour(colour, sys.stdout)
        #: The input of each target that is still being worked on.
        self.owners: deque[Group] = deque()

    def run(self) -> int:
        """Check every input; the exit status."""
        try:
            self.inputs = Inputs(self.choices, self.fail)
        except git.Error as error:
            complain(str(error))
            if isinstance(error, git.NoCommitsError):
                return EMPTY_RANGE
            return NO_SUCH_COMMIT if git.find(os.curdir) else FAILURE
        layout = self.choices.layout._replace(several=self.inputs.several)
        self.writer = Format(sys.stdout.buffer, Options(self.colour), layout)
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
            self.writer.finish(self.tally, self.notes)
        return FAILURE if self.troubled else FINDINGS if self.found else CLEAN

    def targets(self) -> Iterator[Target]:
        """What there is to check; ``owners`` gets the input of each."""
        for group, target in self.inputs.targets():
            self.owners.append(group)
            yield target

    def fail(self, message: str) -> None:
        """Complain, and remember that not everything could be checked."""
        complain(message)
        self.troubled = True

    def wanted(self, finding: Finding) -> bool:
        """Whether a finding passes the filter on messages."""
        return str(self.choices.values.get("test-only", "")) in finding.message

    def close(self, group: Group) -> None:
        """Report on an input that is done."""
        if not group.results:
            return
        codes = {found.code for result in group.results for found in result.findings}
        if not codes and not group.is_patch and not group.results[0].data:
            # Of an empty file there is nothing to say.
            return
        if INTERNAL_ERROR in codes:
            self.troubled = True
        if "NOT_UNIFIED_DIFF" not in codes:
            for problem in group.problems:
                self.fail(problem)
        if self.choices.has("mailback") and (codes <= AFTER_THE_END or (group.is_patch and not group.has_diff)):
            return
        self.found |= bool(codes)
        self.reported = True
        for result in group.results:
            self.tally.add(result)
            self.writer.add(result)
        strict = self.settings.strict_for(group.results[-1].target.tree_path or group.results[-1].target.path)
        wrote = None
        if self.choices.layout.fix and codes:
            from pylint_kernel.command_line.checkpatch_repairs import repair

            inplace = self.choices.has("fix-inplace")
            wrote = repair(group.name, group.results, self.settings, self.fail, inplace=inplace)
        self.writer.close(Input(group.name, group.title, group.lines, strict, wrote, group.subject))
