"""The recognisers that several topics share."""

from __future__ import annotations

import pytest

from pylint_kernel.language.idioms import (
    assigned_name,
    has_nearby_comment,
    integer,
    is_log_function,
    is_plain_call,
    lvalue_end,
    statement_bounds,
    value_end,
)
from pylint_kernel.language.source import SourceFile


def source(text: str) -> SourceFile:
    return SourceFile("a.c", text.encode())


@pytest.mark.parametrize(
    "name", ["printk", "pr_err", "dev_warn_ratelimited", "net_info_ratelimited", "WARN_ONCE", "panic"]
)
def test_log_functions(name: str) -> None:
    assert is_log_function(name)


@pytest.mark.parametrize("name", ["print", "pr", "err", "WARN_ON", "snprintf", "dev_set_drvdata", "PR_ERR"])
def test_not_log_functions(name: str) -> None:
    assert not is_log_function(name)


def test_lvalue_end() -> None:
    file = source("a->b[c + 1].d = e;")
    assert file.tokens.texts[lvalue_end(file, 0)] == "="
    assert lvalue_end(file, 1) == 1


def test_statement_bounds() -> None:
    file = source("if (x) {\n\tfoo(a, ({ b; }));\n}\n#define M a; b\nc;\n")
    texts = file.tokens.texts
    first, last = statement_bounds(file, texts.index("a"))
    assert texts[first] == "foo"
    assert texts[last - 1] == ";"
    first, last = statement_bounds(file, len(texts) - 2)
    assert texts[first:last] == ["c", ";"]


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("int a;\nspinlock_t l;\n", False),
        ("int a;\nspinlock_t l; /* why */\n", True),
        ("/* why */\nspinlock_t l;\n", True),
        ("int a;\nspinlock_t l;\n// why\n", True),
        ("/* why */\n\nspinlock_t l;\n", False),
    ],
)
def test_nearby_comment(text: str, explained: bool) -> None:
    row = text[: text.index("spinlock")].count("\n")
    assert has_nearby_comment(source(text), row) is explained


@pytest.mark.parametrize(
    ("text", "value"),
    [("10", 10), ("0x1F", 31), ("010", 8), ("0", 0), ("0b11", 3), ("5UL", 5), ("0xffULL", 255)],
)
def test_integer(text: str, value: int) -> None:
    assert integer(text) == value


@pytest.mark.parametrize("text", ["08", "1.5", "1e3", "a", "0x", "'1'"])
def test_no_integer(text: str) -> None:
    assert integer(text) is None


@pytest.mark.parametrize("value", ["a", "a->b[1].c", "a(b, c)->d", "10", '"a" "b"', "*a", "&a.b", "sizeof(int)"])
def test_value_end(value: str) -> None:
    file = source(f"{value} + 1")
    assert file.tokens.texts[value_end(file, 0)] == "+"


@pytest.mark.parametrize("text", ["", "+ 1", "(a)", "*", "'a'", "if"])
def test_no_value(text: str) -> None:
    assert value_end(source(text), 0) == 0


@pytest.mark.parametrize(
    ("text", "target"),
    [("p = f();", "p"), ("p->q[1] = (u8 *)f();", "p->q[1]"), ("*p = f();", "*p"), ("struct a *p = f();", "p")],
)
def test_assigned_name(text: str, target: str) -> None:
    file = source(text)
    found = assigned_name(file, file.tokens.texts.index("f"))
    assert found is not None
    assert file.slice(file.token_span(*found)) == target


@pytest.mark.parametrize("text", ["f();", "g(f());", "p == f();", "g(p) = f();", "p += f();"])
def test_nothing_assigned(text: str) -> None:
    file = source(text)
    assert assigned_name(file, file.tokens.texts.index("f")) is None


@pytest.mark.parametrize(
    "text", ["f();", "a = b * f();", "return f();", "x(f());", "#ifdef A\nf();", "#define A f()", "#define A(b) f(b)"]
)
def test_plain_call(text: str) -> None:
    file = source(text)
    assert is_plain_call(file, file.tokens.texts.index("f"))


@pytest.mark.parametrize(
    "text", ["p->f();", "p.f();", "int f(void);", "static struct a *f(void)", "foo *f(int);", "#define f() 1"]
)
def test_no_plain_call(text: str) -> None:
    file = source(text)
    assert not is_plain_call(file, file.tokens.texts.index("f"))
