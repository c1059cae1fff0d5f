"""What the client has set: for each folder of the workspace, and for what is in none of them."""

from __future__ import annotations

import os
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
        around = [folder for folder in self.scopes if is_below(path, folder)]
        return self.scopes[max(around, key=len)] if around else self.elsewhere


def scope(found: Options) -> Scope:
    """The scope of some options."""
    return Scope(found, found.configuration())


def is_below(path: str, folder: str) -> bool:
    """Whether a file is in a folder."""
    return path.startswith(os.path.join(folder, ""))


def merged(common: Any, own: Any) -> Any:
    """Settings in common with those of a folder over them."""
    if own is None:
        return common
    common, own = options.bare(common), options.bare(own)
    return {**common, **own} if isinstance(common, dict) and isinstance(own, dict) else own
