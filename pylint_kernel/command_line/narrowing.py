"""Which of the findings are shown: what is left of a result after the options that narrow it down."""

from __future__ import annotations

from typing import NamedTuple

from pylint_kernel.checking.runner import Result
from pylint_kernel.model import Applicability, Finding, Severity


class Narrowing(NamedTuple):
    """Findings of the ``level`` and worse ones; with ``fixable``, only those with a fix that may be applied so."""

    level: Severity = Severity.CHECK
    fixable: Applicability | None = None

    def of(self, result: Result) -> Result:
        """The result with the findings that are wanted."""
        if self == Narrowing():
            return result
        return result._replace(findings=[found for found in result.findings if self.wants(found, result)])

    def wants(self, found: Finding, result: Result) -> bool:
        """Whether a finding is to be shown."""
        if found.severity < self.level:
            return False
        if self.fixable is None:
            return True
        return bool(result.target.can_be_fixed and found.fix and found.fix.applicability >= self.fixable)
