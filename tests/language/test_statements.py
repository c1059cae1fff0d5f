"""Control statements read off the tokens."""

from __future__ import annotations

import pytest

from pylint_kernel.language.source import SourceFile
from pylint_kernel.language.statements import chain, condition, first_if, matching_if, statement_end


def source(text: str) -> SourceFile:
    return SourceFile("a.c", text.encode())


@pytest.mark.parametrize(
    "statement",
    [
        "a = (struct b){ .c = 1 };",
        "if (a) b();",
        "if (a) b(); else c();",
        "if (a) { b(); } else if (c) d(); else { e(); }",
        "for (a; b; c) while (d) e();",
        "do a(); while (b);",
        "do { a(); } while (b);",
        "switch (a) { case 1: b(); }",
        "case 1: a();",
        "default: a();",
        "label: if (a) b();",
        "for_each_a(b, c) if (d) e(); else f();",
        "scoped_guard(a) { b(); }",
        "{ a(); b(); }",
        "return ({ a; b; });",
    ],
)
def test_statement_end(statement: str) -> None:
    file = source(f"{statement} next();")
    end = statement_end(file, 0)
    assert end is not None
    assert file.tokens.texts[end] == "next"


@pytest.mark.parametrize("text", ["a(", "if (a", "if (a)\n#ifdef B\nb();\n#endif\n", "else b();", "do a();", "a }", ""])
def test_no_end(text: str) -> None:
    assert statement_end(source(text), 0) is None


def test_long_chain() -> None:
    file = source("if (a) b(); " + "else if (c) d(); " * 5000 + "else e(); next();")
    assert file.tokens.texts[statement_end(file, 0) or 0] == "next"
    assert len(chain(file, 0)) == 5002


def test_deep_nesting() -> None:
    file = source("if (a) " * 50000 + "b(); " + "else c(); " * 40000 + "next();")
    assert file.tokens.texts[statement_end(file, 0) or 0] == "next"
    assert statement_end(source("do " * 50000 + "a();" + " while (b);" * 50000), 0) is None
    assert statement_end(source("do do a(); while (b); while (c); next();"), 0) == 16


def test_matching_if() -> None:
    file = source("if (a) if (b) c(); else d(); else e();")
    inner, outer = file.tokens.index["else"]
    assert [matching_if(file, inner), matching_if(file, outer)] == [4, 0]


def test_no_matching_if() -> None:
    file = source("if (a) { b(); } c(); else d();")
    assert matching_if(file, file.tokens.index["else"][0]) is None


def test_chain() -> None:
    file = source("if (a) b(); else if (c) { d(); } else\n\tif (e) f();")
    arms = chain(file, 0)
    assert [file.tokens.texts[arm.keyword] for arm in arms] == ["if", "if", "else"]
    assert [file.slice(file.token_span(arm.body, arm.end)) for arm in arms] == ["b();", "{ d(); }", "if (e) f();"]
    assert first_if(file, arms[2].keyword) == 0


def test_condition() -> None:
    file = source("while (a(b)) ; if c")
    assert condition(file, 0) == (1, 6)
    assert condition(file, 8) is None
