"""``kcheck rename``: another name for something, in all of its uses."""

from __future__ import annotations

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

import click

from pylint_kernel.checking import inputs, runner
from pylint_kernel.checking.request import ConfigurationError, Request
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.classify import C_KINDS, classify
from pylint_kernel.command_line.given import configured
from pylint_kernel.command_line.neighbours import mentioning
from pylint_kernel.command_line.paths import relative
from pylint_kernel.command_line.session import CLEAN, FAILURE, FINDINGS, complain
from pylint_kernel.fixes import collisions, renaming
from pylint_kernel.fixes.collisions import Space
from pylint_kernel.fixes.renaming import Place, Renamed
from pylint_kernel.patches.unified import unified
from pylint_kernel.surroundings import reading
from pylint_kernel.surroundings.writing import save
from pylint_kernel.terminal.colours import painted_diff, wants_colour
from pylint_kernel.terminal.prose import counted, enumeration

HELP = """\
Give something another name, in all of its uses: code, macros, comments.

\b
  kcheck rename RingSpace ring_space drivers/hv       in every C file below
  kcheck rename --suggest drivers/hv > names          names in mixed case, and what to call them
  kcheck rename --map names drivers/hv                all of those in the file: lines of OLD NEW

Every word of the code that reads so is renamed, whatever it names: a member and a variable of the same name both are.
Strings are left alone, and so is what ## makes a part of another name; such places are listed. Lines that are aligned
stay so. Nothing is written if in one of the files the new name could be taken for another thing, unless you say
--force.

\b
Exit status: 0 renamed (with --diff: nothing to do), 1 with --diff something to do, 2 not renamed.
"""
#: So many places of a kind are listed.
MOST = 20


class Surveyed(NamedTuple):
    """What a file has to do with the names: what came of it, if it has any of them; which of the old ones it declares,
    and which of these are ``known`` beyond a function; which of the new ones it has without the old one; the places to
    look at, or why it could not be done."""

    target: Target
    renamed: Renamed | None
    declared: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    places: tuple[Place, ...] = ()
    failure: str | None = None


@click.command("rename", help=HELP, context_settings={"max_content_width": 100})
@click.argument("words", nargs=-1, required=True, metavar="[OLD NEW] PATH...")
@click.option(
    "--map",
    "pairs",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="Rename what FILE lists: lines of OLD NEW, # begins a comment.",
)
@click.option("--suggest", is_flag=True, help="Print such a list of all names in mixed case; rename nothing.")
@click.option("--diff", is_flag=True, help="Print a patch for git apply; write nothing.")
@click.option("--force", is_flag=True, help="Rename although the new name could be taken for another thing.")
@click.option("--exclude", metavar="PATTERN", multiple=True, help="Leave out these files and directories.")
@click.option(
    "--config", metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="Take the configuration from FILE."
)
@click.option("--no-config", is_flag=True, help="Read no configuration.")
@click.option(
    "--color",
    type=click.Choice(["always", "auto", "never"]),
    default="auto",
    show_default=True,
    help="Colours on standard output.",
)
@click.option(
    "-j", "--jobs", metavar="N", type=click.IntRange(0), default=0, help="Processes to use [default: one a core]."
)
@click.help_option("-h", "--help")
def rename(
    words: tuple[str, ...],
    pairs: str | None,
    suggest: bool,
    diff: bool,
    force: bool,
    config: str | None,
    no_config: bool,
    color: str,
    jobs: int,
    **others: Any,
) -> int:
    """Rename in all files, or suggest what."""
    if suggest and (pairs or diff or force):
        raise click.UsageError("--suggest only prints a list: it takes PATHs")
    if pairs or suggest:
        names, paths = read_map(pairs) if pairs else {}, words
    else:
        if len(words) < 3:
            raise click.UsageError("name the old name, the new one, and files or directories: OLD NEW PATH...")
        (old, new), paths = words[:2], words[2:]
        names = checked_pair(old, new)
    request = Request(paths=paths, configured=configured(others, config, search=not no_config), jobs=jobs, color=color)
    run = Suggesting(request) if suggest else Renaming(request, names, diff=diff, force=force)
    try:
        return run.run()
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from None


def checked_pair(old: str, new: str, where: str = "") -> dict[str, str]:
    """An old and a new name; raises UsageError if they cannot be such."""
    try:
        if renaming.checked_name(old) == renaming.checked_name(new):
            raise ValueError(f"{old} is its name already")
    except ValueError as error:
        raise click.UsageError(f"{where}{error}") from None
    return {old: new}


def read_map(path: str) -> dict[str, str]:
    """The names that a file lists, old and new; raises UsageError if it is no such list."""
    try:
        text = reading.read_source(path).decode("utf-8", "replace")
    except OSError as error:
        raise click.UsageError(f"--map: {path}: {error.strerror}") from None
    names = dict[str, str]()
    for number, line in enumerate(text.split("\n"), 1):
        pair, where = line.partition("#")[0].split(), f"{path}:{number}: "
        if not pair:
            continue
        if len(pair) != 2:
            raise click.UsageError(f"{where}not of the form OLD NEW")
        if names.get(pair[0], pair[1]) != pair[1]:
            raise click.UsageError(f"{where}{pair[0]} has two new names")
        names |= checked_pair(pair[0], pair[1], where)
    if not names:
        raise click.UsageError(f"{path}: there are no names in it")
    for new, count in Counter(names.values()).items():
        if count > 1:
            raise click.UsageError(f"{path}: {count} names are to be {new}")
    return names


class Files:
    """A run over C files."""

    def __init__(self, request: Request) -> None:
        self.request, self.troubled = request, False

    def targets(self) -> Iterator[Target]:
        """The files; what is none is complained about."""
        for target in inputs.collect(self.request):
            if not isinstance(target, Target):
                complain(str(target))
                self.troubled |= not isinstance(target, inputs.Note)
            elif target.mail is not None or target.in_patch:
                complain(f"{target.path}: not a source file, left out")
            else:
                yield target

    @property
    def jobs(self) -> int:
        """How many processes to use."""
        return self.request.jobs or runner.cores()

    def fail(self, message: str) -> None:
        """Complain, and remember that not everything could be done."""
        complain(message)
        self.troubled = True


class Suggesting(Files):
    """Prints the names in mixed case with suggestions."""

    def run(self) -> int:
        """Print the list; the exit status."""
        from pylint_kernel.fixes import snake

        files = list[snake.Known]()
        for target in self.targets():
            if classify(target.path) in C_KINDS:
                try:
                    files.append(snake.names_of(target, self.request.settings))
                except OSError as error:
                    self.fail(f"{target.path}: {error.strerror}")
        for one in snake.suggestions(files):
            print(f"# {one.old} {one.new}\t# {one.doubt}" if one.doubt else f"{one.old} {one.new}")
        return FAILURE if self.troubled else CLEAN


class Renaming(Files):
    """Renames in all files, or in none."""

    def __init__(self, request: Request, names: dict[str, str], *, diff: bool, force: bool) -> None:
        super().__init__(request)
        self.names, self.diff, self.force = names, diff, force

    def run(self) -> int:
        """Rename; the exit status."""
        work = partial(survey, names=self.names, settings=self.request.settings)
        found = list(runner.spread(work, self.targets(), self.jobs, died))
        for one in found:
            if one.failure is not None:
                self.fail(one.failure)
        if self.troubled:
            complain("nothing renamed")
            return FAILURE
        changed = [one for one in found if one.renamed is not None and one.renamed.after != one.renamed.before]
        if missing := [name for name in self.names if not any(occurs(name, one) for one in changed)]:
            complain(f"{enumeration(missing)}: no C file of these has such a name")
            if len(missing) == len(self.names):
                return FAILURE
        if self.refused(changed):
            return FAILURE
        self.tell(found)
        if self.diff:
            return self.show(changed)
        return self.write(changed)

    def refused(self, changed: list[Surveyed]) -> bool:
        """Whether a new name could be taken for another thing, which is said."""
        places = [(one.target.path, place) for one in changed if one.renamed for place in one.renamed.collisions]
        for path, place in places:
            complain(f"{path}:{place.line}: {place.why}")
        if places and not self.force:
            complain("nothing renamed: choose another name, or say --force")
        return bool(places) and not self.force

    def tell(self, found: list[Surveyed]) -> None:
        """Say where to look, and what may be wrong."""
        for one in found:
            places = [*one.places, *(one.renamed.places if one.renamed else ())]
            for place in places[:MOST]:
                complain(f"{one.target.path}:{place.line}: {place.why}")
            if len(places) > MOST:
                complain(f"{one.target.path}: {counted(len(places) - MOST, 'more place')} to look at")
        declared = frozenset[str]().union(*(one.declared for one in found))
        known = frozenset[str]().union(*(one.known for one in found))
        taken = defaultdict[str, list[str]](list)
        for one in found:
            for name in one.taken:
                taken[name].append(one.target.path)
        seen = {os.path.realpath(one.target.origin or one.target.path): None for one in found}
        for old, new in self.names.items():
            if old not in declared:
                complain(f"{old} is declared in none of these files: what declares it keeps its name")
            if old in known and (paths := taken[new]):
                complain(f"{new} is in other files already: {few(paths)}")
            if used := mentioning(old, seen):
                complain(f"{old} is used in other files, too: {few(used)}")

    def show(self, changed: list[Surveyed]) -> int:
        """Print the difference; the exit status."""
        for one in changed:
            assert one.renamed is not None
            diff = unified(relative(one.target.path), one.renamed.before, one.renamed.after)
            sys.stdout.buffer.write(painted_diff(diff) if wants_colour(self.request.color, sys.stdout) else diff)
        sys.stdout.buffer.flush()
        return FINDINGS

    def write(self, changed: list[Surveyed]) -> int:
        """Write all files, or none; the exit status."""
        written = list[tuple[str, Renamed]]()
        for one in changed:
            path = one.target.origin or one.target.path
            assert one.renamed is not None
            try:
                save(path, one.renamed.before, one.renamed.after)
            except OSError as error:
                self.fail(f"{path}: {error.strerror}")
                break
            written.append((path, one.renamed))
        if self.troubled:
            for path, renamed in written:
                try:
                    save(path, renamed.after, renamed.before)
                except OSError as error:
                    self.fail(f"{path}: is renamed, and stays so: {error.strerror}")
            complain("nothing renamed")
            return FAILURE
        for old, new in self.names.items():
            uses = sum(renamed.uses[old] for _, renamed in written)
            words = sum(renamed.words[old] for _, renamed in written)
            count = sum(1 for _, renamed in written if renamed.uses[old] or renamed.words[old])
            if count:
                comments = f" and {counted(words, 'word')} of comments" if words else ""
                print(f"{old} is {new} now: {counted(uses, 'use')}{comments} in {counted(count, 'file')}")
        return CLEAN


def occurs(name: str, one: Surveyed) -> bool:
    """Whether a name has been renamed in a file."""
    return one.renamed is not None and bool(one.renamed.uses[name] or one.renamed.words[name])


def few(paths: list[str]) -> str:
    """Some of the paths, and how many more there are."""
    more = [f"{len(paths) - 3} more"] if len(paths) > 3 else []
    return enumeration([*paths[:3], *more])


def died(target: Target, reason: str) -> Surveyed:
    """The outcome for a target whose process did not survive it."""
    return Surveyed(target, None, failure=f"{target.path}: {reason}")


def survey(target: Target, names: dict[str, str], settings: Settings) -> Surveyed:
    """What a file has to do with the names."""
    path = target.origin or target.path
    try:
        data = target.data if target.data is not None else reading.read(path)
        if classify(target.path) not in C_KINDS:
            return Surveyed(target, None, places=tuple(mentions(data, names)))
        taken = frozenset(new for old, new in names.items() if has(data, new) and not has(data, old))
        if not any(has(data, name) for name in names):
            return Surveyed(target, None, taken=taken)
        file = runner.open_source(target._replace(data=data), target.settings or settings)
        renamed = renaming.rename(file, data, names)
    except OSError as error:
        return died(target, f"{error.strerror}")
    except ValueError as error:
        return died(target, f"{error}")
    declarations = [use for name in names for use in collisions.uses(file, name) if use.is_declared]
    declared = frozenset(use.token.text for use in declarations)
    known = frozenset(use.token.text for use in declarations if use.is_global or use.space is Space.TAG)
    return Surveyed(target, renamed, declared, known, taken)


def has(data: bytes, name: str) -> bool:
    """Whether a content has a word in it."""
    return name.encode() in data and renaming.whole(name).search(data.decode("latin-1")) is not None


def mentions(data: bytes, names: Iterable[str]) -> Iterator[Place]:
    """The lines of a file that is no C that have one of the names in them."""
    for name in names:
        if name.encode() in data and not renaming.PROSE.fullmatch(name):
            for number, line in enumerate(data.split(b"\n"), 1):
                if has(line, name):
                    yield Place(number, f"{name} in a file that is no C: left as it is")
