"""What a mark does where the tree does not tell: a guess by the tokens beside it. -1 stands for no token."""

from __future__ import annotations

from pylint_kernel.language.idioms import is_identifier
from pylint_kernel.language.names import (
    REACH,
    dialect_words,
    is_attribute,
    is_known_type,
    is_type_name,
    is_used_as_type,
    is_word,
)
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax.roles import Role
from pylint_kernel.language.syntax.token import Token
from pylint_kernel.language.words import (
    ASM,
    ASM_QUALIFIERS,
    HEADS,
    INLINE,
    KEYWORDS,
    QUALIFIERS,
    SIZES,
    STORAGE,
    TAGS,
    TYPE_WORDS,
    TYPEOF,
)

UNARY_TOO = frozenset("+ - * & &&".split())
INCREMENTS = frozenset(("++", "--"))
#: What only a value follows.
VALUE_FOLLOWS = frozenset("= + - / % & | ^ << >> < > <= >= == != ? && || ! ~ [ return case += -= *= |= &=".split())
#: How many tokens back the beginning of what a colon ends is looked for.
COLON_REACH = 200
#: So many colons before it, which may belong to as many question marks, are too many.
MANY_COLONS = 8
#: The words that stand before the parenthesis of assembler.
BEFORE_ASSEMBLER = ASM | ASM_QUALIFIERS


def guess(file: SourceFile, position: int) -> Role:
    """What the mark that is token ``position`` seems to do."""
    text = file.tokens.texts[position]
    if text in ("(", ")"):
        return parenthesis(file, position if text == "(" else file.tokens.partner.get(position, -1))
    if text in ("{", "}"):
        return brace(file, position if text == "{" else file.tokens.partner.get(position, position))
    if text == "?":
        return Role.CONDITIONAL
    if text == ":":
        return colon(file, position)
    before = previous(file, position)
    value = ends_value(file, before)
    if text in INCREMENTS:
        return Role.POSTFIX if value else Role.PREFIX
    if text == "[":
        return Role.SUBSCRIPT if value and not is_known_type(file, file.tokens.texts[before]) else Role.OTHER
    if text == "*" and is_pointer(file, position):
        return Role.POINTER
    return Role.UNARY if text in ("!", "~") or (text in UNARY_TOO and not value) else Role.BINARY


def previous(file: SourceFile, position: int) -> int:
    """The token before ``position`` in the same code: none before what a directive holds; code skips directives."""
    tokens, before = file.tokens, position - 1
    if file.directive_at(tokens.starts[position]) is not None:
        return -1 if Token(file, position).opens_content else before
    while before >= 0 and (skipped := file.directive_at(tokens.starts[before])):
        before = skipped.first - 1
    return before


def ends_value(file: SourceFile, position: int) -> bool:
    """Whether a value ends at the token, so that an operator after it is binary (or postfix)."""
    if position < 0:
        return False
    text = file.tokens.texts[position]
    if is_word(text):
        return text not in KEYWORDS and text not in SIZES and not is_attribute(text)
    if text == ")":
        opener = file.tokens.partner.get(position, -1)
        return opener < 0 or parenthesis(file, opener) in (Role.CALL, Role.GROUP)
    if text in INCREMENTS:
        before = previous(file, position)
        return before >= 0 and file.tokens.texts[before] not in INCREMENTS and ends_value(file, before)
    return text == "]" or text[0] in "\"'"


def parenthesis(file: SourceFile, opener: int) -> Role:
    """What the pair of parentheses is that begins at ``opener``."""
    if opener < 0:
        return Role.OTHER
    head = previous(file, opener)
    word = file.tokens.texts[head] if head >= 0 else ""
    _, _, attribute_macros, iterators = dialect_words()
    if word in HEADS or word in iterators:
        return Role.HEAD
    if word in TYPEOF or word in attribute_macros:
        return Role.OTHER
    is_name = word != "" and is_word(word) and (word not in KEYWORDS or word in SIZES)
    if (is_name or word == "*" or word in TYPE_WORDS) and is_declarator(file, head, opener):
        return Role.DECLARATOR
    if is_name:
        return Role.CALL
    return Role.CAST if is_type(file, opener + 1, file.tokens.partner.get(opener, -1)) else Role.GROUP


def is_declarator(file: SourceFile, head: int, opener: int) -> bool:
    """Whether a parenthesis after the token ``head`` holds what is declared: ``foo (*name)(int)``."""
    tokens = file.tokens
    close = tokens.partner.get(opener, -1)
    if tokens.texts[opener + 1 : opener + 2] != ["*"] or tokens.texts[close + 1 : close + 2] not in (["("], ["["]):
        return False
    if tokens.texts[head] == "*":
        return is_pointer(file, head)
    return is_known_type(file, tokens.texts[head]) or tokens.end(head) < tokens.starts[opener]


def is_type(file: SourceFile, first: int, last: int) -> bool:
    """Whether the tokens ``first`` to ``last`` (exclusive) read as a type: ``struct a *``, ``u8 __force``, ``int``."""
    words = file.tokens.texts[first : min(last, first + REACH)]
    if not words or not is_word(words[0]):
        return False
    if words[0] in TYPE_WORDS or is_attribute(words[0]) or file.tokens.texts[last - 1] == "*":
        return True
    if last - first == 1:
        return is_type_name(file, first)
    return last - first <= REACH and all(is_word(word) and word not in KEYWORDS for word in words)


def is_pointer(file: SourceFile, position: int) -> bool:
    """Whether the ``*`` at ``position`` seems to belong to a type, ``foo *a`` or ``(foo **)``."""
    texts, first = file.tokens.texts, position
    while first > 0 and position - first < REACH and texts[first - 1] == "*":
        first -= 1
    left = previous(file, first)
    word = texts[left] if left >= 0 else ""
    if word == ")":
        head = previous(file, file.tokens.partner.get(left, left))
        return head >= 0 and (texts[head] in TYPEOF or texts[head] in dialect_words()[2])
    if not word or not is_word(word):
        return False
    if is_known_type(file, word) or is_attribute(word) or texts[left - 1 : left] in [[tag] for tag in TAGS]:
        return True
    if not is_identifier(word) or word in SIZES:
        return False
    after = position + 1
    while after < len(texts) and after - position < REACH and texts[after] == "*":
        after += 1
    follower = texts[after] if after < len(texts) else ";"
    directive = file.directive_at(file.tokens.starts[position])
    if directive is not None and after == directive.last:
        return True
    if follower in "),]>;:" or follower in QUALIFIERS or is_attribute(follower):
        return True
    if not (is_identifier(follower) or follower == "(") or follower in SIZES:
        return False
    before = previous(file, left)
    if before >= 0:
        word = texts[before]
        if word in QUALIFIERS or word in STORAGE or word in INLINE or is_attribute(word) or word in ";}":
            return True
        if word == "{":
            return brace(file, before) is not Role.LIST
        if word in VALUE_FOLLOWS:
            return False
    start = file.tokens.starts[position]
    looks_like_one = file.code[start - 1] in " \t" and file.code[start + 1 : start + 2] not in (" ", "\t")
    return looks_like_one and is_used_as_type(file, texts[left])


def brace(file: SourceFile, position: int) -> Role:
    """What the ``{`` seems to open: initial values, members or statements."""
    before = previous(file, position)
    texts = file.tokens.texts
    word = texts[before] if before >= 0 else ""
    if word in ("=", ",", "{", "]", "("):
        return Role.LIST
    if word == ")":
        return Role.LIST if parenthesis(file, file.tokens.partner.get(before, -1)) is Role.CAST else Role.BLOCK
    return Role.RECORD if not TAGS.isdisjoint(texts[max(before - 1, 0) : before + 1]) else Role.BLOCK


def colon(file: SourceFile, position: int) -> Role:
    """What the ``:`` seems to end or to separate."""
    texts, partner = file.tokens.texts, file.tokens.partner
    at, others = previous(file, position), 0
    label = at
    for _ in range(COLON_REACH):
        word = texts[at] if at >= 0 else ""
        if word == "?":
            if not others:
                return Role.CONDITIONAL
            others -= 1
        elif word == ":":
            others += 1
            if others == MANY_COLONS:
                break
        elif word in ("case", "default"):
            return Role.CASE
        elif word in ("(", "["):
            return Role.ASSEMBLER if at and texts[at - 1] in BEFORE_ASSEMBLER else Role.OTHER
        elif word in ("", ";", "{", "}"):
            return Role.LABEL if word and at == label - 1 and is_label(file, label) else Role.OTHER
        at = previous(file, partner.get(at, at) if word in (")", "]") else at)
    return Role.OTHER


def is_label(file: SourceFile, position: int) -> bool:
    """Whether the word before a colon may be a label: it is no type, as it is before the width of a bit-field."""
    texts = file.tokens.texts
    after = texts[position + 2] if position + 2 < len(texts) else ";"
    return is_identifier(texts[position]) and not is_known_type(file, texts[position]) and not after[0].isdigit()
