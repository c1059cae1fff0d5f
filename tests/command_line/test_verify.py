"""Fixes that a command of the user's decides on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line.test_cli import BAD, FIXED, kcheck, own_home, place

__all__ = ["own_home", "place"]


def test_what_the_command_agrees_with_stays(place: Path) -> None:
    run = kcheck("--fix", "--verify-with", "grep -q . {}", "bad.c")
    assert (place / "bad.c").read_bytes() == FIXED
    assert b"1 finding fixed" in run.stdout


def test_what_fails_is_taken_back_and_reported(place: Path) -> None:
    (place / "other.c").write_bytes(BAD)
    (place / "judge").write_text('#!/bin/sh\necho "no $1"\n[ "$1" = other.c ]\n')
    (place / "judge").chmod(0o755)
    run = kcheck("--fix", "--verify-with", "./judge {}", "bad.c", "other.c")
    assert (place / "bad.c").read_bytes() == BAD
    assert (place / "other.c").read_bytes() == FIXED
    assert b"bad.c: fixes taken back: ./judge ends with status 1: no bad.c" in run.stderr
    assert b"1 finding fixed" in run.stdout
    assert run.returncode == 1


def test_the_command_sees_what_was_before(place: Path) -> None:
    (place / "judge").write_text('#!/bin/sh\ncp "$KCHECK_BEFORE" before\ncp "$1" after\n')
    (place / "judge").chmod(0o755)
    kcheck("--fix", "--verify-with", "./judge {}", "bad.c", "good.c")
    assert (place / "before").read_bytes() == BAD
    assert (place / "after").read_bytes() == FIXED


def test_names_are_not_commands(place: Path) -> None:
    path = place / "-x; touch y.c"
    path.write_bytes(BAD)
    kcheck("--fix", "--verify-with", "cat {}", "--", "-x; touch y.c")
    assert path.read_bytes() == FIXED
    assert not (place / "y.c").exists()


PATCH = b"--- a/x.c\n+++ b/x.c\n@@ -1 +1,2 @@\n int a;\n+int b; \n"


def test_a_patch_is_verified_as_the_file_that_it_is(place: Path) -> None:
    for name in ("one.patch", "two.patch"):
        (place / name).write_bytes(PATCH)
    (place / "judge").write_text(
        '#!/bin/sh\ncat "$1" >>seen; cmp -s "$1" "$KCHECK_BEFORE" && exit 2; [ "$1" = two.patch ]\n'
    )
    (place / "judge").chmod(0o755)
    run = kcheck("--fix", "--verify-with", "./judge {}", "--types", "TRAILING_WHITESPACE", "one.patch", "two.patch")
    fixed = PATCH.replace(b"b; \n", b"b;\n")
    assert (place / "seen").read_bytes() == fixed * 2
    assert ((place / "one.patch").read_bytes(), (place / "two.patch").read_bytes()) == (PATCH, fixed)
    assert b"one.patch: fixes taken back: ./judge ends with status 1" in run.stderr
    assert run.stdout.count(b"error: TRAILING_WHITESPACE") == 1
    assert b"1 finding fixed" in run.stdout
    assert run.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--verify-with", "cat {}", "bad.c"], b"--verify-with needs --fix"),
        (["--fix", "--verify-with", "cat", "bad.c"], b"there is no {} for the file"),
        (["--fix", "--verify-with", "cat '{}", "bad.c"], b"No closing quotation"),
        (["--fix", "--verify-with", "cat {}", "-"], b"it does not go with standard input"),
        (["--fix", "--verify-with", "cat {}", "--staged"], b"it does not go with --staged"),
        (["--fix", "--verify-with", "./nothing {}", "bad.c"], b"./nothing: No such file or directory"),
    ],
)
def test_wrong_commands(place: Path, arguments: list[str], message: bytes) -> None:
    run = kcheck(*arguments)
    assert run.returncode == 2
    assert message in run.stderr
    assert (place / "bad.c").read_bytes() == BAD
