"""The repairs of a file as hunks to choose from, and the file with only some of them, proven harmless like all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pylint_kernel.checking import runner
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes.fixer import Fixer
from pylint_kernel.fixes.proof import State, worsens
from pylint_kernel.fixes.rewrite import Rewrite
from pylint_kernel.fixes.trace import rows
from pylint_kernel.model import Applicability, Finding
from pylint_kernel.patches.recut import Change
from pylint_kernel.patches.unified import unified

#: Changes with no more lines between them are in one hunk of a diff.
CLOSE = 6


class Repair(NamedTuple):
    """A finding that is repaired, and the line (from 1) where its repair begins."""

    finding: Finding
    line: int


class Choice(NamedTuple):
    """Changes of a file that stand or fall together, and what they repair."""

    changes: tuple[Change, ...]
    repairs: tuple[Repair, ...]

    @property
    def is_safe(self) -> bool:
        """Whether all of the fixes claim to leave the tokens alone."""
        fixes = (one.finding.fix for one in self.repairs)
        return all(fix and fix.applicability == Applicability.SAFE for fix in fixes)


class Composition(NamedTuple):
    """A file with some of its changes: its content, its changed lines if only some are, and where in it the lines of
    the file with all changes are, by 0-based rows."""

    data: bytes
    changed: frozenset[int] | None
    rows: dict[int, int]


class Choices:
    """What can be chosen of a file that has been ``fixed`` in memory; ``all`` that there is, in order.

    A fix that reaches several places is one choice, and so is what stands close together, as in a diff. Raises OSError
    if the file cannot be opened.
    """

    def __init__(self, fixed: Rewrite, settings: Settings, level: Applicability) -> None:
        self.fixed = fixed
        target = fixed.target
        settings = target.settings or settings
        runner.load_rules(settings)
        self.fixer = Fixer(target, settings, level)
        #: The file before.
        self.state = self.fixer.check(fixed.before, target.changed)
        self.old, self.new = fixed.before.split(b"\n"), fixed.after.split(b"\n")
        self.rows = rows(fixed.trace, fixed.before, fixed.after)
        changes = [one.change for one in self.rows]
        near = [[at, at + 1] for at, (one, other) in enumerate(pairwise(changes)) if other.start - one.end <= CLOSE]
        self.all = self.together(range(len(changes)), near)

    def together(self, numbers: Sequence[int], near: Iterable[list[int]] = ()) -> list[Choice]:
        """The choices that some changes make, of which those in each list of ``near`` stand together anyway."""
        fixes: dict[Finding, list[int]] = {}
        for at in numbers:
            for found in self.rows[at].causes:
                fixes.setdefault(found, []).append(at)
        # What no finding asked for comes of a repair beside it.
        beside = [numbers[max(place - 1, 0) :][:2] for place, at in enumerate(numbers) if not self.rows[at].causes]
        owner = {at: at for at in numbers}
        for first, *others in (*fixes.values(), *near, *beside):
            for one in others:
                old, new = owner[one], owner[first]
                owner = {at: new if group == old else group for at, group in owner.items()}
        groups: dict[int, list[int]] = {}
        for at in numbers:
            groups.setdefault(owner[at], []).append(at)
        return [self.choice(group) for group in groups.values()]

    def choice(self, numbers: Sequence[int]) -> Choice:
        """The choice that consists of some changes."""
        parts = [self.rows[at] for at in numbers]
        first = self.fixed.target.first_line
        repairs: dict[Finding, Repair] = {}
        for part in parts:
            for found in part.causes:
                repairs.setdefault(found, Repair(found, part.change.start + first))
        return Choice(tuple(part.change for part in parts), tuple(repairs.values()))

    def split(self, choice: Choice) -> list[Choice]:
        """The choice in parts, as many as there can be."""
        return self.together([at for at, part in enumerate(self.rows) if part.change in choice.changes])

    def diff(self, choice: Choice, path: str) -> bytes:
        """What a choice does to the file, which is called ``path``."""
        return unified(path, self.fixed.before, self.composed([choice]).data, self.fixed.target.first_line)

    def composed(self, chosen: Iterable[Choice]) -> Composition:
        """The file with some of its changes."""
        target = self.fixed.target
        taken = {change for choice in chosen for change in choice.changes}
        lines: list[bytes] = []
        changed: set[int] = set()
        places: dict[int, int] = {}
        done = new_done = 0

        def copy(source: list[bytes], first: int, end: int, marked: frozenset[int] | None) -> None:
            shift = len(lines) - first
            changed.update(row + shift for row in range(first, end) if row + target.first_line in (marked or ()))
            lines.extend(source[first:end])

        end = Change(len(self.old), len(self.old), len(self.new), len(self.new))
        for change in (*(part.change for part in self.rows), end):
            places.update((new_done + row, len(lines) + row) for row in range(change.start - done))
            copy(self.old, done, change.start, target.changed)
            if change in taken:
                places.update((row, len(lines) + row - change.new_start) for row in range(*change[2:]))
                copy(self.new, *change[2:], self.fixed.result.target.changed)
            else:
                copy(self.old, *change[:2], target.changed)
            done, new_done = change.end, change.new_end
        numbers = frozenset(row + target.first_line for row in changed) if target.changed is not None else None
        return Composition(b"\n".join(lines), numbers, places)

    def taken(self, chosen: Sequence[Choice]) -> Rewrite:
        """The rewritten file with the choices, those of them that do no harm without the others."""
        if {change for choice in chosen for change in choice.changes} == {part.change for part in self.rows}:
            return self.fixed
        kept, state, reason = self.harmless(chosen)
        made = self.composed(kept)
        target, shown = self.fixed.target, self.fixed.result.target
        refused = [
            one._replace(line=made.rows[row] + target.first_line)
            for one in self.fixed.refused
            if (row := one.line - target.first_line) in made.rows
        ]
        hopeless = {(one.finding.code, one.line) for one in refused}
        findings = [
            found._replace(fix=None) if (found.code, state.file.line_number(found.span.start)) in hopeless else found
            for found in state.findings
        ]
        result = self.fixed.result._replace(
            target=shown._replace(data=made.data, changed=made.changed), data=made.data, findings=findings
        )
        note = f"{target.path}: not all that was chosen is fixed: without the rest {reason}" if reason else None
        applied = len({one.finding for choice in kept for one in choice.repairs})
        return self.fixed._replace(after=made.data, applied=applied, refused=refused, result=result, note=note)

    def harmless(self, chosen: Sequence[Choice]) -> tuple[list[Choice], State, str | None]:
        """Those of the choices that do no harm, the state after them, and what another one of them would have done."""
        kept, state = [*chosen], self.state
        reason = None
        if chosen:
            state, reason = self.tried(kept)
        if reason is None:
            return kept, state, None
        kept, waiting, state = [], [*chosen], self.state
        while waiting:
            before = len(waiting)
            for one in [*waiting]:
                if next(self.fixer.trials, None) is None:
                    return kept, state, "there are too many"
                after, harm = self.tried([*kept, one])
                if harm is None:
                    kept.append(one)
                    waiting.remove(one)
                    state = after
                else:
                    reason = harm
            if len(waiting) == before:
                return kept, state, reason
        return kept, state, None

    def tried(self, chosen: Sequence[Choice]) -> tuple[State, str | None]:
        """The state after some choices, and what is worse then."""
        made = self.composed(chosen)
        state = self.fixer.check(made.data, made.changed)
        return state, worsens(self.state, state, is_safe=all(choice.is_safe for choice in chosen))
