"""Facts that live in a kernel tree: spelling list, const structs, names of the headers; read late, cached on disk."""

from __future__ import annotations

from functools import cache
from pathlib import Path


class KernelTree:
    """The facts of the tree at ``root``; without a tree every fact is empty."""

    def __init__(self, root: Path | None) -> None:
        self.root = root


@cache
def at(root: str | None) -> KernelTree:
    """The tree at ``root``, one object a process."""
    return KernelTree(Path(root) if root else None)
