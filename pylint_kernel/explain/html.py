"""Types explained as one HTML page that needs nothing else: style and script are inside, light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from pygments import highlight

from pylint_kernel import __version__
from pylint_kernel.explain.corpus import Case
from pylint_kernel.explain.examples import Example, examples, stages
from pylint_kernel.explain.facts import Facts
from pylint_kernel.explain.page import FORMATTER, page
from pylint_kernel.terminal.highlight import lexer

CODE = re.compile(r"``(.+?)``", re.DOTALL)
DOCUMENT = re.compile(r"\bDocumentation/([\w./-]+)\.rst\b")
WORD = re.compile(r"\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b")
HERE = Path(__file__).parent
#: The corpus' pictures of spaces, as more fonts have them.
BLANKS = str.maketrans(
    {picture: f'<span class="space">{shown}</span>' for picture, shown in zip("␠␉␍␌", "·→↵↡", strict=True)}
)


def document(chosen: list[Facts], colour: bool = False) -> str:
    """The page."""
    codes = {one.code for one in chosen}
    articles = "\n".join("".join(article(one, codes)) for one in chosen)
    content = f"{preface(chosen)}\n{articles}"
    return page("kcheck: the rules", navigation(chosen), content, HERE / "page.css", HERE / "page.js")


def navigation(chosen: list[Facts]) -> str:
    """The index: the types by topic."""
    parts = ['<nav>\n<p class="brand">kcheck</p>\n<input type="search" placeholder="Filter" aria-label="Filter">']
    by_topic = sorted(chosen, key=lambda one: (one.topic, one.code))
    for topic, members in groupby(by_topic, key=lambda one: one.topic):
        parts.append(f"<section><h2>{escape(topic)}</h2>\n<ul>")
        parts += [
            f'<li title="{escape(one.summary)}"><a href="#{one.code}"><i class="{worst(one)}"></i>{one.code}</a></li>'
            for one in members
        ]
        parts.append("</ul></section>")
    return "\n".join([*parts, "</nav>"])


def preface(chosen: list[Facts]) -> str:
    """What the page is, in figures."""
    safe, unsafe = sum(one.safe for one in chosen), sum(one.unsafe and not one.safe for one in chosen)
    return (
        f"<header><h1>The rules of kcheck</h1>\n<p>{len(chosen)} types, {safe} of them with safe fixes "
        f"(<code>--fix</code>) and {unsafe} more with fixes to review (<code>--unsafe-fixes</code>). "
        f"The examples are the tests. Version {__version__}.</p></header>"
    )


def worst(facts: Facts) -> str:
    """The name of the worst level of a type."""
    return max(facts.in_patch).name.lower()


def article(facts: Facts, codes: set[str]) -> Iterator[str]:
    """One type."""
    yield f'<article id="{facts.code}">\n<h2><a href="#{facts.code}">{facts.code}</a></h2>\n'
    yield f'<p class="lead">{inline(facts.summary, codes)}</p>\n<p class="facts">'
    yield f'<span class="badge {worst(facts)}">{escape(facts.level)}</span> '
    yield f'<span class="badge fix">fix: {escape(facts.fix)}</span></p>\n'
    for number, check in enumerate(facts.checks):
        if number:
            yield f"<h3>{inline(check.summary, codes)}</h3>\n"
        for text in check.documentation:
            yield paragraph(text, codes)
        for one in examples(facts, check):
            yield block(one)
    examples_of_checks = [check.example for check in facts.checks]
    shown = [case for case in facts.cases if not any(case is one for one in examples_of_checks)]
    if shown:
        yield f"<details><summary>{len(shown)} more case{'s' * (len(shown) > 1)}</summary>\n"
        yield from map(more, shown)
        yield "</details>\n"
    for title, items in (("Differs from checkpatch", facts.differs), ("Source", facts.sources)):
        if items:
            listed = "".join(f"<li>{inline(item, codes)}</li>" for item in items)
            yield f'<h3>{title}</h3>\n<ul class="notes">{listed}</ul>\n'
    yield "</article>"


def paragraph(text: str, codes: set[str]) -> str:
    """A paragraph of a docstring; lists and indented text keep their lines."""
    if re.search(r"^(\s|[-*] )", text, re.MULTILINE):
        return f'<p class="lines">{inline(text, codes)}</p>\n'
    return f"<p>{inline(text, codes)}</p>\n"


def inline(text: str, codes: set[str]) -> str:
    """Docstring markup as HTML: code, other types, kernel documents."""
    text = CODE.sub(r"<code>\1</code>", escape(text, quote=False))
    text = DOCUMENT.sub(r'<a href="https://docs.kernel.org/\1.html">Documentation/\1.rst</a>', text)
    return WORD.sub(lambda word: f'<a href="#{word[0]}">{word[0]}</a>' if word[0] in codes else word[0], text)


def more(case: Case) -> str:
    """A further case, with its title."""
    return f"<h4>{escape(case.title)}</h4>\n" + "".join(map(block, stages(case)))


def block(one: Example) -> str:
    """An example: code with what is said under its lines."""
    lines = highlight(one.text, lexer(one.language), FORMATTER).translate(BLANKS).split("\n")
    shown = []
    for number, line in enumerate(lines, 1):
        shown.append(line)
        for carets, level, said in one.marks.get(number, ()):
            shown.append(f'<span class="mark {level}">{escape(f"{carets} {said}" if carets else said)}</span>')
    kind = {"Reported": "bad", "Fine": "good"}.get(one.title, "good")
    where = f" <span>{escape(one.where)}</span>" if one.where else ""
    code = "\n".join(shown).rstrip("\n")
    return f'<figure class="{kind}"><figcaption>{one.title}{where}</figcaption><pre>{code}</pre></figure>\n'
