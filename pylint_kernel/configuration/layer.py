"""One source of values: a file of configuration, the command line, a preset."""

from __future__ import annotations

from typing import Any


class Layer:
    """One source of values: ``source`` is what people know it by, paths and patterns are relative to ``directory``.

    ``lines`` tells where the values stand, by their key, and those of a table by the table's key and theirs.
    """

    def __init__(
        self, source: str, directory: str, values: dict[str, Any], lines: dict[tuple[str, ...], int] | None = None
    ) -> None:
        self.source, self.directory, self.values, self.lines = source, directory, values, lines or {}

    def place(self, *keys: str) -> str:
        """Where a value stands."""
        return f"{self.source}:{self.lines[keys]}" if keys in self.lines else self.source
