"""Blanks and line ends."""

from __future__ import annotations

import re

from pylint_kernel.classify import ALL_KINDS, Kind
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, replace
from pylint_kernel.rule import Reports, Text, rule
from pylint_kernel.source import SourceFile


@rule(
    "TRAILING_WHITESPACE",
    ERROR,
    "blanks at the end of a line",
    on=Text(Pattern(r"[ \t\f\v]+$", re.MULTILINE)),
    kinds=ALL_KINDS - {Kind.MAIL},
)
def trailing_whitespace(blanks: re.Match[str], file: SourceFile) -> Reports:
    """Blanks before the newline are invisible and make noise in every later diff.

    Source: Documentation/process/coding-style.rst, section 1 ("Don't leave whitespace at the end of lines").
    """
    yield blanks, "trailing whitespace", replace("remove the blanks", *blanks.span(), "")
