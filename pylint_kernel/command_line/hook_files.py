"""Puts kcheck's hooks where git looks for them, and takes them away again.

What was there before is kept beside, runs first, and is put back. A hook is ours if it is word for word what
:func:`script` writes: one that was changed since is nobody's to overwrite.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Sequence

from pylint_kernel.command_line.launcher import ImpossibleError
from pylint_kernel.surroundings.writing import replacement

HOOKS = ("pre-commit", "commit-msg", "sendemail-validate")
#: What the name of a hook that was there before ends in.
KEPT = ".before-kcheck"
SCRIPT = """\
#!/bin/sh
# Written by kcheck hook install; kcheck hook uninstall puts back what was here before.
before="$(dirname "$0")/{name}{kept}"
if [ -x "$before" ]; then
	"$before" "$@" || exit
fi
command={command}
[ -x "$command" ] || command=kcheck
exec "$command" hook run {options}{name} "$@"
"""
COMMAND = re.compile(r"^command=(.*)\n", re.MULTILINE)
OPTIONS = re.compile(r'^exec "\$command" hook run (.*)"\$@"\n', re.MULTILINE)


def script(name: str, command: str, options: Sequence[str]) -> str:
    """The hook of that name."""
    words = "".join(f"{shlex.quote(one)} " for one in options)
    return SCRIPT.format(name=name, kept=KEPT, command=shlex.quote(command), options=words)


def install(directory: str, name: str, command: str, options: Sequence[str]) -> str:
    """Put the hook into a directory of hooks; what was done. Raises OSError and ImpossibleError."""
    path, wanted = os.path.join(directory, name), script(name, command, options)
    kept = path + KEPT
    found = content(path)
    if found == wanted and os.access(path, os.X_OK):
        return f"{path} is there already"
    is_new = not is_ours(name, found)
    if is_new and found is not None and os.path.lexists(kept):
        raise ImpossibleError(f"{kept} is in the way: what is kept there would be lost")
    os.makedirs(directory, exist_ok=True)
    with replacement(path) as stream:
        stream.write(wanted.encode("utf-8", "surrogateescape"))
        # Only when it is there in full may what was there before go.
        stream.flush()
        os.fchmod(stream.fileno(), 0o755)
        if is_new and found is not None:
            os.rename(path, kept)
    if is_new and found is not None:
        return f"{path} is there now, and runs what was there before, {os.path.basename(kept)}, first"
    return f"{path} is there now"


def uninstall(directory: str, name: str) -> str:
    """Take the hook away; what was done. Raises OSError and ImpossibleError."""
    path = os.path.join(directory, name)
    kept, found = path + KEPT, content(path)
    if found is None and not os.path.lexists(kept):
        return f"{path} is not there"
    if not is_ours(name, found):
        if os.path.lexists(kept):
            raise ImpossibleError(f"{path} is not what kcheck has written: put {os.path.basename(kept)} back by hand")
        return f"{path} is not kcheck's, and stays"
    if os.path.lexists(kept):
        os.replace(kept, path)
        return f"{path} is what it was before"
    os.unlink(path)
    return f"{path} is gone: there was none before"


def content(path: str) -> str | None:
    """What a file has in it; None if there is none."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as stream:
            return stream.read()
    except FileNotFoundError:
        # A link that leads nowhere is something, too.
        return "" if os.path.lexists(path) else None


def is_ours(name: str, found: str | None) -> bool:
    """Whether the content of a hook is what :func:`script` writes for some command and some options."""
    command, rest = COMMAND.search(found or ""), OPTIONS.search(found or "")
    if found is None or command is None or rest is None:
        return False
    try:
        words, options = shlex.split(command[1]), shlex.split(rest[1])
    except ValueError:
        return False
    return len(words) == 1 and options[-1:] == [name] and found == script(name, words[0], options[:-1])
