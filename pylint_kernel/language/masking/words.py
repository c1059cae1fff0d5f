"""Repairs that need no structure: single tokens, parts of strings, empty arguments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pylint_kernel.language import dialect
from pylint_kernel.language.lexer import DIGITS
from pylint_kernel.language.masking.arguments import is_word
from pylint_kernel.language.masking.walk import NO_MACRO
from pylint_kernel.language.names import is_type_name
from pylint_kernel.language.words import KEYWORDS

if TYPE_CHECKING:
    from pylint_kernel.language.lexer import Tokens
    from pylint_kernel.language.masking.buffer import Buffer
    from pylint_kernel.language.source import SourceFile

NUMBER = re.compile(r"[\d.]+(?:[eE][+-]?\d+)?[uUlLfFwW]*|0[bB][01]+[uUlL]*", re.ASCII)
#: Words that are no function and that a value may stand after.
BEFORE_VALUES = frozenset("return case else do".split())
#: Commas between which there is no argument.
NOTHING_BEHIND = re.compile(rb",(?=\s*[,)])")
NOTHING_BEFORE = re.compile(rb"\(\s*,")
#: An argument that is an operator: `check(a, ==, b)`.
OPERATOR_ALONE = re.compile(rb",\s*([=!<>]=|&&|\|\||[<>+|&^-])(?=\s*[,)])")
#: Numbers of a table, or enumerators with numbers, and those after the first one; so many at a time, as the pattern
#: needs memory for each.
ONE = rb"(?:[A-Za-z_]\w*+\s*+=\s*+)?+(?:0[xX][0-9a-fA-F]++|\d++)[uUlL]*+"
NUMBERS = re.compile(rb"(?<=[{,\s])%b((?:\s*+,\s*+%b){7,500}+)(?=\s*[,}])" % (ONE, ONE))


def mend_words(tokens: Tokens, buffer: Buffer) -> None:
    """Rewrite single tokens that C does not know: dialects of ``asm``, arguments such as ``1k``."""
    index, starts = tokens.index, tokens.starts
    for name in index.keys() & dialect.spoken().assembler.plain:
        for at in index[name]:
            buffer.put(starts[at], b"asm".ljust(len(name)))
    for name in [text for text in index if text[0] in DIGITS and not text.isdigit()]:
        if name[:2] not in ("0x", "0X") and not NUMBER.fullmatch(name):
            for at in index[name]:
                buffer.put(starts[at], b"_")


def mend_values(file: SourceFile, buffer: Buffer) -> None:
    """Make a number of a name in parentheses that is no type where ``+ - * &`` follows: ``(a) & b`` casts nothing."""
    tokens = file.tokens
    texts = tokens.texts
    for operator in ("+", "-", "*", "&", "&&"):
        for after in tokens.index.get(operator, ()):
            if after < 3 or texts[after - 1] != ")" or texts[after - 3] != "(":
                continue
            name, before = texts[after - 2], texts[after - 4] if after > 3 else ";"
            if not is_word(name) or before in (")", "]") or (is_word(before) and before not in BEFORE_VALUES):
                continue
            if name not in KEYWORDS and not is_type_name(file, after - 2):
                buffer.put(tokens.starts[after - 2], b"0" * len(name))


def mend_literals(file: SourceFile, buffer: Buffer) -> None:
    """Leave one plain word of the macros that stand for a part of a string: ``KERN_ERR PFX "…"``, ``STR(x) "…"``."""
    join_strings(file.tokens, buffer)
    tokens = file.tokens
    texts, starts, partner = tokens.texts, tokens.starts, tokens.partner
    for at in tokens.literals:
        if texts[at][0] == "'":
            continue
        first, words = at - 1, 0
        while first >= 0:
            word = partner.get(first, 0) - 1 if texts[first] == ")" else first
            if word < 0 or not is_word(texts[word]) or texts[word] in NO_MACRO:
                break
            first, words = word - 1, words + 1
        parts = words > 1 or (words and texts[at - 1] == ")")
        if parts and file.directive_at(starts[first + 1]) is file.directive_at(starts[at]):
            buffer.blank(tokens.end(first + 1), starts[at])
        behind = at + 1
        while behind + 1 in partner and texts[behind + 1] == "(" and is_word(texts[behind]):
            if file.directive_at(starts[at]):
                break
            close = partner[behind + 1]
            buffer.blank(starts[behind + 1], tokens.end(close))
            behind = close + 1


def join_strings(tokens: Tokens, buffer: Buffer) -> None:
    """Leave the first of strings in a row that are written as the names of macros."""
    names, texts = dialect.spoken().strings, tokens.texts
    for name in [text for text in tokens.index if text in names] if names else ():
        for at in tokens.index[name]:
            if at and (texts[at - 1] in names or texts[at - 1][0] == '"'):
                buffer.blank(tokens.starts[at], tokens.end(at))


def mend_commas(buffer: Buffer) -> None:
    """Blank the commas with no argument before or after them, ``f(a, , b)``, and operators that are arguments."""
    for match in NOTHING_BEHIND.finditer(buffer.data):
        buffer.put(match.start(), b" ")
    for match in NOTHING_BEFORE.finditer(buffer.data):
        buffer.put(match.end() - 1, b" ")
    for match in OPERATOR_ALONE.finditer(buffer.data):
        buffer.put(match.start(1), b"0".ljust(len(match[1])))


def thin_tables(buffer: Buffer) -> None:
    """Leave one number or enumerator of many: a tree takes twenty times the memory of a table, and there is nothing to
    see in it."""
    for match in NUMBERS.finditer(buffer.data):
        buffer.blank(*match.span(1))
