"""Compare kcheck with checkpatch.pl, finding by finding: ``python -m tests.conformance --help``."""

from __future__ import annotations

import argparse
import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pylint_kernel.checking import inputs, runner
from pylint_kernel.checking.request import Request
from pylint_kernel.checking.rule import REQUEST, catalog
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.classify import Kind
from pylint_kernel.language.source import Limits, SourceFile
from tests.conformance.deviation import EXTRA, MISS, Case, Deviation, listed
from tests.conformance.oracle import Oracle

TOP = (
    "arch block certs crypto drivers fs include init io_uring ipc kernel lib mm net samples scripts security sound "
    "tools usr virt"
)


def files_of(tree: Path, directories: list[str]) -> list[str]:
    """The C sources and headers below ``directories`` of ``tree``, relative to it, sorted."""
    found = []
    for directory in directories:
        path = tree / directory
        every = [path] if path.is_file() else path.rglob("*")
        found += [str(one.relative_to(tree)) for one in every if one.suffix in {".c", ".h"} and one.is_file()]
    return sorted(set(found))


def cases_of(path: str, tree: Path, oracle: Oracle, settings: Settings, types: frozenset[str]) -> list[Case]:
    """The agreements (line 0) and disagreements on one file: what both found, then one case a difference."""
    target = Target(path, origin=str(tree / path), root=str(tree))
    result = runner.run_target(target, settings)
    file = runner.open_source(target._replace(data=result.data), settings)
    theirs = frozenset((one.line, one.type) for one in oracle.file(path) if one.type in types)
    ours = frozenset((file.line_number(one.span.start), one.code) for one in result.findings if one.code in types)
    return [Case(code, line, file, theirs, ours) for line, code in sorted(theirs | ours)]


def patch_cases_of(path: str, directory: Path, oracle: Oracle, settings: Settings, types: frozenset[str]) -> list[Case]:
    """The same for a patch: a case lies in the file that a line of the patch belongs to, or in the mail.

    Lines of the patch decide; what is said of the patch as a whole is on line 0.
    """
    data = (directory / path).read_bytes()
    mail = SourceFile(path, data, kind=Kind.MAIL)
    places: dict[int, tuple[SourceFile, int]] = {}
    before: dict[SourceFile, bytes] = {}
    ours: set[tuple[int, str]] = set()
    for target in inputs.collect(Request(paths=(str(directory / path),), settings=settings)):
        if not isinstance(target, Target):
            continue
        result = runner.run_target(target, settings)
        lines = target.patch_lines or {}
        if target.mail is None:
            file = runner.open_source(target, settings)
            before[file] = target.before.data if target.before else b""
            places.update({line: (file, number) for number, line in lines.items()})
        for found in result.findings:
            line = result.file.line_number(found.span.start)
            ours.add((lines.get(line, 0) if target.mail is None else line, found.code))
    theirs = {(one.line, one.type) for one in oracle.patch(path)}
    sides: dict[SourceFile, tuple[set[tuple[int, str]], set[tuple[int, str]]]] = {}
    for side, keys in enumerate((theirs, ours)):
        for line, code in keys:
            file, number = places.get(line, (mail, line))
            if code in OF_THE_WHOLE:
                file, number = mail, 0
            if code in types:
                sides.setdefault(file, (set(), set()))[side].add((number, code))
    cases = []
    for file, (oracle_side, kcheck_side) in sides.items():
        both = frozenset(oracle_side), frozenset(kcheck_side)
        old = before.get(file, b"")
        cases += [Case(code, line, file, *both, old) for line, code in sorted(both[0] | both[1])]
    return cases


#: checkpatch reports these on whatever line it read last.
OF_THE_WHOLE = {
    "MISSING_SIGN_OFF", "NO_AUTHOR_SIGN_OFF", "FROM_SIGN_OFF_MISMATCH", "MISSING_FIXES_TAG", "NOT_UNIFIED_DIFF",
    "COMMIT_MESSAGE",
}  # fmt: skip


VERSION = re.compile(r"^VERSION = (\d+)\nPATCHLEVEL = (\d+)$", re.MULTILINE)


def version(text: str) -> tuple[int, int]:
    """A version of the kernel, ``7.3``, as numbers."""
    major, minor = text.split(".")
    return int(major), int(minor)


def version_of(tree: Path) -> tuple[int, int]:
    """The version of a kernel tree; kcheck's own default where there is no tree."""
    try:
        found = VERSION.search((tree / "Makefile").read_text())
    except OSError:
        found = None
    return (int(found[1]), int(found[2])) if found else Limits().checkpatch_version


class Table:
    """Counts per type: reported by both, by one side only, and which of these are listed differences."""

    def __init__(self) -> None:
        self.both: Counter[str] = Counter()
        self.misses: defaultdict[str, list[Case]] = defaultdict(list)
        self.extras: defaultdict[str, list[Case]] = defaultdict(list)
        self.listed: defaultdict[tuple[str, str], Counter[Deviation]] = defaultdict(Counter)
        self.all: dict[str, list[tuple[Case, Deviation | None]]] = {MISS: [], EXTRA: []}

    def add(self, case: Case) -> None:
        """Count one case."""
        here = (case.line, case.code)
        if here in case.oracle and here in case.kcheck:
            self.both[case.code] += 1
            return
        side = MISS if here in case.oracle else EXTRA
        difference = listed(case, side)
        self.all[side].append((case, difference))
        if difference:
            self.listed[case.code, side][difference] += 1
        else:
            (self.misses if side == MISS else self.extras)[case.code].append(case)

    def rows(self) -> Iterator[tuple[str, int, int, int, int, int]]:
        """Type, both, misses, extras, listed misses, listed extras."""
        codes = {*self.both, *self.misses, *self.extras, *(code for code, _ in self.listed)}
        for code in sorted(codes):
            yield (
                code, self.both[code], len(self.misses[code]), len(self.extras[code]),
                self.listed[code, MISS].total(), self.listed[code, EXTRA].total(),
            )  # fmt: skip

    def print(self) -> None:
        """The table with recall and precision outside the listed differences."""
        print(
            f"{'type':34} {'both':>6} {'miss':>5} {'extra':>5} {'listed-':>7} {'listed+':>7} {'recall':>7} {'prec':>7}"
        )
        total = Counter[str]()
        for code, both, miss, extra, minus, plus in self.rows():
            print(f"{code:34} {both:6} {miss:5} {extra:5} {minus:7} {plus:7} {ratio(both, miss)} {ratio(both, extra)}")
            total.update(both=both, miss=miss, extra=extra, minus=minus, plus=plus)
        print(
            f"{'ALL':34} {total['both']:6} {total['miss']:5} {total['extra']:5} {total['minus']:7} {total['plus']:7} "
            f"{ratio(total['both'], total['miss'])} {ratio(total['both'], total['extra'])}"
        )


def ratio(both: int, other: int) -> str:
    """``both`` as a share of ``both + other``."""
    return f"{both / (both + other):7.4f}" if both + other else "      -"


def print_cases(title: str, cases: list[Case], limit: int, chooser: random.Random) -> None:
    """Some cases of one kind, drawn at random, with the lines around them."""
    chosen = cases if len(cases) <= limit else chooser.sample(cases, limit)
    for case in chosen:
        print(f"--- {title} {case.code} {case.file.path}:{case.line}")
        for row in range(max(case.row - 3, 0), min(case.row + 3, case.file.line_count)):
            print(f"{'>' if row == case.row else ' '} {case.file.line_text(row)}")


def main() -> None:
    """Read the command line, compare, print the table and what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("paths", nargs="*", help="files or directories of the tree (default: the whole tree)")
    parser.add_argument("--tree", type=Path, required=True, help="a kernel tree with its scripts/checkpatch.pl")
    parser.add_argument("--patches", type=Path, help="compare on the patches of this directory instead, without a tree")
    parser.add_argument("--checkpatch", type=Path, help="the script to compare with (default: the tree's own)")
    parser.add_argument(
        "--checkpatch-version", type=version, help="that script's (default: that of its tree's Makefile)"
    )
    parser.add_argument("--sample", type=int, help="only so many files, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="of the random choice of files and of cases shown")
    parser.add_argument("--types", default="", help="only these types, separated by commas (default: all we have)")
    parser.add_argument("--show", default="", help="print disagreements of these types (or ALL)")
    parser.add_argument("--limit", type=int, default=10, help="at most so many of a type and side")
    parser.add_argument("--listed", action="store_true", help="print the listed differences with their counts")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()

    usual = frozenset(code for code, rules in catalog().items() if any(REQUEST not in rule.needs for rule in rules))
    types = frozenset(options.types.upper().split(",")) if options.types else usual
    root = (options.patches or options.tree).resolve()
    script = (options.checkpatch or options.tree / "scripts/checkpatch.pl").resolve()
    limits = Limits(checkpatch_version=options.checkpatch_version or version_of(script.parent.parent))
    settings = Settings(strict=True, types=types, limits=limits, tree=options.patches is None)
    if options.patches:
        # Neither side is to ask the repository that we happen to stand in.
        os.chdir(root)
        oracle = Oracle(script, root, ("--strict", "--no-tree"))
        files = sorted(path.name for path in root.iterdir() if path.suffix in {".patch", ".mbox", ".diff"})
        work = partial(patch_cases_of, directory=root, oracle=oracle, settings=settings, types=types)
    else:
        oracle = Oracle(script, root)
        files = files_of(root, options.paths or TOP.split())
        files = [file for file in files if (root / file).stat().st_size < 300_000]
        work = partial(cases_of, tree=root, oracle=oracle, settings=settings, types=types)
    if options.sample and options.sample < len(files):
        files = random.Random(options.seed).sample(files, options.sample)
    table = Table()
    for cases in map(work, files):
        for case in cases:
            table.add(case)
    table.print()
    shown = set(types) if options.show.upper() == "ALL" else set(filter(None, options.show.upper().split(",")))
    chooser = random.Random(options.seed)
    for code in sorted(shown):
        print_cases("MISS", table.misses[code], options.limit, chooser)
        print_cases("EXTRA", table.extras[code], options.limit, chooser)
    if options.listed:
        for (code, side), differences in sorted(table.listed.items()):
            for difference, count in differences.items():
                print(f"{code} {side} {count}: {difference.reason}")


if __name__ == "__main__":
    main()
