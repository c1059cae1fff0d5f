"""Makefiles of the kernel's build."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Reports, Text, rule
from pylint_kernel.classify import Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import UNSAFE, WARNING, replace

EXTRA_FLAGS = Pattern(r"^EXTRA_(A|C|CPP|LD)FLAGS\b", re.MULTILINE)
REPLACEMENT = {"A": "asflags-y", "C": "ccflags-y", "CPP": "cppflags-y", "LD": "ldflags-y"}


@rule(
    "DEPRECATED_VARIABLE",
    WARNING,
    "EXTRA_*FLAGS in a Makefile",
    on=Text(EXTRA_FLAGS, "EXTRA_"),
    kinds={Kind.MAKE},
    until=(6, 17),
)
def extra_flags(found: re.Match[str], file: SourceFile) -> Reports:
    """``EXTRA_CFLAGS`` and its like were replaced by ``ccflags-y``, ``asflags-y``, ``cppflags-y`` and ``ldflags-y``.

    The kernel's build has not known them since Linux 6.15, so later versions of checkpatch do not look for them.

    The fix is unsafe because it changes what the compiler is told; the build knows the new name only.

    Files that such a Makefile includes (``*.mk``) are left alone: the name may be their own there.

    Source: Documentation/kbuild/makefiles.rst, "Compilation flags".
    """
    if not file.path.endswith(".mk"):
        name = REPLACEMENT[found[1]]
        yield found, f"use {name} in place of {found[0]}", replace(f"use {name}", *found.span(), name, UNSAFE)
