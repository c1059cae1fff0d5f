"""Draw findings to be judged by reading them: ``python -m tests.conformance.verdicts --help``.

What a user would see is drawn: kcheck with ``--strict`` on files and patches, and (``--against``) what only checkpatch
reports on them. ``verdicts.md`` holds the judgements of such draws.
"""

from __future__ import annotations

import argparse
import os
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from pylint_kernel.checking import inputs, runner
from pylint_kernel.checking.request import Request
from pylint_kernel.checking.rule import catalog
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.classify import classify
from pylint_kernel.configuration.configuration import Configuration
from pylint_kernel.configuration.layer import Layer
from pylint_kernel.language.source import Limits, SourceFile
from tests.conformance.__main__ import TOP, Table, cases_of, patch_cases_of, version_of
from tests.conformance.deviation import MISS
from tests.conformance.oracle import Oracle

PATCHES = frozenset({".patch", ".mbox", ".diff"})
#: Files of more bytes than this are lists of registers, of which one finding is like the other.
LARGE = 300_000


class Place(NamedTuple):
    """Something reported: the type, where (1-based ``line`` of ``shown``, a file or patch), and what is said of it.

    ``around``: the lines to judge it by.
    """

    code: str
    shown: str
    line: int
    text: str
    message: str
    around: tuple[str, ...]


def place(code: str, shown: str, line: int, file: SourceFile, row: int, message: str, context: int) -> Place:
    """The place on the 0-based ``row`` of ``file``, with so many lines around it."""
    around = tuple(
        f"{'>' if one == row else ' '} {file.line_text(one)}"
        for one in range(max(row - context, 0), min(row + context + 1, file.line_count))
    )
    text = file.line_text(row) if 0 <= row < file.line_count else ""
    return Place(code, shown, line, text, message, around)


def found(result: Result, shown: str, context: int) -> Iterator[Place]:
    """What kcheck found on one target."""
    file, lines = result.file, result.target.patch_lines or {}
    for finding in result.findings:
        line = file.line_number(finding.span.start)
        number = lines.get(line, 0) if lines else line
        yield place(finding.code, shown, number, file, line - file.first_line, finding.message, context)


def of_files(files: Iterable[str], tree: Path, settings: Settings, context: int) -> Iterator[Place]:
    """What kcheck finds in files of a tree."""
    for path in files:
        yield from found(runner.run_target(Target(path, root=str(tree)), settings), path, context)


def of_patches(
    patches: Iterable[Path], settings: Settings, projects: Mapping[str, Settings], context: int
) -> Iterator[Place]:
    """What kcheck finds in patches; those whose names begin as ``projects`` says are judged as that project does."""
    for patch in patches:
        own = next((one for prefix, one in projects.items() if patch.name.startswith(prefix)), settings)
        for target in inputs.collect(Request(paths=(str(patch),), settings=own)):
            if isinstance(target, Target):
                shown = patch.name if target.mail else f"{patch.name}: {target.path}"
                yield from found(runner.run_target(target, own), shown, context)


def of_project(preset: str) -> Settings:
    """The settings of a project that kcheck has a preset for, outside of its tree."""
    layer = Layer("project", os.getcwd(), {"preset": preset, "strict": True})
    return Configuration(layer, search=False).at(os.getcwd())._replace(tree=False)


def only_checkpatch(
    files: Iterable[str], patches: list[Path], tree: Path, settings: Settings, context: int
) -> Iterator[Place]:
    """What only checkpatch reports on files and patches, with the reason of a listed difference as the message.

    Both have the tree's list of misspellings, checkpatch beside its script.
    """
    script, types, table = tree / "scripts/checkpatch.pl", frozenset(catalog()), Table()
    without_tree = settings._replace(tree=False, lists=str(script.parent))
    oracle = Oracle(script, tree)
    for path in files:
        for case in cases_of(path, tree, oracle, settings, types):
            table.add(case)
    for patch in patches:
        oracle = Oracle(script, patch.parent, ("--strict", "--no-tree"))
        for case in patch_cases_of(patch.name, patch.parent, oracle, without_tree, types):
            table.add(case)
    for case, difference in table.all[MISS]:
        reason = f"listed: {difference.reason}" if difference else ""
        yield place(case.code, case.file.path, case.line, case.file, case.row, reason, context)


def draw(places: Iterable[Place], count: int, each: int, chooser: random.Random) -> list[Place]:
    """``count`` places at random, at most ``each`` of a type, sorted by type; a line with a type is one place."""
    every = sorted({(one.code, one.shown, one.line): one for one in places}.values())
    chooser.shuffle(every)
    taken: Counter[str] = Counter()
    drawn: list[Place] = []
    for one in every:
        if len(drawn) < count and taken[one.code] < each:
            taken[one.code] += 1
            drawn.append(one)
    return sorted(drawn)


def sources(tree: Path) -> list[str]:
    """The files below the directories of code in ``tree`` that kcheck checks, relative to it, sorted."""
    every = (path for top in TOP.split() for path in (tree / top).rglob("*"))
    checked = (path for path in every if path.is_file() and not path.is_symlink() and path.stat().st_size < LARGE)
    names = (str(path.relative_to(tree)) for path in checked)
    return sorted(name for name in names if classify(name) not in inputs.UNDECIDED)


def cell(text: str, width: int) -> str:
    """Text that may stand in a cell of a table."""
    return " ".join(text.split())[:width].replace("|", "\\|").replace("`", "'")


def show(drawn: list[Place], context: int) -> None:
    """The places as rows of a table, or with the lines around them."""
    if not context:
        print("| place | type | line | what is said |\n|---|---|---|---|")
    for number, one in enumerate(drawn, 1):
        if context:
            print(f"--- {number} {one.code} {one.shown}:{one.line}: {one.message}", *one.around, sep="\n")
        else:
            print(f"| {one.shown}:{one.line} | {one.code} | `{cell(one.text, 70)}` | {cell(one.message, 90)} |")


def main() -> None:
    """Draw and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.verdicts", description=__doc__)
    parser.add_argument("--tree", type=Path, required=True, help="a kernel tree")
    parser.add_argument("--patches", type=Path, help="a directory of patches")
    parser.add_argument(
        "--project", action="append", default=[], metavar="PREFIX=PRESET",
        help="patches whose names begin so belong to a project that there is a preset for",
    )  # fmt: skip
    parser.add_argument("--sample", type=int, default=2000, help="so many files of the tree, drawn at random")
    parser.add_argument("--commits", type=int, default=500, help="so many of the patches, drawn at random")
    parser.add_argument("--count", type=int, default=300, help="so many places of them, drawn at random")
    parser.add_argument("--each", type=int, default=3, help="at most so many of a type")
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn at random")
    parser.add_argument("--draw-seed", type=int, help="of the draw alone: other places of the same files")
    parser.add_argument("--against", action="store_true", help="draw what only the tree's checkpatch.pl reports")
    parser.add_argument("--context", type=int, default=0, help="show so many lines before and behind")
    options = parser.parse_args()

    chooser, tree = random.Random(options.seed), options.tree.resolve()
    settings = Settings(strict=True)
    files = sources(tree)
    files = chooser.sample(files, min(options.sample, len(files)))
    patches = (
        sorted(one.resolve() for one in options.patches.iterdir() if one.suffix in PATCHES) if options.patches else []
    )
    patches = chooser.sample(patches, min(options.commits, len(patches)))
    os.chdir(tree)
    if options.against:
        settings = settings._replace(limits=Limits(checkpatch_version=version_of(tree)))
        places = only_checkpatch(files, patches, tree, settings, options.context)
    else:
        without_tree = settings._replace(tree=False)
        projects = {prefix: of_project(preset) for prefix, _, preset in (one.partition("=") for one in options.project)}
        places = chain(
            of_files(files, tree, settings, options.context),
            of_patches(patches, without_tree, projects, options.context),
        )
    if options.draw_seed is not None:
        chooser = random.Random(options.draw_seed)
    show(draw(places, options.count, options.each, chooser), options.context)


if __name__ == "__main__":
    main()
