"""From targets to results: one after the other, or in parallel processes; always in the order given."""

from __future__ import annotations

import gc
import importlib
import os
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from functools import cached_property, partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pylint_kernel.checking import engine, suppression
from pylint_kernel.checking.plan import Plan, fully_checked, plan
from pylint_kernel.checking.rule import catalog
from pylint_kernel.checking.settings import Settings
from pylint_kernel.classify import Kind, classify
from pylint_kernel.language import dialect
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Finding
from pylint_kernel.patches import change
from pylint_kernel.patches.change import Before
from pylint_kernel.surroundings import kernel_tree, reading

if TYPE_CHECKING:
    from pylint_kernel.checking.baseline import Entries
    from pylint_kernel.patches.series import Added
    from pylint_kernel.surroundings.kernel_tree import KernelTree

Outcome = TypeVar("Outcome")

#: Up to so many targets are checked without starting processes for it, unless they have so many bytes.
HANDFUL, MUCH = 4, 500_000
#: What is said of a file that the parser had to give up.
TOO_COMPLEX = "too complex to be parsed: only its text and its words were checked"


class Part(NamedTuple):
    """A part of a patch: of which of its files (None: its message), and which hunk of that (None: all); whether a later
    patch of the same input is built upon it, so that it has to stay as it is."""

    file: int | None = None
    hunk: int | None = None
    has_successor: bool = False


class Target(NamedTuple):
    """One thing to check: a file, the post-image of a changed one, a fragment of it, or a mail.

    ``path`` is what the user is shown; ``tree_path`` what path-dependent rules see (relative to the kernel tree
    ``root``; default: ``path``); ``origin`` the file on disk that ``--fix`` may write (default: ``path``), of which a
    mail is a part.
    ``data``: the content, or None to read ``origin`` when the time has come. ``changed``: the 1-based lines that
    findings are reported on, None for all. ``patch_lines``: line of the file to 1-based line of the patch.
    ``synthetic``: so many lines at the start of a fragment are not the file's. ``mail``: the parsed patch where the
    target is a mail, ``repository`` a directory in the git repository that it is about. ``before``: the pre-image of a
    changed file. ``added``: what the patches up to this one add to the tree's documentation, if anything. ``patch``:
    what people call the patch that the target is a part of, if it is one of several; ``commit``: its id, if it is one.
    ``part``: which part it is of a patch that is written anew. ``settings``: what holds for the target if not the same
    holds for all. ``ignored``: the types that the patch's own message says no to. ``begun``: the content that the
    repair of the file begins with, because other files that are repaired want it so.
    """

    path: str
    tree_path: str | None = None
    origin: str | None = None
    data: bytes | None = None
    kind: Kind | None = None
    changed: frozenset[int] | None = None
    in_patch: bool = False
    partial: bool = False
    first_line: int = 1
    synthetic: int = 0
    root: str | None = None
    settings: Settings | None = None
    patch_lines: dict[int, int] | None = None
    mail: Any = None
    repository: str | None = None
    before: Before | None = None
    added: Added | None = None
    patch: str = ""
    commit: str = ""
    part: Part | None = None
    ignored: frozenset[str] = frozenset()
    begun: bytes | None = None

    @property
    def can_be_fixed(self) -> bool:
        """Whether there is something that fixes can be written to: not for a fragment, nor for a mail that is no file,
        unless the patch is written anew."""
        if self.part is not None:
            return not self.part.has_successor
        return not self.partial and (self.mail is None or self.origin is not None)


class _Result(NamedTuple):
    target: Target
    data: bytes
    findings: list[Finding]
    failure: str | None
    shortfall: str | None = None
    held: int = 0
    used: frozenset[str] = frozenset()
    gone: Entries | None = None


class Result(_Result):
    """What came of a target: its content, its findings in order, and why it could not be checked, or not all of it
    (``shortfall``), if so.

    ``held``: how many findings have been held back because they are known or ``ignored``, ``used``: the types of the
    latter. ``gone``: what the baseline knows of the file and is there no more.
    """

    @property
    def troubles(self) -> list[str]:
        """Why not all of the target could be checked."""
        return [reason for reason in (self.failure, self.shortfall) if reason is not None]

    @cached_property
    def file(self) -> SourceFile:
        """The target's content, to turn offsets into lines and columns."""
        target = self.target
        kind = target.kind or classify(target.tree_path or target.path)
        return SourceFile(target.path, self.data, kind=kind, first_line=target.first_line, changed=target.changed)


def open_source(target: Target, settings: Settings) -> SourceFile:
    """The target as a source file, whose dialect is spoken from now on.

    Raises OSError if it cannot be read or is none.
    """
    dialect.speak(settings.dialect, settings.names)
    data = target.data
    if data is None:
        data = reading.read_source(target.origin or target.path)
    path = target.tree_path or target.path
    return SourceFile(
        path,
        reading.checked_lines(data),
        kind=target.kind or classify(path),
        limits=settings.limits,
        kernel=tree_of(target, settings),
        partial=target.partial,
        in_patch=target.in_patch,
        first_line=target.first_line,
        changed=target.changed,
        repository=target.repository,
        synthetic=target.synthetic,
        strict=settings.strict,
    )


def tree_of(target: Target, settings: Settings) -> KernelTree:
    """The kernel tree that the target belongs to, with what the patches before it add."""
    if target.added is None:
        return kernel_tree.at(target.root, settings.dictionary, settings.lists)
    from pylint_kernel.patches import series

    return series.tree_with(kernel_tree.at(target.root, settings.dictionary, settings.lists), target.added)


def run_target(target: Target, settings: Settings) -> Result:
    """Check one target; a target that cannot be read or checked gives a result that says why."""
    settings = target.settings or settings
    load_rules(settings)
    try:
        file = open_source(target, settings)
        verdict = judge(file, settings, target)
        shortfall = f"{target.path}: {TOO_COMPLEX}" if file.given_up else None
        result = Result(target, file.raw, verdict.findings, None, shortfall, verdict.held, verdict.used, verdict.gone)
    except OSError as error:
        return failed(target, error.strerror or str(error))
    except Exception as error:  # noqa: BLE001 - one file that is beyond us must not end the run
        return failed(target, f"internal error: {type(error).__name__}: {error}")
    if len(result.data) > MUCH:
        # Its views and tables, which refer to each other in circles, are not to wait for the next collection.
        del file
        gc.collect()
    return result


def load_rules(settings: Settings) -> None:
    """Have the user's own rules, if there are any."""
    if settings.rules:
        from pylint_kernel.checking import own

        for name in settings.rules:
            own.load(name)


def failed(target: Target, reason: str) -> Result:
    """The result for a target that could not be checked."""
    return Result(target, b"", [], f"{target.path}: {reason}")


class Verdict(NamedTuple):
    """What is to be reported on a target, and what is not; see :class:`Result`."""

    findings: list[Finding]
    held: int = 0
    used: frozenset[str] = frozenset()
    gone: Entries | None = None


def judge(file: SourceFile, settings: Settings, target: Target) -> Verdict:
    """The findings on an opened target: all of them, or those that its change introduced; without those that its
    patch says no to."""
    if file.changed is None:
        findings = check_source(file, settings, target.mail)
    else:
        findings = check_change(file, settings, target.before, target.synthetic)
    if target.partial and (real := target.patch_lines):
        findings = [found for found in findings if file.line_number(found.span.start) in real]
    return unsuppressed(file, findings, settings, target)


def unsuppressed(file: SourceFile, findings: list[Finding], settings: Settings, target: Target) -> Verdict:
    """The findings that neither the message of the patch nor a baseline says no to."""
    verdict = Verdict(findings)
    if settings.suppress and target.ignored:
        left = [found for found in findings if found.code not in target.ignored]
        used = target.ignored.intersection(found.code for found in findings)
        verdict = Verdict(left, len(findings) - len(left), used)
    if settings.suppress and settings.baseline is not None and target.mail is None:
        return without_known(file, settings, target, verdict)
    return verdict


def without_known(file: SourceFile, settings: Settings, target: Target, verdict: Verdict) -> Verdict:
    """The verdict without the findings that the baseline knows."""
    from pylint_kernel.checking import baseline

    assert settings.baseline is not None
    known = baseline.load(settings.baseline)
    path = known.name(target.origin or target.path)
    if not (entries := known.by_path.get(path)):
        return verdict
    matched = baseline.compared(file, verdict.findings, baseline.of_file(file, path, verdict.findings), entries)
    left = [found for found, is_known in zip(verdict.findings, matched.known, strict=True) if not is_known]
    gone = None
    if file.changed is None and not file.partial:
        gone = to_be_found(matched.left, target, settings) or None
    return Verdict(left, verdict.held + len(verdict.findings) - len(left), verdict.used, gone)


def to_be_found(entries: Entries, target: Target, settings: Settings) -> Entries:
    """Those of a file's entries that are found if they are still there: their types are looked for."""
    codes, strict = looked_for(target, settings), settings.strict_for(target.tree_path or target.path)
    found = {one: count for one, count in entries.items() if one.type in codes and (strict or not one.is_check)}
    return Counter(found)


def looked_for(target: Target, settings: Settings) -> frozenset[str]:
    """The types that the whole target is searched for with every check there is, if it is checked strictly."""
    kind = target.kind or classify(target.tree_path or target.path)
    return fully_checked(settings, kind, target.in_patch, tree_of(target, settings).root is not None)


def check_source(
    file: SourceFile, settings: Settings, mail: Any = None, codes: Collection[str] | None = None
) -> list[Finding]:
    """The findings on an opened file, or in its ``focus`` if it has one, by the rules that the settings select, or by
    those for some types; what a comment says no to is left out."""
    findings = found_in(file, settings, mail, codes)
    return uncommented(file, findings, settings)


def found_in(file: SourceFile, settings: Settings, mail: Any, codes: Collection[str] | None) -> list[Finding]:
    """What :func:`check_source` starts with."""
    strict = settings.strict_for(file.path)

    def rules(whole: bool | None) -> Plan:
        chosen = plan(settings, file.kind, strict, file.in_patch, file.partial, whole, file.is_generated)
        return chosen if codes is None else chosen.of(codes)

    if file.is_in_pieces:
        from pylint_kernel.checking import pieces

        return engine.in_order(engine.check(file, rules(True)) + pieces.check(file, rules(False)))
    return engine.check(file, rules(None), mail)


def uncommented(file: SourceFile, findings: list[Finding], settings: Settings) -> list[Finding]:
    """The findings that no comment says no to, and what is wrong with the comments."""
    if settings.suppress and suppression.has_comments(file):
        return suppression.obeyed(file, findings, settings)
    return findings


def check_change(file: SourceFile, settings: Settings, before: Before | None, synthetic: int = 0) -> list[Finding]:
    """The findings that the change which made ``file`` introduced; without the pre-image, those on its lines."""
    assert file.changed is not None
    # What a comment far from the change says no to, or no longer does, is seen only where all is looked at.
    whole = settings.suppress and suppression.has_comments(file)
    if before is None:
        file.focus = None if whole else file.changed
        return change.on_changed_lines(file, check_source(file, settings))
    old = SourceFile(
        file.path,
        before.data,
        kind=file.kind,
        limits=file.limits,
        kernel=file.kernel,
        in_patch=True,
        partial=file.partial,
        strict=file.strict,
    )
    sides = change.sides(file, before, old.line_count, synthetic)
    whole = whole or (settings.suppress and suppression.has_comments(old))
    reshaped = whole or change.reshapes(file, old, before.removed)
    if not reshaped:
        file.focus = sides.focus_after
    findings = [found for found in check_source(file, settings) if not change.was_there(file, found)]
    lines = [(found.code, file.line_number(found.span.start)) for found in findings]
    elsewhere = {line for _, line in lines if line not in file.changed}
    codes = {code for code, line in lines if line in elsewhere or code in change.MAY_BE_OLD}
    if not codes:
        return findings
    if not reshaped:
        # Every line in question has to be looked at on both sides.
        old.focus = sides.focus_before.union(sides.moved.origins(elsewhere))
    # Whether a comment is of use depends on all that is found, and a rule that fails has another type.
    known = check_source(old, settings, codes=None if whole or engine.INTERNAL_ERROR in codes else codes)
    return change.introduced(file, findings, old, known, sides.moved)


def run(targets: Iterable[Target], settings: Settings, jobs: int = 1) -> Iterator[Result]:
    """The results of all targets in their order, checked in ``jobs`` processes where there is enough to do."""
    work = partial(run_target, settings=settings)
    return spread(work, targets, jobs, failed)


def spread(
    work: Callable[[Target], Outcome],
    targets: Iterable[Target],
    jobs: int,
    died: Callable[[Target, str], Outcome],
) -> Generator[Outcome, None, None]:
    """``work`` applied to all targets, in order; in parallel processes if there is enough to do.

    ``died``: the outcome for a target whose process did not survive it, from the target and the reason.
    """
    waiting = iter(targets)
    first = list(islice(waiting, HANDFUL + 1))
    everything = chain(first, waiting)
    if len(first) > HANDFUL:
        collect_garbage()
    if jobs < 2 or len(first) < 2 or (len(first) <= HANDFUL and sum(map(size, first)) < MUCH):
        yield from map(work, everything)
        return
    from pylint_kernel.checking import pool

    # What is imported before the processes are forked is there in all of them.
    catalog()
    importlib.import_module("pylint_kernel.language.syntax")
    yield from pool.each(work, everything, jobs, died)


def collect_garbage() -> None:
    """Have garbage collected: the command switches that off, because a short run has none."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def size(target: Target) -> int:
    """How many bytes there are to check."""
    try:
        return len(target.data) if target.data is not None else os.path.getsize(target.origin or target.path)
    except OSError:
        return 0


def cores() -> int:
    """How many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
