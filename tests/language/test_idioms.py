"""The recognisers that several topics share."""

from __future__ import annotations

import pytest

from pylint_kernel.language.idioms import has_nearby_comment, integer, is_log_function
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
