"""A file's views: lines, directives, macros, calls."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pylint_kernel.language import parser
from pylint_kernel.language.source import SourceFile


def source(text: str) -> SourceFile:
    return SourceFile("a.c", text.encode())


@settings(deadline=None)
@given(st.binary(max_size=80))
def test_no_view_raises(data: bytes) -> None:
    file = SourceFile("a.c", data)
    for row in range(file.line_count):
        line = file.line(row)
        assert file.line_number(line.start) == line.number
        assert line.span.end == file.line_end(line.start)
    for macro in file.macros:
        assert file.slice(macro.name_span) == macro.name
    assert parser.tree(file).root_node is not None
    tree = parser.macro_tree(file)
    assert tree is None or tree.root_node is not None


@pytest.mark.parametrize("text", ["", "a", "a\n", "\n", "a\n" + "b" * 5000 + "\nc\n", "b" * 5000, "b" * 5000 + "\n"])
def test_ends_of_lines(text: str) -> None:
    """Of short lines and of overlong ones, wherever one looks from."""
    file = source(text)
    for offset in {*range(min(len(text), 5)), *range(0, len(text), 499), len(text)}:
        end = text.find("\n", offset)
        assert file.line_start(offset) == text.rfind("\n", 0, offset) + 1
        assert file.line_end(offset) == (len(text) if end < 0 else end)


@pytest.mark.parametrize("text", [") {", "a ) { }", "] {", "} {", "{", ")"])
def test_fragments_that_begin_in_the_middle(text: str) -> None:
    assert parser.tree(source(text)).root_node is not None


def test_wide_characters() -> None:
    file = source("")
    assert file.width("\tä".encode().decode("latin-1")) == 9
    assert file.width("漢a".encode().decode("latin-1")) == 3
    assert file.width("e\u0301".encode().decode("latin-1")) == 1


def test_carriage_returns() -> None:
    file = SourceFile("a.c", b"int a;\r\nint b;\nint c;\r\n")
    assert file.text == "int a;\nint b;\nint c;\n"
    assert file.carriage_returns == {1, 3}


def test_macros() -> None:
    file = source(
        "#define EMPTY\n"
        "#define ONE 1 /* one */\n"
        "#define PAIR (1)\n"
        "#define MAX(a, b) \\\n\t((a) > (b) ? (a) : (b))\n"
        "#define LOG(fmt, ...) pr(fmt, ##__VA_ARGS__)\n"
        "#define OLD(x...) f(x)\n"
        "#define\n"
        "#define BROKEN(\n"
    )
    macros = {macro.name: macro for macro in file.macros}
    assert list(macros) == ["EMPTY", "ONE", "PAIR", "MAX", "LOG", "OLD"]
    assert macros["EMPTY"].body.start == macros["EMPTY"].body.end
    assert file.slice(macros["ONE"].body) == "1"
    assert macros["ONE"].parameters is None
    assert file.slice(macros["PAIR"].body) == "(1)"
    assert macros["PAIR"].parameters is None
    assert file.slice(macros["MAX"].body) == "((a) > (b) ? (a) : (b))"
    parameters = {name: [file.slice(span) for span in macro.parameters or ()] for name, macro in macros.items()}
    assert parameters["MAX"] == ["a", "b"]
    assert parameters["LOG"] == ["fmt", "..."]
    assert parameters["OLD"] == ["x..."]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("f()", []),
        ("f(a)", ["a"]),
        ("f(a,)", ["a", ""]),
        ("f(, b)", ["", "b"]),
        ("f(g(a, b)[1, 2], c)", ["g(a, b)[1, 2]", "c"]),
        ("f(a + b, /* c, */ d)", ["a + b", "d"]),
    ],
)
def test_split(text: str, parts: list[str]) -> None:
    file = source(text)
    assert [file.slice(span) for span in file.split(2, len(file.tokens) - 1)] == parts


def test_lookups() -> None:
    file = source("int a; /* b */\n#if 1 \\\n && 2\nint c;\n")
    assert file.comment_at(9) == (7, 14)
    assert file.comment_at(14) is None
    assert file.directive_at(25) is file.directives[0]
    assert file.directive_at(0) is None
    assert file.position_at(5) == 2
    assert file.tokens.texts[file.position_at(6)] == "#"
    assert file.column(5) == 5
