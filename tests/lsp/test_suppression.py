"""What people have said no to is not shown in an editor either, whichever way a file is checked again."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pylint_kernel.checking import baseline
from pylint_kernel.checking.engine import go_on
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.lsp.judging import source

TYPES = frozenset({"STRCPY", "UNUSED_SUPPRESSION"})
HEAD = "int a;\n/* kcheck: ignore[STRCPY] why */\n"


def target(text: str, known: str | None = None) -> Target:
    return Target("a.c", data=text.encode(), settings=Settings(types=TYPES, tree=False, baseline=known))


def test_comments() -> None:
    result, judged = source(target(HEAD + "strcpy(a, b);\n"), None, go_on)
    assert result.findings == []
    result, _ = source(target(HEAD + "strscpy(a, b);\n"), judged, go_on)
    assert [found.code for found in result.findings] == ["UNUSED_SUPPRESSION"]


def test_a_baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result, _ = source(target("strcpy(a, b);\n"), None, go_on)
    entries = Counter(baseline.of_file(result.file, "a.c", result.findings))
    Path("known").write_text("\n".join(baseline.written(entries)))
    result, judged = source(target("strcpy(a, b);\n", "known"), None, go_on)
    assert result.findings == []
    result, _ = source(target("strcpy(a, b);\nstrcpy(c, d);\n", "known"), judged, go_on)
    assert len(result.findings) == 1
