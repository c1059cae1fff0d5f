"""Repairs a file: conflicts, a loop to a fixed point, and the proof that a safe fix is harmless.

Before anything is kept, the file with the fixes is checked again: a safe fix must leave the token stream as it was, no
fix may make the file parse worse, and none may give rise to more findings of any type. Fixes that do are left out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.classify import LAYOUT_KINDS
from pylint_kernel.fixes import tidying
from pylint_kernel.fixes.proof import Mark, Place, Shift, State, blamed, harm, marks, place, worsens
from pylint_kernel.fixes.reach import is_within, own_lines
from pylint_kernel.fixes.trace import Causes, Region, traced
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Applicability, Edit, Finding, Fix, edit

MAX_PASSES = 50
#: So often a file is checked with some of its fixes in a round; what is not proven harmless by then is left out.
MAX_TRIALS = 80
#: So many times a fix may need the fixes of what it gives rise to.
LONGEST_CHAIN = 4
#: Where so many chains of a type did harm, others of it hardly do any good.
MOST_FAILURES = 3

#: So many groups of lines are aligned one by one if they cannot be all at once.
MOST_GROUPS = 10

#: Why a fix is not made that reaches further than the patch that is written anew.
BEYOND = "it would change more than what the patch shows"

#: What a fix is remembered by: its title, and the text around so many of its edits at most.
Key = tuple[str, str]
MOST_EDITS = 20


class Refusal(NamedTuple):
    """A finding whose fix was not applied, its line (from 1), and what the fix would have done."""

    finding: Finding
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.finding.path}:{self.line}: {self.finding.code} is not fixed: {self.reason}"


class Fixed(NamedTuple):
    """What came of a file: its new content, how many fixes were applied, which were refused, what remains.

    The findings whose fixes were refused are among those that remain, without their fixes. ``trace`` tells where the
    content was changed and why.
    """

    data: bytes
    applied: int
    refused: list[Refusal]
    findings: list[Finding]
    changed: frozenset[int] | None
    trace: tuple[Region, ...]


def fix_file(target: Target, settings: Settings, level: Applicability, types: frozenset[str] = frozenset()) -> Fixed:
    """Apply the fixes of ``level`` and safer ones until nothing more can be done; writes nothing.

    With ``types`` only the findings of these are fixed, and what their fixes give rise to. Raises OSError if the target
    cannot be read.
    """
    return Fixer(target, settings, level, types).run()


class Fixer:
    """The repair of one file: what has been refused so far and why, and how often it may still be checked."""

    def __init__(
        self, target: Target, settings: Settings, level: Applicability, types: frozenset[str] = frozenset()
    ) -> None:
        self.target, self.settings, self.level, self.types = target, settings, level, types
        self.refused: dict[Key, str] = {}
        self.passes, self.trials = iter(range(MAX_PASSES)), iter(range(MAX_TRIALS))
        self.trace: tuple[Region, ...] = ()

    def run(self) -> Fixed:
        """See :func:`fix_file`."""
        target = self.target
        data = target.data if target.data is not None else original(runner.open_source(target, self.settings))
        first = state = self.check(data, target.changed, own_lines(target))
        applied, done = 0, 1
        while done:
            state, done = self.round(state)
            applied += done
        reasons = self.reasons(state)
        if applied:
            state = self.tidied(first, state)
        return self.outcome(state, applied, reasons)

    def round(self, state: State) -> tuple[State, int]:
        """The state after what can be done now, and how many fixes that takes.

        It knows nothing of earlier rounds, as a run of its own would not: what did harm beside others may do none now.
        So a run after the last round, which does nothing, does nothing either.
        """
        self.refused.clear()
        self.trials = iter(range(MAX_TRIALS))
        applied = 0
        while (fixes := unmoved(compatible(self.wanted(state)), state.file)) and next(self.passes, None) is not None:
            kept, after = self.harmless(state, fixes)
            made = sharers(self.asked_for(state), kept)
            self.record(state, [(found.fix, (found,)) for found in made if found.fix])
            state, applied = after, applied + len(made)
        hopeless: set[Key] = set()
        while chained := self.chained(state, hopeless):
            applied += len(state.findings) - len(chained.findings)
            state = chained
        return state, applied

    def tidied(self, first: State, state: State) -> State:
        """The state with what stood below each other in the same way again, where that does no harm: columns, and the
        backslashes of macros."""
        if state.file.kind not in LAYOUT_KINDS:
            return state
        for step in tidying.steps(first.file, partial(row_after, first.file, state)):
            state = self.realigned(state, step(state.file))
        return state

    def realigned(self, state: State, groups: list[list[Edit]]) -> State:
        """The state with edits that only move what is on its line: all, or else the groups that do no harm."""
        fixes = [Fix("align what stands below each other", tuple(edits)) for edits in groups if edits]
        fixes = [fix for fix in fixes if is_within(fix, state.file, state.lines)]
        after = self.aligned(state, fixes)
        for fix in fixes[: -MOST_GROUPS - 1 : -1] if after is state and len(fixes) > 1 else ():
            # They are lines apart, and come from the back, so that none moves another.
            after = self.aligned(after, [fix])
        return after

    def aligned(self, state: State, fixes: list[Fix]) -> State:
        """The state with fixes that only move what is on its line, if they do no harm."""
        if not fixes:
            return state
        after = self.apply(state, fixes)
        if worsens(state, after, is_safe=True):
            return state
        self.record(state, [(fix, ()) for fix in fixes])
        return after

    def record(self, state: State, fixes: Iterable[tuple[Fix, Causes]]) -> None:
        """Remember fixes that are applied to a state, each with the findings that it is for."""
        causes: dict[Edit, Causes] = {}
        for fix, why in fixes:
            for one in fix.edits:
                causes[one] = causes.get(one, ()) + why
        order = sorted(causes)
        raw = zip(raw_edits(state.file, order), (causes[one] for one in order), strict=True)
        self.trace = traced(self.trace, raw)

    def reasons(self, state: State) -> dict[Place, str]:
        """Why the findings that are asked for are left over, by their place."""
        return {
            place(found, state.file): self.refused.get(key(found, state.file), "there are too many")
            if self.is_within(found, state)
            else BEYOND
            for found in state.findings
            if self.is_asked_for(found)
        }

    def outcome(self, state: State, applied: int, reasons: dict[Place, str]) -> Fixed:
        """The result, with all fixes left over accounted for."""
        refused, findings = [], []
        for found in state.findings:
            if self.is_asked_for(found):
                where = place(found, state.file)
                found = found._replace(fix=None)
                refused.append(Refusal(found, where[1], reasons.get(where, "it was not tried")))
            findings.append(found)
        return Fixed(state.data, applied, refused, findings, state.file.changed, self.trace)

    def is_fixable(self, found: Finding) -> bool:
        """Whether a finding has a fix of the level."""
        return found.fix is not None and found.fix.applicability >= self.level

    def is_asked_for(self, found: Finding) -> bool:
        """Whether it is of the types to fix, too."""
        return self.is_fixable(found) and (not self.types or found.code in self.types)

    def is_within(self, found: Finding, state: State) -> bool:
        """Whether the fix of a finding stays in the patch, if there is one."""
        return found.fix is not None and is_within(found.fix, state.file, state.lines)

    def fixable(self, state: State) -> list[Finding]:
        """The findings with a fix that may be applied."""
        return [found for found in state.findings if self.is_fixable(found) and self.is_within(found, state)]

    def asked_for(self, state: State) -> list[Finding]:
        """Those of them that are of the types to fix."""
        return [found for found in self.fixable(state) if self.is_asked_for(found)]

    def wanted(self, state: State) -> list[Finding]:
        """The findings to fix now: as long as there are safe fixes only those, so that they can be proven harmless."""
        fixable = [found for found in distinct(self.asked_for(state)) if key(found, state.file) not in self.refused]
        return [found for found in fixable if found.fix and found.fix.applicability == Applicability.SAFE] or fixable

    def harmless(self, before: State, findings: list[Finding]) -> tuple[list[Finding], State]:
        """The largest part of ``findings`` whose fixes together do no harm, and the state after them.

        A fix that alone wrote where harm shows is left out at once; where several did, they are tried without the
        others, then with fewer of each place. What cannot be explained so is found by halving. Without trials left
        nothing is.
        """
        kept: list[Finding] = []
        state = before
        queue = [findings] if findings else []
        while queue:
            part = queue.pop()
            if next(self.trials, None) is None:
                self.refuse(part, before, "there are too many")
                continue
            trial = sorted(kept + part, key=lambda found: found.span)
            after = self.apply(before, [found.fix for found in trial if found.fix])
            done = harm(before, after, trial)
            if done is None:
                kept, state = trial, after
                continue
            tried = set(part)
            groups = [[found for found in group if found in tried] for group in done.suspects]
            guilty = tried if len(part) == 1 else {group[0] for group in groups if len(group) == 1}
            self.refuse(guilty, before, done.reason)
            left = [found for found in part if found not in guilty]
            later = {found for group in groups for found in group}
            if later.issuperset(left) and not guilty:
                later = {found for group in groups for found in group[1:]}
            queue += divided(left, later, halve=not guilty)
        return kept, state

    def refuse(self, findings: Iterable[Finding], state: State, reason: str) -> None:
        """Remember fixes that are not applied."""
        for found in findings:
            self.refused[key(found, state.file)] = reason

    def chained(self, state: State, hopeless: set[Key]) -> State | None:
        """The state after refused fixes that do no harm together with the fixes of what they give rise to: all of a
        type, or as many of them as do none; None if there are none. Those that do are ``hopeless`` from then on.

        A line that is moved, for example, may have to be broken.
        """
        refused = self.refused.keys() - hopeless
        fixable = distinct([found for found in self.asked_for(state) if key(found, state.file) in refused])
        types = {found.code: 0 for found in fixable}
        queue = [[found for found in fixable if found.code == code] for code in reversed(types)]
        failed = Counter[str]()
        while queue:
            part = queue.pop()
            if failed[part[0].code] > MOST_FAILURES:
                continue
            after, groups = self.chain(state, part)
            if after:
                return after
            alone = part if len(part) == 1 else [found for found in part if [found] in groups]
            failed[part[0].code] += len(part) == 1
            hopeless.update(key(found, state.file) for found in alone)
            left = [found for found in part if found not in alone]
            later = {found for group in groups for found in group}
            queue += divided(left, later, halve=not alone)
        return None

    def chain(self, state: State, findings: list[Finding]) -> tuple[State | None, list[list[Finding]]]:
        """The state after the fixes of some findings and those of what they give rise to; None if that does harm, and
        for each place that shows it those that may be to blame."""
        after, shifts, written, is_safe = state, list[Shift](), list[Mark](), True
        steps: list[tuple[State, list[Fix]]] = []
        made = compatible(findings)
        roots = {found: [found] for found in made}
        while made and len(shifts) < LONGEST_CHAIN and next(self.trials, None) is not None:
            fixes = [found.fix for found in made if found.fix]
            is_safe = is_safe and all(fix.applicability == Applicability.SAFE for fix in fixes)
            shift = Shift(sorted({edit for fix in fixes for edit in fix.edits}))
            shifts.append(shift)
            written = [*(mark.after(shift) for mark in written), *marks(made, shift, roots)]
            steps.append((after, fixes))
            after = self.apply(after, fixes)
            if worsens(state, after, is_safe=is_safe) is None:
                if len(after.findings) >= len(state.findings):
                    return None, []
                for before, fixes in steps:
                    # None of them is any good without the others.
                    self.record(before, [(fix, tuple(findings)) for fix in fixes])
                return after, []
            roots = blamed(state, after, shifts, written)
            made = compatible(found for found in self.fixable(after) if found in roots)
        return None, list(roots.values()) if shifts else []

    def check(self, data: bytes, changed: frozenset[int] | None, lines: frozenset[int] | None = None) -> State:
        """Open and check ``data`` in place of the target's content, of which some ``lines`` are in the patch."""
        target = self.target._replace(data=data, changed=changed, before=None)
        if lines is not None:
            target = target._replace(patch_lines=dict.fromkeys(lines, 0))
        if target.mail is not None:
            from pylint_kernel.patches.patch import Patch

            target = target._replace(mail=Patch(data, target.first_line))
        file = runner.open_source(target, self.settings)
        return State(data, file, runner.judge(file, self.settings, target).findings, lines)

    def apply(self, state: State, fixes: list[Fix]) -> State:
        """The state with ``fixes`` applied; they must be compatible."""
        edits = sorted({edit for fix in fixes for edit in fix.edits})
        changed, lines = (moved(state.file, lines, edits) for lines in (state.file.changed, state.lines))
        after = self.check(edited(state.file, state.data, edits), changed, lines)
        return after._replace(shifts=(*state.shifts, Shift(edits)))


def row_after(first: SourceFile, state: State, row: int) -> int | None:
    """Where the end of a line of ``first`` is in the state that it has been led to."""
    offset = first.line_bounds(row).end
    for shift in state.shifts:
        offset = shift.offset(offset)
    return state.file.row(offset)


def original(file: SourceFile) -> bytes:
    """The bytes of a file as they were before its line ends were read as LF."""
    if not file.carriage_returns:
        return file.data
    lines = file.data.split(b"\n")
    return b"\n".join(
        line + b"\r" if number in file.carriage_returns else line for number, line in enumerate(lines, file.first_line)
    )


def key(found: Finding, file: SourceFile) -> Key:
    """What a fix is remembered by from pass to pass: offsets shift, the text around it does not."""
    assert found.fix
    around = [file.text[max(edit.span.start - 20, 0) : edit.span.end + 20] for edit in found.fix.edits[:MOST_EDITS]]
    return found.fix.title, "\0".join(around)


def distinct(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, of those that share a fix the first one only."""
    return list({id(found.fix and found.fix.edits): found for found in reversed([*findings])}.values())[::-1]


def divided(left: list[Finding], later: set[Finding], *, halve: bool) -> list[list[Finding]]:
    """Findings in two parts, those that are to be tried ``later`` first, without empty ones; in halves, if that is
    wanted, where this does not divide them."""
    if halve and not 0 < len(later) < len(left):
        later = set(left[len(left) // 2 :])
    parts = [found for found in left if found in later], [found for found in left if found not in later]
    return [part for part in parts if part]


def sharers(findings: Iterable[Finding], some: Iterable[Finding]) -> list[Finding]:
    """All of the findings that share a fix with some of them, these included."""
    shared = {id(found.fix.edits) for found in some if found.fix}
    return [found for found in findings if found.fix and id(found.fix.edits) in shared]


def compatible(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose fixes do not touch each other, earlier ones first; a fix stands or falls as a whole."""
    taken: list[Edit] = []
    kept = []
    for found in findings:
        assert found.fix
        edits = [(edit, near(edit, taken)) for edit in found.fix.edits]
        edits = [(edit, others) for edit, others in edits if edit not in others]
        if not any(conflict(edit, other) for edit, others in edits for other in others):
            for edit, _ in edits:
                insort(taken, edit)
            kept.append(found)
    return kept


def unmoved(findings: list[Finding], file: SourceFile) -> list[Finding]:
    """The findings without those whose fixes break a line that others move parts of, if any are left: where the second
    part belongs depends on these, so they come first."""
    edits = {one: found for found in findings if found.fix for one in found.fix.edits}
    first: dict[int, Edit] = {}
    for one in sorted(edits, reverse=True):
        first[file.row(one.span.start)] = one

    def is_moved(one: Edit) -> bool:
        before = first[file.row(one.span.start)]
        return "\n" in one.text and "\n" not in file.slice(one.span) and edits[before] != edits[one]

    return [found for found in findings if found.fix and not any(map(is_moved, found.fix.edits))] or findings


def near(edit: Edit, taken: list[Edit]) -> list[Edit]:
    """The edits, in a sorted list, that could touch ``edit``."""
    at = bisect_left(taken, edit)
    return taken[max(at - 1, 0) : bisect_right(taken, edit.span.end, key=lambda other: other.span.start)]


def conflict(one: Edit, other: Edit) -> bool:
    """Whether two edits overlap, insert at the same place, or one inserts before what the other takes away: what is
    meant for a line would stand before the next one."""
    deletes = any(edit.span.start < edit.span.end and not edit.text for edit in (one, other))
    if one.span == other.span or (deletes and one.span.start == other.span.start):
        return True
    return one.span.start < other.span.end and other.span.start < one.span.end


def edited(file: SourceFile, data: bytes, edits: Iterable[Edit]) -> bytes:
    """``data``, the content of ``file`` with its own line ends, after edits that are in order and do not overlap."""
    parts, done = [], 0
    for (start, end), text in raw_edits(file, edits):
        parts += [data[done:start], text.encode("latin-1")]
        done = end
    return b"".join([*parts, data[done:]])


def raw_edits(file: SourceFile, edits: Iterable[Edit]) -> Iterator[Edit]:
    """The edits as they are to be made in the content of ``file`` with its own line ends.

    Offsets count a CRLF as one byte: every CR before the offset comes on top, and an empty edit without text stands
    for the CR at its place.
    """
    for (start, end), text in edits:
        is_return = start == end and not text
        if "\n" in text and file.line_number(start) in file.carriage_returns:
            text = text.replace("\n", "\r\n")
        yield edit(start + file.returns_before(start), end + file.returns_before(end + is_return), text)


def moved(file: SourceFile, numbers: frozenset[int] | None, edits: list[Edit]) -> frozenset[int] | None:
    """Some lines after the edits: the lines that the old ones became."""
    if numbers is None:
        return None
    starts = [edit.span.start for edit in edits]
    text = file.text
    # The number of newlines gained by the first n edits.
    gained = [0]
    for (start, end), new in edits:
        gained.append(gained[-1] + new.count("\n") - text.count("\n", start, end))
    lines: set[int] = set()
    for number in numbers:
        row = number - file.first_line
        if row >= file.line_count:
            continue
        span = file.line_bounds(row)
        first = number + gained[bisect_left(starts, span.start)]
        last = number + gained[bisect_right(starts, span.end)]
        lines.update(range(first, max(first, last) + 1))
    return frozenset(lines)
