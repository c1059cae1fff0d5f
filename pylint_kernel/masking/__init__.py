"""Length-preserving repairs that turn the kernel's C into C that tree-sitter parses.

The parser sees masked text: comments are blank, literals crossed out, and so are preprocessor directives and
attributes. Macros that do the work of syntax look like the syntax. Every byte keeps its offset, so rules read what the
source really says with ``file.slice``. In the tree,

- ``list_for_each(…) {…}``, ``scoped_guard(…) {…}`` and other macros with a body are ``while_statement`` nodes
  (``if_statement`` where the name has fewer than five letters);
- ``static DEFINE_X(…);`` and other declaring macros, with or without semicolon, are calls that are statements
  (``expression_statement`` with a ``call_expression``), without their storage words; ``DEFINE_PER_CPU(type, name)`` is
  a declaration of ``name``;
- ``SYSCALL_DEFINE1(…) {…}`` and other macros with a function's body are ``function_definition`` nodes; ``X(…) = …`` is
  a declaration with an initialiser;
- a macro among a record's members is a ``field_declaration`` whose declarator is its first argument, if that is a name;
  the members that ``struct_group()`` encloses are members of the record;
- arguments that are types or declarations are one word of them, statements between parentheses are a block;
- ``case a ... b:`` is a ``case_statement`` with a ``binary_expression`` as its value;
- ``typeof(x)`` is a type's name.

The order of work: directives and attributes leave the token list (:mod:`.stream`), alternatives of ``#if`` that are no
complete statements go, but for one (:mod:`.conditionals`), and one walk over the brackets (:mod:`.walk`) repairs what
remains (:mod:`.repairs`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_kernel.masking.bodies import frame_body, macro_bodies
from pylint_kernel.masking.buffer import Buffer
from pylint_kernel.masking.conditionals import drop_alternatives
from pylint_kernel.masking.repairs import Repairs
from pylint_kernel.masking.stream import Stream
from pylint_kernel.masking.walk import BLOCK, FILE
from pylint_kernel.masking.words import mend_commas, mend_literals, mend_words

if TYPE_CHECKING:
    from pylint_kernel.source import SourceFile


def mask(file: SourceFile) -> bytes:
    """The text of ``file`` for the parser."""
    buffer = Buffer(file.code)
    mend_words(file.tokens, buffer)
    mend_literals(file, buffer)
    stream = Stream(file, buffer)
    drop_alternatives(file, stream)
    Repairs(stream.texts, stream.starts, buffer, FILE).run()
    mend_commas(buffer)
    return bytes(buffer.data)


def mask_macros(file: SourceFile) -> tuple[bytes, list[tuple[int, int]]]:
    """The same for the bodies of macros: a text, and the stretches of it that each are an item to be parsed."""
    bodies = macro_bodies(file)
    if not bodies:
        return b"", []
    buffer = Buffer(file.code)
    mend_words(file.tokens, buffer)
    mend_literals(file, buffer)
    texts, starts = list[str](), list[int]()
    stretches = [frame_body(file.tokens, body, buffer, texts, starts) for body in bodies]
    Repairs(texts, starts, buffer, BLOCK).run()
    mend_commas(buffer)
    return bytes(buffer.data), stretches
