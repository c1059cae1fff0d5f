"""How Kbuild compiles a file, from what it recorded, and what the compiler makes of two contents of that file.

Nothing in the kernel tree or in the build directory is touched: a shadow of the tree, directories of links, has the
file with the one content or the other.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

#: What a line begins with that has the command; Linux before 6.3 calls it by the shorter name.
RECORDED = re.compile(r"^(?:saved)?cmd_\S+\.o := (.*)$", re.MULTILINE)
#: A file that the object is made from; those whose names have a ``$`` are for make.
DEPENDENCY = re.compile(r"^(?:source_\S+ := |  )([^\s$]+)", re.MULTILINE)
COMPILER = re.compile(r"(?:[\w.]+-)*(?:cc|gcc|clang)(?:-[\d.]+)?")
#: What starts a compiler, and may be left out.
LAUNCHER = re.compile(r"ccache|sccache|distcc")
#: What stands between two commands of the shell.
NEXT = frozenset({";", "&&"})
#: What the shell, not the compiler, would make something of.
FOR_SHELL = re.compile(r"[$`]|[;&|<>()]+\Z")
#: Tells the compiler to write another file beside the object.
ASIDE = re.compile(r"-Wp,-MM?D,.*|-save-temps.*")
#: Line numbers change with every repair, and compilers warn of those who define them; what is only for debuggers is not
#: what is run.
NEUTRAL = ("-D__LINE__=0", "-Wno-builtin-macro-redefined", "-Wno-error", "-g0")
#: A content that cannot be compiled.
POISON = b"#error this file counts\n"


class Command(NamedTuple):
    """How an object (relative to the build directory) is made: by the compiler, in the build directory."""

    object: str
    words: tuple[str, ...]


class Compiled(NamedTuple):
    """An object; or nothing, and the first complaint of the compiler."""

    data: bytes
    complaint: str


def command_in(record: str) -> tuple[str, ...]:
    """The words of the compiler's command in the text of a ``.o.cmd`` file; raises ValueError if there is none.

    The record is text for make and a shell. Neither is asked: where the shell would have more to do than to take off
    quotes, there is no command.
    """
    found = RECORDED.search(record)
    if found is None:
        raise ValueError("no command is recorded")
    text = found[1].replace("$(pound)", "#").replace("$$", "$")
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    for words in split(lexer):
        if words and LAUNCHER.fullmatch(os.path.basename(words[0])):
            del words[0]
        if words and COMPILER.fullmatch(os.path.basename(words[0])) and {"-c", "-o"}.issubset(words):
            if any(FOR_SHELL.search(word) for word in words):
                raise ValueError("the recorded command is more than a call of the compiler")
            return tuple(word for word in words if not ASIDE.fullmatch(word))
    raise ValueError("what is recorded calls no compiler")


def split(words: Iterable[str]) -> Iterator[list[str]]:
    """The single commands in the words of a line."""
    command: list[str] = []
    for word in words:
        if word in NEXT:
            yield command
            command = []
        else:
            command.append(word)
    yield command


def commands_for(root: str, build: str, path: str, most: int) -> list[Command]:
    """How the objects are made that the file ``path`` (relative to the tree ``root``) goes into, by the records in the
    build directory: its own object or, if there is none, up to ``most`` of those nearby. Raises ValueError as
    :func:`command_in` does, and OSError.
    """
    directory, name = os.path.split(path)
    own = os.path.join(build, directory, f".{os.path.splitext(name)[0]}.o.cmd")
    wanted = os.path.realpath(os.path.join(root, path))
    if os.path.exists(own) and (found := recorded(own, build, wanted)):
        return [found]
    while True:
        # The nearest directory below which anything is made from the file.
        records = sorted(records_below(os.path.join(build, directory)))
        several = [one for record in records if (one := recorded(record, build, wanted))]
        if several or not directory:
            return several[:most]
        directory = os.path.dirname(directory)


def records_below(directory: str) -> Iterator[str]:
    """The files in which Kbuild has recorded how objects are made."""
    for above, _, names in os.walk(directory):
        yield from (os.path.join(above, name) for name in names if name.startswith(".") and name.endswith(".o.cmd"))


def recorded(record: str, build: str, wanted: str) -> Command | None:
    """What is recorded in a file, if the object is made from the file ``wanted``, a real path."""
    with open(record, encoding="utf-8", errors="surrogateescape") as stream:
        text = stream.read()
    name = os.path.basename(wanted)
    near = (found for found in DEPENDENCY.findall(text) if found.endswith(name))
    if not any(os.path.realpath(os.path.join(build, found)) == wanted for found in near):
        return None
    made = os.path.join(os.path.dirname(record), os.path.basename(record)[1:].removesuffix(".cmd"))
    return Command(os.path.relpath(made, build), command_in(text))


class Shadow:
    """A copy of a tree, made of links, in which one file can have other contents.

    ``place``: an empty directory for it. ``path``: the file, relative to the tree ``root``.
    """

    def __init__(self, place: str, root: str, build: str, path: str, commands: list[Command]) -> None:
        self.place, self.root, self.build, self.path, self.commands = place, root, build, path, commands
        self.tree = os.path.join(place, "tree")
        self.directory = build
        # By "..", links lead out of the shadow: what files are named from must be directories.
        real = {os.path.dirname(path), *(os.path.dirname(one.object) for one in commands)}
        inside = os.path.relpath(build, root)
        if inside.split(os.sep)[0] != os.pardir:
            real.add(inside)
            self.directory = os.path.normpath(os.path.join(self.tree, inside))
        os.mkdir(self.tree)
        self.link("", {above for one in real for above in upwards(os.path.normpath(one))})
        os.unlink(self.file)

    @property
    def file(self) -> str:
        """The file that changes."""
        return os.path.join(self.tree, self.path)

    def link(self, directory: str, real: set[str]) -> None:
        """Fill a directory of the shadow, and those of its directories that must be real ones."""
        for entry in os.scandir(os.path.join(self.root, directory)):
            relative = os.path.join(directory, entry.name)
            here = os.path.join(self.tree, relative)
            if relative in real and entry.is_dir():
                os.mkdir(here)
                self.link(relative, real)
            else:
                os.symlink(os.path.join(self.root, relative), here)

    def compiled(self, content: bytes) -> list[Compiled]:
        """What the compiler makes of the objects if the file has this content. Raises OSError."""
        with open(self.file, "wb") as stream:
            stream.write(content)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(self.compile, range(len(self.commands))))

    def compile(self, number: int) -> Compiled:
        """Make one of the objects."""
        written = os.path.join(self.place, f"{number}.o")
        here = re.compile(rf"{re.escape(self.root)}(?=/|\Z)")
        words = [here.sub(lambda _: self.tree, word) for word in self.commands[number].words]
        words[words.index("-o") + 1] = written
        run = subprocess.run(
            [*words, *NEUTRAL],
            cwd=self.directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | {"LC_ALL": "C"},
            check=False,
        )
        if run.returncode:
            lines = run.stdout.decode("utf-8", "replace").replace(self.tree + os.sep, "").splitlines()
            return Compiled(b"", next((line for line in lines if "error:" in line), f"status {run.returncode}"))
        with open(written, "rb") as stream:
            return Compiled(stream.read(), "")


def upwards(path: str) -> Iterator[str]:
    """A relative path and the directories above it."""
    while path and path != os.curdir:
        yield path
        path = os.path.dirname(path)
