"""Where the '*' of a pointer stands."""

from __future__ import annotations

import re

from pylint_kernel.checking.rule import Code, Reports, rule
from pylint_kernel.language.gaps import Beside
from pylint_kernel.language.idioms import is_free_text, is_identifier
from pylint_kernel.language.names import is_attribute, is_known_type
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Token
from pylint_kernel.language.syntax.marks import role
from pylint_kernel.language.syntax.roles import Role
from pylint_kernel.lazy import Pattern
from pylint_kernel.model import ERROR, SAFE, UNSAFE, Edit, Fix, edit

#: What a space may separate from the '*'.
SPACE_BEFORE = frozenset("const volatile __const __volatile__ restrict __restrict __restrict__".split())
#: Stars after a word or parenthesis, with spaces between them, or with a space after them.
STARS = Pattern(r"[*](?<![*][*])(?:(?<=[\w)][*])(?:[ \t]*+[*])*+|[*]*+[ \t]++[*](?:[ \t]*+[*])*+|[*]*+(?=[ \t]))")


@rule("POINTER_LOCATION", ERROR, "pointer '*' beside the type instead of the name", on=Code(STARS, having="*"))
def pointer_location(match: re.Match[str], file: SourceFile) -> Reports:
    """The pointer '*' belongs to the name: ``char *name``, ``char **name``, and a space before it in ``(char *)``.

    A space after the '*' may stand before ``const`` and other qualifiers. Where ``a * b;`` is all of a macro or comes
    last in a block, and nothing tells what ``a`` is, the fix is unsafe.

    Source: Documentation/process/coding-style.rst, section 3.1 ("Spaces": pointer data).

    Differs from checkpatch: ``restrict`` is a qualifier as ``const`` is, and has a space before it in Linux 6.12 in 432
    of 470 places. Whether a '*' declares a pointer or multiplies is read from the syntax tree and from what
    the file says about the names beside it.
    """
    first, last = file.position_at(match.start()), file.position_at(match.end()) - 1
    stars = [Token(file, position) for position in range(first, last + 1)]
    after = stars[-1].next
    follower = after.text if after else ""
    is_named = follower[:1].isalpha() or follower[:1] == "_"
    if not (is_named or follower in (")", ",")) or is_apart(stars[0]) or role(file, first) is not Role.POINTER:
        return
    edits = misplaced(stars, follower)
    if edits and not is_free_text(file, match.start()):
        wanted = f"type {'*' * len(stars)}{'name' if is_named else ''}"
        fix = Fix("move the space", edits, UNSAFE if may_multiply(stars[0]) else SAFE)
        yield match, f"misplaced pointer '*', wanted: '{wanted}'", fix


def may_multiply(star: Token) -> bool:
    """Whether ``a * b;`` may be a product after all: it is all of a macro, or comes last in a block."""
    word, after = star.previous, star.next
    if word is None or after is None or not is_identifier(word.text) or is_known_type(star.file, word.text):
        return False
    before, end = word.previous, after.next
    if word.opens_content:
        return True
    is_last = end is None or end.text == "}" or (end.text == ";" and end.next is not None and end.next.text == "}")
    return is_last and (before is None or before.text in (";", "{", "}"))


def misplaced(stars: list[Token], follower: str) -> tuple[Edit, ...]:
    """The edits that put the stars where they belong; ``follower`` is the token after them."""
    before, after = stars[0].before, stars[-1].after
    insertions = []
    if before.kind is Beside.TEXT and after.kind is not Beside.EDGE:
        insertions.append(edit(stars[0].start, stars[0].start, " "))
    keeps_space = follower == "," or follower in SPACE_BEFORE or is_attribute(follower)
    gaps = [star.after for star in (stars[:-1] if keeps_space else stars)]
    return (*insertions, *(edit(gap.start, gap.end, "") for gap in gaps if gap.kind is Beside.BLANK))


def is_apart(star: Token) -> bool:
    """Whether the '*' of a pointer is not beside its type: it begins a line or comes first in parentheses."""
    return star.before.kind is Beside.EDGE or star.previous is None or star.previous.text in "(,"
