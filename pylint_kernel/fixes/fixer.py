"""Repairs a file: conflicts, a loop to a fixed point, and the proof that a safe fix is harmless.

Before anything is kept, the file with the fixes is checked again: a safe fix must leave the token stream as it was, no
fix may make the file parse worse, and none may give rise to more findings of any type. Fixes that do are left out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes.proof import State, harm
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Applicability, Edit, Finding, Fix

MAX_PASSES = 50
#: So often a file is checked with some of its fixes; what is not proven harmless by then is left out. Real files that
#: need many take 30 trials.
MAX_TRIALS = 80


class Fixed(NamedTuple):
    """What came of a file: its new content, how many fixes were applied and how many left out, what remains."""

    data: bytes
    applied: int
    rejected: int
    findings: list[Finding]
    changed: frozenset[int] | None


def fix_file(target: Target, settings: Settings, level: Applicability) -> Fixed:
    """Apply the fixes of ``level`` and safer ones until nothing more can be done; writes nothing.

    Raises OSError if the target cannot be read.
    """
    file = runner.open_source(target, settings)
    state = check(target, settings, target.data if target.data is not None else original(file), target.changed)
    applied, rejected = 0, set[tuple[str, str, str]]()
    again, trials = False, iter(range(MAX_TRIALS))
    for _ in range(MAX_PASSES):
        fixes = compatible(next_fixes(state, level, rejected))
        if not fixes:
            # What did harm beside others, or in another place that reads alike, may do none now.
            if not (again and rejected):
                break
            rejected, again = set(), False
            continue
        kept, state = harmless(target, settings, state, fixes, rejected, trials)
        applied += len(kept)
        again = again or bool(kept)
    left = sum(found.fix is not None and found.fix.applicability >= level for found in state.findings)
    return Fixed(state.data, applied, left, state.findings, state.file.changed)


def next_fixes(state: State, level: Applicability, rejected: set[tuple[str, str, str]]) -> list[Finding]:
    """The findings to fix now: as long as there are safe fixes only those, so that they can be proven harmless."""
    fixable = [
        found for found in state.findings
        if found.fix and found.fix.applicability >= level and key(found, state.file) not in rejected
    ]  # fmt: skip
    safe = [found for found in fixable if found.fix and found.fix.applicability == Applicability.SAFE]
    return safe or fixable


def check(target: Target, settings: Settings, data: bytes, changed: frozenset[int] | None) -> State:
    """Open and check ``data`` in place of the target's content."""
    target = target._replace(data=data, changed=changed, before=None)
    if target.mail is not None:
        from pylint_kernel.patches.patch import Patch

        target = target._replace(mail=Patch(data, target.first_line))
    file = runner.open_source(target, settings)
    return State(data, file, runner.judge(file, settings, target))


def original(file: SourceFile) -> bytes:
    """The bytes of a file as they were before its line ends were read as LF."""
    if not file.carriage_returns:
        return file.data
    lines = file.data.split(b"\n")
    return b"\n".join(
        line + b"\r" if number in file.carriage_returns else line for number, line in enumerate(lines, file.first_line)
    )


def key(found: Finding, file: SourceFile) -> tuple[str, str, str]:
    """What a fix is remembered by from pass to pass: offsets shift, the text around it does not."""
    assert found.fix
    around = [file.text[max(edit.span.start - 20, 0) : edit.span.end + 20] for edit in found.fix.edits]
    return found.code, found.fix.title, "\0".join(around)


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


def near(edit: Edit, taken: list[Edit]) -> list[Edit]:
    """The edits, in a sorted list, that could touch ``edit``."""
    at = bisect_left(taken, edit)
    return taken[max(at - 1, 0) : bisect_right(taken, edit.span.end, key=lambda other: other.span.start)]


def conflict(one: Edit, other: Edit) -> bool:
    """Whether two edits overlap, or insert at the same place."""
    if one.span == other.span:
        return True
    return one.span.start < other.span.end and other.span.start < one.span.end


def harmless(
    target: Target,
    settings: Settings,
    before: State,
    findings: list[Finding],
    rejected: set[tuple[str, str, str]],
    trials: Iterator[int],
) -> tuple[list[Finding], State]:
    """The largest part of ``findings`` whose fixes together do no harm, and the state after them.

    A fix that alone wrote where harm shows is left out at once; where several did, they are tried without the others,
    then with fewer of each place. What cannot be explained so is found by halving. Without ``trials`` left nothing is.
    """
    kept: list[Finding] = []
    state = before
    queue = [findings] if findings else []
    while queue:
        part = queue.pop()
        if next(trials, None) is None:
            rejected.update(key(found, before.file) for found in part)
            continue
        trial = sorted(kept + part, key=lambda found: found.span)
        after = apply(target, settings, before, [found.fix for found in trial if found.fix])
        done = harm(before, after, trial)
        if done is None:
            kept, state = trial, after
            continue
        tried = set(part)
        groups = [[found for found in group if found in tried] for group in done.suspects]
        guilty = tried if len(part) == 1 else {group[0] for group in groups if len(group) == 1}
        rejected.update(key(found, before.file) for found in guilty)
        left = [found for found in part if found not in guilty]
        later = {found for group in groups for found in group}
        if later.issuperset(left) and not guilty:
            later = {found for group in groups for found in group[1:]}
        if not guilty and not 0 < len(later) < len(left):
            later = set(left[len(left) // 2 :])
        now = [found for found in left if found not in later]
        queue += filter(None, ([found for found in left if found in later], now))
    return kept, state


def apply(target: Target, settings: Settings, state: State, fixes: list[Fix]) -> State:
    """The state with ``fixes`` applied; they must be compatible."""
    edits = sorted({edit for fix in fixes for edit in fix.edits})
    file = state.file
    returns = [file.line_bounds(number - file.first_line).end for number in sorted(file.carriage_returns)]
    parts, done = [], 0
    for (start, end), text in edits:
        # Offsets count a CRLF as one byte: in the file itself every CR before the offset comes on top, and an
        # empty edit without text stands for the CR at its place.
        first = start + bisect_left(returns, start)
        last = end + (bisect_left if text or end > start else bisect_right)(returns, end)
        if "\n" in text and file.line_number(start) in file.carriage_returns:
            text = text.replace("\n", "\r\n")
        parts += [state.data[done:first], text.encode("latin-1")]
        done = last
    data = b"".join([*parts, state.data[done:]])
    return check(target, settings, data, moved(file, edits))


def moved(file: SourceFile, edits: list[Edit]) -> frozenset[int] | None:
    """The changed lines after the edits: the lines that the old ones became."""
    if file.changed is None:
        return None
    starts = [edit.span.start for edit in edits]
    text = file.text
    # The number of newlines gained by the first n edits.
    gained = [0]
    for (start, end), new in edits:
        gained.append(gained[-1] + new.count("\n") - text.count("\n", start, end))
    lines: set[int] = set()
    for number in file.changed:
        row = number - file.first_line
        if row >= file.line_count:
            continue
        span = file.line_bounds(row)
        first = number + gained[bisect_left(starts, span.start)]
        last = number + gained[bisect_right(starts, span.end)]
        lines.update(range(first, max(first, last) + 1))
    return frozenset(lines)
