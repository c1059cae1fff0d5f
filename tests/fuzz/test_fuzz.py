"""Hostile input: nothing raises, and time grows with the size; a small part of ``python -m tests.fuzz``."""

from __future__ import annotations

import random
import time

import pytest

from tests.fuzz.__main__ import mutated, problem, sources
from tests.fuzz.shapes import SHAPES

SEED, INPUTS = 8, 300
#: A shape is checked at this count and at four times it. What is quadratic takes sixteen times as long, and seconds.
COUNT, STEEP, UNMEASURABLE = 250, 10.0, 0.1


def test_damaged_files_are_checked() -> None:
    texts, chooser = sources(), random.Random(SEED)
    inputs = [mutated(chooser.choice(texts), texts, chooser) for _ in range(INPUTS)]
    assert [(what, text) for text in inputs if (what := problem(text))] == []


@pytest.mark.parametrize("name", SHAPES)
def test_time_grows_with_the_size(name: str) -> None:
    """The better of three measurements counts: others use the machine, too."""
    small = seconds(name, COUNT)
    limit = STEEP * max(small, UNMEASURABLE / STEEP)
    assert any(seconds(name, 4 * COUNT) < limit for _ in range(3))


def seconds(name: str, count: int) -> float:
    """How long a shape takes, which must be checked without trouble."""
    text = SHAPES[name](count)
    start = time.process_time()
    assert problem(text) is None
    return time.process_time() - start
