"""The bodies of macros, each made a top-level item of its own at its place in the file.

A prefix such as ``int x=`` or ``int x={`` is written over the end of ``#define NAME``, and ``;`` over the newline after
the body. What is between the bodies is not parsed, so it may stay as it is.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pylint_kernel.language import dialect
from pylint_kernel.language.assembler import linker_scripts
from pylint_kernel.language.lexer import DIGITS, first_of_body
from pylint_kernel.language.masking.arguments import TYPE_WORDS, is_word
from pylint_kernel.language.masking.stream import attributes
from pylint_kernel.language.masking.walk import BEFORE_TYPE, TYPES
from pylint_kernel.language.names import is_type_parameter
from pylint_kernel.language.words import ASM, HEADS, JUMPS

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableSequence

    from pylint_kernel.language.lexer import Directive, Tokens
    from pylint_kernel.language.masking.buffer import Buffer
    from pylint_kernel.language.source import SourceFile
    from pylint_kernel.model import Outside

BRACKETS = frozenset("()[]{}")
#: A body of these, of numbers and of words is arithmetic: there is nothing to find for a rule on trees, unless it casts
#: to a type of C, shifts a bit or what stands after a mask, or computes with a parameter.
ARITHMETIC = frozenset("( ) , + - * / % << >> | & ^ ~".split())
#: What ends the operand of a mask, save for what is in parentheses.
BOUNDS = frozenset("( ) , | ^".split())
DECLARATION_WORDS = BEFORE_TYPE | TYPES | TYPE_WORDS
OPENING_WORDS = HEADS | JUMPS | ASM | DECLARATION_WORDS | {"do"}
#: Words that are no type of a declaration, and no name that a bare word may stand before.
LONE_WORDS = BEFORE_TYPE | JUMPS | {"sizeof"}
#: No body that begins with these, or ends with those, is complete.
CONTINUES = frozenset("} ) ] -> ? : = / % | ^ < > == != <= >= && || << >> else += -= |= &= ;".split())
DANGLES = frozenset("( [ { . -> ? : = + - * / % | & ^ ! ~ < > == != <= >= && || << >> do += -= |= &= # ##".split())

#: For the parser it is quicker to read over a shorter gap than to leave it out, and to read over all if there are many.
NEAR, MANY = 100, 1000

# What stands before and after a body.
EXPRESSION, LIST, ITEM, CASES = (b"int x=", b";"), (b"int x={", b"};"), (b"", b";"), (b"switch(0){", b";}")
MORE, PARAMETERS, MORE_PARAMETERS = (b"int x={0", b"};"), (b"int x(", b");"), (b"int x(int", b");")


class Body(NamedTuple):
    """A macro's body worth parsing: its directive, the positions of its tokens, what makes it an item."""

    directive: Directive
    positions: list[int]
    frame: tuple[bytes, bytes]


def macro_bodies(file: SourceFile, outside: Outside | None = None) -> Iterator[Body]:
    """The bodies that are worth parsing, one at a time, save those of directives ``outside`` of all that matters."""
    tokens = file.tokens
    dropped: set[int] | None = None
    scripts = {directive.first for directive in linker_scripts(file)}
    for directive in file.directives:
        if directive.name == "define" and directive.first not in scripts and not (outside and outside(*directive.span)):
            first = first_of_body(tokens, directive)
            if directive.last - first < 2 or is_plain(tokens, directive, first):
                continue
            if dropped is None:
                dropped = {at for first, last in attributes(tokens) for at in range(first, last)}
                dropped |= optional(tokens)
            positions = [at for at in range(first, directive.last) if at not in dropped]
            frame = classify(file, positions, tokens.texts[directive.first + 4 : first - 1])
            if frame == EXPRESSION and len(positions) < directive.last - first:
                # Values have no attributes, but in casts.
                whole = outer(tokens, list(range(first, directive.last)))
                frame = frame if dropped.isdisjoint(whole) else None
            if frame:
                yield Body(directive, positions, frame)


def start_of_body(tokens: Tokens, directive: Directive) -> int:
    """The offset of the first token after a macro's name and parameters, or of the end of its directive."""
    first = first_of_body(tokens, directive)
    return tokens.starts[first] if first < directive.last else directive.span.end


def is_group(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a body is one pair of parentheses, perhaps after a name."""
    opener = first + (tokens.texts[first] != "(")
    return tokens.partner.get(opener) == last - 1


def is_arithmetic(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a body is made of numbers, words in capitals and arithmetic, as in headers full of registers."""
    texts, masks = tokens.texts, False
    for at in range(first, last):
        text = texts[at]
        if text in ARITHMETIC:
            if masks and text == ">>":
                return False
            masks = text == "&" or (masks and text not in BOUNDS)
            continue
        if text[0] in DIGITS:
            continue
        if (
            not is_word(text)
            or text in TYPE_WORDS
            or text == "sizeof"
            or (texts[at + 1 : at + 2] == ["("] and not text.isupper())
        ):
            return False
    return True


def is_plain(tokens: Tokens, directive: Directive, first: int) -> bool:
    """Whether a body is arithmetic in parentheses, with nothing in it that a rule asks for."""
    if first > directive.first + 3 or tokens.texts[first + 2 : first + 3] == ["<<"]:
        return False
    return is_group(tokens, first, directive.last) and is_arithmetic(tokens, first, directive.last)


def optional(tokens: Tokens) -> set[int]:
    """The positions of ``__VA_OPT__`` and its parentheses: what they hold is there if it is needed at all."""
    words = tokens.index.get("__VA_OPT__", ())
    return {at for word in words for at in (word, word + 1, tokens.partner.get(word + 1, word))}


def classify(file: SourceFile, positions: list[int], parameters: list[str]) -> tuple[bytes, bytes] | None:
    """What has to stand before and after a body to make an item of it; None for what is no complete piece of C.

    ``parameters`` are the tokens between the parentheses after the macro's name.
    """
    tokens = file.tokens
    texts, partner = tokens.texts, tokens.partner
    if len(positions) < 2 or any(texts[at] in BRACKETS and at not in partner for at in positions):
        return None
    first, last = texts[positions[0]], texts[positions[-1]]
    if first in CONTINUES or last in DANGLES:
        return None
    if all(is_word(texts[at]) for at in positions) and (first not in LONE_WORDS or last in DECLARATION_WORDS):
        return None
    outside = [texts[at] for at in outer(tokens, positions)]
    if first == ",":
        is_typed = texts[positions[1]] in parameters and is_type_of(tokens, positions[1], outside[1:])
        return MORE_PARAMETERS if is_typed else MORE
    if first in (".", "[") or last == ",":
        return LIST if "=" in outside or last == "," else None
    if first in ("case", "default"):
        return CASES
    declares = is_declared_with(file, positions) or (
        first in parameters and not set(outside[2:]) <= set(parameters) and is_type_of(tokens, positions[0], outside)
    )
    if "," in outside and are_parameters(outside, {first} if declares else set()):
        return PARAMETERS
    if declares:
        return ITEM
    if first in OPENING_WORDS or ";" in outside or last == "else" or is_pointer(outside):
        return ITEM
    if first == "{":
        inside = texts[positions[0] : positions[-1]]
        return ITEM if ";" in inside else LIST if len(outside) > 2 else EXPRESSION
    if is_word(first) and len(outside) > 1 and not are_rows(outside):
        # `foo_t x = …`, `list_for_each(…) …`, `name(…) {…}`
        after = outside[1] if outside[1] != "(" else outside[3] if len(outside) > 3 else ""
        if after == "{" or (is_word(after) and not any(text[0] == '"' for text in outside)):
            return ITEM if first != "sizeof" else EXPRESSION
    return LIST if "," in outside or are_rows(outside) else EXPRESSION


def is_pointer(outside: list[str]) -> bool:
    """Whether a body declares a pointer, to whatever type: ``type *name = …``; nothing is assigned to a product."""
    head = outside[: outside.index("=")] if "=" in outside else []
    return head[-2:-1] == ["*"] and is_word(head[0]) and all(text in "*()" or is_word(text) for text in head)


def is_declared_with(file: SourceFile, positions: list[int]) -> bool:
    """Whether a body declares a pointer to what a parameter of the macro stands for: ``type *name``."""
    tokens = file.tokens
    texts, first, second = tokens.texts, positions[0], positions[1]
    if texts[second] == "(":
        if texts[second + 1] != "*" or texts[tokens.partner[second] + 1 : tokens.partner[second] + 2] != ["("]:
            return False
    elif texts[second] != "*" or len(positions) < 3 or not looks_like_pointer(file, second):
        return False
    return is_word(texts[first]) and is_type_parameter(file, first)


def looks_like_pointer(file: SourceFile, star: int) -> bool:
    """Whether the spaces beside the first ``*`` and after the last one are those of a pointer."""
    tokens, last = file.tokens, star
    while tokens.texts[last + 1 : last + 2] == ["*"]:
        last += 1
    return file.code[tokens.starts[star] - 1] in " \t" and file.code[tokens.end(last) : tokens.end(last) + 1] not in (
        " ",
        "\t",
    )


def is_type_of(tokens: Tokens, first: int, outside: list[str]) -> bool:
    """Whether a parameter that a body begins with is the type of what the body declares: ``type *name(…)``,
    ``type (*name)(…)``. A product has a space on both sides of its operator, or on none."""
    if len(outside) < 3 or not all(text in "*,()[]" or text == "##" or is_word(text) for text in outside):
        return False
    star = first + 1
    if tokens.texts[star] == "(":
        star += 1
        if outside[1:] != ["(", ")", "(", ")"]:
            return False
    return tokens.texts[star] == "*" and tokens.end(first) < tokens.starts[first + 1] and follows_closely(tokens, star)


def follows_closely(tokens: Tokens, star: int) -> bool:
    """Whether a name, or another star, stands right after a star."""
    after = star + 1
    if after >= len(tokens.texts) or tokens.starts[after] != tokens.end(star):
        return False
    return tokens.texts[after] == "*" or is_word(tokens.texts[after])


def are_parameters(outside: list[str], types: set[str]) -> bool:
    """Whether a body is the parameters of a function: ``int a, struct pond *b``; a declaration has one type.

    One that can be nothing else is enough: beside it ``type *b`` is no product.
    """
    parts: list[list[str]] = [[]]
    for text in outside:
        if text == ",":
            parts.append([])
        else:
            parts[-1].append(text)
    if not all(len(part) > 1 and is_typed(part) for part in parts):
        return False
    return any(is_parameter(part) for part in parts) or all(part[0] in types for part in parts)


def is_parameter(part: list[str]) -> bool:
    """Whether a part of a list can only be a parameter: a word of C for types, or two words, and a name."""
    return part[0] in DECLARATION_WORDS or is_word(part[1])


def is_typed(part: list[str]) -> bool:
    """Whether a part of a list consists of what the declaration of a parameter does, and begins with a word."""
    return is_word(part[0]) and all(is_word(text) or text in "*[]" or text == "##" for text in part)


def are_rows(outside: list[str]) -> bool:
    """Whether a body is macros one after the other and nothing between them: ``X(a) X(b)``, ``X(a) b X(c)``."""
    if outside[1:2] != ["("] or outside.count("(") < 2 or outside[0] in dialect.spoken().heads:
        return False
    return all(text in "()" or (is_word(text) and text not in OPENING_WORDS) for text in outside)


def outer(tokens: Tokens, positions: list[int]) -> list[int]:
    """Those of the positions that are in no brackets, the brackets included."""
    partner, found, behind = tokens.partner, list[int](), 0
    for at in positions:
        if at >= behind:
            found.append(at)
            if at in partner:
                behind = partner[at]
    return found


def frame_body(
    tokens: Tokens, body: Body, buffer: Buffer, texts: list[str], starts: MutableSequence[int]
) -> tuple[int, int]:
    """Write what is before and after a body into ``buffer``, and append its tokens; the stretch to be parsed."""
    directive, positions, (prefix, suffix) = body
    start, end = tokens.starts[positions[0]], tokens.end(positions[-1])
    data = buffer.data
    buffer.join_lines(start, end)
    data[start - len(prefix) : start] = prefix
    for offset, mark in enumerate(prefix.decode()):
        if mark in "={":
            texts.append(mark)
            starts.append(start - len(prefix) + offset)
    paste(tokens, positions, buffer, texts, starts)
    if body.frame == LIST:
        separate(tokens, positions, buffer)
    stop = directive.span.end
    buffer.blank(end, stop)
    data[stop : stop + len(suffix)] = suffix
    texts += suffix.decode()
    starts += range(stop, stop + len(suffix))
    return start - len(prefix), stop + len(suffix)


def separate(tokens: Tokens, positions: list[int], buffer: Buffer) -> None:
    """Put commas between the rows of a list that has none there."""
    top = outer(tokens, positions)
    for at, after in pairwise(top):
        end = tokens.end(at)
        row_ends = tokens.texts[at] == ")" or is_word(tokens.texts[at])
        if row_ends and is_word(tokens.texts[after]) and end < tokens.starts[after]:
            buffer.put(end, b",")


def paste(tokens: Tokens, positions: list[int], buffer: Buffer, texts: list[str], starts: MutableSequence[int]) -> None:
    """Append a body's tokens: what ``##`` joins is one of them, ``#`` and attributes are blanked."""
    done, end, joins, parts = positions[0], 0, False, list[str]()
    for at in positions:
        text, start = tokens.texts[at], tokens.starts[at]
        if at > done:
            # Attributes in between.
            buffer.blank(tokens.starts[done], start)
        done = at + 1
        if text in ("#", "##", "\\"):
            buffer.blank(start, start + len(text))
            joins = text == "##" and bool(parts) and is_part(parts[-1])
            continue
        if joins and is_part(text):
            buffer.put(end, b"_" * (start - end))
            parts += ["_" * (start - end), text]
        else:
            if len(parts) > 1:
                texts[-1] = "".join(parts)
            parts = [text]
            texts.append(text)
            starts.append(start)
        end, joins = start + len(text), False
    if len(parts) > 1:
        texts[-1] = "".join(parts)


def is_part(text: str) -> bool:
    """Whether a token may be a part of a name."""
    return is_word(text) or text[0] in DIGITS


def join(stretches: list[tuple[int, int]], buffer: Buffer) -> list[tuple[int, int]]:
    """Stretches that are near each other, or too many, as one, what is between them blank."""
    near = NEAR if len(stretches) < MANY else len(buffer.data)
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and start - joined[-1][1] < near:
            buffer.blank(joined[-1][1], start)
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined
