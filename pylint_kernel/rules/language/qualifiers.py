"""The words before a type: their order, double ones, missing ones."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, Reports, Token, rule
from pylint_kernel.language.declaration import (
    INLINE,
    STORAGE,
    apart,
    enclosing,
    follows_type,
    specifiers,
    tokens_end,
)
from pylint_kernel.language.idioms import is_identifier, is_name_of_macro, statement_bounds
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, UNSAFE, WARNING, Fix, edit, replace


@rule("STATIC_CONST", WARNING, "const before static or after the type", on=Token(("const",)))
def static_const(position: int, file: SourceFile) -> Reports:
    """A constant's declaration begins ``static const TYPE``.

    Source: practice of the kernel; C11 6.11.5 calls a storage class elsewhere than first obsolescent.

    Differs from checkpatch: attributes, ``inline`` and a macro around the declaration do not hide the order.
    """
    tokens = file.tokens
    texts = tokens.texts
    if texts[position + 1 : position + 2] == ["static"]:
        where = file.token_span(position, position + 2)
        yield where, "write 'static const'", replace("write static const", *where, "static const", UNSAFE)
        return
    if texts[position - 1] in STORAGE or "static" not in texts[max(position - 12, 0) : position - 1]:
        return
    declared = enclosing(file, position)
    if declared is None or not declared.type[1] <= position < declared.declarator:
        return
    before = texts[declared.first : declared.type[0]]
    if "static" not in before or "const" in before:
        return
    type_ = tokens.starts[declared.type[0]]
    start, end = tokens.span(position)
    moves = (edit(type_, type_, "const "), edit(tokens.end(position - 1), end, ""))
    fix = Fix("move const before the type", moves, UNSAFE)
    words = " ".join(texts[slice(*declared.type)])
    yield (start, end), f"write 'static const {words}'", fix


@rule("CONST_CONST", WARNING, "const twice for the same thing", on=Token(("const",)))
def const_const(position: int, file: SourceFile) -> Reports:
    """The second ``const`` of ``const int const *p`` says nothing new; probably ``const int * const p`` is meant.

    Arrays (``const int const a[]``) are left alone.

    Source: Documentation/dev-tools/checkpatch.rst, "CONST_CONST".
    """
    tokens = file.tokens
    texts = tokens.texts
    if "const" not in texts[position + 1 : position + 8]:
        return
    last = min(position + 12, tokens_end(file, position))
    found = specifiers(file, position, last)
    if found is None:
        return
    (begin, end), declarator = found
    if begin < 0 or "const" in texts[position + 1 : end] or texts[end : end + 1] != ["const"]:
        return
    words = " ".join(texts[begin:end])
    where = file.token_span(position, end + 1)
    if texts[declarator] == "*":
        yield where, f"'const {words} const *' should probably be 'const {words} * const'"
    elif texts[declarator + 1 : declarator + 2] != ["["]:
        yield where, f"'const {words} const' should be 'const {words}'"


@rule("STORAGE_CLASS", WARNING, "a storage class after the type", on=Token(("static", "extern", "asmlinkage")))
def storage_class(position: int, file: SourceFile) -> Reports:
    """``static``, ``extern`` and ``asmlinkage`` come first in a declaration.

    Source: C11 6.11.5, which calls a storage class elsewhere than first obsolescent.
    """
    if follows_type(file, position):
        word = file.tokens.texts[position]
        yield file.tokens.span(position), f"'{word}' should be at the beginning of the declaration"


@rule("INLINE", WARNING, "__inline or __inline__", on=Token(("__inline__", "__inline")))
def plain_inline(position: int, file: SourceFile) -> Reports:
    """``inline`` is the word for it; the spellings with underscores are for headers that user space includes.

    Source: include/linux/compiler_types.h, where ``__inline__`` is only another name of ``inline``.
    """
    if "include/uapi/" not in file.path:
        where = file.tokens.span(position)
        yield where, "plain 'inline' is preferred", replace("write inline", *where, "inline", UNSAFE)


@rule("INLINE_LOCATION", ERROR, "inline at the wrong place", on=Token(tuple(sorted(INLINE))))
def inline_location(position: int, file: SourceFile) -> Reports:
    """``inline`` stands between the storage class and the type: ``static inline int``.

    Source: Documentation/dev-tools/checkpatch.rst, "INLINE_LOCATION".
    """
    texts = file.tokens.texts
    misplaced = position + 1 < len(texts) and texts[position + 1] in STORAGE and not apart(file, position, position + 1)
    if misplaced or follows_type(file, position):
        yield file.tokens.span(position), f"'{texts[position]}' belongs between storage class and type"


#: An array with an initialiser: ``name[…] = {`` or ``name[…] = "``.
FILLED_ARRAY = Pattern(r"\[[ \t]*(\w*)[ \t]*\][ \t]*=\s*([\"{])")


@rule("STATIC_CONST_CHAR_ARRAY", WARNING, "an array of text that could be more constant", on=Code(FILLED_ARRAY))
def char_array(match: re.Match[str], file: SourceFile) -> Reports:
    """An array of text that nobody writes to is ``const``, and so are the pointers in it.

    Then it goes to read-only memory, and a local one is not built again on the stack at every call:
    ``static const char * const names[]``, ``static const char name[]``.

    Source: practice of the kernel.
    """
    tokens = file.tokens
    texts = tokens.texts
    name = file.position_at(match.start()) - 1
    if name < 1 or not is_identifier(texts[name]):
        return
    first = statement_bounds(file, name)[0]
    for word in range(name - 1, first - 1, -1):
        if is_name_of_macro(texts[word]) and "\n" in file.text[tokens.end(word) : tokens.starts[word + 1]]:
            # A macro at the end of a line above, without a semicolon, is none of the declaration's words.
            first = word + 1
            break
    words = texts[first:name]
    where = tokens.span(name)
    sized, text = bool(match[1]), match[2] == '"'
    local = file.text[tokens.starts[first] - 1] in " \t"
    match words:
        case ["static", "const", "char", "*"] if not sized:
            yield where, "the pointers should be const, too: 'static const char * const'"
        case ["const", *kind] if text and is_text(kind):
            start = tokens.starts[first]
            fix = replace("make it static", start, start, "static ", UNSAFE)
            yield where, "a constant array is best 'static const'", fix
        case [*_, "static", "char"] if text and not sized:
            yield where, "an array that is not written to should be 'static const char'"
        case ["static" | "const", "char", "*"] | ["char", "*"] if local and not sized and not text:
            yield where, "an array of strings might be better 'static const char * const'"


def is_text(kind: list[str]) -> bool:
    """Whether the words name a type that texts are made of: ``char``, ``u8``."""
    return kind in (["char"], ["unsigned", "char"]) or (len(kind) == 1 and kind[0] in BYTES)


BYTES = frozenset({"u8", "__u8", "uint8_t", "int8_t", "__int8_t", "__uint8_t", "u_int8_t"})
