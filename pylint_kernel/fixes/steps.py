"""The repair of a file in steps, each of one kind of fix: what a series of patches is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes.fixer import Refusal, fix_file
from pylint_kernel.fixes.kinds import Kind, Placed, kinds
from pylint_kernel.fixes.proof import meaning
from pylint_kernel.model import Applicability, Finding

#: A fix may make another possible; so often the kinds are gone through.
MAX_ROUNDS = 4
#: The turn of all kinds at once.
TOGETHER = Placed(0, Kind(()))


class Turn(NamedTuple):
    """When a step is made: those with the same turn, in other files, go into the same patch.

    Safe fixes come before others. ``kind`` is one without types for what works only together.
    """

    is_unsafe: bool
    round: int
    order: int
    kind: Kind


class Step(NamedTuple):
    """A step: the content before and after, the findings that it removed, by type, and the titles of the fixes.

    ``keeps_tokens``: whether the compiler sees the same before and after.
    """

    turn: Turn
    before: bytes
    after: bytes
    removed: Counter[str]
    titles: Counter[str]
    keeps_tokens: bool


class Repair(NamedTuple):
    """The steps of a file, its findings by type before and after, what was not fixed and why; or why there are none."""

    target: Target
    steps: list[Step]
    before: Counter[str]
    after: Counter[str]
    refused: list[str]
    failure: str | None = None


def repair(target: Target, settings: Settings, level: Applicability) -> Repair:
    """Fix what can be fixed in a file of the given content, a kind at a time; nothing is written."""
    settings = target.settings or settings
    found = runner.run_target(target, settings)
    if found.failure is not None:
        return failed(target, found.failure.removeprefix(f"{target.path}: "))
    try:
        journey = Journey(target._replace(data=found.data), settings, found.findings)
        steps = [*journey.walk(Applicability.SAFE)]
        if level < Applicability.SAFE:
            steps += journey.walk(level)
    except Exception as error:  # noqa: BLE001 - one file that is beyond us must not end the run
        return failed(target, f"{type(error).__name__}: {error}")
    return Repair(target, steps, codes(found.findings), codes(journey.findings), list(map(str, journey.refused)))


def failed(target: Target, reason: str) -> Repair:
    """The outcome for a file that cannot be repaired."""
    return Repair(target, [], Counter(), Counter(), [], f"{target.path}: {reason}")


def codes(findings: list[Finding]) -> Counter[str]:
    """How many findings there are of each type."""
    return Counter(found.code for found in findings)


class Journey:
    """A file on its way: its content and its findings now, and the fixes that were refused in this round."""

    def __init__(self, target: Target, settings: Settings, findings: list[Finding]) -> None:
        self.target, self.settings, self.findings = target, settings, findings
        self.refused: list[Refusal] = []

    def walk(self, level: Applicability) -> Iterator[Step]:
        """The steps of a level and safer ones, until nothing more can be done; what works only with the fixes of
        other kinds comes last."""
        for number in range(MAX_ROUNDS):
            self.refused = []
            steps = [step for placed in self.possible(level) if (step := self.step(number, placed, level))]
            if not steps and len({refusal.finding.code for refusal in self.refused}) > 1:
                self.look_again()
                steps = [step for step in [self.step(number, TOGETHER, level)] if step]
            yield from steps
            if not steps:
                return
            self.look_again()

    def look_again(self) -> None:
        """Forget refusals: what was refused may be possible now."""
        self.refused = []
        self.findings = runner.run_target(self.target, self.settings).findings

    def possible(self, level: Applicability) -> list[Placed]:
        """The kinds of the fixes that are left."""
        fixable = (found.code for found in self.findings if found.fix and found.fix.applicability >= level)
        return kinds(fixable, safe=level == Applicability.SAFE)

    def step(self, number: int, placed: Placed, level: Applicability) -> Step | None:
        """Make the fixes of a kind; None if there are none that do no harm."""
        before, found, (place, kind) = self.target.data or b"", self.findings, placed
        fixed = fix_file(self.target, self.settings, level, frozenset(kind.types))
        self.refused += fixed.refused
        self.findings = fixed.findings
        if fixed.data == before:
            return None
        self.target = self.target._replace(data=fixed.data)
        titles = Counter(one.fix.title for one in found if one.fix and (not kind.types or one.code in kind.types))
        turn = Turn(level < Applicability.SAFE, number, place, kind)
        keeps_tokens = level == Applicability.SAFE or self.meaning(before) == self.meaning(fixed.data)
        return Step(turn, before, fixed.data, codes(found) - codes(fixed.findings), titles, keeps_tokens)

    def meaning(self, data: bytes) -> object:
        """What of a content a safe fix would leave alone."""
        return meaning(runner.open_source(self.target._replace(data=data), self.settings))
