"""Which suppressions have been of use: for those that are about several files, that is known when all are checked."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pylint_kernel.checking import engine, runner
from pylint_kernel.checking.plan import fully_checked, plan
from pylint_kernel.checking.request import Request
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.checking.suppression import Suppression, Word, idle, trailers, types_of
from pylint_kernel.classify import Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Finding, Span

if TYPE_CHECKING:
    from pylint_kernel.checking.baseline import Baseline, Entries
    from pylint_kernel.patches.mail import MessageLine


class Audit:
    """Takes the results of a run one by one, and passes them on in their order.

    Those of a patch whose message says no to something wait for its last one: what is wrong with the trailer is a
    finding on the mail, which comes first. What baselines know and is there no more comes at the end.
    """

    def __init__(self, request: Request) -> None:
        self.request, self.settings = request, request.settings
        self.waiting: list[Result] = []
        self.gone: dict[str, Entries] = {}
        #: The files of the run that a baseline knows, by the baseline; and the settings of one of them.
        self.seen: dict[str, set[str]] = {}
        self.settings_with: dict[str, Settings] = {}

    def prepare(self, target: Target) -> Target:
        """Read the baseline of a target that will be checked; raises :class:`BaselineError` if it cannot be read."""
        settings = target.settings or self.settings
        if settings.baseline is not None and settings.suppress and target.mail is None:
            from pylint_kernel.checking import baseline

            name = baseline.load(settings.baseline).name(target.origin or target.path)
            self.seen.setdefault(settings.baseline, set()).add(name)
            self.settings_with.setdefault(settings.baseline, settings)
        return target

    def take(self, result: Result) -> Iterator[Result]:
        """The results that are complete now that ``result`` is there."""
        target, settings = result.target, result.target.settings or self.settings
        if self.waiting and (target.mail is not None or not target.in_patch):
            yield from self.patch()
        if result.gone and settings.baseline is not None:
            self.gone.setdefault(settings.baseline, Counter()).update(result.gone)
        if self.waiting or (target.mail is not None and trailers(target.mail, settings)):
            self.waiting.append(result)
        else:
            yield result

    def patch(self) -> Iterator[Result]:
        """The results of a patch, of which there are no more."""
        if self.waiting:
            mail, *files = self.waiting
            self.waiting = []
            yield judged(mail, files, self.settings)
            yield from files

    def finish(self) -> Iterator[Result]:
        """The results that are left when there are no more, and one for each baseline with entries that are gone."""
        yield from self.patch()
        for path in sorted(self.seen):
            if (entries := self.all_gone(path)) and (result := about_baseline(path, entries, self.settings_with[path])):
                yield result

    def all_gone(self, path: str) -> Entries:
        """What a baseline knows and is there no more, be it that the file is not."""
        from pylint_kernel.checking import baseline

        gone = self.gone.get(path, Counter())
        known, settings = baseline.load(path), self.settings_with[path]
        for name in missing(known, self.request, self.seen[path]):
            gone.update({one: count for one, count in known.by_path[name].items() if settings.selects(one.type)})
        return gone


def missing(known: Baseline, request: Request, seen: Iterable[str]) -> Iterator[str]:
    """The files that a baseline knows, are to be checked as a whole, and do not exist."""
    if request.revisions or request.staged or request.new_from is not None or request.stdin_filename is not None:
        return
    below = [os.path.abspath(path) for path in request.paths if path != "-"]
    for name in sorted(known.by_path.keys() - seen):
        full = os.path.normpath(os.path.join(known.directory, name))
        if any(full.startswith(os.path.join(path, "")) for path in below) and not os.path.lexists(full):
            yield name


def about_baseline(path: str, gone: Entries, settings: Settings) -> Result | None:
    """A result on a baseline that says which entries match nothing any more; None if that is of no interest."""
    from pylint_kernel.checking import baseline

    target = Target(os.path.relpath(path), kind=Kind.OTHER, settings=settings)
    with open(path, "rb") as stream:
        data = stream.read()
    file = SourceFile(target.path, data, kind=Kind.OTHER)
    outcome = []
    for entry, count, number in baseline.read(path):
        if left := gone.pop(entry, 0):
            span = file.line_bounds(number - 1)
            word = Word(entry.type, span, frozenset({entry.type}))
            some = f", {left} of {count} times" if count > 1 else ""
            outcome.append(Suppression("entry", span, (word,), idle=(word,), about=f"{entry.path}{some}: {entry.line}"))
    return Result(target, data, found, None) if (found := findings(outcome, file, settings)) else None


def judged(mail: Result, files: list[Result], settings: Settings) -> Result:
    """The result on a patch's mail with what is wrong with its trailers; ``files`` are the others of the patch."""
    results = [mail, *files]
    usual, settings = settings, mail.target.settings or settings
    written = trailers(mail.target.mail, settings)
    used = frozenset().union(*(result.used for result in results))
    looked_for = checked(results, usual)
    if not settings.strict and types_of(word for one, _ in written for word in one.words) & looked_for - used:
        # They may be of use to those who are strict.
        for target in (result.target for result in results):
            stricter = (target.settings or usual)._replace(strict=True)
            used |= runner.run_target(target._replace(settings=stricter), usual).used
    outcome = [
        placed(one if one.problem else one._replace(idle=idle(one.words, used, looked_for)), line, mail.file)
        for one, line in written
    ]
    about = [one for one in findings(outcome, mail.file, settings) if one.code not in mail.target.ignored]
    return mail._replace(findings=engine.in_order(mail.findings + about))


def checked(results: list[Result], settings: Settings) -> frozenset[str]:
    """The types that were looked for in all results that can have them."""
    fully, partly = set[str](), set[str]()
    for result in results:
        if result.target.partial or result.failure is not None:
            return frozenset()
        own = result.target.settings or settings
        found = runner.looked_for(result.target, own)
        everything = fully_checked(Settings(limits=own.limits), result.file.kind, in_patch=True, in_tree=True)
        fully |= found
        partly |= everything - found
    return frozenset(fully - partly)


def placed(suppression: Suppression, line: MessageLine, mail: SourceFile) -> Suppression:
    """The suppression in a line of a message with its place in the mail; an encoded mail is not quite what it says."""
    if line.offset is None:
        return suppression._replace(span=mail.line_bounds(line.number - mail.first_line))
    return suppression._replace(span=Span(line.offset, line.offset + suppression.span.end))


def findings(outcome: list[Suppression], file: SourceFile, settings: Settings) -> list[Finding]:
    """What the rules say of suppressions that are written down in ``file``."""
    run = engine.Run(file, plan(settings, file.kind, strict=True, in_patch=True, partial=False))
    for one in outcome:
        run.show(run.plan.suppressions, one)
    return run.sorted()
