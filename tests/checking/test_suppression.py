"""Comments that say no to findings: which lines they cover, in files and in changes, and what is said of idle ones."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pylint_kernel.checking import runner
from pylint_kernel.checking.runner import Target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.model import Applicability
from pylint_kernel.patches.change import Before

#: The machine may be busy with other things.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
TYPES = frozenset({"STRCPY", "TRAILING_WHITESPACE", "UNUSED_SUPPRESSION", "INVALID_SUPPRESSION"})
SETTINGS = Settings(types=TYPES, tree=False)


def found(data: str, settings: Settings = SETTINGS, path: str = "a.c") -> list[tuple[int, str]]:
    """Line and type of what is found in a file."""
    result = runner.run_target(Target(path, data=data.encode()), settings)
    assert result.failure is None
    return [(result.file.line_number(one.span.start), one.code) for one in result.findings]


def in_change(before: str, after: str) -> list[tuple[int, str]]:
    """Line and type of what the change from one file to the other, of which no line moves, introduced."""
    pairs = list(zip(before.split("\n"), after.split("\n"), strict=True))
    changed = frozenset(number for number, (old, new) in enumerate(pairs, 1) if old != new)
    target = Target("a.c", data=after.encode(), changed=changed, in_patch=True, before=Before(before.encode(), changed))
    result = runner.run_target(target, SETTINGS)
    assert result.failure is None
    return [(result.file.line_number(one.span.start), one.code) for one in result.findings]


BLOCK = "\n".join(
    ["strcpy(a, b);", "/* kcheck: ignore-begin[STRCPY] why */", "strcpy(a, b);", "/* kcheck: ignore-end */", ""]
)


def test_a_block_ends() -> None:
    assert found(BLOCK + "strcpy(a, b);\n") == [(1, "STRCPY"), (5, "STRCPY")]


def test_blocks_of_several_types_overlap() -> None:
    lines = [
        "/* kcheck: ignore-begin[STRCPY] why */",
        "/* kcheck: ignore-begin[TRAILING_WHITESPACE] why */",
        "strcpy(a, b); ",
        "/* kcheck: ignore-end[STRCPY] */",
        "strcpy(a, b); ",
        "/* kcheck: ignore-end[TRAILING_WHITESPACE] */",
        "strcpy(a, b); ",
    ]
    assert found("\n".join(lines)) == [(5, "STRCPY"), (7, "STRCPY"), (7, "TRAILING_WHITESPACE")]


@pytest.mark.parametrize(
    ("path", "comment"),
    [("Makefile", "# "), ("a.S", "// "), ("a.rs", "// "), ("a.dts", "/* "), ("a.rst", ".. "), ("Kconfig", "# ")],
)
def test_comments_of_other_languages(path: str, comment: str) -> None:
    end = " */" if comment == "/* " else ""
    assert found(f"{comment}kcheck: ignore[TRAILING_WHITESPACE] why{end}\nx \n", path=path) == []
    assert found(f"{comment}kcheck: ignore[STRCPY]{end}\nx \n", path=path)[-1] == (2, "TRAILING_WHITESPACE")


def test_everything_is_shown_on_demand() -> None:
    assert found(BLOCK, SETTINGS._replace(suppress=False)) == [(1, "STRCPY"), (3, "STRCPY")]


def test_what_is_wrong_with_a_comment_can_be_suppressed() -> None:
    assert found("/* kcheck: ignore-file[UNUSED_SUPPRESSION] in work */\nx(); /* kcheck: ignore[STRCPY] */\n") == []


def test_what_is_not_looked_for_is_not_judged() -> None:
    only = Settings(types=frozenset({"UNUSED_SUPPRESSION", "TRAILING_WHITESPACE"}), tree=False)
    assert found("x(); /* kcheck: ignore[STRCPY] why */\n", only) == []
    assert found("x(); /* kcheck: ignore[TRAILING_WHITESPACE] why */\n", only) == [(1, "UNUSED_SUPPRESSION")]
    # The group has more types than are looked for.
    assert found("x(); /* kcheck: ignore[layout] why */\n", only) == []


def test_what_needs_a_tree_is_not_judged_without_one() -> None:
    settings = Settings(tree=False)
    data = "// SPDX-License-Identifier: GPL-2.0\n/* kcheck: ignore[TYPO_SPELLING] a name */\nint teh;\n"
    assert found(data, settings) == []


def test_a_fragment_is_not_judged() -> None:
    data = b"\tx(); /* kcheck: ignore[STRCPY] why */\n\tstrcpy(a, b); /* kcheck: ignore[STRCPY] why */\n"
    target = Target("a.c", data=data, changed=frozenset({1, 2}), in_patch=True, partial=True)
    assert runner.run_target(target, SETTINGS).findings == []


# -- changes


def test_comments_of_the_post_image_count() -> None:
    assert in_change("x();\ny();\n", "strcpy(a, b); /* kcheck: ignore[STRCPY] why */\nstrcpy(c, d);\n") == [
        (2, "STRCPY")
    ]


def test_a_comment_far_away_counts() -> None:
    rest = "y();\n" * 40
    comment = "/* kcheck: ignore-file[STRCPY] why */\n"
    assert in_change(f"{comment}{rest}strcpy(a, b);\nx();\n", f"{comment}{rest}strcpy(a, b);\nstrcpy(c, d);\n") == []


def test_who_repairs_makes_a_comment_idle() -> None:
    comment = "/* kcheck: ignore[STRCPY] why */\n"
    assert in_change(f"{comment}strcpy(a, b);\n", f"{comment}strscpy(a, b);\n") == [(1, "UNUSED_SUPPRESSION")]


def test_who_removes_a_comment_owns_what_it_held_back() -> None:
    before = "/* kcheck: ignore[STRCPY] why */\nstrcpy(a, b);\n"
    assert in_change(before, "/* something else */\nstrcpy(a, b);\n") == [(2, "STRCPY")]


def test_comments_that_were_idle_before_are_not_the_change() -> None:
    assert in_change("x(); /* kcheck: ignore[STRCPY] */\ny();\n", "x(); /* kcheck: ignore[STRCPY] */\nz();\n") == []


# -- properties

LINES = st.lists(
    st.sampled_from(
        ["strcpy(a, b);", "x(); ", "strcpy(a, b); ", "y();", "", "#define X \\",
         "/* kcheck: ignore[STRCPY] why */", "z(); /* kcheck: ignore[TRAILING_WHITESPACE] */",
         "strcpy(a, b); /* kcheck: ignore[STRCPY] */", "/* kcheck: ignore-begin[STRCPY] */", "/* kcheck: ignore-end */",
         "/* kcheck: ignore-begin[TRAILING_WHITESPACE] */", "/* kcheck: ignore-end[STRCPY] */", "/* kcheck: */",
         "/* kcheck: ignore-file[STRCPY, NOTHING] */", "/*", "*/"]
    ), max_size=14,
)  # fmt: skip


@PATIENT
@given(LINES)
def test_suppressions_only_take_away(lines: list[str]) -> None:
    data = "\n".join(lines)
    everything = found(data, SETTINGS._replace(suppress=False))
    left = [one for one in found(data) if not one[1].endswith("SUPPRESSION")]
    assert [one for one in everything if one in left] == left


@PATIENT
@given(LINES)
def test_what_is_unused_can_go(lines: list[str]) -> None:
    """The fixes of idle comments bring no finding back, and leave no idle comment that could go."""
    from pylint_kernel.fixes.fixer import fix_file

    settings = SETTINGS._replace(types=frozenset({"STRCPY", "UNUSED_SUPPRESSION"}))
    data = "\n".join(lines).encode()
    fixed = fix_file(Target("a.c", data=data), settings, Applicability.SAFE)
    before = [one for one in runner.run_target(Target("a.c", data=data), settings).findings if one.code == "STRCPY"]
    assert len([one for one in fixed.findings if one.code == "STRCPY"]) <= len(before)
