"""Length-preserving repairs that turn the kernel's C into C that tree-sitter parses.

The parser sees masked text: comments are blank, literals crossed out, and so are preprocessor directives and
attributes. Macros that do the work of syntax look like the syntax. Every byte keeps its offset, so rules read what the
source really says with ``file.slice``. In the tree,

- ``list_for_each(…) {…}``, ``scoped_guard(…) {…}`` and other macros with a body are ``while_statement`` nodes
  (``if_statement`` where the name has fewer than five letters);
- ``static DEFINE_X(…);`` and other declaring macros, with or without semicolon, are calls that are statements
  (``expression_statement`` with a ``call_expression``), without their storage words; ``DEFINE_PER_CPU(type, name)`` is a
  declaration of ``name``;
- ``SYSCALL_DEFINE1(…) {…}`` and other macros with a function's body are ``function_definition`` nodes; ``X(…) = …`` is
  a declaration with an initialiser;
- a macro among a record's members is a ``field_declaration`` whose declarator is its first argument, if that is a name;
  the members that ``struct_group()`` encloses are members of the record;
- arguments that are types or declarations are one word of them, statements between parentheses are a block;
- ``case a ... b:`` is a ``case_statement`` with a ``binary_expression`` as its value;
- ``typeof(x)`` is a type's name.

The order of work: directives and attributes leave the token list (:class:`Stream`), alternatives of ``#if`` that are no
complete statements go, but for one (:mod:`~pylint_kernel.conditionals`), and one walk over the brackets repairs what
remains (:mod:`~pylint_kernel.repairs`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pylint_kernel import dialect
from pylint_kernel.arguments import TYPE_WORDS, is_word
from pylint_kernel.conditionals import drop_alternatives
from pylint_kernel.repairs import NO_MACRO, Repairs

if TYPE_CHECKING:
    from pylint_kernel.lexer import Tokens
    from pylint_kernel.source import SourceFile

BLANK = bytes(byte if byte in b"\n\t\r\f\v" else 0x20 for byte in range(256))
DIGITS = frozenset("0123456789")
NUMBER = re.compile(r"[\d.]+(?:[eE][+-]?\d+)?[uUlLfFwW]*|0[bB][01]+[uUlL]*", re.ASCII)
#: Commas between which there is no argument.
NOTHING_BEHIND = re.compile(rb",(?=\s*[,)])")
NOTHING_BEFORE = re.compile(rb"\(\s*,")
#: What stands before a value.
OPERATORS = frozenset("= ! & | . -> ? + - == != && || < > return".split())


class Buffer:
    """The text for the parser, edited in place; it never changes its length."""

    def __init__(self, code: str) -> None:
        self.data = bytearray(code, "latin-1", "replace")

    def blank(self, start: int, end: int) -> None:
        """Overwrite a stretch with blanks; its newlines and tabs stay."""
        self.data[start:end] = self.data[start:end].translate(BLANK)

    def put(self, start: int, text: bytes) -> None:
        """Overwrite what is at ``start`` with ``text``."""
        self.data[start : start + len(text)] = text


class Stream:
    """The tokens that the parser shall see: ``texts`` and their offsets ``starts``, as in :class:`~.lexer.Tokens`.

    ``cuts`` has for each directive of the file the position in this stream where it stood.
    """

    def __init__(self, file: SourceFile, buffer: Buffer) -> None:
        tokens, directives = file.tokens, file.directives
        self.buffer = buffer
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.cuts: list[int] = []
        drops = [(first, last, -1) for first, last in attributes(tokens)]
        drops += [(one.first, one.last, number) for number, one in enumerate(directives)]
        drops.sort()
        done = 0
        for first, last, number in drops:
            if first < done:
                continue
            self.texts += tokens.texts[done:first]
            self.starts += tokens.starts[done:first]
            done = last
            if number < 0:
                buffer.blank(tokens.starts[first], tokens.end(last - 1))
            else:
                buffer.blank(*directives[number].span)
                self.cuts.append(len(self.texts))
        self.texts += tokens.texts[done:]
        self.starts += tokens.starts[done:]


def attributes(tokens: Tokens) -> list[tuple[int, int]]:
    """The token ranges of attributes and of specifiers that C does not know."""
    names, index, partner = dialect.linux(), tokens.index, tokens.partner
    texts = tokens.texts
    found: list[tuple[int, int]] = []
    for name in index.keys() & (names.attributes.plain | names.specifiers.plain):
        found += [(at, at + 1) for at in index[name] if is_attribute(texts, at)]
    for name in index.keys() & names.attribute_macros.plain:
        for at in index[name]:
            close = partner.get(at + 1, 0)
            if close > at and texts[at - 1] not in OPERATORS:
                found.append((at, close + 1))
    return found


def is_attribute(texts: list[str], at: int) -> bool:
    """Whether the word at ``at`` is an attribute, and not the name of a value, a variable or a macro."""
    before, after = texts[at - 1] if at else "", texts[at + 1] if at + 1 < len(texts) else ""
    if before in OPERATORS or (before in ("(", ",") and after in (",", ")")):
        return False
    if after == "(":
        return texts[at + 2 : at + 3] == ["*"]
    if after in ("[", ";", ":", "=") and is_word(before):
        # `u32 __unused;`: the only name in sight.
        return not (before in dialect.linux().types.plain or before.endswith("_t") or texts[at - 2] in TYPE_WORDS)
    return True


def mend_words(tokens: Tokens, buffer: Buffer) -> None:
    """Rewrite single tokens that C does not know: dialects of ``asm``, arguments such as ``1k``."""
    index, starts = tokens.index, tokens.starts
    for name in index.keys() & dialect.linux().assembler.plain:
        for at in index[name]:
            buffer.put(starts[at], b"asm".ljust(len(name)))
    for name in [text for text in index if text[0] in DIGITS and not text.isdigit() and text[1] not in "xX"]:
        if not NUMBER.fullmatch(name):
            for at in index[name]:
                buffer.put(starts[at], b"_")


def mend_literals(file: SourceFile, buffer: Buffer) -> None:
    """Leave one plain word of the macros that stand for a part of a string: ``KERN_ERR PFX "…"``, ``STR(x) "…"``."""
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
        if words and (words > 1 or texts[at - 1] == ")"):
            buffer.blank(tokens.end(first + 1), starts[at])
        behind = at + 1
        while behind + 1 in partner and texts[behind + 1] == "(" and is_word(texts[behind]):
            if file.directive_at(starts[at]):
                break
            close = partner[behind + 1]
            buffer.blank(starts[behind + 1], tokens.end(close))
            behind = close + 1


def mend_commas(buffer: Buffer) -> None:
    """Blank the commas with no argument before or behind them: ``f(a, , b)``."""
    for match in NOTHING_BEHIND.finditer(buffer.data):
        buffer.put(match.start(), b" ")
    for match in NOTHING_BEFORE.finditer(buffer.data):
        buffer.put(match.end() - 1, b" ")


def mask(file: SourceFile) -> bytes:
    """The text of ``file`` for the parser."""
    buffer = Buffer(file.code)
    mend_words(file.tokens, buffer)
    mend_literals(file, buffer)
    stream = Stream(file, buffer)
    drop_alternatives(file, stream)
    Repairs(stream.texts, stream.starts, buffer).run()
    mend_commas(buffer)
    return bytes(buffer.data)
