"""What an operator is: unary or binary, multiplication or pointer; and whether parentheses are a cast.

Decided on tokens, which exist whatever the parser made of the file; the tree is asked only where they leave it open.
A position is always one of ``file.tokens``; -1 stands for no token.
"""

from __future__ import annotations

from functools import cache

from pylint_kernel.language import dialect, parser
from pylint_kernel.language.idioms import KEYWORDS
from pylint_kernel.language.lineage import lineage
from pylint_kernel.language.source import SourceFile

CONTROL = frozenset("if while for switch".split())
#: Words whose parentheses hold a type as well as a value, and that are a value with them.
SIZES = frozenset("sizeof _Alignof __alignof __alignof__ alignof offsetof".split())
TYPEOF = frozenset("typeof __typeof__ __typeof typeof_unqual _Atomic".split())
QUALIFIERS = frozenset("const volatile __const __volatile__ restrict __restrict __restrict__".split())
STORAGE = frozenset("static extern register auto typedef inline __inline __inline__ __always_inline".split())
TYPE_WORDS = QUALIFIERS | STORAGE | TYPEOF | frozenset(
    "struct union enum void char short int long float double signed unsigned _Bool bool __signed__ _Complex".split()
)  # fmt: skip
INCREMENTS = frozenset(("++", "--"))
TAGS = frozenset(("struct", "union", "enum"))
#: What only an expression follows.
VALUE_FOLLOWS = frozenset("= + - / % & | ^ << >> < > <= >= == != ? && || ! ~ [ return case += -= *= |= &=".split())
#: What holds expressions that are computed.
EVALUATED = frozenset(
    "compound_statement initializer_list init_declarator enumerator array_declarator bitfield_clause".split()
)
#: How far a run of stars or the words of a type are followed, and how many tokens a typedef may have outside of braces.
REACH = 8
TYPEDEF_REACH = 100


def is_word(text: str) -> bool:
    """Whether a token is a name, a keyword or a number."""
    return text[0].isalnum() or text[0] in "_$"


@cache
def _words() -> tuple[dialect.Names, dialect.Names, dialect.Names, dialect.Names]:
    names = dialect.linux()
    return names.types, names.attributes, names.attribute_macros, names.heads


def is_attribute(text: str) -> bool:
    """Whether a token annotates what is declared: ``__iomem``, ``__init``."""
    return text in _words()[1]


def previous(file: SourceFile, position: int) -> int:
    """The token before ``position`` in the same code: a directive's content begins anew, code skips directives."""
    tokens = file.tokens
    before = position - 1
    if before < 0:
        return -1
    directive = file.directive_at(tokens.starts[position])
    if directive is None:
        if "\n" in file.text[tokens.end(before) : tokens.starts[position]]:
            while before >= 0 and (skipped := file.directive_at(tokens.starts[before])):
                before = file.position_at(skipped.span.start) - 1
        return before
    if tokens.starts[before] < directive.rest:
        return -1
    if directive.name == "define":
        name = file.position_at(directive.rest)
        if before == name:
            return -1
        is_list = tokens.texts[before] == ")" and tokens.partner.get(before) == name + 1
        if is_list and tokens.starts[name + 1] == tokens.end(name):
            return -1
    return before


def ends_operand(file: SourceFile, position: int) -> bool:
    """Whether a value ends at the token, so that an operator after it is binary (or postfix)."""
    if position < 0:
        return False
    text = file.tokens.texts[position]
    if is_word(text):
        return text not in KEYWORDS and text not in SIZES and not is_attribute(text)
    if text == ")":
        return is_value(file, position)
    if text in INCREMENTS:
        before = previous(file, position)
        return before >= 0 and file.tokens.texts[before] not in INCREMENTS and ends_operand(file, before)
    return text == "]" or text[0] in "\"'"


def is_value(file: SourceFile, close: int) -> bool:
    """Whether the parentheses that end at ``close`` are (the end of) a value: no cast, no head of a statement."""
    tokens = file.tokens
    opener = tokens.partner.get(close)
    if opener is None:
        return True
    head = previous(file, opener)
    word = tokens.texts[head] if head >= 0 else ""
    if word and is_word(word):
        _, _, attribute_macros, iterators = _words()
        if word in CONTROL or word in TYPEOF or word in attribute_macros or word in iterators:
            return False
        if word not in KEYWORDS or word in SIZES:
            return True
    return not is_type(file, opener + 1, close)


def is_cast(file: SourceFile, close: int) -> bool:
    """Whether the parentheses that end at ``close`` hold a type and are no argument list."""
    tokens = file.tokens
    opener = tokens.partner.get(close)
    if opener is None or not is_type(file, opener + 1, close):
        return False
    head = previous(file, opener)
    if head < 0:
        return True
    word = tokens.texts[head]
    if word == "]" or word in CONTROL:
        return False
    if word == "*":
        return not is_pointer(file, head)
    if word == ")":
        return not is_value(file, head)
    return not is_word(word) or word in ("return", "case", "else", "do")


def is_type(file: SourceFile, first: int, last: int) -> bool:
    """Whether the tokens ``first`` to ``last`` (exclusive) read as a type: ``struct a *``, ``u8 __force``, ``int``."""
    texts = file.tokens.texts
    if first >= last:
        return False
    word = texts[first]
    if not is_word(word):
        return False
    types, attributes, _, _ = _words()
    if word in TYPE_WORDS or word in attributes:
        return True
    end = last
    while end > first and last - end < REACH and (texts[end - 1] in QUALIFIERS or texts[end - 1] in attributes):
        end -= 1
    if texts[end - 1] == "*" or texts[first + 1 : first + 4] == ["(", "*", ")"]:
        return True
    if last - first == 1:
        return is_type_name(file, first)
    if end < last or word in types or word in file.once(typedefs):
        return texts[first + 1] in "*[" or is_word(texts[first + 1])
    return last - first <= REACH and all(is_word(text) and text not in KEYWORDS for text in texts[first:last])


def is_type_name(file: SourceFile, position: int) -> bool:
    """Whether the one word at ``position`` names a type: a known one, or one that the file uses as such."""
    name = file.tokens.texts[position]
    if is_known_type(file, name):
        return True
    return not name[0].isdigit() and is_used_as_type(file, name) and not is_parameter(file, position)


def is_parameter(file: SourceFile, position: int) -> bool:
    """Whether the word at ``position`` is a parameter of the macro in whose definition it stands."""
    tokens = file.tokens
    directive = file.directive_at(tokens.starts[position])
    if directive is None or directive.name != "define":
        return False
    opener = file.position_at(directive.rest) + 1
    last = tokens.partner.get(opener, opener)
    if last == opener:
        return False
    return tokens.starts[opener] == tokens.end(opener - 1) and tokens.texts[position] in tokens.texts[opener:last]


def is_known_type(file: SourceFile, name: str) -> bool:
    """Whether one word names a type: C's own, the dialect's, or one that the file defines."""
    return name in TYPE_WORDS or name in _words()[0] or name in file.once(typedefs)


def typedefs(file: SourceFile) -> frozenset[str]:
    """The names that the ``typedef`` declarations of the file give to types."""
    texts, partner = file.tokens.texts, file.tokens.partner
    names: set[str] = set()
    for position in file.tokens.index.get("typedef", ()):
        at = position + 1
        for _ in range(TYPEDEF_REACH):
            text = texts[at] if at < len(texts) else ";"
            if text == "(" and texts[at + 1 : at + 2] == ["*"]:
                names.update(texts[at + 2 : at + 3])
            elif (text in ",;[(" or text in _words()[2]) and is_new_name(texts, at - 1):
                names.add(texts[at - 1])
            if text == ";":
                break
            at = partner.get(at, at) + 1 if text in "([{" else at + 1
    return frozenset(names)


def is_new_name(texts: list[str], position: int) -> bool:
    """Whether the token in a typedef is the name that it gives: no keyword, no tag, no annotation."""
    word = texts[position]
    if not is_word(word) or word in KEYWORDS or word in TYPE_WORDS or texts[position - 1] in TAGS:
        return False
    return word not in _words()[2] and not is_attribute(word)


def is_used_as_type(file: SourceFile, name: str) -> bool:
    """Whether the file has the name somewhere where only a type can stand."""
    known = file.once(_uses)
    if name not in known:
        known[name] = any(_declares(file, position) for position in file.tokens.index.get(name, ()))
    return known[name]


def _uses(_: SourceFile) -> dict[str, bool]:
    return {}


def _declares(file: SourceFile, position: int) -> bool:
    """Whether the word at ``position`` is the type of the name after it, or of no name: ``foo a;``, ``(foo *)``."""
    texts = file.tokens.texts
    before = texts[position - 1] if position else ";"
    begins_statement = before in ";{}" or before in STORAGE or before in QUALIFIERS
    if not begins_statement and before not in "(,":
        return False
    behind = position + 1
    while behind < len(texts) and behind - position < REACH and texts[behind] == "*":
        behind += 1
    if behind + 1 >= len(texts):
        return False
    stars = behind - position - 1
    if stars and texts[behind] in "),":
        return True
    named = (
        is_word(texts[behind]) and texts[behind] not in KEYWORDS and texts[behind + 1] in (";", "=", ",", ")", "[", "(")
    )
    return named and (not stars or begins_statement)


def is_binary(file: SourceFile, position: int) -> bool:
    """Whether ``+ - * & &&`` or another operator at ``position`` stands between two values."""
    if not ends_operand(file, previous(file, position)):
        return False
    return file.tokens.texts[position] != "*" or not is_pointer(file, position)


def is_pointer(file: SourceFile, position: int) -> bool:
    """Whether the ``*`` at ``position`` belongs to a type, ``foo *a`` or ``(foo **)``; a dereference does not."""
    tokens = file.tokens
    texts = tokens.texts
    first = position
    while first > 0 and position - first < REACH and texts[first - 1] == "*":
        first -= 1
    left = previous(file, first)
    if left < 0:
        return False
    if (known := ends_type(file, left)) is not None:
        return known
    behind = position + 1
    while behind < len(texts) - 1 and behind - position < REACH and texts[behind] == "*":
        behind += 1
    if behind >= len(texts) or texts[behind] in "),]>[;:" or texts[behind] in QUALIFIERS:
        return True
    if is_word(texts[behind]):
        if texts[behind][0].isdigit() or texts[behind] in KEYWORDS or texts[behind] in SIZES:
            return False
        if is_attribute(texts[behind]):
            return True
    elif texts[behind] != "(":
        return False
    return _is_declared(file, position, left)


def ends_type(file: SourceFile, left: int) -> bool | None:
    """Whether the name of a type ends at the token; None where the token itself does not tell."""
    texts = file.tokens.texts
    word = texts[left]
    if word == ")":
        opener = file.tokens.partner.get(left)
        head = previous(file, opener) if opener is not None else -1
        if head < 0 or not is_word(texts[head]) or texts[head] in SIZES:
            return False
        if texts[head] in TYPEOF or texts[head] in _words()[2]:
            return True
        return False if texts[head] in KEYWORDS else None
    if not is_word(word):
        return False
    if word in TYPE_WORDS or (left and texts[left - 1] in TAGS):
        return True
    if word[0].isdigit() or word in KEYWORDS or word in SIZES:
        return False
    types, attributes, _, _ = _words()
    return True if word in types or word in attributes or word in file.once(typedefs) else None


def _is_declared(file: SourceFile, position: int, left: int) -> bool:
    """Whether ``name *`` or ``NAME(...) *`` declares something, by what surrounds it; ``left`` ends the name."""
    tokens = file.tokens
    texts = tokens.texts
    start = previous(file, tokens.partner[left]) if texts[left] == ")" else left
    before = previous(file, start)
    if before >= 0:
        word = texts[before]
        if word in QUALIFIERS or word in STORAGE or is_attribute(word) or word in ";}":
            return True
        if word == "{" and not opens_values(file, before):
            return True
        if word in VALUE_FOLLOWS:
            return False
    elif file.partial and start == 0:
        # What is before the first token of a fragment is not known.
        return _looks_like_pointer(file, position)
    elif texts[position + 2 : position + 3] in (["="], [";"]):
        # A macro that begins with a declaration: ``type *name = ...``.
        return True
    answer = _ask_tree(file, position)
    if answer or not _looks_like_pointer(file, position):
        return bool(answer)
    # It looks like a pointer's: a multiplication only if the tree says so, and nothing speaks against it.
    return answer is None or file.partial or is_used_as_type(file, texts[left])


def _looks_like_pointer(file: SourceFile, position: int) -> bool:
    """Whether the star has a blank before it and none after, as stars of pointers do."""
    start = file.tokens.starts[position]
    return file.code[start - 1] in " \t" and file.code[start + 1 : start + 2] not in (" ", "\t")


def opens_values(file: SourceFile, brace: int) -> bool:
    """Whether a ``{`` opens a list of initial values, not a block or the members of a type."""
    before = previous(file, brace)
    if before < 0:
        return False
    word = file.tokens.texts[before]
    return word in ("=", ",", "{", "]") or (word == ")" and is_cast(file, before))


def _ask_tree(file: SourceFile, position: int) -> bool | None:
    """Whether the tree takes the star for a pointer's; None where it has no opinion, or one that is worth nothing."""
    start = file.tokens.starts[position]
    directive = file.directive_at(start)
    if directive is not None and directive.name != "define":
        return False
    tree = parser.tree(file) if directive is None else parser.macro_tree(file)
    if tree is None:
        return None
    *around, star = [node.type for node in lineage(file, tree, start)] or [""]
    if star != "*" or not around:
        return None
    if "pointer" in around[-1]:
        return around[-1] != "pointer_expression"
    if around[-1] != "binary_expression":
        return None
    # Outside of functions an "expression" may as well be the argument of a macro that declares something.
    return None if directive is None and EVALUATED.isdisjoint(around) else False
