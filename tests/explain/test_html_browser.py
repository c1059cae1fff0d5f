"""The page with all rules in a browser: its filter, and its boxes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pylint_kernel.explain.facts import facts
from pylint_kernel.explain.html import document
from tests.browser import browser

CODES = ("STRCPY", "OPEN_BRACE", "COMPLEX_MACRO", "TYPO_SPELLING")


def test_filter_and_boxes(tmp_path: Path) -> None:
    keys = pytest.importorskip("selenium.webdriver").Keys
    page = tmp_path / "rules.html"
    page.write_text(document([facts(code) for code in CODES]), encoding="utf-8")
    with browser(tmp_path / "profile") as opened:
        opened.get(page.as_uri())
        opened.set_window_size(700, 900)

        def shown() -> list[str | None]:
            found = opened.find_elements("css selector", "article")
            return [one.get_attribute("id") for one in found if one.is_displayed()]

        def wanted(typed: str) -> list[str | None]:
            search = opened.find_element("css selector", "nav input")
            search.send_keys(keys.CONTROL + "a")
            search.send_keys(keys.BACKSPACE + typed)
            return shown()

        assert shown() == [*CODES]
        # By its name, by words of its text, in any order.
        assert wanted("open brace") == ["OPEN_BRACE"]
        assert wanted("dictionary misspelt") == ["TYPO_SPELLING"]
        assert wanted("nowhere zzz") == []
        assert wanted("") == [*CODES]
        beyond = opened.execute_script(
            "return [...document.querySelectorAll('pre .mark')].filter((mark) => mark.checkVisibility()"
            " && mark.getBoundingClientRect().right > mark.closest('pre').getBoundingClientRect().right).length"
        )
        assert beyond == 0
