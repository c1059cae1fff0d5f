"""Expressions of GitHub's workflows, as far as action.yml and the examples use them.

Source: docs.github.com, "Evaluate expressions in workflows and actions".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>\d+)|(?P<name>[a-zA-Z_][\w.-]*)|(?P<sign>\|\||&&|[!=]=|[!()]))"
)
WORDS = {"true": True, "false": False, "null": None}


def substituted(text: str, contexts: Mapping[str, Any]) -> str:
    """A text with what its ``${{ }}`` say."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: said(evaluated(found[1], contexts)), text)


def is_true(condition: str, contexts: Mapping[str, Any]) -> bool:
    """Whether an ``if:`` holds, which needs no ``${{ }}``."""
    return bool(evaluated(condition.removeprefix("${{").removesuffix("}}"), contexts))


def said(value: Any) -> str:
    """A value as text."""
    return {None: "", True: "true", False: "false"}.get(value, str(value)) if not isinstance(value, str) else value


def evaluated(expression: str, contexts: Mapping[str, Any]) -> Any:
    """The value of an expression; ``contexts`` has functions, too."""
    reader = Reader(expression.strip(), contexts)
    value = reader.either()
    assert reader.at == len(reader.text), f"cannot read {expression!r}"
    return value


class Reader:
    """Reads an expression from left to right."""

    def __init__(self, text: str, contexts: Mapping[str, Any]) -> None:
        self.text, self.contexts, self.at = text, contexts, 0

    def next(self, *signs: str) -> re.Match[str] | None:
        """Take the next token, if it is one of these signs."""
        found = TOKEN.match(self.text, self.at)
        if not found or (signs and found["sign"] not in signs):
            return None
        self.at = found.end()
        return found

    def either(self) -> Any:
        value = self.both()
        while self.next("||"):
            other = self.both()
            value = value or other
        return value

    def both(self) -> Any:
        value = self.compared()
        while self.next("&&"):
            other = self.compared()
            value = value and other
        return value

    def compared(self) -> Any:
        value = self.single()
        if sign := self.next("==", "!="):
            return (value == self.single()) == (sign["sign"] == "==")
        return value

    def single(self) -> Any:
        if self.next("!"):
            return not self.single()
        if self.next("("):
            value = self.either()
            assert self.next(")")
            return value
        found = self.next()
        assert found, f"cannot read {self.text!r}"
        if found["text"]:
            return found["text"][1:-1].replace("''", "'")
        if found["number"]:
            return int(found["number"])
        if self.next("("):
            assert self.next(")")
            function: Callable[[], Any] = self.contexts[found["name"]]
            return function()
        return WORDS[found["name"]] if found["name"] in WORDS else self.looked_up(found["name"])

    def looked_up(self, name: str) -> Any:
        """What a context has at a path; nothing where there is no such thing, but the context has to exist."""
        first, *rest = name.split(".")
        value = self.contexts[first]
        for part in rest:
            value = value.get(part) if isinstance(value, Mapping) else None
        return value
