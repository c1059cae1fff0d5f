"""The command that is running, for links and scripts that are to run it again.

The first ``kcheck`` of PATH would not do: where that is a shim of pyenv's, it looks at the name it was called by. So
they name the command of the environment that is running.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

#: As many links as Linux follows.
MOST_LINKS = 40


class ImpossibleError(Exception):
    """What was asked for cannot be done; the text says why."""


def own_command() -> str:
    """The command ``kcheck`` of the environment that is running."""
    import sysconfig

    folders = [os.path.dirname(os.path.abspath(sys.argv[0])), sysconfig.get_path("scripts")]
    for folder in folders:
        command = os.path.join(folder, "kcheck")
        if os.access(command, os.X_OK) and os.path.isfile(command) and not is_shim(command):
            return command
    raise ImpossibleError(f"there is no command kcheck in {folders[-1]}: install kcheck with pip first")


def is_shim(command: str) -> bool:
    """Whether a command is one of pyenv's, which runs what it is called."""
    return "shims" in os.path.dirname(command).split(os.sep)[-1:]


def links(program: str) -> Iterator[str]:
    """What a program was called, and each link on the way to what it is."""
    for _ in range(MOST_LINKS):
        yield program
        if not os.path.islink(program):
            break
        program = os.path.join(os.path.dirname(os.path.abspath(program)), os.readlink(program))
