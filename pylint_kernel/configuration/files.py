"""The files of configuration, each read into a layer: ``.kcheck.toml``, ``pyproject.toml``, ``.checkpatch.conf``."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from typing import Any

from pylint_kernel.checking.request import ConfigurationError
from pylint_kernel.configuration.layer import Layer

#: A directory's configuration is in the first of these that there is.
NAMES = (".kcheck.toml", "pyproject.toml", ".checkpatch.conf")
#: The table of a pyproject.toml that is ours.
TABLE = ("tool", "kcheck")


def in_directory(directory: str) -> Layer | None:
    """The configuration that lies in a directory; raises :class:`ConfigurationError` if it cannot be used."""
    for name in NAMES:
        path = os.path.join(directory, name)
        try:
            if not stat.S_ISREG(os.stat(path).st_mode):
                continue
        except OSError:
            continue
        if (layer := read(path)) is not None:
            return layer
    return None


def of_user() -> Layer | None:
    """The user's own configuration."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    path = os.path.join(home, "kcheck", "kcheck.toml")
    return read(path, own=True) if os.path.isfile(path) else None


def read(path: str, *, own: bool = False) -> Layer | None:
    """The layer in a file; None if it is a ``pyproject.toml`` that has nothing about kcheck.

    ``own``: the file is the user's own. Raises :class:`ConfigurationError`.
    """
    name = os.path.basename(path)
    try:
        with open(path, "rb") as stream:
            data = stream.read()
        if name == ".checkpatch.conf":
            from pylint_kernel.configuration import checkpatch_conf

            return checkpatch_conf.read(path, data.decode("utf-8", "surrogateescape"))
        if name == "pyproject.toml" and TABLE[-1].encode() not in data:
            return None
        text = data.decode("utf-8")
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(f"{path}:{line}: this is no UTF-8") from None
    values = parse(path, text)
    if name == "pyproject.toml":
        for part in TABLE:
            values = values.get(part) if isinstance(values, dict) else None
        if values is None:
            return None
        if not isinstance(values, dict):
            raise ConfigurationError(f"{path}:{line_of(text, TABLE)}: tool.kcheck must be a table")
    return layer_of(path, text, values, TABLE if name == "pyproject.toml" else (), own=own)


def parse(path: str, text: str) -> Any:
    """What a file in TOML says."""
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        where = re.search(r" \(at line (\d+), column \d+\)$", message)
        line = int(where[1]) if where else text.count("\n") + 1
        raise ConfigurationError(f"{path}:{line}: {message[: where.start()] if where else message}") from None
    except RecursionError:
        raise ConfigurationError(f"{path}: too many brackets in one another") from None


def layer_of(path: str, text: str, values: dict[str, Any], before: Iterable[str], *, own: bool) -> Layer:
    """The layer with the values of a file, each looked at."""
    from pylint_kernel.configuration import schema

    directory = os.path.dirname(os.path.abspath(path))
    found: dict[str, Any] = {}
    lines: dict[tuple[str, ...], int] = {}
    # What is listed may be types of the user's own rules.
    for name, value in sorted(values.items(), key=lambda item: item[0] != "rules"):
        lines[(name,)] = line_of(text, [*before, name])
        for entry in value if isinstance(value, dict) else ():
            lines[name, entry] = line_of(text, [*before, name, entry])
        try:
            found[name] = schema.read(name, value, directory, own=own)
        except schema.SchemaError as error:
            line = line_of(text, [*before, name, *error.trail])
            raise ConfigurationError(f"{path}:{line}: {error}") from None
    return Layer(path, directory, found, lines)


def line_of(text: str, trail: Iterable[str]) -> int:
    """The number of the line with the last word of ``trail``, each of which is looked for behind the one before.

    TOML's parser does not tell where a value stands.
    """
    at = 0
    for part in trail:
        found = re.compile(rf"(?<![\w.-]){re.escape(part)}(?![\w-])").search(text, at)
        at = found.start() if found else at
    return text.count("\n", 0, at) + 1
