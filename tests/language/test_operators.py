"""What an operator is, on small pieces of C."""

from __future__ import annotations

import pytest

from pylint_kernel.language import operators
from pylint_kernel.language.source import SourceFile


def position(file: SourceFile, text: str, number: int = 0) -> int:
    return file.tokens.index[text][number]


def source(code: str) -> SourceFile:
    return SourceFile("drivers/demo/demo.c", code.encode())


def in_function(statement: str) -> SourceFile:
    return source(f"int f(int a, int *b)\n{{\n\t{statement}\n}}\n")


@pytest.mark.parametrize(
    ("statement", "operator", "binary"),
    [
        ("a = b - 1;", "-", True),
        ("a = -1;", "-", False),
        ("return -1;", "-", False),
        ("a = (b) - 1;", "-", True),
        ("a = (int) - 1;", "-", False),
        ("a = (u8 __force) - 1;", "-", False),
        ("a = sizeof(int) - 1;", "-", True),
        ("a = f(b) & 1;", "&", True),
        ("a = c[1] & 1;", "&", True),
        ("a = (struct point *)&c;", "&", False),
        ("a = ({ c; }) + 1;", "+", True),
        ("a = b++ + 1;", "+", True),
        ("if (a) - b;", "-", False),
        ("goto *&&label;", "&&", False),
    ],
)
def test_binary(statement: str, operator: str, binary: bool) -> None:
    file = in_function(statement)
    assert operators.is_binary(file, position(file, operator, -1)) is binary


@pytest.mark.parametrize(
    ("code", "pointer"),
    [
        ("char *a;", True),
        ("struct point *a;", True),
        ("shape *a;", True),
        ("int f(shape *a, int b);", True),
        ("int a = sizeof(shape *);", True),
        ("const typeof(a) *b;", True),
        ("TP_PROTO(shape *a);", True),
        ("int a[WIDTH * HEIGHT];", False),
        ("int a = b * c;", False),
        ("int a[] = { WIDTH * HEIGHT };", False),
        ("#define AREA(a, b) a * b", False),
        ("#define AREA(type, name) type *name = 0", True),
        ("#if WIDTH * HEIGHT > 3\n#endif", False),
        ("int a = sizeof(b) * c;", False),
    ],
)
def test_pointer(code: str, pointer: bool) -> None:
    file = source(code + "\n")
    assert operators.is_pointer(file, position(file, "*", -1)) is pointer


@pytest.mark.parametrize(
    ("statement", "cast"),
    [
        ("a = (int)b;", True),
        ("a = (struct point *)b;", True),
        ("a = (void (*)(int))b;", True),
        ("a = *(u32 *)b;", True),
        ("a = (u8)(u16)b;", True),
        ("return (size_t)b;", True),
        ("a = (b) + 1;", False),
        ("a = f(int);", False),
        ("a = sizeof(int);", False),
        ("if (a) b();", False),
    ],
)
def test_cast(statement: str, cast: bool) -> None:
    file = in_function(statement)
    first = file.position_at(file.text.index(statement))
    close = next(at for at in file.tokens.index[")"] if at > first)
    if "(*)" in statement:
        close = file.tokens.partner[position(file, "(", 1)]
    assert operators.is_cast(file, close) is cast


def test_types_of_the_file() -> None:
    file = source(
        "typedef struct point *shape;\ntypedef int (*walker)(int);\nother thing;\nint a = (other)-1 + (shape)&b + c;\n"
    )
    assert {"shape", "walker"} <= operators.typedefs(file)
    assert operators.is_used_as_type(file, "other")
    assert not operators.is_used_as_type(file, "c")
    assert not operators.is_binary(file, position(file, "-"))
    assert not operators.is_binary(file, position(file, "&"))


def test_typedefs() -> None:
    file = source(
        "typedef struct { int a; } first, *second;\ntypedef int third[3];\ntypedef int fourth(struct tag a);\n"
        "typedef u64 fifth __attribute__((aligned(8)));\ntypedef struct tag (*sixth)(void), seventh;\ntypedef open"
    )
    assert operators.typedefs(file) == {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "open"}


def test_directives_are_skipped() -> None:
    file = source("int a = b\n#ifdef C\n\t- 1\n#endif\n\t- 2;\n#define NEGATIVE -1\n#define MINUS(a) -a\n")
    minus = file.tokens.index["-"]
    assert [operators.is_binary(file, at) for at in minus] == [True, True, False, False]
