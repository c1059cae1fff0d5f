"""Types explained on a terminal."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from textwrap import wrap

from pylint_kernel.explain.examples import Example, examples
from pylint_kernel.explain.facts import Facts
from pylint_kernel.terminal.colours import Palette

WIDEST, NARROWEST = 100, 40
CODE = re.compile(r"``(.+?)``", re.DOTALL)
QUOTED = re.compile(r"`(.+?)`")
VERBATIM = re.compile(r"^(\s|[-*] )", re.MULTILINE)
INDENT = "  "
#: Eight columns, so that tabs in an example stand where an editor shows them.
MARGIN = "        "


def document(chosen: list[Facts], colour: bool = False) -> str:
    """The types one after the other."""
    width = shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80
    width = min(max(width, NARROWEST), WIDEST)
    paint = Palette(colour)
    return "\n\n".join("".join(f"{line}\n" for line in explained(one, width, paint)) for one in chosen)


def listing(chosen: list[Facts], colour: bool) -> str:
    """A line for each type, group by group."""
    paint = Palette(colour)
    groups, width = max(len(one.group) for one in chosen), max(len(one.code) for one in chosen)
    lines = []
    for one in sorted(chosen, key=lambda one: one.group):
        level = max(one.in_patch).name.lower()
        mark = "[*]" if one.safe else "[?]" if one.unsafe else "   "
        name = f"{paint(f'{level:7}', level)} {paint(f'{one.code:{width}}', 'bold')} {paint(mark, 'fix')}"
        lines.append(f"{one.group:{groups}} {name} {one.summary}\n")
    return "".join(lines)


def explained(facts: Facts, width: int, paint: Palette) -> Iterator[str]:
    """The lines on one type."""
    level = max(facts.in_patch).name.lower()
    yield f"{paint(facts.code, 'bold')} {paint('(' + facts.level + ')', level)}: {facts.summary}"
    for number, check in enumerate(facts.checks):
        if number:
            yield from heading(check.summary, paint)
        for at, paragraph in enumerate(check.documentation):
            if not number or at:
                yield ""
            yield from wrapped(paragraph, width, paint)
        for one in examples(facts, check):
            yield from block(one, paint)
    yield from heading("Fix", paint)
    yield INDENT + facts.fix
    for title, items in (("Differs from checkpatch", facts.differs), ("Source", facts.sources)):
        if items:
            yield from heading(title, paint)
        for item in items:
            yield from wrapped(item, width, paint, "- " if len(items) > 1 else "")


def heading(title: str, paint: Palette) -> list[str]:
    """A heading with an empty line above."""
    return ["", paint(title, "bold")]


def wrapped(text: str, width: int, paint: Palette, bullet: str = "") -> list[str]:
    """A paragraph in lines of at most ``width`` columns; lists and indented text keep their own."""
    # Code is not torn apart at its spaces.
    text = CODE.sub(lambda code: "`" + re.sub(r"\s", "\0", code[1]) + "`", text)
    if VERBATIM.search(text) and not bullet:
        lines = [INDENT + line for line in text.split("\n")]
    else:
        text = " ".join(text.split())
        first, others = INDENT + bullet, INDENT + " " * len(bullet)
        lines = wrap(
            text,
            width,
            initial_indent=first,
            subsequent_indent=others,
            break_on_hyphens=False,
            break_long_words=False,
        )
    return [inline(line.replace("\0", " "), paint) for line in lines]


def inline(line: str, paint: Palette) -> str:
    """A line with its code in colour, if there is any, instead of quotes."""
    return QUOTED.sub(lambda code: paint(code[1], "type"), line) if paint.colour else line


def block(one: Example, paint: Palette) -> Iterator[str]:
    """An example: heading, code, what is said about its lines."""
    yield from heading(f"{one.title} ({one.where})" if one.where else one.title, paint)
    text = one.text
    if paint.colour:
        from pylint_kernel.terminal import highlight

        text = highlight.paint(text, one.language)
    for number, line in enumerate(text.split("\n"), 1):
        yield f"{MARGIN}{line}".rstrip(" ")
        for carets, level, said in one.marks.get(number, ()):
            yield f"{MARGIN}{paint(f'{carets} {said}'.rstrip() if carets else said, level)}"
