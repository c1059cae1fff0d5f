"""String literals: where they are split, joined and continued, and what they say about the function around them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from pylint_kernel.checking.rule import Code, Reports, Spelled, Text, rule
from pylint_kernel.language.idioms import indent_to, is_log_function
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Block, Function, Token, syntax, token_at
from pylint_kernel.language.syntax.aligned import taking_along
from pylint_kernel.language.syntax.token import token_from
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, UNSAFE, WARNING, Edit, Fix, Span, edit, replace

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

    The fix is unsafe because tokens change; what is compiled stays the same. If the line gets too long, the string
    begins a line of its own.

    Source: Documentation/process/coding-style.rst, section 2 ("never break user-visible strings such as printk
    messages because that breaks the ability to grep for them").

    Differs from checkpatch: assembler is no message, whatever its lines end with.
    """
    pair = split_pair(match, file)
    if pair is None or GOOD_END.search(pair[0].text[:-1]) or pair[1].in_assembler:
        return
    opening = parenthesis_around(pair[1])
    edits = edit(match.start(), match.end(), ""), *own_line(pair[1], opening), *aligned_below(pair[1], opening)
    yield pair[1], "string split across lines", Fix("join the strings", edits, UNSAFE)


def parenthesis_around(part: Token) -> Token | None:
    """The open parenthesis that lines in it are aligned with, and so should the one be that a string begins."""
    opening = part.bracket
    inner = opening.next if opening else None
    return opening if opening and opening.text == "(" and inner and inner.on_line_of(opening) else None


def aligned_below(part: Token, opening: Token | None) -> list[Edit]:
    """The edits that align the lines below that begin in the column of a part of a string, which is on no line of its
    own then."""
    file, closing = part.file, opening.partner if opening else None
    if opening is None or closing is None or part.column == opening.column + 1:
        return []
    lines = (token_from(file, file.line_bounds(row).start) for row in range(part.row + 1, closing.row + 1))
    return taking_along(
        file,
        [
            edit(file.line_start(first.start), first.start, indent_to(file, opening.column + 1))
            for first in lines
            if first and first.opens_line and first.bracket == opening and first.column == part.column
            if not (first.is_string and first.previous and first.previous.is_string)
        ],
    )


def own_line(part: Token, opening: Token | None) -> tuple[Edit, ...]:
    """The edit that has a string begin a line of its own, if all of its parts in one line would be too long behind the
    comma before."""
    file, first, last, width = part.file, part, part, len(part.text)
    for _ in range(MOST_PARTS):
        if first.previous and first.previous.is_string:
            first = first.previous
            width += len(first.text) - 2
        if last.next and last.next.is_string:
            last = last.next
            width += len(last.text) - 2
    before = first.previous
    if before is None or before.text != "," or not before.on_line_of(first):
        return ()
    if file.column(first.start) + width + 1 <= file.limits.max_line_length:
        return ()
    indent = indent_to(file, opening.column + 1) if opening else part.indent
    return (edit(before.end, first.start, f"\n{indent}"),)


#: So many parts a string is looked at for on either side of one.
MOST_PARTS = 20


@rule("MISSING_SPACE", WARNING, "string split inside a word", on=Code(Pattern(r'"\n[ \t]*"'), having='"\n'))
def split_word(match: re.Match[str], file: SourceFile) -> Reports:
    """Where a string has to be split at all, the split belongs to a space; mostly a space was forgotten.

    The fix is unsafe: it changes the message.

    Source: Documentation/process/coding-style.rst, section 2, and the practice of every message in the kernel.

    Differs from checkpatch: a byte given by its number is no letter.
    """
    pair = split_pair(match, file)
    if pair is None:
        return
    before, after = pair[0].text[:-1], pair[1].text[1:-1]
    if is_word(before[-1:]) and is_word(after) and not ESCAPED_END.search(before):
        at = pair[0].end - 1
        yield pair[1], "no space between the parts of a split string", replace("insert a space", at, at, " ", UNSAFE)


def split_pair(match: re.Match[str], file: SourceFile) -> tuple[Token, Token] | None:
    """The strings at both ends of the match, where one goes on with the other and no comment is between them."""
    first, second = token_at(file, match.start()), token_at(file, match.end() - 1)
    if first is None or second is None or first == second or file.slice(match)[1:-1].strip():
        return None
    return first, second


ZERO_BYTE = r"\0"


@rule("STRING_FRAGMENTS", WARNING, "strings in a row that could be one", on=Code(Pattern(r'"(?=[ \t]*")'), having='"'))
def string_fragments(match: re.Match[str], file: SourceFile) -> Reports:
    """Strings side by side on one line are one string to the compiler, and easier to read and find as one.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: the practice of splitting strings only where a line has to end (coding-style.rst, section 2).

    Differs from checkpatch: a string that ends in a byte given by its number may need to end there, and a string with
    zero bytes is a table, whose columns may stand apart, as those of assembler may.
    """
    first = token_at(file, match.start())
    second = first.next if first else None
    if first is None or second is None or first.end != match.end() or not (first.is_string and second.is_string):
        return
    if file.text[first.end : second.start].strip(" \t") or NUMBERED_BYTE.search(first.text[:-1]):
        return
    if ZERO_BYTE in second.text or (second.start > first.end + 1 and second.in_assembler):
        return
    fix = replace("join the strings", match.start(), second.start + 1, "", UNSAFE)
    yield second, "strings in a row, write them as one", fix


@rule(
    "CONCATENATED_STRING",
    CHECK,
    "string without a space between it and a word",
    on=Code(Pattern(r'"(?:(?<=\w")[X\t]*"|[X\t]*"(?=[A-Za-z_"]))'), having='"'),
)
def concatenated_string(match: re.Match[str], file: SourceFile) -> Reports:
    r"""Spaces show where a string ends and a macro that goes on with it begins: ``"%" PRIx64 "\n"``.

    Source: Documentation/process/coding-style.rst, section 3.1 ("Spaces"), in spirit.

    Differs from checkpatch: words in small letters are told from what belongs to a string as well, and all the
    prefixes of C (``L``, ``u``, ``U``, ``u8``) belong to their string.
    """
    start, end = match.span()
    string = token_at(file, start)
    if string is None or string.span != (start, end):
        return
    before = string.previous
    touched = before.text if before and before.end == start else " "
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
def space_before_newline(match: re.Match[str], file: SourceFile) -> Reports:
    r"""A space before ``\n`` ends up in the log, where nobody can see it.

    The fix is unsafe: the string changes.

    Source: the practice of log messages; Documentation/process/coding-style.rst, section 13, on printing messages.

    A string that a backslash continues is left to LINE_CONTINUATIONS.

    Differs from checkpatch: strings only, not what looks like one in a comment; assembler is not printed, and its
    lines are often aligned. So are the lines of a picture or table, of which another one beside it ends in the same
    column. All kinds of space one after the other (``" \n\r\t"``) are meant.
    """
    string = token_at(file, match.start())
    if string is None or not string.is_string or "\n" in file.text[string.start : match.start()] or string.in_assembler:
        return
    if is_aligned(match, file) or file.text.startswith((NEXT_INSTRUCTION, *OTHER_SPACE), match.end()):
        return
    start, text = match.start(), file.text
    while text[start - 1] in " \t":
        start -= 1
    yield (start, match.end()), "space before a newline", replace("remove the space", start, match.start(), "", UNSAFE)


#: A carriage return after the newline, a form feed, a vertical tab: all kinds of space, as a test needs them.
OTHER_SPACE = (r"\r", r"\f", r"\v")
#: What follows the newline of a line of assembler.
NEXT_INSTRUCTION = '\\t"'


def is_aligned(newline: re.Match[str], file: SourceFile) -> bool:
    """Whether a string on the line before or after ends in the same column with a newline."""
    row, column = file.row(newline.start()), file.column(newline.end())
    for other in (row - 1, row + 1):
        line = file.line_text(other) if 0 <= other < file.line_count else ""
        at = line.rfind('\\n"')
        if at >= 0 and file.width(line[: at + 2]) == column:
            return True
    return False


@rule("USE_FUNC", WARNING, "__FUNCTION__ is gcc's own", on=Spelled(("__FUNCTION__",)))
def gcc_function_name(word: Token, file: SourceFile) -> Reports:
    """``__func__`` has been standard C since C99; ``__FUNCTION__`` is an old name of it.

    The fix is unsafe because tokens change; what is compiled stays the same.

    Source: ISO C99, 6.4.2.2; gcc's manual, "Function Names as Strings".
    """
    yield word, "use __func__ instead of __FUNCTION__", replace("use __func__", *word.span, "__func__", UNSAFE)


@rule("EMBEDDED_FUNCTION_NAME", WARNING, "a function's own name in a string", on=Function)
def embedded_name(function: Function, file: SourceFile) -> Reports:
    """``"%s: ...", __func__`` follows when the function is renamed or its code moved; a name in a string does not.

    A string that is the name and nothing else is exempt, it may well be data, and so are functions in macros, whose
    names may be pasted together. A name that reads like an ordinary word (``reset``, ``open``) counts only where the
    string calls it (``reset()``) or begins with it and a colon; as a part of a path or an option no name does.

    The fix is made in the formats of log functions, and of others that the file gives formats with what they print. It
    is unsafe: the string changes; what is printed stays the same.

    Source: the practice of log messages; Documentation/process/coding-style.rst, section 13.

    Differs from checkpatch: all strings of the function are looked at, not the first one of each line, but for those
    of assembler, where the function may have the name of its instruction. Words and parts of paths do not count. What
    the compiler prints, as ``static_assert()`` does, has to be one string.
    """
    if function.name is None or function.body is None or function.in_macro:
        return
    name = function.name.text
    if file.text.find(name, function.body.start, function.body.end) < 0:
        return
    for literal in strings_in(function.body):
        if name not in literal.text or literal.text == f'"{name}"' or literal.in_assembler or is_of_compiler(literal):
            continue
        for word in re.finditer(rf"\b{re.escape(name)}\b", literal.text):
            if names_function(word, file):
                at = literal.start + word.start()
                where = at, at + len(name)
                message = f"use \"%s\", __func__ instead of '{name}', this function's name"
                yield where, message, with_func(literal, Span(*where))
                break


def with_func(literal: Token, where: Span) -> Fix | None:
    """Have a message print ``__func__`` in the place of a name, after what it prints before that; None where other
    arguments than those that are printed follow the format, a device for example."""
    file = literal.file
    call = syntax(file).call_around(literal.start)
    if call is None or call.name in NO_FORMAT or not (is_log_function(call.name) or call.name in file.once(printers)):
        return None
    for number, argument in enumerate(call.arguments):
        if argument.first.is_string or argument.first.text.startswith("KERN_"):
            if not argument.start <= literal.start < argument.end:
                return None
            if len(call.arguments) - number - 1 != values_printed(file.slice(argument.span)):
                return None
            printed = values_printed(file.text[argument.start : where.start])
            last = call.arguments[number + printed]
            edits = edit(*where, "%s"), edit(last.end, last.end, ", __func__")
            return Fix("print __func__", edits, UNSAFE)
    return None


def values_printed(text: str) -> int:
    """How many arguments a format, or the beginning of one, takes, those for widths included."""
    return sum(one[0].count("*") + 1 for one in CONVERSION.finditer(text.replace("%%", "")))


#: A conversion up to its width and precision.
CONVERSION = Pattern(r"%[-+ #0]*+[\d*]*+(?:\.[\d*]*+)?+")


def printers(file: SourceFile) -> frozenset[str]:
    """What the file calls with a format and as many values as this prints."""
    found: set[str] = set()
    for position in file.tokens.literals:
        literal = Token(file, position)
        if "%" in literal.text and (call := syntax(file).call_around(literal.start)) is not None:
            spans = call.argument_spans
            at = next((at for at, span in enumerate(spans) if span.start <= literal.start < span.end), len(spans))
            values = values_printed(file.text[slice(*spans[at])]) if at < len(spans) else 0
            if values and values == len(spans) - at - 1:
                found.add(call.name)
    return frozenset(found)


#: Functions that print a string as it is, and what describes an event.
NO_FORMAT = frozenset({"seq_puts", "TP_printk"})


#: What gives the compiler a message to print.
COMPILE_TIME = Pattern(r"(?:_S|s)tatic_assert|BUILD_BUG_ON_MSG|compiletime_assert\w*|__compiletime_\w+")


def is_of_compiler(literal: Token) -> bool:
    """Whether a string is printed by the compiler."""
    call = syntax(literal.file).call_around(literal.start)
    return call is not None and COMPILE_TIME.fullmatch(call.name) is not None


def names_function(word: re.Match[str], file: SourceFile) -> bool:
    """Whether a word in a string, that is the name of the function around it, is meant to be that."""
    text = word.string
    if JOINED.search(text, 0, word.start()) or JOINS.match(text, word.end()):
        return False
    if not ORDINARY.fullmatch(word[0]) or CALLED.match(text, word.end()):
        return True
    is_prefix = PREFIX.fullmatch(text, 0, word.start()) is not None and COLON.match(text, word.end()) is not None
    # A program is called as its messages say, and "usage:" is for the user.
    is_of_program = word[0] in FOR_USERS or file.path.rpartition("/")[2].startswith(word[0])
    return is_prefix and not (file.is_user_space and is_of_program)


COLON = Pattern(r" ?:")
FOR_USERS = frozenset({"usage", "main", "help", "error", "warning", "info", "debug", "die", "fail"})
#: What reads like a word of the language.
ORDINARY = Pattern(r"[a-z]+")
#: What makes a call of a word; "file(s)" is none.
CALLED = Pattern(r"\((?!e?s\))")
#: What a message may begin with before the name of its function.
PREFIX = Pattern(r'"(?:%s:? |\\n|[\w-]+: ?)?')
#: A path, an option, a section, a package or a variable that the word is a part of.
JOINED = Pattern(r"(?:[/@$-]|::|[\w\s\"]\.|\w->?)\Z")
JOINS = Pattern(r"-\w|\.\w|::")


def strings_in(block: Block) -> Iterator[Token]:
    """The string literals in a block, whatever the parser made of the code around them."""
    literals = block.file.tokens.literals
    between = literals[bisect_left(literals, block.open.position) : bisect_left(literals, block.close.position)]
    return (token for position in between if (token := Token(block.file, position)).is_string)
