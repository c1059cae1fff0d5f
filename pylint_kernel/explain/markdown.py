"""Types explained in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pylint_kernel.explain.examples import Example, examples
from pylint_kernel.explain.facts import Facts

FENCES = re.compile(r"^`{3,}", re.MULTILINE)


def document(chosen: list[Facts], colour: bool = False) -> str:
    """The types one after the other, a section each."""
    return "\n".join("".join(f"{line}\n" for line in section(one)) for one in chosen)


def section(facts: Facts) -> Iterator[str]:
    """The lines on one type."""
    yield f"## {facts.code}"
    yield ""
    yield f"{inline(facts.summary)}"
    yield ""
    yield f"Level: {facts.level}  "
    yield f"Fix: {facts.fix}"
    for number, check in enumerate(facts.checks):
        if number:
            yield from ("", f"### {inline(check.summary)}")
        for paragraph in check.documentation:
            yield from ("", inline(paragraph))
        for one in examples(facts, check):
            yield from block(one)
    for title, items in (("Differs from checkpatch", facts.differs), ("Source", facts.sources)):
        if items:
            yield from ("", f"### {title}", "")
        for item in items:
            yield f"- {inline(item)}" if len(items) > 1 else inline(item)


def inline(text: str) -> str:
    """Docstring markup as Markdown."""
    return text.replace("``", "`")


def block(one: Example) -> Iterator[str]:
    """An example as a fenced block, and what is said about its lines."""
    fence = max(["```", *(found + "`" for found in FENCES.findall(one.text))], key=len)
    yield from ("", f"### {one.title}" + (f" (`{one.where}`)" if one.where else ""), "")
    yield from (f"{fence}{one.language}", one.text, fence)
    if one.marks:
        yield ""
    for number, marks in sorted(one.marks.items()):
        yield from (f"- line {number}: {said}" for _, _, said in marks)
