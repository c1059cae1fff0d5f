"""The repair of a file in steps, each of one kind of fix: what a series of patches is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes.fixer import Refusal, fix_file
from pylint_kernel.fixes.kinds import TOGETHER, Task
from pylint_kernel.fixes.order import task_of
from pylint_kernel.fixes.proof import meaning
from pylint_kernel.model import Applicability, Finding

#: A fix may make another possible; so often the kinds are gone through.
MAX_ROUNDS = 4


class Turn(NamedTuple):
    """When a step is made: those with the same turn, in other files, go into the same patch."""

    round: int
    order: int
    task: Task


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


def repair(target: Target, settings: Settings, level: Applicability, orders: Mapping[str, Sequence[Task]]) -> Repair:
    """Fix what can be fixed in a file of the given content, a kind at a time; nothing is written.

    ``orders``: in which order, by the path of the target.
    """
    settings = target.settings or settings
    found = runner.run_target(target, settings)
    if found.failure is not None:
        return failed(target, found.failure.removeprefix(f"{target.path}: "))
    try:
        journey = Journey(target._replace(data=found.data), settings, level, found.findings)
        steps = [*journey.walk(orders.get(target.path, ()))]
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

    def __init__(self, target: Target, settings: Settings, level: Applicability, findings: list[Finding]) -> None:
        self.target, self.settings, self.level, self.findings = target, settings, level, findings
        self.refused: list[Refusal] = []

    def walk(self, order: Sequence[Task]) -> Iterator[Step]:
        """The steps in the order of their tasks, others behind these, until nothing more can be done; what works only
        with the fixes of other kinds comes last."""
        for number in range(MAX_ROUNDS):
            self.refused = []
            steps = [*self.round(number, order)]
            if not steps and len({refusal.finding.code for refusal in self.refused}) > 1:
                self.look_again()
                steps = [*filter(None, [self.step(Turn(number, len(order), TOGETHER))])]
            yield from steps
            if not steps:
                return
            self.look_again()

    def round(self, number: int, order: Sequence[Task]) -> Iterator[Step]:
        """One step for each task that there is when its turn comes."""
        places = {task: place for place, task in enumerate(order)}
        last = -1, TOGETHER
        while left := [at for task in self.tasks() if (at := (places.get(task, len(order)), task)) > last]:
            last = min(left)
            if step := self.step(Turn(number, *last)):
                yield step

    def look_again(self) -> None:
        """Forget refusals: what was refused may be possible now."""
        self.refused = []
        self.findings = runner.run_target(self.target, self.settings).findings

    def tasks(self) -> set[Task]:
        """What there is to do."""
        return {task for found in self.findings if (task := task_of(found, self.level))}

    def step(self, turn: Turn) -> Step | None:
        """Make the fixes of a task; None if there are none that do no harm."""
        before, found, types = self.target.data or b"", self.findings, turn.task.kind.types
        level = self.level if turn.task.is_unsafe else Applicability.SAFE
        fixed = fix_file(self.target, self.settings, level, frozenset(types))
        self.refused += fixed.refused
        self.findings = fixed.findings
        if fixed.data == before:
            return None
        self.target = self.target._replace(data=fixed.data)
        titles = Counter(one.fix.title for one in found if one.fix and (not types or one.code in types))
        keeps_tokens = level == Applicability.SAFE or self.meaning(before) == self.meaning(fixed.data)
        return Step(turn, before, fixed.data, codes(found) - codes(fixed.findings), titles, keeps_tokens)

    def meaning(self, data: bytes) -> object:
        """What of a content a safe fix would leave alone."""
        return meaning(runner.open_source(self.target._replace(data=data), self.settings))
