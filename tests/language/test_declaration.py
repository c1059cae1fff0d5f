"""Declarations read from tokens."""

from __future__ import annotations

import pytest

from pylint_kernel.language import declaration
from pylint_kernel.language.source import SourceFile


def read(text: str) -> tuple[SourceFile, declaration.Declaration | None]:
    file = SourceFile("demo.c", text.encode())
    return file, declaration.read(file, 0, len(file.tokens))


@pytest.mark.parametrize(
    ("text", "type_", "name"),
    [
        ("int count;", "int", "count"),
        ("static const unsigned long long *const mask = 0;", "unsigned long long", "mask"),
        ("extern struct pond ponds[];", "struct pond", "ponds"),
        ("static struct __packed pond pond;", "struct __packed pond", "pond"),
        ("struct { int legs; } frog = { 4 };", "struct { int legs ; }", "frog"),
        ("frog_t frog;", "frog_t", "frog"),
        ("pond *pond;", "pond", "pond"),
        ("static pond __my_own_section frog;", "pond", "frog"),
        ("void __printf(1, 2) say(const char *text, ...);", "void", "say"),
        ("typeof(frog) *other;", "typeof ( frog )", "other"),
        ("int (*hop)(int far);", "int", "hop"),
        ("static __init int hop(void)", "int", "hop"),
        ("int count __read_mostly = 3;", "int", "count"),
    ],
)
def test_type_and_name(text: str, type_: str, name: str) -> None:
    file, declared = read(text)
    assert declared is not None
    texts = file.tokens.texts
    assert " ".join(texts[slice(*declared.type)]) == type_
    assert texts[declared.name] == name


@pytest.mark.parametrize("text", ["hop(far);", "count = 3;", "return count;", "x->y = 3;", ";", "static;"])
def test_no_declaration(text: str) -> None:
    assert read(text)[1] is None


@pytest.mark.parametrize(
    ("text", "const"),
    [
        ("const int limit;", True),
        ("int const limit;", True),
        ("const char *name;", False),
        ("char *const name;", True),
        ("const char *const names[];", True),
        ("const char *names[];", False),
        ("char **const *name;", False),
    ],
)
def test_object_is_const(text: str, const: bool) -> None:
    file, declared = read(text)
    assert declared is not None
    assert declaration.object_is_const(file, declared) is const


@pytest.mark.parametrize(
    ("text", "function"),
    [("int hop(int far);", True), ("int count;", False), ("int (*hop)(int far);", False), ("int a##_b(void)", True)],
)
def test_is_function(text: str, function: bool) -> None:
    file, declared = read(text)
    assert declared is not None
    assert declaration.is_function(file, declared) is function


def test_enclosing_starts_at_the_macro_body() -> None:
    file = SourceFile("demo.c", b"#define POND(name) static const int name = 3\n")
    declared = declaration.enclosing(file, file.tokens.index["const"][0])
    assert declared is not None
    assert file.tokens.texts[declared.first] == "static"
    assert file.tokens.texts[declared.name] == "name"
