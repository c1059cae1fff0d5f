"""The nouns of kcheck: spans, edits, fixes, findings.

All offsets are byte offsets into a file's content, ends exclusive. Text taken from a file is *text view*: one
character a byte (latin-1), so that string indices are byte offsets too; see :mod:`pylint_kernel.language.source`.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

#: Tells whether the bytes ``start`` up to ``end`` lie outside of all that matters.
Outside = Callable[[int, int], bool]


class Severity(IntEnum):
    """How bad a finding is, in checkpatch's three levels; CHECK is shown only in strict mode."""

    CHECK = 1
    WARNING = 2
    ERROR = 3


CHECK, WARNING, ERROR = Severity.CHECK, Severity.WARNING, Severity.ERROR


class Applicability(IntEnum):
    """Who may apply a fix.

    ``SAFE``: the token stream, comments aside, stays the same (the fixer proves it before it writes);
    ``UNSAFE``: meaning could change, applied only on demand; ``DISPLAY``: shown, never applied.
    """

    DISPLAY = 1
    UNSAFE = 2
    SAFE = 3


DISPLAY, UNSAFE, SAFE = Applicability.DISPLAY, Applicability.UNSAFE, Applicability.SAFE


class Span(NamedTuple):
    """The bytes ``start`` up to, not including, ``end`` of a file."""

    start: int
    end: int


class Edit(NamedTuple):
    """Replace the bytes of ``span`` by ``text`` (text view); an empty span inserts, an empty text deletes."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits of one file that together repair one finding; ``title`` says in the imperative what they do."""

    title: str
    edits: tuple[Edit, ...]
    applicability: Applicability = SAFE


class Finding(NamedTuple):
    """One place where a file breaks a rule.

    ``code`` is checkpatch's type name, ``path`` the file as the user knows it, ``span`` what to underline,
    ``message`` a sentence for people (real Unicode, not text view). ``check`` is the name of the check, of those that
    the type has, that found it.
    """

    code: str
    severity: Severity
    path: str
    span: Span
    message: str
    fix: Fix | None = None
    check: str = ""

    def further(self, shift: int) -> Finding:
        """The same so many bytes further down, and so is what its fix edits."""
        fix = self.fix and self.fix._replace(
            edits=tuple(edit(a + shift, b + shift, text) for (a, b), text in self.fix.edits)
        )
        return self._replace(span=Span(self.span.start + shift, self.span.end + shift), fix=fix)


def edit(start: int, end: int, text: str) -> Edit:
    """An :class:`Edit` from bare offsets."""
    return Edit(Span(start, end), text)


def replace(title: str, start: int, end: int, text: str, applicability: Applicability = SAFE) -> Fix:
    """A fix that replaces the bytes ``start`` to ``end`` by ``text``."""
    return Fix(title, (Edit(Span(start, end), text),), applicability)
