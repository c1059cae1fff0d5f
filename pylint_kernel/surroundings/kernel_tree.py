"""Facts that live in a kernel tree: spelling list, const structs, names of the headers; read late, cached on disk.

A new fact is a ``cached_property`` of :class:`KernelTree`. One that takes long to gather is kept in the user's cache
directory through :meth:`KernelTree.remember`, with a stamp that changes whenever its sources do.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from typing import TYPE_CHECKING

from pylint_kernel import __version__
from pylint_kernel.lazy import Pattern
from pylint_kernel.surroundings import maintainers

if TYPE_CHECKING:
    from pathlib import Path

    from pylint_kernel.surroundings.dictionary import Dictionary

#: What makes a directory a kernel tree; the rarest names first.
ENTRIES = (
    "Kbuild", "MAINTAINERS", "CREDITS", "COPYING", "Documentation", "Makefile", "README", "arch",
    "drivers", "fs", "include", "init", "ipc", "kernel", "lib", "scripts",
)  # fmt: skip

COMMENT_OR_STRING = Pattern(r'/\*.*?\*/|//[^\n]*|"[^"\n]*"', re.DOTALL)
MIXED_CASE = r"(?=[A-Za-z_])(\w*?(?:[a-z][A-Z]|[A-Z][a-z])\w*)"
DECLARING = tuple(
    Pattern(before + MIXED_CASE + behind, re.MULTILINE)
    for before, behind in (
        (r"^[ \t]*#[ \t]*define[ \t]+", ""),
        (r"\b(?:struct|union|enum)\s+", ""),
        # A name after its type: a variable, member, function, typedef or parameter.
        (r"[\w*}][\s*]*[\s*]\b", r"(?=\s*[(\[,;])"),
        (r"\(\s*\*\s*", r"(?=\s*\))"),
    )
)


#: The lists of words, in ``scripts``.
SPELLING, CONST_STRUCTS = LISTS = "spelling.txt", "const_structs.checkpatch"
BINDINGS = "Documentation/devicetree/bindings"
VENDORS = f"{BINDINGS}/vendor-prefixes.yaml"
BOOT_PARAMETERS = "Documentation/admin-guide/kernel-parameters.txt"
SLAB = "include/linux/slab.h"
#: A pattern for names, alternatives in parentheses: ``(sst|microchip),sst25vf(016b|032b)``.
ALTERNATIVES = Pattern(r"(?:\(([\w.|-]+)\)|([\w.-]+)),([\w.+-]*)(?:\(([\w.|+-]+)\)([\w.+-]*))?")
#: One of the alternatives, with an end that may be left out.
OPTIONAL = Pattern(r"(?<=[(|])([\w.+-]+)\(([\w.|+-]+)\)\?")
COMMA_WORD = Pattern(r"[\w.+-]+(?:,[^\s\"',]+)+")
VENDOR = Pattern(r"\"\^([\w.-]+),")


class KernelTree:
    """The facts of the tree at ``root``; without a tree every fact is empty.

    ``dictionary`` is a file with misspellings, to be used beside the tree's own list. ``lists`` is the directory that
    the lists of words are in, if they are not those of the tree's ``scripts``.
    """

    def __init__(self, root: Path | None, dictionary: str | None = None, lists: str | None = None) -> None:
        self.root, self._dictionary, self._lists = root, dictionary, lists

    @cached_property
    def spelling(self) -> dict[str, str]:
        """Words that are often misspelt to their right spelling (``scripts/spelling.txt``)."""
        pairs = (line.partition("||") for line in self._list(SPELLING))
        return {wrong.strip(): right.strip() for wrong, bars, right in pairs if bars}

    @cached_property
    def dictionary(self) -> Dictionary | None:
        """The dictionary that the user has named, with more misspellings."""
        from pylint_kernel.surroundings.dictionary import Dictionary

        return Dictionary(self._dictionary) if self._dictionary else None

    @cached_property
    def const_structs(self) -> frozenset[str]:
        """The structs whose instances are meant to be const (``scripts/const_structs.checkpatch``)."""
        return frozenset(self._list(CONST_STRUCTS))

    @cached_property
    def camelcase(self) -> frozenset[str]:
        """The mixed-case names that the headers below ``include/`` declare or define."""
        headers = list(self.files("include", ".h"))
        return frozenset(self.remember("camelcase", stamp(headers), lambda: sorted(mixed_case_names(headers))))

    @cached_property
    def allocates_objects(self) -> bool:
        """Whether the tree has ``kmalloc_obj()`` and its family; so it is taken to have where that cannot be seen."""
        lines = self.lines(SLAB)
        return not lines or any("kmalloc_obj" in line for line in lines)

    @cached_property
    def compatibles(self) -> str:
        """The words with a comma in them (``vendor,device``) of the devicetree bindings, a line each."""
        bindings = list(self.files(BINDINGS, ""))
        return "\n".join(self.remember("compatible-strings", stamp(bindings), lambda: sorted(comma_words(bindings))))

    @cached_property
    def vendors(self) -> frozenset[str]:
        """The vendor prefixes that are registered for devicetree bindings."""
        return frozenset(found[1] for line in self.lines(VENDORS)
                         if (found := VENDOR.match(line)))  # fmt: skip

    @cached_property
    def boot_parameters(self) -> str:
        """The description of the kernel's boot parameters."""
        try:
            return (self.root / BOOT_PARAMETERS).read_text(encoding="latin-1") if self.root else ""
        except OSError:
            return ""

    @cached_property
    def responsibilities(self) -> list[maintainers.Section]:
        """The sections of ``MAINTAINERS``, in text view."""
        return maintainers.sections(self.lines("MAINTAINERS"))

    @cached_property
    def _obsolete(self) -> list[maintainers.Section]:
        return [section for section in self.responsibilities if "obsolete" in section.status]

    def is_obsolete(self, path: str) -> bool:
        """Whether ``MAINTAINERS`` calls the file ``path`` (relative to the tree) obsolete."""
        return any(section.covers(path) for section in self._obsolete)

    # -- for facts

    def lines(self, path: str) -> list[str]:
        """The lines of a data file of the tree, without comments and blank lines; none if it cannot be read."""
        return lines_of(self.root / path) if self.root else []

    def _list(self, name: str) -> list[str]:
        """The lines of one of the lists of words."""
        if self._lists is not None:
            return lines_of(os.path.join(self._lists, name))
        return self.lines(f"scripts/{name}")

    def files(self, below: str, suffix: str) -> Iterator[os.DirEntry[str]]:
        """The files below a directory of the tree whose names end in ``suffix``."""
        queue = [] if self.root is None else [str(self.root / below)]
        while queue:
            try:
                with os.scandir(queue.pop()) as entries:
                    for entry in entries:
                        if entry.name.endswith(suffix) and entry.is_file():
                            yield entry
                        elif entry.is_dir(follow_symlinks=False):
                            queue.append(entry.path)
            except OSError:
                continue

    def remember(self, fact: str, state: str, gather: Callable[[], list[str]]) -> list[str]:
        """The lines that ``gather`` yields, kept in the cache as long as ``state`` (a stamp of the sources) holds."""
        if self.root is None:
            return []
        import zlib

        root = os.path.realpath(self.root)
        head = f"kcheck {__version__} {fact} {state} {root}"
        name = f"{fact}-{zlib.crc32(os.fsencode(root)):08x}"
        if (kept := load(name)) and kept[0] == head:
            return kept[1:]
        lines = gather()
        store(name, [head, *lines])
        return lines


def lines_of(path: str | os.PathLike[str]) -> list[str]:
    """The lines of a data file, without comments and blank lines; none if it cannot be read."""
    try:
        with open(path, encoding="latin-1") as stream:
            lines = [line.partition("#")[0].strip() for line in stream]
    except OSError:
        return []
    return [line for line in lines if line]


@cache
def at(root: str | None, dictionary: str | None = None, lists: str | None = None) -> KernelTree:
    """The tree at ``root``, one object a process."""
    if root is None:
        return KernelTree(None, dictionary, lists)
    from pathlib import Path

    return KernelTree(Path(root), dictionary, lists)


def find(path: str | os.PathLike[str]) -> Path | None:
    """The kernel tree that the file or directory ``path`` belongs to; None if it belongs to none."""
    found = find_above(os.path.abspath(path))
    return at(found).root if found else None


@cache
def find_above(path: str) -> str | None:
    """The nearest of ``path`` and the directories above it that is a kernel tree."""
    if is_tree(path):
        return path
    above = os.path.dirname(path)
    return find_above(above) if above != path else None


def is_tree(directory: str | os.PathLike[str]) -> bool:
    """Whether ``directory`` is the root of a kernel tree."""
    return all(os.path.exists(os.path.join(directory, entry)) for entry in ENTRIES)


def mixed_case_names(headers: Iterable[os.DirEntry[str]]) -> set[str]:
    """The mixed-case names that ``headers`` declare or define."""
    names: set[str] = set()
    for header in headers:
        try:
            with open(header.path, encoding="latin-1", newline="") as stream:
                code = COMMENT_OR_STRING.sub(" ", stream.read())
        except OSError:
            continue
        for declaring in DECLARING:
            names.update(declaring.findall(code))
    return names


def comma_words(files: Iterable[os.DirEntry[str]]) -> set[str]:
    """The words of the files that have a comma in them, as compatible strings and the patterns for them do."""
    words: set[str] = set()
    for file in files:
        try:
            with open(file.path, encoding="latin-1") as stream:
                text = stream.read()
        except OSError:
            continue
        words.update(COMMA_WORD.findall(text))
        words.update(named_by_patterns(text))
    return words


def named_by_patterns(text: str) -> Iterator[str]:
    """The names that the patterns in a binding stand for; an optional vendor is a vendor."""
    if "pattern" not in text:
        return
    for found in ALTERNATIVES.finditer(OPTIONAL.compiled.sub(with_optional_end, text.replace(",)?", "),"))):
        vendors, vendor, start, choices, end = found.groups("")
        if vendors or choices:
            for one in (vendors or vendor).split("|"):
                yield from (f"{one},{start}{choice}{end}" for choice in choices.split("|"))


def with_optional_end(found: re.Match[str]) -> str:
    """The alternatives that a name with an optional end stands for: ``32(w|dw)?`` is ``32|32w|32dw``."""
    return "|".join([found[1], *(f"{found[1]}{end}" for end in found[2].split("|"))])


def stamp(files: Iterable[os.DirEntry[str]]) -> str:
    """A word that differs as soon as one of the files comes, goes or is written to."""
    sizes, newest, count = 0, 0, 0
    for entry in files:
        try:
            state = entry.stat()
        except OSError:
            continue
        sizes, newest, count = sizes + state.st_size, max(newest, state.st_mtime_ns), count + 1
    return f"{count}-{sizes}-{newest}"


# -- the cache: best effort, never an error


def cache_directory() -> Path | None:
    """Where facts are kept; None if the user has no home."""
    from pathlib import Path

    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base, "kcheck") if os.path.isabs(base) else None


def load(name: str) -> list[str] | None:
    """The lines kept under ``name``, or None."""
    directory = cache_directory()
    if directory is None:
        return None
    try:
        text = (directory / name).read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None
    # A file that was cut short does not end in a newline.
    return text[:-1].split("\n") if text.endswith("\n") else None


def store(name: str, lines: list[str]) -> None:
    """Keep ``lines`` under ``name``; other processes see all of them or none."""
    directory = cache_directory()
    if directory is None:
        return
    partial = directory / f"{name}.{os.getpid()}"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        partial.write_text("\n".join([*lines, ""]), encoding="utf-8", errors="surrogateescape")
        partial.replace(directory / name)
    except OSError:
        try:
            partial.unlink()
        except OSError:
            return


def clean() -> int:
    """Delete what the cache holds; how many files that were. Raises OSError if they cannot be deleted."""
    directory = cache_directory()
    if directory is None or not directory.is_dir():
        return 0
    files = [path for path in directory.iterdir() if path.is_file()]
    for path in files:
        path.unlink()
    return len(files)
