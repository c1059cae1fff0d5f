"""A small part of the experiment with baselines: the demo driver, edited at random."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from pylint_kernel.checking import baseline
from pylint_kernel.checking.baseline import Entries
from pylint_kernel.checking.settings import Settings
from pylint_kernel.explain import corpus
from tests.conformance.baseline import File, told
from tests.conformance.edits import EDITS, Author, Line, repaired
from tests.support import KERNEL


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_baseline_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(corpus.root() / "trees" / "demo", "demo")
    files = [File(f"demo/{name}.c", KERNEL, Settings(strict=True)) for name in ("ring", "channel")]
    entries = Entries()
    for file in files:
        result = file.check()
        entries += Counter(baseline.of_file(result.file, file.path, result.findings))
    Path("known").write_text("\n".join(baseline.written(entries)))
    chooser, author = random.Random(seed), Author()
    for file in files:
        done = 0
        while done < 5:
            name = file.edit(chooser, author)
            done += bool(name)
            verdict = file.verdict("known")
            assert verdict.is_right, f"{file.path} after {name}: {told(verdict)}"


def test_edits_keep_account_of_lines() -> None:
    """Whatever is done, a line that is still there has the number that it had."""
    text = (corpus.root() / "trees/demo/ring.c").read_text()
    first = [Line(number, line) for number, line in enumerate(text.splitlines())]
    for edit in EDITS:
        changed = edit(first, random.Random(5), Author())
        assert changed is not None, edit
        kept = [line for line in changed if line.origin >= 0]
        assert len({line.origin for line in kept}) == len(kept)
        same = sum(line.text.split() == first[line.origin].text.split() for line in kept)
        assert same >= len(kept) - 1, edit


def test_a_repair_that_moves_lines() -> None:
    file = File(str(corpus.root() / "trees/demo/ring.c"), KERNEL, Settings(strict=True))
    for found in file.check().findings:
        if found.fix:
            changed = repaired(file.lines, found)
            texts = {line.origin: line.text.split() for line in file.lines}
            same = sum(line.text.split() == texts.get(line.origin) for line in changed)
            assert same >= len(changed) - 6, found
