"""MAINTAINERS: entries in the order and form that scripts and people expect."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import File, Patch, Reports, Text, rule
from pylint_kernel.classify import ALL_KINDS, Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import SAFE, UNSAFE, WARNING, replace
from pylint_kernel.patches.patch import Patch as PatchData

#: Files of the same name further down (of U-Boot's boards) have rules of their own.
FILE = "MAINTAINERS"
ORDER = "MRLSWQBCPTFXNK"
ENTRY = Pattern(r"^([A-Z]):([ \t]*)(\S.*)?$", re.MULTILINE)


@rule("MAINTAINERS_STYLE", WARNING, "an entry without its one tab", on=Text(ENTRY), kinds={Kind.MAINTAINERS})
def one_tab(found: re.Match[str], file: SourceFile) -> Reports:
    """Each line of an entry is a letter, a colon, one tab and the value; the letters come in the order
    ``M R L S W Q B C P T F X N K``, and the values of ``F:`` and ``X:`` in alphabetical order.

    Where nothing stands between the two, the fix is unsafe: it takes a word apart.

    Source: MAINTAINERS, "Descriptions of section entries and preferred order", and scripts/parse-maintainers.pl.
    """
    if file.path == FILE and (found[2] != "\t" or not found[3]):
        level = SAFE if found[2] else UNSAFE
        fix = replace("put one tab there", *found.span(2), "\t", level) if found[3] else None
        yield found.span(1), f"one tab belongs after {found[1]}:", fix


@rule("MAINTAINERS_STYLE", WARNING, "entries out of order", on=Text(ENTRY), kinds={Kind.MAINTAINERS})
def in_order(found: re.Match[str], file: SourceFile) -> Reports:
    """The letter is one that is known, it comes after those that go before it, and paths are sorted."""
    letter, value = found[1], found[3] or ""
    above = ENTRY.match(file.line_text(file.row(found.start()) - 1))
    if above is None or file.path != FILE:
        return
    if letter not in ORDER:
        yield found.span(1), f"{letter}: is no kind of entry"
    elif above[1] in ORDER and ORDER.index(letter) < ORDER.index(above[1]):
        yield found.span(1), f"{letter}: belongs before {above[1]}:"
    elif letter == above[1] and letter in "FX" and value < (above[3] or ""):
        yield found.span(1), f"{value} belongs before {above[3]}: paths are sorted"


@rule("OBSOLETE", WARNING, "a change to obsolete code", on=File(), kinds=ALL_KINDS - {Kind.MAIL}, needs_tree=True)
def obsolete(_: SourceFile, file: SourceFile) -> Reports:
    """``MAINTAINERS`` calls the code obsolete: something else has replaced it, and clean-ups are not wanted.

    Source: MAINTAINERS, "S: Status".

    Differs from checkpatch: said once a file, and found without running a script of the tree.
    """
    if file.kernel.is_obsolete(file.path):
        yield (0, file.line_end(0)), f"MAINTAINERS calls {file.path} obsolete: do not change it without need"


@rule("OBSOLETE", WARNING, "a change to obsolete code", on=Patch(), kinds={Kind.MAIL})
def changes_obsolete(patch: PatchData, file: SourceFile) -> Reports:
    """The same for the files that a patch changes."""
    for diff in patch.files:
        path = diff.new_path or diff.old_path
        if path and file.kernel.is_obsolete(path):
            where = file.line_bounds(diff.number - file.first_line)
            yield where, f"MAINTAINERS calls {path} obsolete: do not change it without need"
