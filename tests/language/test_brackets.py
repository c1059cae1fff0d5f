"""Which token lies at an offset, and which brackets and which call are around it."""

from __future__ import annotations

import pytest

from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.syntax import syntax, token_at, token_from


def source(text: str) -> SourceFile:
    return SourceFile("drivers/demo.c", text.encode())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('void f(void)\n{\n\tg(a, h(b), "x");\n}\n', "g"),
        ('void f(void)\n{\n\tg(a, h("x"));\n}\n', "h"),
        ('void f(void)\n{\n\tp->g("x");\n}\n', ""),
        ('void f(void)\n{\n\tg(a["x"]);\n}\n', ""),
        ('#define A(b) g(KERN_ERR b "x", c)\n', "g"),
        ('void f(void)\n{\n\tDEMO(a, { g("x"); b; });\n}\n', "g"),
        ('void f(void)\n{\n\tg(a, "x"', ""),
        ('"x"', ""),
    ],
)
def test_call_around(text: str, name: str) -> None:
    call = syntax(source(text)).call_around(text.index('"x"'))
    assert (call.name if call else "") == name


def test_brackets_without_partner_are_none() -> None:
    file = source("a ( b [ c ) d ] { e }")
    around = {one.text: one.bracket for one in (token_at(file, file.text.index(at)) for at in "abcde") if one}
    assert {name: bracket and bracket.text for name, bracket in around.items()} == {
        "a": None, "b": "(", "c": "(", "d": None, "e": "{",
    }  # fmt: skip


def test_tokens_by_offset() -> None:
    file = source("ab /* c */ d")
    assert token_at(file, 1) == token_from(file, 0)
    assert token_at(file, 4) is None
    after = token_from(file, 1)
    assert after is not None
    assert after.text == "d"
    assert token_from(file, 12) is None
