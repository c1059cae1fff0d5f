"""Every case of the corpus: what is annotated is found, nothing else is, and the fixes do what they say."""

from __future__ import annotations

import pytest

from pylint_kernel.checking.engine import INTERNAL_ERROR
from pylint_kernel.checking.runner import Target, open_source, run_target
from pylint_kernel.classify import Kind
from pylint_kernel.explain import corpus
from pylint_kernel.explain.corpus import Case
from pylint_kernel.fixes.fixer import fix_file
from pylint_kernel.language.lexer import Tokens
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Applicability, Finding
from pylint_kernel.patches.patch import Patch
from tests.support import KERNEL, repository, settings_for

FILES = sorted((corpus.root() / "rules").glob("*/*.md"))
CASES = [case for path in FILES for case in corpus.cases(path)]
FIXED = [case for case in CASES if case.fixed is not None or case.unsafe is not None]


def name(case: Case) -> str:
    return f"{case.code}-{case.number}"


def target_of(case: Case, data: bytes) -> Target:
    """The case as the runner gets it."""
    if case.language in {"mail", "diff"}:
        path = case.values.get("path", "0001-demo.patch")
        place = repository() if "git" in case.words else None
        return Target(path, data=data, kind=Kind.MAIL, in_patch=True, mail=Patch(data), root=KERNEL, repository=place)
    changed = None
    if "patch" in case.words:
        changed = frozenset(range(1, data.count(b"\n") + 2))
    return Target(case.path, data=data, changed=changed, in_patch="patch" in case.words, root=KERNEL)


def describe(finding: Finding, file: SourceFile) -> str:
    return f"{file.line_number(finding.span.start)}: {finding.severity.name}: {finding.message}"


def columns(finding: Finding, file: SourceFile, case: Case) -> tuple[int, int]:
    """The columns of a finding on its first line, as the block shows them (with ``vis`` a tab is one wide)."""
    start, end = finding.span
    end = min(max(end, start + 1), max(file.line_end(start), start + 1))
    begin = file.line_start(start)
    if "vis" in case.words:
        return start - begin, end - begin
    left = file.width(file.text[begin:start])
    return left, max(file.width(file.text[begin:end]), left + 1)


@pytest.mark.parametrize("case", CASES, ids=name)
def test_findings(case: Case) -> None:
    target = target_of(case, case.source)
    settings = settings_for(case)
    file = open_source(target, settings)
    findings = [found for found in run_target(target, settings).findings if found.code in (case.code, INTERNAL_ERROR)]
    left = list(findings)
    for wanted in case.expected:
        for found in left:
            if (
                file.line_number(found.span.start) == wanted.line
                and found.severity == wanted.severity
                and wanted.message in found.message
                and (wanted.columns is None or columns(found, file, case) == wanted.columns)
            ):
                left.remove(found)
                break
        else:
            got = "\n".join(f"{describe(found, file)} {columns(found, file, case)}" for found in findings)
            pytest.fail(f"{case.code} {case.title!r}: not found: {wanted}; there is:\n{got}")
    assert not left, f"{case.code} {case.title!r}: not annotated: " + "; ".join(describe(f, file) for f in left)
    assert case.expected or case.words & {"ok"}, f"{case.title!r} expects nothing: mark it ok"


@pytest.mark.parametrize("case", FIXED, ids=name)
def test_fixes(case: Case) -> None:
    settings = settings_for(case)
    for wanted, level in ((case.fixed, Applicability.SAFE), (case.unsafe, Applicability.UNSAFE)):
        if wanted is None:
            continue
        fixed = fix_file(target_of(case, case.source), settings, level)
        assert fixed.data.decode() == wanted.decode()
        if level == Applicability.SAFE:
            before, after = (Tokens(data.decode("latin-1")).texts for data in (case.source, fixed.data))
            assert before == after or case.language not in ("c", "h")
        again = fix_file(target_of(case, fixed.data), settings, level)
        assert again.data == fixed.data, "a second run changes something"
