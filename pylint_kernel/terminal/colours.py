"""What is peculiar to terminals: whether they want colour, and what must never reach them raw."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from typing import IO, Any

from pylint_kernel.lazy import Pattern
from pylint_kernel.model import Severity

RESET = "\x1b[0m"
#: Colours of the terminal's own theme, those that are readable on dark and on light; blue is not.
STYLES = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "check": "\x1b[1;32m",
    "bold": "\x1b[1m",
    "dim": "\x1b[2m",
    "gutter": "\x1b[2m",
    "fix": "\x1b[36m",
    "comment": "\x1b[2m",
    "keyword": "\x1b[35m",
    "type": "\x1b[36m",
    "string": "\x1b[32m",
    "directive": "\x1b[35m",
}
PAINT = Pattern(r"\x1b\[[0-9;]*m")
#: The styles of a diff's lines by what they begin with.
DIFF = {"-": "error", "+": "string", "@": "type"}
#: How a line begins, and what anywhere in it, a CI's log takes for an order: ``::error::…``, ``##[error]…``.
ORDERS = ("::", "##[")
#: Controls, what is undecodable, and what is invisible or turns the direction of writing around.
UNSAFE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069"
    "\u3164\ufeff\uffa0\ud800-\udfff\U000e0000-\U000e007f]"
)


def wants_colour(choice: str, stream: IO[Any], environ: Mapping[str, str] = os.environ) -> bool:
    """Whether to write ANSI escapes: ``always``, ``never``, or ``auto``, on a terminal that can show them.

    NO_COLOR (https://no-color.org) and FORCE_COLOR speak for ``auto``, the first one louder; an explicit choice is
    stronger.
    """
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    return environ.get("FORCE_COLOR", "0") not in ("", "0") or (environ.get("TERM") != "dumb" and stream.isatty())


class Palette:
    """Paints text, or leaves it alone where colour is off."""

    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def __call__(self, text: str, style: str) -> str:
        """``text`` in the style of that name."""
        return f"{STYLES[style]}{text}{RESET}" if self.colour and text else text


def unpainted(text: str) -> str:
    """``text`` as it was before a palette painted it."""
    return PAINT.sub("", text) if "\x1b" in text else text


def painted_diff(diff: bytes) -> bytes:
    """A unified diff for people on a terminal, which it cannot give orders to."""
    paint, lines = Palette(colour=True), []
    for line in diff.decode("utf-8", "surrogateescape").split("\n"):
        style = "bold" if line.startswith(("--- ", "+++ ")) else DIFF.get(line[:1], "")
        lines.append(paint(visible(line), style) if style else visible(line))
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def level(severity: Severity) -> str:
    """The severity as people read it: ``error``, ``warning``, ``check``; also the name of its style."""
    return severity.name.lower()


@cache
def unsafe() -> re.Pattern[str]:
    """What :func:`visible` replaces."""
    return re.compile(UNSAFE)


def visible(text: str, newline: str = "<0A>") -> str:
    """``text`` with everything replaced that a terminal would obey, hide or choke on by its number in ``<>``.

    Tabs stay; newlines become ``newline``. What GitHub's log would obey, from a crafted name or line, is taken apart.
    """
    if ORDERS[1] in text:
        text = text.replace("##[", "#<23>[")
    if ORDERS[0] in text and text.lstrip().startswith(ORDERS[0]):
        text = text.replace("::", "<3A>:", 1)
    if text.isascii() and text.isprintable():
        return text
    return unsafe().sub(number, text).replace("\n", newline)


def number(match: re.Match[str]) -> str:
    """What is shown in place of one character: control, undecodable byte, or other."""
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    elif code > 0x7F:
        return f"<U+{code:04X}>"
    return f"<{code:02X}>"
