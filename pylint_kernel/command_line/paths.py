"""Paths as users are shown them."""

from __future__ import annotations

import os


def relative(path: str) -> str:
    """The path from the current directory; from the root, if the file is not below."""
    found = os.path.relpath(path)
    return os.path.abspath(path) if found.startswith(os.pardir) else found
