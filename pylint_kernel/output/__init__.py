"""How findings leave kcheck: one module a format, chosen by name and imported when it is wanted.

::

    writer = output.open("text", sys.stdout.buffer, Options(colour=True, width=100))
    tally = Tally()
    for result in runner.run(targets, settings):
        tally.add(result)
        writer.add(result)
    writer.finish(tally)

A writer gets the results one by one, in their order, and writes what it can at once; formats that need the whole
(SARIF, GitHub's limits) write in :meth:`Writer.finish`. Streams are binary: paths and sources may hold any byte.
Several writers may run side by side, each with a stream of its own; whoever opened a stream closes it. A reader that
has gone away shows as BrokenPipeError from ``add`` or ``finish``; nothing here catches it.

A target that could not be checked (``result.failure``) is for the caller to report on stderr; writers count it in the
summary, and SARIF notes it.

To add a format: a module here with a class ``Format(Writer)``, and its line in :data:`FORMATS`.
"""

from __future__ import annotations

import importlib
from collections import Counter
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from pylint_kernel.checking.settings import always_strict
from pylint_kernel.classify import Kind, classify
from pylint_kernel.model import Applicability, Severity

if TYPE_CHECKING:
    from pylint_kernel.checking.runner import Result

#: The formats by name, with what they are for.
FORMATS = {
    "text": "one line a finding, the source under it, for people",
    "concise": "one line a finding, for editors and grep",
    "statistics": "how often each type was found",
    "json": "one document",
    "jsonl": "one JSON object a finding, a line each",
    "github": "annotations and summary of a GitHub Actions job",
    "markdown": "counts and a table, for summaries and comments",
    "checkpatch": "the layout of checkpatch.pl",
    "sarif": "SARIF 2.1.0 for code scanning",
    "gitlab": "GitLab's Code Quality report",
    "gerrit": "a review for Gerrit, with fixes",
    "rdjson": "one document for reviewdog, with suggestions",
    "rdjsonl": "the same, a line a finding",
    "checkstyle": "the XML of Checkstyle, for Jenkins and others",
    "junit": "test cases in XML",
    "tap": "the Test Anything Protocol",
    "html": "a page to look through, with code and fixes",
    "lsp": "diagnostics as an editor's language client reads them",
}


class Options(NamedTuple):
    """How to present: ``colour`` with ANSI escapes, ``width`` of the terminal in columns (0: no terminal),
    ``summary`` whether counts come last, ``root`` the directory that relative paths are relative to, ``explain``
    whether it is said of each type why it is one, ``head`` the id of the commit in which a service shows what was found
    in those before it."""

    colour: bool = False
    width: int = 0
    summary: bool = True
    root: str = "."
    explain: bool = False
    head: str = ""


class Tally:
    """What has been seen so far: files, findings by level, and how many of them a fix exists for.

    ``safe`` and ``unsafe`` count findings by what their fix needs; ``fixed`` is for the caller to set where fixes were
    applied; ``held`` counts what trailers and baselines hold back; ``unasked`` the CHECK findings that are shown
    because of the directory they are in; ``clean`` is what the exit status depends on, next to ``failures``.
    """

    def __init__(self) -> None:
        self.files = self.mails = self.dirty = self.failures = self.fixed = self.held = 0
        self.levels: Counter[Severity] = Counter()
        self.fixable: Counter[Applicability] = Counter()
        self.unasked: Counter[str] = Counter()

    def add(self, result: Result) -> None:
        """Count one result."""
        if result.failure is not None:
            self.failures += 1
            return
        mail = result.target.mail
        if not is_mail(result):
            self.files += 1
        elif mail is None or mail.message is not None or result.findings:
            # A bare diff has nothing but the files it changes.
            self.mails += 1
        self.dirty += bool(result.findings)
        self.held += result.held
        for found in result.findings:
            self.levels[found.severity] += 1
            if found.fix and result.target.can_be_fixed:
                self.fixable[found.fix.applicability] += 1
        settings = result.target.settings
        if settings and not settings.strict and (place := always_strict(result.target.tree_path or result.target.path)):
            self.unasked[place] += sum(found.severity == Severity.CHECK for found in result.findings)

    @property
    def findings(self) -> int:
        """How many findings there are."""
        return self.levels.total()

    @property
    def worst(self) -> int:
        """The worst level of all findings; 0 if there are none."""
        return max(self.levels, default=0)

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.levels


class Writer:
    """A format at work on one stream; ``counts``: it counts findings and lists none."""

    counts = False

    def __init__(self, stream: BinaryIO, options: Options = Options()) -> None:
        self.stream, self.options = stream, options

    def add(self, result: Result) -> None:
        """Take one result."""
        raise NotImplementedError

    def finish(self, tally: Tally) -> None:  # noqa: ARG002 - for the formats that count
        """Write what is left, after the last result."""
        self.stream.flush()

    def write(self, text: str) -> None:
        """Put ``text`` on the stream as UTF-8; what stood for undecodable bytes becomes these bytes again."""
        self.stream.write(text.encode("utf-8", "surrogateescape"))

    def flush(self) -> None:
        """Let somebody who watches see what there is."""
        if self.options.width:
            self.stream.flush()


def open(name: str, stream: BinaryIO, options: Options = Options()) -> Writer:  # noqa: A001 - as in gzip.open
    """A writer of the format ``name``; raises ValueError if there is no such format."""
    if name not in FORMATS:
        raise ValueError(f"no such format: {name} (there are {', '.join(FORMATS)})")
    module = importlib.import_module(f"{__name__}.{name}")
    writer: Writer = module.Format(stream, options)
    return writer


def is_mail(result: Result) -> bool:
    """Whether the result is about a mail (commit message, diff headers) and its lines are those of the mail."""
    target = result.target
    return (target.kind or classify(target.tree_path or target.path)) == Kind.MAIL
