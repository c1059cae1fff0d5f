"""Random edits of C code as people make them, that keep account of what has become of each line."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import NamedTuple

from pylint_kernel.model import Finding


class Line(NamedTuple):
    """A line without its end; ``origin`` is its number in the file as it was at first, or a negative one of its own.
    ``joined``: the lines that have become part of it."""

    origin: int
    text: str
    joined: tuple[Line, ...] = ()


Lines = list[Line]
#: An edit: the lines after it, or None where there is no place for it.
Edit = Callable[[Lines, random.Random, "Author"], Lines | None]

CLEAN = ["\tdemo_count(dev, {});", "\t/* remark {} */", "\tdemo_flush(dev->queue, {});", ""]
FAULTY = [
    "\tdemo_put(a,{});",
    "\tdemo_{}( dev );",
    '\tprintk("demo {}\\n");',
    "\tdemo_call({}); ",
    "        demo_call({});",
    "\tif(demo_ready({}))",
    "\tdemo_{}(dev) ;",
    "\tudelay({});  /* kept by nobody */\t",
    "\tdemo = (u32)({});",
]


class Author:
    """Who makes the edits: gives each new line a number of its own."""

    def __init__(self) -> None:
        self.count = 0

    def line(self, text: str) -> Line:
        """A line that was not there before; ``{}`` in it becomes its number."""
        self.count += 1
        return Line(-self.count, text.replace("{}", str(self.count)))


def functions(lines: Lines) -> list[range]:
    """Where functions are, with the blank line behind them: they end in a brace at the start of a line, begin behind a
    blank line, and have no directive in them."""
    found, start = [], 0
    for number, line in enumerate(lines):
        if line.text == "}" and number + 1 < len(lines) and not lines[number + 1].text.strip():
            body = [one.text for one in lines[start:number]]
            if "{" in body and body[0].strip() and not any(text.startswith("#") for text in body):
                found.append(range(start, number + 2))
        if not line.text.strip() and (
            number + 1 == len(lines) or not lines[number + 1].text.startswith(("\t", " ", "{"))
        ):
            start = number + 1
    return found


def statements(lines: Lines) -> list[int]:
    """The lines that are a whole statement, with another one before and behind: lines can come and go there."""
    complete = [
        line.text.startswith("\t") and line.text.rstrip().endswith(";") and line.text.count("(") == line.text.count(")")
        and not line.text.lstrip().startswith(("for", "while", "if", "else", "*", "/"))
        for line in lines
    ]  # fmt: skip
    return [number for number in range(1, len(lines) - 1) if all(complete[number - 1 : number + 2])]


def move_function(lines: Lines, chooser: random.Random, _: Author) -> Lines | None:
    """Put a function behind another one."""
    places = functions(lines)
    if len(places) < 2:
        return None
    moved, behind = chooser.sample(places, 2)
    rest = [line for number, line in enumerate(lines) if number not in moved]
    at = behind.stop - (len(moved) if behind.start > moved.start else 0)
    return rest[:at] + [lines[number] for number in moved] + rest[at:]


def insert_lines(lines: Lines, chooser: random.Random, author: Author) -> Lines | None:
    """Write some lines between two statements."""
    if not (places := statements(lines)):
        return None
    at = chooser.choice(places)
    return lines[:at] + [author.line(chooser.choice(CLEAN)) for _ in range(chooser.randint(1, 4))] + lines[at:]


def indent(lines: Lines, chooser: random.Random, _: Author) -> Lines | None:
    """Indent the body of a function, or some lines, by another tab."""
    if not (places := functions(lines)):
        return None
    where = chooser.choice(places)
    return [
        line._replace(text="\t" + line.text)
        if number in where and line.text.startswith(("\t", " ")) and not line.text.endswith("\\")
        else line
        for number, line in enumerate(lines)
    ]


def add_violation(lines: Lines, chooser: random.Random, author: Author) -> Lines | None:
    """Write a line that should not be written so."""
    if not (places := statements(lines)):
        return None
    at = chooser.choice(places)
    return [*lines[:at], author.line(chooser.choice(FAULTY)), *lines[at:]]


def remove_statement(lines: Lines, chooser: random.Random, _: Author) -> Lines | None:
    """Delete a statement."""
    if not (places := statements(lines)):
        return None
    at = chooser.choice(places)
    return lines[:at] + lines[at + 1 :]


def rename(lines: Lines, chooser: random.Random, _: Author) -> Lines | None:
    """Change a word in a statement."""
    if not (places := statements(lines)):
        return None
    at = chooser.choice(places)
    text = re.sub(r"[A-Za-z_]\w*", lambda word: word[0] + "_new", lines[at].text, count=1)
    return [*lines[:at], lines[at]._replace(text=text), *lines[at + 1 :]]


def repaired(lines: Lines, found: Finding) -> Lines:
    """The lines with the fix of a finding applied; what a line is broken into, or joined with, is still that line."""
    assert found.fix is not None
    text = "".join(f"{line.text}\n" for line in lines)
    for span, new in sorted(found.fix.edits, reverse=True):
        first = text.count("\n", 0, span.start)
        old = text.count("\n", span.start, span.end)
        text = text[: span.start] + new + text[span.end :]
        added = new.count("\n") - old
        rest = first + 1 + max(-added, 0)
        gone = [one for line in lines[first + 1 : rest] for one in (line, *line.joined)]
        kept = lines[first]._replace(joined=(*lines[first].joined, *gone))
        lines = [*lines[:first], kept, *([kept] * added), *lines[rest:]]
    return [
        line._replace(
            text=new, joined=tuple(one for one in line.joined if one.text.strip() and one.text.strip() in new)
        )
        for line, new in zip(lines, text.split("\n"), strict=False)
    ]


#: Each kind of edit as often as it is listed.
EDITS: tuple[Edit, ...] = (move_function, move_function, insert_lines, indent, add_violation, remove_statement, rename)
