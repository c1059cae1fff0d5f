"""Whether a case of a corpus holds: what is annotated is found, nothing else is, and the fixes do what they say."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from pylint_kernel.checking.engine import INTERNAL_ERROR
from pylint_kernel.checking.runner import open_source, run_target
from pylint_kernel.explain.corpus import Case, Expected
from pylint_kernel.explain.running import settings_for, target_of
from pylint_kernel.fixes.fixer import fix_file
from pylint_kernel.language.lexer import Tokens
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import Applicability, Finding
from pylint_kernel.terminal.colours import level


def wrong_findings(case: Case, root: str | None, repository: str | None) -> Iterator[str]:
    """What is found in a case and not annotated, and the other way round.

    ``root``: the kernel tree that the case is in, ``repository``: a directory in the git repository, for those that
    want one. Raises ValueError if the case has an option that there is not.
    """
    settings, target = settings_for(case), target_of(case, case.source, root, repository)
    result = run_target(target, settings)
    if result.failure is not None:
        yield result.failure
        return
    file = open_source(target, settings)
    left = [found for found in result.findings if found.code in (case.code, INTERNAL_ERROR)]
    for wanted in case.expected:
        met = next((found for found in left if meets(found, wanted, file, case)), None)
        if met is not None:
            left.remove(met)
        else:
            yield f"not found: {annotation(wanted)}"
    yield from (f"not annotated: {described(found, file, case)}" for found in left)
    if not case.expected and "ok" not in case.words:
        yield "expects nothing: mark it ok"


def wrong_fixes(case: Case, root: str | None, repository: str | None) -> Iterator[str]:
    """What the fixes make of a case that the blocks after it do not show; parameters as before."""
    for wanted, applicability in ((case.fixed, Applicability.SAFE), (case.unsafe, Applicability.UNSAFE)):
        if wanted is None:
            continue
        settings = settings_for(case)
        fixed = fix_file(target_of(case, case.source, root, repository), settings, applicability).data
        if fixed != wanted:
            yield "\n".join(["the fixes make something else of it:", *difference(wanted, fixed)])
            continue
        if applicability == Applicability.SAFE and case.language in ("c", "h"):
            before, after = (Tokens(data.decode("latin-1")).texts for data in (case.source, fixed))
            if before != after:
                yield "a fix that is called safe changes the tokens"
        if fix_file(target_of(case, fixed, root, repository), settings, applicability).data != fixed:
            yield "fixing it again changes something"


def difference(wanted: bytes, fixed: bytes) -> list[str]:
    """The lines that are different, as a diff without its header."""
    before, after = (data.decode("utf-8", "backslashreplace").split("\n") for data in (wanted, fixed))
    return [*unified_diff(before, after, "wanted", "fixed", lineterm="")]


def meets(found: Finding, wanted: Expected, file: SourceFile, case: Case) -> bool:
    """Whether a finding is what an annotation says."""
    return (
        file.line_number(found.span.start) == wanted.line
        and found.severity == wanted.severity
        and wanted.message in found.message
        and (wanted.columns is None or columns(found, file, case) == wanted.columns)
    )


def columns(finding: Finding, file: SourceFile, case: Case) -> tuple[int, int]:
    """The columns of a finding on its first line, as the block shows them (with ``vis`` a tab is one wide)."""
    start, end = finding.span
    end = min(max(end, start + 1), max(file.line_end(start), start + 1))
    begin = file.line_start(start)
    if "vis" in case.words:
        return start - begin, end - begin
    left = file.width(file.text[begin:start])
    return left, max(file.width(file.text[begin:end]), left + 1)


def annotation(wanted: Expected) -> str:
    """An annotation in words."""
    return words(wanted.line, wanted.columns, level(wanted.severity), wanted.message)


def described(found: Finding, file: SourceFile, case: Case) -> str:
    """A finding in the same words."""
    line = file.line_number(found.span.start)
    return words(line, columns(found, file, case), level(found.severity), found.message)


def words(line: int, at: tuple[int, int] | None, level_name: str, message: str) -> str:
    """Line, columns from 1, level and message."""
    where = f"line {line}, columns {at[0] + 1} to {at[1]}" if at else f"line {line}"
    return f"{where}: {level_name}: {message}"
