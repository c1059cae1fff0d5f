"""Does a baseline hold while code is moved? A tree's findings are written down, then its files are edited at random.

    python -m tests.conformance.baseline --tree ~/linux drivers/staging --seed 1 2 3

After each edit the file is checked with the baseline and without. Which findings are known is plain, because the edits
keep account of the lines: those of the first state, each on its line, wherever that has gone; where a type speaks of
what is between two lines, one of them. The rest is new, and what is not found any more is gone. Printed is where the
baseline says otherwise, and what writing and using it costs.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.model import Applicability
from pylint_kernel.patches.change import BETWEEN_LINES, OF_NAMES
from tests.conformance.edits import EDITS, Author, Line, Lines, repaired

#: A finding as people would name it: the line that it is on, and its type.
Named = tuple[str, str]
#: What the command calls an entry that is gone, and how it says that it had several of the kind.
UNUSED, TIMES = "UNUSED_SUPPRESSION", re.compile(r", (\d+) of \d+ times: ")
KCHECK = [sys.executable, "-m", "pylint_kernel"]


class Place(NamedTuple):
    """Where something is found: the line, by its origin, the one above it, and the type; of what speaks of names, the
    name, which is told of once."""

    line: int
    above: int
    code: str
    name: str = ""


class Verdict(NamedTuple):
    """What the baseline said of an edited file, against what is so; empty counters where they agree.

    ``returned``: known findings that were reported; ``hidden``: new ones that were not; ``missed``: entries that should
    be gone, ``invented``: those that should not.
    """

    new: int
    gone: int
    returned: Counter[Named]
    hidden: Counter[Named]
    missed: Counter[str]
    invented: Counter[str]

    @property
    def is_right(self) -> bool:
        """Whether the baseline is right."""
        return not (self.returned or self.hidden or self.missed or self.invented)


class File:
    """A file of the experiment: its lines now, and what was found on each at first."""

    def __init__(self, path: str, tree: str, settings: Settings) -> None:
        self.path, self.tree, self.settings = path, tree, settings
        text = Path(path).read_text(encoding="latin-1")
        self.lines: Lines = [Line(number, line) for number, line in enumerate(text.removesuffix("\n").split("\n"))]
        self.known = self.places(self.check())

    def check(self, baseline: str | None = None) -> Result:
        """Check the file as it is now."""
        data = "".join(f"{line.text}\n" for line in self.lines).encode("latin-1")
        target = Target(self.path, data=data, root=self.tree)
        result = runner.run_target(target, self.settings._replace(baseline=baseline))
        assert result.failure is None, result.failure
        return result

    def places(self, result: Result) -> Counter[Place]:
        """How often each type is found on each line."""
        origins = [-1, *(line.origin for line in self.lines)]
        places: Counter[Place] = Counter()
        for found in result.findings:
            row = min(result.file.row(found.span.start), len(self.lines) - 1)
            name = found.message if found.code in OF_NAMES else ""
            places[Place(origins[row + 1], origins[row], found.code, name)] += 1
        return places

    def named(self, places: Counter[Place]) -> Counter[Named]:
        """The same by the text of the lines: equal lines are as good as each other."""
        texts = {line.origin: "".join(line.text.split()) for line in self.lines}
        named: Counter[Named] = Counter()
        for place, count in places.items():
            named[texts.get(place.line, ""), place.code] += count
        return named

    def verdict(self, baseline: str) -> Verdict:
        """What the baseline says of the file as it is now."""
        result = self.check(baseline)
        unknown, lost = compared(self.places(self.check()), self.known_now())
        new, said, gone = self.named(unknown), self.named(self.places(result)), types(lost)
        said_gone: Counter[str] = Counter()
        for entry, count in (result.gone or {}).items():
            said_gone[entry.type] += count
        return Verdict(new.total(), gone.total(), said - new, new - said, gone - said_gone, said_gone - gone)

    def known_now(self) -> Counter[Place]:
        """What was found at first, on the lines that those have become a part of."""
        now = {one.origin: line.origin for line in self.lines for one in line.joined}
        places: Counter[Place] = Counter()
        for place, count in self.known.items():
            places[place._replace(line=now.get(place.line, place.line))] += count
        return places

    def edit(self, chooser: random.Random, author: Author) -> str:
        """Change the file at random; the name of what has been done, empty if there was no place for it."""
        if chooser.random() < 0.2:
            return self.repair(chooser)
        edit = chooser.choice(EDITS)
        changed = edit(self.lines, chooser, author)
        if changed is None or changed == self.lines:
            return ""
        self.lines = changed
        return edit.__name__

    def repair(self, chooser: random.Random) -> str:
        """Repair one finding."""
        fixable = [one for one in self.check().findings if one.fix and one.fix.applicability == Applicability.SAFE]
        if not fixable:
            return ""
        self.lines = repaired(self.lines, chooser.choice(fixable))
        return "repair"

    def save(self) -> None:
        """Write the file."""
        Path(self.path).write_text("".join(f"{line.text}\n" for line in self.lines), encoding="latin-1")


#: What two places have in common that are the same: the name, the line, or the one above it.
SAME: tuple[Callable[[Place], tuple[object, ...]], ...] = (
    lambda place: (place.name, place.code) if place.name else (),
    lambda place: (place.line, place.code) if not place.name else (),
    lambda place: (place.above, place.code) if place.code in BETWEEN_LINES else (),
)


def compared(now: Counter[Place], before: Counter[Place]) -> tuple[Counter[Place], Counter[Place]]:
    """What is found now and was not before, and the other way round."""
    now, before = +now, +before
    for same in SAME:
        keys: dict[Any, list[Place]] = {}
        for place in before:
            keys.setdefault(same(place), []).append(place)
        for place in list(now):
            for old in keys.get(same(place), ()) if same(place) else ():
                common = min(now[place], before[old])
                now[place] -= common
                before[old] -= common
    return +now, +before


def types(places: Counter[Place]) -> Counter[str]:
    """How often each type is found."""
    found: Counter[str] = Counter()
    for place, count in places.items():
        found[place.code] += count
    return found


def kcheck(*arguments: str) -> tuple[str, float]:
    """Run the command; what it prints, and the seconds of processor time that it takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run([*KCHECK, *arguments], capture_output=True, text=True, errors="replace", check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode == 2:
        sys.exit(run.stderr)
    return run.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tree", required=True, help="the kernel tree")
    parser.add_argument("--seed", type=int, nargs="+", default=[1], help="edit the first state once with each")
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--files", type=int, default=40, help="edit so many files, each several times")
    parser.add_argument("paths", nargs="*", default=["drivers/staging"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        for path in options.paths:
            shutil.copytree(Path(options.tree, path), Path(directory, path))
        return experiment(directory, options)


def experiment(directory: str, options: argparse.Namespace) -> int:
    """Write the baseline for a copy of the files, edit them, and compare; 1 if the baseline is wrong anywhere."""
    baseline = str(Path(directory, "baseline"))
    paths = [str(Path(directory, path)) for path in options.paths]
    common = ["--strict", "--no-config", "--root", options.tree]
    _, plain = kcheck("check", "--format", "statistics", *common, *paths)
    printed, writing = kcheck("baseline", "write", "--baseline", baseline, *common, *paths)
    print(printed.strip().rpartition(": ")[2], f"written, {Path(baseline).stat().st_size / 1e6:.1f} MB")
    check = ["check", "--baseline", baseline, "--format", "jsonl", *common]
    rest, using = kcheck(*check, *paths)
    print(f"{rest.count(chr(10))} of them reported again")
    print(
        f"seconds of processor time: check {plain:.1f}, write {writing:.1f}, check with baseline {using:.1f}",
        flush=True,
    )
    sources = sorted(str(path) for one in paths for path in Path(one).rglob("*.[ch]"))
    return max(edited(directory, options, seed, sources, check) for seed in options.seed)


def edited(directory: str, options: argparse.Namespace, seed: int, sources: list[str], check: list[str]) -> int:
    """Edit some of the files, as a seed says; 1 if the baseline that ``check`` names is wrong about them anywhere."""
    baseline = check[check.index("--baseline") + 1]
    chooser, author = random.Random(seed), Author()
    settings = Settings(strict=True)
    files = [File(path, options.tree, settings) for path in chooser.sample(sources, min(options.files, len(sources)))]
    before = {file.path: Path(file.path).read_bytes() for file in files}
    done: Counter[str] = Counter()
    wrong = 0
    while done.total() < options.edits:
        file = chooser.choice(files)
        if name := file.edit(chooser, author):
            done[name] += 1
            verdict = file.verdict(baseline)
            if not verdict.is_right:
                wrong += 1
                print(f"{Path(file.path).relative_to(directory)} after {name}: {told(verdict)}")
    print(f"seed {seed}:", ", ".join(f"{count} {name}" for name, count in done.most_common()))
    verdicts = [file.verdict(baseline) for file in files]
    for file in files:
        file.save()
    print(f"new {sum(one.new for one in verdicts)}, gone {sum(one.gone for one in verdicts)}")
    reported, _ = kcheck(*check, *before)
    gone = [found["message"] for line in reported.splitlines() if (found := json.loads(line))["type"] == UNUSED]
    times = sum(int(several[1]) if (several := TIMES.search(message)) else 1 for message in gone)
    print(f"the command reports {reported.count(chr(10)) - len(gone)} findings, {times} entries as gone")
    print(f"{wrong} times wrong after {done.total()} edits", flush=True)
    for path, data in before.items():
        Path(path).write_bytes(data)
    return int(wrong > 0)


def told(verdict: Verdict) -> str:
    """Where a verdict is wrong, in words."""
    parts: list[tuple[str, Counter[Any]]] = [
        ("returned", verdict.returned),
        ("hidden", verdict.hidden),
        ("not gone", verdict.missed),
        ("gone", verdict.invented),
    ]
    return "; ".join(f"{name}: {dict(found)}" for name, found in parts if found)


if __name__ == "__main__":
    sys.exit(main())
