"""Declarations read from tokens: specifiers (storage class, qualifiers, type, attributes) and the first declarator.

They are there whatever the parser makes of the file, and they see attributes, which the parser does not.
"""

from __future__ import annotations

from typing import NamedTuple

from pylint_kernel.language import dialect
from pylint_kernel.language.idioms import is_identifier, statement_bounds
from pylint_kernel.language.source import SourceFile

STORAGE = frozenset({"static", "extern", "asmlinkage"})
INLINE = frozenset({"inline", "__always_inline", "noinline", "__inline", "__inline__"})
QUALIFIERS = frozenset({"const", "volatile", "restrict", "__restrict", "__const", "__volatile__"})
TAGS = frozenset({"struct", "union", "enum"})
#: The words that C's own types are made of.
BASIC = frozenset(
    "void char short int long signed unsigned float double bool _Bool __signed__ __int128 size_t ssize_t".split()
)
LEADING = STORAGE | INLINE | QUALIFIERS | {"typedef", "register", "auto", "__extension__"}
TYPEOF = frozenset({"typeof", "__typeof__", "typeof_unqual", "__typeof"})


def is_attribute(name: str) -> bool:
    """Whether a word annotates a declaration: ``__init``, ``__printf``, ``__attribute__``."""
    names = dialect.linux()
    return name in names.attributes or name in names.attribute_macros


def is_type_name(name: str) -> bool:
    """Whether a word names a type by itself: C's own ones, the kernel's typedefs, ``*_t``."""
    return name in BASIC or dialect.linux().is_type(name)


#: More words than any declaration has before its first declarator: what goes on without end is none.
WORDS = 64


class Declaration(NamedTuple):
    """A declaration, as positions in ``file.tokens``; ranges are first and after the last.

    ``first`` begins it; ``type`` are the words of its type; ``declarator`` begins the first declarator, pointer stars
    included, which has the ``name`` and ends before ``end``: at ``=``, ``,``, ``;`` or ``{``.
    """

    first: int
    type: tuple[int, int]
    declarator: int
    name: int
    end: int


def enclosing(file: SourceFile, position: int) -> Declaration | None:
    """The declaration that the token ``position`` is part of, read from where its statement begins."""
    first, last = statement_bounds(file, position)
    return read(file, max(first, macro_body(file, position)), last)


def macro_body(file: SourceFile, position: int) -> int:
    """The position of the first token of the macro body that the token ``position`` is in; 0 if it is in none."""
    tokens = file.tokens
    directive = file.directive_at(tokens.starts[position])
    if directive is None or directive.name != "define":
        return 0
    name = file.position_at(directive.rest)
    if tokens.texts[name + 1] == "(" and tokens.starts[name + 1] == tokens.end(name):
        return tokens.partner.get(name + 1, name + 1) + 1
    return name + 1


def read(file: SourceFile, first: int, last: int) -> Declaration | None:
    """The declaration that begins with token ``first``; None if the tokens before ``last`` do not make one."""
    texts = file.tokens.texts
    specified = specifiers(file, first, last)
    if specified is None:
        return None
    type_, declarator = specified
    name = declarator
    while name < last and (texts[name] in ("*", "(", "^") or texts[name] in QUALIFIERS or is_attribute(texts[name])):
        name = after_attribute(file, name)
    if name >= last or not is_identifier(texts[name]):
        return None
    end = name + 1
    partner = file.tokens.partner
    while end < last and texts[end] not in ("=", ",", ";", "{"):
        end = partner.get(end, end) + 1 if texts[end] in "([" else end + 1
    return Declaration(first, type_, declarator, name, min(end, last))


def specifiers(file: SourceFile, first: int, last: int) -> tuple[tuple[int, int], int] | None:
    """Where the type stands among the specifiers from ``first`` on, and where the declarator begins."""
    texts = file.tokens.texts
    begin = end = -1
    position = first
    for _ in range(WORDS):
        if position >= last:
            break
        text = texts[position]
        if text in LEADING:
            position += 1
        elif is_attribute(text):
            position = after_attribute(file, position)
        elif text in BASIC and (begin < 0 or texts[begin] in BASIC):
            begin = position if begin < 0 else begin
            position = end = position + 1
        elif begin >= 0:
            # An unknown word between the type and the name is an attribute of somebody's own.
            if not (is_identifier(text) and position + 1 < last and is_plain_name(texts[position + 1])):
                return (begin, end), position
            position += 1
        elif text in TAGS:
            begin = position
            position = end = after_tag(file, position + 1, last)
        elif text in TYPEOF:
            begin = position
            position = end = file.tokens.partner.get(position + 1, position) + 1
        elif is_identifier(text) and position + 1 < last and begins_declarator(texts, position + 1):
            begin = position
            position = end = position + 1
        else:
            return None
    return None


def is_plain_name(text: str) -> bool:
    """Whether a token is a name that is no attribute."""
    return is_identifier(text) and not is_attribute(text)


def begins_declarator(texts: list[str], position: int) -> bool:
    """Whether what follows a word lets it be the name of a type: a name, a star, a qualifier, ``(*``."""
    text = texts[position]
    return (
        text == "*"
        or is_identifier(text)
        or text in LEADING
        or (text == "(" and texts[position + 1 : position + 2] == ["*"])
    )


def after_tag(file: SourceFile, position: int, last: int) -> int:
    """The position after the attributes, the tag and the body that follow ``struct``, ``union`` or ``enum``."""
    texts, partner = file.tokens.texts, file.tokens.partner
    while position < last and is_attribute(texts[position]):
        position = after_attribute(file, position)
    if position < last and is_identifier(texts[position]):
        position += 1
    if position < len(texts) and texts[position] == "{":
        position = partner.get(position, position) + 1
    return position


def after_attribute(file: SourceFile, position: int) -> int:
    """The position after a word, and after its arguments if it is an attribute that takes some."""
    tokens = file.tokens
    if tokens.texts[position] in dialect.linux().attribute_macros and tokens.texts[position + 1 : position + 2] == [
        "("
    ]:
        return tokens.partner.get(position + 1, position) + 1
    return position + 1


def tokens_end(file: SourceFile, position: int) -> int:
    """The position after the last token that can belong with ``position``: what is in a directive ends with it."""
    directive = file.directive_at(file.tokens.starts[position])
    return len(file.tokens) if directive is None else file.position_at(directive.span.end)


def apart(file: SourceFile, one: int, other: int) -> bool:
    """Whether a directive begins or ends between two tokens, so that they have nothing to do with each other."""
    starts = file.tokens.starts
    if file.text.find("\n", starts[one], starts[other]) < 0:
        return False
    return file.directive_at(starts[one]) != file.directive_at(starts[other])


def object_is_const(file: SourceFile, declared: Declaration) -> bool:
    """Whether what is declared is itself const, not only what it points to: ``const int a``, ``char *const p``."""
    texts = file.tokens.texts
    stars = [position for position in range(declared.declarator, declared.name) if texts[position] == "*"]
    first = stars[-1] if stars else declared.first
    return "const" in texts[first : declared.name]


def is_function(file: SourceFile, declared: Declaration) -> bool:
    """Whether a parameter list follows the name, pasted or not: a prototype or a definition."""
    texts = file.tokens.texts
    at = declared.name + 1
    while texts[at : at + 1] == ["##"]:
        at += 2
    return texts[at : at + 1] == ["("]


def follows_type(file: SourceFile, position: int) -> bool:
    """Whether the token ``position`` stands, on the same line, after the name of a type or a pointer to it.

    Qualifiers and attributes between the two do not matter.
    """
    tokens = file.tokens
    texts = tokens.texts
    line = file.line_start(tokens.starts[position])
    position -= 1
    while position >= 0 and tokens.starts[position] >= line:
        text = texts[position]
        if is_type_name(text):
            return True
        if text != "*" and text not in QUALIFIERS and not is_attribute(text):
            return is_identifier(text) and position > 0 and texts[position - 1] in TAGS
        position -= 1
    return False
