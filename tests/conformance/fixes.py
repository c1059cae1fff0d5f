"""Prove on real files that fixes are harmless: ``python -m tests.conformance.fixes --help``.

Each file is fixed in memory, and what comes of it is compared with what it was: the meaning (see
:mod:`tests.conformance.meaning`), the findings, the errors of the parser, what a second run does. None of that rests on
the proof that the fixer makes for itself. The exit status is 1 if any fix did harm.
"""

from __future__ import annotations

import argparse
import os
import random
import stat
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

from pylint_kernel.checking.engine import INTERNAL_ERROR
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.classify import C_KINDS, Kind, classify
from pylint_kernel.fixes import fixer
from pylint_kernel.fixes.fixer import Fixed
from pylint_kernel.fixes.proof import State
from pylint_kernel.language import parser
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Applicability, Finding
from pylint_kernel.surroundings.writing import save
from tests.conformance.__main__ import TOP
from tests.conformance.meaning import meaning

UNCHECKED = frozenset({Kind.OTHER, Kind.MAIL})
ODD_MODE = 0o751


class Violation(NamedTuple):
    """Harm that a fix has done, or an end that was not reached."""

    path: str
    line: int
    what: str


class Outcome(NamedTuple):
    """What came of one file: seconds, findings and fixable findings before, what remains, and what went wrong.

    ``left`` counts the findings that could still be fixed by type and reason.
    """

    path: str
    seconds: float
    lines: int
    found: Counter[str]
    fixable: Counter[str]
    remaining: Counter[str]
    left: Counter[tuple[str, str]]
    examples: dict[tuple[str, str], str]
    violations: list[Violation]


def prove(path: str, tree: Path, settings: Settings, level: Applicability) -> Outcome:
    """Fix one file of ``tree`` in memory and look for harm."""
    data = (tree / path).read_bytes()
    return prove_target(Target(path, origin=str(tree / path), data=data, root=str(tree)), settings, level)


def prove_target(target: Target, settings: Settings, level: Applicability) -> Outcome:
    """Fix a target whose ``data`` is there and look for harm."""
    assert target.data is not None
    path, data = target.path, target.data
    begin = time.perf_counter()
    fixed = fixer.fix_file(target, settings, level)
    seconds = time.perf_counter() - begin
    checker = fixer.Fixer(target, settings, level)
    before, after = checker.check(data, None), checker.check(fixed.data, None)
    again = fixer.fix_file(target._replace(data=fixed.data), settings, level)
    violations = list(harm(path, before, after, level))
    if fixed.data != data and len(after.findings) >= len(before.findings):
        violations.append(Violation(path, first_difference(data, fixed.data), "it is written, but no better"))
    if again.data != fixed.data:
        violations.append(Violation(path, first_difference(fixed.data, again.data), "a second run changes something"))
    violations += [
        Violation(path, after.file.line_number(found.span.start), found.message)
        for found in (*before.findings, *after.findings)
        if found.code == INTERNAL_ERROR
    ]
    if fixed.data != data and not keeps_mode(data, fixed.data):
        violations.append(Violation(path, 0, "the mode changes"))
    left, examples = remaining_fixes(fixed)
    return Outcome(
        path,
        seconds,
        before.file.line_count,
        Counter(found.code for found in before.findings),
        Counter(found.code for found in before.findings if can_fix(found, level)),
        Counter(found.code for found in after.findings),
        left,
        examples,
        violations,
    )


def can_fix(found: Finding, level: Applicability) -> bool:
    """Whether there is a fix of ``level`` or a safer one."""
    return found.fix is not None and found.fix.applicability >= level


def harm(path: str, before: State, after: State, level: Applicability) -> Iterator[Violation]:
    """What fixes made worse."""
    if level == Applicability.SAFE:
        old, new = (meaning(state.data, state.file.kind) for state in (before, after))
        if old != new:
            at = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(old))
            there = f"{' '.join(old[at - 3 : at + 5])!r} becomes {' '.join(new[at - 3 : at + 5])!r}"
            yield Violation(path, first_difference(before.data, after.data), f"the meaning changes: {there}")
    counts = Counter(found.code for found in before.findings)
    for code, count in Counter(found.code for found in after.findings).items():
        if count > counts[code]:
            line = next(after.file.line_number(found.span.start) for found in after.findings if found.code == code)
            yield Violation(path, line, f"{counts[code]} findings of {code} become {count}")
    if before.file.kind in C_KINDS and flaws(after.file) > flaws(before.file):
        yield Violation(path, 0, f"{flaws(before.file)} errors of the parser become {flaws(after.file)}")


def flaws(file: SourceFile) -> int:
    """How many nodes of the file's tree are errors or missing."""
    count = 0
    cursor = parser.tree(file).walk()
    while True:
        node = cursor.node
        assert node is not None
        count += node.is_error or node.is_missing
        if node.has_error and cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return count


def first_difference(before: bytes, after: bytes) -> int:
    """The first line, 1-based, in which two contents differ."""
    pairs = zip(before.split(b"\n"), after.split(b"\n"), strict=False)
    return next((number for number, (one, other) in enumerate(pairs, 1) if one != other), before.count(b"\n") + 1)


def keeps_mode(before: bytes, after: bytes) -> bool:
    """Whether a file has its mode, and its new content, once it has been written."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "file")
        path.write_bytes(before)
        path.chmod(ODD_MODE)
        save(str(path), before, after)
        return stat.S_IMODE(path.stat().st_mode) == ODD_MODE and path.read_bytes() == after


#: A type, and why its fix was refused.
Reason = tuple[str, str]


def remaining_fixes(fixed: Fixed) -> tuple[Counter[Reason], dict[Reason, str]]:
    """The fixes that were refused, by type and reason, and a place for each."""
    left, examples = Counter[Reason](), dict[Reason, str]()
    for found, line, reason in fixed.refused:
        left[found.code, reason] += 1
        examples.setdefault((found.code, reason), f"{found.path}:{line} (after the fixes)")
    return left, examples


def files_of(tree: Path, paths: list[str]) -> list[str]:
    """The files that kcheck knows below ``paths`` of ``tree``, relative to it, sorted."""
    found = set()
    for name in paths:
        path = tree / name
        for one in [path] if path.is_file() else path.rglob("*"):
            relative = str(one.relative_to(tree))
            if classify(relative) not in UNCHECKED and one.is_file() and not one.is_symlink():
                found.add(relative)
    return sorted(found)


def print_table(outcomes: list[Outcome]) -> None:
    """Per type: findings, those that can be fixed, those that are gone, those that could still be fixed."""
    found, fixable, remaining = Counter[str](), Counter[str](), Counter[str]()
    left, examples = Counter[tuple[str, str]](), dict[tuple[str, str], str]()
    for one in outcomes:
        found += one.found
        fixable += one.fixable
        remaining += one.remaining
        left += one.left
        examples = one.examples | examples
    print(f"{'type':34} {'found':>7} {'fixable':>7} {'gone':>7} {'left':>7}")
    unfixed = Counter[str]()
    for (code, _), count in left.items():
        unfixed[code] += count
    for code in sorted(found):
        if fixable[code] or found[code] != remaining[code]:
            print(f"{code:34} {found[code]:7} {fixable[code]:7} {found[code] - remaining[code]:7} {unfixed[code]:7}")
    print(f"{'ALL':34} {found.total():7} {fixable.total():7} {found.total() - remaining.total():7} {unfixed.total():7}")
    for (code, reason), count in sorted(left.items()):
        print(f"left: {code} {count}: {reason}, as in {examples[code, reason]}")


def print_slow(outcomes: list[Outcome]) -> None:
    """The files that took longest."""
    total, lines = sum(one.seconds for one in outcomes), sum(one.lines for one in outcomes)
    print(f"{len(outcomes)} files, {lines} lines, {total:.1f} s")
    for one in sorted(outcomes, key=lambda one: -one.seconds)[:5]:
        print(f"{one.seconds:6.1f} s {one.lines:6} lines {one.path}")


def main() -> int:
    """Read the command line, fix, print the table and all harm that was done."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.fixes", description=__doc__)
    parser.add_argument("paths", nargs="*", help="files or directories of the tree (default: the whole tree)")
    parser.add_argument("--tree", type=Path, required=True, help="a kernel tree")
    parser.add_argument("--sample", type=int, help="only so many files, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="of the random choice")
    parser.add_argument("--types", default="", help="only these types, separated by commas")
    parser.add_argument("--unsafe", action="store_true", help="fixes too that could change the meaning")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()

    tree = options.tree.resolve()
    files = files_of(tree, options.paths or TOP.split())
    if options.sample and options.sample < len(files):
        files = random.Random(options.seed).sample(files, options.sample)
    types = frozenset(filter(None, options.types.upper().split(",")))
    level = Applicability.UNSAFE if options.unsafe else Applicability.SAFE
    work = partial(prove, tree=tree, settings=Settings(strict=True, types=types), level=level)
    with Pool(options.jobs) as pool:
        outcomes = []
        for outcome in pool.imap_unordered(work, files):
            outcomes.append(outcome)
            if not len(outcomes) % 100:
                print(f"{len(outcomes)} of {len(files)} files", file=sys.stderr, flush=True)
    print_table(outcomes)
    print_slow(outcomes)
    violations = [violation for one in outcomes for violation in one.violations]
    for path, line, what in violations:
        print(f"HARM {os.path.join(options.tree, path)}:{line}: {what}")
    return bool(violations)


if __name__ == "__main__":
    sys.exit(main())
