"""Kconfig: symbols that users are asked for are explained."""

from __future__ import annotations

import re
from typing import NamedTuple

from pylint_kernel.checking.rule import Reports, Text, rule
from pylint_kernel.classify import Kind
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import WARNING

SYMBOL = Pattern(r"^[ \t]*(?:config[ \t]+\w+|menuconfig[ \t]+\w+|choice\b)", re.MULTILINE)
#: What ends the description of a symbol.
NEXT = Pattern(r"[ \t]*(?:config|menuconfig|choice|endchoice|if|endif|menu|endmenu|source|comment|mainmenu)\b")
ASKING = Pattern(r"[ \t]*(?:bool|tristate|prompt)[ \t]*[\"']")
HELP = Pattern(r"[ \t]*(?:---)?help(?:---)?[ \t]*$")


@rule("CONFIG_DESCRIPTION", WARNING, "a symbol with too short a help text", on=Text(SYMBOL), kinds={Kind.KCONFIG})
def config_description(found: re.Match[str], file: SourceFile) -> Reports:
    """Somebody who configures a kernel sees the prompt and the help text, nothing else: four lines of help at least
    (``--min-conf-desc-length``) say what the choice means.

    Only symbols with a prompt count, and in a change those whose prompt or help it writes. Where a hunk ends in the
    middle of the help text, and the rest of the file is not at hand, nothing is said.

    Source: Documentation/process/coding-style.rst, section 10 ("Kconfig configuration files").

    Differs from checkpatch: a symbol that was there before is judged, too, if its prompt or help is new; lines of help
    count whether they are new or not, may begin with a keyword, and stand after an apostrophe.
    """
    wanted = file.limits.min_conf_desc_length
    entry = read(file, file.row(found.start()))
    if entry.prompt is None or len(entry.text) >= wanted or entry.is_cut(file) or entry.is_old(file):
        return
    yield found, f"the symbol needs a help text of at least {wanted} lines"


class Entry(NamedTuple):
    """A symbol of a Kconfig file: the rows of its first line, of its prompt, of the lines of its help text; ``end`` is
    the row after it."""

    first: int
    prompt: int | None
    text: list[int]
    end: int

    def is_old(self, file: SourceFile) -> bool:
        """Whether the change wrote the first line, but neither the prompt nor any of the help text."""
        if file.changed is None or self.first + file.first_line not in file.changed:
            # Whether this was short before is not for a rule to know.
            return False
        return not any(row + file.first_line in file.changed for row in [self.prompt, *self.text] if row is not None)

    def is_cut(self, file: SourceFile) -> bool:
        """Whether a fragment of the file ends here, but not the file: the last lines of a hunk are old ones."""
        last = file.line_count - 1
        return file.partial and self.end > last and last + file.first_line not in (file.changed or ())


def read(file: SourceFile, first: int) -> Entry:
    """The symbol that is declared in the row ``first``. A help text goes on as long as it is indented as it begins."""
    prompt, in_help, text, indent = None, False, list[int](), 0
    row = first
    while (row := row + 1) < file.line_count:
        line = file.line_text(row)
        if in_help and line.strip():
            width = file.width(line[: len(line) - len(line.lstrip())])
            indent = indent or width
            in_help = 0 < indent <= width
        if in_help:
            if line.strip() and not line.lstrip().startswith("#"):
                text.append(row)
        elif NEXT.match(line):
            break
        elif ASKING.match(line):
            prompt = row
        elif HELP.match(line):
            in_help, text, indent = True, [], 0
    return Entry(first, prompt, text, row)
