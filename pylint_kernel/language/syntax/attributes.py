"""What an annotation belongs to: attributes and specifiers that the parser does not see."""

from __future__ import annotations

from pylint_kernel.language import dialect
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax.beside import previous

#: What stands before a declaration or a declarator.
BEGINNINGS = frozenset("; { } ( , :".split())
#: So many annotations beside each other are looked through.
MOST = 50


def annotated(file: SourceFile, position: int) -> int:
    """A token that the parser sees of what the attribute at ``position`` annotates: the one before this attribute and
    others, or the one after them where a declaration or a declarator begins. Any other token is itself."""
    texts, partner = file.tokens.texts, file.tokens.partner
    names = dialect.spoken()
    before = after = position
    for _ in range(MOST):
        if before < 0:
            break
        word = before
        if texts[before] == ")" and partner.get(before, 0) > 0:
            word = partner[before] - 1
        if not (is_annotation(texts[word]) if word == before else texts[word] in names.attribute_macros):
            break
        before = previous(file, word)
    if before >= 0 and (before == position or texts[before] not in BEGINNINGS):
        return before
    last = len(texts) - 1
    for _ in range(MOST):
        if after >= last or not is_annotation(texts[after]):
            break
        after += 1
        if texts[after] == "(" and texts[after - 1] in names.attribute_macros and partner.get(after, last) < last:
            after = partner[after] + 1
    return after


def is_annotation(text: str) -> bool:
    """Whether the parser does not see a word: an attribute, a specifier that C does not know."""
    names = dialect.spoken()
    return text in names.attributes or text in names.attribute_macros or text in names.specifiers
