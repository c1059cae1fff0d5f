"""The HTML report: complete without a script, nothing in it taken for markup, usable in a browser."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pylint_kernel.checking.runner import Result, Target, run_target
from pylint_kernel.checking.settings import Settings
from pylint_kernel.model import ERROR, UNSAFE, WARNING, Fix, Span, edit
from tests.browser import browser, colour_scheme
from tests.output.samples import CODE, find, finding, result, written

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

DEMO = Path(__file__).parents[2] / "corpus/trees/demo"


class Reader(HTMLParser):
    """What tags there are, and what is written in them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)


def test_everything_is_there_without_a_script(sample: Result) -> None:
    page = Reader(written("html", sample, result("", path="clean.c"), Result(Target("x"), b"", [], "x: lost")))
    assert not page.open
    assert [tag["data-type"] for name, tag in page.tags if name == "article"] == [
        "SPACING", "BRACES", "TRAILING_WHITESPACE",
    ]  # fmt: skip
    assert "1 error, 1 warning and 1 check in 1 of 2 files" in page.text
    assert "x: lost" in page.text
    assert "     3  \tif(a) {\n        \t^^^^^\n     4  \t\treturn 1;" in page.text
    assert "-\tif(a) {\n+\tif (a) {" in page.text


def test_it_needs_nothing_else(sample: Result) -> None:
    page = Reader(written("html", sample))
    for tag, attributes in page.tags:
        assert tag not in ("link", "img", "iframe")
        assert not attributes.keys() & {"src", "href", "onclick"}


def test_the_worst_files_come_first() -> None:
    def with_levels(path: str, *levels: int) -> Result:
        findings = [finding(Span(0, 1), severity=ERROR if one else WARNING) for one in levels]
        return result(CODE, *findings, path=path)

    page = Reader(written("html", with_levels("b", 0, 0, 0), with_levels("c", 1), with_levels("a", 1, 0)))
    assert [tag["data-path"] for name, tag in page.tags if name == "section"] == ["a", "c", "b"]


def test_nothing_is_taken_for_markup() -> None:
    code = b'char *s = "</pre><script>alert(1)</script>\x1b[2J \xff";\n'
    path = os.fsdecode(b'"><script>alert(2)</script>\xff\n.c')
    fix = Fix("<script>alert(3)</script>", (edit(0, 4, "<b>&amp;"),), UNSAFE)
    page = Reader(written("html", result(code, finding(Span(0, 20), "<img src=x> \x07", fix=fix), path=path)))
    assert not page.open
    assert sum(name == "script" for name, _ in page.tags) == 1
    assert not any(name in ("img", "b") and "src" in tag for name, tag in page.tags)
    assert "<script>alert(1)</script><1B>[2J <FF>" in page.text
    assert "+<b>&amp; *s" in page.text


def test_long_lines_and_long_fixes_are_cut() -> None:
    code = "int a" + "a" * 100_000 + ";\n" + "int b;\n" * 2000
    fix = Fix("rename", tuple(edit(at, at + 3, "long") for at in range(100_007, len(code), 7)))
    page = written("html", result(code, finding(Span(0, 3), fix=fix), finding(Span(100_007, 100_010), fix=fix)))
    assert len(page) < 50_000


def test_lines_in_comments_are_highlighted_as_such() -> None:
    code = "/*\n * a\n * b\n * if\n * c\n * d\n */\nint a;\n"
    page = written("html", result(code, finding(find(code, "if"))))
    assert '<span class="cm"> * if</span>' in page


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the demo driver."""
    settings = Settings(strict=True)
    results = [run_target(Target(str(path.relative_to(DEMO)), origin=str(path)), settings) for path in DEMO.iterdir()]
    page = tmp_path_factory.mktemp("report") / "report.html"
    page.write_text(written("html", *sorted(results, key=lambda one: one.target.path)), encoding="utf-8")
    return page


@pytest.fixture(scope="module")
def opened(report: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser that shows the report."""
    with browser(tmp_path_factory.mktemp("profile")) as one:
        one.get(report.as_uri())
        yield one


@pytest.fixture
def page(opened: Chrome, report: Path) -> Chrome:
    """The report as it is when it has just been opened."""
    opened.get(report.as_uri())
    return opened


def shown(page: Chrome) -> list[tuple[str, str]]:
    """Level and type of the findings that can be seen."""
    found: list[list[str]] = page.execute_script(
        "return [...document.querySelectorAll('article')].filter((one) => one.checkVisibility())"
        ".map((one) => [one.dataset.level, one.dataset.type])"
    )
    return [(level, code) for level, code in found]


def press(page: Chrome, *keys: str) -> None:
    """Type on the keyboard, wherever the focus is."""
    from selenium.webdriver import ActionChains

    ActionChains(page).send_keys(*keys).perform()


def test_clicks_choose(page: Chrome) -> None:
    everything = shown(page)
    page.find_element("css selector", "[data-level=error]").click()
    assert shown(page) == [one for one in everything if one[0] == "error"]
    page.find_element("css selector", "button[data-type=SPACING]").click()
    wanted = [one for one in everything if one == ("error", "SPACING")]
    assert shown(page) == wanted
    assert page.find_element("id", "shown").text == f"{len(wanted)} of {len(everything)} shown"
    assert page.find_element("css selector", "button[data-type=SPACING]").get_attribute("aria-pressed") == "true"
    page.find_element("css selector", "button[data-type=SPACING]").click()
    page.find_element("css selector", "[data-level=error]").click()
    assert shown(page) == everything


def test_files_without_anything_shown_are_hidden(page: Chrome) -> None:
    page.find_element("css selector", "button[data-file=file-1]").click()
    visible = [one.get_attribute("id") for one in page.find_elements("css selector", "section") if one.is_displayed()]
    assert visible == ["file-1"]


def test_search_finds_words_of_messages_and_code(page: Chrome) -> None:
    everything = len(shown(page))
    search = page.find_element("css selector", "nav input")
    search.send_keys("initialiser drop")
    assert 0 < len(shown(page)) < everything
    search.clear()
    search.send_keys("nothing of the kind")
    assert shown(page) == []


def test_the_keyboard_is_enough(page: Chrome) -> None:
    from selenium.webdriver import Keys

    everything = shown(page)
    press(page, "/", "open_brace")
    assert {code for _, code in shown(page)} == {"OPEN_BRACE"}
    press(page, Keys.ESCAPE)
    assert shown(page) == everything
    press(page, "j", "j")
    focused = page.switch_to.active_element
    assert focused == page.find_elements("css selector", "article")[1]
    assert focused.find_element("css selector", "details pre").is_displayed() is False
    press(page, "f")
    assert focused.find_element("css selector", "details pre").is_displayed()
    press(page, "k")
    assert page.switch_to.active_element == page.find_elements("css selector", "article")[0]
    # All that can be clicked can be reached, and pressed.
    page.find_element("css selector", "nav input").click()
    press(page, Keys.TAB, Keys.SPACE)
    assert {level for level, _ in shown(page)} == {"error"}


def test_dark_and_light(page: Chrome) -> None:
    def background() -> str:
        return page.find_element("css selector", "body").value_of_css_property("background-color")

    colour_scheme(page, "light")
    light = background()
    colour_scheme(page, "dark")
    assert (light, background()) == ("rgba(255, 255, 255, 1)", "rgba(20, 23, 28, 1)")


def test_nothing_is_fetched_and_nothing_is_complained_about(page: Chrome, report: Path) -> None:
    asked = [json.loads(entry["message"])["message"] for entry in page.get_log("performance")]  # type: ignore[no-untyped-call]
    urls = {one["params"]["request"]["url"] for one in asked if one["method"] == "Network.requestWillBeSent"}
    # The browser opens pages of its own.
    assert {url for url in urls if not url.startswith(("data:", "chrome:"))} == {report.as_uri()}
    assert page.get_log("browser") == []  # type: ignore[no-untyped-call]


def test_code_stays_in_its_box(page: Chrome) -> None:
    wide = page.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
