"""The order in which the kinds of fixes of a driver are made.

A patch is to leave no line that it touches with an issue that a later one of the series repairs: then nobody has to
look at a line twice, and no checker complains of a patch. So the usual order is left where lines ask for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes.kinds import Task, task
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Applicability, Edit, Finding

#: How many findings that a second task repairs are on lines that a first one changes.
Overlaps = Counter[tuple[Task, Task]]


#: What is never made earlier than usual.
LAST = "LONG_LINE"


class Survey(NamedTuple):
    """What is to do in a file: the tasks, and how they get into each other's way."""

    tasks: frozenset[Task]
    overlaps: Overlaps


def survey(target: Target, settings: Settings, level: Applicability) -> Survey:
    """Look at a file with fixes of a level and safer ones in mind."""
    settings = target.settings or settings
    found = runner.run_target(target, settings)
    if found.failure is not None:
        return nothing(target, found.failure)
    fixable = {one: of for one in found.findings if (of := task_of(one, level))}
    file = runner.open_source(target._replace(data=found.data), settings)
    return Survey(frozenset(fixable.values()), overlaps(file, fixable))


def nothing(_target: Target, _reason: str) -> Survey:
    """The outcome for a file that cannot be looked at."""
    return Survey(frozenset(), Counter())


def task_of(found: Finding, level: Applicability) -> Task | None:
    """What the fix of a finding belongs to; None if it has none of this level."""
    if found.fix is None or found.fix.applicability < level:
        return None
    return task(found.code, is_unsafe=found.fix.applicability < Applicability.SAFE)


def overlaps(file: SourceFile, fixable: dict[Finding, Task]) -> Overlaps:
    """See :data:`Overlaps`."""
    on_row: dict[int, list[Finding]] = {}
    for found in fixable:
        on_row.setdefault(file.row(found.span.start), []).append(found)
    pairs = {
        (mine, other)
        for found, mine in fixable.items()
        if found.fix
        for edit in found.fix.edits
        for row in rows_left(file, edit)
        for other in on_row.get(row, ())
        if fixable[other] != mine and not takes_away(file, edit, other)
    }
    return Counter((mine, fixable[other]) for mine, other in pairs)


def takes_away(file: SourceFile, edit: Edit, found: Finding) -> bool:
    """Whether an edit takes away where something is found; one that only indents a line does not."""
    (start, end), where = edit.span, found.span.start
    return start <= where < end and bool(file.slice(edit.span).strip(" \t"))


def rows_left(file: SourceFile, edit: Edit) -> Iterator[int]:
    """The lines that an edit changes, without those that it only deletes or inserts."""
    (start, end), text = edit
    first, last = file.row(start), file.row(end)
    if start == file.line_start(start) and end == file.line_start(end) and (not text or text.endswith("\n")):
        last -= 1
        first += not text and last - first + 1
    yield from range(first, last + 1)


def arranged(surveys: Iterable[Survey]) -> tuple[Task, ...]:
    """The tasks in the usual order, but each behind those that repair what it would leave on its lines."""
    tasks, ways = set[Task](), Overlaps()
    for one in surveys:
        tasks |= one.tasks
        ways.update(one.overlaps)
    begun, placed = set[Task](), list[Task]()

    def put(mine: Task) -> None:
        if mine in begun:
            return
        begun.add(mine)
        for other in sorted(tasks):
            # Where a line is broken depends on all else that is done to it.
            if ways[mine, other] > ways[other, mine] and LAST not in other.kind.types:
                put(other)
        placed.append(mine)

    for mine in sorted(tasks):
        put(mine)
    return tuple(placed)
