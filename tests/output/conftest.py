"""The result that most tests write."""

from __future__ import annotations

import pytest

from pylint_kernel.checking.runner import Result
from tests.output.samples import three_findings


@pytest.fixture
def sample() -> Result:
    return three_findings()
