"""Sentences of a commit message filled anew from a line that is too long."""

from __future__ import annotations

from itertools import pairwise

from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import UNSAFE, Fix, replace
from pylint_kernel.patches.mail import MessageLine

#: What begins a line: its indent, and the mark of an entry of a list.
BEGIN = Pattern(r"([ ]*)((?:[-*+]|\d+[.)])[ ]+)?")
#: What goes on with the sentence of the line above: a word, but no name before a colon, and no commit.
GOES_ON = Pattern(r"[ ]*(?![\w-]+:|[0-9a-f]{7,40}\b)[\"'(]?\w")
#: What a line ends with that is the end of a sentence: what is below may be another paragraph, or an entry of a list.
ENDS = tuple(".:;,!?")
#: A line that is not that long was ended on purpose.
FULL = 50
#: An entry of a list of commits, or of a table.
ENTRY = Pattern(r"[ ]*(?:[-*+][ ]+)?[0-9a-f]{7,40}\b|.*\.{4}")


def filled(lines: list[MessageLine], long: MessageLine, file: SourceFile, limit: int) -> Fix | None:
    """The lines of a sentence from a long one on with at most ``limit`` columns each; None where the mail was encoded,
    a word does not fit, or the line is an entry of a list of commits."""
    if ENTRY.match(long.text):
        return None
    begin = BEGIN.match(long.text)
    indent = " " * begin.end() if begin else ""
    paragraph = [long]
    for above, line in pairwise(lines[lines.index(long) :]):
        text = line.text
        is_level = text.startswith(indent) and text[len(indent) : len(indent) + 1].strip() != ""
        is_below = line.number == above.number + 1 and len(above.text) >= FULL and not above.text.endswith(ENDS)
        if not (is_below and is_level and GOES_ON.match(text)):
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
    return replace("wrap the sentence", start, last + len(paragraph[-1].text), text, UNSAFE)
