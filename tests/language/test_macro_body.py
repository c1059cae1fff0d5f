"""What the body of a macro is."""

from __future__ import annotations

import pytest

from pylint_kernel.language.macro_body import Body, Rank, is_called_outside_functions, whole_macros
from pylint_kernel.language.source import SourceFile


def body_of(text: str) -> Body:
    file = SourceFile("demo.h", f"#define M(a, b) {text}\n".encode())
    return Body(file, file.macros[0])


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("a", Rank.POSTFIX),
        ("(a + b)", Rank.POSTFIX),
        ("hop(a)[1].legs->left++", Rank.POSTFIX),
        ("sizeof(a)", Rank.POSTFIX),
        ("a##_b", Rank.POSTFIX),
        ("#a", Rank.POSTFIX),
        ('"x" a "y"', Rank.POSTFIX),
        ("({ a; })", Rank.POSTFIX),
        ("_Generic(a, int: b)", Rank.POSTFIX),
        ("(struct pond){ a }", Rank.POSTFIX),
        ("&(struct pond){ a }", Rank.POSTFIX),
        ("-1", Rank.SIGN),
        ("!hop(a)", Rank.SIGN),
        ("*a", Rank.UNARY),
        ("&a", Rank.UNARY),
        ("- -a", Rank.UNARY),
        ("sizeof a", Rank.UNARY),
        ("(u32)a", Rank.UNARY),
        ("(u32)-1", Rank.UNARY),
        ("(struct pond *)(a)", Rank.UNARY),
        ("a + b", Rank.BINARY),
        ("(a) - b", Rank.BINARY),
        ("a ? b : 1", Rank.BINARY),
        ("a ?: b", Rank.BINARY),
        ("(struct pond){ a }.frogs + 1", Rank.BINARY),
        ("a##_x + mm ## b", Rank.BINARY),
        ("a = b + 1", Rank.ASSIGNMENT),
        ("a |= b", Rank.ASSIGNMENT),
    ],
)
def test_expressions(text: str, rank: Rank) -> None:
    assert body_of(text).rank() == rank


@pytest.mark.parametrize(
    "text",
    [
        "", "a, b", "a b", "hop(a) leap(b)", "a;", "static inline", "unsigned long", "struct pond", "return a",
        "do { a; } while (0)", "for (;;)", "{ a, b }", ".a = b", "[a] = b", "1 ... 2", "a +", "+", "case a:", "1_4",
        "__attribute__((aligned(a)))", "asm volatile(a)", "int a(void) { return b; }", "typeof(a) *b", "a : b",
    ],
)  # fmt: skip
def test_no_expression(text: str) -> None:
    assert body_of(text).rank() is None


def test_unmatched_brackets_break_a_body() -> None:
    assert body_of("(a").broken
    assert body_of("a)").broken
    assert body_of("(a").rank() is None


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("do { a; } while (0)", True),
        ("do { a; } while (0);", True),
        ("do { a; } while (1)", False),
        ("do a; while (0)", False),
        ("{ a; }", False),
    ],
)
def test_do_while(text: str, yes: bool) -> None:
    assert body_of(text).is_do_while() is yes


def test_deep_nesting_is_no_problem() -> None:
    assert body_of("- " * 5000 + "a").rank() == Rank.UNARY
    assert body_of("(u32)" * 5000 + "a").rank() == Rank.UNARY
    assert body_of("a ? b : " * 5000 + "a").rank() == Rank.BINARY


def test_use_outside_of_functions() -> None:
    text = b"#define M(a) one(a); two(a)\nM(x);\n#define N(a) one(a); two(a)\nvoid f(void)\n{\n\tN(x);\n}\n"
    file = SourceFile("demo.c", text)
    assert is_called_outside_functions(file, "M")
    assert not is_called_outside_functions(file, "N")
    assert not is_called_outside_functions(file, "O")


def test_a_macro_that_is_cut_off_is_not_judged() -> None:
    file = SourceFile("demo.c", b"#define M(a) hop(a)\n#define N(a) \\\n\thop(b); \\", partial=True)
    assert [macro.name for macro in whole_macros(file)] == ["M"]
