"""Random edits, as people make them and as they do not."""

from __future__ import annotations

import random
import re

#: What is typed, or pasted, somewhere.
PIECES = [
    *"aZ_09 \t\n;,(){}[]<>=+-*/&|!?:.#\"'\\", "if (", "else", "return", "\n\n", "/*", "*/", "//", "#define ",
    "#endif\n", "typedef ", "struct foo *", "int i;", "u8 *", "ret = 0;\n", "/* frog */",
    "EXPORT_SYMBOL(x);\n", "kfree(p);\n",
    "static ", "break;\n", "case 1:\n", "MixedCase", "NULL", "unsigned ", "sizeof(", "do {", "} while (0)",
    "ARRAY_SIZE(", "goto out;\n", "printk(\"x\");\n", "\t\t\t", "the the", "\r\n",
    "ä", "list_for_each(", "__init ", "volatile ",
]  # fmt: skip
WORD = re.compile(r"\w+")


def edited(text: str, chance: random.Random) -> str:
    """The text after one edit: mostly something is typed, now and then deleted, moved or typed once more."""
    at = chance.randrange(len(text) + 1)
    match chance.randrange(8):
        case 0 | 1 | 2:
            typed: str = chance.choice(PIECES)
            return text[:at] + typed + text[at:]
        case 3:
            return text[:at] + text[at + 1 :]
        case 4:
            return text[:at] + text[at + chance.randrange(1, 60) :]
        case 5:
            start = text.rfind("\n", 0, at) + 1
            end = text.find("\n", at) + 1 or len(text)
            return text[:start] + text[end:] if chance.random() < 0.5 else text[:end] + text[start:end] + text[end:]
        case 6:
            words = [found.span() for found in WORD.finditer(text, at, at + 300)]
            if len(words) < 2:
                return text
            (start, end), (first, last) = words[0], words[-1]
            return text[:start] + text[first:last] + text[end:]
        case _:
            begin = chance.randrange(len(text) + 1)
            return text[:at] + text[begin : begin + chance.randrange(40)] + text[at:]
