"""A few runs of the drop-in beside checkpatch.pl; ``python -m tests.conformance.dropin`` makes many."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conformance.dropin import Table, compare

#: A kernel tree with its scripts.
TREE = os.environ.get("KCHECK_KERNEL_TREE", "")


@pytest.mark.parametrize("seed", [1, 2])
def test_runs(tmp_path: Path, seed: int) -> None:
    tree = Path(TREE)
    if not TREE or not (tree / "scripts" / "checkpatch.pl").exists():
        pytest.skip("there is no checkpatch.pl to compare with: name a kernel tree in KCHECK_KERNEL_TREE")
    for run, found in compare(tree, tmp_path, None, 6, seed, Table()):
        assert [one for one in found if not one.startswith("repair: ")] == [], run.arguments
