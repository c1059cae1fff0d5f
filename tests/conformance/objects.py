"""Prove by compiling that fixes are harmless: ``python -m tests.conformance.objects --help``.

Each file is fixed in memory and compiled in a shadow of the tree, by the commands that Kbuild recorded, with safe fixes
and with all: with the former every object is the same, with the latter every file can be compiled. Where an object
differs then, it is made once more, with the fixes of those types only whose pages claim that no object changes. The
exit status is 1 if any fix did harm.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pylint_kernel.checking.rule import catalog
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes.fixer import Fixed, fix_file
from pylint_kernel.fixes.kbuild import Command, Shadow, commands_for
from pylint_kernel.fixes.kinds import SAME_CODE, plain
from pylint_kernel.fixes.objects import differences
from pylint_kernel.model import Applicability
from tests.conformance.fixes import files_of

#: So many objects are made for a header.
OBJECTS = 2


class Outcome(NamedTuple):
    """What came of a file: how many objects there are, the harm that was done, how many of them differ with unsafe
    fixes, and the types among these that announce it."""

    path: str
    objects: int = 0
    harm: tuple[str, ...] = ()
    differ: int = 0
    types: tuple[str, ...] = ()


def prove(path: str, tree: Path, build: Path) -> Outcome:
    """Fix one file of ``tree`` in memory, and compare the objects that are made of it."""
    try:
        commands = commands_for(str(tree), str(build), path, OBJECTS)
    except ValueError as error:
        return Outcome(path, harm=(str(error),))
    return Proof(path, tree, build, commands).outcome() if commands else Outcome(path)


class Proof:
    """The comparison for one file."""

    def __init__(self, path: str, tree: Path, build: Path, commands: list[Command]) -> None:
        self.path, self.tree, self.build, self.commands = path, tree, build, commands
        self.data = (tree / path).read_bytes()

    def outcome(self) -> Outcome:
        """See :func:`prove`."""
        with TemporaryDirectory(prefix="kcheck-") as place:
            shadow = Shadow(place, str(self.tree), str(self.build), self.path, self.commands)
            before = shadow.compiled(self.data)
            if any(one.complaint for one in before):
                return Outcome(self.path)

            def changes(fixed: bytes) -> tuple[list[str], int]:
                """The complaints of the compiler about a content, and how many objects it makes differ."""
                if fixed == self.data:
                    return [], 0
                after = shadow.compiled(fixed)
                pairs = zip(before, after, strict=True)
                differ = sum(bool(differences(old.data, new.data)) for old, new in pairs if not new.complaint)
                return [one.complaint for one in after if one.complaint], differ

            safe = self.fixed(self.data, Applicability.SAFE)
            complaints, differ = changes(safe.data)
            harm = [f"with safe fixes: {one}" for one in complaints]
            harm += [f"with safe fixes {differ} objects differ"] if differ else []
            every = self.fixed(safe.data, Applicability.UNSAFE)
            complaints, differ = changes(every.data)
            harm += [f"with unsafe fixes: {one}" for one in complaints]
            types = {found.code for region in every.trace for found in region.causes}
            announcing = sorted(filter(announces, types))
            if differ and (silent := types.difference(announcing)):
                _, others = changes(self.fixed(safe.data, Applicability.UNSAFE, *silent).data)
                harm += [f"pages claim that no object changes: {', '.join(sorted(silent))}"] if others else []
            return Outcome(self.path, len(before), tuple(harm), differ, tuple(announcing) if differ else ())

    def fixed(self, data: bytes, level: Applicability, *types: str) -> Fixed:
        """What comes of a content of the file with fixes of a level, all or those of some types."""
        target = Target(self.path, origin=str(self.tree / self.path), data=data, root=str(self.tree))
        return fix_file(target, Settings(strict=True), level, frozenset(types))


def announces(code: str) -> bool:
    """Whether the page of a type says of an unsafe fix more than that tokens change; strings may, too."""
    return any("unsafe" in rule.doc and f"{SAME_CODE}." not in plain(rule.doc) for rule in catalog()[code])


def details(one: Outcome) -> Iterator[str]:
    """What came of a file."""
    types = f": {', '.join(one.types)}" if one.differ else ""
    yield f"{one.path}: {one.objects} objects, {one.differ} differ with unsafe fixes{types}"
    yield from (f"HARM {one.path}: {what}" for what in one.harm)


def sums(outcomes: list[Outcome]) -> Iterator[str]:
    """How many objects there were, how many differ, and by which types."""
    types = Counter(code for one in outcomes for code in one.types)
    for code, count in types.most_common():
        yield f"{count:5} of the files in which objects differ have fixes of {code}"
    files, made = sum(bool(one.objects) for one in outcomes), sum(one.objects for one in outcomes)
    yield f"{files} files, {made} objects, {sum(one.differ for one in outcomes)} differ with unsafe fixes"


def main() -> int:
    """Read the command line, fix, compile, print what differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.objects", description=__doc__)
    parser.add_argument("paths", nargs="+", help="files or directories of the tree")
    parser.add_argument("--tree", type=Path, required=True, help="a kernel tree")
    parser.add_argument("--build", type=Path, required=True, help="where it was built, make's O=")
    parser.add_argument("--sample", type=int, help="only so many files, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="of the random choice")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    tree, build = options.tree.resolve(), options.build.resolve()
    files = files_of(tree, options.paths)
    if options.sample and options.sample < len(files):
        files = random.Random(options.seed).sample(files, options.sample)
    outcomes = list[Outcome]()
    with Pool(options.jobs) as pool:
        for one in pool.imap(partial(prove, tree=tree, build=build), files):
            outcomes.append(one)
            for line in details(one):
                print(line, flush=True)
    print(*sums(outcomes), sep="\n")
    return any(one.harm for one in outcomes)


if __name__ == "__main__":
    sys.exit(main())
