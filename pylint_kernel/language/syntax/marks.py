"""What an ambiguous mark of C is, by the position of its token: cast or parentheses, product or pointer, call or not.

A token exists whatever the parser made of the code around it. The parser knows no types, so it has to guess: the names
of the file, of C and of the dialect come first (:mod:`~pylint_kernel.language.names`), then the tree. Views ask here
when they are made (:mod:`.settling`); rules on spaces ask directly. -1 stands for no token.
"""

from __future__ import annotations

from pylint_kernel.language.idioms import KEYWORDS, is_identifier
from pylint_kernel.language.names import (
    QUALIFIERS,
    REACH,
    SIZES,
    STORAGE,
    TAGS,
    TYPE_WORDS,
    TYPEOF,
    dialect_words,
    is_attribute,
    is_type_name,
    is_used_as_type,
    is_word,
    typedefs,
)
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import tables
from pylint_kernel.language.syntax.table import Table

CONTROL = frozenset("if while for switch".split())
INCREMENTS = frozenset(("++", "--"))
#: What only an expression follows.
VALUE_FOLLOWS = frozenset("= + - / % & | ^ << >> < > <= >= == != ? && || ! ~ [ return case += -= *= |= &=".split())
#: What holds expressions that are computed.
EVALUATED = frozenset(
    "compound_statement initializer_list init_declarator enumerator array_declarator bitfield_clause".split()
)
#: Words before a call that are no type of a declaration.
BEFORE_CALLS = frozenset("return else do case goto sizeof".split())


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
        _, _, attribute_macros, iterators = dialect_words()
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
    types, attributes, _, _ = dialect_words()
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
    after = position + 1
    while after < len(texts) - 1 and after - position < REACH and texts[after] == "*":
        after += 1
    if after >= len(texts) or texts[after] in "),]>[;:" or texts[after] in QUALIFIERS:
        return True
    if is_word(texts[after]):
        if texts[after][0].isdigit() or texts[after] in KEYWORDS or texts[after] in SIZES:
            return False
        if is_attribute(texts[after]):
            return True
    elif texts[after] != "(":
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
        if texts[head] in TYPEOF or texts[head] in dialect_words()[2]:
            return True
        return False if texts[head] in KEYWORDS else None
    if not is_word(word):
        return False
    if word in TYPE_WORDS or (left and texts[left - 1] in TAGS):
        return True
    if word[0].isdigit() or word in KEYWORDS or word in SIZES:
        return False
    types, attributes, _, _ = dialect_words()
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
    """Whether the star has a space before it and none after, as stars of pointers do."""
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
    table = tables.code(file) if directive is None else tables.bodies(file)
    star = table.at(start)
    if star is None or table.kinds[star] != "*" or table.parents[star] < 0:
        return None
    around = table.parents[star]
    if "pointer" in table.kinds[around]:
        return table.kinds[around] != "pointer_expression"
    if table.kinds[around] != "binary_expression":
        return None
    # Outside of functions an "expression" may as well be the argument of a macro that declares something.
    return None if directive is None and not is_evaluated(table, around) else False


def is_evaluated(table: Table, node: int) -> bool:
    """Whether what surrounds a node holds expressions that are computed."""
    while node >= 0:
        if table.kinds[node] in EVALUATED:
            return True
        node = table.parents[node]
    return False


def is_call(file: SourceFile, position: int) -> bool:
    """Whether ``name(`` at ``position`` calls a function or macro of that name: it is no member of a structure, and
    neither declared nor defined here."""
    texts = file.tokens.texts
    before = position - 1
    if before < 0 or texts[before] in ("->", "."):
        return before < 0
    pointer = texts[before] == "*"
    while before > 0 and texts[before] == "*":
        before -= 1
    word = texts[before]
    if not may_be_type(word):
        return True
    directive = file.directive_at(file.tokens.starts[before])
    if directive is not None and (directive.last <= position or before < directive.first + 3):
        return word != "define"
    if not pointer or not is_identifier(word) or before < 1:
        return False
    return not may_be_type(texts[before - 1]) and texts[before - 1] not in (";", "{", "}", ")")


def may_be_type(text: str) -> bool:
    """Whether a token before a name, or before its stars, can be the type that the name is declared with."""
    return (text[0].isalpha() or text[0] == "_") and text not in BEFORE_CALLS
