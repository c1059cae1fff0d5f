"""Functions that are indented by another unit than a tab are moved as a whole, or not at all."""

from __future__ import annotations

from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.fixes import fixer
from pylint_kernel.fixes.fixer import fix_file
from pylint_kernel.model import SAFE

SETTINGS = Settings(types=frozenset({"LEADING_SPACE", "LONG_LINE"}), strict=True)
LONG = "a_name_that_goes_on_for_a_while_" * 3
SHORT = f"void f(void)\n{{\n    if (a)\n        b({LONG[:40]},\n          {LONG[40:80]});\n}}\n"


def test_a_line_that_would_get_too_long_is_broken() -> None:
    source = f"void f(void)\n{{\n    if (a)\n        b({LONG[:40]}, {LONG[:43]});\n}}\n"
    fixed = fix_file(Target("a.c", data=source.encode()), SETTINGS, SAFE)
    assert fixed.data.decode() == (f"void f(void)\n{{\n\tif (a)\n\t\tb({LONG[:40]},\n\t\t  {LONG[:43]});\n}}\n")


def test_a_function_with_a_line_that_cannot_be_broken_is_left_whole() -> None:
    source = SHORT + f"void g(void)\n{{\n    c();\n    if (a) {{\n        {LONG[:88]};\n        d();\n    }}\n}}\n"
    fixed = fix_file(Target("a.c", data=source.encode()), SETTINGS, SAFE)
    first, second = fixed.data.decode().split("void g")
    assert first == SHORT.replace("        ", "\t\t", 1).replace("    if", "\tif").replace("          ", "\t\t  ")
    assert second == source.split("void g")[1]
    assert {refusal.reason for refusal in fixed.refused} == {"it would cause LONG_LINE"}
    assert len(fixed.refused) == 5


def test_a_function_of_which_a_part_has_changed_is_left_alone() -> None:
    source = b"void f(void)\n{\n    a();\n    b();\n}\n"
    assert fix_file(Target("a.c", data=source, changed=frozenset({3})), SETTINGS, SAFE).data == source
    every = Target("a.c", data=source, changed=frozenset(range(1, 6)))
    assert fix_file(every, SETTINGS, SAFE).data == b"void f(void)\n{\n\ta();\n\tb();\n}\n"


def test_a_function_that_is_refused_takes_few_trials() -> None:
    body = "".join(f"    a({number});\n" for number in range(500))
    source = f"void f(void)\n{{\n{body}    {LONG[:93]};\n}}\n"
    checker = fixer.Fixer(Target("a.c", data=source.encode()), SETTINGS, SAFE)
    assert len(checker.run().refused) == 501
    assert next(checker.trials) < 20


def test_every_finding_counts_that_a_fix_of_several_repairs() -> None:
    fixed = fix_file(Target("a.c", data=SHORT.encode()), SETTINGS, SAFE)
    assert fixed.applied == 3
    assert {found.code for region in fixed.trace for found in region.causes} == {"LEADING_SPACE"}
    assert max(len(region.causes) for region in fixed.trace) == 3
