"""``kcheck rule``: the facts on a type, and every way to write them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from pylint_kernel.checking.rule import RULES, File, Reports, Rule, catalog
from pylint_kernel.checking.rule import rule as declare
from pylint_kernel.command_line.rule import rule
from pylint_kernel.explain import choose, corpus, html, markdown, text
from pylint_kernel.explain import json as as_json
from pylint_kernel.explain.facts import Check, Facts, facts, illustrated, levels, read_documentation
from pylint_kernel.language.source import SourceFile
from pylint_kernel.model import CHECK, ERROR, WARNING, Severity
from pylint_kernel.terminal.colours import Palette
from tests.output.test_output import strip

CORPUS = """\
# DEMO
## two blanks
```c vis path=drivers/x.c opt="--tab-size=4"
␉a␠␠= b;
~ ^^ WARNING: two <blanks>
```
```c fixed
	a = b;
```
## by hand
```c deviates="checkpatch is wrong"
x
~^ CHECK
```
```c unsafe
y
```
## right
```c ok
	a = b;
```
"""


@pytest.fixture
def demo(tmp_path: Path) -> Facts:
    path = tmp_path / "DEMO.md"
    path.write_text(CORPUS, encoding="utf-8")
    cases = corpus.cases(path)
    return Facts(
        "DEMO",
        "demos",
        "demo things",
        "blanks that nobody wants",
        (WARNING,),
        (WARNING, CHECK),
        True,
        True,
        [
            Check(
                "first",
                ["Two blanks are\n``one   blank`` too many, and this goes on until it has to be wrapped."],
                example=cases[0],
            ),
            Check("second check", ["- a list\n- of two"], ("it sees one.",), cases[1]),
        ],
        ["Documentation/process/coding-style.rst, section 3"],
        ["it counts to three.", "by hand: checkpatch is wrong."],
        cases[2],
        cases,
    )  # fmt: skip


TEXT = """\
DEMO (warning; warning or check when whole files are checked): blanks that nobody wants

  Two blanks are `one   blank` too many, and this goes on until
  it has to be wrapped.

Reported (drivers/x.c --tab-size=4)
        ␉a␠␠= b;
          ^^ warning: two <blanks>

After --fix (drivers/x.c --tab-size=4)
        \ta = b;

second check
  - a list
  - of two

  Differs from checkpatch: it sees one.

Reported
        x
        ^^ check

After --fix --unsafe-fixes
        y

Fix
  with --fix, some cases only with --unsafe-fixes

Differs from checkpatch
  - it counts to three.
  - by hand: checkpatch is wrong.

Source
  Documentation/process/coding-style.rst, section 3
"""


def test_text(demo: Facts) -> None:
    plain = "".join(f"{line}\n" for line in text.explained(demo, 64, Palette(colour=False)))
    assert plain == TEXT


def test_colour_changes_nothing_but_colour(demo: Facts) -> None:
    plain, coloured = (text.document([demo], colour) for colour in (False, True))
    assert "\x1b[1mDEMO\x1b[0m" in coloured
    assert "\x1b[36mone   blank\x1b[0m" in coloured
    words = plain.replace("`", "").split()
    assert strip(coloured).split() == words


def test_listing(demo: Facts) -> None:
    other = demo._replace(code="OTHER_ONE", safe=False, in_patch=(ERROR, CHECK), summary="something")
    assert text.listing([demo, other, other._replace(unsafe=False)], False) == (
        "demos warning DEMO      [*] blanks that nobody wants\n"
        "demos error   OTHER_ONE [?] something\n"
        "demos error   OTHER_ONE     something\n"
    )


def test_markdown(demo: Facts) -> None:
    shown = markdown.document([demo])
    assert shown.startswith("## DEMO\n\nblanks that nobody wants\n\nLevel: warning; ")
    assert (
        "\n### Reported (`drivers/x.c --tab-size=4`)\n\n```c\n␉a␠␠= b;\n```\n\n- line 1: warning: two <blanks>\n"
        in shown
    )
    assert "\n- it counts to three.\n- by hand: checkpatch is wrong.\n" in shown
    assert "``one" not in shown


def test_markdown_fences(demo: Facts) -> None:
    first = demo.checks[0]
    assert first.example
    case = first.example._replace(shown="```\nx\n````\n", expected=())
    shown = markdown.document([demo._replace(checks=[first._replace(example=case)])])
    assert "\n`````c\n```\nx\n````\n`````\n" in shown


def test_json(demo: Facts) -> None:
    (entry,) = json.loads(as_json.document([demo]))
    assert entry["levels"] == {"patch": ["warning"], "file": ["warning", "check"]}
    assert (entry["fixable"], entry["unsafe_fixable"]) == (True, True)
    first, second, third = entry["cases"]
    assert first == {
        "title": "two blanks",
        "path": "drivers/x.c",
        "source": "\ta  = b;\n",
        "findings": [{"line": 1, "level": "warning", "message": "two <blanks>"}],
        "fixed": "\ta = b;\n",
        "unsafe_fixed": None,
    }
    assert second["unsafe_fixed"] == "y\n"
    assert third["findings"] == []


class Page(HTMLParser):
    """What the tests want to know of a page; complains about tags that are not closed in order."""

    VOID = frozenset({"meta", "input"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.loads: list[str] = []
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attributes:
            if name == "id":
                self.ids.add(value or "")
            if name == "href":
                self.links.append(value or "")
            if name == "src" or tag == "link":
                self.loads.append(f"{tag} {value}")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html(demo: Facts) -> None:
    page = Page(html.document([demo, demo._replace(code="OTHER_ONE", summary="see DEMO_X and OTHER_ONE")]))
    assert page.ids == {"DEMO", "OTHER_ONE"}
    assert "OTHER_ONE" in {link.removeprefix("#") for link in page.links}
    assert "https://docs.kernel.org/process/coding-style.html" in page.links
    assert "^^ warning: two <blanks>" in page.text
    assert not page.loads
    assert "@import" not in page.text
    assert "url(" not in page.text


@pytest.mark.parametrize("code", list(catalog()))
def test_every_type_can_be_explained(code: str) -> None:
    one = facts(code)
    assert one.in_patch
    assert one.level
    for shown in (text.document([one], False), text.document([one], True), markdown.document([one])):
        assert code in shown
        assert one.summary in shown
    assert json.loads(as_json.document([one]))[0]["type"] == code
    page = Page(html.document([one]))
    assert page.ids == {code}


def a_rule(doc: str = "", severity: Severity = WARNING, summary: str = "demo", **settings: Any) -> Rule:
    """A rule that is registered nowhere."""

    def check(_: SourceFile, file: SourceFile) -> Reports:
        yield (0, 0), file.path

    check.__doc__ = doc
    declare("TEST_DEMO", severity, summary, on=File(), **settings)(check)
    (one,) = RULES.pop("TEST_DEMO")
    return one


def test_documentation_is_taken_apart() -> None:
    introduction = a_rule(
        doc="What it is.\n\nWhy.\n\nSource: here,\nand there.\n\nDiffers from checkpatch: it is\nblind."
    )
    other = a_rule(summary="other", doc="More.\n\nSource: here,\nand there.")
    checks, sources, differs = read_documentation([introduction, introduction, other])
    assert [check[:3] for check in checks] == [
        ("demo", ["What it is.", "Why."], ("it is blind.",)),
        ("other", ["More."], ()),
    ]
    assert sources == ["here, and there."]
    assert differs == []
    (alone,), _, differs = read_documentation([introduction])
    assert (alone.documentation, differs) == (["What it is.", "Why."], ["it is blind."])
    again = a_rule(doc="The same.\n\nDiffers from checkpatch: it is blind.")
    assert [check.differs for check in read_documentation([introduction, again])[0]] == [("it is blind.",), ()]


def test_each_check_stands_beside_an_example_of_its_own() -> None:
    one = illustrated(facts("BRACES"))
    assert all(check.example for check in one.checks)
    assert len({check.example.title for check in one.checks if check.example}) == len(one.checks)
    branches = next(check for check in one.checks if "some branches" in check.summary)
    assert branches.example
    assert {expected.message for expected in branches.example.expected} == {"no branch of this 'if' needs braces"}
    shown = text.document([one])
    assert shown.index(branches.summary) < shown.index("no branch of this 'if' needs braces")
    assert shown.index("no branch of this 'if' needs braces") < shown.index(one.checks[2].summary)


def test_reasons_of_cases_are_told_once() -> None:
    assert facts("UTF8_BEFORE_PATCH").differs == [
        "declared as latin-1 and without quotes: checkpatch wants quotes around the name."
    ]


def test_levels(demo: Facts) -> None:
    assert levels([a_rule()], []) == ((WARNING,), (WARNING,))
    assert levels([a_rule(), a_rule(severity=ERROR, in_file=ERROR)], []) == ((ERROR, WARNING), (ERROR, WARNING))
    assert levels([a_rule()], demo.cases) == ((WARNING, CHECK), (WARNING, CHECK))
    assert levels([a_rule(in_file=CHECK)], demo.cases[1:]) == ((WARNING,), (CHECK,))
    assert levels([a_rule(patch_only=True)], []) == ((WARNING,), ())


def test_levels_in_words(demo: Facts) -> None:
    assert demo._replace(in_patch=(ERROR, CHECK), in_file=(ERROR, CHECK)).level == "error or check"
    assert (
        demo._replace(in_patch=(ERROR, WARNING, CHECK), in_file=()).level == "error, warning or check, in patches only"
    )
    assert demo._replace(in_file=()).level == "warning, in patches only"


# -- the command


def run(*arguments: str) -> tuple[int, str, str]:
    outcome = CliRunner().invoke(rule, arguments)
    return outcome.exit_code, outcome.stdout, outcome.stderr


def test_command() -> None:
    status, out, _ = run("strcpy,TRAILING_WHITESPACE", "--color=never")
    assert status == 0
    assert re.findall("^[A-Z_]+ ", out, re.MULTILINE) == ["STRCPY ", "TRAILING_WHITESPACE "]
    assert "\x1b" not in out
    assert "\x1b[1mSTRCPY\x1b[0m" in run("STRCPY", "--color=always")[1]


def test_command_lists() -> None:
    assert len(run("--list")[1].splitlines()) == len(catalog())
    assert len(run("--list", "STRCPY")[1].splitlines()) == 1


@pytest.mark.parametrize("form", ["markdown", "json", "html"])
def test_command_formats(form: str) -> None:
    status, out, _ = run("--format", form, "STRCPY")
    assert status == 0
    assert "STRCPY" in out


def test_unknown_type() -> None:
    status, out, err = run("STRCPI")
    assert (status, out) == (2, "")
    assert "there is no type STRCPI: did you mean STRCPY" in err
    with pytest.raises(click.UsageError, match="kcheck rule --list"):
        choose(("QQQQQQQQQ",), False)


def test_nothing_to_explain() -> None:
    assert run()[0] == 2
