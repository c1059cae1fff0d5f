"""Annotations that the dialect does not list: told from types and names by where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_kernel.language.masking.arguments import TYPE_WORDS, is_word
from pylint_kernel.language.masking.walk import (
    BEFORE_TYPE,
    BLOCK,
    DECLARING,
    FILE,
    NO_MACRO,
    PAREN,
    RECORD,
    TYPES,
    is_attribute_like,
)
from pylint_kernel.language.words import JUMPS, TAGS

if TYPE_CHECKING:
    from pylint_kernel.language.masking.repairs import Repairs

#: Words before a name that leave no doubt that it is a type, or a value.
BEFORE_NAME = BEFORE_TYPE | TYPE_WORDS | JUMPS | NO_MACRO
#: How many tokens a macro that makes a type may have.
REACH = 12
#: What follows the first name of a declaration.
AFTER_NAME = frozenset("; , = [ (".split())


def is_type_after(texts: list[str], at: int) -> bool:
    """Whether a type follows the storage word or qualifier at ``at``, so that none stands before it."""
    at = next((one for one in range(at, at + REACH) if texts[one] not in BEFORE_TYPE), at)
    after = at + 1
    if texts[after] == "(":
        # `typeof(a) name`, `STACK_OF(foo) *name`
        after = next((one for one in range(at, at + REACH) if texts[one : one + 1] == [")"]), at) + 1
    return texts[at] in DECLARING or (is_word(texts[at]) and (is_word(texts[after]) or texts[after] == "*"))


def before_star(walk: Repairs, star: int) -> None:
    """Blank what stands between a type and the first ``*`` of a pointer: ``struct foo __attr *name``; leave of a macro
    that makes a type its name: ``STACK_OF(foo) *name``."""
    texts, word = walk.texts, star - 1
    if texts[word] == ")":
        open_ = walk.openers.get(word, 0)
        word = open_ - 1
        if not is_word(texts[word]) or texts[word] in NO_MACRO or walk.ends_line(star - 1):
            return
        if is_two_words(walk, word):
            walk.blank(word, star - 1)
        elif is_type_by_macro(walk, word, star):
            walk.blank(open_, star - 1)
    elif is_word(texts[word]) and texts[word] not in BEFORE_NAME and is_two_words(walk, word):
        is_type = texts[word] in walk.names.types or (
            not is_attribute_like(texts[word]) and texts[word - 2] not in TAGS
        )
        if not (is_type and is_attribute_like(texts[word - 1]) and texts[word - 1] not in walk.names.types):
            walk.blank(word, word)
        elif walk.begins(walk.first_storage(word - 1)):
            walk.blank(word - 1, word - 1)


def is_two_words(walk: Repairs, word: int) -> bool:
    """Whether another name stands before ``word`` on its line: the one is a type, the other one an annotation."""
    texts, before = walk.texts, word - 1
    if not is_word(texts[before]) or (texts[before] in BEFORE_NAME and texts[before] not in TYPES):
        return False
    return not walk.ends_line(before)


def is_type_by_macro(walk: Repairs, word: int, star: int) -> bool:
    """Whether ``word(…) *name`` declares: it is a statement, of which a product would be no use."""
    texts, after = walk.texts, star
    if walk.kinds[-1] != BLOCK or texts[word] in walk.names.heads or not walk.begins(walk.first_storage(word)):
        return False
    while texts[after] in ("*", "const"):
        after += 1
    if not is_word(texts[after]) or texts[after + 1] not in AFTER_NAME:
        return False
    # The value of a statement expression.
    return texts[after + 1 : after + 4] != [";", "}", ")"]


def is_after_declarator(walk: Repairs, open_: int) -> bool:
    """Whether ``word(…)`` annotates what is declared before it: ``int f(void) word(…);``, ``int a[3] word(…);``."""
    texts, before, kind = walk.texts, open_ - 2, walk.kinds[-1]
    if open_ - 1 in walk.beginnings:
        return False
    if texts[before] == ")":
        callee = walk.openers.get(before, 0) - 1
        if kind not in (FILE, RECORD) or not may_annotate(walk, open_ - 1):
            return False
        if texts[callee] == ")" or before in walk.annotations:
            return True
        is_function = is_word(texts[callee]) and not walk.begins(walk.first_storage(callee))
        return is_function and is_head_of_function(walk, callee, before)
    if texts[before] == "]":
        return kind <= RECORD or kind == PAREN
    word, type_ = texts[before], texts[before - 1]
    if not is_word(word) or word in BEFORE_NAME or is_attribute_like(word) or not is_attribute_like(texts[open_ - 1]):
        return False
    if type_ == "*":
        return texts[before - 2] in TYPES or is_word(texts[before - 2])
    return type_ in TYPES or texts[before - 2] in TAGS


def may_annotate(walk: Repairs, word: int) -> bool:
    """Whether the macro ``word`` may be an attribute: it does not look like one that begins a line and declares."""
    text = walk.texts[word]
    begins_line = walk.buffer.data[walk.starts[word] - 1 : walk.starts[word]] == b"\n"
    return text not in walk.names.declaring and (text[:2] == "__" or not begins_line)


def is_head_of_function(walk: Repairs, at: int, close: int) -> bool:
    """Whether of two names with parentheses, ``void f(void) word(…)``, the one at ``at`` is the function's."""
    texts = walk.texts
    after = texts[close + 1]
    if not may_annotate(walk, close + 1):
        return False
    if is_attribute_like(after) != is_attribute_like(texts[at]):
        return is_attribute_like(after)
    return any(text in TYPES or text in TYPE_WORDS or text == "*" for text in texts[at + 2 : close])
