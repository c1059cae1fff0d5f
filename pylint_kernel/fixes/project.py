"""Repairs that concern several files: the typedef of a struct goes in one, and its uses name the struct in all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.classify import C_KINDS, classify
from pylint_kernel.fixes import collisions
from pylint_kernel.fixes.fixer import Fixer, edited, fix_file
from pylint_kernel.fixes.proof import rises, worsens
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Typedef, TypeName, syntax
from pylint_kernel.language.syntax.aligned import taking_along
from pylint_kernel.model import Applicability
from pylint_kernel.rules.language.writing_out import Spelling, edits_of_uses, other_of_tag, spelling
from pylint_kernel.surroundings import reading

TYPEDEFS = "NEW_TYPEDEFS"
#: The other files that have a word, as targets.
Elsewhere = Callable[[str], Iterable[Target]]


class RefusedError(Exception):
    """A type is not written out; the text says why."""


class WrittenOut(NamedTuple):
    """What became of a typedef: the words for the type, the number of files that changed; why it stays, if it does."""

    path: str
    name: str
    whole: str
    files: int
    reason: str = ""

    def __str__(self) -> str:
        if self.reason:
            return f"{self.path}: {self.name} is not written out: {self.reason}"
        return f"{self.path}: {self.name} is {self.whole} now, in {self.files} file{'' if self.files == 1 else 's'}"


class Project:
    """The C files of a run and those that use what they define; nothing is written.

    ``contents`` are those of the files that change, by their real paths, ``originals`` what they were.
    """

    def __init__(self, targets: Iterable[Target], settings: Settings, elsewhere: Elsewhere) -> None:
        self.settings, self.elsewhere = settings, elsewhere
        self.targets = {real(target): target for target in targets if classify(target.path) in C_KINDS}
        self.contents: dict[str, bytes] = {}
        self.originals: dict[str, bytes] = {}

    def write_out(self) -> Iterator[WrittenOut]:
        """Write the types out that NEW_TYPEDEFS reports, each in all files or in none."""
        for place, name in [*self.reported()]:
            path = self.targets[place].path
            try:
                found = self.definition(place, name)
                if found is not None:
                    changed = self.changed(place, found)
                    self.contents |= changed
                    yield WrittenOut(path, name, found.whole, len(changed))
            except RefusedError as refusal:
                yield WrittenOut(path, name, "", 0, str(refusal))

    def reported(self) -> Iterator[tuple[str, str]]:
        """The typedefs of structs, unions and enums to be written out: the file's real path, and the name."""
        for place, target in self.targets.items():
            settings = target.settings or self.settings
            if not (settings.selects(TYPEDEFS) and settings.repairs(TYPEDEFS) and b"typedef" in self.content(place)):
                continue
            only = settings._replace(types=frozenset({TYPEDEFS}))
            result = runner.run_target(target._replace(settings=only, data=self.content(place)), only)
            file = self.opened(place) if result.findings else result.file
            for found in result.findings:
                view = syntax(file).at(found.span.start)
                if isinstance(view, Typedef) and (plain := spelling(view)) is not None:
                    yield place, plain.name.text

    # -- contents

    def content(self, place: str) -> bytes:
        """What is in a file by now; empty if it cannot be read."""
        if place in self.contents:
            return self.contents[place]
        if place not in self.originals:
            try:
                self.originals[place] = reading.read_source(place)
            except OSError:
                self.originals[place] = b""
        return self.originals[place]

    def opened(self, place: str, data: bytes | None = None) -> SourceFile:
        """A file as a source file, with its content by now, or another one."""
        target, content = self.targets[place], self.content(place) if data is None else data
        try:
            return runner.open_source(target._replace(data=content), target.settings or self.settings)
        except OSError as error:
            raise RefusedError(f"{target.path}: {error.strerror}") from None

    # -- one type

    def definition(self, place: str, name: str) -> Spelling | None:
        """The definition of a type in a file; None if it is there no more."""
        file = self.opened(place)
        for token in collisions.tokens(file, name):
            around = syntax(file).declaration_at(token)
            if isinstance(around, Typedef) and (found := spelling(around)) is not None and found.name == token:
                return found
        return None

    def changed(self, place: str, found: Spelling) -> dict[str, bytes]:
        """The contents of all files with a type written out."""
        if "uapi" in place.split(os.sep):
            raise RefusedError("programs may use it")
        for target in (one for alias in found.aliases for one in self.elsewhere(alias.name.text)):
            self.targets.setdefault(real(target), target)
        changed = dict[str, bytes]()
        for other in self.targets:
            if not any(alias.name.text.encode() in self.content(other) for alias in found.aliases):
                continue
            file = found.name.file if other == place else self.opened(other)
            used = [alias for alias in found.aliases if alias.name.text in file.tokens.index]
            edits = list(found.edits) if other == place else []
            if used and other != place:
                self.check(file, found)
            for alias in used:
                uses = edits_of_uses(file, found, alias, defines=other == place)
                if uses is not None:
                    edits += uses
                elif other == place or not is_another(file, alias.name.text):
                    raise RefusedError(f"{self.targets[other].path}: it names something else, too")
            if edits:
                changed[other] = self.proven(other, edited(file, self.content(other), taking_along(file, edits)))
        return changed

    def check(self, file: SourceFile, found: Spelling) -> None:
        """Raise RefusedError if another file defines a type's name, or knows the new name of the struct."""
        for token in (one for alias in found.aliases for one in collisions.tokens(file, alias.name.text)):
            use = collisions.use(token)
            if use.is_global and isinstance(syntax(file).declaration_at(token), Typedef | None):
                raise RefusedError(f"{file.path}: it is defined there, too")
        if found.tag and (other := other_of_tag(file, found.tag)) is not None:
            raise RefusedError(f"{file.path}: there is {other} already")

    def proven(self, place: str, data: bytes) -> bytes:
        """A content in place of a file's own, if nothing is worse; what gets too long is broken, for example."""
        target = self.targets[place]
        settings = target.settings or self.settings
        checker = Fixer(target, settings, Applicability.SAFE)
        before, after = checker.check(self.content(place), None), checker.check(data, None)
        if worsens(before, after, is_safe=False) is not None and (codes := rises(before.findings, after.findings)):
            fixed = fix_file(target._replace(data=data), settings, Applicability.UNSAFE, frozenset(codes))
            after = checker.check(fixed.data, None)
        if reason := worsens(before, after, is_safe=False):
            raise RefusedError(f"{target.path}: {reason}")
        return after.data


def real(target: Target) -> str:
    """The real path of a target's file."""
    return os.path.realpath(target.origin or target.path)


def is_another(file: SourceFile, name: str) -> bool:
    """Whether a file has a name for something of its own, and uses no type of that name."""
    tokens = collisions.tokens(file, name)
    return any(collisions.use(token).is_declared for token in tokens) and not any(
        isinstance(syntax(file).at(token.start), TypeName) for token in tokens
    )
