"""The measurement of how long an editor waits works."""

from __future__ import annotations

from pathlib import Path

from tests.lsp.conftest import SOURCE
from tests.lsp.latency import measure, position, summary


def test_every_edit_is_measured(tmp_path: Path) -> None:
    file = tmp_path / "pond.c"
    file.write_text(SOURCE)
    typed, taken = measure(file, edits=3, seed=1)
    assert len(typed) == len(taken) == 3
    assert all(one.waiting > 0 for one in typed + taken)
    assert summary(typed).startswith("median ")


def test_positions_count_units_of_utf_16() -> None:
    assert position('a\nx = "🐸"', 8) == (1, 7)
