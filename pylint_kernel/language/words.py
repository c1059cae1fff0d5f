"""C's own words and GNU's spellings of them, by what they do; what the kernel adds to them is the dialect's."""

from __future__ import annotations

TAGS = frozenset({"struct", "union", "enum"})
STORAGE = frozenset("static extern register auto typedef".split())
INLINE = frozenset("inline __inline __inline__ __always_inline".split())
QUALIFIERS = frozenset("const volatile __const __volatile __volatile__ restrict __restrict __restrict__".split())
#: Words that widen a number or give it a sign.
SIGNS = frozenset("unsigned signed long short".split())
TYPEOF = frozenset("typeof __typeof__ __typeof typeof_unqual _Atomic".split())
#: What opens a type or qualifies it.
TYPE_WORDS = (
    TAGS | STORAGE | INLINE | QUALIFIERS | SIGNS | TYPEOF
    | frozenset("void char int float double _Bool bool __signed__ _Complex".split())
)  # fmt: skip
#: Words whose parentheses hold a type as well as a value, and that are a value with them.
SIZES = frozenset("sizeof _Alignof __alignof __alignof__ alignof offsetof".split())
#: What opens a statement with parentheses, and what opens one that goes elsewhere.
HEADS = frozenset({"if", "while", "for", "switch"})
JUMPS = frozenset({"return", "break", "continue", "goto"})
#: What begins an ``asm`` statement, and the words that may follow.
ASM = frozenset({"asm", "__asm__", "__asm", "asm_inline"})
ASM_QUALIFIERS = frozenset({"volatile", "__volatile__", "__volatile", "goto", "inline", "__inline__", "__inline"})
KEYWORDS = frozenset(
    "auto break case char const continue default do double else enum extern float for goto if inline int long register "
    "restrict return short signed sizeof static struct switch typedef union unsigned void volatile while "
    "_Bool _Generic __attribute__ asm __asm__ typeof __typeof__".split()
)
