"""What a preset is worth: ``python -m tests.conformance.presets NAME --repository DIR`` tries it on files and commits.

Files and commits of the project are drawn at random and checked twice, with the preset and without, always strictly.
A line for the table in docs/presets.md is printed, then what the types differ by; ``--show TYPE`` lists findings.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from pylint_kernel.checking import inputs, runner
from pylint_kernel.checking.request import Request
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.configuration.configuration import Configuration
from pylint_kernel.configuration.layer import Layer
from pylint_kernel.language import parser as c_parser
from pylint_kernel.language.source import SourceFile

#: Commits are drawn from so many of the latest ones.
RECENT = 2000


def git(directory: Path, *arguments: str, stdin: str = "") -> list[str]:
    """The lines that git prints."""
    run = subprocess.run(["git", *arguments], cwd=directory, input=stdin.encode(), check=True, capture_output=True)
    return run.stdout.decode("utf-8", "surrogateescape").splitlines()


def draw(repository: Path, clone: Path, count: int, commits: int, seed: int, excluded: Configuration) -> list[str]:
    """Clone the repository without its files, take some of these out, and draw commits."""
    branch = git(repository, "symbolic-ref", "HEAD")[0]
    subprocess.run(["git", "clone", "-qsn", repository, clone], check=True, stderr=subprocess.DEVNULL)
    revision = git(repository, "rev-parse", branch)[0]
    dice = random.Random(seed)
    every = [path for path in git(clone, "ls-tree", "-r", "--name-only", revision) if path.endswith((".c", ".h"))]
    every = [path for path in every if not excluded.excluded(str(clone / path))]
    chosen = dice.sample(every, min(count, len(every)))
    git(clone, "checkout", "-q", revision, "--pathspec-from-file=-", stdin="\n".join(chosen))
    recent = git(clone, "rev-list", "--no-merges", f"--max-count={RECENT}", revision, "--", "*.c", "*.h")
    return dice.sample(recent, min(commits, len(recent)))


def configuration(clone: Path, preset: str) -> Configuration:
    """Nothing but the preset, and CHECKs."""
    return Configuration(Layer("here", str(clone), {"preset": preset, "strict": True}), search=False)


def results(request: Request) -> Iterator[Result]:
    """What comes of a request."""
    targets = [one for one in inputs.collect(request) if isinstance(one, Target)]
    return runner.run(targets, Settings(), runner.cores())


def broken(file: SourceFile) -> bool:
    """Whether the parser did not understand something."""
    bodies = c_parser.macro_tree(file)
    return c_parser.tree(file).root_node.has_error or (bodies is not None and bodies.root_node.has_error)


def main() -> None:
    """Compare, and print what there is to say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("preset")
    parser.add_argument("--repository", type=Path, required=True, help="a clone of the project's, bare or not")
    parser.add_argument("--files", type=int, default=50)
    parser.add_argument("--patches", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--show", default="", metavar="TYPE", help="list the findings of types like this with the preset"
    )
    parser.add_argument("--broken", action="store_true", help="list what does not parse with the preset")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        clone = Path(directory) / options.preset
        excluded = configuration(clone, options.preset)
        commits = draw(options.repository.absolute(), clone, options.files, options.patches, options.seed, excluded)
        os.chdir(clone)
        files: dict[str, Counter[str]] = {}
        patches: dict[str, Counter[str]] = {}
        clean: dict[str, int] = {}
        number = 0
        for preset in ("none", options.preset):
            configured = configuration(clone, preset)
            found = list(results(Request((".",), configured=configured)))
            number = len(found)
            files[preset] = Counter(one.code for result in found for one in result.findings)
            opened = [runner.open_source(one.target, one.target.settings or Settings()) for one in found]
            clean[preset] = sum(not broken(file) for file in opened)
            changed = list(results(Request(revisions=tuple(commits), configured=configured)))
            patches[preset] = Counter(one.code for result in changed for one in result.findings)
            if preset == options.preset:
                show(found + changed, options.show)
                if options.broken:
                    print(*(f"{file.path} does not parse" for file in opened if broken(file)), sep="\n")
        before, after = files["none"], files[options.preset]
        share = " | ".join(f"{100 * clean[preset] / number:.0f} %" for preset in clean)
        mails = " | ".join(str(patches[preset].total()) for preset in patches)
        print(f"| {options.preset} | {before.total()} | {after.total()} | {share} | {mails} |")
        for code in sorted(before | after | patches["none"], key=lambda code: -before[code]):
            print(f"{code:36} {before[code]:5} {after[code]:5}   {patches['none'][code]:5}", end=" ")
            print(f"{patches[options.preset][code]:5}")


def show(found: list[Result], code: str) -> None:
    """List the findings of a type with their lines."""
    for result in found:
        for one in result.findings:
            if fnmatchcase(one.code, code):
                line = result.file.line(result.file.row(one.span.start))
                print(f"{one.code} {result.target.path}:{line.number}: {one.message}: {line.text}")


if __name__ == "__main__":
    main()
