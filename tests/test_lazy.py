"""Patterns that are tried at the ends of lines only."""

from __future__ import annotations

import re

import pytest

from pylint_kernel.lazy import LineEnd, LineStart

TEXTS = ["", "\n", "a", " a", " a\n a\nb\n", "a\n\n a", "\n a", " \n \n", "a \nb", "a \n", "a ", " a "]


@pytest.mark.parametrize("text", TEXTS)
def test_line_start(text: str) -> None:
    found = [match.span(1) for match in LineStart(r"([ ]*)a").finditer(text)]
    assert found == [match.span(1) for match in re.finditer(r"^([ ]*)a", text, re.MULTILINE)]


@pytest.mark.parametrize("text", TEXTS)
def test_line_end(text: str) -> None:
    found = [match.start() for match in LineEnd(r"[ ]").finditer(text)]
    assert found == [match.end() for match in re.finditer(r"[ ](?:$)", text, re.MULTILINE)]


def test_stretches_of_lines() -> None:
    """The engine looks at stretches of whole lines, the last newline excluded."""
    text = " a\n a \n a \n a\n"
    assert [match.start(1) for match in LineStart(r"([ ]*)a").finditer(text, 3, 10)] == [3, 7]
    assert [match.start() for match in LineEnd(r"[ ]").finditer(text, 3, 10)] == [6, 10]
