"""``.checkpatch.conf``: options of checkpatch and its forks, and what they are among ours."""

from __future__ import annotations

import os
import re
from typing import Any

from pylint_kernel.checking.request import ConfigurationError
from pylint_kernel.configuration import schema
from pylint_kernel.configuration.getopt_long import Kind, Parser
from pylint_kernel.configuration.layer import Layer

FLAG, SWITCH, COUNT, NUMBER = Kind.FLAG, Kind.SWITCH, Kind.COUNT, Kind.NUMBER
WORD, WORDS, CHOICE = Kind.WORD, Kind.WORDS, Kind.CHOICE

KINDS = {
    "quiet": COUNT, "verbose": FLAG, "tree": FLAG, "signoff": FLAG, "fixes-tag": FLAG, "patch": FLAG, "emacs": FLAG,
    "terse": FLAG, "showfile": FLAG, "file": FLAG, "git": FLAG, "strict": FLAG, "ignore": WORDS, "types": WORDS,
    "show-types": FLAG, "list-types": FLAG, "max-line-length": NUMBER, "min-conf-desc-length": NUMBER,
    "tab-size": NUMBER, "root": WORD, "summary": FLAG, "mailback": FLAG, "summary-file": FLAG, "fix": FLAG,
    "fix-inplace": FLAG, "ignore-perl-version": FLAG, "debug": WORDS, "test-only": WORD, "codespell": FLAG,
    "codespellfile": WORD, "typedefsfile": WORD, "color": CHOICE, "no-color": COUNT, "kconfig-prefix": WORD,
    "help": SWITCH, "exclude": WORDS, "u-boot": FLAG, "spdx-cxx-comments": FLAG,
}  # fmt: skip
ALIASES = {
    "q": "quiet", "v": "verbose", "f": "file", "g": "git", "branch": "git", "subjective": "strict", "h": "help",
    "version": "help", "nocolor": "no-color",
}  # fmt: skip
PARSER = Parser(KINDS, ALIASES)

#: What --no-signoff and --no-fixes-tag switch off.
SIGN_OFF_TYPES, FIXES_TAG_TYPES = ("MISSING_SIGN_OFF", "NO_AUTHOR_SIGN_OFF"), ("MISSING_FIXES_TAG",)
#: Options that are keys of ours under the same name.
SAME = (
    "strict", "max-line-length", "tab-size", "min-conf-desc-length", "kconfig-prefix", "spdx-cxx-comments", "codespell",
    "tree", "root",
)  # fmt: skip
#: Keys whose values may make no sense.
NEEDING_A_LOOK = {"max-line-length", "tab-size", "min-conf-desc-length", "root"}
#: Where keys of ours come from, if not from an option of their name.
SPELLINGS = {
    "select": "types", "ignore": "ignore|no-?signoff|no-?fixes-tag", "tree": "(?:no-?)?tree",
    "strict": "strict|subjective", "typedefs": "typedefsfile", "preset": "u-boot",
}  # fmt: skip


def split(text: str) -> list[str]:
    """The words of a ``.checkpatch.conf``; ``#`` begins a comment, quotes mean nothing."""
    return [word for line in text.split("\n") for word in line.partition("#")[0].split()]


def read(path: str, text: str) -> Layer:
    """The layer that a ``.checkpatch.conf`` amounts to; what cannot be understood is left out, as forks have options
    and types of their own."""
    directory = os.path.dirname(os.path.abspath(path))
    values = translated(options(text), directory)
    lines: dict[tuple[str, ...], int] = {(name,): line for name in values if (line := line_of(text, name))}
    for name in NEEDING_A_LOOK & values.keys():
        try:
            values[name] = schema.read(name, values[name], directory)
        except schema.SchemaError as error:
            raise ConfigurationError(f"{path}:{lines.get((name,), 1)}: {error}") from None
    return Layer(path, directory, values, lines)


def options(text: str) -> dict[str, Any]:
    """The options in a text."""
    found: dict[str, Any] = {}
    for _, values in PARSER.pieces(split(text)):
        for name, value in values.items():
            found[name] = found.get(name, []) + value if isinstance(value, list) else value
    return found


def left_out(text: str, directory: str) -> list[str]:
    """The options that come to nothing here, and the types that there are not."""
    from pylint_kernel.checking.settings import select

    listing = {"ignore", "types"}
    pieces = [piece for piece in PARSER.pieces(split(text)) if not piece[1].keys() & listing]
    given = options(text)
    unknown = [word for name in sorted(listing) for word, _ in select(given.get(name, ())).unknown]
    return [spelt for spelt, values in pieces if not translated(values, directory)] + unknown


def line_of(text: str, key: str) -> int:
    """The number of the first line with an option that the value of a key comes from; 0 if there is none."""
    option = re.compile(rf"^[^#\n]*?--?(?:{SPELLINGS.get(key, key)})\b", re.IGNORECASE | re.MULTILINE)
    found = option.search(text)
    return text.count("\n", 0, found.end()) + 1 if found else 0


def translated(options: dict[str, Any], directory: str) -> dict[str, Any]:
    """Options of checkpatch as keys of ours, in the form that layers hold."""
    from pylint_kernel.checking.settings import select

    found: dict[str, Any] = {name: options[name] for name in SAME if name in options}
    ignore = select(options.get("ignore", ())).types
    ignore |= set(() if options.get("signoff", True) else SIGN_OFF_TYPES)
    ignore |= set(() if options.get("fixes-tag", True) else FIXES_TAG_TYPES)
    lists = {
        "select": tuple(sorted(select(options.get("types", ())).types)),
        "ignore": tuple(sorted(ignore)),
        "exclude": tuple(filter(None, map(glob, options.get("exclude", ())))),
    }
    for option, key in (("codespellfile", "codespellfile"), ("typedefsfile", "typedefs")):
        path = os.path.join(directory, options.get(option, ""))
        if os.path.isfile(path):
            found[key] = path
    if options.get("u-boot"):
        found["preset"] = "u-boot"
    return found | {name: value for name, value in lists.items() if value}


def glob(expression: str) -> str:
    """The pattern that is for what paths begin with, if it can be had from a regular expression; empty if not."""
    plain = expression.strip("'\"").removeprefix("^").removesuffix("$")
    plain = re.sub(r"\\(\W)|(\.\*)", lambda found: found[1] or "**", plain).removesuffix("**")
    return f"/{plain.lstrip('/')}**" if plain and not re.search(r"[\\\[\](){}+?|^$]", plain) else ""
