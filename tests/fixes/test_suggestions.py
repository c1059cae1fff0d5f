"""Fixes in pieces that can be taken one by one."""

from __future__ import annotations

from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes.suggestions import Suggestion, repaired

TAG = "// SPDX-License-Identifier: GPL-2.0\n"


def suggested(source: str | bytes, changed: set[int], shown: set[int] | None = None) -> list[Suggestion]:
    """What is suggested for a file with these changed lines, of which the patch shows some."""
    data = source.encode() if isinstance(source, str) else source
    lines = {line: line for line in shown or changed}
    target = Target("f.c", data=data, changed=frozenset(changed), in_patch=True, patch_lines=lines)
    return repaired(target, Settings(strict=True)).suggestions


def texts(found: list[Suggestion]) -> list[tuple[int, int, str]]:
    return [(one.first, one.last, one.text) for one in found]


def test_lines_are_replaced() -> None:
    source = f"{TAG}int a ;\nint b;\nint c ,d;\n"
    found = suggested(source, {2, 4})
    assert texts(found) == [(2, 2, "int a;\n"), (4, 4, "int c, d;\n")]
    assert [[(one.code, one.message) for one in each.findings] for each in found] == [
        [("SPACING", "space before ';'")],
        [("SPACING", "a space is missing after ','"), ("SPACING", "space before ','")],
    ]
    assert found[0].old == "int a ;\n"


def test_only_what_the_patch_shows_can_be_replaced() -> None:
    source = f"{TAG}int f(void)\n{{\n\tint a;\n\ta = 1;\n\treturn a;\n}}\n"
    # The empty line is to come below line 4.
    assert texts(suggested(source, {5}, {4, 5})) == [(4, 4, "\tint a;\n\n")]
    assert suggested(source, {5}, {5}) == []


def test_lines_are_removed() -> None:
    source = f"{TAG}int f(void)\n{{\n\n\treturn 1;\n}}\n"
    assert texts(suggested(source, {4, 5})) == [(4, 4, "")]
    source = f"{TAG}int a;\n\n\n\nint b;\n"
    found = suggested(source, {3, 4, 5})
    assert len(found) == 1
    assert found[0].text.strip("\n") == ""


def test_each_is_harmless_alone() -> None:
    """A brace that moves over a comment leaves its line and comes to another one at once."""
    source = f"{TAG}int f(int a)\n{{\n\tif (a)\n\t/* why */\n\t{{\n\t\tg();\n\t\th();\n\t}}\n\treturn 1 ;\n}}\n"
    for one in suggested(source, set(range(2, 12))):
        lines = source.splitlines(keepends=True)
        lines[one.first - 1 : one.last] = [one.text]
        after = "".join(lines)
        assert "".join(after.split()).replace("/*why*/", "") == "".join(source.split()).replace("/*why*/", "")


def test_what_cannot_be_suggested() -> None:
    assert suggested(f"{TAG}int a ;\r\nint b;\r\n".encode(), {2}) == []
    assert suggested(TAG.encode() + b'int a ;\nchar *b = "\xff";\n', {2}) == []
    # The newline at the end.
    assert suggested(f"{TAG}int a;", {2}) == []
    assert suggested(f"{TAG}int a;\n", {2}) == []


def test_other_ends_of_lines_are_none() -> None:
    source = f"{TAG}/* \x0c \u2028 */\nint a ;\n"
    assert texts(suggested(source, {3})) == [(3, 3, "int a;\n")]
