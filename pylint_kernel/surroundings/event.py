"""What started a pipeline, in words that are the same for all services: which commits are to be looked at."""

from __future__ import annotations

from typing import NamedTuple

from pylint_kernel.lazy import Pattern

ID = Pattern(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class EventError(Exception):
    """What the service says of the event cannot be used; the text says why."""


class Event(NamedTuple):
    """What a pipeline was started for.

    ``head``: the commit to look at; empty if there is nothing to look at, and then ``reason`` says why. ``known``:
    commits that are not to be looked at, nor are those that lead to them. ``default``: the branch whose commits are
    known as well; empty if there is none. ``has_changes``: whether it is about commits, not about the files as they
    are. ``number``: that of the pull request. ``trusted``: the only commit that may be checked out, because what
    strangers propose is looked at with the rights of the repository.
    """

    head: str = ""
    known: tuple[str, ...] = ()
    default: str = ""
    has_changes: bool = True
    number: int = 0
    trusted: str = ""
    reason: str = ""


def commit(value: object, what: str) -> str:
    """The full id of a commit, as the event gives it for ``what``; raises :class:`EventError` if it is none."""
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise EventError(f"{what} is not the id of a commit: {value!r}")
    return value


def is_nothing(number: str) -> bool:
    """Whether an id is the one, all zeros, that stands where there is no commit."""
    return not number.strip("0")


def push(before: str, after: str, branch: str, default: str) -> Event:
    """The push of a branch (empty: of a tag); ``before`` and ``after`` are the commits that it led to.

    What is in the default branch is not new in another one, whether it was merged or the branch begins there. Of a
    default branch that is pushed for the first time, only the last commit is looked at.
    """
    if is_nothing(after):
        return Event(reason="the branch or tag was deleted")
    known = () if is_nothing(before) else (before,)
    return Event(after, known, default if branch != default else "")
