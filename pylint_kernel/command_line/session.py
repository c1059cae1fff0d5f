"""One run: from a request to findings on the formats' streams and an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import BinaryIO, TextIO

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
from pylint_kernel.terminal.colours import visible, wants_colour

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
        self.unlisted = 0
        fixable = Applicability.UNSAFE if request.unsafe or not request.fix else Applicability.SAFE
        self.narrowing = Narrowing(request.min_level, fixable if request.only_fixable else None)
        self.progress = Progress(0, sys.stderr, wanted=False)
        self.out: BinaryIO = sys.stdout.buffer
        self.reports: TextIO = sys.stdout

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
        return self.tell(self.results(targets))

    def results(self, targets: Iterable[Target]) -> Iterator[Result]:
        """What comes of the targets."""
        return runner.run(targets, self.request.settings, self.jobs)

    def tell(self, results: Iterable[Result]) -> int:
        """Report what came of targets; the exit status."""
        with ExitStack() as stack:
            try:
                self.writers = self.open_writers(stack)
            except OSError as error:
                complain(f"{error.filename}: {error.strerror}")
                return FAILURE
            for result in results:
                self.take(result)
            for result in self.audit.finish():
                self.show(result)
            self.progress.hide()
            for writer in self.writers:
                writer.finish(self.tally)
            self.out.flush()
            if not self.request.quiet:
                self.account()
        return self.status

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
        writers = []
        for name, path in self.request.formats or [(self.usual_format(), "")]:
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
            return Options(colour=False, summary=summary, explain=self.request.explain, head=self.request.head)
        width = os.get_terminal_size(self.reports.fileno()).columns if self.reports.isatty() else 0
        colour = wants_colour(self.request.color, self.reports)
        return Options(colour, width, summary, explain=self.request.explain, head=self.request.head)

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

    def account(self) -> None:
        """Say what the formats do not."""
        from pylint_kernel.terminal.prose import counted

        if self.unlisted:
            complain(f"{counted(self.unlisted, 'more finding')} not listed (--max-findings)")

    @property
    def is_bad(self) -> bool:
        """Whether something was found that the exit status is to tell of."""
        return self.tally.worst >= self.request.fail_level

    @property
    def status(self) -> int:
        """The exit status."""
        if self.troubled:
            return FAILURE
        return FINDINGS if self.is_bad and not self.request.exit_zero else CLEAN
