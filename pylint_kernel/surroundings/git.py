"""The one place that runs git: always a list of arguments, never a shell, nothing a user typed taken for an option.

Everything raises :class:`Error` with a message for people if git is missing or refuses.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import IO, TYPE_CHECKING, NamedTuple

from pylint_kernel.lazy import Pattern
from pylint_kernel.surroundings.reading import MAX_SIZE

if TYPE_CHECKING:
    # Takes longer to import than the whole check of a small change.
    import subprocess

#: Whatever the user's configuration says, diffs look the same and run no other programs.
PLAIN_DIFF = (
    "--no-color", "--no-ext-diff", "--no-textconv", "--find-renames", "--src-prefix=a/", "--dst-prefix=b/",
    "--submodule=short", "--no-relative", "--unified=3",
)  # fmt: skip
COMMAND = ("git", "--no-pager", "-c", "core.fsmonitor=false", "-c", "core.quotePath=true")
ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
}
#: For the commands that take patterns of paths: what is given them is one path.
LITERAL = "--literal-pathspecs"
CONTROL = Pattern(r"[\x00-\x1f\x7f]")
#: How many commits one process turns into mails; the first one fewer, so that there is soon something to do.
AT_ONCE, FIRST = 32, 4
LAST_COMMITS = Pattern(r"(.+)-(\d{1,6})")
#: The ids of the contents that a mail leaves behind, other than those of new files.
IMAGES = Pattern(r"^index (?!0+\.)[0-9a-f]+\.\.(?!0+\b)([0-9a-f]+)", re.MULTILINE)
#: So many objects are asked for before they are read.
AHEAD = 32
OBJECT = Pattern(r"([0-9a-f]+) (\w+) (\d+)\n")


class Error(Exception):
    """git could not do what was asked of it; the text says why."""


class NoCommitsError(Error):
    """A range of commits that has none."""


class Commit(NamedTuple):
    """A commit: its full id, and its subject in text view."""

    id: str
    subject: str


def find(directory: str | os.PathLike[str]) -> Repository | None:
    """The repository that ``directory`` lies in; None if it lies in none. Runs git only where GIT_DIR is set."""
    if "GIT_DIR" in os.environ:
        try:
            top = run(["rev-parse", "--show-toplevel"], directory)
        except Error:
            return None
        return Repository(os.fsdecode(top.removesuffix(b"\n")))
    here = os.path.abspath(directory)
    while not os.path.exists(os.path.join(here, ".git")):
        above = os.path.dirname(here)
        if above == here:
            return None
        here = above
    return Repository(here)


def around(directory: str | os.PathLike[str]) -> Repository:
    """The repository that the current directory, ``directory``, lies in; raises :class:`Error` if it lies in none."""
    repository = find(directory)
    if repository is None:
        raise Error("the current directory is in no git repository")
    return repository


def run(
    arguments: Sequence[str],
    directory: str | os.PathLike[str],
    data: bytes | None = None,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """What git prints, fed with ``data`` if there is any; ``arguments`` must be checked."""
    status, output, complaint = complete(arguments, directory, data, environment)
    if status:
        raise Error(complaint or f"git {' '.join(arguments)} failed with status {status}")
    return output


def complete(
    arguments: Sequence[str],
    directory: str | os.PathLike[str],
    data: bytes | None = None,
    environment: Mapping[str, str] | None = None,
) -> tuple[int, bytes, str]:
    """The exit status of git, what it prints, and in one line what it says is wrong."""
    process = start(arguments, directory, questions=False, fed=data is not None, environment=environment)
    output, complaint = process.communicate(data)
    return process.returncode, output, first_line(complaint)


def start(
    arguments: Sequence[str],
    directory: str | os.PathLike[str],
    *,
    questions: bool,
    fed: bool = False,
    environment: Mapping[str, str] | None = None,
    output: IO[bytes] | None = None,
) -> subprocess.Popen[bytes]:
    """A git process whose output can be read, or goes to the file ``output``: one that answers questions, or else one
    that may complain and may be fed; ``environment`` are variables for it alone."""
    import subprocess

    variables = os.environ | ENVIRONMENT | dict(environment or {})
    # Hooks are given them relative to the top.
    for name in ("GIT_DIR", "GIT_INDEX_FILE"):
        if name in variables:
            variables[name] = os.path.abspath(variables[name])
    try:
        return subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=directory,
            env=variables,
            stdin=subprocess.PIPE if questions or fed else subprocess.DEVNULL,
            stdout=output or subprocess.PIPE,
            stderr=subprocess.DEVNULL if questions else subprocess.PIPE,
        )
    except FileNotFoundError:
        raise Error("git is not installed" if os.path.isdir(directory) else f"{directory}: no such directory") from None
    except OSError as error:
        raise Error(f"git cannot be run: {error.strerror}") from error


class Running:
    """A git process that works while something else is done."""

    def __init__(self, arguments: Sequence[str], directory: str) -> None:
        from tempfile import TemporaryFile

        # A pipe would be full before anybody reads from it.
        self._output = TemporaryFile()  # noqa: SIM115
        self._process = start(arguments, directory, questions=False, output=self._output)

    def result(self) -> bytes:
        """What git printed, when it has ended; raises :class:`Error` if it failed."""
        complaint = self._process.communicate()[1]
        with self._output:
            if self._process.returncode:
                raise Error(first_line(complaint) or f"git failed with status {self._process.returncode}")
            self._output.seek(0)
            return self._output.read()

    def stop(self) -> None:
        """End the process: nobody wants its result any more."""
        self._process.kill()
        self._output.close()
        with self._process:
            pass


def first_line(complaint: bytes) -> str:
    """What git says is wrong, in a line."""
    return complaint.decode("utf-8", "replace").strip().partition("\n")[0].removeprefix("fatal: ")


def checked_revision(revision: str) -> str:
    """``revision`` if git cannot take it for anything else."""
    if not revision or revision.startswith("-") or CONTROL.search(revision):
        raise Error(f"{revision!r} is not a revision")
    return revision


def name_of_commit(revision: str) -> str:
    """What git takes for a commit and nothing else."""
    return checked_revision(revision) + "^{commit}"


def checked_path(path: str) -> str:
    """``path``, a file's path relative to the top of the repository, if it cannot lead out of it."""
    parts = path.split("/")
    if CONTROL.search(path) or any(part in ("", ".", "..", ".git") for part in parts):
        raise Error(f"{path!r} is not the path of a file in a repository")
    return path


class Repository:
    """A git repository with its worktree at ``root``.

    Use it as a context manager, or :meth:`close` it: look-ups of objects keep one process of git running.
    """

    def __init__(self, root: str) -> None:
        self.root = root

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process that looks up objects."""
        if "_objects" in self.__dict__:
            self._objects.close()
            del self._objects

    # -- commits

    def resolve(self, revision: str) -> str:
        """The full id of the commit that ``revision`` names."""
        name = checked_revision(revision) + "^{commit}"
        status, output, complaint = complete(["rev-parse", "--verify", "--quiet", name], self.root)
        if status:
            raise Error(complaint or f"{revision}: there is no such commit")
        return output.decode("ascii").strip()

    def commits(self, expression: str) -> list[str]:
        """The ids of the commits that ``expression`` names, oldest first, merges left out.

        ``A..B`` (or ``A...B``) names a range, ``REV-N`` the last N commits up to REV, everything else one commit.
        """
        first, dots, last = range_of(checked_revision(expression))
        limit = [] if dots else ["--max-count=1"]
        revisions = f"{first or 'HEAD'}{dots}{last or 'HEAD'}" if dots else expression
        if (several := LAST_COMMITS.fullmatch(expression)) and not dots and not self.exists(expression):
            limit = [f"--max-count={several[2]}"]
            revisions = several[1]
        try:
            ids = run(["rev-list", "--reverse", "--no-merges", *limit, revisions, "--"], self.root).split()
        except Error:
            for revision in (first or "HEAD", last or "HEAD") if dots else (revisions,):
                # Says what is wrong in a better way.
                self.resolve(revision)
            raise
        if not ids:
            raise NoCommitsError(f"{expression}: there are no commits")
        return [one.decode("ascii") for one in ids]

    def new_commits(self, head: str, known: Iterable[str], *, merges: bool = False) -> list[str]:
        """The ids of the commits that lead to ``head`` and to none that is ``known``, oldest first; with ``merges``
        these, too."""
        limit = [] if merges else ["--no-merges"]
        revisions = [checked_revision(head), *(f"^{checked_revision(one)}" for one in known)]
        return run(["rev-list", "--reverse", *limit, *revisions, "--"], self.root).decode("ascii").split()

    def ends(self, expression: str) -> list[str]:
        """The ids of the commits between which ``A..B`` names the changes; ``A...B`` means those since the histories of
        both parted. Of anything else, the id of the one commit that it names."""
        first, dots, last = range_of(checked_revision(expression))
        if not dots:
            return [self.resolve(expression)]
        before, after = self.resolve(first or "HEAD"), self.resolve(last or "HEAD")
        if dots == "...":
            status, output, _ = complete(["merge-base", before, after], self.root)
            if status:
                raise Error(f"{expression}: the two have no history in common")
            before = output.split()[0].decode("ascii")
        return [before, after]

    def edges(self) -> frozenset[str]:
        """The commits of a shallow clone whose parents are missing; none of a complete one."""
        path = run(["rev-parse", "--git-path", "shallow"], self.root).removesuffix(b"\n")
        try:
            with open(os.path.join(self.root, os.fsdecode(path)), encoding="ascii") as stream:
                return frozenset(stream.read().split())
        except FileNotFoundError:
            return frozenset()

    def names(self) -> list[str]:
        """The names of branches and tags, the latest first, and HEAD."""
        output = run(["for-each-ref", "--sort=-creatordate", "--format=%(refname:short)"], self.root)
        return ["HEAD", *os.fsdecode(output).split()]

    def exists(self, revision: str) -> bool:
        """Whether ``revision`` names a commit."""
        try:
            self.resolve(revision)
        except Error:
            return False
        return True

    def mails(self, commits: Sequence[str], paths: Sequence[str] = ()) -> Generator[tuple[str, bytes], None, None]:
        """Commits, given by their ids, as mails with their patches; empty for a commit that changes nothing.

        If there are ``paths`` (relative to the top), only what a commit changes there counts.
        """
        begins = [0, *range(FIRST, len(commits), AT_ONCE)]
        batches = [list(commits[begin:end]) for begin, end in pairwise([*begins, len(commits)]) if begin < end]
        running = self._mailing(batches[0], paths) if batches else None
        try:
            for some, following in zip(batches, [*batches[1:], []], strict=True):
                output, running = running.result() if running else b"", None
                if following:
                    running = self._mailing(following, paths)
                mails = list(separate(output, some))
                for commit, mail, ahead in zip(some, mails, [*mails[1:], b""], strict=True):
                    # git looks for the files of the next one meanwhile.
                    self._objects.ask(IMAGES.findall(ahead.decode("latin-1")))
                    yield commit, mail
        finally:
            if running is not None:
                running.stop()

    def _mailing(self, commits: Sequence[str], paths: Sequence[str]) -> Running:
        """The process that turns some commits into mails."""
        options = ("--stdout", "--no-attach", "--no-cover-letter", "--no-numbered", "--no-thread")
        some = [checked_revision(commit) for commit in commits]
        # One commit alone would be taken for the start of a range.
        which = "--no-walk=unsorted" if len(some) > 1 else "-1"
        command = [LITERAL, "format-patch", *options, *PLAIN_DIFF, which, *reversed(some), "--", *paths]
        return Running(command, self.root)

    def commit(self, revision: str) -> Commit | None:
        """The commit that ``revision`` names, which may be an abbreviated id; None if there is none, or several."""
        found = self._objects.read(name_of_commit(revision))
        if not found:
            return None
        message = found.data.partition(b"\n\n")[2].lstrip(b"\n")
        paragraph = message.partition(b"\n\n")[0].decode("latin-1")
        return Commit(found.id, " ".join(line.strip() for line in paragraph.strip().split("\n")))

    def expect(self, revisions: Iterable[str]) -> None:
        """Let git look for commits that :meth:`commit` will be asked for next, in this order."""
        self._objects.ask(map(name_of_commit, revisions))

    def raw_commit(self, number: str) -> bytes:
        """A commit, given by its id, as git stores it."""
        return run(["cat-file", "commit", checked_revision(number)], self.root)

    # -- contents

    def blob(self, name: str) -> bytes | None:
        """The content of a file: by the (abbreviated) id of the content; None if there is no such thing."""
        found = self._objects.read(checked_revision(name))
        return found.data if found and found.kind == "blob" else None

    def staged(self, path: str) -> bytes | None:
        """The content of ``path`` in the index."""
        return self.blob(f":{checked_path(path)}")

    def committed(self, path: str, revision: str = "HEAD") -> bytes | None:
        """The content of ``path`` in a commit."""
        return self.blob(f"{checked_revision(revision)}:{checked_path(path)}")

    @cached_property
    def _objects(self) -> Objects:
        return Objects(self.root)

    # -- configuration

    def settings(self, *names: str) -> dict[str, str]:
        """Those of the variables, named in lower case, that are set, with their values."""
        wanted = "|".join(name.replace(".", "[.]") for name in names)
        _, output, _ = complete(["config", "--null", "--get-regexp", f"^({wanted})$"], self.root)
        # The last one counts.
        return dict(os.fsdecode(entry).split("\n", 1) for entry in output.split(b"\0") if b"\n" in entry)

    def hooks(self) -> str:
        """The directory that git looks for hooks in; raises :class:`Error` if that is the same for all repositories."""
        _, output, _ = complete(["config", "--show-scope", "--get", "core.hooksPath"], self.root)
        scope = output.partition(b"\t")[0].decode()
        path = os.path.join(self.root, os.fsdecode(run(["rev-parse", "--git-path", "hooks"], self.root)[:-1]))
        if scope in ("global", "system"):
            raise Error(
                f"core.hooksPath of the {scope} configuration sends all repositories to {path}: "
                "set it for this one alone, git config core.hooksPath .git/hooks"
            )
        return path

    def identity(self, role: str) -> bytes:
        """Name, address and time of the user as AUTHOR or COMMITTER; raises :class:`Error` if git knows none."""
        status, output, _ = complete(["var", f"GIT_{role}_IDENT"], self.root)
        if status:
            raise Error("git does not know who you are: set user.name and user.email with git config")
        return output.strip()

    @property
    def is_merging(self) -> bool:
        """Whether the next commit is that of a merge."""
        return self.exists("MERGE_HEAD")

    # -- differences

    def diff(self, *revisions: str, staged: bool = False, paths: Iterable[str] = ()) -> bytes:
        """The changes from the first revision (default: the index, or HEAD if ``staged``) to the second one (default:
        the worktree, or the index if ``staged``), of ``paths`` (relative to the top) only if there are any."""
        commits = [self.resolve(revision) for revision in revisions]
        cached = ["--cached"] if staged else []
        return run([LITERAL, "diff", *PLAIN_DIFF, *cached, *commits, "--", *paths], self.root)

    # -- files

    def files(self, directory: str | os.PathLike[str]) -> list[str]:
        """The files below ``directory``, relative to it: tracked ones, and others unless they are ignored."""
        return self._list(directory, "--cached", "--others", "--exclude-standard")

    def untracked(self, paths: Iterable[str] = ()) -> list[str]:
        """The files, relative to the top, that are neither tracked nor ignored."""
        return self._list(self.root, "--others", "--exclude-standard", "--", *paths)

    def mentioning(self, word: str) -> list[str]:
        """The tracked files of the worktree, relative to the top, that have a word (letters, digits, underscores) in
        them."""
        if not word.isidentifier():
            raise Error(f"{word!r} is not a word")
        status, output, complaint = complete(["grep", "-lzwF", "-e", word], self.root)
        if status > 1:
            raise Error(complaint)
        return sorted(os.fsdecode(path) for path in output.split(b"\0") if path)

    def knows(self, path: str) -> bool:
        """Whether ``path`` (relative to the top) is tracked, or was once on the way to HEAD."""
        if self._list(self.root, "--cached", "--", path):
            return True
        status, output, _ = complete([LITERAL, "rev-list", "--max-count=1", "HEAD", "--", path], self.root)
        return status == 0 and bool(output.strip())

    def is_tracked(self, path: str | os.PathLike[str]) -> bool:
        """Whether ``path`` is a file that git knows."""
        directory, name = os.path.split(os.path.abspath(path))
        return os.path.isdir(directory) and name in self._list(directory, "--cached", "--", name)

    def is_ignored(self, directory: str | os.PathLike[str]) -> bool:
        """Whether git leaves everything in ``directory`` alone."""
        path = os.path.abspath(directory)
        if path == self.root:
            return False
        status, _, _ = complete(["check-ignore", "--quiet", "--", path], self.root)
        return status == 0

    def _list(self, directory: str | os.PathLike[str], *arguments: str) -> list[str]:
        output = run([LITERAL, "ls-files", "-z", *arguments], directory)
        return sorted({os.fsdecode(path) for path in output.split(b"\0") if path})


def range_of(expression: str) -> tuple[str, str, str]:
    """The two ends of a range of commits and the dots between them; no dots if it is none."""
    first, dots, last = expression.partition("..")
    if last.startswith("."):
        dots, last = "...", last[1:]
    return first, dots, last


def separate(mailbox: bytes, commits: list[str]) -> Iterator[bytes]:
    """The mails of ``commits``, in their order, one after the other in ``mailbox``."""
    begins: dict[str, int] = {}
    at = 0
    for commit in commits:
        opening = f"From {commit} Mon Sep 17 00:00:00 2001\n".encode()
        found = at if mailbox.startswith(opening, at) else mailbox.find(b"\n" + opening, at) + 1
        # A commit without changes has no mail.
        if mailbox.startswith(opening, found):
            begins[commit] = at = found
    # Between two mails there is an empty line.
    ends = [*(begin - 1 for begin in [*begins.values()][1:]), len(mailbox)]
    mails = {commit: mailbox[begin:end] for (commit, begin), end in zip(begins.items(), ends, strict=False)}
    return (mails.get(commit, b"") for commit in commits)


class Object(NamedTuple):
    """An object of a repository."""

    id: str
    kind: str
    data: bytes


class Objects:
    """Reads objects through one ``git cat-file`` that answers until it is closed."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        #: The names that will be asked for, those that git has been asked for, and what it has answered too early.
        self._wanted: deque[str] = deque()
        self._asked: deque[str] = deque()
        self._answered: dict[str, Object | None] = {}

    def ask(self, names: Iterable[str]) -> None:
        """Let git look for the objects of these names, which are likely to be read next, in this order."""
        self._wanted = deque(names)
        self._answered.clear()
        self._send()

    def read(self, name: str) -> Object | None:
        """The object of that name; None if there is none, or several, or it is too large."""
        self._start()
        if name in self._wanted:
            while self._wanted.popleft() != name:
                pass
            self._send([name])
        elif name not in self._asked and name not in self._answered:
            self._send([name])
        while name in self._asked:
            self._answered[self._asked.popleft()] = self._answer()
        self._send()
        return self._answered.pop(name)

    def _start(self) -> None:
        if self._process is None or self._owner != os.getpid():
            # A process forked from this one must not share the pipes.
            self._process = start(["cat-file", "--batch"], self.root, questions=True)
            self._owner = os.getpid()
            self._asked.clear()
            self._answered.clear()

    def _send(self, names: Iterable[str] = ()) -> None:
        """Ask git for objects: for these, and for those that are wanted, as long as it can take the questions."""
        questions = [*names]
        while self._wanted and len(self._asked) + len(questions) < AHEAD:
            questions.append(self._wanted.popleft())
        if not questions:
            return
        self._start()
        assert self._process
        assert self._process.stdin
        self._asked += questions
        try:
            self._process.stdin.write(b"".join(os.fsencode(name) + b"\n" for name in questions))
            self._process.stdin.flush()
        except OSError as error:
            raise Error(f"git cat-file: {error.strerror}") from error

    def _answer(self) -> Object | None:
        """The next answer."""
        assert self._process
        answers = self._process.stdout
        assert answers
        try:
            header = answers.readline()
            found = OBJECT.fullmatch(header.decode("latin-1"))
            if not found:
                if not header:
                    raise Error("git cat-file ended unexpectedly")
                return None
            size = int(found[3])
            if size > MAX_SIZE:
                skip(answers, size + 1)
                return None
            data = answers.read(size + 1)[:-1]
        except OSError as error:
            raise Error(f"git cat-file: {error.strerror}") from error
        return Object(found[1], found[2], data)

    def close(self) -> None:
        """End the process, if there is one and it is ours."""
        if self._process and self._owner == os.getpid():
            # Closing its input is not enough: processes forked meanwhile hold it open.
            self._process.kill()
            self._process.communicate()
        self._process = None


def skip(stream: IO[bytes], size: int) -> None:
    """Read ``size`` bytes for nothing."""
    while size > 0 and (piece := stream.read(min(size, 1 << 20))):
        size -= len(piece)
