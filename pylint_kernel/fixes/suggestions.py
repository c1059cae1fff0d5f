"""Fixes of a change in pieces that a reviewer can take one by one: each replaces some lines, and does no harm alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import islice
from typing import NamedTuple

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes.proof import meaning
from pylint_kernel.fixes.rewrite import rewrite
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Applicability, Finding
from pylint_kernel.patches.unified import split

#: A file has so many pieces at most: each is proven.
PIECES = 50


class Suggestion(NamedTuple):
    """What should stand in place of lines of the file ``path``, from ``first`` to ``last`` (from 1): whole lines each,
    with their newlines; and the findings that this is about, the worst first."""

    path: str
    first: int
    last: int
    old: str
    text: str
    findings: list[Finding]


class Block(NamedTuple):
    """Rows that differ: from ``start`` up to, not including, ``end`` in the old lines, and in the new ones."""

    start: int
    end: int
    new_start: int
    new_end: int


class Repaired(NamedTuple):
    """A file of a change before and after its safe fixes, and these as suggestions."""

    path: str
    before: bytes
    after: bytes
    suggestions: list[Suggestion]


def repaired(target: Target, settings: Settings) -> Repaired:
    """The safe fixes of the changed lines of a target, whose content is given; nothing is written.

    Suggestions are made where all that they replace stands in the patch, and where they are text.
    """
    settings = target.settings or settings
    # Whatever is on disk does not matter.
    target = target._replace(origin=None)
    done = rewrite(target, settings, Applicability.SAFE)
    suggested = suggestions(target, settings, done.before, done.after) if done.after != done.before else []
    return Repaired(target.path, done.before, done.after, suggested)


def suggestions(target: Target, settings: Settings, before: bytes, after: bytes) -> list[Suggestion]:
    """What makes ``after`` of ``before``, the content of the target."""
    try:
        old, new = ([line.decode() for line in split(data)] for data in (before, after))
    except UnicodeDecodeError:
        return []
    if "\r" in "".join(old + new) or not target.patch_lines:
        return []
    file = runner.open_source(target, settings)
    findings = runner.run_target(target, settings).findings

    def is_harmless(lines: list[str]) -> bool:
        changed = runner.open_source(target._replace(data="".join(lines).encode()), settings)
        return changed.once(meaning) == file.once(meaning)

    found = []
    for block in islice(pieces(old, new, is_harmless), PIECES):
        first, last = block.start + 1, block.end
        there, then = "".join(old[block.start : block.end]), "".join(new[block.new_start : block.new_end])
        # A newline at the end of a file is nothing that could be suggested.
        is_newline = not there.endswith("\n") and then == f"{there}\n"
        if target.patch_lines.keys() >= set(range(first, last + 1)) and not is_newline:
            found.append(Suggestion(target.path, first, last, there, then, about(findings, file, first, last)))
    return found


def pieces(old: list[str], new: list[str], is_harmless: Callable[[list[str]], bool]) -> Iterator[Block]:
    """The blocks of lines that differ, joined until each is harmless without the others."""
    begun: Block | None = None
    for tag, *edges in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        block = Block(*edges)
        if begun is not None:
            block = Block(begun.start, block.end, begun.new_start, block.new_end)
        block = with_line(block, old)
        if is_harmless([*old[: block.start], *new[block.new_start : block.new_end], *old[block.end :]]):
            begun = None
            yield block
        else:
            begun = block


def with_line(block: Block, old: list[str]) -> Block:
    """A block that replaces at least one line: what is only inserted goes with the line above, or else below."""
    if block.start < block.end:
        return block
    if block.start:
        return block._replace(start=block.start - 1, new_start=block.new_start - 1)
    return block._replace(end=block.end + 1, new_end=block.new_end + 1)


def about(findings: list[Finding], file: SourceFile, first: int, last: int) -> list[Finding]:
    """The findings whose safe fix writes upon these lines, the worst first, each message once."""
    found = {
        (one.code, one.message): one
        for one in findings
        if one.fix
        and one.fix.applicability == Applicability.SAFE
        and any(
            file.line_number(edit.span.start) <= last and file.line_number(edit.span.end) >= first
            for edit in one.fix.edits
        )
    }
    return sorted(found.values(), key=lambda one: -one.severity)
