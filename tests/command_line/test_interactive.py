"""``--fix --interactive``: what the answers do to files, and what is asked."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.command_line.test_cli import BAD, KCHECK, Run, git, kcheck, own_home, place

__all__ = ["own_home", "place"]

TAG = b"// SPDX-License-Identifier: GPL-2.0\n"
#: Three hunks: two faults beside each other, and one each further down.
FAULTS = {"a": b"int a; \n", "b": b"int b(int c,int d);\n", "e": b"int e; \n", "f": b"int f; \n"}
FAR = b"\n/* far */\n" * 5
MANY = TAG + FAULTS["a"] + FAULTS["b"] + FAR + FAULTS["e"] + FAR + FAULTS["f"]
ONLY = ("--types", "TRAILING_WHITESPACE,SPACING")


def ask(answers: str, *arguments: str) -> Run:
    """Fix, with such answers on standard input."""
    return kcheck("--fix", "--interactive", *(arguments or ("many.c", *ONLY)), stdin=answers.encode())


@pytest.fixture
def many(place: Path) -> Path:
    (place / "many.c").write_bytes(MANY)
    return place / "many.c"


@pytest.mark.parametrize(
    ("answers", "fixed"),
    [
        ("y\ny\ny\n", "abef"),
        ("n\nn\nn\n", ""),
        ("y\nn\ny\n", "abf"),
        ("n\na\n", "ef"),
        ("y\nd\n", "ab"),
        ("y\nq\n", "ab"),
        # The end of the input means to quit.
        ("y\n", "ab"),
        ("", ""),
        ("s\nn\ny\nn\ny\n", "bf"),
        ("j\ny\nn\ny\n", "abe"),
        ("n\nj\nk\ny\nn\n", "e"),
        ("J\nK\ny\nd\n", "ab"),
        # Again, differently: only what is undecided comes by itself.
        ("y\nK\nn\ny\ny\n", "ef"),
        ("Yes\n\nNO\n  y\n", "abf"),
        ("x\n?\ny\nd\n", "ab"),
        # Nothing is above the first one, and what is one change cannot be split.
        ("k\nK\nn\ns\nd\n", ""),
    ],
)
def test_answers(many: Path, answers: str, fixed: str) -> None:
    run = ask(answers)
    expected = MANY
    for name in fixed:
        expected = expected.replace(FAULTS[name], FAULTS[name].replace(b"; ", b";").replace(b",", b", "))
    assert many.read_bytes() == expected
    assert run.returncode == (0 if len(fixed) == 4 else 1)
    assert run.stdout.count(b": error: ") == 4 - len(fixed)
    assert not fixed or re.search(rb"%d findings? fixed" % len(fixed), run.stdout)


def test_what_is_asked(many: Path) -> None:
    run = ask("y\n?\n")
    asked = run.stderr.decode()
    assert asked.startswith(
        "--- a/many.c\n+++ b/many.c\n"
        "error: TRAILING_WHITESPACE: trailing whitespace [*] line 2\n"
        "error: SPACING: a space is missing after ',' [*] line 3\n"
        "@@ -1,6 +1,6 @@\n // SPDX-License-Identifier: GPL-2.0\n-int a; \n-int b(int c,int d);\n"
        "+int a;\n+int b(int c, int d);\n"
    )
    assert "(1/3) Fix this hunk [y,n,q,a,d,j,J,s,?]? " in asked
    assert "(2/3) Fix this hunk [y,n,q,a,d,K,j,J,?]? " in asked
    assert "a - fix this hunk and all later hunks in the file\n" in asked
    assert "k - " not in asked
    assert asked.count("+++ b/many.c") == 1
    assert b"---" not in run.stdout


def test_several_files(place: Path, many: Path) -> None:
    """After a q nothing is asked, and everything reported."""
    (place / "a.c").write_bytes(BAD)
    (place / "z.c").write_bytes(BAD)
    run = ask("y\nq\n", ".")
    assert (place / "a.c").read_bytes() != BAD
    assert (many.read_bytes(), (place / "bad.c").read_bytes(), (place / "z.c").read_bytes()) == (MANY, BAD, BAD)
    assert run.stderr.count(b"Fix this hunk") == 2
    for name in (b"bad.c", b"many.c", b"z.c"):
        assert name + b":2:7: error: TRAILING_WHITESPACE" in run.stdout


def test_colour_and_control_characters(many: Path) -> None:
    many.write_bytes(MANY.replace(b"int a; \n", b"int a; /* \x1b[31m */ \n"))
    run = ask("n\nd\n", "--color", "always", "many.c")
    assert b"\x1b[1;31m-int a; /* <1B>[31m */ " in run.stderr
    assert b"\x1b[32m+int a;" in run.stderr
    assert b"\x1b[" not in ask("n\nd\n").stderr


def test_unsafe_fixes_are_marked(place: Path) -> None:
    (place / "u.c").write_bytes(TAG + b"static int a = 0;\n")
    run = ask("y\n", "u.c", "--unsafe-fixes")
    assert b"[?] line 2" in run.stderr
    assert (place / "u.c").read_bytes() == TAG + b"static int a;\n"


def test_only_what_changed_is_asked_about(place: Path, many: Path) -> None:
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "Start")
    many.write_bytes(MANY + b"int g; \n")
    run = ask("y\n", "--new-from", "HEAD")
    assert many.read_bytes() == MANY + b"int g;\n"
    assert run.stderr.count(b"Fix this hunk") == 1


def test_a_command_has_the_last_word(many: Path) -> None:
    run = ask("y\nn\nn\n", "--verify-with", "grep -q 'int e;$' {}", "many.c")
    assert many.read_bytes() == MANY
    assert b"many.c: fixes taken back" in run.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--interactive", "good.c"], b"--interactive needs --fix"),
        (["--interactive", "--diff", "good.c"], b"--interactive needs --fix"),
        (["--fix", "--interactive", "-"], b"cannot be what is checked"),
        (["--fix", "--interactive"], b"cannot be what is checked"),
        (["--fix", "--interactive", "--stdin-filename", "x.c"], b"cannot be what is checked"),
        (["--fix", "--interactive", "good.patch"], b"good.patch: --interactive is about files"),
    ],
)
def test_what_makes_no_sense(place: Path, arguments: list[str], message: bytes) -> None:
    patch = b"--- a/x.c\n+++ b/x.c\n@@ -1 +1,2 @@\n int a;\n+int b; \n"
    (place / "good.patch").write_bytes(patch)
    run = kcheck(*arguments, stdin=b"y\n")
    assert run.returncode == 2
    assert message in run.stderr
    assert (place / "good.patch").read_bytes() == patch


def test_on_a_terminal(many: Path) -> None:
    """Coloured; Ctrl-C in the middle of a file leaves it alone, and those before as they were answered."""
    (many.parent / "a.c").write_bytes(BAD)
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [*KCHECK, "--fix", "--interactive", "a.c", "many.c"],
        stdin=child, stdout=child, stderr=child, start_new_session=True, env=os.environ | {"TERM": "xterm"},
    )  # fmt: skip
    os.close(child)
    seen = b""

    def wait(for_: bytes) -> None:
        nonlocal seen
        deadline = time.monotonic() + 30
        while for_ not in seen:
            assert time.monotonic() < deadline, seen
            seen += os.read(parent, 1000)

    wait(b"(1/1) Fix this hunk")
    os.write(parent, b"y\n")
    wait(b"(1/3) Fix this hunk")
    assert b"\x1b[32m+int a;" in seen
    os.write(parent, b"y\n")
    wait(b"(2/3) Fix this hunk")
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 130
    os.close(parent)
    assert many.read_bytes() == MANY
    assert (many.parent / "a.c").read_bytes() == BAD.replace(b"a; \n", b"a;\n")
