"""Compare the drop-in with checkpatch.pl run by run: ``python -m tests.conformance.dropin --help``.

A run is a command line on some input. Both programs get it in the same directory, a small kernel tree in a git
repository, which has the scripts of a real one. Compared are the exit status, what is announced, in which order
(banners, totals, verdicts, notes), and the findings as ``(prefix, line, level, type)``. What the two sides find is one
thing, how they tell it another, so both are counted on their own: a difference in what is found is one of the listed
deviations or goes into the table of types; everything else must be the same, but for :data:`REPAIRS`.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from pylint_kernel.checking import inputs, runner
from pylint_kernel.checking.request import Request
from pylint_kernel.checking.runner import Target
from pylint_kernel.classify import Kind
from pylint_kernel.command_line import checkpatch_options
from pylint_kernel.explain import corpus
from pylint_kernel.language.source import SourceFile
from pylint_kernel.output.checkpatch import AFTER_THE_END
from tests.conformance.deviation import EXTRA, MISS, Case, listed
from tests.repository import Worktree

#: What is different on purpose, everywhere.
REPAIRS = {
    "go on": "an input that cannot be read, or has nothing to find, does not end the run: the others are checked",
    "trouble": "the status is 2 if anything could not be checked, whatever else was found",
    "columns": "the findings of a line stand in the order of their columns",
    "header": "what is said of a file's header names the line of it, and with --showfile a line that the file has",
    "shown": "findings on a patch's header show the line they are about",
    "mailboxes": "each mail of a mailbox is signed off, or not, by itself",
    "text": "of what is no patch nothing is said but that",
    "subject": "a subject that goes on in the next line is shown as a whole",
    "name": "standard input has no name that it could mention (EMBEDDED_FILENAME)",
    "fixable": "the note on --fix counts, and is there only if something can be repaired",
}
SCRIPTS = ("checkpatch.pl", "spelling.txt", "const_structs.checkpatch", "get_maintainer.pl")
LAUNCHER = """\
#!{python}
import sys
sys.path.insert(0, {root!r})
from pylint_kernel.command_line.entry import entry
entry()
"""
#: What has no line of its own, or one that differs: see "header".
ON_HEADERS = {
    "COMMIT_MESSAGE", "CORRUPTED_PATCH", "DT_SCHEMA_BINDING_PATCH", "DT_SPLIT_BINDING_PATCH", "EXECUTE_PERMISSIONS",
    "FILE_PATH_CHANGES", "MODIFIED_INCLUDE_ASM", "OBSOLETE", "PATCH_PREFIX", "FROM_SIGN_OFF_MISMATCH",
}  # fmt: skip
#: A space on one side of an operator only is an error here; to checkpatch it is a CHECK for those who are strict.
OTHER_LEVEL = {"SPACING"}
WITHOUT_LINE = AFTER_THE_END | ON_HEADERS
ROOT = Path(__file__).parents[2]

#: Ways to present, of which a run has some.
PRESENTATION = (
    (), ("-q",), ("-q", "-q"), ("--terse",), ("--emacs",), ("--showfile",), ("--terse", "--showfile"),
    ("--terse", "--no-summary"), ("--summary-file",), ("--no-summary",), ("--mailback",), ("--color=always",),
    ("--terse", "--emacs", "--color=ALWAYS"), ("-q", "--terse", "--no-summary", "--mailback"),
    ("-q", "--terse", "--no-summary", "--mailback", "--showfile"), ("--color=0", "-q"), ("--color=1",),
    ("--no-showfile", "--emacs", "--summary-file", "-q"),
)  # fmt: skip
#: What is looked for.
SELECTION = (
    (), ("--strict",), ("--subjective",), ("--no-strict",), ("--ignore", "spacing,braces"), ("--types=SPACING",),
    ("--types", "TRAILING_WHITESPACE,LONG_LINE", "--types=CODE_INDENT"), ("--no-signoff",), ("--no-fixes-tag",),
    ("--max-line-length=80", "--strict"), ("--max-line-length", "60"), ("--tab-size=4", "--strict"), ("--no-tree",),
    ("--no-tree", "--strict"), ("-notree", "-STRICT"), ("--min-conf-desc-length=2",), ("--ignore=LONG_LINE",),
    ("--kconfig-prefix=CFG_",), ("--codespell", "--codespellfile=words.txt"), ("--codespellfile=words.txt",),
    ("--typedefsfile=words.txt",), ("--types=NOTHING_OF_THE_SORT",), ("--root=.",), ("--ignore=",),
    ("--spdx-cxx-comments",), ("--no-tree", "--root=drivers"), ("--root=drivers",), ("--color=blue",),
    ("--nonsense",), ("--tab-size=x",),
)  # fmt: skip


class Run(NamedTuple):
    """A command line, and what is on standard input."""

    arguments: tuple[str, ...]
    stdin: bytes = b""


class Found(NamedTuple):
    """A finding as it is printed: what stands before its level, the level, the type, the colours around them, and the
    line of the input."""

    prefix: str
    level: str
    type: str
    colours: tuple[str, ...]
    line: int


class Output(NamedTuple):
    """What a run came to: ``outline`` is everything that is not a finding, in its order."""

    status: int
    found: list[Found]
    outline: list[str]
    complains: bool


COLOUR = re.compile(r"\x1b\[[0-9;]*m")
HEADLINE = re.compile(r"(?P<prefix>(?:[^\n:]*:-?\d+: )?)(?P<level>ERROR|WARNING|CHECK):(?P<type>[A-Z_0-9]+): ")
LOCATION = re.compile(r"#(\d+): ")
TOTALS = re.compile(
    r"(?P<name>(?:\S+ )?)total: \d+ errors, \d+ warnings, (?P<checks>(?:\d+ checks, )?)(?P<lines>\d+) lines checked"
)
VERDICT = re.compile(
    r".* has (?:style problems, please review|no obvious style problems and is ready for submission)\."
)
SUBJECT = re.compile(r'\A".*"')
#: Above and below a name; a line that is shown may be one of three dashes.
RULE = re.compile(r"-{7,}")


def read(run: subprocess.CompletedProcess[bytes]) -> Output:
    """Take apart what a program has printed."""
    found: list[Found] = []
    outline: list[str] = []
    banner = False
    for raw in run.stdout.decode("utf-8", "replace").split("\n"):
        line = COLOUR.sub("", raw)
        if headline := HEADLINE.match(line):
            at = int(headline["prefix"].rstrip(": ").rpartition(":")[2] or 0)
            found.append(Found(headline["prefix"], headline["level"], headline["type"], tuple(COLOUR.findall(raw)), at))
            continue
        if (location := LOCATION.match(line)) and found and not found[-1].prefix:
            found[-1] = found[-1]._replace(line=int(location[1]))
        if totals := TOTALS.fullmatch(line):
            outline.append(f"{totals['name']}{'checks ' if totals['checks'] else ''}{totals['lines']} lines")
        elif RULE.fullmatch(line):
            banner = not banner
        elif banner:
            outline.append(f"banner {line}")
        elif VERDICT.fullmatch(line):
            outline.append(SUBJECT.sub('"..."', line.removesuffix(".")))
        elif line.startswith("Usage: "):
            outline.append("usage")
    return Output(run.returncode, found, outline, bool(run.stderr))


class World:
    """A small kernel tree to run both programs in, with the scripts of ``tree``, and a repository with changes."""

    def __init__(self, tree: Path, place: Path) -> None:
        self.root = place / "linux"
        shutil.copytree(corpus.root() / "trees" / "linux", self.root)
        for name in SCRIPTS:
            shutil.copy(tree / "scripts" / name, self.root / "scripts" / name)
        self.theirs = self.root / "scripts" / "checkpatch.pl"
        self.ours = self.root / "scripts" / "checkpatch-kcheck"
        self.ours.write_text(LAUNCHER.format(python=sys.executable, root=str(ROOT)))
        self.ours.chmod(0o755)
        (self.root / "words.txt").write_text("teh->the\nofteh->often, of the,\n")
        self.repository = Worktree(self.root)
        self.repository.commit("tree: begin")
        self.environment = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "HOME": str(place)}

    def run(self, script: Path, run: Run) -> Output:
        """Run a program; in ten minutes it must be done."""
        command = [str(script), "--show-types", *run.arguments]
        return read(
            subprocess.run(
                command,
                cwd=self.root,
                env=self.environment,
                input=run.stdin,
                capture_output=True,
                check=False,
                timeout=600,
            )
        )

    def write(self, name: str, data: bytes) -> str:
        """Put an input where both find it; its name."""
        self.repository.write(name, data)
        return name

    def change(self, path: str, before: bytes, after: bytes, message: str) -> bytes:
        """Commit a change of a file; the mail with it."""
        self.repository.write(path, before)
        self.repository.commit("demo: before")
        self.repository.write(path, after)
        self.repository.commit(message)
        return self.repository.git("format-patch", "--stdout", "-1")


# -- inputs


class Inputs:
    """Draws inputs: sources and patches, those of the corpus and real ones, sound and damaged."""

    def __init__(self, world: World, tree: Path, patches: Path | None, chooser: random.Random) -> None:
        self.world, self.tree, self.chooser = world, tree, chooser
        every = [case for path in sorted((corpus.root() / "rules").rglob("*.md")) for case in corpus.cases(path)]
        self.examples = [case for case in every if case.language in {"c", "h", "S", "dts"}]
        self.mails = [case for case in every if case.language in {"mail", "diff"}]
        self.real = [path for path in sorted((tree / "drivers").rglob("*.[ch]")) if path.stat().st_size < 20_000]
        self.patches = sorted(patches.glob("*.patch")) if patches else []
        self.count = 0

    def source(self) -> tuple[str, bytes]:
        """A source file: its path and its content."""
        if self.chooser.random() < 0.5:
            path = self.chooser.choice(self.real)
            name, data = str(path.relative_to(self.tree)), path.read_bytes()
        else:
            case = self.chooser.choice(self.examples)
            name, data = case.path, case.source
        return name, damaged(data, self.chooser) if self.chooser.random() < 0.25 else data

    def patch(self) -> bytes:
        """A patch, or something that claims to be one."""
        match self.chooser.randrange(6):
            case 0 if self.patches:
                return self.chooser.choice(self.patches).read_bytes()
            case 1:
                return self.chooser.choice(self.mails).source
            case 2:
                return damaged(self.commit(), self.chooser)
            case 3:
                return self.chooser.choice([b"", b"\n", b"just\nwords\n", self.source()[1], COMBINED])
            case _:
                return self.commit()

    def commit(self) -> bytes:
        """A change that is committed, as a mail."""
        path, data = self.source()
        lines = data.split(b"\n")
        at = self.chooser.randrange(len(lines))
        kept = lines[:at] + lines[at + self.chooser.randrange(1, 9) :]
        signed = "\nSigned-off-by: A. Person <a@example.org>\n" if self.chooser.random() < 0.7 else ""
        message = f"demo: change {path}\n\nThis is why the change\nhas to be made.\n{signed}"
        return self.world.change(path, b"\n".join(kept), data, message)

    def files(self, draw: Callable[[], bytes], suffix: str, count: int) -> list[str]:
        """The names of so many inputs."""
        names = []
        for _ in range(count):
            self.count += 1
            names.append(self.world.write(f"input{self.count}{suffix}", draw()))
        return names

    def runs(self, count: int) -> Iterator[tuple[Run, list[Run]]]:
        """Command lines without options, each with those for its inputs one by one."""
        for _ in range(count):
            match self.chooser.randrange(10):
                case 0 | 1:
                    sources = dict(self.source() for _ in range(self.chooser.choice([1, 1, 2])))
                    names = [self.world.write(name, data) for name, data in sources.items()]
                    yield Run(("-f", *names)), [Run(("-f", name)) for name in names]
                case 2 | 3 | 4:
                    names = self.files(self.patch, ".patch", self.chooser.choice([1, 1, 2, 3]))
                    yield Run(tuple(names)), [Run((name,)) for name in names]
                case 5:
                    patch = self.patch()
                    [name] = self.files(lambda: patch, ".patch", 1)  # noqa: B023 - is called at once
                    yield Run(self.chooser.choice([("-",), ()]), patch), [Run((name,))]
                case 6:
                    run = Run(("-f", "-"), self.source()[1])
                    yield run, [run]
                case 7 | 8:
                    for _ in range(3):
                        self.commit()
                    which = self.chooser.choice(
                        ["HEAD", "HEAD~2..", "HEAD-4", "HEAD~4..HEAD~1", "HEAD HEAD~2", "HEAD~1 HEAD"]
                    )
                    ids = [one for name in which.split() for one in self.ids(name)]
                    yield Run(("-g", *which.split())), [Run(("-g", one)) for one in ids]
                case _:
                    run = Run(self.chooser.choice([
                        ("missing.patch",), ("-f", "missing.c"), ("-g", "nowhere"), ("-g", "nowhere..HEAD"),
                        ("-g", "HEAD..HEAD"), ("-g", "-f", "HEAD"), ("-h",), ("-qf", "x"), ("--list-types",),
                        ("--terse", "--verbose", "-f", "words.txt"),
                    ]))  # fmt: skip
                    yield run, []

    def ids(self, name: str) -> list[str]:
        """The commits that ``-g NAME`` means."""
        last = re.fullmatch(r"(.*)-(\d)", name)
        which = [f"-{last[2]}", last[1]] if last else [name] if ".." in name else ["-1", name]
        return self.world.repository.git("rev-list", "--no-merges", *which).decode().split()


COMBINED = b"""\
commit 5b473237cdef5b473237cdef5b473237cdef5b47
Merge: 1111111 2222222
Author: A. Person <a@example.org>

    Merge a branch

diff --cc drivers/demo.c
index 1111111,2222222..3333333
--- a/drivers/demo.c
+++ b/drivers/demo.c
@@@ -1,1 -1,1 +1,2 @@@
  int a;
++int b;
"""


def damaged(data: bytes, chooser: random.Random) -> bytes:
    """Content as nobody should have to expect it."""
    lines = data.split(b"\n")
    at = chooser.randrange(len(lines))
    match chooser.randrange(6):
        case 0:
            return data[: chooser.randrange(len(data) + 1)]
        case 1:
            return data.replace(b"\n", b"\r\n")
        case 2:
            return data.removesuffix(b"\n")
        case 3:
            return b"\n".join([*lines[:at], bytes(chooser.randrange(1, 256) for _ in range(40)), *lines[at:]])
        case 4:
            return b"\n".join(lines[:at] + lines[at + 1 :])
        case _:
            odd = chooser.choice([b"}", b"{", b'"', b"/*", b"*/", b"#if 0", b"("])
            return b"\n".join([*lines[:at], odd, *lines[at:]])


# -- comparison

#: What is found in an input: line and type.
Key = tuple[int, str]


def keys(output: Output) -> frozenset[Key]:
    """What has been found, by line and type; what is said of the whole of a patch, or of a header, has no line."""
    return frozenset((0 if found.type in WITHOUT_LINE else found.line, found.type) for found in output.found)


class Unit(NamedTuple):
    """What both sides say of one input by itself, with the options that select."""

    run: Run
    theirs: Output
    ours: Output

    @property
    def noise(self) -> set[str]:
        """The types that only one side has found somewhere."""
        return {code for _, code in keys(self.theirs) ^ keys(self.ours)}

    @property
    def agrees(self) -> bool:
        """Whether both have found something, or neither, and so with what is worth a mail."""
        theirs, ours = self.theirs, self.ours
        return bool(theirs.found) == bool(ours.found) and worth_a_mail(theirs) == worth_a_mail(ours)

    @property
    def ends(self) -> bool:
        """Whether checkpatch ends the run there."""
        return not self.theirs.outline

    @property
    def ends_mail(self) -> bool:
        """Whether it does so when asked to write what to answer by mail."""
        return self.ends or not worth_a_mail(self.theirs)


def worth_a_mail(output: Output) -> bool:
    """Whether more has been found than what is missing at the end of a patch."""
    return not {found.type for found in output.found} <= AFTER_THE_END


def differences(run: Run, theirs: Output, ours: Output, units: list[Unit]) -> Iterator[str]:
    """How the two runs differ, apart from what the sides find in the inputs one by one, and from repairs."""
    if ours.status == 2 and ours.complains and theirs.status != 2:
        yield "repair: trouble"
        return
    if len(units) > 1 and any(unit.ends or ("--mailback" in run.arguments and unit.ends_mail) for unit in units):
        yield "repair: go on"
        return
    if not all(unit.agrees for unit in units):
        return
    if theirs.status != ours.status:
        yield f"status {theirs.status} against {ours.status}"
    if theirs.outline != ours.outline:
        yield f"outline {theirs.outline} against {ours.outline}"
    noise = {code for unit in units for code in unit.noise}
    one, other = shape(theirs, noise), shape(ours, noise)
    if one != other:
        yield f"findings {sorted(set(one) - set(other))} against {sorted(set(other) - set(one))}"
    elif order(theirs, noise) != order(ours, noise):
        yield f"order {order(theirs, noise)} against {order(ours, noise)}"


def shape(output: Output, noise: set[str]) -> list[tuple[str, str, tuple[str, ...], str]]:
    """The findings as they are printed, those of ``noise`` left out, in no order."""
    return sorted(
        {
            (place_of(found), *(("", ()) if found.type in OTHER_LEVEL else (found.level, found.colours)), found.type)
            for found in output.found
            if found.type not in noise
        }
    )


def order(output: Output, noise: set[str]) -> list[str]:
    """The places of the findings in their order, each once."""
    return list(dict.fromkeys(place_of(found) for found in output.found if found.type not in noise))


def place_of(found: Found) -> str:
    """What stands before a finding, as far as it has to be the same."""
    return found.prefix.partition(":")[0] if found.type in WITHOUT_LINE else found.prefix


class Table:
    """What the sides find: per type what both report, what one of them does, and how much of that is listed."""

    def __init__(self) -> None:
        self.both: Counter[str] = Counter()
        self.listed: Counter[str] = Counter()
        self.only: dict[str, Counter[str]] = {MISS: Counter(), EXTRA: Counter()}
        self.shown: list[str] = []

    def add(self, unit: Unit, root: Path) -> int:
        """Count what is found in one input; in how many cases only one side does, and that is not listed."""
        theirs, ours = keys(unit.theirs), keys(unit.ours)
        self.both.update(code for _, code in theirs & ours)
        if theirs == ours or "-" in unit.run.arguments:
            return 0
        shown = len(self.shown)
        places = places_of(unit.run, root)
        for side, only in ((MISS, theirs - ours), (EXTRA, ours - theirs)):
            for line, code in only:
                file, number, before = places(line)
                row = number - file.first_line
                known = not line or 0 <= row < file.line_count
                if known and listed(Case(code, number, file, theirs, ours, before), side):
                    self.listed[code] += 1
                    continue
                self.only[side][code] += 1
                text = file.line_text(row) if 0 <= row < file.line_count else ""
                self.shown.append(f"{side} {code} {' '.join(unit.run.arguments)}:{line}: {text}")
        return len(self.shown) - shown

    def print(self, show: str, limit: int) -> None:
        """The table, and some of the cases."""
        print(f"{'type':34} {'both':>6} {'miss':>5} {'extra':>5} {'listed':>6}")
        for code in sorted({*self.listed, *self.only[MISS], *self.only[EXTRA]}):
            self.row(code, self.both[code], self.only[MISS][code], self.only[EXTRA][code], self.listed[code])
        self.row("ALL", self.both.total(), self.only[MISS].total(), self.only[EXTRA].total(), self.listed.total())
        for line in [line for line in self.shown if show in ("ALL", line.split()[1])][:limit]:
            print(line)

    def row(self, code: str, *counts: int) -> None:
        """Print a row."""
        print("{:34} {:6} {:5} {:5} {:6}".format(code, *counts))


#: A line: the file that it is in, its number there, and what the file was before, if it is changed.
Position = tuple[SourceFile, int, bytes]


def places_of(run: Run, root: Path) -> Callable[[int], Position]:
    """From a line of an input to where that is; 0 is the input as a whole."""
    choices = checkpatch_options.read(list(run.arguments))
    settings = choices.settings._replace(root=str(root) if choices.settings.tree else None)
    if choices.has("file"):
        file = runner.open_source(Target(choices.files[0], root=settings.root), settings)
        return lambda line: (file, line, b"")
    names = tuple(choices.files)
    request = Request(revisions=names, settings=settings) if choices.has("git") else Request(names, settings)
    places: dict[int, Position] = {}
    mail = SourceFile("", b"", kind=Kind.MAIL)
    for target in inputs.collect(request):
        if isinstance(target, inputs.Problem):
            continue
        try:
            file = runner.open_source(target, settings)
        except OSError:
            continue
        if target.mail is not None:
            mail = file if not places else mail
        before = target.before.data if target.before else b""
        places.update({line: (file, number, before) for number, line in (target.patch_lines or {}).items()})
    return lambda line: places.get(line, (mail, line, b""))


def main() -> int:
    """Read the command line, compare, print what differs; 1 if anything does that is not a repair."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.dropin", description=__doc__)
    parser.add_argument("--tree", type=Path, required=True, help="a kernel tree with its scripts/checkpatch.pl")
    parser.add_argument("--patches", type=Path, help="a directory of real patches to use, too")
    parser.add_argument("--count", type=int, default=200, help="how many runs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", default="", help="print what only one side finds, of this type (or ALL)")
    parser.add_argument("--limit", type=int, default=40)
    parser.add_argument(
        "--keep", type=Path, help="a directory for the inputs of the runs that differ, or find other things"
    )
    options = parser.parse_args()
    table, failed, repairs = Table(), 0, Counter[str]()
    kept = options.keep.resolve() if options.keep else None
    with tempfile.TemporaryDirectory(prefix="kcheck-dropin-") as place:
        for run, found in compare(options.tree, Path(place), options.patches, options.count, options.seed, table, kept):
            if kept and any(not one.startswith("repair: ") for one in found):
                keep(run, kept / str(failed + 1))
            for one in found:
                if one.startswith("repair: "):
                    repairs[one.removeprefix("repair: ")] += 1
                else:
                    failed += 1
                    print(f"{shlex.join(run.arguments)}{' < input' if run.stdin else ''}: {one}")
    table.print(options.show, options.limit)
    for name, count in repairs.items():
        print(f"{count} runs repaired: {REPAIRS[name]}")
    print(f"{options.count} runs, seed {options.seed}: {failed} differences in status, layout and order")
    return 1 if failed else 0


def keep(run: Run, folder: Path) -> None:
    """Put the inputs of a run into a directory, to run it again."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "command").write_text(shlex.join(run.arguments) + "\n")
    (folder / "stdin").write_bytes(run.stdin)
    for name in run.arguments:
        if os.path.isfile(name):
            shutil.copy(name, folder)
        elif re.fullmatch(r"[0-9a-f]{40}", name):
            mail = subprocess.run(
                ["git", "format-patch", "--stdout", "-1", name], capture_output=True, check=False
            ).stdout
            (folder / f"{name[:12]}.patch").write_bytes(mail)


def compare(
    tree: Path, place: Path, patches: Path | None, count: int, seed: int, table: Table, kept: Path | None = None
) -> Iterator[tuple[Run, list[str]]]:
    """So many runs, each with its differences; ``table`` counts what is found. Where that is not the same, the input is
    put into the directory ``kept``."""
    chooser = random.Random(seed)
    tree, patches = tree.resolve(), patches.resolve() if patches else None
    world = World(tree, place)
    with contextlib.chdir(world.root):
        for run, parts in Inputs(world, tree, patches, chooser).runs(count):
            selection, presentation = chooser.choice(SELECTION), chooser.choice(PRESENTATION)
            units = []
            for part in parts:
                one = part._replace(arguments=(*selection, *part.arguments))
                units.append(Unit(one, world.run(world.theirs, one), world.run(world.ours, one)))
                theirs, ours = units[-1].theirs, units[-1].ours
                can_be_compared = theirs.status < 2 and not ours.complains and "usage" not in ours.outline
                if can_be_compared and table.add(units[-1], world.root) and kept:
                    keep(one, kept / f"found-{len(table.shown)}")
            run = run._replace(arguments=(*presentation, *selection, *run.arguments))
            yield run, list(differences(run, world.run(world.theirs, run), world.run(world.ours, run), units))


if __name__ == "__main__":
    sys.exit(main())
