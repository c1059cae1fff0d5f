"""Where the star of a pointer stands."""

from __future__ import annotations

from collections.abc import Iterator

from pylint_kernel.checking.rule import File, Reports, rule
from pylint_kernel.language.gaps import Beside, gap_after, gap_before
from pylint_kernel.language.idioms import is_free_text
from pylint_kernel.language.operators import REACH, is_attribute, is_pointer
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import ERROR, Edit, Fix, edit

#: What a space may separate from a star.
BLANK_BEFORE = frozenset(("const", "volatile", "__const", "__volatile__"))


@rule("POINTER_LOCATION", ERROR, "star of a pointer beside the type instead of the name", on=File())
def pointer_location(file: SourceFile, _: SourceFile) -> Reports:
    """The star belongs to the name: ``char *name``, ``char **name``, and a space before it in ``(char *)``.

    A space after the star may stand before ``const`` and other qualifiers.

    Source: Documentation/process/coding-style.rst, section 3.1 ("Spaces": pointer data).

    Differs from checkpatch: whether a star declares a pointer or multiplies is read from the code around it and from
    the syntax tree.
    """
    for first in sorted(set(suspicious(file))):
        last = first
        while file.tokens.texts[last + 1 : last + 2] == ["*"]:
            last += 1
        follower = file.tokens.texts[last + 1] if last + 1 < len(file.tokens) else ""
        is_named = follower[:1].isalpha() or follower[:1] == "_"
        if not (is_named or follower in (")", ",")) or not is_pointer(file, first):
            continue
        edits = misplaced(file, first, last, follower)
        if edits and not is_free_text(file, file.tokens.starts[first]):
            span = (file.tokens.starts[first], file.tokens.end(last))
            wanted = f"type {'*' * (last + 1 - first)}{'name' if is_named else ''}"
            yield span, f"misplaced star of a pointer, wanted: '{wanted}'", Fix("move the space", edits)


def suspicious(file: SourceFile) -> Iterator[int]:
    """The first stars of the groups in which one has a space after it or follows a word or parenthesis at once."""
    code, starts, texts = file.code, file.tokens.starts, file.tokens.texts
    for position in file.tokens.index.get("*", ()):
        start = starts[position]
        before = code[start - 1]
        if code[start + 1 : start + 2] in (" ", "\t") or before in ")_" or before.isalnum():
            for _ in range(REACH):
                if position == 0 or texts[position - 1] != "*":
                    yield position
                    break
                position -= 1


def misplaced(file: SourceFile, first: int, last: int, follower: str) -> tuple[Edit, ...]:
    """The edits that put the stars ``first`` to ``last`` where they belong; ``follower`` is the token after them."""
    tokens = file.tokens
    start = tokens.starts[first]
    edits = []
    before = gap_before(file, start).kind
    if before is Beside.EDGE:
        return ()
    if before is Beside.TEXT and gap_after(file, tokens.end(last)).kind is not Beside.EDGE:
        edits.append(edit(start, start, " "))
    keeps_blank = follower == "," or follower in BLANK_BEFORE or is_attribute(follower)
    for star in range(first, last + (not keeps_blank)):
        gap = gap_after(file, tokens.end(star))
        if gap.kind is Beside.BLANK:
            edits.append(edit(gap.start, gap.end, ""))
    return tuple(edits)
