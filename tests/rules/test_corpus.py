"""Every case of the corpus: what is annotated is found, nothing else is, and the fixes do what they say."""

from __future__ import annotations

import pytest

from pylint_kernel.command_line.trial import wrong_findings, wrong_fixes
from pylint_kernel.explain import corpus
from pylint_kernel.explain.corpus import Case
from tests.support import KERNEL, repository

FILES = sorted((corpus.root() / "rules").glob("*/*.md"))
CASES = [case for path in FILES for case in corpus.cases(path)]
FIXED = [case for case in CASES if case.fixed is not None or case.unsafe is not None]


def name(case: Case) -> str:
    return f"{case.code}-{case.number}"


@pytest.mark.parametrize("case", CASES, ids=name)
def test_findings(case: Case) -> None:
    assert "\n".join(wrong_findings(case, KERNEL, repository())) == ""


@pytest.mark.parametrize("case", FIXED, ids=name)
def test_fixes(case: Case) -> None:
    assert "\n".join(wrong_fixes(case, KERNEL, repository())) == ""
