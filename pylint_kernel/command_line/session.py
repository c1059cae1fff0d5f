"""One run: from a request to findings on the formats' streams, fixes on disk and an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, TextIO

from pylint_kernel import output
from pylint_kernel.checking import inputs, runner
from pylint_kernel.checking.audit import Audit
from pylint_kernel.checking.engine import INTERNAL_ERROR
from pylint_kernel.checking.request import ConfigurationError, Request
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.command_line.narrowing import Narrowing
from pylint_kernel.command_line.progress import Progress
from pylint_kernel.model import Applicability
from pylint_kernel.output import Options, Tally, Writer
from pylint_kernel.terminal.colours import painted_diff, visible, wants_colour

if TYPE_CHECKING:
    from pylint_kernel.fixes.patchfile import PatchWriter
    from pylint_kernel.fixes.rewrite import Rewrite

CLEAN, FINDINGS, FAILURE = 0, 1, 2


def complain(message: str) -> None:
    """Say on standard error what is wrong; a file's name cannot give orders to the terminal."""
    print(f"kcheck: {visible(message)}", file=sys.stderr, flush=True)


class Session:
    """The state of one run."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.tally = Tally()
        self.audit = Audit(request)
        self.troubled = False
        self.left_out = self.unlisted = 0
        fixable = Applicability.UNSAFE if request.unsafe or not request.fix else Applicability.SAFE
        self.narrowing = Narrowing(request.min_level, fixable if request.only_fixable else None)
        self.progress = Progress(0, sys.stderr, wanted=False)
        self.out: BinaryIO = sys.stdout.buffer
        #: Whether standard input is to be repaired: what comes of it is the output, and findings go elsewhere.
        asked_for = request.revisions or request.staged or request.new_from is not None
        self.repairs_input = request.fix and not asked_for and "-" in (request.paths or ("-",))
        self.reports: TextIO = sys.stderr if self.repairs_input else sys.stdout
        #: The patch that is being written anew.
        self.patch: PatchWriter | None = None

    def run(self) -> int:
        """Do what was asked for; the exit status."""
        try:
            return self.check()
        except ConfigurationError as error:
            self.fail(str(error))
            return FAILURE

    def check(self) -> int:
        """Check all targets and report; the exit status. Raises :class:`ConfigurationError`."""
        request = self.request
        targets: Iterable[Target] = map(self.audit.prepare, self.targets())
        if request.show_files:
            return self.list_files(targets)
        total = None
        if not request.revisions:
            # Files are many but small until they are read; commits are not, and come one by one.
            targets = list(targets)
            total = len(targets)
        self.progress = Progress(total, sys.stderr, wanted=not request.quiet)
        if request.fix or request.diff:
            return self.report(partial(self.rewrite, targets))
        return self.tell(runner.run(targets, request.settings, self.jobs))

    def tell(self, results: Iterable[Result]) -> int:
        """Report what came of targets; the exit status."""

        def take() -> bool:
            for result in results:
                self.take(result)
            return False

        return self.report(take)

    def report(self, work: Callable[[], bool]) -> int:
        """Report what ``work`` takes, which tells whether it changed anything; the exit status."""
        with ExitStack() as stack:
            try:
                self.writers = self.open_writers(stack)
            except OSError as error:
                complain(f"{error.filename}: {error.strerror}")
                return FAILURE
            changed = work()
            for result in self.audit.finish():
                self.show(result)
            self.progress.hide()
            for writer in self.writers:
                writer.finish(self.tally)
            self.out.flush()
            if not self.request.quiet:
                self.account(changed)
        return self.status(changed)

    @property
    def jobs(self) -> int:
        """How many processes to use."""
        return self.request.jobs or runner.cores()

    def targets(self) -> Iterator[Target]:
        """What there is to check; what cannot be is complained about."""
        for one in inputs.collect(self.request):
            if isinstance(one, Target):
                yield one
            elif isinstance(one, inputs.Note):
                if not self.request.quiet:
                    self.say(str(one))
            else:
                self.fail(str(one))

    def open_writers(self, stack: ExitStack) -> list[Writer]:
        """A writer for each format asked for."""
        request = self.request
        if request.diff:
            return []
        writers = []
        for name, path in request.formats or [(self.usual_format(), "")]:
            stream = stack.enter_context(open(path, "wb")) if path else self.reports.buffer  # noqa: SIM115
            writers.append(output.open(name, stream, self.options(bool(path))))
        return writers

    def usual_format(self) -> str:
        """The format where none is asked for."""
        configured = self.request.configured
        return (configured.format_in(os.getcwd()) if configured else None) or "text"

    def options(self, to_file: bool) -> Options:
        """How to present on standard output, or in a file."""
        summary = not self.request.quiet
        if to_file:
            return Options(colour=False, summary=summary, explain=self.request.explain)
        width = os.get_terminal_size(self.reports.fileno()).columns if self.reports.isatty() else 0
        return Options(wants_colour(self.request.color, self.reports), width, summary, explain=self.request.explain)

    def take(self, result: Result) -> None:
        """Take one result; show what is complete with it."""
        self.progress.step()
        for complete in self.audit.take(result):
            self.show(complete)

    def show(self, result: Result) -> None:
        """Count one result and show it."""
        result = self.narrowing.of(result)
        self.tally.add(result)
        for reason in result.troubles:
            self.fail(reason)
        if any(found.code == INTERNAL_ERROR for found in result.findings):
            self.troubled = True
        if result.findings:
            self.progress.hide()
        listed = self.listed(result)
        for writer in self.writers:
            writer.add(result if writer.counts else listed)

    def listed(self, result: Result) -> Result:
        """The result with no more findings than are to be listed."""
        most = self.request.max_findings
        before = self.tally.findings - len(result.findings)
        if not most or self.tally.findings <= most:
            return result
        shown = result.findings[: max(0, most - before)]
        self.unlisted += len(result.findings) - len(shown)
        return result._replace(findings=shown)

    def list_files(self, targets: Iterable[Target]) -> int:
        """Print what would be checked, each file once; the exit status."""
        paths = dict.fromkeys(target.path for target in targets if target.mail is None)
        self.out.write(b"".join(os.fsencode(path) + b"\n" for path in paths))
        return FAILURE if self.troubled else CLEAN

    def fail(self, message: str) -> None:
        """Complain, and remember that not everything could be checked."""
        self.say(message)
        self.troubled = True

    def say(self, message: str) -> None:
        """Put a message on standard error."""
        self.progress.hide()
        complain(message)

    # -- fixes

    def rewrite(self, targets: Iterable[Target]) -> bool:
        """Check and fix all targets, on disk or as a diff; whether anything was or would be changed."""
        changed = False
        for fixed in self.rewrites(targets):
            if fixed.note:
                self.say(fixed.note)
            for refusal in fixed.refused:
                self.say(str(refusal))
            self.left_out += len(fixed.refused)
            kept = self.keep(fixed)
            if kept and fixed.after != fixed.before:
                changed = True
                self.tally.fixed += fixed.applied
            self.take(fixed.result if kept else runner.run_target(fixed.target, self.request.settings))
        self.end_patch()
        return changed

    def keep(self, fixed: Rewrite) -> bool:
        """Put a fixed target where it belongs: on disk, on standard output, into its patch; whether that went well."""
        target = fixed.target
        if target.part is not None and not self.request.diff:
            return self.keep_part(fixed)
        self.end_patch()
        if self.repairs_input and target.origin is None and target.data is not None:
            self.out.write(fixed.after if fixed.after != fixed.before else target.data)
            return True
        return fixed.after == fixed.before or self.put(fixed)

    def keep_part(self, fixed: Rewrite) -> bool:
        """Put a part of a patch that is written anew into it; whether that can be done."""
        from pylint_kernel.fixes.patchfile import PatchWriter

        target = fixed.target
        if target.mail is not None and (self.patch is None or self.patch.origin != target.origin):
            self.end_patch()
            self.patch = PatchWriter(target.origin)
        assert self.patch is not None
        if self.patch.add(fixed):
            return True
        self.say(f"{target.path}: not fixed, because that would change more than the patch does")
        return False

    def end_patch(self) -> None:
        """Write the patch that is complete now."""
        if self.patch is None:
            return
        (origin, before, after), self.patch = self.patch.written(), None
        if origin is None:
            self.out.write(after)
        elif after != before:
            self.save(origin, before, after)

    def rewrites(self, targets: Iterable[Target]) -> Iterator[Rewrite]:
        """The targets, checked and fixed in memory."""
        from pylint_kernel.fixes.rewrite import rewrite, unchanged

        request = self.request
        level = Applicability.UNSAFE if request.unsafe else Applicability.SAFE
        # A file is opened anew for each trial of its fixes.
        runner.collect_garbage()
        work = partial(rewrite, settings=request.settings, level=level)
        return runner.spread(work, targets, self.jobs, unchanged)

    def account(self, changed: bool) -> None:
        """Say what has become of the fixes, as far as the formats do not."""
        from pylint_kernel.terminal.prose import counted

        if self.request.diff and (changed or not self.tally.clean):
            complain(f"{counted(self.tally.fixed, 'finding')} would be fixed, {self.tally.findings} left")
        if self.unlisted:
            complain(f"{counted(self.unlisted, 'more finding')} not listed (--max-findings)")
        if self.left_out:
            left_out = counted(self.left_out, "repair")
            complain(f"{left_out} left out, which would have changed the code or caused other findings")

    def put(self, fixed: Rewrite) -> bool:
        """Write a fixed file, or print the difference; whether that went well."""
        target = fixed.result.target
        if self.request.diff:
            from pylint_kernel.patches.unified import unified

            self.progress.hide()
            diff = unified(relative(target.path), fixed.before, fixed.after, target.first_line)
            self.out.write(painted_diff(diff) if wants_colour(self.request.color, sys.stdout) else diff)
            return True
        path = target.origin or target.path
        return self.save(path, fixed.before, fixed.after) and self.verified(path, fixed)

    def verified(self, path: str, fixed: Rewrite) -> bool:
        """Whether the user's command agrees with a fixed file; if not, the fixes are taken back."""
        if not self.request.verify_with:
            return True
        from pylint_kernel.fixes.verify import objection

        reason: str | None = "interrupted"
        try:
            reason = objection([*self.request.verify_with], path, fixed.before)
        except OSError as error:
            reason = f"{self.request.verify_with[0]}: {error.strerror}"
            self.troubled = True
        finally:
            if reason is not None:
                self.save(path, fixed.after, fixed.before)
        if reason is not None:
            self.say(f"{path}: fixes taken back: {reason}")
        return reason is None

    def save(self, path: str, before: bytes, after: bytes) -> bool:
        """Write a fixed file; whether that went well."""
        from pylint_kernel.surroundings.writing import save

        try:
            save(path, before, after)
        except OSError as error:
            self.fail(f"{path}: not fixed: {error.strerror}")
            return False
        return True

    def status(self, changed: bool) -> int:
        """The exit status."""
        if self.troubled:
            return FAILURE
        bad = changed if self.request.diff else self.tally.worst >= self.request.fail_level
        return FINDINGS if bad and not self.request.exit_zero else CLEAN


def relative(path: str) -> str:
    """The path from the current directory; from the root, if the file is not below."""
    found = os.path.relpath(path)
    return os.path.abspath(path) if found.startswith(os.pardir) else found
