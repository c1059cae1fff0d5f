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
- ``typeof(x)`` is a type's name;
- a name in parentheses that is no type is a number where an operator follows that casts could stand before.

The order of work: directives and attributes leave the token list (:mod:`.stream`), alternatives of ``#if`` that are no
complete statements go, but for one (:mod:`.conditionals`), and one walk over the brackets (:mod:`.walk`) repairs what
remains (:mod:`.repairs`).
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from pylint_kernel.language.lexer import LARGE, LONG
from pylint_kernel.language.masking.bodies import frame_body, join, macro_bodies
from pylint_kernel.language.masking.buffer import Buffer
from pylint_kernel.language.masking.conditionals import drop_alternatives
from pylint_kernel.language.masking.partial import repaired, repaired_around
from pylint_kernel.language.masking.repairs import Repairs
from pylint_kernel.language.masking.stream import Stream
from pylint_kernel.language.masking.walk import BLOCK
from pylint_kernel.language.masking.words import mend_commas, mend_literals, mend_values, mend_words, thin_tables
from pylint_kernel.model import Outside, Span

if TYPE_CHECKING:
    from pylint_kernel.language.edited.hull import Hull
    from pylint_kernel.language.source import SourceFile


#: A comment, or lines of directives, of so many bytes is left out of what the parser reads.
LONG_BLANK = 1000


class Masked(NamedTuple):
    """A text for the parser and the stretches of it, in order, that are to be read; what is between them is blank.

    ``bare`` is the text before the walk over the brackets, ``rests`` are the offsets at which that was at rest.
    """

    text: bytes
    stretches: list[tuple[int, int]]
    bare: bytes = b""
    rests: list[int] = []  # noqa: RUF012 - nobody adds to it


def mask(file: SourceFile, before: Masked | None = None, edit: Hull | None = None) -> Masked:
    """The text of ``file``; raises :class:`~.walk.TooComplexError` if it must not be parsed.

    Before an ``edit`` it was ``before``: that is quicker, and makes no difference.
    """
    buffer = Buffer(file.code)
    mend_words(file.tokens, buffer)
    mend_literals(file, buffer)
    mend_values(file, buffer)
    stream = Stream(file, buffer)
    drop_alternatives(file, stream)
    # What is large is not kept to be read again.
    bare = b"" if len(buffer.data) >= LARGE else bytes(buffer.data)
    rests = repaired_around(stream, buffer, before, edit) if before and edit else None
    if rests is None:
        rests = repaired(stream, buffer)
    mend_commas(buffer)
    if len(buffer.data) >= LONG:
        thin_tables(buffer)
    return Masked(bytes(buffer.data), stretches(file), bare, rests)


def stretches(file: SourceFile) -> list[tuple[int, int]]:
    """What is left without long comments and runs of directives; of these a blank stays at each side."""
    found: list[tuple[int, int]] = []
    begin = 0
    for start, end in blank_runs(file):
        if end - start >= LONG_BLANK:
            found.append((begin, start + 1))
            begin = end - 1
    found.append((begin, len(file.text) + 1))
    return found


def blank_runs(file: SourceFile) -> list[Span]:
    """The comments and directives, and what is not read, those with nothing between them as one."""
    runs: list[Span] = []
    for start, end in sorted([*file.comments, *(directive.span for directive in file.directives), *file.gaps]):
        if runs and (start <= runs[-1].end or file.text[runs[-1].end : start].isspace()):
            runs[-1] = Span(runs[-1].start, max(end, runs[-1].end))
        else:
            runs.append(Span(start, end))
    return runs


def mask_macros(file: SourceFile, outside: Outside | None = None) -> Masked:
    """The same for the bodies of macros, each an item of its own, save those that lie ``outside`` of all that matters;
    no stretches if there is none to be parsed."""
    bodies = macro_bodies(file, outside)
    first = next(bodies, None)
    if first is None:
        return Masked(b"", [])
    buffer = Buffer(file.code)
    mend_words(file.tokens, buffer)
    mend_literals(file, buffer)
    mend_values(file, buffer)
    texts, starts = list[str](), list[int]()
    framed = [frame_body(file.tokens, body, buffer, texts, starts) for body in chain([first], bodies)]
    Repairs(texts, starts, buffer, BLOCK).run()
    mend_commas(buffer)
    joined = join(framed, buffer)
    return Masked(bytes(buffer.data), joined)
