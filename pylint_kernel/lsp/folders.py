"""What the client has set: for each folder of the workspace, and for what is in none of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, NamedTuple

from pylint_kernel.configuration.configuration import Configuration
from pylint_kernel.lsp import options
from pylint_kernel.lsp.options import Options


class Scope(NamedTuple):
    """What holds in a folder: the client's options, and with the files of configuration what they add up to."""

    options: Options
    configuration: Configuration


class Folders:
    """The scopes of a session.

    ``common`` are the settings that hold wherever a folder's own do not say otherwise; a folder that is not told about
    has none. The innermost folder around a file counts.
    """

    def __init__(self) -> None:
        self.common: Any = None
        self.own: dict[str, Any] = {}
        self.scopes: dict[str, Scope] = {}
        self.elsewhere = scope(Options())

    def set(self, common: Any, own: dict[str, Any]) -> list[str]:
        """Take the settings in common, and those of folders, by their paths; what is wrong with them, each once."""
        self.common, self.own = common, own
        first = next(iter(own), os.sep)
        found, complaints = options.read(common, first)
        self.elsewhere, self.scopes = scope(found), {}
        for path, given in own.items():
            found, more = options.read(merged(common, given), path)
            complaints += more
            self.scopes[path] = scope(found)
        return list(dict.fromkeys(complaints))

    def reread(self) -> None:
        """Have the files of configuration read again."""
        self.elsewhere = scope(self.elsewhere.options)
        self.scopes = {path: scope(known.options) for path, known in self.scopes.items()}

    def at(self, path: str) -> Scope:
        """What holds for a file."""
        folder = innermost(path, self.scopes)
        return self.elsewhere if folder is None else self.scopes[folder]


def scope(found: Options) -> Scope:
    """The scope of some options."""
    return Scope(found, found.configuration())


def innermost(path: str, folders: Iterable[str]) -> str | None:
    """The innermost of some folders that a file is in; None if it is in none."""
    around = (folder for folder in folders if path.startswith(os.path.join(folder, "")))
    return max(around, key=len, default=None)


def merged(common: Any, own: Any) -> Any:
    """Settings in common with those of a folder over them."""
    if own is None:
        return common
    common, own = options.bare(common), options.bare(own)
    return {**common, **own} if isinstance(common, dict) and isinstance(own, dict) else own
