"""String literals: where they are split, joined and continued, and what they say about the function around them."""

from __future__ import annotations

import re
from bisect import bisect_left

from pylint_kernel.checking.rule import Code, File, Reports, Text, Token, rule
from pylint_kernel.language import dialect
from pylint_kernel.language.idioms import is_assembler, is_identifier, string_around, string_at
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, UNSAFE, WARNING, Fix, edit, replace

#: The end of a string that is a reason to begin another one: an escape for the end of a line or column, a byte given by
#: its number (digits would go on with it), and what ends a statement of assembler.
GOOD_END = Pattern(r"(?:(?<!\\)(?:\\\\)*\\(?:[ntr]|[0-7]{1,3}|x[0-9A-Fa-f]+)|[;{] ?)$")
ESCAPED_END = Pattern(r"(?<!\\)(?:\\\\)*\\(?:[a-z]|[0-7]{1,3}|x[0-9A-Fa-f]+)$")
NUMBERED_BYTE = Pattern(r"(?<!\\)(?:\\\\)*\\(?:[0-7]{1,3}|x[0-9A-Fa-f]+)$")
#: Letters that make a string literal of another type.
PREFIXES = frozenset(("L", "u", "U", "u8"))


@rule("SPLIT_STRING", WARNING, "string split across lines", on=Code(Pattern(r'"\n[ \t]*"'), having='"\n'))
def split_string(match: re.Match[str], file: SourceFile) -> Reports:
    """A message that is split cannot be found with grep: strings may be longer than a line should be.

    A string may end in a newline, tab or carriage return, in a byte given by its number, and, for assembler, in ``;``
    or ``{``.

    Source: Documentation/process/coding-style.rst, section 2 ("never break user-visible strings such as printk
    messages because that breaks the ability to grep for them").
    """
    second = continuing_string(match, file)
    if second is None or GOOD_END.search(file.tokens.texts[second - 1][:-1]):
        return
    fix = replace("join the strings", match.start(), match.end(), "", UNSAFE)
    yield file.tokens.span(second), "string split across lines", fix


@rule("MISSING_SPACE", WARNING, "string split inside a word", on=Code(Pattern(r'"\n[ \t]*"'), having='"\n'))
def split_word(match: re.Match[str], file: SourceFile) -> Reports:
    """Where a string has to be split at all, the split belongs to a space; mostly a space was forgotten.

    Source: Documentation/process/coding-style.rst, section 2, and the practice of every message in the kernel.

    Differs from checkpatch: a byte given by its number is no letter.
    """
    second = continuing_string(match, file)
    if second is None:
        return
    before, after = file.tokens.texts[second - 1][:-1], file.tokens.texts[second][1:-1]
    if is_word(before[-1:]) and is_word(after) and not ESCAPED_END.search(before):
        yield file.tokens.span(second), "no space between the parts of a split string"


def continuing_string(match: re.Match[str], file: SourceFile) -> int | None:
    """The string at the end of the match, where it goes on with the one before and no comment is between them."""
    second = string_at(file, match.end() - 1)
    return second if second and not file.slice(match)[1:-1].strip() else None


@rule("STRING_FRAGMENTS", WARNING, "strings in a row that could be one", on=Code(Pattern(r'"(?=[ \t]*")'), having='"'))
def string_fragments(match: re.Match[str], file: SourceFile) -> Reports:
    """Strings side by side on one line are one string to the compiler, and easier to read and find as one.

    Source: the practice of splitting strings only where a line has to end (coding-style.rst, section 2).

    Differs from checkpatch: a string that ends in a byte given by its number may need to end there.
    """
    at = file.code.index('"', match.end())
    second = string_at(file, at)
    if second is None or second == 0 or file.tokens.end(second - 1) != match.end():
        return
    first = file.tokens.texts[second - 1]
    if first[0] != '"' or file.text[match.end() : at].strip(" \t") or NUMBERED_BYTE.search(first[:-1]):
        return
    fix = replace("join the strings", match.start(), at + 1, "", UNSAFE)
    yield file.tokens.span(second), "strings in a row, write them as one", fix


@rule(
    "CONCATENATED_STRING",
    CHECK,
    "string without a space between it and a word",
    on=Code(Pattern(r'"(?:(?<=\w")[X\t]*"|[X\t]*"(?=[A-Za-z_"]))'), having='"'),
)
def concatenated_string(match: re.Match[str], file: SourceFile) -> Reports:
    r"""Blanks show where a string ends and a macro that goes on with it begins: ``"%" PRIx64 "\n"``.

    Source: Documentation/process/coding-style.rst, section 3.1 ("Spaces"), in spirit.

    Differs from checkpatch: words in small letters are told from what belongs to a string as well, and all the
    prefixes of C (``L``, ``u``, ``U``, ``u8``) belong to their string.
    """
    start, end = match.span()
    position = string_at(file, start)
    if position is None or file.tokens.end(position) != end:
        return
    tokens = file.tokens
    touched = tokens.texts[position - 1] if position and tokens.end(position - 1) == start else ""
    offsets = [start] if is_word(touched) and touched not in PREFIXES else []
    if is_word(file.code[end : end + 1]) or file.code.startswith('"', end):
        offsets.append(end)
    if offsets:
        fix = Fix("insert a space", tuple(edit(offset, offset, " ") for offset in offsets))
        yield (start, end), "no space between a string and what is beside it", fix


def is_word(text: str) -> bool:
    """Whether a text begins like a name or number."""
    return text[:1].isalnum() or text[:1] == "_"


@rule(
    "QUOTED_WHITESPACE_BEFORE_NEWLINE",
    WARNING,
    "space before the newline of a string",
    on=Text(Pattern(r"\\n(?<=[ \t]\\n)"), having="\\n"),
)
def blank_before_newline(match: re.Match[str], file: SourceFile) -> Reports:
    r"""A blank before ``\n`` ends up in the log, where nobody can see it.

    Source: the practice of log messages; Documentation/process/coding-style.rst, section 13, on printing messages.

    A string that a backslash continues is left to LINE_CONTINUATIONS.

    Differs from checkpatch: strings only, not what looks like one in a comment.
    """
    position = string_around(file, match.start())
    if position is None or "\n" in file.text[file.tokens.starts[position] : match.start()]:
        return
    start, text = match.start(), file.text
    while text[start - 1] in " \t":
        start -= 1
    yield (start, match.end()), "space before a newline", replace("remove the space", start, match.start(), "", UNSAFE)


@rule("USE_FUNC", WARNING, "__FUNCTION__ is gcc's own", on=Token(("__FUNCTION__",)))
def gcc_function_name(position: int, file: SourceFile) -> Reports:
    """``__func__`` has been standard C since C99; ``__FUNCTION__`` is an old name of it.

    Source: ISO C99, 6.4.2.2; gcc's manual, "Function Names as Strings".
    """
    start, end = span = file.tokens.span(position)
    yield span, "use __func__ instead of __FUNCTION__", replace("use __func__", start, end, "__func__", UNSAFE)


@rule("EMBEDDED_FUNCTION_NAME", WARNING, "a function's own name in a string", on=File())
def embedded_name(file: SourceFile, _: SourceFile) -> Reports:
    """``"%s: ...", __func__`` follows when the function is renamed or its code moved; a name in a string does not.

    A string that is the name and nothing else is exempt: it may well be data.

    Source: the practice of log messages; Documentation/process/coding-style.rst, section 13.

    Differs from checkpatch: all strings of the function are looked at, not the first one of each line, but for those
    of assembler, where the function may have the name of its instruction.
    """
    tokens, literals = file.tokens, file.tokens.literals
    for brace in tokens.index.get("{", ()):
        if not (name := headed_by(file, brace)):
            continue
        for position in literals[bisect_left(literals, brace) : bisect_left(literals, tokens.partner[brace])]:
            literal = tokens.texts[position]
            if name not in literal or literal[0] != '"' or literal == f'"{name}"' or is_assembler(file, position):
                continue
            if word := re.search(rf"\b{re.escape(name)}\b", literal):
                at = tokens.starts[position] + word.start()
                yield (at, at + len(name)), f"use \"%s\", __func__ instead of '{name}', this function's name"


def headed_by(file: SourceFile, brace: int) -> str:
    """The name before the parentheses before a ``{``: a function's, if it is no keyword or macro. Empty if none."""
    tokens = file.tokens
    annotations = dialect.linux().attribute_macros
    close = brace - 1
    while close > 0 and tokens.texts[close] == ")" and (opener := tokens.partner.get(close, 0)) > 0:
        name = tokens.texts[opener - 1]
        if name not in annotations:
            return name if is_identifier(name) and brace in tokens.partner else ""
        close = opener - 2
    return ""
