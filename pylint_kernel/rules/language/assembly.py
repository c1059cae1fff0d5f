"""Assembler sources."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, Reports, rule
from pylint_kernel.classify import Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import LineStart
from pylint_kernel.model import WARNING, Span


@rule(
    "AVOID_L_PREFIX",
    WARNING,
    "a local label as the name of a function or of data",
    on=Code(LineStart(r"[ \t]*(?:[A-Z]+_)?SYM_[A-Z_]+_(?:START|END)(?:_[A-Z_]+)?[ \t]*\([ \t]*(\.L\w*)"), "SYM_"),
    kinds=(Kind.ASM,),
)
def local_label(match: re.Match[str], file: SourceFile) -> Reports:
    """``SYM_*_START()`` and ``SYM_*_END()`` annotate a symbol; one that begins with ``.L`` is not in the object file.

    Without the symbol, objtool and the unwinder know nothing of the code. ``SYM_CODE_START_LOCAL()`` and the like are
    there for symbols that other files shall not see.

    Source: Documentation/core-api/asm-annotations.rst, "Assembler Annotations".

    Differs from checkpatch: the name of the macro may have more words, as in ``SYM_TYPED_FUNC_START()``.
    """
    if file.path.endswith(".S"):
        yield Span(*match.span(1)), f"{match[1]} is no symbol of the object file, use a name without .L"
