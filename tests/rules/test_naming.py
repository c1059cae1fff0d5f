"""CAMELCASE in a change: what the file had before is no news."""

from __future__ import annotations

from pylint_kernel.checking.runner import Target, run_target
from pylint_kernel.checking.settings import Settings

SOURCE = b"""\
int oldCount;
int hop(void)
{
	int newCount = oldCount;

	return newCount + otherCount;
}
"""


def names(changed: set[int], in_patch: bool = True) -> list[str]:
    target = Target("demo.c", data=SOURCE, changed=frozenset(changed), in_patch=in_patch)
    found = run_target(target, Settings(strict=True, types=frozenset({"CAMELCASE"}))).findings
    return [one.message.rpartition(" ")[2] for one in found]


def test_names_of_the_change_are_reported() -> None:
    assert names({4, 5, 6}) == ["newCount", "otherCount"]


def test_names_declared_on_other_lines_are_known() -> None:
    assert names({6}) == ["otherCount"]


def test_all_names_of_a_new_file_are_reported() -> None:
    assert names({1, 2, 3, 4, 5, 6, 7}) == ["oldCount", "newCount", "otherCount"]
