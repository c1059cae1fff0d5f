"""Names in mixed case, and what they would be called in the kernel's way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes import collisions
from pylint_kernel.language.syntax import Enumerator, syntax
from pylint_kernel.lazy import Pattern

CAMELCASE = "CAMELCASE"
#: Where one word of a name ends and the next one begins: ``ring|Size``, ``HTTP|Server``, ``IPv4|Address``.
SEAM = Pattern(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!v\d)[a-z])")


class Suggestion(NamedTuple):
    """A name, what it would be called, and why somebody has to decide on that, if so."""

    old: str
    new: str
    doubt: str


class Known(NamedTuple):
    """What a file tells of its names in mixed case: those that it declares, those of them that are constants or macros,
    and all words that it has."""

    mixed: frozenset[str]
    declared: frozenset[str]
    capital: frozenset[str]
    taken: frozenset[str]


def snake_case(name: str) -> str:
    """``name`` in lower case, its words parted by underscores."""
    return "_".join(filter(None, SEAM.compiled.sub("_", name).split("_"))).lower()


def names_of(target: Target, settings: Settings) -> Known:
    """The names of a C file that CAMELCASE reports; raises OSError if it cannot be read."""
    settings = (target.settings or settings)._replace(types=frozenset({CAMELCASE}), strict=True, baseline=None)
    result = runner.run_target(target._replace(settings=settings), settings)
    if result.failure is not None:
        raise OSError(0, result.failure)
    mixed = {name for found in result.findings if "##" not in (name := result.file.slice(found.span))}
    file = runner.open_source(target._replace(data=result.data), settings)
    declared, capital = set(), set()
    for name in mixed:
        for use in collisions.uses(file, name):
            if use.is_declared:
                declared.add(name)
                if use.token.in_directive or isinstance(syntax(file).at(use.token.start), Enumerator):
                    capital.add(name)
    return Known(*map(frozenset, (mixed, declared, capital, file.tokens.index)))


def suggestions(files: Iterable[Known]) -> list[Suggestion]:
    """What the names of some files, in alphabetical order, would be called."""
    files = list(files)
    mixed, declared, capital, taken = (
        (frozenset().union(*sets) for sets in zip(*files, strict=True)) if files else ([],) * 4
    )
    found, new_names = list[Suggestion](), dict[str, str]()
    for old in sorted(mixed):
        new = snake_case(old).upper() if old in capital else snake_case(old)
        doubt = ""
        if old not in declared:
            doubt = "declared elsewhere"
        elif new in taken:
            doubt = f"there is a {new}"
        elif new in new_names:
            doubt = f"{new_names[new]} would be called so, too"
        new_names.setdefault(new, old)
        found.append(Suggestion(old, new, doubt))
    return found
