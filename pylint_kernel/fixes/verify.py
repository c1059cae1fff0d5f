"""Has a command of the user's decide whether a fixed file may stay as it is."""

from __future__ import annotations

import os
import shlex
import subprocess
from tempfile import TemporaryDirectory

#: What stands for the file in the command, and the variable that names a copy of what it was before.
FILE, BEFORE = "{}", "KCHECK_BEFORE"


def parsed(command: str) -> list[str]:
    """The words of a command; raises ValueError if they cannot be told apart, or if no word has the file."""
    words = shlex.split(command)
    if not any(FILE in word for word in words):
        raise ValueError(f"there is no {FILE} for the file")
    return words


def objection(words: list[str], path: str, before: bytes) -> str | None:
    """Why the command does not agree with what is in the file ``path`` now; None if it does.

    It runs in the current directory, without a shell and without input. Raises OSError if it cannot be run.
    """
    # A name that begins with a dash is not an option.
    name = os.path.join(os.curdir, path) if path.startswith("-") else path
    with TemporaryDirectory(prefix="kcheck-") as directory:
        copy = os.path.join(directory, os.path.basename(path))
        with open(copy, "wb") as stream:
            stream.write(before)
        run = subprocess.run(
            [word.replace(FILE, name) for word in words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | {BEFORE: copy},
            check=False,
        )
    if not run.returncode:
        return None
    last = run.stdout.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return f"{words[0]} ends with status {run.returncode}" + (f": {last}" if last else "")
