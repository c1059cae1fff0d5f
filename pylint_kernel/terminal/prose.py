"""Numbers and lists in sentences."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """``1 file``, ``2 files``, ``2 patches``."""
    ending = "" if number == 1 else "es" if noun.endswith(("ch", "x")) else "s"
    return f"{number} {noun}{ending}"


def enumeration(parts: list[str], word: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return f" {word} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
