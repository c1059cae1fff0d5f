"""What U-Boot asks of preprocessor directives beyond what the kernel does (``--u-boot``)."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Calls, Preproc, Reports, Text, rule
from pylint_kernel.classify import LAYOUT_KINDS, Kind
from pylint_kernel.language.lexer import Directive
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Block, Call, Enum, InitialiserList, Record, syntax
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, UNSAFE, WARNING, replace

U_BOOT = "u-boot"
PREPROCESSED = LAYOUT_KINDS | {Kind.ASM}
SYMBOL = Pattern(r"\b(CONFIG_IS_ENABLED\s*\(\s*\w+\s*\))|\bCONFIG_\w+")
DIRECTIVE = Pattern(r"\s*#[ \t]*(?:include|define|undef|error)\b")
DEFINED = Pattern(r"^[ \t]*#[ \t]*(?:define|undef)[ \t]+(CONFIG_\w+)", re.MULTILINE)
DM_HEADER = Pattern(r"^[ \t]*#[ \t]*include[ \t]*(<dm\.h>)", re.MULTILINE)
COMMON_HEADER = Pattern(r"^[ \t]*#[ \t]*include[ \t]*(<common\.h>)", re.MULTILINE)


def is_code(found: re.Match[str], file: SourceFile) -> bool:
    """Whether a match in the raw text is no part of a comment."""
    return file.kind not in LAYOUT_KINDS or file.comment_at(found.start(1)) is None


@rule("PREFER_IF", WARNING, "conditional compilation by a symbol of Kconfig", on=Preproc(("if", "ifdef", "ifndef")),
      kinds={Kind.C}, project=U_BOOT)  # fmt: skip
def prefer_if(directive: Directive, file: SourceFile) -> Reports:
    """What is not compiled is not checked by the compiler either: ``if (IS_ENABLED(CONFIG_...))`` is, and leaves
    nothing in the binary if the condition does not hold.

    Only with ``--u-boot``, and in ``.c`` files: headers and devicetrees have no ``if``.

    Source: U-Boot's doc/develop/codingstyle.rst, "Conditional compilation".

    Differs from checkpatch: blanks around the ``#`` do not matter, and a name that only contains ``CONFIG_`` is no
    symbol of Kconfig. There can be no ``if`` between the values of an initialiser, among members, or around directives.
    """
    found = SYMBOL.search(file.code, directive.rest, directive.span.end)
    if found is not None and could_be_code(directive, file):
        condition = found[0] if found[1] else f"IS_ENABLED({found[0]})"
        yield directive.span, f"use 'if ({condition})' where that is possible"


def could_be_code(directive: Directive, file: SourceFile) -> bool:
    """Whether what follows a directive is code that an ``if`` may be around."""
    if DIRECTIVE.match(file.code, directive.span.end):
        return False
    at = file.position_at(directive.span.end)
    view = syntax(file).at(file.tokens.starts[at]) if at < len(file.tokens.starts) else None
    around = view.enclosing(InitialiserList, Record, Enum, Block) if view else None
    return around is None or isinstance(around, Block)


@rule("DEFINE_CONFIG_SYM", ERROR, "a symbol of Kconfig that is defined in C", on=Text(DEFINED, having="CONFIG_"),
      kinds=PREPROCESSED, project=U_BOOT)  # fmt: skip
def defined_symbol(found: re.Match[str], file: SourceFile) -> Reports:
    """All names that begin with ``CONFIG_`` are of Kconfig, which alone defines them.

    Only with ``--u-boot``.

    Source: U-Boot's doc/build/kconfig.rst.
    """
    if is_code(found, file):
        yield found.span(1), f"{found[1]} must be set by Kconfig; other names begin with CFG_"


@rule("BARRED_INCLUDE_IN_HDR", ERROR, "<dm.h> in a header", on=Text(DM_HEADER, having="<dm.h>"), kinds={Kind.HEADER},
      project=U_BOOT)  # fmt: skip
def driver_model_in_header(found: re.Match[str], file: SourceFile) -> Reports:
    """A header names the structs of the driver model that it needs, and leaves the rest to those who include it.

    Only with ``--u-boot``.

    Source: U-Boot's doc/develop/codingstyle.rst, "Include files".
    """
    if is_code(found, file):
        yield found.span(1), "headers must not include <dm.h>: declare the structs that are named"


@rule("BARRED_INCLUDE_COMMON_H", ERROR, "<common.h>", on=Text(COMMON_HEADER, having="<common.h>"), kinds=PREPROCESSED,
      project=U_BOOT)  # fmt: skip
def common_header(found: re.Match[str], file: SourceFile) -> Reports:
    """``<common.h>`` included nearly everything, and is gone: include what the file needs.

    Only with ``--u-boot``. The fix takes it away. It is unsafe: the file may need another header in its place.

    Source: U-Boot's doc/develop/codingstyle.rst, "Include files".
    """
    if is_code(found, file):
        line = file.line_start(found.start(1)), file.line_end(found.end(1)) + 1
        fix = replace("remove the include", *line, "", UNSAFE)
        yield found.span(1), "include what is needed in place of <common.h>", fix


@rule("CONFIG_IS_ENABLED_CONFIG", ERROR, "CONFIG_IS_ENABLED() with CONFIG_", on=Calls(("CONFIG_IS_ENABLED",)),
      kinds=LAYOUT_KINDS, project=U_BOOT)  # fmt: skip
def prefix_twice(call: Call, file: SourceFile) -> Reports:
    """``CONFIG_IS_ENABLED()`` puts ``CONFIG_``, and what the phase of booting adds, before the name itself; with the
    prefix it is always false.

    The fix is unsafe: what was never compiled may be from then on.

    Only with ``--u-boot``.

    Source: U-Boot's include/linux/kconfig.h.

    Differs from checkpatch: blanks and further arguments do not matter.
    """
    if call.arguments and (name := call.arguments[0].text).startswith("CONFIG_"):
        span = call.arguments[0].span
        fix = replace("drop CONFIG_", *span, name[7:], UNSAFE)
        yield span, f"CONFIG_IS_ENABLED() takes the name without CONFIG_: {name[7:]}", fix
