"""Patches are read whatever their provenance, without loss and without failing."""

from __future__ import annotations

import base64
import difflib
import pickle
import quopri
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pylint_kernel.patches.mail import Part
from pylint_kernel.patches.patch import FileDiff, Patch, looks_like_patch, split

HUNK = b"@@ -1,3 +1,4 @@ int f(void)\n int a;\n-int b;\n+int c;\n+int d;\n int e;\n"
GIT = b"diff --git a/f.c b/f.c\nindex 1111111..2222222 100644\n--- a/f.c\n+++ b/f.c\n" + HUNK
MAIL = (
    b"From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\n"
    b"From: =?UTF-8?q?J=C3=B6rg?= <joerg@example.org>\n"
    b"Date: Mon, 1 Jan 2024 00:00:00 +0000\n"
    b"Subject: [PATCH] demo: a subject that is so long that\n"
    b" it is folded\n"
    b"MIME-Version: 1.0\n"
    b"Content-Type: text/plain; charset=UTF-8\n"
    b"Content-Transfer-Encoding: 8bit\n"
    b"\n"
    b"Why it is done.\n"
    b"\n"
    b"Link: https://example.org/1\n"
    b"Signed-off-by: J\xc3\xb6rg <joerg@example.org>\n"
    b"Reviewed-by: A <a@example.org>\n"
    b"---\n"
    b" f.c | 3 ++-\n"
    b" 1 file changed, 2 insertions(+), 1 deletion(-)\n"
    b"\n" + GIT + b"-- \n2.39.5\n\n"
)


def only(data: bytes) -> FileDiff:
    patch = Patch(data)
    assert bytes(patch) == data
    assert not patch.damage
    (file,) = patch.files
    return file


def paths(data: bytes) -> list[tuple[str | None, str | None]]:
    return [(file.old_path, file.new_path) for file in Patch(data).files]


def what(data: bytes) -> list[tuple[int, str]]:
    patch = Patch(data)
    assert bytes(patch) == data
    return [(damage.line, damage.what) for damage in patch.damage]


# -- diffs


def test_git_diff() -> None:
    file = only(GIT)
    assert (file.old_name, file.new_name) == ("a/f.c", "b/f.c")
    assert (file.old_path, file.new_path) == ("f.c", "f.c")
    assert file.blobs == ("1111111", "2222222")
    assert file.mode == "100644"
    assert not any((file.is_new, file.is_deleted, file.is_renamed, file.binary, file.combined))
    assert file.fields["+++"].number == 4
    (hunk,) = file.hunks
    assert (hunk.number, hunk.old_start, hunk.old_count, hunk.new_start, hunk.new_count) == (5, 1, 3, 1, 4)
    assert hunk.heading == b"int f(void)"
    assert hunk.old == ([b"int a;", b"int b;", b"int e;"], True)
    assert hunk.new == ([b"int a;", b"int c;", b"int d;", b"int e;"], True)
    assert list(hunk.lines)[1] == ("-", b"int b;", 7)
    assert Patch(GIT).message is None


def test_counts_of_one_are_left_out() -> None:
    (hunk,) = only(b"--- a/f\n+++ b/f\n@@ -3 +3 @@\n-a\n+b\n").hunks
    assert (hunk.old_count, hunk.new_count) == (1, 1)
    assert hunk.new.lines == [b"b"]


def test_blank_lines_may_have_lost_their_marker() -> None:
    (hunk,) = only(b"--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n-a\n+b\n\n c\n").hunks
    assert hunk.new.lines == [b"b", b"", b"c"]


@pytest.mark.parametrize(
    ("body", "old", "new"),
    [
        (b" a\n-b\n\\ No newline at end of file\n+c\n", False, True),
        (b" a\n-b\n+c\n\\ No newline at end of file\n", True, False),
        (b" a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n", False, False),
        (b"-b\n+c\n a\n\\ No newline at end of file\n", False, False),
    ],
)
def test_no_newline_at_the_end(body: bytes, old: bool, new: bool) -> None:
    (hunk,) = only(b"--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n" + body).hunks
    assert (hunk.old.newline, hunk.new.newline) == (old, new)
    assert not hunk.trailing


def test_carriage_returns_stay() -> None:
    data = GIT.replace(b"\n", b"\r\n")
    (hunk,) = only(data).hunks
    assert hunk.heading == b"int f(void)"
    assert hunk.new.lines[0] == b"int a;\r"
    assert paths(data) == [("f.c", "f.c")]
    assert only(b"--- a/f\r\n+++ b/f\r\n@@ -1,2 +1,2 @@\r\n-a\r\n+b\r\n\r\n").hunks[0].new.lines == [b"b\r", b"\r"]


def test_removed_and_added_lines_that_look_like_headers() -> None:
    body = b"@@ -1,3 +1,3 @@\n a\n--- a/x\n+++ b/x\n b\n"
    assert only(b"--- a/f\n+++ b/f\n" + body).hunks[0].new.lines == [b"a", b"++ b/x", b"b"]


def test_new_deleted_renamed_and_modes() -> None:
    new = only(b"diff --git a/n.c b/n.c\nnew file mode 100755\nindex 0000000..2222222\n--- /dev/null\n+++ b/n.c\n"
               b"@@ -0,0 +1 @@\n+int a;\n")  # fmt: skip
    assert new.is_new
    assert (new.old_path, new.new_path, new.mode) == (None, "n.c", "100755")
    gone = only(b"diff --git a/n.c b/n.c\ndeleted file mode 100644\nindex 2222222..0000000\n--- a/n.c\n+++ /dev/null\n"
                b"@@ -1 +0,0 @@\n-int a;\n")  # fmt: skip
    assert gone.is_deleted
    assert (gone.old_path, gone.new_path) == ("n.c", None)
    moved = only(b"diff --git a/x y.c b/z.c\nsimilarity index 100%\nrename from x y.c\nrename to z.c\n")
    assert moved.is_renamed
    assert (moved.old_path, moved.new_path) == ("x y.c", "z.c")
    mode = only(b"diff --git a/s.sh b/s.sh\nold mode 100644\nnew mode 100755\n")
    assert (mode.new_path, mode.mode, mode.fields["new mode"].number) == ("s.sh", "100755", 3)
    empty = only(b"diff --git a/e.c b/e.c\nnew file mode 100644\nindex 0000000..e69de29\n")
    assert (empty.is_new, empty.old_path, empty.new_path) == (True, None, "e.c")


def test_binary_and_combined() -> None:
    binary = b"diff --git a/x.bin b/x.bin\nindex 1..2 100644\nBinary files a/x.bin and b/x.bin differ\n"
    literal = (
        b"diff --git a/x.bin b/x.bin\nindex 1111..2222\nGIT binary patch\nliteral 3\nKcmZQz\n\nliteral 0\nHcmV?d\n\n"
    )
    assert only(binary).binary
    assert only(literal).binary
    combined = only(
        b"diff --cc f.c\nindex 1111111,2222222..3333333\n--- a/f.c\n+++ b/f.c\n"
        b"@@@ -1,2 -1,2 +1,3 @@@\n  a\n +b\n+ c\n++d\n"
    )
    assert combined.combined
    assert (combined.new_path, combined.hunks) == ("f.c", [])


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b"--- a/d/f.c\n+++ b/d/f.c\n", ("d/f.c", "d/f.c")),
        (b"--- d/f.c\n+++ d/f.c\n", ("d/f.c", "d/f.c")),
        (b"--- linux.orig/d/f.c\t2024-01-01 00:00:00.0 +0000\n+++ linux/d/f.c\t2024-01-02\n", ("d/f.c", "d/f.c")),
        (b"--- d/f.c.orig 2024-01-01 00:00:00.0 +0000\n+++ d/f.c 2024-01-01 00:00:01\n", ("d/f.c.orig", "d/f.c")),
        (b"--- f.c.orig\tMon Jan  1 00:00:00 2024\n+++ f.c\n", ("f.c.orig", "f.c")),
        (b"--- i/d/f.c\n+++ w/d/f.c\n", ("d/f.c", "d/f.c")),
        (b"--- /dev/null\n+++ b/d/f.c\n", (None, "d/f.c")),
        (b"--- a/d/f.c\n+++ /dev/null\n", ("d/f.c", None)),
        (b"diff -Nru old/d/f.c new/d/f.c\n--- old/d/f.c\n+++ new/d/f.c\n", ("d/f.c", "d/f.c")),
        (b"Index: linux/f.c\n" + b"=" * 67 + b"\n--- linux.orig/f.c\n+++ linux/f.c\n", ("f.c", "f.c")),
        (b"diff --git f.c f.c\n--- f.c\n+++ f.c\n", ("f.c", "f.c")),
        (b"diff --git a/a b b/a b\n--- a/a b\t\n+++ b/a b\t\n", ("a b", "a b")),
        (b'diff --git "a/\\t\\303\\266\\"" "b/\\t\\303\\266\\""\n--- "a/\\t\\303\\266\\""\n+++ "b/\\t\\303\\266\\""\n',
         ('\tö"', '\tö"')),
        (b'diff --git a/f "b/\\303\\266"\nrename from f\nrename to "\\303\\266"\n', ("f", "ö")),
        (b"diff --git a/x/f.c b/y/g.c\n--- a/x/f.c\n+++ b/y/g.c\n", ("x/f.c", "y/g.c")),
        (b"--- a/\xff.c\n+++ b/\xff.c\n", ("\udcff.c", "\udcff.c")),
    ],
)  # fmt: skip
def test_names(header: bytes, expected: tuple[str | None, str | None]) -> None:
    assert paths(header + HUNK) == [expected]
    assert bytes(Patch(header + HUNK)) == header + HUNK
    assert Patch(header + HUNK).message is None


def test_a_new_file_shares_the_prefix_of_the_others() -> None:
    data = b"--- l.orig/f.c\n+++ l/f.c\n" + HUNK + b"--- /dev/null\n+++ l/n.c\n@@ -0,0 +1 @@\n+a\n"
    assert paths(data) == [("f.c", "f.c"), (None, "n.c")]


def test_several_files() -> None:
    second = GIT.replace(b"f.c", b"g.c")
    data = GIT + second + b"--- a/h.c\n+++ b/h.c\n" + HUNK
    patch = Patch(data)
    assert [file.new_path for file in patch.files] == ["f.c", "g.c", "h.c"]
    assert [file.number for file in patch.files] == [1, 11, 21]
    assert bytes(patch) == data


# -- damage


def test_short_hunk() -> None:
    short = GIT.replace(b" int e;\n", b"")
    assert what(short) == [(5, "the hunk is 1 line shorter than its header announces")]
    assert [line for line, _ in what(short + GIT)] == [5]
    assert [file.new_path for file in Patch(short + GIT).files] == ["f.c", "f.c"]
    plain = b"--- a/f.c\n+++ b/f.c\n" + HUNK.replace(b" int e;\n", b"").replace(b"-1,3 +1,4", b"-1,9 +1,9")
    (first, second) = Patch(plain + plain).files
    assert len(first.hunks) == len(second.hunks) == 1
    assert first.hunks[0].new.lines == [b"int a;", b"int c;", b"int d;"]


def test_short_hunk_before_a_signature() -> None:
    data = GIT.replace(b"1,3 +1,4", b"1,5 +1,6") + b"-- \n2.39.5\n"
    assert what(data) == [(5, "the hunk is 2 lines shorter than its header announces")]
    assert Patch(data).files[0].hunks[0].new.lines == [b"int a;", b"int c;", b"int d;", b"int e;"]


def test_long_hunk() -> None:
    assert what(GIT + b"+one more\n") == [(11, "the hunk is longer than its header announces")]
    assert [line for line, _ in what(GIT.replace(b"-1,3 +1,4", b"-1,5 +1,2"))] == [5]


def test_garbage_in_a_hunk() -> None:
    data = GIT.replace(b"+int d;\n", b"+int d;\nwrapped by the mailer\nagain\n")
    assert what(data) == [(10, "this line in the middle of a hunk is no part of it")]
    hunk = Patch(data).files[0].hunks[0]
    assert hunk.new.lines == [b"int a;", b"int c;", b"int d;", b"int e;"]
    assert hunk.markers == b" -++?? "


def test_only_a_bare_carriage_return_is_a_blank_line() -> None:
    data = GIT.replace(b"+int d;\n", b"+int d;\n\rwords\n")
    assert [line for line, _ in what(data)] == [10]


def test_hunk_without_a_file() -> None:
    assert what(HUNK) == [(1, "there is no header of a file before the hunk")]
    assert paths(HUNK) == [(None, None)]
    assert not what(b"A text about diffs.\n\n" + HUNK)


def test_header_without_a_hunk() -> None:
    for header in (b"--- a/f\n+++ b/f\n", b"diff --git a/f b/f\n--- a/f\n+++ b/f\n"):
        assert [text for _, text in what(header)] == ["there is no hunk after the header of the file"]


def test_lines_that_belong_to_nothing_are_kept() -> None:
    data = b"\n" + GIT + b"\nsome words\n\n" + b"diff --git a/m b/m\nold mode 100644\nnew mode 100755\nwords\n" + GIT
    patch = Patch(data)
    assert bytes(patch) == data
    assert patch.files[0].hunks[0].trailing == [b"", b"some words", b""]
    assert patch.files[1].header[-1] == b"words"
    assert patch.message is None


# -- messages


def test_mail() -> None:
    patch = Patch(MAIL)
    assert bytes(patch) == MAIL
    assert not patch.damage
    message = patch.message
    assert message
    assert message.subject == "[PATCH] demo: a subject that is so long that it is folded"
    assert message.author == "Jörg <joerg@example.org>".encode().decode("latin-1")
    assert message.charset == "utf-8"
    assert message.commit == "0123456789abcdef0123456789abcdef01234567"
    assert message.header("MIME-VERSION") == "1.0"
    assert [header.number for header in message.headers] == [2, 3, 4, 6, 7, 8]
    assert [line.text for line in message.log] == ["Why it is done.", "", "Link: https://example.org/1"]
    assert [line.text[:4] for line in message.trailers] == ["Sign", "Revi"]
    assert message.notes[0].text == "---"
    assert [(tag.name, tag.line.number) for tag in message.tags] == [
        ("Link", 12), ("Signed-off-by", 13), ("Reviewed-by", 14)
    ]  # fmt: skip
    text = MAIL.decode("latin-1")
    lines = text.split("\n")
    for line in message.lines:
        assert line.offset is not None
        assert text[line.offset : line.offset + len(line.text)] == line.text == lines[line.number - 1]


def test_places_in_a_mail_with_carriage_returns() -> None:
    message = Patch(MAIL.replace(b"\n", b"\r\n")).message
    assert message
    seen = MAIL.decode("latin-1")
    for line in message.lines:
        assert line.offset is not None
        assert seen[line.offset : line.offset + len(line.text)] == line.text
    assert message.subject.endswith("it is folded")
    assert message.trailers


def test_author_in_the_message() -> None:
    message = Patch(b"From: list\nSubject: s\n\nFrom: A <a@example.org>\n\nText.\n" + GIT).message
    assert message
    assert message.author == "A <a@example.org>"


def test_git_show() -> None:
    data = (
        b"commit 0123456789abcdef0123456789abcdef01234567 (HEAD -> main)\nAuthor: A <a@example.org>\nDate:   now\n\n"
        b"    demo: subject\n    \n    Text: a\n      b\n    Signed-off-by: A <a@example.org>\n\n" + GIT
    )
    patch = Patch(data)
    assert bytes(patch) == data
    message = patch.message
    assert message
    assert (message.subject, message.author) == ("demo: subject", "A <a@example.org>")
    assert message.commit == "0123456789abcdef0123456789abcdef01234567"
    assert [line.text for line in message.log] == ["demo: subject", "", "Text: a", "  b"]
    assert message.trailers[0].offset == data.index(b"Signed")
    assert len(patch.files) == 1


def test_git_log() -> None:
    one = b"commit %s\nAuthor: A <a@example.org>\nDate:   now\n\n    demo: %d\n\n%s\n"
    data = b"".join(one % (b"%040x" % number, number, GIT) for number in range(3))
    parts = list(split(data))
    assert b"".join(part for _, part in parts) == data
    assert [number for number, _ in parts] == [1, 18, 35]
    patches = [Patch(part, number) for number, part in parts]
    assert [patch.message.subject for patch in patches if patch.message] == ["demo: 0", "demo: 1", "demo: 2"]
    assert patches[1].files[0].number == 24


def test_mailbox() -> None:
    lore = MAIL.replace(b"From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001",
                        b"From mboxrd@z Thu Jan  1 00:00:00 1970")  # fmt: skip
    data = MAIL + lore + MAIL
    assert [(number, part) for number, part in split(data)] == [(1, MAIL), (32, lore), (63, MAIL)]
    (patch,) = (Patch(part, number) for number, part in split(b"\n" + MAIL))
    assert patch.message
    assert patch.message.headers[0].number == 3
    prose = MAIL.replace(b"Why it", b"From a mail of Jan 1 00:00:00 2001\nWhy it")
    assert len(list(split(prose))) == 1
    assert list(split(b"")) == [(1, b"")]


def test_commit_in_the_text_of_a_backport() -> None:
    data = MAIL.replace(b"Why it", b"commit 0123456789abcdef0123456789abcdef01234567 upstream.\nWhy it")
    assert len(list(split(data))) == 1


@pytest.mark.parametrize(
    "head",
    [
        (
            b"Description: short one\n A longer text\n .\n of lines.\nAuthor: A <a@example.org>\n"
            b"Last-Update: 2024-01-01\n---\nThis patch header follows DEP-3\n"
        ),
        b"From: A <a@example.org>\nSubject: short one\n\nText\n\nSigned-off-by: A <a@example.org>\n---\n f.c | 3 ++-\n",
        b"short one\n\nText: really\n\nSigned-off-by: A <a@example.org>\n",
    ],
)
def test_quilt_and_debian(head: bytes) -> None:
    data = head + b"Index: l/f.c\n" + b"=" * 67 + b"\n--- l.orig/f.c\n+++ l/f.c\n" + HUNK
    patch = Patch(data)
    assert bytes(patch) == data
    assert patch.message
    assert patch.message.subject == "short one"
    assert "Index" not in "".join(line.text for line in patch.message.lines)
    assert paths(data) == [("f.c", "f.c")]


def encoded_mail(encoding: bytes, body: bytes, kind: bytes = b"text/plain; charset=UTF-8") -> bytes:
    return (
        b"From: A <a@example.org>\nSubject: s\nContent-Type: " + kind + b"\n"
        b"Content-Transfer-Encoding: " + encoding + b"\n\n" + body
    )


LONG = GIT.replace(b"int d;", b"int d = " + b"1 + " * 40 + b"\xc3\xb6;")
TEXT = b"Why?\n\nSigned-off-by: A <a@example.org>\n---\n" + LONG


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_encoded_mails(newline: bytes) -> None:
    text = TEXT.replace(b"\n", newline)
    for encoding, body in (
        (b"base64", base64.encodebytes(text)),
        (b"quoted-printable", quopri.encodestring(TEXT).replace(b"\n", newline)),
    ):
        data = encoded_mail(encoding, body)
        patch = Patch(data, 10)
        assert bytes(patch) == data
        assert not patch.damage
        assert patch.message
        assert [line.text for line in patch.message.log] == ["Why?", ""]
        assert patch.message.log[0].number == 15
        assert patch.message.log[0].offset is None
        (hunk,) = patch.files[0].hunks
        assert hunk.new.lines[2].endswith("ö;".encode())
        last = data.count(b"\n") + 9
        assert patch.message.log[0].number < hunk.number < hunk.numbers[-1] <= last


def test_quoted_printable_numbers() -> None:
    data = encoded_mail(b"quoted-printable", quopri.encodestring(TEXT))
    hunk = Patch(data).files[0].hunks[0]
    lines = data.split(b"\n")
    assert lines[hunk.number - 1].startswith(b"@@")
    assert lines[hunk.numbers[-1] - 1] == b" int e;"
    assert lines[hunk.numbers[3] - 1].startswith(b"+int d")


def test_multipart() -> None:
    parts = (
        b"--x\nContent-Type: text/plain\n\nWhy?\n--x\nContent-Type: text/html\n\n<b>no</b>\n"
        b"--x\nContent-Type: text/x-patch; name=f.patch\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(GIT) + b"--x--\nfooter\n"
    )  # fmt: skip
    patch = Patch(encoded_mail(b"7bit", parts, b'multipart/mixed;\n boundary="x"'))
    assert patch.message
    assert patch.message.log[0].text == "Why?"
    assert "<b>" not in "".join(line.text for line in patch.message.lines)
    assert patch.files[0].hunks[0].new.lines[2] == b"int d;"


@pytest.mark.parametrize(
    "value",
    [b"=?utf-8?b?!!?=", b"=?nonsense?q?x?=", b"=?utf-8?q?=ff?=", b"=?utf-16?b?AAA?= \xff", b"=?", b"=?hex?q?x?="],
)
def test_headers_that_cannot_be_decoded(value: bytes) -> None:
    message = Patch(b"From: x\nSubject: " + value + b"\n\n").message
    assert message
    assert isinstance(message.subject, str)


def test_parts_of_a_message() -> None:
    message = Patch(b"From: A\nSubject: s\n\na\n  signed-off-BY: A\nb\n---\nSigned-off-by: B\n").message
    assert message
    assert [line.part for line in message.lines][:5] == [
        Part.LOG, Part.TRAILERS, Part.TRAILERS, Part.NOTES, Part.NOTES
    ]  # fmt: skip


# -- recognition


@pytest.mark.parametrize(
    "data",
    [GIT, MAIL, HUNK, b"--- a\n+++ b\n" + HUNK, b"commit " + b"0" * 40 + b"\nAuthor: A\n", GIT.replace(b"\n", b"\r\n"),
     b"From: A <a@example.org>\nSubject: no diff\n\nText\n", b"diff --cc f.c\n", b"text\n\ndiff --git a/f b/f\n"],
)  # fmt: skip
def test_looks_like_patch(data: bytes) -> None:
    assert looks_like_patch(data)


@pytest.mark.parametrize(
    "data",
    [b"", b"int a;\n", b"/* --- a\n+++ b\n */\n", b"word: another\n", b"From here to there\n", b"\0" * 100,
     b"config X\n\tbool\n", b"--- a\n+++ b\n"],
)  # fmt: skip
def test_does_not_look_like_patch(data: bytes) -> None:
    assert not looks_like_patch(data)


# -- properties

LINES = st.lists(
    st.sampled_from(
        [
            b"diff --git a/f b/f", b"diff --git a/f", b"diff --cc f", b"index 12345..67890 100644", b"new file mode 1",
            b"--- a/f", b"+++ b/f", b"--- /dev/null", b"+++ ", b"@@ -1,3 +1,4 @@ x", b"@@ -1 +1 @@", b"@@ -0,0 +1,2 @@",
            b"@@ -1,2 +0,0 @@", b"@@ -1,999999999 +1 @@", b"@@@ -1 -1 +1 @@@", b" a", b"-a", b"+a", b"", b"\r", b"\\ N",
            b"text", b"From: A", b"Subject: =?utf-8?q?x?=", b"commit " + b"1" * 40, b"---", b"-- ", b"Signed-off-by: A",
            b"From x Mon Sep 17 00:00:00 2001", b"Content-Transfer-Encoding: base64", b"rename from a", b"Index: f",
            b"Content-Transfer-Encoding: quoted-printable", b"Content-Type: multipart/mixed; boundary=x", b"--x", b"=",
            b"Binary files a and b differ", b"GIT binary patch", b"rename to b", b"deleted file mode 100644", b"=====",
        ]
    ),
    max_size=40,
)  # fmt: skip


def survives(data: bytes) -> None:
    """Everything that can be asked of a patch gives an answer, and nothing is lost."""
    parts = list(split(data))
    assert b"".join(part for _, part in parts) == data
    for number, part in parts:
        patch = Patch(part, number)
        assert bytes(patch) == part
        for file in patch.files:
            assert isinstance(file.mode, str | None)
            assert isinstance(file.blobs, tuple | None)
            for hunk in file.hunks:
                assert len(hunk.body) == len(hunk.markers) == len(hunk.numbers) == len(list(hunk.lines))
                assert hunk.old.newline in (True, False)
                assert len(hunk.new.lines) <= len(hunk.body)
        if patch.message:
            assert isinstance(patch.message.subject, str)
            assert isinstance(patch.message.author, str | None)
            assert isinstance(patch.message.tags, list)
        assert bytes(pickle.loads(pickle.dumps(patch))) == part
    looks_like_patch(data)


@given(st.binary())
def test_any_bytes(data: bytes) -> None:
    survives(data)


@given(LINES, st.sampled_from([b"\n", b"\r\n"]), st.booleans())
def test_any_lines(lines: list[bytes], newline: bytes, end: bool) -> None:
    survives(newline.join(lines) + newline * end)


@given(st.data())
def test_cut_anywhere(data: st.DataObject) -> None:
    whole = MAIL + GIT
    survives(whole[: data.draw(st.integers(0, len(whole)))])


SOURCE = st.lists(
    st.sampled_from(["a\n", "b\n", "\n", "-\n", "- a/f\n", "+ b/f\n", "@@ -1 +1 @@\n", "\\\n"]), max_size=30
)


@given(SOURCE, SOURCE, st.integers(0, 4))
def test_generated_diffs(old: list[str], new: list[str], context: int) -> None:
    diff = "".join(difflib.unified_diff(old, new, "a/f", "b/f", n=context)).encode()
    patch = Patch(diff)
    assert bytes(patch) == diff
    assert not patch.damage
    if not diff:
        assert not patch.files
        return
    (file,) = patch.files
    for hunk in file.hunks:
        first, last = hunk.new_start - (hunk.new_count > 0), hunk.new_start - (hunk.new_count > 0) + hunk.new_count
        assert hunk.new.lines == [line.rstrip("\n").encode() for line in new[first:last]]
        assert len(hunk.new.lines) == hunk.new_count
        assert len(hunk.old.lines) == hunk.old_count


# -- speed


@pytest.mark.parametrize(
    "data",
    [
        b"@@ -1,999999999 +1,999999999 @@\n" * 50_000,
        b"--- a/f\n+++ b/f\n" + b"@@ -1,100000 +1,100000 @@\n" * 50_000,
        b"text\n" + b"@@ -1 +1 @@\n" * 50_000,
        b"From " + b"00:00x" * 100_000,
        b"Subject: " + b" " * 500_000 + b"x\nFrom: a\n" + b"=?a?q?" * 50_000,
        b"diff --git " + b"a " * 200_000 + b'"\n',
        b"--- " + b" " * 500_000 + b"x\n+++ b\n@@ -1 +1 @@\n-a\n+b\n",
        b"\n" * 500_000,
        b"From: a\nSubject: b\nContent-Transfer-Encoding: base64\n\n" + b"QUFB" * 200_000,
        b"From: a\nSubject: b\nContent-Transfer-Encoding: quoted-printable\n\n" + b"=\n" * 200_000,
    ],
    ids=range(10),
)
def test_linear(data: bytes) -> None:
    start = time.process_time()
    survives(data)
    assert time.process_time() - start < 5
