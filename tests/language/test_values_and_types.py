"""A name in parentheses, or before a star: the file says whether it is a value or a type."""

from __future__ import annotations

import pytest

from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Binary, Cast, syntax
from pylint_kernel.language.syntax.expressions import SettledCast


def views(text: str) -> list[tuple[str, str]]:
    """The casts and binary operators of a text."""
    file = SourceFile("a.c", text.encode())
    found = []
    for table in syntax(file).tables:
        for node in range(len(table)):
            view = syntax(file).at(table.starts[node]) if table.kinds[node] in ("+", "-", "*", "&", ">>") else None
            if isinstance(view, (Binary, Cast)):
                found.append((type(view).__name__, view.text))
    return found


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("(a) & b >> 4", [("Binary", "(a) & b >> 4"), ("Binary", "b >> 4")]),
        ("(a) - b * c", [("Binary", "(a) - b * c"), ("Binary", "b * c")]),
        ("(a) + b == c", [("Binary", "(a) + b")]),
        ("(u8) - b", [("SettledCast", "(u8) - b")]),
        ("(frog_t)-1", [("SettledCast", "(frog_t)-1")]),
        ("call(a) & b", [("Binary", "call(a) & b")]),
    ],
)
def test_names_in_parentheses(expression: str, expected: list[tuple[str, str]]) -> None:
    text = f"typedef int frog_t;\nvoid f(void)\n{{\n\tx = {expression};\n}}\n"
    assert views(text) == expected


def test_a_macros_parameter_is_a_type_where_the_macro_casts_to_it() -> None:
    assert views("#define is_signed(type) ((type)-1 < (type)1)\n") == [("SettledCast", "(type)-1")]
    assert views("#define last(n) ((n)-1 < call(n)[1])\n") == [("Binary", "(n)-1")]


@pytest.mark.parametrize("name", ["size_t", "list_t", "frogs"])
def test_what_is_declared_as_a_variable_is_multiplied(name: str) -> None:
    text = f"void f(int {name}, int n)\n{{\n\tcall({name} * n, {name} *n);\n}}\n"
    assert views(text) == [("Binary", f"{name} * n"), ("Binary", f"{name} *n")]


def test_what_a_cast_is_of() -> None:
    file = SourceFile("a.c", b"void f(void)\n{\n\tx = (u8)-a;\n}\n")
    cast = syntax(file).at(file.text.index("-"))
    assert isinstance(cast, SettledCast)
    assert cast.sign is not None
    assert (cast.sign.text, cast.value and cast.value.text, cast.type and cast.type.text) == ("-", "a", "u8")
