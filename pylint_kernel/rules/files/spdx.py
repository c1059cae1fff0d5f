"""The licence of a file: the SPDX identifier in its first line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pylint_kernel.checking.rule import TREE, File, Reports, Text, rule
from pylint_kernel.classify import ALL_KINDS, C_KINDS, SOURCE_KINDS, Kind
from pylint_kernel.language.idioms import in_literal
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, UNSAFE, WARNING, Fix, Span, edit, replace
from pylint_kernel.rules.files.comment_lines import comment_on, without_lines, words_on
from pylint_kernel.surroundings.kernel_tree import KernelTree

TAG = "SPDX-License-Identifier:"
OPENERS = (
    dict.fromkeys((Kind.C, Kind.RUST, Kind.DTS), "//")
    | dict.fromkeys((Kind.HEADER, Kind.ASM), "/*")
    | dict.fromkeys((Kind.SHELL, Kind.PYTHON, Kind.PERL, Kind.AWK, Kind.YAML), "#")
    | {Kind.RST: ".."}
)
#: Where the style of the comment is judged, too.
STYLED = C_KINDS | {Kind.ASM}
EXPRESSION = Pattern(r"[\w.+()\s-]+")
TOKEN = Pattern(r"[()]|[\w.+-]+")


class LicenceLine(NamedTuple):
    """The line that has to have the tag: its index, its span, how the comment in it has to open."""

    row: int
    span: Span
    opener: str


def licence_line(file: SourceFile) -> LicenceLine | None:
    """The first line, or the second after a ``#!``; None in a kind of file that needs no tag, or in a fragment."""
    if file.first_line != 1 or not file.text:
        return None
    shebang = file.text.startswith("#!")
    opener = OPENERS.get(file.kind, "#" if shebang else "")
    if file.limits.spdx_cxx_comments and opener == "/*" and file.text.startswith("//"):
        opener = "//"
    row = int(shebang)
    if not opener or row >= file.line_count:
        return None
    return LicenceLine(row, file.line_bounds(row), opener)


@rule(
    "SPDX_LICENSE_TAG",
    WARNING,
    "no SPDX identifier where it should be",
    on=File(),
    kinds=SOURCE_KINDS,
    needs_tree=True,
)
def licence_tag(_: SourceFile, file: SourceFile) -> Reports:
    """The first line of a file, or the second after a ``#!``, says under which licence it is, for tools to read.

    The line is a comment, one space, ``SPDX-License-Identifier:``, one space, and the expression: ``//`` opens the
    comment in C sources, Rust and devicetrees, ``/*`` in headers and assembler, ``#`` in scripts and YAML, ``..`` in
    reStructuredText. Other files may do without. Where the tree has a directory ``LICENSES``, the expression may have
    no other names than those listed there. With ``--spdx-cxx-comments`` headers and assembler may have ``//``, too.

    Where a C file has no tag and its text grants the GPL, version 2 or later, or the licence of MIT, and nothing else,
    the fix adds the tag that says so. It is unsafe: a person has to read what is granted. So is the fix of a binding's
    licence: those who wrote it have to agree.

    Source: Documentation/process/license-rules.rst, "License identifier syntax".

    Differs from checkpatch: a tag without an expression is malformed; the expression is read by kcheck itself, not by
    scripts/spdxcheck.py, so that it is judged without git, too.
    """
    line = licence_line(file)
    if line is None:
        return
    text = file.slice(line.span)
    if TAG in text and file.kind in STYLED and not text.lstrip().startswith(line.opener):
        fix = in_other_comment(text, line, file)
        yield line.span, f"the SPDX tag of this file belongs into a {line.opener} comment", fix
    if not text.startswith(f"{line.opener} {TAG} ") or not expression_of(text):
        fix = None if TAG in file.text else with_tag(line, file)
        yield line.span, f"line {line.row + 1} has no proper SPDX-License-Identifier tag", fix
    else:
        start = line.span.start + text.index(TAG) + len(TAG)
        expression = expression_of(text)
        start += text[start - line.span.start :].index(expression)
        where = Span(start, start + len(expression))
        if problem := problem_of(expression, file.kernel):
            yield where, problem
        yield from devicetree_licence(where, expression, file)


@rule(
    "SPDX_LICENSE_TAG",
    WARNING,
    "no SPDX identifier in a text or a script",
    on=File(),
    kinds=ALL_KINDS - SOURCE_KINDS - {Kind.MAIL},
    needs_tree=True,
    needs=(TREE,),
)
def licence_tag_elsewhere(_: SourceFile, file: SourceFile) -> Reports:
    """In a kernel tree texts, bindings and scripts have the tag, too."""
    yield from licence_tag(file, file)


def expression_of(text: str) -> str:
    """What a line has after the tag, without the end of the comment."""
    rest = text.partition(TAG)[2].partition("*/")[0]
    return rest.strip()


def tagged(opener: str, expression: str) -> str:
    """The comment with the tag."""
    return f"{opener} {TAG} {expression}{' */' if opener == '/*' else ''}"


def with_tag(line: LicenceLine, file: SourceFile) -> Fix | None:
    """The tag for the licence that the text of a C file grants, where it grants only one that is told for sure."""
    said = DECORATION.sub(" ", file.text[:LONGEST_TEXT])
    if file.kind not in C_KINDS or line.row or OTHER_LICENCE.search(said):
        return None
    granted = [name for name, text in GRANTS.items() if text.search(said)]
    if len(granted) != 1 or (granted[0] == "GPL-2.0-only" and "later version" in said):
        return None
    return replace(f"add the tag of {granted[0]}", 0, 0, f"{tagged(line.opener, granted[0])}\n", UNSAFE)


#: So much of a file is read for its licence.
LONGEST_TEXT = 6000
DECORATION = Pattern(r"[\s*/]+")
#: What tells that there is more than one licence, or another one.
OTHER_LICENCE = Pattern(
    r"(?i)\b(?:BSD|LGPL|Lesser|Library General|dual|choice|choose|alternative\w*|Apache|Mozilla|version (?:3|1))\b"
    r"|Redistribution and use"
)
GPL = r"(?:GNU )?General Public License(?: \(GPL\))?"
GRANTS = {
    "GPL-2.0-or-later": Pattern(
        rf"(?i){GPL} as published by the Free Software Foundation[;,] (?:either )?version 2(?: of the License)?,? "
        r"or,? \(?at your option\)?,? any later version"
    ),
    "GPL-2.0-only": Pattern(
        rf"(?i){GPL},? version 2,? as published by the Free|terms of version 2 of the {GPL}"
        rf"|{GPL} as published by the Free Software Foundation[;,] version 2\b(?! of the License,? or)"
    ),
    "MIT": Pattern(
        r"(?i)Permission is hereby granted, free of charge, to any person obtaining a copy of this software and "
        r"associated documentation files .{0,1500}THE SOFTWARE IS PROVIDED"
    ),
}


def in_other_comment(text: str, line: LicenceLine, file: SourceFile) -> Fix | None:
    """Write the tag in the other kind of comment, if it is all there is in the line."""
    expression = expression_of(text)
    if text.strip() not in (f"/* {TAG} {expression} */", f"// {TAG} {expression}"):
        return None
    return replace(f"write it as {line.opener}", *line.span, tagged(line.opener, expression))


def devicetree_licence(where: Span, expression: str, file: SourceFile) -> Reports:
    """The reports on bindings that only users of the GPL could use: other systems share them."""
    if file.path.startswith("Documentation/devicetree/bindings/") and not DUAL_BSD.search(expression):
        fix = replace("license it dually", *where, "(GPL-2.0-only OR BSD-2-Clause)", UNSAFE)
        level = WARNING if file.in_patch else CHECK
        yield where, "bindings are licensed (GPL-2.0-only OR BSD-2-Clause)", fix, level
    elif file.path.startswith("include/dt-bindings/") and not DUAL.search(expression):
        yield where, "headers of bindings are licensed dually, (GPL-2.0-only OR ...)"


DUAL = Pattern(r"GPL-2\.0(?:-only)? OR ")
DUAL_BSD = Pattern(r"GPL-2\.0(?:-only)? OR BSD-2-Clause")


@rule("SPDX_LICENSE_TAG", WARNING, "an SPDX identifier in another line", on=File(), kinds=SOURCE_KINDS)
def misplaced_tag(_: SourceFile, file: SourceFile) -> Reports:
    """Source code has the tag in a comment elsewhere than in the first line, where no tool looks for it.

    The fix moves a tag that has its line to itself to the first line; it is safe, as no token changes.

    Differs from checkpatch: a string, or a line that a shell script writes, is no tag of the file itself.
    """
    text = file.text
    row = 1 if file.first_line == 1 and text.startswith("#!") else 0
    at = text.find(TAG)
    while at >= 0:
        here = file.row(at)
        if (here != row or file.first_line != 1) and is_tag(file, at):
            what = f"the SPDX-License-Identifier tag belongs into line {row + 1}"
            yield Span(at, at + len(TAG) - 1), what, moved_to_top(at, file)
        at = text.find(TAG, file.line_end(at))


def moved_to_top(at: int, file: SourceFile) -> Fix | None:
    """The tag that stands alone in a line of a comment moved to the first line of a C file that has none there."""
    comment, line = comment_on(file, at), licence_line(file)
    if comment is None or line is None or line.row or TAG in file.slice(line.span) or file.text.count(TAG) > 1:
        return None
    said = words_on(file, file.row(at))
    if not said.startswith(TAG) or not expression_of(said):
        return None
    removal = without_lines("", file, comment, range(file.row(at), file.row(at) + 1)).edits[0]
    added = f"{tagged(line.opener, expression_of(said))}\n"
    edits = [edit(0, 0, added), removal] if removal.span.start else [removal._replace(text=added + removal.text)]
    return Fix("move the tag to the first line", tuple(edits))


OTHER_TAG = Pattern(r"SPDX-(?<!\wSPDX-)(?!License-Identifier:|FileCopyrightText:)[A-Za-z]+:")


@rule(
    "SPDX_LICENSE_TAG",
    WARNING,
    "an SPDX tag that the kernel does not use",
    on=Text(OTHER_TAG, "SPDX-"),
    kinds=SOURCE_KINDS,
    since=(7, 3),
)
def other_tag(found: re.Match[str], file: SourceFile) -> Reports:
    """Of the tags of SPDX the kernel has ``SPDX-License-Identifier:`` and, after it, ``SPDX-FileCopyrightText:``; what
    others tell (``SPDX-FileContributor:``) git knows.

    Source: Documentation/process/license-rules.rst, "License identifier syntax".

    Differs from checkpatch: in a string it is no tag; before 7.3 there was no such check.
    """
    if is_tag(file, found.start()):
        yield found, f"the kernel does not use the tag {found[0]}"


def is_tag(file: SourceFile, at: int) -> bool:
    """Whether the tag at ``at`` is one, not text that the program works with."""
    if file.kind == Kind.SHELL:
        return file.text[file.line_start(at) : at].lstrip(" \t").startswith("#")
    return not in_literal(file, at)


# -- licence expressions


@lru_cache(maxsize=8)
def known_licences(kernel: KernelTree) -> frozenset[str]:
    """The identifiers of licences and exceptions that the tree lists, in capitals; none without ``LICENSES``."""
    known: set[str] = set()
    for entry in kernel.files("LICENSES", ""):
        with open(entry, encoding="latin-1") as stream:
            known.update(found.upper() for found in LISTED.findall(stream.read()))
    return frozenset(known)


LISTED = Pattern(r"(?:Valid-License|SPDX-Exception)-Identifier:[ \t]*(\S+)")


def problem_of(expression: str, kernel: KernelTree) -> str | None:
    """What is wrong with a licence expression, if anything."""
    known = known_licences(kernel)
    if not known:
        return None
    if not EXPRESSION.fullmatch(expression):
        return "not a licence expression"
    depth, wants_name = 0, True
    for token in TOKEN.findall(expression):
        word = token.upper()
        if word == "(" and wants_name:
            depth += 1
        elif word == ")" and not wants_name and depth:
            depth -= 1
        elif word in OPERATORS and not wants_name:
            wants_name = True
        elif word not in OPERATORS and word not in "()" and wants_name:
            wants_name = False
            if word not in known:
                return f"the tree does not know a licence '{token}'"
        else:
            return f"not a licence expression: unexpected '{token}'"
    return "not a licence expression: it breaks off" if wants_name or depth else None


OPERATORS = frozenset({"OR", "AND", "WITH"})
