"""What to check: files, directories, patches, mailboxes, commits and changes turned into targets, in the order given.

What cannot be checked becomes a :class:`Problem`; everything else still is. Source files are not read here.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from pylint_kernel.checking.request import COMMANDS, Request
from pylint_kernel.checking.rule import MESSAGE, TREE
from pylint_kernel.checking.runner import Part, Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.checking.suppression import trailers, types_of
from pylint_kernel.classify import Kind, classify
from pylint_kernel.surroundings import dictionary, kernel_tree, reading

if TYPE_CHECKING:
    from pylint_kernel.patches.diff import FileDiff
    from pylint_kernel.patches.patch import Patch
    from pylint_kernel.patches.postimage import Places
    from pylint_kernel.patches.series import Added
    from pylint_kernel.surroundings.git import Repository

#: A name that says nothing, or that the content is a patch: the content decides.
UNDECIDED = frozenset({Kind.OTHER, Kind.MAIL})
#: Modes of what is no file: symbolic links and other repositories.
NO_FILE_MODES = ("120000", "160000")
SPELLING = "TYPO_SPELLING"
UNSPELT = f"{SPELLING}: there is no list of misspellings here: install codespell, or name a --codespellfile"


class Problem(NamedTuple):
    """Something that cannot be checked, if it has a name, and why."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


class Note(Problem):
    """Something that is not checked, as it should be."""


Work = Iterator[Target | Problem]


def collect(request: Request, stdin: BinaryIO | None = None) -> Work:
    """The targets that ``request`` asks for, one after the other, and what is wrong with the rest."""
    try:
        here = os.getcwd()
    except OSError as error:
        yield problem("current directory", error)
        return
    collector = Collector(request, stdin or sys.stdin.buffer, here)
    try:
        yield from collector.all()
    finally:
        collector.close()


class Collector:
    """The state of one :func:`collect`: what has been seen, and the repository around the current directory."""

    def __init__(self, request: Request, stdin: BinaryIO, here: str) -> None:
        self.request, self.stdin, self.here = request, stdin, here
        self.tree = self.tree_around(here)
        self.seen: set[str] = set()
        #: Whether there are several patches, so that it has to be said which one something belongs to.
        self.several = len(request.revisions or request.paths) > 1
        #: What the patches seen so far add to the tree's documentation.
        self.added: Added | None = None
        self._repository: Repository | None = None
        self._places: Places | None = None
        #: Whether something is looked at in which misspellings are wanted, and there is no list of them.
        self.lacks_spelling = False

    def close(self) -> None:
        """End what was started."""
        if self._repository is not None:
            self._repository.close()

    def all(self) -> Work:
        """Everything that was asked for, and at last what could not be looked for."""
        yield from self.asked_for()
        if self.lacks_spelling:
            yield Note("", UNSPELT)

    def asked_for(self) -> Work:
        """Everything that was asked for."""
        request = self.request
        if request.revisions or request.staged or request.new_from is not None:
            yield from self.history()
            return
        for argument in request.paths or ("-",):
            if argument == "-":
                yield from self.standard_input()
            else:
                yield from self.path(argument)

    # -- files and directories

    def path(self, argument: str) -> Work:
        """A file, directory, patch or mailbox."""
        if not argument:
            yield Problem("''", "no file has an empty name")
            return
        try:
            mode = os.stat(argument).st_mode
        except (OSError, ValueError) as error:
            yield self.missing(argument, error)
            return
        if stat.S_ISDIR(mode):
            yield from self.directory(argument)
        elif reason := self.excluded(os.path.abspath(argument)):
            yield Note(argument, f"excluded by {reason}")
        elif stat.S_ISREG(mode) and classify(argument) not in UNDECIDED:
            yield from self.file(argument)
        else:
            yield from self.undecided(argument)

    def missing(self, argument: str, error: OSError | ValueError) -> Problem:
        """What is wrong with an argument that is no file, and what else it may have been meant to be."""
        found = problem(argument, error)
        if isinstance(error, FileNotFoundError):
            if argument == "help":
                return found._replace(reason=f"{found.reason} (kcheck --help explains all options)")
            if near := self.near_command(argument):
                return found._replace(reason=f"{found.reason} (did you mean kcheck {near}?)")
            if self.is_revision(argument):
                return found._replace(reason=f"{found.reason} (for commits: -g {argument})")
        return found

    def near_command(self, argument: str) -> str:
        """The command that may have been meant by what stands in its place; empty if there is none."""
        from difflib import get_close_matches

        first = self.request.paths[:1] == (argument,)
        return next(iter(get_close_matches(argument, COMMANDS, 1, 0.75)), "") if first else ""

    def is_revision(self, argument: str) -> bool:
        """Whether git knows commits by the name of an argument."""
        from pylint_kernel.surroundings import git

        try:
            return bool(self.repository().commits(argument))
        except git.Error:
            return False

    def file(self, path: str) -> Work:
        """A source file, to be read when its turn has come."""
        full = os.path.abspath(path)
        if full not in self.seen:
            self.seen.add(full)
            yield self.target(path, full)

    def undecided(self, path: str) -> Work:
        """A file whose content must tell what it is."""
        full = os.path.abspath(path)
        if full in self.seen:
            return
        self.seen.add(full)
        try:
            data = reading.read(path)
        except OSError as error:
            yield problem(path, error)
            return
        yield from self.content(path, data, on_disk=True)

    def content(self, path: str, data: bytes, *, on_disk: bool = False) -> Work:
        """A patch, or the content of the source file ``path``."""
        from pylint_kernel.patches.patch import looks_like_patch

        kind = classify(path)
        if kind in UNDECIDED and (kind == Kind.MAIL or looks_like_patch(data)):
            yield from self.patches(path, data, origin=path if on_disk else None, anew=not self.request.diff)
            return
        try:
            reading.checked_text(data)
        except OSError as error:
            yield problem(path, error)
            return
        yield self.target(path, os.path.abspath(path))._replace(data=data, origin=path if on_disk else None)

    def standard_input(self) -> Work:
        """A patch, or the source file that the user says it is."""
        try:
            data = reading.read_stream(self.stdin)
        except (OSError, ValueError) as error:
            yield problem("standard input", error)
            return
        from pylint_kernel.patches.patch import looks_like_patch

        if self.request.stdin_filename is not None:
            yield from self.content(self.request.stdin_filename, data)
        elif looks_like_patch(data) or not data.strip():
            yield from self.patches("-", data, anew=not self.request.diff)
        else:
            yield Problem("standard input", "no patch; if it is a source file, name it with --stdin-filename")

    def directory(self, directory: str) -> Work:
        """The files below a directory that can be checked, those that git ignores left out."""
        count = 0
        unreadable: list[Problem] = []
        for path in self.files_below(directory, unreadable):
            kind = classify(path)
            if kind != Kind.OTHER:
                count += 1
                if self.excluded(os.path.abspath(path)):
                    continue
                self.several = self.several or kind == Kind.MAIL
                yield from self.undecided(path) if kind == Kind.MAIL else self.file(path)
        yield from unreadable
        if not count and not unreadable:
            yield Problem(directory, "there is nothing to check in this directory")

    def files_below(self, directory: str, unreadable: list[Problem]) -> Iterator[str]:
        """The files below a directory, in the order of their names; symbolic links are not followed.

        Directories that cannot be read are added to ``unreadable``.
        """
        names = self.known_to_git(directory)
        if names is None:
            yield from walk(directory, unreadable)
            return
        for name in names:
            path = name if directory == "." else os.path.join(directory, name)
            try:
                mode = os.lstat(path).st_mode
            except OSError:
                continue
            if stat.S_ISREG(mode):
                yield path
            elif stat.S_ISDIR(mode):
                # A repository of its own.
                yield from self.files_below(path, unreadable)

    def known_to_git(self, directory: str) -> list[str] | None:
        """The files below a directory that git does not ignore; None where git has no say."""
        from pylint_kernel.surroundings import git

        repository = git.find(directory)
        if repository is None:
            return None
        try:
            return None if repository.is_ignored(directory) else repository.files(directory)
        except git.Error:
            return None

    # -- changes and commits

    def history(self) -> Work:
        """Commits and changes, of the paths that are named if there are any."""
        from pylint_kernel.surroundings import git

        request = self.request
        paths = []
        try:
            repository = self.repository()
            for name in request.paths:
                path = os.path.relpath(os.path.abspath(name), repository.root)
                if name and (os.path.lexists(name) or repository.knows(path)):
                    paths.append(path)
                else:
                    # A gate must not pass because of a typing error.
                    yield Problem(name or "''", "there is no such file or directory, nor was there one")
            if request.paths and not paths:
                return
        except git.Error as error:
            yield Problem("", str(error))
            return
        for expression in request.revisions:
            yield from self.commits(expression, paths)
        if request.staged or request.new_from is not None:
            yield from self.changes(paths)

    def commits(self, expression: str, paths: list[str]) -> Work:
        """The commits that ``expression`` names, as mails."""
        from pylint_kernel.surroundings import git

        try:
            repository = self.repository()
            places = self.places(committed=True)
            commits = repository.commits(expression)
            self.several = self.several or len(commits) > 1
            for commit, mail in repository.mails(commits, paths):
                yield from self.patches(commit, mail, places)
        except git.Error as error:
            yield Problem("", str(error))

    def changes(self, paths: list[str]) -> Work:
        """What is staged, or differs in the worktree from a revision; files that git does not know yet included."""
        from pylint_kernel.surroundings import git

        request = self.request
        try:
            repository = self.repository()
            top = repository.root
            revisions = repository.ends(request.new_from) if request.new_from is not None else []
            is_committed = len(revisions) > 1
            difference = repository.diff(*revisions, staged=request.staged, paths=paths)
            new = [] if request.staged or is_committed else repository.untracked(paths)
        except git.Error as error:
            yield Problem("", str(error))
            return
        name = "staged changes" if request.staged else f"changes since {request.new_from}"
        # What is staged or committed is in git, whatever is in the worktree.
        yield from self.patches(name, difference, self.places(committed=request.staged or is_committed))
        for path in new:
            full = os.path.join(top, path)
            is_file = classify(path) not in UNDECIDED and stat.S_ISREG(os.lstat(full).st_mode)
            if is_file and not self.excluded(full):
                yield self.target(path, full)._replace(origin=full, in_patch=True)

    def repository(self) -> Repository:
        """The repository around the current directory; raises :class:`git.Error` if there is none."""
        from pylint_kernel.surroundings import git

        self._repository = self._repository or git.around(self.here)
        return self._repository

    # -- patches

    def patches(
        self,
        name: str,
        data: bytes,
        places: Places | None = None,
        origin: str | None = None,
        *,
        anew: bool = False,
    ) -> Work:
        """The patches of ``data``, which is the content of the file ``origin`` if there is one: each as a mail, and the
        files that it changes; ``anew``: they are to be written anew with their fixes."""
        from pylint_kernel.patches.patch import Patch, split

        if places is None:
            # Patches build upon those before them, whatever file they come in.
            places = self._places = self._places or self.places()
        parts = [(first_line, part) for first_line, part in split(data) if part]
        self.several = self.several or len(parts) > 1
        patches: Iterable[Patch] = (Patch(content, first_line) for first_line, content in parts)
        last: dict[str | None, int] = {}
        if anew and len(parts) > 1:
            patches = list(patches)
            last = last_changes(patches)
        for (first_line, content), patch in zip(parts, patches, strict=True):
            title = title_of(name, patch) if self.several else ""
            commit = name if patch.message and patch.message.commit == name else ""
            configured = self.settings_for(patch)
            settings = configured or self.request.settings
            ignored = types_of(word for one, _ in trailers(patch, settings) for word in one.words)
            yield Target(
                name,
                origin=origin,
                data=content,
                kind=Kind.MAIL,
                # Git refuses such a mailbox, checkpatch reads on: what nobody sends is nobody's fault.
                changed=frozenset() if len(parts) > 1 and first_line == 1 and patch.is_prose else None,
                in_patch=True,
                first_line=first_line,
                root=self.tree,
                settings=configured,
                mail=patch,
                repository=self.here,
                patch=title,
                commit=commit,
                part=Part() if anew else None,
                ignored=ignored,
            )
            self.document(patch)
            for number, diff in enumerate(patch.files):
                has_successor = last.get(diff.new_path, 0) > first_line
                for target in self.changed_file(name, diff, places):
                    if isinstance(target, Target):
                        hunk = target.part.hunk if target.part else None
                        part = Part(number, hunk, has_successor) if anew else None
                        yield target._replace(added=self.added, patch=title, commit=commit, part=part, ignored=ignored)
                    else:
                        yield target

    def document(self, patch: Patch) -> None:
        """Remember what a patch adds to the tree's documentation."""
        if any((diff.new_path or "").startswith("Documentation/") for diff in patch.files):
            from pylint_kernel.patches.series import Added

            added = (self.added or Added()).and_by(patch)
            self.added = added if any(added) else None

    def changed_file(self, name: str, diff: FileDiff, places: Places) -> Work:
        """A file of the patch ``name``: as a whole if it can be had, otherwise its hunks."""
        if diff.combined:
            yield Problem(f"{name}:{diff.number}", "the combined diff of a merge cannot be checked")
        if not diff.hunks or diff.new_path is None or diff.is_deleted or diff.mode in NO_FILE_MODES:
            return
        from pylint_kernel.patches import postimage

        place = places.locate(diff.new_path, diff.new_name)
        if self.excluded(os.path.abspath(place.file)):
            return
        kind = classify(place.path)
        whole = self.target(place.path, os.path.abspath(place.file), in_patch=True)._replace(
            origin=place.file, kind=Kind.OTHER if kind == Kind.MAIL else kind, in_patch=True
        )
        if found := postimage.find(diff, places):
            yield whole._replace(
                data=found.data, changed=found.changed, patch_lines=found.patch_lines, before=found.before
            )
            return
        from pylint_kernel.patches.change import Before
        from pylint_kernel.patches.fragments import fragment, old_fragment

        for number, hunk in enumerate(diff.hunks):
            if not hunk.markers.strip(b"-"):
                # Nothing is left that a deletion could have made wrong.
                continue
            piece, old = fragment(hunk, kind), old_fragment(hunk, kind)
            lines = postimage.new_lines(hunk)
            removed = [row for row, line in enumerate(line for line in hunk.lines if line.marker in " -")
                       if line.marker == "-"]  # fmt: skip
            yield whole._replace(
                data=piece.data,
                changed=lines.changed,
                patch_lines=lines.patch_lines,
                partial=True,
                first_line=piece.first_line,
                synthetic=piece.synthetic,
                part=Part(hunk=number),
                before=Before(old.data, frozenset(old.synthetic + row + 1 for row in removed), old.synthetic),
            )

    def places(self, committed: bool = False) -> Places:
        """Where the files of patches are."""
        from pylint_kernel.patches.postimage import Places
        from pylint_kernel.surroundings import git

        if self._repository is None:
            self._repository = git.find(self.here)
        top = self._repository.root if self._repository else None
        # git's own paths begin at the top.
        directories = [top] if committed else [top, self.tree, self.here]
        return Places(filter(None, directories), self._repository, committed)

    def target(self, path: str, full: str, *, in_patch: bool = False) -> Target:
        """The target of the file ``full``, shown as ``path``, with the tree it is in and what holds for it."""
        root, tree_path = self.in_tree(full)
        settings = self.settings_at(full)
        if settings and root is None:
            settings = self.with_words(settings._replace(lacking=frozenset({TREE})), in_patch or settings.strict)
        return Target(path, tree_path=tree_path, root=root, settings=settings)

    def settings_for(self, patch: Patch) -> Settings | None:
        """What is configured for a patch: what holds in the current directory."""
        settings = self.settings_at(os.path.join(self.here, ""))
        lacking = {TREE: self.tree is None, MESSAGE: patch.message is None}
        if settings and self.tree is None:
            settings = self.with_words(settings, patch.message is not None)
        return settings and settings._replace(lacking=frozenset(need for need, lacks in lacking.items() if lacks))

    def with_words(self, settings: Settings, wanted: bool) -> Settings:
        """The settings for what is in no kernel tree, with codespell's dictionary if it is installed and there is no
        other list of misspellings; ``wanted``: whether they are reported there."""
        if settings.lists is not None or settings.dictionary is not None:
            return settings
        found = self.codespell
        if found is None and wanted and settings.selects(SPELLING):
            self.lacks_spelling = True
        return settings._replace(dictionary=found or "")

    @cached_property
    def codespell(self) -> str | None:
        """The dictionary of an installed codespell, if there is one."""
        return dictionary.at_hand()

    def settings_at(self, full: str) -> Settings | None:
        """What is configured for a file; None where the same holds for all."""
        return self.request.configured.at(full) if self.request.configured else None

    def excluded(self, full: str) -> str:
        """What says that a file is not to be checked; empty if nothing does."""
        return self.request.configured.excluded(full) if self.request.configured else ""

    def in_tree(self, full: str) -> tuple[str | None, str | None]:
        """The kernel tree that a file belongs to, and the file's path in it."""
        root = self.tree_around(os.path.dirname(full))
        if root is None:
            return None, None
        path = os.path.relpath(full, root)
        return root, None if path.startswith(os.pardir) else path.replace(os.sep, "/")

    def tree_around(self, directory: str) -> str | None:
        """The kernel tree that a directory belongs to, if one is wanted."""
        settings = self.settings_at(os.path.join(directory, "")) or self.request.settings
        if not settings.tree:
            return None
        if settings.root is not None:
            return os.path.abspath(settings.root)
        return kernel_tree.find_above(os.path.abspath(directory))


def title_of(name: str, patch: Patch) -> str:
    """What people call a patch: its commit or file, and its subject."""
    message = patch.message
    subject = message.subject.encode("latin-1").decode("utf-8", "replace") if message else ""
    if message and message.commit == name:
        return f"{name[:12]} {subject.removeprefix('[PATCH] ')}"
    return f"{name}: {subject}" if subject else name


def last_changes(patches: Iterable[Patch]) -> dict[str | None, int]:
    """The first line of the last patch that changes a file, by the file's path."""
    return {path: patch.first_line for patch in patches for diff in patch.files
            for path in (diff.old_path, diff.new_path)}  # fmt: skip


def problem(path: str, error: Exception) -> Problem:
    """What an error says of a file."""
    return Problem(path, getattr(error, "strerror", None) or str(error))


def walk(directory: str, unreadable: list[Problem]) -> Iterator[str]:
    """The files below a directory, sorted; symbolic links are left out, ``unreadable`` directories listed."""
    queue = [directory]
    found = []
    while queue:
        below = queue.pop()
        try:
            with os.scandir(below) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        queue.append(entry.path)
                    elif entry.is_file(follow_symlinks=False):
                        found.append(entry.path)
        except OSError as error:
            unreadable.append(problem(below, error))
    return iter(sorted(path.removeprefix("./") for path in found))
