"""Paragraphs of a commit message filled anew from a line that is too long."""

from __future__ import annotations

from itertools import pairwise

from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import UNSAFE, Fix, replace
from pylint_kernel.patches.mail import MessageLine

#: What begins a line: its indent, and the mark of an entry of a list.
BEGIN = Pattern(r"([ ]*)((?:[-*+]|\d+[.)])[ ]+)?")
#: What goes on with the sentence of the line above: a word, but no name before a colon.
GOES_ON = Pattern(r"[ ]*(?![\w-]+:)[\"'(]?\w")
#: A line that is not that long was ended on purpose.
FULL = 50


def filled(lines: list[MessageLine], long: MessageLine, file: SourceFile, limit: int) -> Fix | None:
    """The lines of a paragraph from a long one on with at most ``limit`` columns each; None where the mail was encoded,
    or a word does not fit."""
    begin = BEGIN.match(long.text)
    indent = " " * begin.end() if begin else ""
    paragraph = [long]
    for above, line in pairwise(lines[lines.index(long) :]):
        text = line.text
        is_level = text.startswith(indent) and text[len(indent) : len(indent) + 1].strip() != ""
        if line.number != above.number + 1 or len(above.text) < FULL or not is_level or not GOES_ON.match(text):
            break
        paragraph.append(line)
    start, last = long.offset, paragraph[-1].offset
    if start is None or last is None:
        return None
    broken = [long.text[: len(indent)]]
    for word in " ".join(line.text[len(indent) :].rstrip() for line in paragraph).split(" "):
        separator = "" if broken[-1] in (indent, long.text[: len(indent)]) else " "
        if separator and file.width(broken[-1] + separator + word) > limit:
            broken.append(indent)
            separator = ""
        broken[-1] += separator + word
    if max(map(file.width, broken)) > limit:
        return None
    before = file.text[file.line_start(start) : start]
    text = f"\n{before}".join(line.rstrip() for line in broken)
    return replace("wrap the paragraph", start, last + len(paragraph[-1].text), text, UNSAFE)
