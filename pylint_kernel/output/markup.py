"""Text in XML and HTML: nothing of it is taken for markup, and what XML cannot hold is made visible."""

from __future__ import annotations

from html import escape

from pylint_kernel.terminal.colours import visible

#: No characters at all to XML, and not among those that are made visible.
NO_CHARACTERS = str.maketrans({0xFFFE: "<U+FFFE>", 0xFFFF: "<U+FFFF>"})


def text(raw: str) -> str:
    """``raw`` as the content of an element."""
    return escape(visible(raw, newline="\n").translate(NO_CHARACTERS), quote=False)


def element(name: str, content: str | None = None, /, **attributes: object) -> str:
    """An element, empty if there is no ``content`` (which is markup already)."""
    opening = start(name, **attributes)
    return f"{opening[:-1]}/>" if content is None else f"{opening}{content}</{name}>"


def start(name: str, /, **attributes: object) -> str:
    """The tag that opens an element."""
    said = "".join(f' {key}="{attribute(str(value))}"' for key, value in attributes.items())
    return f"<{name}{said}>"


def attribute(raw: str) -> str:
    """``raw`` as the value of an attribute; parsers would read blanks for raw newlines and tabs."""
    return escape(visible(raw, newline="\n").translate(NO_CHARACTERS)).replace("\n", "&#10;").replace("\t", "&#9;")
