"""Arguments that macros make strings of: there a blank more or less is another string."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax.macros import Macro, MacroParameter
from pylint_kernel.language.syntax.token import Token, brackets
from pylint_kernel.surroundings.reading import read_source


class Quoting(NamedTuple):
    """What a macro makes of an argument: a string, and perhaps a value, too."""

    string: bool
    value: bool


#: Macros by name, with what they make of each argument; the last one stands for all that follow.
Quoters = dict[str, list[Quoting]]
ONLY_STRING, ONLY_VALUE = Quoting(string=True, value=False), Quoting(string=False, value=True)
OF_KERNEL = {name: [ONLY_STRING] for name in "__stringify __stringify_1 stringify STRINGIFY __STRINGIFY".split()}
#: Through so many macros an argument is followed.
LONGEST_CHAIN = 5
#: So many headers are read.
MOST_HEADERS = 20


def quoting(token: Token) -> Quoting:
    """What the macros that are called around a token make of it, as far as the file tells."""
    quoters = token.file.once(quoters_of)
    found, opener = ONLY_VALUE, token.bracket
    while opener is not None:
        if opener.text == "(" and (head := opener.previous) is not None and (kinds := quoters.get(head.text)):
            kind = kinds[min(commas_before(token, opener), len(kinds) - 1)]
            found = Quoting(found.string or kind.string, found.value and kind.value)
        opener = opener.bracket
    return found


def commas_before(token: Token, opener: Token) -> int:
    """How many arguments of the call that ``opener`` begins are before the token."""
    return bisect_left(token.file.once(commas)[opener.position], token.position)


def commas(file: SourceFile) -> dict[int, list[int]]:
    """The commas of a file by the opening bracket around them."""
    found, around = defaultdict[int, list[int]](list), file.once(brackets)
    for position in file.tokens.index.get(",", ()):
        found[around[position]].append(position)
    return found


def quoters_of(file: SourceFile) -> Quoters:
    """The macros of the kernel, of the file and of the headers beside it that make strings of arguments."""
    from pylint_kernel.language.syntax import syntax

    return with_those(OF_KERNEL | in_headers(file), syntax(file).macros)


def with_those(known: Quoters, macros: Iterable[Macro]) -> Quoters:
    """The macros that make strings, and those of ``macros`` that do, themselves or by means of others."""
    found = dict(known)
    macros = [macro for macro in macros if macro.definition.parameters]
    for _ in range(LONGEST_CHAIN):
        before = len(found)
        for macro in macros:
            if macro.name not in found and macro.every("#", *found):
                kinds = [kind(parameter, found) for parameter in macro.parameters]
                if any(one.string for one in kinds):
                    found[macro.name] = kinds
        if len(found) == before:
            break
    return found


def kind(parameter: MacroParameter, known: Quoters) -> Quoting:
    """What its macro makes of a parameter."""
    strings = values = False
    for use in parameter.macro.every(parameter.name or "__VA_ARGS__"):
        if parameter.before(use) == "#":
            strings = True
            continue
        opener = use.bracket
        head = opener.previous if opener is not None and opener.text == "(" else None
        if opener is None or head is None or head.text not in known or not parameter.macro.body.start <= head.start:
            values = True
            continue
        kinds = known[head.text]
        made = kinds[min(commas_before(use, opener), len(kinds) - 1)]
        strings, values = strings or made.string, values or made.value
    return Quoting(strings, values)


def in_headers(file: SourceFile) -> Quoters:
    """The macros that make strings in the headers of its own that a file includes, and that these include."""
    root, found = file.kernel.root, dict[str, list[Quoting]]()
    if root is None:
        return found
    seen, paths = {file.path}, own_headers(file)
    while paths and len(seen) <= MOST_HEADERS:
        path = paths.pop(0)
        if path in seen:
            continue
        seen.add(path)
        try:
            quoters, more = of_header(str(root), path, os.stat(root / path).st_mtime_ns)
        except OSError:
            continue
        found |= quoters
        paths += more
    return found


def own_headers(file: SourceFile) -> list[str]:
    """The headers beside a file that it includes by ``"name.h"``."""
    names = (
        file.tokens.texts[one.first + 2]
        for one in file.directives
        if one.name == "include" and one.last > one.first + 2
    )
    directory = os.path.dirname(file.path)
    paths = (os.path.normpath(os.path.join(directory, name[1:-1])) for name in names if name.startswith('"'))
    return [path for path in paths if not path.startswith(os.pardir)]


@lru_cache(maxsize=256)
def of_header(root: str, path: str, _: int) -> tuple[Quoters, list[str]]:
    """The macros of a header that make strings, and the headers that it includes, as of some time; raises OSError."""
    from pylint_kernel.language.syntax import syntax

    header = SourceFile(path, read_source(os.path.join(root, path)))
    quoters = with_those(OF_KERNEL, syntax(header).macros) if "#" in header.tokens.index else OF_KERNEL
    return quoters, own_headers(header)
