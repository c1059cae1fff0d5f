"""``python -m tests.conformance.aftermath``: does checkpatch find more in the lines that fixes write than in those that
they replace?

What fixes do to a file is given to checkpatch as a patch, and so is the way back; of no type there may be more in the
first one. The exit status is 1 if there is.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes import fixer
from pylint_kernel.model import Applicability
from pylint_kernel.patches.unified import unified
from tests.conformance.__main__ import TOP, files_of
from tests.conformance.oracle import Oracle, Verdict


class Aftermath(NamedTuple):
    """What checkpatch says of the lines that fixes have replaced in a file, of those that they wrote, and where there
    is more of a type now."""

    path: str
    before: int
    after: int
    worse: list[str]


def aftermath(path: str, tree: Path, level: Applicability) -> Aftermath | None:
    """Fix a file in memory and ask checkpatch; None if there is nothing to fix."""
    data = (tree / path).read_bytes()
    target = Target(path, origin=str(tree / path), data=data, root=str(tree))
    fixed = fixer.fix_file(target, Settings(strict=True), level).data
    if fixed == data:
        return None
    with tempfile.TemporaryDirectory() as directory:
        oracle = Oracle(
            tree / "scripts" / "checkpatch.pl", Path(directory), ("--strict", "--no-signoff", f"--root={tree}")
        )
        back, there = (verdicts(oracle, unified(path, *pair)) for pair in ((fixed, data), (data, fixed)))
    counts = Counter(one.type for one in back)
    rising = {code for code, count in Counter(one.type for one in there).items() if count > counts[code]}
    worse = [f"{one.type}: {one.text}: patch line {one.line}" for one in there if one.type in rising]
    return Aftermath(path, len(back), len(there), worse)


def verdicts(oracle: Oracle, patch: bytes) -> list[Verdict]:
    """What checkpatch says of a patch."""
    (oracle.cwd / "a.patch").write_bytes(patch)
    return oracle.patch("a.patch")


def main() -> int:
    """Draw files, fix them, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.aftermath", description=__doc__)
    parser.add_argument("paths", nargs="*", help="files or directories of the tree (default: the whole tree)")
    parser.add_argument("--tree", type=Path, required=True, help="a kernel tree")
    parser.add_argument("--sample", type=int, default=300, help="so many files, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="of the random choice")
    parser.add_argument("--unsafe", action="store_true", help="fixes too that could change the meaning")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    tree = options.tree.resolve()
    files = files_of(tree, options.paths or TOP.split())
    random.Random(options.seed).shuffle(files)
    level = Applicability.UNSAFE if options.unsafe else Applicability.SAFE
    with Pool(options.jobs) as pool:
        work = partial(aftermath, tree=tree, level=level)
        found = [one for one in pool.imap_unordered(work, files[: options.sample]) if one is not None]
    for one in found:
        for text in one.worse:
            print(f"WORSE {one.path}: {text}")
    before, after = sum(one.before for one in found), sum(one.after for one in found)
    print(f"{len(found)} of {options.sample} files fixed, {sum(bool(one.worse) for one in found)} have more of a type;")
    print(f"checkpatch finds {before} on the lines that were replaced, {after} on those that were written")
    return any(one.worse for one in found)


if __name__ == "__main__":
    sys.exit(main())
