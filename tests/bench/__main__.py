"""``python -m tests.bench FILES...``: where the time goes, beside a bare parser and checkpatch.pl.

Times are the best of several runs, in milliseconds of processor time per 1000 lines, in one process. ``--checkpatch``
names a checkpatch.pl to run on the same files (the first 3000 lines of them, it is slow) and on the same small change;
for that, it is the time on the clock that counts.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from operator import itemgetter
from pathlib import Path

from tree_sitter import Parser

from pylint_kernel import output
from pylint_kernel.checking import engine
from pylint_kernel.checking.engine import Run
from pylint_kernel.checking.plan import Plan, index, plan
from pylint_kernel.checking.rule import Rule, catalog
from pylint_kernel.checking.runner import Result, Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.language import masking, parser
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import syntax
from pylint_kernel.output import Tally

SETTINGS = Settings(strict=True)
CHECKPATCH_LINES = 3000


def read(path: Path) -> SourceFile:
    """A file with no view built yet."""
    return SourceFile(str(path), path.read_bytes())


def plan_for(file: SourceFile) -> Plan:
    """All rules for the file."""
    return plan(SETTINGS, file.kind, True, file.in_patch, file.partial)


def write(results: list[Result]) -> None:
    """The findings as text."""
    writer = output.open("text", io.BytesIO())
    for result in results:
        writer.add(result)
    writer.finish(Tally())


#: What is done to a file, in the order in which one thing needs the other.
PHASES: dict[str, Callable[[SourceFile], object]] = {
    "lex": lambda file: file.tokens.index,
    "mask": lambda file: file.code,
    "directives, macros, brackets": lambda file: (file.directives, file.macros, file.tokens.partner),
    "repair the dialect": masking.mask,
    "parse": parser.tree,
    "parse macro bodies": parser.macro_tree,
    "rules on text": lambda file: Run(file, plan_for(file)).text_rules(),
    "read the tree": lambda file: syntax(file).tables,
    "rules on syntax": lambda file: Run(file, plan_for(file)).syntax_rules(),
    "rules on tokens": lambda file: Run(file, plan_for(file)).token_rules(),
}
#: Not part of the work: measured to compare with.
COMPARISONS = ("repair the dialect",)


def phases(paths: list[Path], repeat: int) -> Iterator[tuple[str, float]]:
    """Each phase with the best of its times, in seconds, over all files."""
    best: dict[str, float] = {}
    for _ in range(repeat):
        start = time.process_time()
        files = [read(path) for path in paths]
        spent = {"read": time.process_time() - start}
        for name, phase in PHASES.items():
            start = time.process_time()
            for file in files:
                phase(file)
            spent[name] = time.process_time() - start
        results = [Result(Target(file.path), file.data, engine.check(file, plan_for(file)), None) for file in files]
        start = time.process_time()
        write(results)
        spent["output"] = time.process_time() - start
        best = {name: min(seconds, best.get(name, seconds)) for name, seconds in spent.items()}
    yield from best.items()


def timed(work: Callable[[], object], repeat: int) -> float:
    """The best time of ``work`` in seconds."""
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def costs(files: list[SourceFile], repeat: int) -> list[tuple[float, Rule]]:
    """Each rule with its time in seconds over all files, the most expensive first; the tables are there already."""
    found = []
    for rule in (rule for rules in catalog().values() for rule in rules):
        single = index([rule], strict=True)
        wanted = [file for file in files if file.kind in rule.kinds]
        found.append((timed(partial(run_rules, wanted, single), repeat), rule))
    return sorted(found, key=itemgetter(0), reverse=True)


def run_rules(files: list[SourceFile], chosen: Plan) -> None:
    """The rules of a plan on files whose views exist."""
    for file in files:
        engine.check(file, chosen)


def bare_parse(files: list[SourceFile]) -> None:
    """What a tree-sitter parse alone takes."""
    bare = Parser(parser.language())
    for file in files:
        bare.parse(file.data)


def checkpatch(script: str, paths: list[Path]) -> tuple[float, int]:
    """How many seconds checkpatch.pl takes for how many lines of the files."""
    chosen, lines = [], 0
    for path in paths:
        chosen.append(str(path))
        lines += path.read_bytes().count(b"\n")
        if lines >= CHECKPATCH_LINES:
            break
    command = [script, "--no-tree", "--strict", "--terse", "--no-summary", "-f", *chosen]
    start = children()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return children() - start, lines


def children() -> float:
    """The processor time of the processes that have been started and have ended, in seconds."""
    used = os.times()
    return used.children_user + used.children_system


def small_change(source: Path, commands: dict[str, list[str]], repeat: int) -> Iterator[tuple[str, float, float]]:
    """The best and the median time in seconds of ``git diff | COMMAND`` for a change of four lines."""
    with tempfile.TemporaryDirectory() as directory:
        git = ["git", "-c", "user.name=Bench", "-c", "user.email=bench@example.org"]
        path = Path(directory, source.name)
        path.write_bytes(source.read_bytes())
        for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "Add a file"]):
            subprocess.run([*git, *arguments], cwd=directory, check=True)
        lines = path.read_bytes().split(b"\n")
        middle = len(lines) // 2
        lines[middle:middle] = [b"", b"static int added;", b"static int another; ", b""]
        path.write_bytes(b"\n".join(lines))
        # As for a user: what is compiled once is not compiled again.
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        for name, command in commands.items():
            spent = []
            for _ in range(repeat + 1):
                start = time.perf_counter()
                with subprocess.Popen(["git", "diff"], cwd=directory, stdout=subprocess.PIPE) as diff:
                    run = subprocess.run(
                        command, cwd=directory, stdin=diff.stdout, stdout=subprocess.DEVNULL,
                        stderr=subprocess.PIPE, env=environment, check=False,
                    )  # fmt: skip
                spent.append(time.perf_counter() - start)
                if run.returncode not in (0, 1):
                    raise SystemExit(f"{name} failed: {run.stderr.decode()}")
            yield name, min(spent[1:]), statistics.median(spent[1:])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, help="C sources")
    parser.add_argument("--checkpatch", metavar="PATH", help="a checkpatch.pl to compare with")
    parser.add_argument("--top", type=int, default=15, help="how many rules to list")
    parser.add_argument("--repeat", type=int, default=3, help="how often everything is measured")
    options = parser.parse_args()

    # As in the command, which has nothing to collect in so short a run.
    gc.disable()
    catalog()
    files = [read(path) for path in options.files]
    kilo = sum(file.line_count for file in files) / 1000
    print(f"{len(files)} files, {kilo * 1000:.0f} lines; milliseconds of processor time per 1000 lines:\n")
    total = 0.0
    for name, seconds in phases(options.files, options.repeat):
        note = "  (for comparison)" if name in COMPARISONS else ""
        print(f"{seconds * 1000 / kilo:9.2f}  {name}{note}")
        total += 0 if note else seconds
    print(f"{total * 1000 / kilo:9.2f}  everything\n")
    bare = timed(lambda: bare_parse(files), options.repeat)
    print(f"{bare * 1000 / kilo:9.2f}  a bare tree-sitter parse; everything takes {total / bare:.1f} times that")
    if options.checkpatch:
        seconds, lines = checkpatch(options.checkpatch, options.files)
        each = seconds * 1000 / (lines / 1000)
        print(f"{each:9.2f}  checkpatch.pl (on {lines} lines), {each * kilo / (total * 1000):.0f} times kcheck's")

    for file in files:
        PHASES["parse"](file)
        PHASES["parse macro bodies"](file)
    print("\nthe most expensive rules:\n")
    for cost, rule in costs(files, options.repeat)[: options.top]:
        print(f"{cost * 1000 / kilo:9.3f}  {rule.code} ({rule.name})")

    print("\ngit diff | ... with four added lines, milliseconds on the clock, best and median:\n")
    commands = {"kcheck -": [str(Path(sys.executable).parent / "kcheck"), "-"]}
    if options.checkpatch:
        commands["checkpatch.pl --no-tree -"] = [options.checkpatch, "--no-tree", "-"]
    commands["cat"] = ["cat"]
    for name, best, median in small_change(options.files[0], commands, 15):
        print(f"{best * 1000:9.1f} {median * 1000:9.1f}  {name}")


if __name__ == "__main__":
    main()
