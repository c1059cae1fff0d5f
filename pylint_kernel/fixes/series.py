"""The repairs of many files as a series of patches: one kind of fix in one driver a patch, and what each is to say."""

from __future__ import annotations

import os
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pylint_kernel.fixes import kinds
from pylint_kernel.fixes.steps import Repair, Step, Turn
from pylint_kernel.terminal.prose import counted, enumeration

#: A patch with more changed lines than a reviewer reads at once is split by directory, and then by file.
LARGE = 1000
#: What stands for a space where no line ends.
GLUE = "\0"
#: Columns of a message.
WIDTH = 72
TOGETHER = "fix style issues that depend on each other"
SAME_TOKENS = "No functional change: comments aside, the compiler sees the same tokens as before."
SAME_CODE = "No functional change: tokens differ, but what is compiled stays the same."
OTHER_CODE = "What is compiled may differ from before."


class Change(NamedTuple):
    """A step of a file, named as in the repository."""

    path: str
    step: Step


class Patch(NamedTuple):
    """One patch of a series: its message and what it changes."""

    subject: str
    body: str
    changes: list[Change]

    @property
    def removed(self) -> Counter[str]:
        """How many findings of each type it removes."""
        return total(change.step.removed for change in self.changes)

    @property
    def is_unsafe(self) -> bool:
        """Whether it changes tokens."""
        return not all(change.step.keeps_tokens for change in self.changes)


def plan(repairs: Mapping[str, Repair], prefixes: Mapping[str, str]) -> list[Patch]:
    """The patches of a series, each to be applied on those before it.

    ``repairs``: by the path of the file in the repository; ``prefixes``: what subjects begin with, by directory.
    """
    drivers: dict[str, dict[Turn, list[Change]]] = {}
    for path, repair in sorted(repairs.items()):
        turns = drivers.setdefault(prefixes[os.path.dirname(path)], {})
        for step in repair.steps:
            turns.setdefault(step.turn, []).append(Change(path, step))
    patches = []
    for prefix, turns in sorted(drivers.items()):
        seen: Counter[str] = Counter()
        for turn in sorted(turns):
            for where, changes in pieces(turns[turn]):
                what = f"{prefix} {headline(turn, changes)}{where}".strip()
                seen[what] += 1
                again = f", part {seen[what]}" if seen[what] > 1 else ""
                patches.append(Patch(what + again, body(changes), changes))
    return patches


def pieces(changes: list[Change]) -> Iterator[tuple[str, list[Change]]]:
    """Changes of one kind in portions for reviewers, with words for where each is."""
    if sum(map(size, changes)) <= LARGE:
        yield "", changes
        return
    common = os.path.commonpath([os.path.dirname(change.path) for change in changes])
    directories: dict[str, list[Change]] = {}
    for change in changes:
        directories.setdefault(os.path.dirname(change.path), []).append(change)
    for directory, inside in directories.items():
        where = f" in {os.path.relpath(directory, common or '.')}/" if directory != common else ""
        for portion in portions(inside):
            name = f" in {os.path.basename(portion[0].path)}"
            yield name if len(portion) == 1 and len(inside) > 1 else where, portion


def portions(changes: list[Change]) -> Iterator[list[Change]]:
    """Changes of a directory in runs of files that are small together."""
    portion: list[Change] = []
    room = LARGE
    for change in changes:
        if portion and size(change) > room:
            yield portion
            portion, room = [], LARGE
        portion.append(change)
        room -= size(change)
    yield portion


def size(change: Change) -> int:
    """About how many lines a change removes and adds."""
    before, after = (Counter(data.split(b"\n")) for data in (change.step.before, change.step.after))
    return (before - after).total() + (after - before).total()


def headline(turn: Turn, changes: list[Change]) -> str:
    """What changes of a turn do."""
    if not turn.task.kind.types:
        return TOGETHER
    return kinds.subject(turn.task.kind, total(change.step.titles for change in changes))


def body(changes: list[Change]) -> str:
    """What the message of a patch says below the subject: why, on what that rests, what the compiler sees."""
    turn = changes[0].step.turn
    removed = total(change.step.removed for change in changes)
    what = headline(turn, changes)
    types = [code for code in turn.task.kind.types or sorted(removed) if removed[code]]
    why, sources = kinds.reasons(turn.task.kind, types)
    paragraphs = [" ".join([f"{what[0].upper()}{what[1:]}.", *why[:1]]), *why[1:]]
    if sources:
        paragraphs.append(f"See {enumeration(sources)}.")
    if all(change.step.keeps_tokens for change in changes):
        paragraphs.append(SAME_TOKENS)
    else:
        paragraphs.append(SAME_CODE if kinds.keeps_code(types) else OTHER_CODE)
    return "\n\n".join(map(filled, paragraphs))


#: checkpatch.pl takes a name for new wherever a line with it is changed.
NAMES, NEW_NAMES = "CAMELCASE", "Names are not changed; checkpatch.pl reports them on every line that a patch touches."


def introduction(patches: list[Patch], repairs: Iterable[Repair], kept: Iterable[str]) -> tuple[str, str]:
    """The subject and the text of the letter that goes before the patches.

    ``kept``: the types of what the lines that are changed had and have.
    """
    repairs = list(repairs)
    before, after = total(one.before for one in repairs), total(one.after for one in repairs)
    text = "These patches fix coding style, one kind of issue a patch. "
    text += "They were made with kcheck; the types of issues are those of checkpatch.pl. "
    if unsafe := ranges(number for number, patch in enumerate(patches, 1) if patch.is_unsafe):
        several = "" if unsafe[0].isdigit() and len(unsafe) == 1 else "es"
        text += f"What the compiler sees changes in patch{several} {enumeration(unsafe)} only."
    else:
        text += "None of them changes what the compiler sees: comments aside, all tokens stay the same."
    paragraphs = [filled(text)]
    if others := sorted(code for code in {*kept, NAMES} if after[code]):
        text = (
            f"Lines that are changed may have other issues, which were there before and stay: {enumeration(others)}. "
        )
        paragraphs.append(filled(text + NEW_NAMES if NAMES in others else text))
    rows = [(code, before[code], after[code]) for code in sorted(before | after) if before[code] != after[code]]
    rows.append(("all types", before.total(), after.total()))
    wide = max(len(name) for name, _, _ in rows)
    table = [f"  {'findings':{wide}}  before   after", *(f"  {name:{wide}} {old:7} {new:7}" for name, old, new in rows)]
    drivers = {patch.subject.rpartition(": ")[0] for patch in patches}
    prefix = f"{drivers.pop()}: " if len(drivers) == 1 else ""
    subject = f"{prefix}fix {counted((before - after).total(), 'coding style issue')}"
    return subject, "\n\n".join([*paragraphs, "\n".join(table)])


def ranges(numbers: Iterable[int]) -> list[str]:
    """Rising numbers in words, with those that follow each other taken together."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    words = ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run) for run in found)
    return [word for several in words for word in several]


def filled(paragraph: str) -> str:
    """A paragraph in lines, none of which begins with a hash, as git's comments do."""
    lines = textwrap.fill(paragraph.replace(" #", f"{GLUE}#"), WIDTH, break_long_words=False, break_on_hyphens=False)
    return lines.replace(GLUE, " ")


def total(counts: Iterable[Counter[str]]) -> Counter[str]:
    """The sum of counts."""
    found: Counter[str] = Counter()
    for one in counts:
        found.update(one)
    return found
