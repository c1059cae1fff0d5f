"""Deliberate differences from checkpatch: each a function that recognises its cases, with the reason it is right."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from pylint_kernel.language.source import SourceFile

#: Findings of one file as ``(1-based line, TYPE)``.
Findings = frozenset[tuple[int, str]]
MISS, EXTRA = "miss", "extra"


class Case(NamedTuple):
    """One disagreement: only checkpatch (a miss) or only kcheck (an extra) reports ``code`` on ``line``, which is 0 for
    what is said of the whole. ``before``: what the file of a change, or its hunk, was."""

    code: str
    line: int
    file: SourceFile
    oracle: Findings
    kcheck: Findings
    before: bytes = b""

    @property
    def row(self) -> int:
        """The 0-based index of the line."""
        return self.line - self.file.first_line


class Deviation(NamedTuple):
    """A listed difference of ``codes`` (none: all) on one ``side``; ``applies`` tells whether a case is one of it."""

    codes: tuple[str, ...]
    side: str
    reason: str
    applies: Callable[[Case], bool]


DEVIATIONS: list[Deviation] = []


def deviation(*codes: str, side: str, reason: str) -> Callable[[Callable[[Case], bool]], Callable[[Case], bool]]:
    """List the decorated test as a deliberate difference; ``reason`` says why kcheck is right."""

    def declare(applies: Callable[[Case], bool]) -> Callable[[Case], bool]:
        DEVIATIONS.append(Deviation(codes, side, reason, applies))
        return applies

    return declare


@cache
def by_code(code: str, side: str) -> list[Deviation]:
    """The listed differences of one type on one side; imports all modules of ``deviations``."""
    package = importlib.import_module("tests.conformance.deviations")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return [one for one in DEVIATIONS if code in (one.codes or (code,)) and one.side == side]


def listed(case: Case, side: str) -> Deviation | None:
    """The listed difference that a case falls under."""
    return next((one for one in by_code(case.code, side) if one.applies(case)), None)
