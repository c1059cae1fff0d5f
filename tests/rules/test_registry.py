"""Every rule is documented and exercised: a docstring, a failing case and a clean one."""

from __future__ import annotations

import pytest

from pylint_kernel.checking.rule import Rule, catalog
from pylint_kernel.explain import corpus

RULES = [pytest.param(rules, id=code) for code, rules in catalog().items()]


@pytest.mark.parametrize("rules", RULES)
def test_documented(rules: list[Rule]) -> None:
    for rule in rules:
        assert rule.doc, f"{rule.name} has no docstring"
    assert "Source:" in rules[0].doc, f"{rules[0].name} does not name its source"


@pytest.mark.parametrize("rules", RULES)
def test_exercised(rules: list[Rule]) -> None:
    path = corpus.root() / "rules" / rules[0].group / f"{rules[0].code}.md"
    cases = corpus.cases(path)
    assert any(case.expected for case in cases), "no case that fails"
    assert any("ok" in case.words for case in cases), "no case that is clean"


@pytest.mark.parametrize("rules", RULES)
def test_says_why_a_fix_is_unsafe(rules: list[Rule]) -> None:
    cases = corpus.cases(corpus.root() / "rules" / rules[0].group / f"{rules[0].code}.md")
    if any(case.unsafe for case in cases):
        assert any("unsafe" in rule.doc for rule in rules), "no word of why its fix is unsafe"


def test_no_orphans() -> None:
    assert {path.stem for path in (corpus.root() / "rules").glob("*/*.md")} == set(catalog())


def test_a_type_belongs_to_one_group() -> None:
    assert [code for code, rules in catalog().items() if len({rule.group for rule in rules}) > 1] == []
