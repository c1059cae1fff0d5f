"""A planned series made real: as commits, which a branch may lead to, and as mails for ``git send-email``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pylint_kernel.fixes.series import Patch
from pylint_kernel.surroundings import git
from pylint_kernel.surroundings.git import Error, Repository
from pylint_kernel.surroundings.maintainers import People
from pylint_kernel.surroundings.scratch import Entry, Scratch

SUBJECT, BLURB = b"*** SUBJECT HERE ***", b"*** BLURB HERE ***"
#: Whatever the user's configuration says of these; prefix, signature and threading are the user's.
MAILS = ("--no-attach", "--no-to", "--no-cc", "--no-signoff", "--no-notes", "--suffix=.patch")

#: Tells who a patch goes to, by its number from 1; the letter before them has number 0.
Recipients = Callable[[int], People]


def check_folder(folder: str) -> None:
    """Raise :class:`git.Error` if patches of another series are in a folder, OSError if it cannot be read."""
    if os.path.exists(folder) and any(name.endswith(".patch") for name in os.listdir(folder)):
        raise Error(f"{folder}: there are patches already: name another directory")


class Published(NamedTuple):
    """A commit of a series, and one on top of it that takes everything back, to look at what was there before."""

    id: str
    opposite: str


def commit(repository: Repository, base: str, patches: Iterable[Patch], modes: dict[str, str]) -> list[Published]:
    """Write the patches as commits on ``base``. ``modes``: those of the files, by path.

    Raises :class:`git.Error`, for example if git does not know who the user is.
    """
    done: list[Published] = []
    with Scratch(repository) as scratch:
        scratch.read(base)
        tip, tree = base, scratch.tree({})
        author, committer = repository.identity("AUTHOR"), repository.identity("COMMITTER")
        signature = b"\n\nSigned-off-by: " + committer[: committer.rindex(b">") + 1] + b"\n"
        for patch in patches:
            entries: dict[str, Entry | None] = {
                path: Entry(modes[path], scratch.blob(step.after)) for path, step in patch.changes
            }
            message = f"{patch.subject}\n\n{patch.body}".encode("utf-8", "surrogateescape") + signature
            before, tree = tree, scratch.tree(entries)
            tip = scratch.commit(tree, tip, author, committer, message)
            done.append(Published(tip, scratch.commit(before, tip, author, committer, message)))
    return done


def mail(
    repository: Repository,
    base: str,
    tip: str,
    folder: str,
    letter: tuple[str, str] | None,
    recipients: Recipients,
) -> list[str]:
    """Write the commits behind ``base`` up to ``tip`` as mails into a folder; their names.

    ``letter``: subject and text of a letter before them. Raises :class:`git.Error` and OSError.
    """
    os.makedirs(folder, exist_ok=True)
    cover = "--cover-letter" if letter else "--no-cover-letter"
    arguments = ["format-patch", *git.PLAIN_DIFF, *MAILS, cover, f"--base={base}", "-o", os.path.abspath(folder)]
    output = git.run([*arguments, f"{base}..{tip}", "--"], repository.root)
    names = [os.path.join(folder, os.path.basename(os.fsdecode(line))) for line in output.splitlines()]
    for number, name in enumerate(names, 0 if letter else 1):
        with open(name, "rb") as stream:
            content = stream.read()
        head, gap, rest = content.partition(b"\n\n")
        if letter and number == 0:
            subject, text = (part.encode("utf-8", "surrogateescape") for part in letter)
            head, rest = head.replace(SUBJECT, subject), rest.replace(BLURB, text, 1)
        with open(name, "wb") as stream:
            stream.write(head + addressed(recipients(number)) + gap + rest)
    return names


def addressed(people: People) -> bytes:
    """The lines of a mail's head that say who it goes to;."""
    lines = b""
    for name, several in (("To", people.to), ("Cc", people.copies)):
        if addresses := list(filter(None, map(address, several))):
            lines += f"\n{name}: {(',' + chr(10) + '    ').join(addresses)}".encode()
    return lines


def address(value: str) -> str:
    """An address of ``MAINTAINERS``, in text view, as a mail's head has it; empty if it is none."""
    from email.utils import formataddr, parseaddr

    text = value.encode("latin-1", "replace").decode("utf-8", "replace")
    name, mailbox = parseaddr("".join(letter for letter in text if letter.isprintable()))
    if "@" not in mailbox or not mailbox.isascii():
        return ""
    return formataddr((name, mailbox), "utf-8")
