"""What is no C in C files: branches that only an assembler reads, assembler's own macros, macros of C's preprocessor
whose bodies are assembler, parts of linker scripts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from pylint_kernel.language import dialect
from pylint_kernel.language.lexer import Directive, first_of_body
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import Span

MACRO = Pattern(r"^[ \t]*\.macro\b", re.MULTILINE)
END_OF_MACRO = Pattern(r"^[ \t]*\.endm\b", re.MULTILINE)
#: What linker scripts call sections by, beside their names: `*(.text)`, `*(SORT(.init.*))`, `/DISCARD/`.
SECTIONS = frozenset(". SORT SORT_BY_NAME SORT_BY_ALIGNMENT SORT_BY_INIT_PRIORITY COMMON EXCLUDE_FILE".split())
#: Statements of C that are a word alone.
LONE_WORDS = frozenset(("break", "continue", "return", "else"))
#: What may be a mark of assembler.
MARKS = (".", "%", "#", "!", "@")


def assembler_spans(file: SourceFile) -> list[Span]:
    """The branches of ``#ifdef __ASSEMBLY__``, the stretches from ``.macro`` to ``.endm``, the bodies of macros that
    are assembler, and macros for linker scripts, in order, disjoint."""
    merged: list[Span] = []
    scripts = (directive.span for directive in linker_scripts(file))
    for span in sorted([*branches(file), *macros(file.code), *bodies(file), *scripts]):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def branches(file: SourceFile) -> Iterator[Span]:
    """What stands between the directives of conditions on ``__ASSEMBLY__`` where it is assembler's, or the linker's."""
    if "__ASSEMBL" not in file.code and "LINKER_SCRIPT" not in file.code:
        return
    from pylint_kernel.language.masking.conditionals import assembler_part, groups

    directives = file.directives
    for group in groups(file):
        part = assembler_part(file, group[0])
        if part is not None and part + 1 < len(group):
            yield Span(directives[group[part]].span.end, directives[group[part + 1]].span.start)


def macros(code: str) -> Iterator[Span]:
    """The definitions of assembler's macros."""
    end = 0
    while ".macro" in code and (opening := MACRO.search(code, end)):
        closing = END_OF_MACRO.search(code, opening.end())
        end = closing.end() if closing else len(code)
        yield Span(opening.start(), end)


def linker_scripts(file: SourceFile) -> list[Directive]:
    """The definitions of macros that are parts of linker scripts: they name sections, ``*(.text .text.*)``."""
    if "*(" not in file.code and "DISCARD" not in file.code:
        return []
    tokens = file.tokens
    texts, starts = tokens.texts, tokens.starts
    places = [
        at
        for at in tokens.index.get("*", ())
        if at + 2 < len(texts) and texts[at + 1] == "(" and texts[at + 2] in SECTIONS
    ]
    places += [at for at in tokens.index.get("DISCARD", ()) if texts[at - 1 : at + 2] == ["/", "DISCARD", "/"]]
    found = {directive.first: directive for at in places if (directive := file.directive_at(starts[at]))}
    return [directive for directive in found.values() if directive.name == "define"]


def bodies(file: SourceFile) -> Iterator[Span]:
    """The bodies of macros with something in them that only an assembler understands."""
    tokens = file.tokens
    done = -1
    marks = {at for text in MARKS for at in tokens.index.get(text, ())}
    marks |= set(words(file))
    if file.path.startswith("arch/"):
        marks |= set(tokens.index.get(";", ()))
    for position in sorted(marks):
        if tokens.starts[position] < done or not is_foreign(file, position):
            continue
        directive = file.directive_at(tokens.starts[position])
        if directive is None or directive.name != "define":
            continue
        first = first_of_body(tokens, directive)
        is_parameter = tokens.texts[position + 1] in tokens.texts[directive.first + 3 : first]
        if first <= position < directive.last - 1 and not is_parameter:
            done = directive.span.end
            yield Span(tokens.starts[first], done)


def words(file: SourceFile) -> Iterator[int]:
    """Where macros that only an assembler's source uses stand."""
    names = dialect.spoken().assembly
    for word, positions in file.tokens.index.items():
        if word[0].isupper() and word in names:
            yield from positions


def is_instruction(words: list[str]) -> bool:
    """Whether no statement of C begins with these four tokens: a word alone, ``nop;``, or ``add reg, 0x8``."""
    word, second, third, fourth = words
    if not word.isalnum() or not word.islower() or word[0].isdigit() or word in LONE_WORDS:
        return False
    return second == ";" or (second.isidentifier() and third == "," and fourth[0].isdigit())


def is_foreign(file: SourceFile, position: int) -> bool:
    """Whether a token is none of C's where it stands: a directive ``.align``, a register ``%o0``, a number ``#4``."""
    tokens = file.tokens
    texts, text = tokens.texts, tokens.texts[position]
    if not 0 < position < len(texts) - 2:
        return False
    before, after = texts[position - 1], texts[position + 1]
    match text:
        case ".":
            # A space before, none after: no member of a structure, and no designated value.
            apart = tokens.end(position - 1) < tokens.starts[position]
            joined = tokens.end(position) == tokens.starts[position + 1] and after[0].isalpha()
            return apart and joined and before not in ("{", ",", "(", "=") and not designates(file, position)
        case "%":
            # `std %i0, …`: no remainder has a space before its operator only.
            apart = tokens.end(position - 1) < tokens.starts[position]
            joined = tokens.end(position) == tokens.starts[position + 1] and after[0].isalpha()
            return joined and (
                before in (",", "(", "[", ";") or (apart and (texts[position + 2] == "," or after in ("hi", "lo")))
            )
        case "#":
            return before in (",", "[", "(") and (after == "-" or after[0].isdigit())
        case ";":
            return position + 5 <= len(texts) and is_instruction(texts[position + 1 : position + 5])
        case "!":
            return before == "]" and after in (";", ",")
        case "@":
            return True
    return after == "("


def designates(file: SourceFile, position: int) -> bool:
    """Whether a dot begins a designated value: ``.name = …``."""
    texts = file.tokens.texts
    return texts[position + 2 : position + 3] in (["="], ["."], ["["], [","], ["}"])


def is_assembler_source(file: SourceFile, offset: int) -> bool:
    """Whether the offset is in a part of the file that is assembler, not C."""
    spans = file.once(assembler_spans)
    at = bisect_right(spans, (offset, len(file.text))) - 1
    return at >= 0 and offset < spans[at].end
