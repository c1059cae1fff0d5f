"""What modules tell the kernel: exports, licence, init calls, boot parameters."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from pylint_kernel.checking.rule import Calls, Reports, rule
from pylint_kernel.language import dialect
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Call, Declaring, DeclaringMacro, ExpressionStatement, String, View, syntax
from pylint_kernel.model import CHECK, UNSAFE, WARNING, Fix, replace
from pylint_kernel.surroundings.kernel_tree import BOOT_PARAMETERS


@rule("EXPORT_SYMBOL", WARNING, "an export away from what it exports", on=DeclaringMacro)
def export_symbol(export: DeclaringMacro, file: SourceFile) -> Reports:
    """``EXPORT_SYMBOL()`` stands in the line after the function or variable, so that one sees it.

    A comment or directive may stand between the two. Exports that a macro makes are left alone.

    The fix takes empty lines away that stand between the two, and is safe.

    Source: Documentation/process/coding-style.rst, section 6 "Functions".

    Differs from checkpatch: definitions are recognised by their names, whatever their types, attributes and macros
    (``DECLARE_BITMAP(name, 8);``), and the end of another function is not the right place. What a macro above pastes
    together (``logic_in##bwl``) may be exported below its call.
    """
    if not export.name.startswith("EXPORT_SYMBOL") or export.in_macro or export.row == 0:
        return
    if export.call is None or not export.call.arguments:
        return
    exported = export.call.arguments[0]
    where = export.start, exported.end
    if not export.first.leads_line:
        yield where, "one export a line, after what it exports"
    elif not follows_definition(export, exported.text):
        yield where, f"the export should directly follow {exported.text}", without_empty_lines(export, exported.text)


def without_empty_lines(export: DeclaringMacro, name: str) -> Fix | None:
    """Take away the empty lines between what defines ``name`` and its export, if there is nothing else."""
    before, file = export.preceding, export.file
    if before is None or not defines(before, name) or file.text[before.end : export.start].strip():
        return None
    return replace("remove the empty lines", before.end, export.start, "\n")


def follows_definition(export: DeclaringMacro, name: str) -> bool:
    """Whether the line above ends what defines ``name``; a comment, a directive or what was not understood there may
    hide it."""
    file, above = export.file, export.row - 1
    if not file.line_text(above).strip():
        return False
    if not file.code_line(above).strip() or file.directive_at(file.line_bounds(above).end - 1) is not None:
        return True
    before = export.preceding
    if before is None or before.last != export.first.previous:
        return True
    if isinstance(before, ExpressionStatement) and before.is_empty:
        # The semicolon after a function.
        before = before.preceding or before
    return before.made_up or defines(before, name) or is_made_by_macro(before, name)


#: So many exports are looked at between one and the macro that makes what they export.
MOST_EXPORTS = 16


def is_made_by_macro(before: View, name: str) -> bool:
    """Whether a macro of the file that is called above, exports aside, pastes such names together for what it
    defines."""
    view: View | None = before
    for _ in range(MOST_EXPORTS):
        if not isinstance(view, DeclaringMacro) or not view.name.startswith("EXPORT_SYMBOL"):
            break
        view = view.preceding
    if view is None or view.last.text == ";":
        return False
    prefixes = view.file.once(pasted_prefixes).get(view.first.text, ())
    return any(name.startswith(prefix) for prefix in prefixes)


def pasted_prefixes(file: SourceFile) -> dict[str, tuple[str, ...]]:
    """What the names begin with that each macro of a file pastes together: ``logic_in##bwl``."""
    found = {}
    for macro in syntax(file).macros:
        words = macro.words
        starts = {word for word, after in pairwise(words) if after == "##" and len(word) > SHORTEST_PREFIX}
        if starts:
            found[macro.name] = tuple(starts)
    return found


SHORTEST_PREFIX = 3


def defines(before: View, name: str) -> bool:
    """Whether a definition defines ``name``, by itself or through a macro."""
    is_call = isinstance(before, DeclaringMacro) and before.last.text == ";"
    if is_call and not dialect.spoken().is_declaring(before.first.text):
        # A call of something else: another export, a module parameter.
        return False
    words = list(takewhile(lambda word: word not in ("=", "{"), before.words))
    if isinstance(before, Declaring):
        words += [one.name.text for one in before.declarators if one.name is not None]
    return any(word == name or (len(word) > 2 and name.endswith(f"_{word}")) for word in words)


LICENCES = frozenset(
    {"GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL", "Proprietary"}
)


def licence(call: Call) -> str | None:
    """The licence that a ``MODULE_LICENSE()`` names; None if it is not a plain string."""
    only = call.arguments[0] if len(call.arguments) == 1 else None
    return only.text[1:-1] if only is not None and isinstance(only.expression, String) else None


@rule("MODULE_LICENSE", WARNING, "an unknown module licence", on=Calls(("MODULE_LICENSE",)))
def unknown_licence(call: Call, file: SourceFile) -> Reports:
    """The module loader knows a fixed list of licences; any other makes the module a proprietary one.

    Source: Documentation/process/license-rules.rst, "MODULE_LICENSE".
    """
    name = licence(call)
    if name is not None and name not in LICENCES:
        yield call.arguments[0], f'unknown module license "{name}"'


@rule("MODULE_LICENSE", WARNING, 'MODULE_LICENSE("GPL v2")', on=Calls(("MODULE_LICENSE",)), patch_only=True)
def gpl_v2(call: Call, file: SourceFile) -> Reports:
    """``"GPL v2"`` means the same as ``"GPL"``; which version holds is said by the SPDX tag.

    The fix is unsafe: a string changes, which says the same to the kernel.
    """
    if licence(call) == "GPL v2":
        name = call.arguments[0]
        yield name, 'prefer "GPL" over "GPL v2"', replace("write GPL", *name.span, '"GPL"', UNSAFE)


@rule("USE_DEVICE_INITCALL", WARNING, "__initcall()", on=Calls(("__initcall",)))
def use_device_initcall(call: Call, file: SourceFile) -> Reports:
    """``__initcall()`` is the old name of ``device_initcall()``; choose the level that fits.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: include/linux/init.h.
    """
    if call.keyword.leads_line:
        fix = replace("use device_initcall()", *call.keyword.span, "device_initcall", UNSAFE)
        yield call.keyword, "use device_initcall() or a level that fits better", fix


@rule("UNDOCUMENTED_SETUP", CHECK, "a boot parameter that is not documented", on=Calls(("__setup",)), needs_tree=True)
def undocumented_setup(call: Call, file: SourceFile) -> Reports:
    """Boot parameters are described in Documentation/admin-guide/kernel-parameters.txt.

    Source: Documentation/process/submit-checklist.rst, "All new kernel boot parameters are documented".

    Differs from checkpatch, which only looks whether the same change documents the parameter: one that the tree's file
    already describes, or an earlier patch of the series adds to it, is documented.
    """
    first = call.arguments[0] if call.arguments else None
    if first is None or not isinstance(first.expression, String):
        return
    name = first.text[1:-1].rstrip("=")
    if not re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", file.kernel.boot_parameters):
        yield first, f"'{name}' is not described in {BOOT_PARAMETERS}"
