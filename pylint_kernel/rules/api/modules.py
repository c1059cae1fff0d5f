"""What modules tell the kernel: exports, licence, init calls, boot parameters."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Call, Code, Reports, rule
from pylint_kernel.language import dialect
from pylint_kernel.language.idioms import REACH
from pylint_kernel.language.source import CallSite, SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, UNSAFE, WARNING, replace
from pylint_kernel.surroundings.kernel_tree import BOOT_PARAMETERS

EXPORT = Pattern(r"EXPORT_SYMBOL\w*\s*\(\s*(\w+)")


@rule("EXPORT_SYMBOL", WARNING, "an export away from what it exports", on=Code(EXPORT, having="EXPORT_SYMBOL"))
def export_symbol(match: re.Match[str], file: SourceFile) -> Reports:
    """``EXPORT_SYMBOL()`` stands in the line after the function or variable, so that one sees it.

    A comment or directive may stand between the two. Exports that a macro makes are left alone.

    Source: Documentation/process/coding-style.rst, section 6 "Functions".

    Differs from checkpatch: definitions are recognised by their names, whatever their types, attributes and macros
    (``DECLARE_BITMAP(name, 8);``), and the end of another function is not the right place.
    """
    start = match.start()
    row = file.row(start)
    if row == 0 or file.directive_at(start) is not None or is_word_char(file.text[start - 1]):
        return
    where = match.span()
    if file.code[file.line_start(start) : start].strip():
        yield where, "one export a line, after what it exports"
    elif not follows_definition(file, row, match[1], file.position_at(start)):
        yield where, f"the export should directly follow {match[1]}"


def follows_definition(file: SourceFile, row: int, name: str, position: int) -> bool:
    """Whether the line above ``row`` ends what defines ``name``; a comment or a directive there may hide it."""
    if not file.line_text(row - 1).strip():
        return False
    if not file.code_line(row - 1).strip() or file.directive_at(file.line_bounds(row - 1).end - 1) is not None:
        return True
    return defines(file, position - 1, name)


def is_word_char(text: str) -> bool:
    """Whether a character may be part of a name."""
    return text.isalnum() or text == "_"


def defines(file: SourceFile, last: int, name: str) -> bool:
    """Whether the definition that ends with the token ``last`` defines ``name``, by itself or through a macro.

    True as well where a fragment of a file does not show its beginning.
    """
    tokens = file.tokens
    texts, partner = tokens.texts, tokens.partner
    at = last - 1 if texts[last] == ";" else last
    words: list[str] = []
    while at >= 0 and texts[at] != ";" and len(words) < REACH:
        if texts[at] == "}":
            # The end of what comes before, unless it is the body or the initialiser of this definition.
            if words and not is_part(file, at):
                break
            at = partner.get(at, -1)
            if at < 0 or file.row(tokens.starts[at]) < file.synthetic:
                return True
        elif file.directive_at(tokens.starts[at]) is not None:
            break
        else:
            words.append(texts[at])
        at -= 1
    if texts[last] == ";" and partner.get(at + 2) == last - 1 and not dialect.linux().is_declaring(texts[at + 1]):
        # A call of something else: another export, a module parameter.
        return False
    return any(word == name or (len(word) > 2 and name.endswith(f"_{word}")) for word in words)


def is_part(file: SourceFile, brace: int) -> bool:
    """Whether a declaration goes on after the ``}`` on the same line: ``} name;``."""
    starts = file.tokens.starts
    return brace + 1 < len(starts) and file.row(starts[brace]) == file.row(starts[brace + 1])


LICENCES = frozenset(
    {"GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL", "Proprietary"}
)


def licence(call: CallSite, file: SourceFile) -> str | None:
    """The licence that a ``MODULE_LICENSE()`` names; None if it is not a plain string."""
    texts = file.tokens.texts
    text = texts[call.position + 2]
    return text[1:-1] if call.close == call.position + 3 and text.startswith('"') else None


@rule("MODULE_LICENSE", WARNING, "an unknown module licence", on=Call(("MODULE_LICENSE",)))
def unknown_licence(call: CallSite, file: SourceFile) -> Reports:
    """The module loader knows a fixed list of licences; any other makes the module a proprietary one.

    Source: Documentation/process/license-rules.rst, "MODULE_LICENSE".
    """
    name = licence(call, file)
    if name is not None and name not in LICENCES:
        yield call.arguments[0], f'unknown module license "{name}"'


@rule("MODULE_LICENSE", WARNING, 'MODULE_LICENSE("GPL v2")', on=Call(("MODULE_LICENSE",)), patch_only=True)
def gpl_v2(call: CallSite, file: SourceFile) -> Reports:
    """``"GPL v2"`` means the same as ``"GPL"``; which version holds is said by the SPDX tag."""
    if licence(call, file) == "GPL v2":
        where = call.arguments[0]
        yield where, 'prefer "GPL" over "GPL v2"', replace("write GPL", *where, '"GPL"', UNSAFE)


@rule("USE_DEVICE_INITCALL", WARNING, "__initcall()", on=Call(("__initcall",)))
def use_device_initcall(call: CallSite, file: SourceFile) -> Reports:
    """``__initcall()`` is the old name of ``device_initcall()``; choose the level that fits.

    Source: include/linux/init.h.
    """
    start = call.span.start
    if not file.code[file.line_start(start) : start].strip():
        yield file.tokens.span(call.position), "use device_initcall() or a level that fits better"


@rule("UNDOCUMENTED_SETUP", CHECK, "a boot parameter that is not documented", on=Call(("__setup",)))
def undocumented_setup(call: CallSite, file: SourceFile) -> Reports:
    """Boot parameters are described in Documentation/admin-guide/kernel-parameters.txt.

    Source: Documentation/process/submit-checklist.rst, "All new kernel boot parameters are documented".

    Differs from checkpatch, which only looks whether the same change documents the parameter: one that the tree's file
    already describes, or an earlier patch of the series adds to it, is documented.
    """
    text = file.tokens.texts[call.position + 2]
    if not text.startswith('"'):
        return
    name = text[1:-1].rstrip("=")
    if not re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", file.kernel.boot_parameters):
        yield file.tokens.span(call.position + 2), f"'{name}' is not described in {BOOT_PARAMETERS}"
