"""Hunks cut anew: they lead from the same old lines to the new ones, and say so in their headers."""

from __future__ import annotations

from difflib import unified_diff
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pylint_kernel.patches.patch import Patch
from pylint_kernel.patches.postimage import join
from pylint_kernel.patches.recut import recut, replaced, without_empty

LINES = st.lists(st.sampled_from([b"", b"a", b"b", b"c", b"\td", b"}"]), max_size=12)


def diff(old: list[bytes], new: list[bytes], context: int = 3) -> bytes:
    """A diff from one content to another."""
    before, after = ([line.decode() for line in lines] for lines in (old, new))
    lines = unified_diff(before, after, "a/x", "b/x", lineterm="", n=context)
    return "".join(f"{line}\n" for line in lines).encode()


@given(LINES, LINES, LINES)
def test_a_hunk_leads_from_the_same_lines_to_other_ones(old: list[bytes], new: list[bytes], other: list[bytes]) -> None:
    patch = Patch(diff(old, new, context=20))
    for file in patch.files:
        (hunk,) = file.hunks
        again = recut(hunk, other)
        assert again is not None
        assert (again.old.lines, again.new.lines) == (hunk.old.lines, other)
        assert (again.old_count, again.new_count) == (len(hunk.old.lines), len(other))
        # What a reader of the text finds is the same.
        text = b"\n".join([*file.header, again.header, *again.body, b""])
        (read,) = Patch(text).files[0].hunks
        assert (read.old.lines, read.new.lines, Patch(text).damage) == (again.old.lines, other, [])


@given(LINES, LINES)
def test_the_same_lines_make_the_same_hunk(old: list[bytes], new: list[bytes]) -> None:
    for file in Patch(diff(old, new)).files:
        for hunk in file.hunks:
            assert recut(hunk, hunk.new.lines) == hunk


def test_hunks_below_move() -> None:
    old = [b"%d" % number for number in range(40)]
    new = [*old[:5], b"more", *old[5:30], *old[31:]]
    file = Patch(diff(old, new)).files[0]
    first = recut(file.hunks[0], [*file.hunks[0].new.lines, b"and more", b"and more"])
    assert first is not None
    changed = replaced(file, {0: first}, None)
    assert [hunk.header for hunk in changed.hunks] == [b"@@ -3,6 +3,9 @@", b"@@ -28,7 +31,6 @@"]
    assert [later.new_start - earlier.new_start for earlier, later in pairwise(changed.hunks)] == [28]


def test_what_changes_nothing_any_more_is_left_out() -> None:
    old = [b"%d" % number for number in range(40)]
    new = [*old[:5], b"more", *old[5:30], *old[31:]]
    data = b"diff --git a/x b/x\nindex 1234567..89abcde 100644\n" + diff(old, new) + b"-- \n2.39\n"
    file = Patch(data).files[0]
    back = {number: recut(hunk, hunk.old.lines) for number, hunk in enumerate(file.hunks)}
    both = {number: hunk for number, hunk in back.items() if hunk}
    left = without_empty(replaced(file, {0: both[0]}, join(new, newline=True)))
    assert [hunk.header for hunk in left.hunks] == [b"@@ -28,7 +28,6 @@"]
    nothing = without_empty(replaced(file, both, None))
    assert (nothing.header, nothing.hunks) == ([b"-- ", b"2.39"], [])


def test_the_index_line_names_the_content() -> None:
    file = Patch(b"diff --git a/x b/x\nindex 1234567..89abcde 100644\n" + diff([b"a"], [b"b"])).files[0]
    # git hash-object tells.
    assert replaced(file, {}, b"b\n").header[1] == b"index 1234567..6178079 100644"
    assert [line[:5] for line in replaced(file, {}, None).header] == [b"diff ", b"--- a", b"+++ b"]


def test_a_file_that_ends_without_newline_still_does() -> None:
    hunk = Patch(b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file\n").files[0].hunks[0]
    again = recut(hunk, [b"c"])
    assert again is not None
    assert again.body == [b"-a", b"+c", b"\\ No newline at end of file"]
