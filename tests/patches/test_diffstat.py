"""The statistics of a mail, counted anew."""

from __future__ import annotations

import pytest

from pylint_kernel.patches.diffstat import Count, drawn, recounted, total
from pylint_kernel.patches.patch import Patch

MAIL = b"""\
Subject: [PATCH] ponds: let them be

There is no need:
 2 files changed, that is all

---
 few.c |   3 +++
 old.c | Bin 0 -> 2 bytes
 two.c |   2 +-
 3 files changed, 4 insertions(+), 1 deletion(-)
 create mode 100644 few.c

diff --git a/few.c b/few.c
new file mode 100644
--- /dev/null
+++ b/few.c
@@ -0,0 +1,3 @@
+a
+b
+c
diff --git a/old.c b/old.c
index 1..2 100644
GIT binary patch
literal 2
JcmZSJ00031

diff --git a/two.c b/two.c
--- a/two.c
+++ b/two.c
@@ -1 +1 @@
-a
+b
"""


def changed(mail: bytes, old: bytes, new: bytes) -> bytes:
    """The statistics of a mail after its diff has changed."""
    before, after = Patch(mail), Patch(mail.replace(old, new))
    return b"\n".join(recounted(before.preamble, before.files, after.files))


def test_counts_and_what_is_drawn() -> None:
    found = changed(MAIL, b"+1,3 @@\n+a\n+b\n+c\n", b"+1,5 @@\n+a\n+b\n+c\n+d\n+e\n")
    assert b" few.c |   5 +++++\n old.c | Bin 0 -> 2 bytes\n two.c |   2 +-\n" in found
    assert b" 3 files changed, 6 insertions(+), 1 deletion(-)\n create mode 100644 few.c" in found
    assert b" 2 files changed, that is all\n" in found


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"few.c |   3", b"few.c |   4"), (b" 4 insert", b" 5 insert"), (b" few.c |   3 +++\n", b""),
     (b" two.c |", b" two.c :")],
)  # fmt: skip
def test_what_is_about_something_else_stays(old: bytes, new: bytes) -> None:
    mail = MAIL.replace(old, new)
    assert changed(mail, b"+1,3 @@\n+a\n", b"+1,2 @@\n") == b"\n".join(Patch(mail).preamble)


def test_nothing_to_count() -> None:
    patch = Patch(MAIL.partition(b"---\n")[0])
    assert recounted(patch.preamble, [], []) == patch.preamble


@pytest.mark.parametrize(
    ("count", "room", "widest", "expected"),
    [
        ((3, 2), 10, 5, b"+++--"),
        ((0, 0), 10, 5, b""),
        ((90, 10), 10, 100, b"+++++++++-"),
        ((1, 1), 10, 1000, b"+-"),
        ((1, 0), 10, 1000, b"+"),
    ],
)
def test_to_scale(count: tuple[int, int], room: int, widest: int, expected: bytes) -> None:
    assert drawn(Count(*count), room, widest) == expected


def test_totals() -> None:
    assert total([Count(1, 0)]) == b" 1 file changed, 1 insertion(+)"
    assert total([Count(0, 2), Count(0, 0)]) == b" 2 files changed, 2 deletions(-)"
    assert total([Count(0, 0)]) == b" 1 file changed, 0 insertions(+), 0 deletions(-)"
