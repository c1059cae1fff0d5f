"""Names: CamelCase."""

from __future__ import annotations

from collections.abc import Iterator

from pylint_kernel.checking.rule import File, Reports, rule
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Call, Member, Name, Section, Statement, Subscript, Token, View, syntax
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import CHECK, Span

MIXED = Pattern(r"[A-Za-z_$]\w*?(?:(?<=[a-z])[A-Z]|(?<=[A-Z])[a-z])\w*")
#: Capitals, then a part that begins with a few capitals: what macros make of the names they are given.
MADE_BY_MACRO = r"(?:[A-Z]+_){1,5}[A-Z]{1,3}[a-z]\w*"
#: Accessors of page flags, the link modes that standards name, and what the last row of a list is made by:
#: ``SetPageDirty``, ``ETHTOOL_LINK_MODE_100baseT``, ``EMe``.
ESTABLISHED = Pattern(rf"{MADE_BY_MACRO}|EMe|FNe|(?:(?:Set|TestSet|Clear|TestClear)?Page[A-Z]|ETHTOOL_LINK_MODE_)\w*")
#: A unit of measure that keeps its case at the end of a name or before a suffix: ``uV``, ``dB``; ``KiB``, ``MHz``.
WITH_UNIT = Pattern(
    r"(?:[a-z_\d]*|[A-Z_\d]*)[a-z][A-Z](?:_[a-z\d_]+|_[A-Z\d_]+)?|[a-z_]*(?:[KMGT]iB|[KMGT]?Hz)(?:_[a-z_]+)?"
)
#: The macros of ``<inttypes.h>``: ``PRIx64``, ``SCNu32``, ``PRIdLEAST8``, ``PRIxPTR``.
CONVERSION = Pattern(r"(?:PRI|SCN)[diouxX](?:(?:LEAST|FAST)?(?:8|16|32|64)|MAX|PTR)")
KEYWORDS = frozenset(
    "_Alignas _Alignof _Atomic _BitInt _Bool _Complex _Generic _Imaginary _Noreturn _Pragma _Static_assert "
    "_Thread_local".split()
)
#: Directives whose words are no names.
PROSE = frozenset({"include", "include_next", "import", "error", "warning"})


@rule("CAMELCASE", CHECK, "a name in mixed case", on=File())
def camel_case(_: SourceFile, file: SourceFile) -> Reports:
    """Names are written in lower case with underscores: ``this_is_a_name``, not ``ThisIsAName``.

    Each name is reported once a file, where it first occurs, and one that a macro pastes together (``frog##name##Len``)
    as a whole. Exempt are names that the headers of the tree define,
    and in a change those the file had before; what macros paste together (``PREFIX_Name``), accessors of page flags
    and ethtool link modes, and their members; ``EMe()`` and ``FNe()``, which end lists of rows; units at the end
    (``limit_uV``, ``size_KiB``) of a name that is no member. The label of a ``case`` does not count.

    Another name is for people to choose: ``kcheck rename --suggest PATH`` lists what the names would be called, and
    ``kcheck rename OLD NEW PATH`` renames all uses.

    Source: Documentation/process/coding-style.rst, section 4 "Naming".

    Differs from checkpatch: a name counts once a file, not once a run; C's own words such as ``_Generic`` and
    ``PRIx64`` are no names.
    """
    words = [word for word in file.tokens.index if not word.islower() and not word.isupper() and MIXED.fullmatch(word)]
    known = KEYWORDS
    if words and file.kernel.root is not None:
        known |= file.kernel.camelcase
    seen = set()
    for word in words:
        if word not in known and not CONVERSION.fullmatch(word) and not was_there(file, word):
            for name in names_with(word, file):
                if name not in seen:
                    seen.add(name)
                    yield name, f"avoid CamelCase: {''.join(file.slice(name).split())}"


def names_with(word: str, file: SourceFile) -> Iterator[Span]:
    """Where a mixed-case word first counts, and each name that a macro pastes together with it."""
    found = set()
    for at in file.tokens.index[word]:
        token = Token(file, at)
        name = pasted(token)
        text = file.slice(name)
        if text not in found and counts(near(token)):
            found.add(text)
            yield name


def pasted(word: Token) -> Span:
    """A word with what a macro pastes to it: ``frog##name##Len``."""
    first = last = word
    for _ in range(MOST_PASTED):
        if first.previous is not None and first.previous.text == "##" and first.previous.previous is not None:
            first = first.previous.previous
        if last.next is not None and last.next.text == "##" and last.next.next is not None:
            last = last.next.next
    return Span(first.start, last.end)


#: So many words on each side of one are looked at.
MOST_PASTED = 8


def near(word: Token) -> Token:
    """The same word where one may ask for its syntax: in its piece of a large file."""
    if not word.file.is_in_pieces:
        return word
    from pylint_kernel.language.pieces import Pieces

    piece = word.file.once(Pieces).at(word.start)
    return Token(piece.file, piece.file.position_at(word.start - piece.shift))


def was_there(file: SourceFile, word: str) -> bool:
    """Whether a line that the change did not write has the name, too."""
    changed = file.changed
    if changed is None:
        return False
    tokens = file.whole.tokens
    return any(file.line_number(tokens.starts[at]) not in changed for at in tokens.index[word])


def counts(word: Token) -> bool:
    """Whether an occurrence of a mixed-case word is one to report."""
    directive = word.file.directive_at(word.start)
    if directive is not None and directive.name in PROSE:
        return False
    view = syntax(word.file).at(word.start)
    if is_in_label(word, view):
        return False
    first = lvalue_start(word, view)
    if ESTABLISHED.fullmatch(first.text):
        return False
    after = word.next
    has_member = after is not None and after.text in ("->", ".", "[", "##")
    return first != word or has_member or not WITH_UNIT.fullmatch(word.text)


def is_in_label(word: Token, view: View | None) -> bool:
    """Whether a word is part of the label of a ``case``."""
    section = view if view is None or isinstance(view, Section) else view.enclosing(Section)
    return section is not None and section.colon is not None and word.start < section.colon.start


def lvalue_start(word: Token, view: View | None) -> Token:
    """The name that begins the lvalue of which a word is a member or an index.

    Names that a macro pastes together are one.
    """
    lvalue = view
    if isinstance(view, Name):
        around = view.enclosing(Subscript, Call, Statement)
        lvalue = around if isinstance(around, Subscript) and view != around.array else view
    root = lvalue
    while isinstance(root, (Member, Subscript)):
        root = root.record if isinstance(root, Member) else root.array
    return root.first if isinstance(root, Name) else word
