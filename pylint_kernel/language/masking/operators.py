"""Keywords whose operands C, as the parser knows it, does not allow: ``typeof``, ``offsetof``, ``asm``."""

from __future__ import annotations

from pylint_kernel.language.masking.arguments import is_word
from pylint_kernel.language.masking.walk import Walk


def mend_type_operator(walk: Walk, name: str, open_: int, close: int) -> None:
    """``typeof(x)`` and ``_Atomic(x)`` become a type's name, ``offsetof(T, a.b)`` gets a plain member,
    ``__alignof__(*x)`` a call; ``_Generic`` loses what has no colon."""
    texts = walk.texts
    if "typeof" in name or name == "_Atomic":
        walk.blank(open_, close)
        if name == "_Atomic":
            # A word that is no keyword.
            walk.buffer.put(walk.starts[open_ - 1], b"x")
    elif name == "offsetof":
        parts = walk.arguments.split(open_, close)
        if len(parts) == 2 and parts[1][1] - parts[1][0] > 1:
            walk.blank(parts[1][0] + 1, close - 1)
    elif name == "_Generic":
        mend_choice(walk, open_, close)
    elif "align" in name:
        inside = texts[open_ + 1 : close]
        if inside and not (is_word(inside[0]) and all(is_word(text) or text == "*" for text in inside)):
            walk.buffer.put(walk.starts[open_ - 1], b"x")


def mend_choice(walk: Walk, open_: int, close: int) -> None:
    """Blank the macros that stand for a type and its value in a ``_Generic``; a call if there is nothing else."""
    choices = walk.arguments.split(open_, close)[1:]
    macros = [(first, last) for first, last in choices if first < last and ":" not in walk.texts[first:last]]
    if len(macros) == len(choices):
        walk.buffer.put(walk.starts[open_ - 1], b"x")
        return
    for first, last in macros:
        walk.blank(first - 1, last - 1)


def mend_assembler(walk: Walk, open_: int, close: int) -> None:
    """Make the template and the constraints of an ``asm`` strings, where macros stand for them; blank macros that
    stand for whole operands."""
    texts, partner = walk.texts, walk.partner
    # Template, outputs, inputs, clobbers; the labels after them may be words.
    section, at = 0, open_ + 1
    while at < close and section < 4:
        if texts[at] == ":":
            section += 1
        elif not section and (last := beside_string(walk, at, close)) > at:
            walk.blank(at, last)
            at = last
        elif is_word(texts[at]) and texts[at - 1] in ("(", ",", ":"):
            last = partner.get(at + 1, at)
            if texts[last + 1] in (",", ":", ")") and section:
                blank_operand(walk, at, last)
            elif texts[last + 1] in ((",", ":", ")") if not section else ("(",)):
                walk.blank(at, last)
                walk.buffer.put(walk.starts[at], b'""')
        at = partner.get(at, at) + 1


def beside_string(walk: Walk, at: int, close: int) -> int:
    """The last token of what stands for a part of a template of strings, such as ``_ASM_EXTABLE(1b, 2b)`` or ``#op``;
    ``at`` itself where that is a single word, or no string is beside it."""
    last = at
    while last < close and walk.texts[last][0] not in '":,':
        last = walk.partner.get(last, last) + 1
    is_beside = '"' in (walk.texts[at - 1][0], walk.texts[last][0])
    return last - 1 if is_beside and last > at else at


def blank_operand(walk: Walk, first: int, last: int) -> None:
    """Blank an operand and one of the commas around it."""
    walk.blank(first, last)
    if walk.texts[first - 1] == ",":
        walk.blank(first - 1, first - 1)
    elif walk.texts[last + 1] == ",":
        walk.blank(last + 1, last + 1)
