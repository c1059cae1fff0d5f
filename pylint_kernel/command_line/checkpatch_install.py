"""``kcheck checkpatch install TREE`` puts kcheck in the place of a tree's ``scripts/checkpatch.pl``, ``uninstall``
takes it out again."""

from __future__ import annotations

import os
import sys

from pylint_kernel.command_line.launcher import ImpossibleError, own_command
from pylint_kernel.terminal.colours import visible

USAGE = """\
Usage: kcheck checkpatch install TREE
       kcheck checkpatch uninstall TREE

install makes TREE/scripts/checkpatch.pl a link to kcheck and keeps the original as checkpatch.pl.orig; uninstall puts
it back.
"""
SCRIPT = os.path.join("scripts", "checkpatch.pl")
#: What git ignores in a kernel tree.
KEPT = ".orig"


def main(arguments: list[str]) -> int:
    """Run ``install`` or ``uninstall``; the exit status."""
    action, *trees = arguments
    if not trees or any(tree.startswith("-") for tree in trees) or len(trees) > 1:
        asked = trees in (["--help"], ["-h"])
        (sys.stdout if asked else sys.stderr).write(USAGE)
        return 0 if asked else 2
    script = os.path.join(trees[0], SCRIPT)
    try:
        done = install(script) if action == "install" else uninstall(script)
    except OSError as error:
        print(f"checkpatch: {visible(f'{error.filename}: {error.strerror}')}", file=sys.stderr)
        return 2
    except ImpossibleError as error:
        print(f"checkpatch: {visible(str(error))}", file=sys.stderr)
        return 2
    print(visible(done))
    return 0


def install(script: str) -> str:
    """Put a link to kcheck in place of ``script``; what was done."""
    command, kept = own_command(), script + KEPT
    if is_ours(script):
        return f"{script} is kcheck already"
    if not os.path.isdir(os.path.dirname(script)):
        raise ImpossibleError(f"{os.path.dirname(script)}: there is no such directory; name the top of a tree")
    done = f"{script} is kcheck now"
    if os.path.lexists(script):
        if os.path.lexists(kept):
            raise ImpossibleError(f"{kept} is in the way: what is kept there would be lost")
        os.rename(script, kept)
        done += f", {kept} what it was"
    os.symlink(command, script)
    return done


def uninstall(script: str) -> str:
    """Put back what was there before kcheck; what was done."""
    kept = script + KEPT
    if not is_ours(script):
        raise ImpossibleError(f"{script} is not kcheck")
    if not os.path.lexists(kept):
        os.unlink(script)
        return f"{script} is gone: there was none before kcheck"
    os.replace(kept, script)
    return f"{script} is what it was"


def is_ours(script: str) -> bool:
    """Whether a script is a link that :func:`install` made, in this environment or in another one."""
    return os.path.islink(script) and os.path.basename(os.readlink(script)).startswith("kcheck")
