"""Types that depend on others: they run only where the other is selected, or a tolerance is ignored."""

from __future__ import annotations

import pytest

from pylint_kernel.checking.rule import catalog
from pylint_kernel.checking.runner import check_source
from pylint_kernel.checking.settings import Settings, select
from pylint_kernel.language.source import Limits, SourceFile

LONG = b"int a; /* " + b"a" * 100 + b" */\n"


def codes(data: bytes, settings: Settings) -> set[str]:
    return {finding.code for finding in check_source(SourceFile("a.c", data), settings)}


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        (Settings(strict=True), True),
        (Settings(strict=True, types=frozenset({"LONG_LINE", "LONG_LINE_COMMENT"})), True),
        (Settings(strict=True, types=frozenset({"LONG_LINE_COMMENT"})), False),
        (Settings(strict=True, ignore=frozenset({"LONG_LINE"})), False),
        (Settings(strict=True, ignore=frozenset({"LONG_LINE_COMMENT"})), False),
    ],
)
def test_required_type(settings: Settings, shown: bool) -> None:
    assert ("LONG_LINE_COMMENT" in codes(LONG, settings)) is shown


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        (Settings(), False),
        (Settings(types=frozenset({"C99_COMMENTS"})), False),
        (Settings(ignore=frozenset({"C99_COMMENT_TOLERANCE"})), True),
        (Settings(types=frozenset({"C99_COMMENTS"}), ignore=frozenset({"C99_COMMENT_TOLERANCE"})), True),
    ],
)
def test_tolerance(settings: Settings, shown: bool) -> None:
    assert ("C99_COMMENTS" in codes(b"int a; // b\n", settings)) is shown


def test_tolerance_is_a_known_name() -> None:
    assert select(["C99_COMMENT_TOLERANCE,LONG_LINE"]) == (frozenset({"C99_COMMENT_TOLERANCE", "LONG_LINE"}), [])
    assert [word for word, _ in select(["C99_COMMENT_TOLERANC"]).unknown] == ["C99_COMMENT_TOLERANC"]


def test_groups_and_patterns() -> None:
    layout = select(["layout"]).types
    assert layout == {code for code, rules in catalog().items() if rules[0].group == "layout"}
    assert select(["Layout, STRCPY"]).types == layout | {"STRCPY"}
    assert (
        select(["device_attr_*"]).types
        == {code for code in catalog() if code.startswith("DEVICE_ATTR_")}
        != frozenset()
    )
    assert "INCLUDE_ORDER" in select(["language"]).types
    assert select(["LAYUOT", "NOTHING_*"]).unknown == [("LAYUOT", ["layout"]), ("NOTHING_*", [])]


@pytest.mark.parametrize(("version", "shown"), [((6, 12), False), ((7, 3), True), ((7, 4), True)])
def test_check_of_later_versions(version: tuple[int, int], shown: bool) -> None:
    settings = Settings(limits=Limits(checkpatch_version=version))
    assert ("ALLOC_WITH_SIZEOF" in codes(b"void f(void)\n{\n\tp = kmalloc(sizeof(*p), gfp);\n}\n", settings)) is shown


@pytest.mark.parametrize(("version", "shown"), [((6, 12), True), ((6, 17), False), ((7, 3), False)])
def test_check_of_earlier_versions(version: tuple[int, int], shown: bool) -> None:
    settings = Settings(limits=Limits(checkpatch_version=version))
    assert ("DEPRECATED_API" in codes(b"void f(void)\n{\n\tsynchronize_sched();\n}\n", settings)) is shown


def test_only_its_name_asks_for_what_not_everybody_wants() -> None:
    language = select(["language"], asking=True).types
    assert "INCLUDE_ORDER" not in language
    assert language | {"INCLUDE_ORDER"} == select(["language"]).types
    assert select(["language,INCLUDE_ORDER"], asking=True).types == select(["language"]).types
    assert select(["INCLUDE_OR*"], asking=True).types == {"INCLUDE_ORDER"}
