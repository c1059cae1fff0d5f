"""What of a file is looked at around a change."""

from __future__ import annotations

from pylint_kernel.language import windows
from pylint_kernel.language.source import SourceFile


def test_what_is_far_from_a_change_is_not_masked() -> None:
    lines = [f'/* note {number} */ compatible = "demo,pond{number}";' for number in range(50)]
    file = SourceFile("a.dts", "\n".join(lines).encode(), focus=frozenset({25}))
    (start, end), *_ = windows.of(file)
    whole = SourceFile("a.dts", file.raw)
    assert file.code[start:end] == whole.code[start:end]
    assert len(file.code) == len(whole.code)
    assert "pond49" in file.code
    assert "pond24" not in file.code
