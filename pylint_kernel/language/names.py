"""What a name is: C's own words, the dialect's types, the typedefs of the file, and what the file uses as a type."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pylint_kernel.language import dialect
from pylint_kernel.language.lexer import Directive
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.words import INLINE, KEYWORDS, QUALIFIERS, STORAGE, TAGS, TYPE_WORDS
from pylint_kernel.lazy import Pattern

ARITHMETIC_TYPES = frozenset("char short int long float double signed unsigned bool".split())
#: What may be declared as a number.
BESIDE_TYPE = Pattern(rf"(?:{'|'.join(sorted(ARITHMETIC_TYPES))})[ \t]([A-Za-z_$][\w$]*)")
#: What people call the parameters of macros that take a type.
TYPE_PARAMETER = Pattern(r"_*(?:[a-z]+_)?(?:t|typ|type|T|TYPE)_*")
#: How many uses of a macro are looked at to find out what it is given.
USES = 20
#: How far a run of stars is followed, and how many tokens a typedef may have outside of braces.
REACH = 8
TYPEDEF_REACH = 100


def is_word(text: str) -> bool:
    """Whether a token is a name, a keyword or a number."""
    return text[0].isalnum() or text[0] in "_$"


def dialect_words() -> tuple[dialect.Names, dialect.Names, dialect.Names, dialect.Names]:
    """The types, attributes, attributes with arguments and iterators of the dialect."""
    return dialect.spoken().words


def is_attribute(text: str) -> bool:
    """Whether a token annotates what is declared: ``__iomem``, ``__init``."""
    return text in dialect_words()[1]


def is_known_type(file: SourceFile, name: str) -> bool:
    """Whether one word names a type: C's own, the dialect's, or one that the file defines."""
    if name in TYPE_WORDS or name in file.once(typedefs):
        return True
    return name in dialect_words()[0] and not is_declared_as_value(file, name)


def is_declared_as_value(file: SourceFile, name: str) -> bool:
    """Whether the file declares a variable, a parameter or a member of the name, ``int name``, and so no type."""
    if name in file.once(values):
        return True
    # Nearly never: then there is no need to read the whole of a file.
    return bool(file.gaps) and name in file.once(possible_values) and name in file.whole.once(values)


def values(file: SourceFile) -> frozenset[str]:
    """The names behind a word for a number that begin a declaration, or are all of it."""
    texts, index = file.tokens.texts, file.tokens.index
    places = [at + 1 for type_ in ARITHMETIC_TYPES for at in index.get(type_, ())]
    return frozenset(texts[at] for at in places if texts[at + 1 : at + 2] and texts[at + 1] in ";=,)[")


def possible_values(file: SourceFile) -> frozenset[str]:
    """The words that may be such names by the look of the text."""
    return frozenset(BESIDE_TYPE.findall(file.text))


def is_type_name(file: SourceFile, position: int) -> bool:
    """Whether the one word at ``position`` names a type: a known one, or one that the file, or the macro that it is a
    parameter of, uses as such."""
    if position >= len(file.tokens):
        return False
    name = file.tokens.texts[position]
    if is_known_type(file, name):
        return True
    if name[0].isdigit():
        return False
    parameters = macro_parameters(file, position)
    if name not in parameters:
        return is_used_as_type(file, name)
    if parameters[name] is None:
        parameters[name] = any(casts(file, at) for at in uses_of_parameter(file, position))
    return parameters[name] is True


def macro_parameters(file: SourceFile, position: int) -> dict[str, bool | None]:
    """The words between the parentheses of the macro in whose definition ``position`` lies, none if it lies in none;
    whether the macro uses them as types, None as long as nobody has asked."""
    tokens = file.tokens
    directive = file.directive_at(tokens.starts[position])
    if directive is None or directive.name != "define":
        return {}
    known = file.once(parameters_of_macros)
    if directive.first not in known:
        opener = file.position_at(directive.rest) + 1
        last = tokens.partner.get(opener, opener)
        takes_any = last > opener and tokens.starts[opener] == tokens.end(opener - 1)
        known[directive.first] = dict.fromkeys(tokens.texts[opener:last]) if takes_any else {}
    return known[directive.first]


def parameters_of_macros(_: SourceFile) -> dict[int, dict[str, bool | None]]:
    """What has been found out about macros so far, by the position of the ``#``."""
    return {}


def uses_of_parameter(file: SourceFile, position: int) -> Sequence[int]:
    """Where the macro in whose definition ``position`` lies has the word that stands there, which is a parameter."""
    tokens = file.tokens
    directive = file.directive_at(tokens.starts[position])
    every = tokens.index[tokens.texts[position]]
    if directive is None:
        return []
    last = tokens.partner.get(file.position_at(directive.rest) + 1, directive.first)
    return every[bisect_right(every, last) : bisect_left(every, directive.last)]


def is_macro_parameter(file: SourceFile, position: int) -> bool:
    """Whether the word at ``position`` is a parameter of the macro in whose definition it stands."""
    return file.tokens.texts[position] in macro_parameters(file, position)


def is_type_parameter(file: SourceFile, position: int) -> bool:
    """Whether the word at ``position`` is a parameter of the macro in whose definition it is, and stands for a type.

    Its name says so, or what the file gives the macro, or a name follows that the macro makes: ``a *name##_b``.
    """
    if not is_macro_parameter(file, position):
        return False
    texts = file.tokens.texts
    name, after = texts[position], position + 1
    while after < len(texts) and texts[after] == "*":
        after += 1
    if TYPE_PARAMETER.fullmatch(name) or texts[after + 1 : after + 2] == ["##"]:
        return True
    directive = file.directive_at(file.tokens.starts[position])
    return directive is not None and is_given_type(file, directive, name)


def is_given_type(file: SourceFile, directive: Directive, parameter: str) -> bool:
    """Whether the file has a type for the parameter where it uses the macro that the directive defines."""
    file = file.whole
    tokens = file.tokens
    texts, partner = tokens.texts, tokens.partner
    macro = file.position_at(directive.span.start) + 2
    opener = macro + 1
    names = [file.slice(span) for span in file.split(opener + 1, partner.get(opener, opener))]
    place = names.index(parameter) if parameter in names else -1
    for use in tokens.index.get(texts[macro], ())[:USES]:
        close = partner.get(use + 1, 0) if texts[use + 1 : use + 2] == ["("] else 0
        spans = file.split(use + 2, close) if use != macro and close > use else ()
        if 0 <= place < len(spans):
            first = file.position_at(spans[place].start)
            last = file.position_at(spans[place].end)
            if first < last and (
                texts[first] in TYPE_WORDS or (first + 1 == last and is_known_type(file, texts[first]))
            ):
                return True
    return False


def casts(file: SourceFile, position: int) -> bool:
    """Whether a value is cast to the word at ``position``: ``(type)value``, ``(type)~0``, ``(type *)``."""
    tokens = file.tokens
    texts = tokens.texts
    if texts[position - 1] != "(" or position + 3 >= len(texts):
        return False
    if texts[position + 1] == "*":
        return texts[position + 2] in ("*", ")")
    value = position + 2
    if texts[position + 1] != ")" or tokens.starts[value] != tokens.end(position + 1):
        return False
    # The operator of ``(a)op(b)`` may be a parameter as well.
    return texts[value] in ("~", "!") or (is_word(texts[value]) and texts[value + 1] != "(")


def typedefs(file: SourceFile) -> frozenset[str]:
    """The names that the ``typedef`` declarations of the file give to types."""
    places, names = file.tokens.index.get("typedef", ()), set[str]()
    texts, partner = file.tokens.texts, file.tokens.partner if places else {}
    for position in places:
        at = position + 1
        for _ in range(TYPEDEF_REACH):
            text = texts[at] if at < len(texts) else ";"
            if text == "(" and texts[at + 1 : at + 2] == ["*"]:
                names.update(texts[at + 2 : at + 3])
            elif (text in ",;[(" or text in dialect_words()[2]) and is_new_name(texts, at - 1):
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
    return word not in dialect_words()[2] and not is_attribute(word)


def is_used_as_type(file: SourceFile, name: str) -> bool:
    """Whether the file has the name somewhere where only a type can stand."""
    known = file.once(uses)
    if name not in known:
        whole = file.whole
        known[name] = any(declares(whole, position) for position in whole.tokens.index.get(name, ()))
    return known[name]


def uses(_: SourceFile) -> dict[str, bool]:
    """What has been found out about names so far."""
    return {}


def declares(file: SourceFile, position: int) -> bool:
    """Whether the word at ``position`` is the type of the name after it, or of no name: ``foo a;``, ``(foo *)``."""
    texts = file.tokens.texts
    before = texts[position - 1] if position else ";"
    begins_statement = before in ";{}" or before in STORAGE or before in INLINE or before in QUALIFIERS
    if not begins_statement and before not in "(,":
        return False
    after = position + 1
    while after < len(texts) and after - position < REACH and texts[after] == "*":
        after += 1
    if after + 1 >= len(texts):
        return False
    stars = after - position - 1
    if stars and texts[after] in "),":
        return True
    # `({ …; a * b; })`: a declaration would be of no use there.
    end = file.tokens.partner.get(after + 1, after + 1) + 1 if texts[after + 1] == "(" else after + 1
    if stars and texts[end : end + 3] == [";", "}", ")"]:
        return False
    named = (
        is_word(texts[after]) and texts[after] not in KEYWORDS and texts[after + 1] in (";", "=", ",", ")", "[", "(")
    )
    return named and (not stars or begins_statement)
