"""``#include`` directives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from typing import TYPE_CHECKING

from pylint_kernel.checking.rule import REQUEST, File, Reports, Text, rule
from pylint_kernel.language.lexer import Directive
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, ERROR, UNSAFE, WARNING, Fix, Span, edit, replace

if TYPE_CHECKING:
    from pathlib import Path

SLASHES = Pattern(r"//+")
DOUBLE_SLASH = Pattern(r"#[ \t]*include[ \t]*([<\"][^>\"\n]*//[^>\"\n]*[>\"])")
FROM_UAPI = Pattern(r"#[ \t]*include[ \t]*([<\"]uapi/[^>\"\n]*[>\"])")
INCLUDED = Pattern(r"#[ \t]*include[ \t]*<((?:linux|asm|asm-generic)/[\w./-]+\.h)>")
DIRECTIVE = Pattern(r"^#[ \t]*(if(?:n?def)?|endif|include)\b(.*)", re.MULTILINE)
#: A header that an architecture has in its asm/.
ARCHITECTURE = Pattern(r"(arch/\w+)/include/asm/")
FROM_ASM = Pattern(r"#[ \t]*include[ \t]*(<asm/([\w.-]+\.h)>)")


def is_directive(match: re.Match[str], file: SourceFile) -> bool:
    """Whether a match in the raw text is a directive, not part of a comment or a string."""
    directive = file.directive_at(match.start())
    return directive is not None and directive.span.start == match.start()


@rule("MALFORMED_INCLUDE", ERROR, "// in the name of an included file", on=Text(DOUBLE_SLASH, having="//"))
def double_slash(match: re.Match[str], file: SourceFile) -> Reports:
    """A path in an ``#include`` has single slashes.

    The fix is unsafe because a token changes; the file that is included stays the same.

    Source: practice of the kernel; C leaves the meaning of ``//`` between the brackets undefined (C11 6.4.7).
    """
    if is_directive(match, file):
        fix = replace("write single slashes", *match.span(1), SLASHES.compiled.sub("/", match[1]), UNSAFE)
        yield match.span(1), "'//' in the name of the file", fix


@rule("DUPLICATE_INCLUDE", WARNING, "a header that is included twice", on=File())
def included_twice(_: SourceFile, file: SourceFile) -> Reports:
    """A header that has been included already brings nothing the second time.

    What is included for what has been defined in between, a table for example, is exempt, and so is anything but
    headers; under another condition it is another include.

    The fix is unsafe: there are headers that mean something else the second time.

    Source: practice of the kernel: scripts/checkincludes.pl looks for such lines.

    Differs from checkpatch: it has no such type.
    """
    known, outer = set[str](), list[set[str]]()
    for directive in file.directives:
        if directive.name in ("if", "ifdef", "ifndef"):
            outer.append(known)
            known = set(known)
        elif directive.name in ("else", "elif", "endif") and outer:
            known = set(outer[-1]) if directive.name != "endif" else outer.pop()
        elif directive.name in ("define", "undef"):
            # The next header may be read for it.
            known.clear()
        elif directive.name == "include":
            header = "".join(file.tokens.texts[directive.first + 2 : directive.last])
            if header in known:
                start = directive.span.start
                yield (
                    (start, file.tokens.end(directive.last - 1)),
                    f"{header} is included already",
                    without_line(start, file),
                )
            elif header.endswith((".h>", '.h"')):
                known.add(header)


@rule("INCLUDE_ORDER", CHECK, "includes that are not sorted", on=File(), needs=(REQUEST,))
def unsorted_includes(_: SourceFile, file: SourceFile) -> Reports:
    """Lines of ``#include`` that follow each other are sorted: what is missing or twice is seen, and patches that add
    one seldom conflict.

    Only some subsystems ask for that, so the type is silent unless it is asked for, ``--select INCLUDE_ORDER``. Lines
    between which there is anything else, an empty line for example, are sorted apart, and so are ``<…>`` and ``"…"``.

    The fix is unsafe: there are headers that need others before them.

    Source: practice of some subsystems, drivers/iio for example.

    Differs from checkpatch: it has no such type.
    """
    for block in include_blocks(file):
        wanted = sorted(block, key=partial(order_of, file))
        if wanted != block:
            pairs = [(one, other) for one, other in zip(block, wanted, strict=True) if one != other]
            edits = (edit(*line(file, one), file.slice(line(file, other))) for one, other in pairs)
            yield pairs[0][0].span, "these includes are not sorted", Fix("sort the includes", tuple(edits), UNSAFE)


def include_blocks(file: SourceFile) -> Iterator[list[Directive]]:
    """The includes in lines that follow each other, those of headers of the same kind."""
    block = list[Directive]()
    for directive in file.directives:
        if directive.name != "include" or not header_of(directive, file) or "\n" in file.slice(directive.span):
            yield block
            block = []
            continue
        last = block[-1] if block else None
        is_beside = last is not None and file.row(directive.span.start) == file.row(last.span.start) + 1
        if last is None or not is_beside or header_of(directive, file)[0] != header_of(last, file)[0]:
            yield block
            block = []
        block.append(directive)
    yield block


def header_of(directive: Directive, file: SourceFile) -> str:
    """The header that a directive names, ``<x.h>`` or ``"x.h"``; empty if a macro does that."""
    header = "".join(file.tokens.texts[directive.first + 2 : directive.last])
    return header if header[:1] in ("<", '"') else ""


def order_of(file: SourceFile, directive: Directive) -> str:
    """What directives are sorted by: the path of the header, as ``sort`` does."""
    return header_of(directive, file)[1:-1]


def line(file: SourceFile, directive: Directive) -> Span:
    """The line of a directive."""
    return file.line_bounds(file.row(directive.span.start))


@rule("UAPI_INCLUDE", ERROR, "uapi/ included from a user header", on=Text(FROM_UAPI, having="uapi/"))
def uapi_include(match: re.Match[str], file: SourceFile) -> Reports:
    """Headers for user space are installed without ``uapi/`` in their path: a header among them must not use it.

    The fix is unsafe because another name is looked for; where the header is installed, it is the same file.

    Source: Documentation/kbuild/headers_install.rst.

    Differs from checkpatch: the copies that ``tools/`` has are not installed.
    """
    if "include/uapi/" in file.path and not file.path.startswith("tools/") and is_directive(match, file):
        fix = replace("leave uapi/ out", *match.span(1), match[1].replace("uapi/", "", 1), UNSAFE)
        yield match.span(1), "user space has no uapi/: leave it out", fix


@rule(
    "ARCH_INCLUDE_LINUX",
    CHECK,
    "<asm/x.h> where <linux/x.h> will do",
    on=Text(FROM_ASM, having="<asm/"),
    needs_tree=True,
)
def asm_include_in_arch(match: re.Match[str], file: SourceFile) -> Reports:
    """A header of ``include/linux`` that includes the one of ``asm`` offers more and works everywhere.

    Files under ``arch/`` may know better.

    The fix is unsafe: the other header brings more with it.

    Source: practice of the kernel: a header of ``include/linux`` that includes its namesake in ``asm`` stands for it.

    Differs from checkpatch: a header that includes its namesake under a condition does not stand for it
    (``linux/smp.h``, which does so for several processors only). Architectures include their own ``cacheflush.h``,
    ``fpu.h``, ``mmu_context.h``, ``pgalloc.h`` and ``processor.h`` as they are: 1186 files below ``arch/`` in Linux
    6.12, where 31 include those of ``linux/``. What the header of ``include/linux`` itself needs cannot include it.
    """
    if file.path.startswith("arch/") and match[2] not in AS_THEY_ARE and has_linux_header(match, file):
        message = f"consider <linux/{match[2]}> instead of <asm/{match[2]}>"
        yield match.span(1), message, of_linux(match, file)


@rule(
    "INCLUDE_LINUX", WARNING, "<asm/x.h> where there is <linux/x.h>", on=Text(FROM_ASM, having="<asm/"), needs_tree=True
)
def asm_include(match: re.Match[str], file: SourceFile) -> Reports:
    """Generic code includes the header of ``include/linux``, which includes the one of the architecture.

    The fix is unsafe: the other header brings more with it.

    Source: practice of the kernel: a header of ``include/linux`` that includes its namesake in ``asm`` stands for it.

    Differs from checkpatch: a header that the one of ``include/linux`` itself needs cannot include that one.
    """
    if not file.path.startswith("arch/") and has_linux_header(match, file):
        yield match.span(1), f"use <linux/{match[2]}> instead of <asm/{match[2]}>", of_linux(match, file)


def of_linux(match: re.Match[str], file: SourceFile) -> Fix:
    """Include the header of ``include/linux``, or nothing more if the file does so already."""
    start, end = match.span(1)
    if f"#include <linux/{match[2]}>" in file.code:
        return without_line(start, file)
    return replace(f"include <linux/{match[2]}>", start, end, f"<linux/{match[2]}>", UNSAFE)


def without_line(offset: int, file: SourceFile) -> Fix:
    """Remove the include on the line that ``offset`` lies on."""
    return replace("remove the include", file.line_start(offset), file.line_end(offset) + 1, "", UNSAFE)


#: Headers that architectures include as they are.
AS_THEY_ARE = frozenset("cacheflush.h fpu.h mmu_context.h pgalloc.h processor.h".split())
#: Parts of names: these headers of ``asm`` are included for themselves.
OWN_MERIT = ("irq", "memory", "time", "reboot")


def has_linux_header(match: re.Match[str], file: SourceFile) -> bool:
    """Whether ``include/linux`` has a header of the same name that includes the matched one: not the file itself or one
    it is a copy of, and not for programs, which have others."""
    name = match[2]
    if any(part in name for part in OWN_MERIT) or file.kernel.root is None:
        return False
    if file.path.endswith(f"include/linux/{name}") or "include/uapi/" in file.path:
        return False
    root = file.kernel.root
    if not (wraps_asm(root, name) and is_directive(match, file)):
        return False
    arch = ARCHITECTURE.match(file.path)
    if not (arch or file.path.startswith("include/")):
        return True
    return file.path not in needed_by(root, f"include/linux/{name}", arch[1] if arch else "")


@cache
def wraps_asm(root: Path, name: str) -> bool:
    """Whether ``include/linux/name`` of the tree always includes ``<asm/name>``.

    No condition are guards against a second inclusion and in assembler: ``#ifndef _LINUX_X_H``, ``__ASSEMBLY__``.
    """
    conditions: list[bool] = []
    for directive in DIRECTIVE.finditer(text_of(root, f"include/linux/{name}")):
        word, rest = directive[1], directive[2].strip()
        if word.startswith("if"):
            conditions.append(word != "ifndef" or rest.startswith("CONFIG_"))
        elif word == "endif":
            conditions[-1:] = []
        elif rest.startswith(f"<asm/{name}>") and not any(conditions):
            return True
    return False


@cache
def needed_by(root: Path, header: str, arch: str = "") -> frozenset[str]:
    """The headers of the tree that ``header`` includes, itself or by way of others, by their paths.

    ``arch`` is the folder whose ``asm/`` is meant (``arch/x86``); without one those are not followed.
    """
    seen, left = {header}, [header]
    while left:
        for found in INCLUDED.finditer(text_of(root, left.pop())):
            is_asm = found[1].startswith("asm/")
            path = f"{arch}/include/{found[1]}" if is_asm else f"include/{found[1]}"
            if path not in seen and (arch or not is_asm):
                seen.add(path)
                left.append(path)
    return frozenset(seen)


def text_of(root: Path, path: str) -> str:
    """The text of a header of the tree; empty if there is none."""
    try:
        return (root / path).read_text(encoding="latin-1")
    except OSError:
        return ""
