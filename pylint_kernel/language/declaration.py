"""The words that declarations are made of, for what still looks at tokens."""

from __future__ import annotations

from pylint_kernel.language import dialect
from pylint_kernel.language.idioms import is_identifier
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
