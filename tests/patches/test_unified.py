"""Diffs that kcheck writes: what git makes of them, and what people see."""

from __future__ import annotations

import subprocess
from pathlib import Path

from pylint_kernel.patches.unified import unified
from pylint_kernel.terminal.colours import painted_diff

BEFORE = (
    b"#include <a.h>\n\nstatic int first(void)\n{\n\ta();\nout:\n" + b"\tb();\n" * 5 + b"\told();\n}\n\n"
    b"struct second {\n" + b"\tint a;\n" * 5 + b"\tint old;\n};\n"
)
AFTER = BEFORE.replace(b"old", b"new")


def headers(diff: bytes) -> list[bytes]:
    return [line for line in diff.split(b"\n") if line.startswith(b"@@")]


def test_hunks_name_what_they_are_in(tmp_path: Path) -> None:
    diff = unified("a.c", BEFORE, AFTER)
    assert headers(diff) == [
        b"@@ -9,7 +9,7 @@ static int first(void)",
        b"@@ -18,5 +18,5 @@ struct second {",
    ]
    (tmp_path / "a.c").write_bytes(BEFORE)
    subprocess.run(["git", "apply", "-"], input=diff, cwd=tmp_path, check=True)
    assert (tmp_path / "a.c").read_bytes() == AFTER


def test_a_part_of_a_file_has_the_lines_of_the_file() -> None:
    assert headers(unified("a.c", BEFORE, AFTER, 101)) == [
        b"@@ -109,7 +109,7 @@ static int first(void)",
        b"@@ -118,5 +118,5 @@ struct second {",
    ]


def test_nothing_is_named_at_the_top() -> None:
    assert headers(unified("a.c", b"a();\n", b"b();\n")) == [b"@@ -1 +1 @@"]


def test_colours() -> None:
    shown = painted_diff(unified("a.c", b"a\x1b[2J();\n", b"b();\n")).decode()
    assert "\x1b[1m--- a/a.c\x1b[0m\n\x1b[1m+++ b/a.c\x1b[0m\n\x1b[36m@@ -1 +1 @@\x1b[0m\n" in shown
    assert "\x1b[1;31m-a<1B>[2J();\x1b[0m\n\x1b[32m+b();\x1b[0m\n" in shown
