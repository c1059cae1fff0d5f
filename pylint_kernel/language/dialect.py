"""What a code base's C adds to C: names of attributes, iterators, declaring macros and types, read from plain files.

A dialect is a folder of ``grammars/`` with one text file a topic: names separated by blanks, ``*`` for any letters of
a name, ``#`` to the end of the line a comment. Add a name there, and the parser and the rules know it.

One dialect is spoken at a time: the kernel's, to which the configuration of the file that is being checked may add
others, and names of its own.
"""

from __future__ import annotations

import os
from functools import cache, cached_property

#: What has been found out about so many names is forgotten: a tree has millions of them.
MANY = 50_000


class Names:
    """A set of names, some of them given as patterns (``*`` stands for anything)."""

    def __init__(self, words: list[str]) -> None:
        self.plain = frozenset(word for word in words if "*" not in word)
        patterns = [word.split("*") for word in words if "*" in word]
        self._patterns = [pattern for pattern in patterns if pattern[0]]
        self._loose = [pattern for pattern in patterns if not pattern[0]]
        # Hardly any word of a file begins like one of them.
        self._heads = tuple(pattern[0] for pattern in self._patterns)
        self._known: dict[str, bool] = dict.fromkeys(self.plain, True)

    def __bool__(self) -> bool:
        return bool(self.plain or self._patterns or self._loose)

    def __contains__(self, name: str) -> bool:
        known = self._known.get(name)
        if known is None:
            if len(self._known) > MANY:
                self._known = dict.fromkeys(self.plain, True)
            patterns = self._loose + self._patterns if name.startswith(self._heads) else self._loose
            known = self._known[name] = any(matches(name, pattern) for pattern in patterns)
        return known


def matches(name: str, pattern: list[str]) -> bool:
    """Whether ``name`` consists of the parts of ``pattern``, in this order, and anything between them."""
    first, *middle, last = pattern
    if len(name) < len(first) + len(last) or not name.startswith(first) or not name.endswith(last):
        return False
    at, end = len(first), len(name) - len(last)
    for part in middle:
        at = name.find(part, at, end) + len(part)
        if at < len(part):
            return False
    return True


#: Topics with the words that belong to them.
Words = tuple[tuple[str, tuple[str, ...]], ...]


class Dialect:
    """The names of the dialects in ``folders``, by topic, and ``more``; a topic is read when it is first asked for."""

    def __init__(self, *folders: str, more: Words = ()) -> None:
        self.folders, self.more = folders, more

    def topic(self, *names: str) -> Names:
        """The names that the topics' files list; none if there are no such files."""
        words = [word for topic, several in self.more if topic in names for word in several]
        for path in (os.path.join(folder, f"{name}.txt") for name in names for folder in self.folders):
            if os.path.isfile(path):
                with open(path, encoding="utf-8", errors="surrogateescape") as lines:
                    words += [word for line in lines for word in line.partition("#")[0].split()]
        return Names(words)

    @cached_property
    def attributes(self) -> Names:
        """Annotations without arguments: ``__init``."""
        return self.topic("attributes")

    @cached_property
    def attribute_macros(self) -> Names:
        """Annotations with arguments: ``__printf(1, 2)``."""
        return self.topic("attribute-macros")

    @cached_property
    def specifiers(self) -> Names:
        """Words among a declaration's specifiers that C does not know: ``asmlinkage``."""
        return self.topic("specifiers")

    @cached_property
    def assembler(self) -> Names:
        """Other words for ``asm``: ``asm_inline``."""
        return self.topic("assembler")

    @cached_property
    def assembly(self) -> Names:
        """Macros that only sources of the assembler use: ``SYM_START``."""
        return self.topic("assembly")

    @cached_property
    def strings(self) -> Names:
        """Macros that are strings, or parts of them: ``DBUS_TYPE_STRING_AS_STRING``."""
        return self.topic("strings")

    @cached_property
    def unevaluated(self) -> Names:
        """Macros that do not compute their arguments: ``__must_be_array``."""
        return self.topic("unevaluated")

    @cached_property
    def iterators(self) -> Names:
        """Macros that head a loop: ``list_for_each_entry(…) {…}``."""
        return self.topic("iterators")

    @cached_property
    def guards(self) -> Names:
        """Macros that head a block which is done once: ``scoped_guard(…) {…}``."""
        return self.topic("guards")

    @cached_property
    def heads(self) -> Names:
        """Macros that head a body of either kind."""
        return self.topic("iterators", "guards")

    @cached_property
    def declaring(self) -> Names:
        """Macros that declare or define what they name: ``DEFINE_MUTEX(lock);``."""
        return self.topic("declaring")

    @cached_property
    def typed_declaring(self) -> Names:
        """Declaring macros whose arguments are a type and a name: ``DEFINE_PER_CPU(int, count)``."""
        return self.topic("typed-declaring")

    @cached_property
    def trace_sections(self) -> Names:
        """Macros of the tracing system that define events, and the sections of these: ``TP_printk(…)``."""
        return self.topic("trace-sections")

    @cached_property
    def trace_tables(self) -> Names:
        """Rows and tables in the sections of events: ``__field(…)``, ``__print_symbolic(…)``."""
        return self.topic("trace-tables")

    @cached_property
    def words(self) -> tuple[Names, Names, Names, Names]:
        """Its types, attributes, attributes with arguments and iterators."""
        return self.types, self.attributes, self.attribute_macros, self.heads

    @cached_property
    def types(self) -> Names:
        """Names of types: C's own and the kernel's typedefs."""
        return self.topic("types")

    def is_type(self, name: str) -> bool:
        """Whether ``name`` is known to name a type."""
        return name in self.types

    def is_iterator(self, name: str) -> bool:
        """Whether the macro ``name`` heads a loop or a block."""
        return name in self.heads

    def is_declaring(self, name: str) -> bool:
        """Whether the macro ``name`` declares or defines something."""
        return name in self.declaring or name in self.typed_declaring


def root() -> str:
    """Where the grammars are: beside the package in a checkout, inside it in an installed wheel."""
    package = os.path.dirname(os.path.dirname(__file__))
    inside = os.path.join(package, "grammars")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "grammars")


#: The topics of a dialect.
TOPICS = (
    "attributes", "attribute-macros", "specifiers", "types", "iterators", "guards", "declaring", "typed-declaring",
    "unevaluated", "strings", "assembler", "assembly", "trace-sections", "trace-tables",
)  # fmt: skip


@cache
def dialect(folders: tuple[str, ...] = (), more: Words = ()) -> Dialect:
    """The kernel's dialect, with those in ``folders`` and with ``more`` names; one object a process."""
    return Dialect(os.path.join(root(), "linux"), *folders, more=more)


def spoken() -> Dialect:
    """The dialect of the file that is being checked."""
    return _spoken[-1]


def speak(folders: tuple[str, ...] = (), more: Words = ()) -> None:
    """Go over to the dialect of the next file."""
    _spoken[-1] = dialect(folders, more)


_spoken = [dialect()]
