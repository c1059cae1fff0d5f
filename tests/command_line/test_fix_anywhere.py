"""Fixes outside of files on disk: standard input, patch files, mailboxes, mails in a transfer encoding."""

from __future__ import annotations

import binascii
import quopri
from pathlib import Path

import pytest

from tests.command_line.test_cli import BAD, FIXED, GOOD, git, kcheck, own_home, place

__all__ = ["own_home", "place"]

ADDED = b"\nint add(int a,int b)\n{\n\treturn a+b ;\n}\n"
REPAIRED = b"\nint add(int a, int b)\n{\n\treturn a + b;\n}\n"


@pytest.fixture
def series(place: Path) -> bytes:
    """Two commits on top of a repository's first one, as a mailbox; the worktree is at the first one."""
    git("init", "-q")
    git("add", "good.c")
    git("commit", "-qm", "Start")
    for number, name in enumerate(("good.c", "other.c")):
        (place / name).write_bytes(GOOD + ADDED)
        git("add", name)
        git("commit", "-qm", f"drivers: take step {number}\n\nTake it, because the one before has been taken, too.\n")
    mails = git("format-patch", "--stdout", "HEAD~2")
    git("reset", "-q", "--hard", "HEAD~2")
    (place / "series.mbox").write_bytes(mails)
    return mails


def test_source_from_standard_input(place: Path) -> None:
    run = kcheck("--fix", "--stdin-filename", "x.c", "-", stdin=BAD)
    assert run.stdout == FIXED
    assert b"1 finding fixed" in run.stderr
    assert kcheck("--fix", "--stdin-filename", "x.c", "-", stdin=GOOD).stdout == GOOD


def test_a_mailbox_applies_and_has_the_fixes(place: Path, series: bytes) -> None:
    run = kcheck("--fix", "--strict", "series.mbox")
    assert b"findings fixed" in run.stdout
    fixed = (place / "series.mbox").read_bytes()
    assert fixed.count(b"\n@@ ") == series.count(b"\n@@ ")
    assert b"drivers: take step 1" in fixed
    git("am", "-q", "series.mbox")
    assert (place / "good.c").read_bytes() == (place / "other.c").read_bytes() == GOOD + REPAIRED


def test_the_diffstat_is_counted_anew(place: Path, series: bytes) -> None:
    """It is the one that git makes of the commit."""
    long = "drivers/staging/a_directory/with_a/long_name.c"
    (place / long).parent.mkdir(parents=True)
    body = b"\tint a = 0;\n\tif (a)\n\t\tf();\n"
    for name, count in ((long, 40), ("few.c", 2)):
        (place / name).write_bytes(GOOD + b"".join(b"\nvoid f%d(void)\n{\n%b}\n" % (at, body) for at in range(count)))
    (place / "blob.bin").write_bytes(b"\0\1")
    git("add", long, "few.c", "blob.bin")
    git("commit", "-qm", "drivers: take a step\n\nTake it, because the one before has been taken, too.\n")
    (place / "a.patch").write_bytes(git("format-patch", "-1", "--stdout", "--binary"))
    git("reset", "-q", "--hard", "HEAD~1")
    before = statistics((place / "a.patch").read_bytes())
    assert b" 298 insertions(+)" in before
    kcheck("--fix", "--strict", "a.patch")
    after = statistics((place / "a.patch").read_bytes())
    assert b" 340 insertions(+)" in after
    git("am", "-q", "a.patch")
    assert after == statistics(git("format-patch", "-1", "--stdout", "--binary"))


def statistics(mail: bytes) -> bytes:
    """What stands between message and diff."""
    return mail.partition(b"\n---\n")[2].partition(b"\ndiff ")[0]


def test_a_patch_without_its_files(tmp_path_factory: pytest.TempPathFactory, place: Path, series: bytes) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "a.mbox").write_bytes(series)
    kcheck("--fix", "--strict", "a.mbox", cwd=elsewhere)
    fixed = (elsewhere / "a.mbox").read_bytes()
    assert b"+int add(int a, int b)\n" in fixed
    assert fixed.count(b"\nindex ") == 1
    git("am", "-q", str(elsewhere / "a.mbox"))
    assert (place / "good.c").read_bytes() == GOOD + REPAIRED


TABLE = b"""\
int f(int a, int b)
{
	return 0;
}

TABLE(frogs, 2,
%b	"two",
	"three",
	"four",
	"five",
	"six");
"""


@pytest.mark.parametrize("has_file", [True, False])
def test_what_goes_on_below_a_patch_is_left_alone(
    tmp_path_factory: pytest.TempPathFactory, place: Path, series: bytes, has_file: bool
) -> None:
    """Without context at its end, a hunk could be applied at the end of the file only."""
    (place / "good.c").write_bytes(TABLE % b"")
    git("commit", "-qam", "Base")
    (place / "good.c").write_bytes(TABLE.replace(b"int f(int a, int b)", b"int f(int a,int b)") % b'\t"one",\n')
    git("commit", "-qam", "drivers: take a step\n\nTake it, because the one before has been taken, too.\n")
    mail = git("format-patch", "-1", "--stdout")
    git("reset", "-q", "--hard", "HEAD~1")
    elsewhere = place if has_file else tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "a.patch").write_bytes(mail)
    run = kcheck("--fix", "--strict", str(elsewhere / "a.patch"), cwd=elsewhere)
    assert b"PARENTHESIS_ALIGNMENT is not fixed: it would change more than what the patch shows" in run.stderr
    git("am", "-q", str(elsewhere / "a.patch"))
    assert (place / "good.c").read_bytes() == TABLE % b'\t"one",\n'


def test_a_patch_from_standard_input(place: Path, series: bytes) -> None:
    run = kcheck("--fix", "--strict", "-", stdin=series)
    assert b"findings fixed" in run.stderr
    (place / "fixed.mbox").write_bytes(run.stdout)
    git("am", "-q", "fixed.mbox")
    assert (place / "good.c").read_bytes() == GOOD + REPAIRED
    assert kcheck("--fix", "--strict", "-", stdin=run.stdout).stdout == run.stdout


def test_what_a_later_patch_builds_upon_stays(place: Path, series: bytes) -> None:
    git("am", "-q", "series.mbox")
    (place / "good.c").write_bytes(GOOD + b"int c; \n" + ADDED)
    git("commit", "-qam", "drivers: take a last step\n\nTake it.\n")
    (place / "three.mbox").write_bytes(git("format-patch", "--stdout", "HEAD~3"))
    git("reset", "-q", "--hard", "HEAD~3")
    run = kcheck("--fix", "--strict", "three.mbox")
    assert b"good.c: not fixed, because a later patch builds upon it" in run.stderr
    git("am", "-q", "three.mbox")
    assert (place / "good.c").read_bytes() == GOOD + b"int c;\n" + ADDED
    assert (place / "other.c").read_bytes() == GOOD + REPAIRED


def test_the_worktree_is_left_alone(place: Path) -> None:
    git("init", "-q")
    git("add", "bad.c")
    git("commit", "-qm", "Start")
    (place / "bad.c").write_bytes(BAD + b"int c; \n")
    run = kcheck("--fix", "-", stdin=git("diff"))
    assert b"+int c;\n" in run.stdout
    assert (place / "bad.c").read_bytes() == BAD + b"int c; \n"


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_the_transfer_encoding_stays(place: Path, series: bytes, encoding: str) -> None:
    head, _, body = series.partition(b"\n\n")
    body = body.partition(b"\nFrom ")[0] + b"\n"
    lines = [binascii.b2a_base64(body[at : at + 57]) for at in range(0, len(body), 57)]
    encoded = quopri.encodestring(body) if encoding == "quoted-printable" else b"".join(lines)
    mail = head + b"\nContent-Transfer-Encoding: " + encoding.encode() + b"\n\n" + encoded
    (place / "a.eml").write_bytes(mail)
    kcheck("--fix", "--strict", "a.eml")
    fixed = (place / "a.eml").read_bytes()
    assert fixed.startswith(head)
    git("am", "-q", "a.eml")
    assert (place / "good.c").read_bytes() == GOOD + REPAIRED


def test_what_cannot_be_written_anew_is_left_alone(place: Path, series: bytes) -> None:
    damaged = series.replace(b"\n+{\n", b"\n+{\ngarbage\n", 1)
    (place / "series.mbox").write_bytes(damaged)
    run = kcheck("--fix", "--strict", "series.mbox")
    assert run.returncode == 1
    assert b"garbage" in (place / "series.mbox").read_bytes()


def test_suppress(place: Path) -> None:
    run = kcheck("suppress", "--reason", "known since 2.6", "bad.c", "good.c")
    assert (run.returncode, run.stdout) == (0, b"1 finding suppressed\n")
    assert b"/* kcheck: ignore[TRAILING_WHITESPACE] known since 2.6 */\nint a; \n" in (place / "bad.c").read_bytes()
    assert kcheck("bad.c").returncode == 0
    assert kcheck("suppress", "--reason", "a */ b", "bad.c").returncode == 2
    assert kcheck("suppress", "missing.c").returncode == 2
