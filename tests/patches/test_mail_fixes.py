"""Messages are repaired where they are: in a patch file, or in their place in a mailbox."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

MAIL = b"""\
From 1234567890123456789012345678901234567890 Mon Sep 17 00:00:00 2001
From: A Person <a@example.org>
Subject: [PATCH] demo: count

Why NUMBER.

Change-Id: I1
signed-off-by: A Person <a@example.org>
---
 lib/demo.c | 1 +

diff --git a/lib/demo.c b/lib/demo.c
--- a/lib/demo.c
+++ b/lib/demo.c
@@ -1,2 +1,3 @@
 int a;
+int c;
 int d;
-- \n2.39.5

"""
FIXED = MAIL.replace(b"signed-off", b"Signed-off").replace(b"Change-Id: I1\n", b"")
SERIES = b"".join(MAIL.replace(b"NUMBER", number) for number in (b"one", b"two", b"three"))
FIXED_SERIES = b"".join(FIXED.replace(b"NUMBER", number) for number in (b"one", b"two", b"three"))


def kcheck(place: Path, *arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "pylint_kernel", "--types=BAD_SIGN_OFF,GERRIT_CHANGE_ID", *arguments]
    return subprocess.run(command, cwd=place, capture_output=True, check=False, input=stdin)


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
@pytest.mark.parametrize(
    ("name", "before", "after"), [("one.patch", MAIL, FIXED), ("series.mbox", SERIES, FIXED_SERIES)]
)
def test_fix(tmp_path: Path, name: str, before: bytes, after: bytes, ending: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(before.replace(b"\n", ending))
    assert kcheck(tmp_path, "--fix", name).returncode == 1
    assert path.read_bytes() == before.replace(b"\n", ending), "nothing of this is safe"
    run = kcheck(tmp_path, "--fix", "--unsafe-fixes", name)
    assert (run.returncode, run.stderr) == (0, b"")
    assert path.read_bytes() == after.replace(b"\n", ending)
    assert kcheck(tmp_path, name).returncode == 0


def test_diff(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    (tmp_path / "series.mbox").write_bytes(SERIES)
    run = kcheck(tmp_path, "--diff", "--unsafe-fixes", "series.mbox")
    assert b"\n@@ -2" in run.stdout, "the second mail is not at the start of the file"
    subprocess.run(["git", "apply"], cwd=tmp_path, check=True, input=run.stdout)
    assert (tmp_path / "series.mbox").read_bytes() == FIXED_SERIES


def test_the_same_mail_twice(tmp_path: Path) -> None:
    (tmp_path / "series.mbox").write_bytes(MAIL + MAIL)
    run = kcheck(tmp_path, "--fix", "--unsafe-fixes", "series.mbox")
    assert run.returncode == 0
    assert (tmp_path / "series.mbox").read_bytes() == FIXED + FIXED


def test_standard_input(tmp_path: Path) -> None:
    assert b"[?] 2 fixable" in kcheck(tmp_path, "-", stdin=MAIL).stdout
    run = kcheck(tmp_path, "--fix", "--unsafe-fixes", "-", stdin=MAIL)
    assert (run.returncode, run.stdout) == (0, FIXED)
