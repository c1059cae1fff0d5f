"""What the marks of C do, on small pieces of it: in code, in the bodies of macros, and where the tree does not tell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pylint_kernel.language import names
from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import Binary, Cast, syntax
from pylint_kernel.language.syntax.beside import guess
from pylint_kernel.language.syntax.marks import role
from pylint_kernel.language.syntax.roles import Role


def source(code: str) -> SourceFile:
    return SourceFile("drivers/demo/demo.c", code.encode())


def in_function(statement: str) -> str:
    return f"int f(int a, int *b)\n{{\n\t{statement}\n}}\n"


def marked(code: str) -> Role:
    """What the mark after the ``@`` does."""
    before, _, after = code.partition("@")
    file = source(before + after)
    return role(file, file.position_at(len(before)))


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("a = b @- 1;", Role.BINARY),
        ("a = @-1;", Role.UNARY),
        ("a = @+1;", Role.UNARY),
        ("a = b * @+1;", Role.UNARY),
        ("return @-1;", Role.UNARY),
        ("a = (b) @- 1;", Role.BINARY),
        ("a = (int) @- 1;", Role.UNARY),
        ("a = (u8 __force) @- 1;", Role.UNARY),
        ("a = -(u8)@*b;", Role.UNARY),
        ("a = sizeof(int) @- 1;", Role.BINARY),
        ("a = sizeof(u16) @* b;", Role.BINARY),
        ("a = f(b) @& 1;", Role.BINARY),
        ("a = c[1] @& 1;", Role.BINARY),
        ("a = (struct point *)@&c;", Role.UNARY),
        ("a = ({ c; }) @+ 1;", Role.BINARY),
        ("a = b++ @+ 1;", Role.BINARY),
        ("a = c @* *b;", Role.BINARY),
        ("a = c * @*b;", Role.UNARY),
        ("if (a) @- b;", Role.UNARY),
        ("if ((f(a)) @&& b) ;", Role.BINARY),
        ("goto *@&&label;", Role.UNARY),
        ("a@++;", Role.POSTFIX),
        ("@++a;", Role.PREFIX),
        ("a = b@-- - 1;", Role.POSTFIX),
    ],
)
def test_operators(statement: str, expected: Role) -> None:
    assert marked(in_function(statement)) is expected


@pytest.mark.parametrize(
    "code",
    [
        "char @*a;",
        "struct point @*a;",
        "shape @*a;",
        "shape *@*a;",
        "struct point *a, @*b;",
        "int f(shape @*a, int b);",
        "int f(shape @*, int b);",
        "int a = sizeof(shape @*);",
        "const typeof(a) @*b;",
        "_Atomic(int) @*b;",
        "TP_PROTO(shape @*a);",
        "TP_PROTO(const shape @*a);",
        "int (@*f)(int);",
        "#ifdef A\nshape *a;\n#else\nshape @*a;\n#endif",
        "#define AREA(type, name) type @*name = 0",
        "#define AREA(type, name) type @*name; type *other",
        "void f(void)\n{\n\tfor (shape @*a = b; a; a++)\n\t\tg();\n}",
        "void f(void)\n{\n\ta = va_arg(b, shape @*);\n}",
    ],
)
def test_pointers(code: str) -> None:
    assert marked(code + "\n") is Role.POINTER


@pytest.mark.parametrize(
    "code",
    [
        "int a[WIDTH @* HEIGHT];",
        "int a = b @* c;",
        "int a[] = { WIDTH @* HEIGHT };",
        "#define AREA(a, b) a @* b",
        "#define SIZE ((WIDTH) @* 4)",
        "#if WIDTH @* HEIGHT > 3\n#endif",
        "int a = sizeof(b) @* c;",
        "int a = min_t(u32, 1, 2) @* 8;",
        "int f(int width_t)\n{\n\treturn width_t @*2 + width_t *b;\n}",
        "int f(int width_t, int b)\n{\n\treturn width_t @*b;\n}",
        "int f(int a, int b)\n{\n\ta @* b;\n}",
        "#define AREA(w, h) ({ f(w); w @* h; })",
    ],
)
def test_products(code: str) -> None:
    assert marked(code + "\n") is Role.BINARY


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("a = @(int)b;", Role.CAST),
        ("a = (int@)b;", Role.CAST),
        ("a = @(struct point *)b;", Role.CAST),
        ("a = @(void (*)(int))b;", Role.CAST),
        ("a = *@(u32 *)b;", Role.CAST),
        ("a = (u8)@(u16)b;", Role.CAST),
        ("a = @(u8)-b;", Role.CAST),
        ("return @(size_t)b;", Role.CAST),
        ("a = @(b) + 1;", Role.GROUP),
        ("a = @({ b; });", Role.GROUP),
        ("a = f@(int);", Role.CALL),
        ("a = sizeof@(int);", Role.CALL),
        ("a = sizeof@(b);", Role.CALL),
        ("if @(a) b();", Role.HEAD),
        ("for @(;;) b();", Role.HEAD),
        ("list_for_each@(a, b) { c(); }", Role.HEAD),
        ("a = @(struct point){ 1 };", Role.LITERAL),
        ("int @(*a)(int);", Role.DECLARATOR),
    ],
)
def test_parentheses(statement: str, expected: Role) -> None:
    assert marked(in_function(statement)) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("#define MINUS(type) ((type)0 + (type) @-1)", Role.UNARY),
        ("#define MINUS(type) ((type)0 + @(type)-1)", Role.CAST),
        ("#define MINUS(value) ((value) @-1)", Role.BINARY),
        ("#define ROUND(dim, step) rounddown((dim) @+ (step) / 2, (step))", Role.BINARY),
        ("#define CHECK(a, op, b) ((a) op @(b))", Role.GROUP),
        ("#define CHECK(a, op, b) (@(a) op (b))", Role.GROUP),
        ("#define NEGATIVE @-1", Role.UNARY),
        ("#define SHIFT(a) @-a", Role.UNARY),
        ("#define LESS(a) (a @- 1)", Role.BINARY),
        ("#define WORD(x) @((u8)x)", Role.GROUP),
        ("#define WORD(x) (@(u8) 1)", Role.CAST),
        ("int a = b\n#ifdef C\n\t@- 1\n#endif\n\t- 2;", Role.BINARY),
        ("int a = b\n#ifdef C\n\t- 1\n#endif\n\t@- 2;", Role.BINARY),
    ],
)
def test_macros(code: str, expected: Role) -> None:
    assert marked(code + "\n") is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("struct a @{ int b; };", Role.RECORD),
        ("enum a @{ B };", Role.RECORD),
        ("int a[] = @{ 1 };", Role.LIST),
        ("struct point a = (struct point)@{ 1 };", Role.LIST),
        ("void f(void) @{ }", Role.BLOCK),
        ("struct a { int b@: 3; };", Role.BIT_FIELD),
        ("struct a { int @: 3; };", Role.OTHER),
        ("int a = b ? c @: d;", Role.CONDITIONAL),
        ("void f(void) { switch (a) { case B@: break; } }", Role.CASE),
        ("void f(void) { switch (a) { case B ? C @: D: break; } }", Role.CONDITIONAL),
        ("void f(void) { switch (a) { default@: break; } }", Role.CASE),
        ("void f(void) { out@: return; }", Role.LABEL),
        ('void f(void) { asm("nop" @: : "r" (a)); }', Role.ASSEMBLER),
        ("int a@[3];", Role.DIMENSION),
        ("int a = b@[3];", Role.SUBSCRIPT),
        ("int a[] = { @[3] = 1 };", Role.OTHER),
        ("int a = sizeof(int @[3]);", Role.OTHER),
    ],
)
def test_others(code: str, expected: Role) -> None:
    assert marked(code + "\n") is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a = b @- 1;", Role.BINARY),
        ("a = (b) @- 1;", Role.BINARY),
        ("a = (u8) @-1;", Role.UNARY),
        ("; struct a @*b;", Role.POINTER),
        ("; foo @*b;", Role.POINTER),
        ("f(const foo @*b);", Role.POINTER),
        ("f(foo @*);", Role.POINTER),
        ("a = b @* 2;", Role.BINARY),
        ("x = a ? b @: c;", Role.CONDITIONAL),
        ("; out@: return;", Role.LABEL),
        ("; u8 @: 3;", Role.OTHER),
        ("case A@:", Role.CASE),
        ("f @(a);", Role.CALL),
        ("while @(a);", Role.HEAD),
        ("a = @(u8)b;", Role.CAST),
        ("int @(*f)(int);", Role.DECLARATOR),
        ("a@[1]", Role.SUBSCRIPT),
        ("u8 @[1]", Role.OTHER),
        ("a = @{ 1 }", Role.LIST),
        ("struct a @{", Role.RECORD),
        ("else @{", Role.BLOCK),
        ("a @++;", Role.POSTFIX),
    ],
)
def test_guesses(code: str, expected: Role) -> None:
    before, _, after = code.partition("@")
    file = source(before + after)
    assert guess(file, file.position_at(len(before))) is expected


def test_names() -> None:
    file = source(
        "typedef struct point *shape;\ntypedef int (*walker)(int);\nother thing;\nint a = (other)-1 + (shape)&b + c;\n"
    )
    assert {"shape", "walker"} <= names.typedefs(file)
    assert names.is_used_as_type(file, "other")
    assert not names.is_used_as_type(file, "c")
    assert role(file, file.tokens.index["-"][0]) is Role.UNARY
    assert role(file, file.tokens.index["&"][0]) is Role.UNARY


def test_typedefs() -> None:
    file = source(
        "typedef struct { int a; } first, *second;\ntypedef int third[3];\ntypedef int fourth(struct tag a);\n"
        "typedef u64 fifth __attribute__((aligned(8)));\ntypedef struct tag (*sixth)(void), seventh;\ntypedef open"
    )
    assert names.typedefs(file) == {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "open"}


def test_views_are_settled_alike() -> None:
    file = source("#define ROUND(dim, step) f((dim) + (step) / 2, (step))\nint a = (u8)-b;\n")
    plus = syntax(file).at(file.text.index("+"))
    assert isinstance(plus, Binary)
    assert plus.operator.text == "+"
    assert isinstance(syntax(file).at(file.text.index("-b")), Cast)


PIECES = (
    "* & && - + ++ -- ( ) [ ] { } : ? ; , = a b u8 int struct sizeof return case if for #define #if \\\n \n"
).split(" ")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, " "]), max_size=40))
def test_never_raises(pieces: list[str]) -> None:
    file = source(" ".join(pieces))
    for position in range(len(file.tokens)):
        assert isinstance(role(file, position), Role)
        assert isinstance(guess(file, position), Role)


@pytest.mark.parametrize(
    "code", ["*" * 20000 + "a;", "a = " + "(a)" * 3000 + "-1;", "a" + " ? a : a" * 3000, "++" * 9000]
)
def test_long_runs(code: str) -> None:
    file = source(code)
    for position in range(0, len(file.tokens), 50):
        assert isinstance(role(file, position), Role)
        assert isinstance(guess(file, position), Role)
