"""In which order the kinds of fixes of a driver are made."""

from __future__ import annotations

from collections import Counter

import pytest

from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes.kinds import Task, task
from pylint_kernel.fixes.order import Survey, arranged, survey
from pylint_kernel.model import Applicability

SPLIT = '// SPDX-License-Identifier: GPL-2.0\nvoid f(void)\n{\n\tpr_err("one "\n\t    "two %d\\n",\n\t  a);\n}\n'


def looked_at(code: str) -> Survey:
    return survey(Target("drivers/a.c", data=code.encode()), Settings(strict=True), Applicability.UNSAFE)


def named(tasks: tuple[Task, ...]) -> list[str]:
    return [one.kind.types[0] for one in tasks]


def test_what_stands_on_changed_lines_is_counted() -> None:
    one = looked_at(SPLIT)
    align, join = task("PARENTHESIS_ALIGNMENT", is_unsafe=False), task("SPLIT_STRING", is_unsafe=True)
    assert one.tasks == {align, join}
    assert one.overlaps == Counter({(align, join): 1})
    assert named(arranged([one])) == ["SPLIT_STRING", "PARENTHESIS_ALIGNMENT"]


def test_what_is_replaced_is_not_left() -> None:
    one = looked_at("// SPDX-License-Identifier: GPL-2.0\nmodule_param(level, int, S_IRUGO|S_IWUSR);\n")
    assert named(arranged([one])) == ["SYMBOLIC_PERMS", "SPACING"]


@pytest.mark.parametrize("line", ["\ta=1; \n", "\n\n\ta = 1; \n"])
def test_lines_that_only_go_do_not_count(line: str) -> None:
    one = looked_at(f"// SPDX-License-Identifier: GPL-2.0\nvoid f(void)\n{{\n\tb = 1;\n{line}}}\n")
    assert bool(one.overlaps) == ("a=1" in line)


def test_the_usual_order_is_kept_where_nothing_is_in_the_way() -> None:
    tasks = [
        task(code, is_unsafe=unsafe) for code, unsafe in (("SPACING", False), ("CODE_INDENT", False), ("BRACES", True))
    ]
    spacing, indent, braces = tasks
    empty = Survey(frozenset(tasks), Counter())
    assert arranged([empty]) == (indent, spacing, braces)
    mutual = Survey(frozenset(), Counter({(spacing, braces): 1, (braces, spacing): 1}))
    assert arranged([empty, mutual]) == (indent, spacing, braces)
    first = Survey(frozenset(), Counter({(spacing, braces): 1}))
    assert arranged([empty, mutual, first]) == (indent, braces, spacing)
    circle = Survey(frozenset(), Counter({(indent, spacing): 1, (spacing, braces): 1, (braces, indent): 1}))
    assert arranged([empty, circle]) == (braces, spacing, indent)


def test_lines_are_not_broken_earlier() -> None:
    align, broken = task("PARENTHESIS_ALIGNMENT", is_unsafe=False), task("LONG_LINE", is_unsafe=False)
    assert arranged([Survey(frozenset({align, broken}), Counter({(align, broken): 1}))]) == (align, broken)
