"""Cases of the corpus as they are shown to people."""

from __future__ import annotations

from typing import NamedTuple

from pylint_kernel.classify import classify
from pylint_kernel.explain.corpus import Case
from pylint_kernel.explain.facts import Check, Facts, fixes_safely, fixes_unsafely
from pylint_kernel.terminal.colours import level, visible
from pylint_kernel.terminal.highlight import LANGUAGES


class Example(NamedTuple):
    """A block of code with a title; ``where`` says under what path and options, where that matters; ``marks`` are what
    is said under a line, from 1: carets, level, words."""

    title: str
    where: str
    language: str
    text: str
    marks: dict[int, list[tuple[str, str, str]]]


def examples(facts: Facts, check: Check) -> list[Example]:
    """What a check of the type finds, and what a fix makes of it; of the first one also what is right."""
    shown = stages(check.example) if check.example else []
    if check is facts.checks[0] and facts.clean and len(shown) < 2:
        shown.append(example("Fine", facts.clean, facts.clean.shown))
    return shown


def stages(case: Case) -> list[Example]:
    """A case, and what fixes make of it."""
    shown = [example("Reported" if case.expected else "Fine", case, case.shown, marks(case))]
    if fixes_safely(case):
        shown.append(example("After --fix", case, readable(case.fixed)))
    if fixes_unsafely(case):
        shown.append(example("After --fix --unsafe-fixes", case, readable(case.unsafe)))
    return shown


def example(title: str, case: Case, text: str, marks: dict[int, list[tuple[str, str, str]]] | None = None) -> Example:
    """One block; what a terminal would obey, or not show, is named."""
    safe = "\n".join(map(visible, text.rstrip("\n").split("\n")))
    where = [case.values.get("path", ""), "in a patch" if "patch" in case.words else "", *case.options]
    return Example(title, " ".join(filter(None, where)), language(case), safe, marks or {})


def readable(data: bytes | None) -> str:
    """A file's content, safe to print."""
    lines = (data or b"").decode("utf-8", "surrogateescape").split("\n")
    return "\n".join(map(visible, lines))


def marks(case: Case) -> dict[int, list[tuple[str, str, str]]]:
    """The annotations of a case by line."""
    found: dict[int, list[tuple[str, str, str]]] = {}
    for one in case.expected:
        start, end = one.columns or (0, 0)
        said = f"{level(one.severity)}: {one.message}" if one.message else level(one.severity)
        found.setdefault(one.line, []).append((" " * start + "^" * (end - start), level(one.severity), said))
    return found


def language(case: Case) -> str:
    """What pygments calls the case's language."""
    if case.language in {"diff", "mail"}:
        return "diff"
    return LANGUAGES[classify(case.path)]
