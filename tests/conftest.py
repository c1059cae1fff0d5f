"""What holds for all tests (programs that they start can be interrupted, wherever they are run), and what some need."""

from __future__ import annotations

import signal

import pytest

from pylint_kernel.surroundings import dictionary

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell lets the programs that it starts in the background ignore the signal, and theirs after them.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def no_codespell() -> None:
    """Skip where one is installed for the tests."""
    if dictionary.at_hand():
        pytest.skip("codespell is installed")
