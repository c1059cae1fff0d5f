"""``#if``/``#else`` that split a statement: only one of the alternatives is parsed.

Directives are blank for the parser, so alternatives follow each other. That is fine as long as each of them is made
of complete statements, declarations or list elements; otherwise all but one are blanked.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylint_kernel.language.masking.stream import Stream
    from pylint_kernel.language.source import SourceFile

#: An alternative of more tokens is taken for complete: counting its brackets again and again would be slow.
LONG = 2000
MAX_DEPTH = 50
OPENING = frozenset({"if", "ifdef", "ifndef"})
MIDDLE = frozenset({"else", "elif", "elifdef", "elifndef"})
#: What is defined where a header is read as assembler.
ASSEMBLER = frozenset({"__ASSEMBLY__", "__ASSEMBLER__", "LINKER_SCRIPT"})
#: What no complete statement begins with.
CONTINUES = frozenset("} ) ] , . -> ? : = + - / % | & ^ < > == != <= >= && || << >> else += -= |= &=".split())


def groups(file: SourceFile) -> list[list[int]]:
    """The numbers of the directives ``#if``, ``#elif``…, ``#endif`` that belong together, innermost first; none if
    they are nested too deep."""
    found: list[list[int]] = []
    open_: list[list[int]] = []
    for number, directive in enumerate(file.directives):
        name = directive.name
        if name in OPENING:
            open_.append([number])
            if len(open_) > MAX_DEPTH:
                return []
        elif name in MIDDLE and open_:
            open_[-1].append(number)
        elif name == "endif" and open_:
            found.append([*open_.pop(), number])
    return found


def drop_alternatives(file: SourceFile, stream: Stream) -> None:
    """Blank the alternatives that must not be parsed, and take their tokens out of the stream."""
    texts, starts, cuts = stream.texts, stream.starts, stream.cuts
    dropped = False
    for group in groups(file):
        parts = [(cuts[one], cuts[two]) for one, two in pairwise(group)]
        for first, last in unwanted(file, stream, group[0], parts):
            stream.buffer.blank(starts[first], starts[last - 1] + len(texts[last - 1]))
            texts[first:last] = [""] * (last - first)
            dropped = True
    if dropped:
        kept = [position for position, text in enumerate(texts) if text]
        stream.starts = [starts[position] for position in kept]
        stream.texts = [texts[position] for position in kept]


def unwanted(file: SourceFile, stream: Stream, opening: int, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts of a group, as ranges of the stream, that must go; ``opening`` is the number of its ``#if``."""
    assembler = assembler_part(file, opening)
    if assembler is not None:
        return [part for part in parts[assembler : assembler + 1] if part[0] < part[1]]
    parts = [part for part in parts if part[0] < part[1]]
    if len(parts) < 2 or are_complete(file, stream, parts):
        return []
    keep = next((part for part in parts if is_changed(file, stream, part)), parts[0])
    return [part for part in parts if part != keep]


def assembler_part(file: SourceFile, opening: int) -> int | None:
    """Which part of a group is assembler's: the first or the second; None if there is nothing to tell so."""
    directive = file.directives[opening]
    words = file.tokens.texts[directive.first + 2 : directive.last]
    if ASSEMBLER.isdisjoint(words) or "&&" in words or "||" in words:
        return None
    return 1 if directive.name == "ifndef" or "!" in words else 0


def are_complete(file: SourceFile, stream: Stream, parts: list[tuple[int, int]]) -> bool:
    """Whether all parts, one after the other, make sense between what stands before and after them."""
    texts = stream.texts
    begin, end = parts[0][0] - 1, parts[-1][1]
    while begin >= 0 and not texts[begin]:
        begin -= 1
    before = texts[begin] if begin >= 0 else ";"
    after = texts[end] if end < len(texts) else ""
    if after == "else" or (after == "{" and any(texts[last - 1] == ")" for _, last in parts)):
        return False
    if before not in ";{}:,":
        if before != ")" or not in_first_column(file, stream.starts[begin]):
            return False
        if any(texts[first] == "{" for first, _ in parts):
            return False
    in_list = before in ("{", ",")
    return all(is_complete(file, stream, first, last, in_list) for first, last in parts)


def is_complete(file: SourceFile, stream: Stream, first: int, last: int, in_list: bool) -> bool:
    """Whether one part is made of complete statements, declarations or list elements."""
    texts = stream.texts
    if last - first > LONG:
        return True
    part = [text for text in texts[first:last] if text]
    if not part:
        return True
    if part[0] in CONTINUES and not (part[0] == "." and in_list):
        return False
    if part[-1] not in ";}:," and not (part[-1] == ")" and in_first_column(file, stream.starts[last - 1])):
        return False
    return part.count("{") == part.count("}") and part.count("(") == part.count(")")


def in_first_column(file: SourceFile, offset: int) -> bool:
    """Whether the line of ``offset`` begins in column 0, as macros at file scope do."""
    return file.code[file.line_start(offset)] not in " \t"


def is_changed(file: SourceFile, stream: Stream, part: tuple[int, int]) -> bool:
    """Whether a changed line lies in the part."""
    if file.changed is None:
        return False
    first, last = file.line_number(stream.starts[part[0]]), file.line_number(stream.starts[part[1] - 1])
    return any(first <= number <= last for number in file.changed)
