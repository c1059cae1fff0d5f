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


BLANK = f"{SPDX}int f(void)\n{{\n\tint a = 1;\n\n\tif (a) {{\n\t\tg();\n\t\th();\n\n\t}}\n\treturn 0;\n}}\n"


def test_two_around_more_where_a_comment_would_hide_what_it_is_for() -> None:
    """Neither above the brace nor behind it is it a blank line before a brace that stands alone."""
    assert suppressed(BLANK) == BLANK.replace("\tif", "\t/* kcheck: ignore-begin[BRACES] */\n\tif").replace(
        "\n\n\t}\n", "\n\n\t}\n\t/* kcheck: ignore-end[BRACES] */\n"
    )


def test_nothing_is_said_twice() -> None:
    source = f"{SPDX}extern void f(struct a *,\n\t      struct b *);\n"
    assert suppressed(source).count("FUNCTION_ARGUMENTS") == 2


def test_one_comment_for_several_findings_of_a_type_on_a_line() -> None:
    source = f"{SPDX}void f(void)\n{{\n\tg( a,b );\n}}\n"
    assert suppressed(source) == source.replace("\tg(", "\t/* kcheck: ignore[SPACING] */\n\tg(")


def test_not_in_a_macro_that_ends_in_a_backslash() -> None:
    suppressed(f"{SPDX}#define A {{ \\\n\t1, \\\n\t2 }}, \\\n\n\n\n#define B 1\n")


def test_what_is_held_back_already_stays_so() -> None:
    source = f"{SPDX}\tstrcpy(a, b);\t/* kcheck: ignore[STRCPY] as it is */\n\tg();\n\tstrcpy(a, b);\n"
    assert suppressed(source).count("kcheck") == 2


KCONFIG = """\
# SPDX-License-Identifier: GPL-2.0
config DEMO
\ttristate "A demo"
\thelp
\t  This is is a driver that is good for nothing, but
\t  has three lines of help.

config MORE
\tbool "More"
"""
KCONFIG_AFTER = """\
# SPDX-License-Identifier: GPL-2.0
# kcheck: ignore[CONFIG_DESCRIPTION]
config DEMO
\ttristate "A demo"
\t# kcheck: ignore-begin[REPEATED_WORD]
\thelp
\t  This is is a driver that is good for nothing, but
\t  has three lines of help.
\t# kcheck: ignore-end[REPEATED_WORD]

# kcheck: ignore[CONFIG_DESCRIPTION]
config MORE
\tbool "More"
"""


def test_around_the_help_text_of_a_symbol() -> None:
    assert commented(KCONFIG, "drivers/demo/Kconfig") == KCONFIG_AFTER


@pytest.mark.parametrize(
    ("path", "source", "after"),
    [
        pytest.param(
            "Makefile",
            "# SPDX-License-Identifier: GPL-2.0\nobj-y := a.o \\\n\tb.o \n\nall:\n\techo a \n",
            "# SPDX-License-Identifier: GPL-2.0\n# kcheck: ignore-begin[TRAILING_WHITESPACE]\nobj-y := a.o \\\n\tb.o \n"
            "# kcheck: ignore-end[TRAILING_WHITESPACE]\n\nall:\n# kcheck: ignore[TRAILING_WHITESPACE]\n\techo a \n",
            id="continued",
        ),
        pytest.param(
            "Makefile",
            "# SPDX-License-Identifier: GPL-2.0\ndefine run\n\techo a \nendef\n",
            "# SPDX-License-Identifier: GPL-2.0\n# kcheck: ignore-begin[TRAILING_WHITESPACE]\ndefine run\n\techo a \n"
            "endef\n# kcheck: ignore-end[TRAILING_WHITESPACE]\n",
            id="define",
        ),
        pytest.param(
            "a.yaml",
            "# SPDX-License-Identifier: GPL-2.0\na:\n  text: |\n    key: value \n\n    more\n  b: it goes\n    on \n"
            "  c: d \n",
            "# SPDX-License-Identifier: GPL-2.0\na:\n  # kcheck: ignore-begin[TRAILING_WHITESPACE]\n  text: |\n"
            "    key: value \n\n    more\n  # kcheck: ignore-end[TRAILING_WHITESPACE]\n"
            "  # kcheck: ignore-begin[TRAILING_WHITESPACE]\n  b: it goes\n    on \n"
            "  # kcheck: ignore-end[TRAILING_WHITESPACE]\n  # kcheck: ignore[TRAILING_WHITESPACE]\n  c: d \n",
            id="values",
        ),
        pytest.param(
            "a.dts",
            f'{SPDX}/ {{\n\tcompatible = "a,b"; \n}};\n',
            f'{SPDX}/ {{\n\t/* kcheck: ignore[TRAILING_WHITESPACE] */\n\tcompatible = "a,b"; \n}};\n',
            id="devicetree",
        ),
        pytest.param(
            "a.S",
            f"{SPDX}// Text\n\tnop\n",
            f"{SPDX}/* kcheck: ignore-file[SPDX_LICENSE_TAG] */\n// Text\n\tnop\n",
            id="assembler",
        ),
        pytest.param(
            "a.sh",
            "#!/bin/sh\n# SPDX-License-Identifier: GPL-2.0\ncat <<END\na \nEND\n",
            "#!/bin/sh\n# SPDX-License-Identifier: GPL-2.0\n# kcheck: ignore-file[TRAILING_WHITESPACE]\n"
            "cat <<END\na \nEND\n",
            id="script",
        ),
        pytest.param(
            "a.rst",
            ".. SPDX-License-Identifier: GPL-2.0\n\nText \n",
            ".. SPDX-License-Identifier: GPL-2.0\n\nText \n\n.. kcheck: ignore-file[TRAILING_WHITESPACE]\n",
            id="document",
        ),
    ],
)
def test_in_other_files(path: str, source: str, after: str) -> None:
    assert commented(source, path) == after


def commented(source: str, path: str) -> str:
    """What comes of a source that is no C; nothing is found in it any more."""
    done = suppress(Target(path, data=source.encode()), STRICT, "")
    assert done.left.findings == []
    return done.after.decode()


def test_no_comment_in_files_that_have_none() -> None:
    done = suppress(Target("MAINTAINERS", data=b"a \n"), Settings(types=frozenset({"TRAILING_WHITESPACE"})), "")
    assert (done.before, done.number) == (done.after, 0)
