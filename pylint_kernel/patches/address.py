"""The addresses of tags: ``A Person (comment) <person@example.org> # rest`` taken apart and put together again.

All text is text view.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pylint_kernel.lazy import Pattern

BRACKETED = Pattern(r"([^<]*)<([^<>\s]*@[^<>\s]*)>(.*)", re.DOTALL)
BARE = Pattern(r"([^\s<>]+@[^\s<>]+)(?:\s(.*))?", re.DOTALL)
PARENTHESISED = Pattern(r"\([^()]*\)")
BLANKS = Pattern(r"\s+")
SUBADDRESS = Pattern(r"\+[^@]*(?=@)")


class Address(NamedTuple):
    """``name`` without quotes and comments, ``comments`` those of the name, ``mail`` the address, ``rest`` what
    follows it."""

    name: str
    comments: tuple[str, ...]
    mail: str
    rest: str

    @property
    def clean_mail(self) -> str:
        """The address without a comment in it and without punctuation at its end."""
        return PARENTHESISED.sub("", self.mail).rstrip('.,"')

    def __str__(self) -> str:
        name = " ".join([self.name, *self.comments]).strip()
        text = f"{name} <{self.mail}>" if name else self.mail
        return f"{text} {self.rest}".strip()

    def same_mail(self, other: Address) -> bool:
        """Whether both have the same mail address; case does not matter there."""
        return self.mail.lower() == other.mail.lower()

    def same_mailbox(self, other: Address) -> bool:
        """As :meth:`same_mail`, without regard to a ``+detail`` in the address."""
        one, two = (SUBADDRESS.sub("", address.mail.lower()) for address in (self, other))
        return one == two

    def same_name(self, other: Address) -> bool:
        """Whether both have the same name."""
        return self.name == other.name


def parse(text: str) -> Address | None:
    """The parts of a tag's value; None if there is no address, or a name before an address without brackets."""
    text = text.strip()
    if found := BRACKETED.fullmatch(text):
        comments = tuple(PARENTHESISED.findall(found[1]))
        name = BLANKS.sub(" ", PARENTHESISED.sub("", found[1])).strip().strip('"').strip()
        return Address(name, comments, found[2], found[3].strip())
    if found := BARE.fullmatch(text):
        return Address("", (), found[1], (found[2] or "").strip())
    return None
