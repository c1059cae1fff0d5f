"""What a patch does to files as such: modes, places, new and moved files, and whether it is a patch at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pylint_kernel.checking.rule import MESSAGE, TREE, Patch, Reports, rule
from pylint_kernel.classify import Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, WARNING, Span
from pylint_kernel.patches.diff import FileDiff
from pylint_kernel.patches.patch import Patch as PatchData
from pylint_kernel.rules.changes.commit_message import place

MAILS = {Kind.MAIL}
SCRIPT = Pattern(r".*scripts/.*|.*\.(?:py|pl|awk|sh)")
#: How a diffstat shows a file that moves.
MOVED = Pattern(r"\{[^{}]* => [^{}]*\}")
#: The subject of a mail that introduces a series, or asks to pull one.
NO_DIFF = Pattern(r"(?:\[[^\]]*\]\s*)*(?:\w+:\s+)?\[(?:[^\]]*\s)?(?:0+/\d+|GIT PULL[^\]]*|PULL[^\]]*)\]", re.IGNORECASE)
BINDINGS = ("Documentation/devicetree/", "include/dt-bindings/")


def at(file: SourceFile, number: int) -> Span:
    """The line of that number in the input."""
    return file.line_bounds(min(max(number - file.first_line, 0), file.line_count - 1))


def field_at(file: SourceFile, diff: FileDiff, *names: str) -> Span:
    """The first of the header's lines that begins with one of ``names``; the header's first line if there is none."""
    numbers = [diff.fields[name].number for name in names if name in diff.fields]
    return at(file, min(numbers, default=diff.number))


@rule(
    "FILE_PATH_CHANGES",
    WARNING,
    "files come, go or move without MAINTAINERS",
    on=Patch(),
    kinds=MAILS,
    needs=(TREE, MESSAGE),
)
def file_path_changes(patch: PatchData, file: SourceFile) -> Reports:
    """``MAINTAINERS`` lists who looks after which path: when files appear, vanish or move, it may have to change too.

    Said once a patch, and not if the patch touches ``MAINTAINERS``. Outside of a kernel tree, and of changes that are
    no commits yet, it is said only if it is asked for (``--select FILE_PATH_CHANGES``).

    Source: Documentation/process/submit-checklist.rst, "Patch".
    """
    if any("MAINTAINERS" in {diff.new_path, diff.old_path} for diff in patch.files):
        return
    names = ("new file mode", "deleted file mode", "rename from", "rename to")
    where = next(
        (field_at(file, diff, *names) for diff in patch.files if not diff.fields.keys().isdisjoint(names)), None
    )
    if where is not None:
        notes = patch.message.notes if patch.message else []
        stat = next((line for line in notes if " => " in line.text and MOVED.search(line.text)), None)
        yield (
            place(file, stat) if stat else where,
            "files are added, moved or deleted: does MAINTAINERS have to change?",
        )


@rule("EXECUTE_PERMISSIONS", ERROR, "a source file that is executable", on=Patch(), kinds=MAILS)
def execute_permissions(patch: PatchData, file: SourceFile) -> Reports:
    """Only scripts are run, so only they have the executable bit.

    Exempt: what lies in a ``scripts`` directory, and ``.py``, ``.pl``, ``.awk`` and ``.sh`` files.

    Source: Documentation/process/submit-checklist.rst, "Patch".
    """
    for diff in patch.files:
        for name in ("new mode", "new file mode"):
            mode = diff.fields[name].value.strip()[-3:] if name in diff.fields else ""
            path = diff.new_path or diff.old_path or ""
            if any(digit in "1357" for digit in mode) and not SCRIPT.fullmatch(path):
                yield field_at(file, diff, name), f"{path} is no script and must not be executable"


@rule("MODIFIED_INCLUDE_ASM", ERROR, "a change to include/asm", on=Patch(), kinds=MAILS)
def include_asm(patch: PatchData, file: SourceFile) -> Reports:
    """``include/asm`` was a link that the build made; the headers are in ``arch/*/include/asm`` and ``asm-generic``.

    Source: Documentation/kbuild/makefiles.rst, "Kbuild syntax for exported headers".
    """
    for diff in patch.files:
        if diff.new_path and diff.new_path.startswith("include/asm/"):
            yield field_at(file, diff, "+++"), "the headers of an architecture are in arch/*/include/asm"


@rule("PATCH_PREFIX", WARNING, "a patch made for -p0", on=Patch(), kinds=MAILS)
def patch_prefix(patch: PatchData, file: SourceFile) -> Reports:
    """Patches are applied with ``-p1``: the paths in them need a first component to drop, ``a/`` and ``b/``.

    Source: Documentation/process/applying-patches.rst, "How do I apply or revert a patch?".
    """
    root = file.kernel.root
    for diff in patch.files if root else ():
        name = diff.fields["+++"].value.split("\t")[0] if "+++" in diff.fields else ""
        prefix = name.partition("/")[0]
        if root and prefix not in {"", ".", ".."} and prefix.isprintable() and (root / prefix).exists():
            yield field_at(file, diff, "+++"), f"the path starts with {prefix}/ of the tree: the patch is for -p0"


@rule("DT_SPLIT_BINDING_PATCH", WARNING, "bindings and code in one patch", on=Patch(), kinds=MAILS)
def split_binding(patch: PatchData, file: SourceFile) -> Reports:
    """Devicetree bindings are reviewed by others than the driver, so they come as a patch of their own. Files
    that go away do not count.

    Source: Documentation/devicetree/bindings/submitting-patches.rst, "For patch submitters".
    """
    before: bool | None = None
    for diff, path in paths(patch):
        if diff.is_deleted or path.rpartition("/")[2].startswith("MAINTAINERS"):
            continue
        binding = path.startswith(BINDINGS)
        if before is not None and binding != before:
            yield at(file, diff.number), "devicetree bindings belong into a patch of their own"
        before = binding


def paths(patch: PatchData) -> Iterator[tuple[FileDiff, str]]:
    """The files of the patch with the path they end up with."""
    return ((diff, diff.new_path or diff.old_path or "") for diff in patch.files)


@rule("DT_SCHEMA_BINDING_PATCH", WARNING, "a new binding that is plain text", on=Patch(), kinds=MAILS)
def text_binding(patch: PatchData, file: SourceFile) -> Reports:
    """New devicetree bindings are YAML schemas, which tools can check devicetrees against.

    Source: Documentation/devicetree/bindings/writing-schema.rst.
    """
    for diff, path in paths(patch):
        if diff.is_new and path.startswith("Documentation/devicetree/bindings/") and path.endswith(".txt"):
            yield field_at(file, diff, "new file mode"), "write the binding as a YAML schema"


@rule("CORRUPTED_PATCH", ERROR, "a patch that does not hold together", on=Patch(), kinds=MAILS)
def corrupted_patch(patch: PatchData, file: SourceFile) -> Reports:
    """A hunk announces how many lines it has, and each of them begins with a space, ``+`` or ``-``; mail programs that
    wrap lines break that, and the patch does not apply.

    Source: Documentation/process/email-clients.rst, "General Preferences".

    Differs from checkpatch: every place is reported, not the first of a run only, and so is a hunk that ends too early.
    """
    for damage in patch.damage:
        yield at(file, damage.line), f"the patch is damaged: {damage.what}"


@rule("NOT_UNIFIED_DIFF", ERROR, "no diff in the patch", on=Patch(), kinds=MAILS)
def not_unified(patch: PatchData, file: SourceFile) -> Reports:
    """A patch is a unified diff (``diff -u``, ``git format-patch``); without one there is nothing to apply.

    Cover letters (``[PATCH 0/3]``, ``…cover-letter.patch``) and requests to pull have none. The combined diff of a
    merge (``diff --cc``) is no unified one.

    Source: Documentation/process/submitting-patches.rst, "The canonical patch format".

    Differs from checkpatch: a cover letter is known by its subject, whatever the name of the file.
    """
    subject = patch.message.subject if patch.message else ""
    if all(diff.combined for diff in patch.files) and not (
        file.path.endswith("cover-letter.patch") or NO_DIFF.match(subject)
    ):
        yield Span(0, file.line_end(0)), "there is no unified diff in this"
