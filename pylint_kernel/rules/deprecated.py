"""Functions that new code must not call."""

from __future__ import annotations

from pylint_kernel.model import WARNING
from pylint_kernel.rule import Call, Reports, rule
from pylint_kernel.source import CallSite, SourceFile


@rule("STRCPY", WARNING, "strcpy() does not know how large its destination is", on=Call(("strcpy",)))
def strcpy(call: CallSite, file: SourceFile) -> Reports:
    """``strcpy()`` writes past the end of a destination that is too small.

    ``strscpy()`` takes the size, always terminates the string and tells when it had to cut it.

    Source: Documentation/process/deprecated.rst, "strcpy()".
    """
    yield file.tokens.span(call.position), "strcpy() can overflow its destination, use strscpy()"
