"""Spaces beside colons and question marks."""

from __future__ import annotations

from enum import Enum

from pylint_kernel.checking.rule import File, Reports, rule
from pylint_kernel.language.gaps import Beside, gap_after, gap_before, missing_blanks, remove_blanks
from pylint_kernel.language.idioms import ASSEMBLER, is_free_text, is_identifier
from pylint_kernel.language.operators import is_cast, is_known_type, opens_values
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import CHECK, ERROR, Fix, Span
from pylint_kernel.rules.layout.spacing_operators import crowded, is_no_expression


class Colon(Enum):
    """What a colon belongs to."""

    CONDITIONAL = 1
    CASE = 2
    LABEL = 3
    ASM = 4
    OTHER = 5


#: How many tokens back the beginning of what a colon ends is looked for.
REACH = 200
OPERATORS = frozenset("- ! ~ & * + ++ --".split())


@rule("SPACING", ERROR, "'?' or ':' without spaces around it", on=File())
def crowded_conditional(file: SourceFile, _: SourceFile) -> Reports:
    """The ``?`` and ``:`` of a conditional and the ``:`` between the operands of ``asm`` want spaces around them.

    Where both sides are crowded by names, numbers or brackets, ``a?b:c``, the level is CHECK. ``?:`` without a middle
    is one operator. Exempt are bit-fields, designators ``a: 1``, ``_Generic``, and colons beside one another.
    """
    texts = file.tokens.texts
    for position in crowded(file, ("?", ":")):
        start, end = file.tokens.span(position)
        if texts[position] == ":":
            if (
                texts[max(position - 2, 0)] == "case"
                or is_beside_colon(file, position)
                or colon_of(file, position) not in (Colon.CONDITIONAL, Colon.ASM)
            ):
                continue
        elif file.code.startswith(":", end):
            end += 1
        before, after = gap_before(file, start), gap_after(file, end)
        edits = missing_blanks(before, after)
        if edits and not is_no_expression(file, position):
            operator = file.text[start:end]
            plain = before.kind is after.kind is Beside.TEXT and is_plain(file, position, end)
            message = f"spaces are missing around '{operator}'"
            yield Span(start, end), message, Fix("insert spaces", edits), CHECK if plain else ERROR


def is_plain(file: SourceFile, position: int, end: int) -> bool:
    """Whether neither neighbour of ``?`` or ``:`` is an operator."""
    behind = file.position_at(end)
    return OPERATORS.isdisjoint(file.tokens.texts[position - 1 : position] + file.tokens.texts[behind : behind + 1])


def is_beside_colon(file: SourceFile, position: int) -> bool:
    """Whether another colon, or the ``?`` of ``?:``, is next to the colon."""
    texts = file.tokens.texts
    if texts[position - 1] == "?":
        return file.tokens.starts[position - 1] + 1 == file.tokens.starts[position]
    return texts[position - 1] == ":" or texts[position + 1 : position + 2] == [":"]


@rule("SPACING", ERROR, "space before the ':' of a case or label", on=File())
def spaced_label(file: SourceFile, _: SourceFile) -> Reports:
    """The colon follows a ``case``, ``default`` or label at once; linker scripts (``*.lds.h``) are exempt.

    Differs from checkpatch: the colons of a conditional inside a ``case``, of bit-fields without a name, and in
    macros without any label are told apart.
    """
    if file.path.endswith(".lds.h"):
        return
    code, starts = file.code, file.tokens.starts
    for position in file.tokens.index.get(":", ()):
        if code[starts[position] - 1] not in " \t":
            continue
        gap = gap_before(file, starts[position])
        if gap.kind is not Beside.BLANK or is_free_text(file, gap.end):
            continue
        if colon_of(file, position) in (Colon.CASE, Colon.LABEL):
            yield file.tokens.span(position), "space before ':'", remove_blanks(gap)


def colon_of(file: SourceFile, position: int) -> Colon:
    """What the colon at ``position`` belongs to, by the tokens before it."""
    tokens = file.tokens
    texts, partner = tokens.texts, tokens.partner
    directive = file.directive_at(tokens.starts[position])
    floor = file.position_at(directive.rest) if directive else 0
    others, commas, at = 0, False, position
    for _ in range(REACH):
        at -= 1
        word = texts[at] if at >= floor else ""
        if word == "?":
            if others == 0:
                return Colon.CONDITIONAL
            others -= 1
        elif word == ":":
            others += 1
        elif word == "case":
            return Colon.CASE
        elif word in ("(", "["):
            return Colon.ASM if texts[at - 1] in ASSEMBLER else Colon.OTHER
        elif word == ",":
            commas = True
        elif word in (")", "]") or (word == "}" and ends_literal(file, at)):
            at = partner.get(at, at)
        elif word in ("", ";", "{", "}"):
            # Nothing but words and colons: labels, the last of which ends at ``position``.
            plain = (
                word
                and not commas
                and texts[at + 2 : position : 2] == [":"] * others == [":"] * ((position - at) // 2 - 1)
            )
            return label_of(file, position, at) if plain and (position - at) % 2 == 0 else Colon.OTHER
    return Colon.OTHER


def ends_literal(file: SourceFile, brace: int) -> bool:
    """Whether the ``}`` ends the value of a compound literal."""
    opener = file.tokens.partner.get(brace, 0)
    return opener > 0 and file.tokens.texts[opener - 1] == ")" and is_cast(file, opener - 1)


def label_of(file: SourceFile, position: int, end: int) -> Colon:
    """What a colon after a single word is; ``end`` is the token that ends what is before the word."""
    texts = file.tokens.texts
    word = texts[position - 1]
    if word == "default":
        return Colon.CASE
    if not is_identifier(word) or is_known_type(file, word) or texts[position + 1 : position + 2] == [","]:
        return Colon.OTHER
    if texts[end] == "{" and opens_values(file, end):
        return Colon.OTHER
    behind = texts[position + 1] if position + 1 < len(texts) else ""
    return Colon.OTHER if behind[:1].isdigit() else Colon.LABEL
