"""The command ``kcheck``: which personality is wanted, and what becomes of everything that can go wrong.

Start-up is most of the time that a small change takes, so a command line without options never loads click.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable

FAILURE, INTERRUPTED, BROKEN_PIPE = 2, 130, 141


def entry() -> None:
    """The installed command."""
    gc.disable()
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        # A stream that was closed before we began is None.
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115
    sys.exit(guarded(lambda: main(sys.argv[0], sys.argv[1:])))


def main(program: str, arguments: list[str]) -> int:
    """Run the command line; the exit status."""
    script = script_of(program)
    if script or arguments[:1] == ["checkpatch"]:
        from pylint_kernel.command_line import checkpatch as checkpatch_cli

        if script:
            return checkpatch_cli.main(arguments, script)
        return checkpatch_cli.main(arguments[1:])
    if plain(arguments):
        from pylint_kernel.checking.request import Request
        from pylint_kernel.command_line.session import Session
        from pylint_kernel.configuration.configuration import Configuration

        return Session(Request(tuple(arguments), configured=Configuration())).run()
    from pylint_kernel.command_line import commands

    return commands.main(arguments)


def script_of(program: str) -> str:
    """The checkpatch.pl whose place we have taken: what we were called, or a link that this is one to; empty if we
    have not."""
    if not os.path.islink(program):
        return program if is_checkpatch(program) else ""
    from pylint_kernel.command_line.launcher import links

    return next(filter(is_checkpatch, links(program)), "")


def is_checkpatch(program: str) -> bool:
    """Whether a program is called as the script is."""
    return os.path.basename(program).startswith("checkpatch")


def plain(arguments: list[str]) -> bool:
    """Whether the arguments are only things to check: no option, no sub-command, no completion by the shell."""
    from pylint_kernel.checking.request import COMMANDS

    return (
        bool(arguments)
        and arguments[0] not in COMMANDS
        and not any(word.startswith("-") and word != "-" for word in arguments)
        and "_KCHECK_COMPLETE" not in os.environ
    )


def guarded(run: Callable[[], int]) -> int:
    """The exit status of ``run``; what it raises becomes a message and a status, never a traceback."""
    try:
        status = run()
        sys.stdout.flush()
    except BrokenPipeError:
        abandon_output()
        return BROKEN_PIPE
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    except OSError as error:
        abandon_output()
        complain(f"{error.filename or 'error'}: {error.strerror or error}")
        return FAILURE
    except Exception as error:
        if os.environ.get("KCHECK_TRACEBACK"):
            raise
        complain(f"internal error: {type(error).__name__}: {error}")
        complain("set KCHECK_TRACEBACK=1 to see where, and please report it")
        return FAILURE
    return status


def complain(message: str) -> None:
    """Say on standard error what is wrong."""
    from pylint_kernel.terminal.colours import visible

    print(f"kcheck: {visible(message)}", file=sys.stderr)


def abandon_output() -> None:
    """Write nothing more to standard output, not even at exit: nobody reads it, or it cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
