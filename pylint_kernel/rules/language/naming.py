"""Names: CamelCase."""

from __future__ import annotations

from pylint_kernel.checking.rule import File, Reports, rule
from pylint_kernel.language.idioms import REACH, is_identifier
from pylint_kernel.language.source import SourceFile
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK

MIXED = Pattern(r"[A-Za-z_$]\w*?(?:(?<=[a-z])[A-Z]|(?<=[A-Z])[a-z])\w*")
#: Capitals, then a part that begins with a few capitals: what macros make of the names they are given.
MADE_BY_MACRO = r"(?:[A-Z]+_){1,5}[A-Z]{1,3}[a-z]\w*"
#: Accessors of page flags, and the link modes that standards name: ``SetPageDirty``, ``ETHTOOL_LINK_MODE_100baseT``.
ESTABLISHED = Pattern(rf"{MADE_BY_MACRO}|(?:(?:Set|TestSet|Clear|TestClear)?Page[A-Z]|ETHTOOL_LINK_MODE_)\w*")
#: A unit of measure that keeps its case at the end of a name or before a suffix: ``uV``, ``dB``; ``KiB``, ``MHz``.
WITH_UNIT = Pattern(
    r"(?:[a-z_\d]*|[A-Z_\d]*)[a-z][A-Z](?:_[a-z\d_]+|_[A-Z\d_]+)?|[a-z_]*(?:[KMGT]iB|[KMGT]?Hz)(?:_[a-z_]+)?"
)
KEYWORDS = frozenset(
    "_Alignas _Alignof _Atomic _Bool _Complex _Generic _Imaginary _Noreturn _Static_assert _Thread_local".split()
)
#: Directives whose words are no names.
PROSE = frozenset({"include", "include_next", "import", "error", "warning"})


@rule("CAMELCASE", CHECK, "a name in mixed case", on=File())
def camel_case(_: SourceFile, file: SourceFile) -> Reports:
    """Names are written in lower case with underscores: ``this_is_a_name``, not ``ThisIsAName``.

    Each name is reported once a file, where it first occurs. Exempt are names that the headers of the tree define, and
    in a change those the file had before; what macros paste together (``PREFIX_Name``), accessors of page flags and
    ethtool link modes, and their members; units at the end (``limit_uV``, ``size_KiB``) of a name that is no member.
    The label of a ``case`` does not count.

    Source: Documentation/process/coding-style.rst, section 4 "Naming".

    Differs from checkpatch: a name counts once a file, not once a run; C's own words such as ``_Generic`` are no names.
    """
    words = [word for word in file.tokens.index if not word.islower() and not word.isupper() and MIXED.fullmatch(word)]
    known = KEYWORDS
    if words and file.kernel.root is not None:
        known |= file.kernel.camelcase
    for word in words:
        if word not in known and not was_there(file, word):
            position = next((at for at in file.tokens.index[word] if counts(file, at, word)), None)
            if position is not None:
                yield file.tokens.span(position), f"avoid CamelCase: {word}"


def was_there(file: SourceFile, word: str) -> bool:
    """Whether a line that the change did not write has the name, too."""
    starts, changed = file.tokens.starts, file.changed
    return changed is not None and any(file.line_number(starts[at]) not in changed for at in file.tokens.index[word])


def counts(file: SourceFile, position: int, word: str) -> bool:
    """Whether an occurrence of a mixed-case word is one to report."""
    tokens = file.tokens
    texts = tokens.texts
    directive = file.directive_at(tokens.starts[position])
    if directive is not None and directive.name in PROSE:
        return False
    first = lvalue_start(file, position)
    if first is None or ESTABLISHED.fullmatch(texts[first]):
        return False
    behind = texts[position + 1 : position + 2]
    return first != position or behind in (["->"], ["."], ["["], ["##"]) or not WITH_UNIT.fullmatch(word)


def lvalue_start(file: SourceFile, position: int) -> int | None:
    """The position of the name that begins the lvalue of which the name at ``position`` is a member or an index.

    Names that a macro pastes together are one.

    None in the label of a ``case``.
    """
    texts, partner = file.tokens.texts, file.tokens.partner
    at, low = position - 1, max(position - REACH, 0)
    while at > low and texts[at] not in BOUNDARIES:
        if texts[at] == "case":
            return None
        member = texts[at] in ("->", ".", "##") and at + 1 == position
        if (member or texts[at] == "[") and ends_lvalue(texts[at - 1]):
            position = at - 1
            while texts[position] == "]":
                position = partner.get(position, position) - 1
            at = position
        elif texts[at] in ")]":
            at = partner.get(at, at)
        at -= 1
    return position


#: What an lvalue does not go on across: the ends of expressions, and a directive.
BOUNDARIES = frozenset({";", "{", "}", ",", "=", "?", ":", "#"})


def ends_lvalue(text: str) -> bool:
    """Whether a token can be the last of an lvalue."""
    return text == "]" or is_identifier(text)
