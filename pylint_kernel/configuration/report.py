"""A configuration as people read it: what holds for a path and where it comes from, and files to begin with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from pylint_kernel.configuration import checkpatch_conf, schema
from pylint_kernel.configuration.configuration import Configuration, hiding, speaking
from pylint_kernel.configuration.layer import Layer
from pylint_kernel.model import Severity

#: Where comments begin, if there is room.
COLUMN = 40


def in_force(configuration: Configuration, path: str) -> Iterator[str]:
    """The lines of a file in TOML that says what holds for the absolute ``path``, and where each value stands."""
    layers = configuration.layers(os.path.dirname(path))
    tables = []
    for key, about in schema.KEYS.items():
        if isinstance(about.default, dict):
            if rows := list(entries(layers, key)):
                tables += ["", f"[{key}]", *rows]
        elif about.adds:
            listed = hiding(layers, key)
            value = dict.fromkeys(word for layer in listed for word in layer.values[key])
            yield noted(f"{key} = {toml(list(value))}", ", ".join(layer.place(key) for layer in listed))
        else:
            said = speaking(layers, key)
            value = said.values[key] if said else about.default
            line = "# " if value is None else ""
            yield noted(f"{line}{key} = {toml(value)}", said.place(key) if said else "")
    yield from tables


def entries(layers: tuple[Layer, ...], key: str) -> Iterator[str]:
    """The lines of a table, to which all layers add."""
    seen = set()
    for layer in layers:
        for name, value in layer.values.get(key, {}).items():
            if key != "level" or name not in seen:
                yield noted(f"{toml(name)} = {toml(value)}", layer.place(key, name))
            seen.add(name)


def noted(line: str, place: str) -> str:
    """A line with where it comes from as a comment."""
    return f"{line:<{COLUMN}} # {place or 'default'}"


def toml(value: Any) -> str:
    """A value in TOML."""
    import json

    match value:
        case Severity():
            return toml(value.name.lower())
        case bool():
            return str(value).lower()
        case None:
            return '""'
        case (int(), int()):
            return toml(".".join(map(str, value)))
        case list() | tuple():
            return f"[{', '.join(map(toml, value))}]"
        case str():
            return json.dumps(value.encode("utf-8", "surrogateescape").decode("utf-8", "replace"), ensure_ascii=False)
    return str(value)


def from_conf(path: str) -> str:
    """The text of a ``.kcheck.toml`` that says what a ``.checkpatch.conf`` does.

    Raises :class:`ConfigurationError` or OSError if that cannot be used.
    """
    with open(path, encoding="utf-8", errors="surrogateescape") as stream:
        text = stream.read()
    layer = checkpatch_conf.read(path, text)
    lines = [f"# From {os.path.basename(path)}; kcheck rule TYPE says what a type is about."]
    lines += [f"{key} = {toml(relative(value, layer))}" for key, value in layer.values.items()]
    if left := checkpatch_conf.left_out(text, layer.directory):
        lines += ["", "# Not taken over, as it has no meaning here:", *(f"#   {word}" for word in left)]
    return "\n".join([*lines, ""])


def relative(value: Any, layer: Layer) -> Any:
    """A value, with a path in the layer's directory as it is written in a file there."""
    if isinstance(value, str) and value.startswith(layer.directory + os.sep):
        return os.path.relpath(value, layer.directory)
    return value


def template() -> str:
    """The text of a ``.kcheck.toml`` that says nothing yet, but what could be said."""
    lines = ["# What holds for this directory and those below it; `kcheck config PATH` shows what is in force."]
    for key, about in schema.KEYS.items():
        if about.own:
            continue
        lines += ["", f"# {about.help}"]
        lines += [f"# [{key}]"] if isinstance(about.default, dict) else [f"# {key} = {toml(about.default)}"]
    return "\n".join([*lines, ""])
