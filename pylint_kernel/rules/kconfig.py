"""Kconfig: symbols that users are asked for are explained."""

from __future__ import annotations

import re

from pylint_kernel.classify import Kind
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import WARNING
from pylint_kernel.rule import Reports, Text, rule
from pylint_kernel.source import SourceFile

SYMBOL = Pattern(r"^[ \t]*(?:config[ \t]+\w+|menuconfig[ \t]+\w+|choice\b)", re.MULTILINE)
#: What ends the description of a symbol.
NEXT = Pattern(r"[ \t]*(?:config|menuconfig|choice|endchoice|if|endif|menu|endmenu|source|comment|mainmenu)\b")
PROMPT = Pattern(r"[ \t]*(?:bool|tristate|prompt|string|int|hex)[ \t]*[\"']")
ASKING = Pattern(r"[ \t]*(?:bool|tristate|prompt)[ \t]*[\"']")
HELP = Pattern(r"[ \t]*(?:---)?help(?:---)?[ \t]*$")


@rule("CONFIG_DESCRIPTION", WARNING, "a symbol with too short a help text", on=Text(SYMBOL), kinds={Kind.KCONFIG})
def config_description(found: re.Match[str], file: SourceFile) -> Reports:
    """Somebody who configures a kernel sees the prompt and the help text, nothing else: four lines of help at least
    (``--min-conf-desc-length``) say what the choice means.

    Only symbols with a prompt count.

    Source: Documentation/process/coding-style.rst, section 10 ("Kconfig configuration files").
    """
    first = file.row(found.start())
    asked, helped, lines = False, False, 0
    written = file.changed
    for row in range(first + 1, file.line_count):
        text = file.line_text(row)
        if NEXT.match(text):
            break
        is_new = written is None or row + file.first_line in written
        if is_new and ASKING.match(text):
            asked = True
        elif HELP.match(text):
            helped = helped or is_new
            lines = 0
        elif helped and text.strip() and not text.lstrip().startswith("#"):
            lines += 1
    if asked and lines < file.limits.min_conf_desc_length:
        yield found, f"the help text has {lines} lines, {file.limits.min_conf_desc_length} are wanted"
