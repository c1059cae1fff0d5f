"""Patch files and mailboxes written anew with their fixes: the message with its statistics, and the
hunks of every file that was fixed.
"""

from __future__ import annotations

from typing import NamedTuple

from pylint_kernel.checking.runner import Target
from pylint_kernel.fixes.rewrite import Rewrite
from pylint_kernel.patches.diff import FileDiff, Hunk
from pylint_kernel.patches.diffstat import recounted
from pylint_kernel.patches.patch import Patch
from pylint_kernel.patches.recut import Change, changes, recut, replaced, without_empty


class Written(NamedTuple):
    """A whole patch file or mailbox before and after; ``origin`` is the file on disk, None for standard input."""

    origin: str | None
    before: bytes
    after: bytes


class PatchWriter:
    """The patches of one input, put together from what became of their parts, which come in order.

    What a fix reaches out of, and a mail of several parts, stay as they are.
    """

    def __init__(self, origin: str | None) -> None:
        self.origin = origin
        self.before: list[bytes] = []
        self.after: list[bytes] = []
        self.patch = Patch(b"")
        #: What the patch did to its files before.
        self.files: list[FileDiff] = []
        self.is_changed = False

    def add(self, fixed: Rewrite) -> bool:
        """Take the next part; whether its fixes, if there are any, are in the patch now."""
        target = fixed.target
        is_message = target.mail is not None
        if is_message:
            assert target.data is not None
            self.end()
            self.before.append(target.data)
            self.patch = Patch(target.data, target.first_line)
            self.files = list(self.patch.files)
        if fixed.after == fixed.before:
            return True
        if not self.patch.can_be_rewritten:
            return False
        if is_message:
            self.patch.preamble = Patch(fixed.after).preamble
        elif not put(self.patch, target, fixed):
            return False
        self.is_changed = True
        return True

    def end(self) -> None:
        """Write the patch that is complete now."""
        if len(self.after) == len(self.before):
            return
        after = self.before[-1]
        if self.is_changed:
            self.patch.files = list(map(without_empty, self.patch.files))
            self.patch.preamble = recounted(self.patch.preamble, self.files, self.patch.files)
            after = self.patch.rewritten() or after
        self.after.append(after)
        self.is_changed = False

    def written(self) -> Written:
        """The whole input, before and after."""
        self.end()
        return Written(self.origin, b"".join(self.before), b"".join(self.after))


def put(patch: Patch, target: Target, fixed: Rewrite) -> bool:
    """Put a fixed file, or a fixed hunk, into its patch; whether that can be done."""
    assert target.part is not None
    number, only, _ = target.part
    assert number is not None
    diff = patch.files[number]
    new = cut(diff.hunks if only is None else [diff.hunks[only]], target, fixed)
    if new is None:
        return False
    cuts = {(only or 0) + at: hunk for at, hunk in new.items()}
    patch.files[number] = replaced(diff, cuts, fixed.after if only is None else None)
    return True


def cut(hunks: list[Hunk], target: Target, fixed: Rewrite) -> dict[int, Hunk] | None:
    """The hunks of a file that fixes have changed, by their number; None if a fix changes something outside of them."""
    assert target.patch_lines is not None
    old, new = fixed.before.split(b"\n"), fixed.after.split(b"\n")
    rows = {number: row - target.first_line for row, number in target.patch_lines.items()}
    waiting = changes(old, new)
    found: dict[int, Hunk] = {}
    gained = 0
    for at, hunk in enumerate(hunks):
        own = sorted(rows[number] for number in hunk.numbers if number in rows)
        first, last = (own[0], own[-1] + 1) if own else (0, 0)
        inside: list[Change] = []
        while own and waiting and first <= waiting[0].start and waiting[0].end <= last:
            inside.append(waiting.pop(0))
        grown = sum((one.new_end - one.new_start) - (one.end - one.start) for one in inside)
        if inside:
            again = recut(hunk, new[first + gained : last + gained + grown])
            if again is None:
                return None
            found[at] = again
        gained += grown
    return None if waiting else found
