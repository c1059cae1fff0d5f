"""The recognisers that several topics share."""

from __future__ import annotations

import pytest

from pylint_kernel.idioms import has_nearby_comment, is_log_function, lvalue_end, statement_bounds
from pylint_kernel.source import SourceFile


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
