"""A run that repairs: where the fixes of each target go, on disk, into a patch or a diff, and what is said of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack
from functools import partial

from pylint_kernel.checking import runner
from pylint_kernel.checking.request import Request
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.command_line.paths import relative
from pylint_kernel.command_line.session import Session, complain
from pylint_kernel.fixes import verify
from pylint_kernel.fixes.patchfile import PatchWriter
from pylint_kernel.fixes.rewrite import Rewrite, rewrite, unchanged
from pylint_kernel.fixes.staged import Stage
from pylint_kernel.model import Applicability
from pylint_kernel.output import Writer
from pylint_kernel.surroundings import git
from pylint_kernel.surroundings.writing import save
from pylint_kernel.terminal.colours import painted_diff, wants_colour
from pylint_kernel.terminal.prose import counted


class Repairs(Session):
    """The state of a run with ``--fix`` or ``--diff``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.level = Applicability.UNSAFE if request.unsafe else Applicability.SAFE
        #: Whether anything was, or would be, changed; and how many repairs were refused.
        self.changed = False
        self.left_out = 0
        #: Whether standard input is to be repaired: what comes of it is the output, and findings go elsewhere.
        self.repairs_input = request.fix and request.reads_input
        if self.repairs_input:
            self.reports = sys.stderr
        #: The patch that is being written anew, and its parts, each with whether its fixes are in the patch.
        self.patch: PatchWriter | None = None
        self.parts: list[tuple[Rewrite, bool]] = []

    def results(self, targets: Iterable[Target]) -> Iterator[Result]:
        """What comes of the targets; their fixes are where they belong then."""
        if self.request.project:
            targets = self.with_project([*targets])
        for fixed in self.rewrites(targets):
            yield from self.settled(fixed)
        yield from self.end_patch()

    def with_project(self, targets: list[Target]) -> list[Target]:
        """The targets with what their repair begins with, as it concerns other files; these are where they belong
        then."""
        from pylint_kernel.command_line import project

        decided = project.decide(targets, self.request)
        for one in decided.types:
            self.left_out += bool(one.reason)
            self.tally.fixed += not one.reason
            self.say(str(one))
        for target, before, after in decided.others:
            self.changed = self.place(target, before, after) or self.changed
        return decided.targets

    def settled(self, fixed: Rewrite) -> Iterator[Result]:
        """What is complete when the fixes of another target are where they belong."""
        self.explain(fixed)
        target = fixed.target
        if target.part is None:
            yield from self.end_patch()
            yield self.outcome(fixed, kept=self.keep(fixed))
            return
        if target.mail is not None and (self.patch is None or self.patch.origin != target.origin):
            yield from self.end_patch()
            self.patch = PatchWriter(target.origin)
        self.add_part(fixed)

    def rewrites(self, targets: Iterable[Target]) -> Generator[Rewrite, None, None]:
        """The targets, checked and fixed in memory."""
        # A file is opened anew for each trial of its fixes.
        runner.collect_garbage()
        work = partial(rewrite, settings=self.request.settings, level=self.level, on_disk=not self.request.staged)
        return runner.spread(work, targets, self.jobs, unchanged)

    def explain(self, fixed: Rewrite) -> None:
        """Say why something was not fixed."""
        if fixed.note:
            self.say(fixed.note)
        for refusal in fixed.refused:
            self.say(str(refusal))
        self.left_out += len(fixed.refused)

    def outcome(self, fixed: Rewrite, *, kept: bool) -> Result:
        """What comes of a target whose fixes were kept, or else of what it was before."""
        if not kept:
            return runner.run_target(fixed.target, self.request.settings)
        if fixed.after != fixed.before:
            self.changed = True
            self.tally.fixed += fixed.applied
        return fixed.result

    # -- where they go

    def keep(self, fixed: Rewrite) -> bool:
        """Put a fixed target where it belongs; whether that went well."""
        target = fixed.target
        if self.repairs_input and target.origin is None and target.data is not None:
            self.out.write(fixed.after if fixed.after != fixed.before else target.data)
            return True
        if fixed.after == fixed.before:
            return True
        if self.request.staged and not self.request.diff:
            return self.stage(fixed)
        is_kept = self.place(target, fixed.before, fixed.after)
        return is_kept and (self.request.diff or self.verified(place_of(target), fixed.before, fixed.after))

    def place(self, target: Target, before: bytes, after: bytes) -> bool:
        """Write a file's new content, or print the difference; whether that went well."""
        if self.request.diff:
            self.show_difference(target, before, after)
            return True
        return self.save(place_of(target), before, after)

    def stage(self, fixed: Rewrite) -> bool:
        """Put a fixed file into the index, and its fixes into the worktree; whether the index has it."""
        path = fixed.target.path
        # pre-commit has put away what is not staged, and cannot bring it back where the index has changed meanwhile.
        in_index = "PRE_COMMIT" not in os.environ
        try:
            repository = git.around(os.getcwd())
            with repository:
                stage = Stage(repository, self.request.settings, self.level, in_index=in_index)
                reason = stage.put(os.path.relpath(fixed.target.origin or path, repository.root), fixed)
        except git.Error as error:
            self.fail(f"{path}: not fixed: {error}")
            return False
        if reason is None:
            return True
        if in_index:
            self.say(f"{path}: fixed in the index only: {reason}")
        else:
            self.fail(f"{path}: not fixed: {reason}")
        return in_index

    def show_difference(self, target: Target, before: bytes, after: bytes) -> None:
        """Print what would be changed."""
        from pylint_kernel.patches.unified import unified

        self.progress.hide()
        diff = unified(relative(target.path), before, after, target.first_line)
        self.out.write(painted_diff(diff) if wants_colour(self.request.color, sys.stdout) else diff)

    def add_part(self, fixed: Rewrite) -> None:
        """Put a part of a patch into the patch that is written anew, if that can be done."""
        assert self.patch is not None
        kept = self.patch.add(fixed)
        if not kept:
            self.say(f"{fixed.target.path}: not fixed, because that would change more than the patch does")
        self.parts.append((fixed, kept))

    def end_patch(self) -> Iterator[Result]:
        """Write the patch that is complete now; what comes of its parts."""
        if self.patch is None:
            return
        (origin, before, after), self.patch = self.patch.written(), None
        parts, self.parts = self.parts, []
        is_written = True
        if origin is None:
            self.out.write(after)
        elif after != before:
            is_written = self.write(origin, before, after)
        for fixed, kept in parts:
            yield self.outcome(fixed, kept=kept and is_written)

    def write(self, path: str, before: bytes, after: bytes) -> bool:
        """Write a fixed file; whether it stays so: the user's command may have the fixes taken back."""
        return self.save(path, before, after) and self.verified(path, before, after)

    def verified(self, path: str, before: bytes, after: bytes) -> bool:
        """Whether the user's command agrees with a fixed file; if not, the fixes are taken back."""
        if not self.request.verify_with:
            return True
        reason: str | None = "interrupted"
        try:
            reason = verify.objection([*self.request.verify_with], path, before)
        except OSError as error:
            reason = f"{self.request.verify_with[0]}: {error.strerror}"
            self.troubled = True
        finally:
            if reason is not None:
                self.save(path, after, before)
        if reason is not None:
            self.say(f"{path}: fixes taken back: {reason}")
        return reason is None

    def save(self, path: str, before: bytes, after: bytes) -> bool:
        """Write a file; whether that went well."""
        try:
            save(path, before, after)
        except OSError as error:
            self.fail(f"{path}: not fixed: {error.strerror}")
            return False
        return True

    # -- what is said

    def open_writers(self, stack: ExitStack) -> list[Writer]:
        """A writer for each format asked for; a diff is all of the output."""
        return [] if self.request.diff else super().open_writers(stack)

    def account(self) -> None:
        """Say what has become of the fixes, as far as the formats do not."""
        if self.request.diff and (self.changed or not self.tally.clean):
            complain(f"{counted(self.tally.fixed, 'finding')} would be fixed, {self.tally.findings} left")
        super().account()
        if self.left_out:
            left_out = counted(self.left_out, "repair")
            complain(f"{left_out} left out, which would have changed the code or caused other findings")

    @property
    def is_bad(self) -> bool:
        """Whether something was found; with a diff, whether something would be changed."""
        return self.changed if self.request.diff else super().is_bad


def place_of(target: Target) -> str:
    """The path of the file that a target is."""
    return target.origin or target.path
