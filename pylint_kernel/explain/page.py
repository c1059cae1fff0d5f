"""What kcheck's HTML pages have in common: one file that needs nothing else, light and dark, an index at the side."""

from __future__ import annotations

from html import escape
from pathlib import Path

from pygments.formatters import HtmlFormatter

#: Highlighted code as spans with pygments' classes, which end with each line.
FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
THEME = Path(__file__).with_name("theme.css")


def page(title: str, navigation: str, content: str, style: Path, script: Path) -> str:
    """The page: ``navigation`` and ``content`` are HTML, ``style`` and ``script`` files that are put into it."""
    css = "".join(file.read_text(encoding="utf-8") for file in (THEME, style))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{css}</style>\n</head>\n<body>\n"
        f"{navigation}\n<main>\n{content}\n</main>\n"
        f"<script>\n{script.read_text(encoding='utf-8')}</script>\n</body>\n</html>\n"
    )
