"""Comments that kcheck writes to say no to what it finds: where they stand, and that they change nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.explain import corpus
from pylint_kernel.fixes.proof import meaning
from pylint_kernel.fixes.suppressing import suppress
from pylint_kernel.language.source import SourceFile

SPDX = "// SPDX-License-Identifier: GPL-2.0\n"
STRICT = Settings(strict=True)


def suppressed(source: str, path: str = "drivers/demo/a.c", reason: str = "") -> str:
    """What comes of a source; nothing is found in it any more, and its tokens are the same."""
    data = source.encode()
    done = suppress(Target(path, data=data), STRICT, reason)
    assert done.before == data
    assert done.left.findings == runner.run_target(Target(path, data=done.after), STRICT).findings == []
    assert meaning(SourceFile(path, done.after)) == meaning(SourceFile(path, data))
    return done.after.decode()


def test_above_the_line_with_the_reason() -> None:
    source = f'{SPDX}void f(char *a)\n{{\n\tstrcpy(a, "b");\n\tg( a);\n}}\n'
    assert suppressed(source, reason="as the firmware wants it") == source.replace(
        "\tstrcpy", "\t/* kcheck: ignore[STRCPY] as the firmware wants it */\n\tstrcpy"
    ).replace("\tg(", "\t/* kcheck: ignore[SPACING] as the firmware wants it */\n\tg(")


def test_behind_the_line_where_one_above_would_be_in_the_way() -> None:
    source = f"{SPDX}void f(void)\n{{\n\tint a;\n\ta = 1;\n\tif( a)\n\t\tg();\n}}\n"
    assert "\ta = 1;\t/* kcheck: ignore[LINE_SPACING] why */\n" in suppressed(source, reason="why")


@pytest.mark.parametrize(
    "piece",
    [
        "void f(void)\n{\n\tg(a,\n\t    b);\n}\n",
        "#define F(a) \\\n\tg(a + 1, \\\n\t a * 2)\n",
        "/*\n * A comment that goes\n * on on.\n */\n",
        "/* One that\n * ends.\n */\n\n\n\nint c;\n",
        "#define F (1 | \\\n\t   2)\n\n\n\nint c;\n",
    ],
)
def test_around_a_statement_a_macro_a_comment_and_empty_lines(piece: str) -> None:
    after = suppressed(f"{SPDX}\nint z;\n\n{piece}")
    assert after.count("ignore-begin[") == after.count("ignore-end[") == 1
    assert "".join(line for line in after.splitlines(keepends=True) if "kcheck" not in line).endswith(piece)


def test_the_first_line_needs_one_for_the_file() -> None:
    after = suppressed("/*\n * No license.\n */\nint a;\n")
    assert after == "/*\n * No license.\n */\n/* kcheck: ignore-file[SPDX_LICENSE_TAG] */\nint a;\n"


def test_empty_lines_and_line_ends_stay() -> None:
    assert suppressed(f"{SPDX}int a;\n\n\n\nint b;\n").count("\n\n\n\n") == 1
    crlf = suppress(Target("a.c", data=f"{SPDX}int a ;\n".replace("\n", "\r\n").encode()), STRICT, "")
    assert b"\n" not in crlf.after.replace(b"\r\n", b"")


def test_line_ends_that_differ_stay_as_they_are() -> None:
    data = f"{SPDX}int a ;\r\nint b ;\nint c;\r\n".encode()
    done = suppress(Target("a.c", data=data), Settings(types=frozenset({"SPACING"})), "")
    comment = b"/* kcheck: ignore[SPACING] */"
    assert done.after == data.replace(b"int a", comment + b"\r\nint a").replace(b"int b", comment + b"\nint b")


@pytest.mark.parametrize("path", sorted((corpus.root() / "trees" / "demo").glob("*.[ch]")), ids=lambda path: path.name)
def test_a_whole_driver(path: Path) -> None:
    data = path.read_bytes()
    done = suppress(Target(str(path), data=data), STRICT, "")
    assert done.left.findings == []
    assert done.number >= 10
    assert meaning(SourceFile(str(path), done.after)) == meaning(SourceFile(str(path), data))
