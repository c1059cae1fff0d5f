"""What holds for all tests: programs that they start can be interrupted, wherever the tests are run."""

from __future__ import annotations

import signal

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell lets the programs that it starts in the background ignore the signal, and theirs after them.
    signal.signal(signal.SIGINT, signal.default_int_handler)
