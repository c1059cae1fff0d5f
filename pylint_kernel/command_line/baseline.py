"""``kcheck baseline``: writes what is found now to a file, so that only what is new is reported from then on."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

from pylint_kernel.checking import audit, baseline, runner
from pylint_kernel.checking.baseline import Baseline, Entries
from pylint_kernel.checking.engine import INTERNAL_ERROR
from pylint_kernel.checking.request import ConfigurationError, Request
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.command_line.session import FAILURE, Session, complain
from pylint_kernel.configuration.configuration import Configuration, own_baseline
from pylint_kernel.surroundings.writing import put
from pylint_kernel.terminal.colours import visible
from pylint_kernel.terminal.prose import counted

WRITE, UPDATE, PRUNE = "write", "update", "prune"


class Survey(Session):
    """A run that shows nothing: what is found becomes the entries of a baseline.

    ``old`` are the entries so far, ``entries`` the new ones; ``added`` counts those that were unknown, ``gone`` has
    those of which nothing is found any more.
    """

    def __init__(self, request: Request, path: str, action: str) -> None:
        super().__init__(request._replace(formats=(("statistics", os.devnull),)))
        self.action = action
        self.old = baseline.load(path) if action != WRITE else Baseline(path, Entries())
        self.entries, self.gone, self.added = Entries(), Entries(), 0
        self.seen: set[str] = set()

    def targets(self) -> Iterator[Target]:
        """The files; no baseline holds back anything, and what is no file cannot be known by one."""
        for target in super().targets():
            if target.mail is not None or target.in_patch:
                self.say(f"{target.path}: not a source file, left out")
            else:
                settings = target.settings or self.request.settings
                yield target._replace(settings=settings._replace(baseline=None))

    def take(self, result: Result) -> None:
        """Compare what is found in a file with what is known of it."""
        self.progress.step()
        if result.failure is not None:
            self.fail(result.failure)
            return
        name = self.old.name(result.target.origin or result.target.path)
        self.seen.add(name)
        reported = [found for found in result.findings if found.code != INTERNAL_ERROR]
        self.troubled |= len(reported) < len(result.findings)
        found = baseline.of_file(result.file, name, reported)
        known = self.old.by_path.get(name, Entries())
        matched = baseline.compared(result.file, reported, found, known)
        gone = runner.to_be_found(matched.left, result.target, result.target.settings or self.request.settings)
        self.added += matched.known.count(False)
        self.gone += gone
        if self.action == PRUNE:
            self.entries += known - gone
        else:
            self.entries += Counter(found) + (matched.left - gone)

    def conclude(self) -> None:
        """Add what is known of files that have not been checked, unless they have been deleted."""
        missing = set(audit.missing(self.old, self.request, self.seen))
        for name, known in self.old.by_path.items():
            if name in missing:
                self.gone += known
            elif name not in self.seen:
                self.entries += known


def configured(request: Request) -> str | None:
    """The baseline that is configured for the current directory; raises :class:`ConfigurationError` if it is not to be
    written."""
    assert isinstance(request.configured, Configuration)
    return own_baseline(request.configured.layers(os.getcwd()))


def refuse_others(path: str) -> None:
    """Raise :class:`BaselineError` if the file exists and is no baseline."""
    if os.path.exists(path) and os.path.getsize(path):
        next(baseline.read(path), None)


def run(request: Request, action: str, path: str | None) -> int:
    """Do what ``kcheck baseline`` was asked for; the exit status. ``path``: the file, None for what is configured."""
    try:
        path = path or configured(request) or baseline.NAME
        refuse_others(path)
        survey = Survey(request, path, action)
    except ConfigurationError as error:
        complain(str(error))
        return FAILURE
    status = survey.run()
    if status == FAILURE and not survey.seen:
        return FAILURE
    survey.conclude()
    text = "".join(f"{line}\n" for line in baseline.written(survey.entries))
    try:
        put(path, text.encode())
    except OSError as error:
        complain(f"{path}: {error.strerror}")
        return FAILURE
    for entry, count in sorted(survey.gone.items()):
        times = f" ({count} times)" if count > 1 else ""
        print(f"gone: {visible(entry.path)}: {entry.type}: {visible(entry.line)}{times}")
    total, gone = counted(survey.entries.total(), "finding"), survey.gone.total()
    added = f", {survey.added} of them new" if action == UPDATE else ""
    print(f"{visible(path)}: {total}{added}" + (f"; {gone} gone" if action != WRITE else ""))
    return FAILURE if survey.troubled else 0
