"""What the body of a macro is, and what becomes of its parameters."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import (
    Assignment,
    Binary,
    Call,
    Cast,
    Conditional,
    Declaring,
    Macro,
    Member,
    Name,
    Shape,
    SizeOf,
    StatementExpression,
    TypeName,
    Unary,
    View,
    syntax,
)


def macros_of(text: str) -> list[Macro]:
    return syntax(SourceFile("demo.h", text.encode("latin-1"))).macros


def macro_of(body: str) -> Macro:
    return macros_of(f"#define M(a, b) {body}\n")[0]


@pytest.mark.parametrize(
    ("body", "shape"),
    [
        ("", Shape.EMPTY),
        ("a", Shape.WORD),
        ("(2 + 3)", Shape.EXPRESSION),
        ("a + g(b)", Shape.EXPRESSION),
        ("*a", Shape.EXPRESSION),
        ("({ int c = a; c; })", Shape.EXPRESSION),
        ('"x" a "y"', Shape.EXPRESSION),
        ("g(a ?, b) + 1", Shape.EXPRESSION),
        ("a, b", Shape.LIST),
        (".a = b", Shape.LIST),
        ("[a] = b,", Shape.LIST),
        (", a", Shape.LIST),
        (", ##__VA_ARGS__", Shape.LIST),
        ("a(1) a(2)", Shape.LIST),
        ("a(1) x \\\n\ta(2) y", Shape.LIST),
        ('EM(a, "x") \\\n\tEMe(b, "y")', Shape.LIST),
        ("{ a, b }, { b, a }", Shape.LIST),
        ("a; b", Shape.STATEMENTS),
        ("a;", Shape.STATEMENTS),
        ("do { a; } while (0);", Shape.STATEMENTS),
        ("do { a; } while (1)", Shape.STATEMENTS),
        ("list_for_each(a, b) g(a)", Shape.STATEMENTS),
        ("if (a) b", Shape.STATEMENTS),
        ("case a: g(b)", Shape.STATEMENTS),
        ("do { a; } while (0)", Shape.DO_WHILE),
        ("int c = a", Shape.DECLARATIONS),
        ("a b = { 1 }", Shape.DECLARATIONS),
        ("a b; a c;", Shape.DECLARATIONS),
        ("int a, struct frog *b", Shape.DECLARATIONS),
        ("static int a(void) { return b; }", Shape.DECLARATIONS),
        ("struct frog *", Shape.PIECE),
        ("unsigned int", Shape.PIECE),
        ("static inline", Shape.PIECE),
        ("a = b; do", Shape.PIECE),
        ("a +", Shape.PIECE),
        ("} while (a)", Shape.PIECE),
        ("a)", Shape.PIECE),
        ("[(a) - 1]", Shape.PIECE),
        ("*a __free(kfree) = b", Shape.PIECE),
        ("(unsigned long)", Shape.PIECE),
    ],
)
def test_shapes(body: str, shape: Shape) -> None:
    assert macro_of(body).shape is shape


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("a + b", Binary),
        ("(a) << b", Binary),
        ("a ?: b", Conditional),
        ("a |= b", Assignment),
        ("(u32)a", Cast),
        ("(u32)-1", Cast),
        ("-(a)", Unary),
        ("sizeof a", SizeOf),
        ("g(a, b)", Call),
        ("a->b.c", Member),
        ("({ a; })", StatementExpression),
    ],
)
def test_expressions(body: str, kind: type[View]) -> None:
    assert isinstance(macro_of(body).expression, kind)


@pytest.mark.parametrize("body", ["a, b", "a; b", "int a", "do { a; } while (0)", "(a", "", "return a", "a b c"])
def test_no_expression(body: str) -> None:
    assert macro_of(body).expression is None


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("a + sizeof(a)", [Name, Name]),
        ("x->a = a", [Member, Name]),
        ("a *c = (a *)b", [TypeName, TypeName]),
        ("int a = a", [Declaring, Name]),
        ("g(typeof(a) c, a)", [type(None), Name]),
        ("g(struct a *, a)", [type(None), Name]),
        ("g(x __VA_OPT__(,) a)", [Name]),
        ("g(#a, a ## b, a)", [Name]),
        ("goto a; a: b", [View, View]),
        ("g(a); a b;", [Name, TypeName]),
        ("int a, int a", [Declaring, Declaring]),
    ],
)
def test_uses(body: str, kinds: list[type]) -> None:
    one = macro_of(body).parameters[0]
    views = [one.view(use) for use in one.uses]
    assert len(views) == len(kinds)
    assert all(isinstance(view, kind) for view, kind in zip(views, kinds, strict=True)), views


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("b", 0),
        ("g(a)", 1),
        ("a + a", 2),
        ("(a) + sizeof(a)", 1),
        ("({ typeof(a) c = (a); c; })", 1),
        ("a + ARRAY_SIZE(a) + __must_be_array(a)", 1),
        ("switch (b) { case 1: g(a); break; default: g(a); }", 1),
        ("switch (b) { case 1: g(a); case 2: g(a); break; }", 2),
        ("__stringify(a) + __builtin_constant_p(a) + a", 1),
        ("container_of(a, struct a, a)", 1),
        ("b ? a : a", 1),
        ("a ? a : b", 2),
        ("b ? a : b ? a : a + a", 2),
        ("do { if (b) g(a); else g(a); } while (0)", 1),
        ("do { if (b) g(a); g(a); } while (0)", 2),
        ("_Generic(a, int: f(a), default: g(a))", 1),
        ("g(a) g(a)", 2),
        (", a, a", 2),
        ("} a a {", 2),
    ],
)
def test_evaluations(body: str, count: int) -> None:
    assert macro_of(body).parameters[0].evaluations == count


def test_neighbours_of_a_use() -> None:
    one, two = macro_of("a + b").parameters
    assert (one.before(one.uses[0]), one.after(one.uses[0])) == ("", "+")
    assert (two.before(two.uses[0]), two.after(two.uses[0])) == ("+", "")


def test_pasting() -> None:
    assert macro_of("a##b").pastes
    assert not macro_of("g(a, ##b)").pastes
    assert [token.text for token in macro_of("a b a").every("b", "a")] == ["a", "b", "a"]


def test_use_outside_of_functions() -> None:
    text = "#define M(a) one(a); two(a)\nM(x);\n#define N(a) one(a); two(a)\nvoid f(void)\n{\n\tN(x);\n}\n#define O 1\n"
    assert [macro.is_used_at_file_scope for macro in macros_of(text)] == [True, False, False]


def test_a_macro_that_is_cut_off_is_not_judged() -> None:
    file = SourceFile("demo.c", b"#define M(a) hop(a)\n#define N(a) \\\n\thop(b); \\", partial=True)
    assert [macro.name for macro in syntax(file).macros] == ["M"]


def test_one_broken_body_takes_no_other_along() -> None:
    for body in ("static inline", "x = 1; do", "_Generic(x, M(x, 1), M(x, 2))", "int x {", "X(a) y X(b) z"):
        assert isinstance(macros_of(f"#define A(x) \\\n\t{body}\n#define B(x) g(x) + 1\n")[-1].expression, Binary)


PIECES = [
    *"a b ( ) { } [ ] ; , = ## # * && - else struct int goto return case : sizeof ' ... . -> 1u asm( /* */".split(),
    "? a :", "if (a)", "do {", "} while (0)", "typeof(a)", '"s"', "\\\n", "__VA_OPT__(", "__attribute__((", "_Generic(",
    "for (;;)",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.integers(0, 30))
def test_garbage_never_raises(pieces: list[str], cut: int) -> None:
    text = f"#define M(a, b...) {' '.join(pieces)}\n#define N(a) g(a)\n"
    for macro in macros_of(text) + macros_of(text[: max(len(text) - cut, 0)]):
        _ = macro.shape, macro.expression, macro.do_while, macro.pastes, macro.is_used_at_file_scope
        for one in macro.parameters:
            _ = one.evaluations, [(one.view(use), one.before(use), one.after(use)) for use in one.every]


@pytest.mark.parametrize(
    "body",
    [
        "do { \\\n" + "\tg(a); \\\n" * 10000 + "} while (0)",
        "(" + " + ".join(["a"] * 5000) + ")",
        " + ".join(["sizeof(a)"] * 5000),
        " : ".join(f"b == {n} ? a" for n in range(3000)) + " : 0",
        "g(a" + "##a" * 5000 + ")",
        "\\\n".join(["X(a)"] * 5000),
    ],
)
def test_long_bodies_take_linear_time(body: str) -> None:
    begin = time.process_time()
    (macro,) = macros_of(f"#define M(a, b) {body}\n")
    _ = macro.shape, macro.do_while, macro.pastes, [one.evaluations for one in macro.parameters]
    assert time.process_time() - begin < 3
