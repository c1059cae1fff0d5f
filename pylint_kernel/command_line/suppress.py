"""``kcheck suppress``: writes comments that say no to what is found now."""

from __future__ import annotations

from pylint_kernel.checking import inputs
from pylint_kernel.checking.request import ConfigurationError, Request
from pylint_kernel.checking.runner import Target
from pylint_kernel.command_line.session import CLEAN, FAILURE, FINDINGS, complain
from pylint_kernel.fixes.suppressing import suppress
from pylint_kernel.surroundings.writing import save
from pylint_kernel.terminal.prose import counted


def run(request: Request, reason: str) -> int:
    """Write the comments; the exit status: 1 if there is something that no comment can say no to."""
    status, count = CLEAN, 0
    try:
        for target in inputs.collect(request):
            if not isinstance(target, Target):
                complain(str(target))
                status = status if isinstance(target, inputs.Note) else FAILURE
            elif target.mail is not None or target.in_patch:
                complain(f"{target.path}: not a source file, left out")
            else:
                written, done = comment(target, request, reason)
                count += written
                status = max(status, done)
    except ConfigurationError as error:
        complain(str(error))
        return FAILURE
    print(f"{counted(count, 'finding')} suppressed")
    return status


def comment(target: Target, request: Request, reason: str) -> tuple[int, int]:
    """Write the comments of one file; how many findings they say no to, and the exit status."""
    path = target.origin or target.path
    try:
        done = suppress(target, request.settings, reason)
        if done.after != done.before:
            save(path, done.before, done.after)
    except OSError as error:
        complain(f"{path}: {error.strerror}" if error.errno else str(error.strerror))
        return 0, FAILURE
    for found in done.left.findings:
        line = done.left.file.line_number(found.span.start)
        complain(f"{found.path}:{line}: no comment can say no to {found.code} here; a baseline can")
    return done.number, FINDINGS if done.left.findings else CLEAN
