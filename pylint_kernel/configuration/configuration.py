"""What is configured for each file: the layers that hold there, and the settings that they add up to."""

from __future__ import annotations

import os
from typing import Any

from pylint_kernel.checking.request import ConfigurationError
from pylint_kernel.checking.settings import Settings, select
from pylint_kernel.configuration import files
from pylint_kernel.configuration.layer import Layer
from pylint_kernel.language.source import Limits

Layers = tuple[Layer, ...]

#: The keys that are numbers and words of :class:`Limits`, by its field.
LIMITS = {field: field.replace("_", "-") for field in Limits._fields}


class Configuration:
    """What ``given`` (the command line) and the files of configuration say.

    ``file``: take this one in place of those that are found. ``search``: whether to look for any. Each file is read
    once. All methods raise :class:`ConfigurationError` where a configuration cannot be used.
    """

    def __init__(self, given: Layer | None = None, file: str | None = None, *, search: bool = True) -> None:
        self.given, self.file, self.search = given, file, search
        self._below: dict[str, Layers] = {}
        self._settings: dict[Layers, Settings] = {}
        self._nearby: dict[tuple[Layers, frozenset[str]], Settings] = {}

    # -- layers

    def layers(self, directory: str) -> Layers:
        """What holds for the files in a directory, the strongest first."""
        found = self._below.get(directory)
        if found is None:
            found = self._below[directory] = self.find(directory)
        return found

    def find(self, directory: str) -> Layers:
        """The layers for a directory, from those of the one above."""
        above = os.path.dirname(directory)
        if not self.search or self.file or above == directory:
            own = [files.in_directory(directory)] if self.search and not self.file else []
            return tuple(filter(None, [self.given, *own, *self.everywhere()]))
        around = self.layers(above)
        here = files.in_directory(directory)
        if here is None:
            return around
        first = around[: 1 if self.given else 0]
        return (*first, here, *around[len(first) :])

    def everywhere(self) -> list[Layer | None]:
        """The layers that are not found by going up."""
        if self.file is not None:
            return [files.read(self.file)]
        return [files.of_user()] if self.search else []

    # -- what they add up to

    def at(self, path: str) -> Settings:
        """What holds for the file ``path``, or in the directory if it ends in a separator."""
        found = self.layers(os.path.dirname(path))
        settings = self._settings.get(found)
        if settings is None:
            settings = self._settings[found] = settled(found)
        if any("per-path-ignores" in layer.values for layer in found):
            ignore = ignored_at(found, path)
            if ignore:
                key = found, ignore
                if key not in self._nearby:
                    self._nearby[key] = settings._replace(ignore=settings.ignore | ignore)
                settings = self._nearby[key]
        return settings

    def excluded(self, path: str) -> str:
        """What says that the file ``path`` is not to be checked; empty if nothing does."""
        for layer in self.layers(os.path.dirname(path)):
            for pattern in layer.values.get("exclude", ()):
                if covers(pattern, layer, path):
                    return layer.place("exclude")
        return ""

    def format_in(self, directory: str) -> str | None:
        """The format for standard output in a run in ``directory``, if one is configured."""
        found: str | None = value(self.layers(directory), "format", None)
        return found


def speaking(layers: Layers, key: str) -> Layer | None:
    """The layer whose value of a key counts: the first that has one."""
    return next((layer for layer in layers if key in layer.values), None)


def value(layers: Layers, key: str, default: Any) -> Any:
    """The value of a key that counts."""
    layer = speaking(layers, key)
    return layer.values[key] if layer else default


#: Lists that add up, up to the layer that has the other key.
HIDING = {"ignore": "select", "unfixable": "fixable"}


def hiding(layers: Layers, key: str) -> list[Layer]:
    """The layers whose lists under a key add up."""
    found = []
    for layer in layers:
        if key in layer.values:
            found.append(layer)
        if HIDING.get(key) in layer.values:
            break
    return found


def settled(layers: Layers) -> Settings:
    """The settings that layers add up to, save for what depends on the path."""
    if not layers:
        return Settings()
    types, ignore = selection(layers, "ignore")
    fixable, unfixable = selection(layers, "unfixable")
    levels = {
        code: level
        for layer in reversed(layers)
        for name, level in layer.values.get("level", {}).items()
        for code in sorted(select([name]).types)
    }
    defaults = Limits()
    limits = Limits(*(value(layers, key, getattr(defaults, field)) for field, key in LIMITS.items()))
    return Settings(
        strict=value(layers, "strict", False),
        types=types,
        ignore=ignore,
        levels=tuple(sorted(levels.items())),
        fixable=fixable,
        unfixable=unfixable,
        limits=limits,
        root=value(layers, "root", None),
        tree=value(layers, "tree", True),
        dictionary=dictionary_of(layers),
    )


def selection(layers: Layers, without: str) -> tuple[frozenset[str], frozenset[str]]:
    """The types that are wanted (none: all), and those that are not: what is listed under the key ``without``."""
    only = speaking(layers, HIDING[without])
    wanted = types_of(only, HIDING[without]) if only else frozenset()
    return wanted, frozenset().union(*(types_of(layer, without) for layer in hiding(layers, without)))


def types_of(layer: Layer, key: str) -> frozenset[str]:
    """The types that a layer lists under a key."""
    listed = layer.values.get(key, ())
    return select(listed).types if listed else frozenset()


def ignored_at(layers: Layers, path: str) -> frozenset[str]:
    """The types that are ignored because of the path."""
    return frozenset().union(
        *(
            select(listed).types
            for layer in layers
            for pattern, listed in layer.values.get("per-path-ignores", {}).items()
            if covers(pattern, layer, path)
        )
    )


def covers(pattern: str, layer: Layer, path: str) -> bool:
    """Whether a pattern of a layer is for the absolute ``path``."""
    from pylint_kernel.configuration import globs

    return globs.covers(pattern, layer.directory, path)


def dictionary_of(layers: Layers) -> str | None:
    """The dictionary that is to be used beside the tree's list, if any; the nearest word about it counts."""
    from pylint_kernel.surroundings import dictionary

    for layer in layers:
        if "codespellfile" in layer.values:
            named: str = layer.values["codespellfile"]
            return named
        if "codespell" in layer.values:
            if not layer.values["codespell"]:
                return None
            if (found := dictionary.find()) is None:
                where = layer.place("codespell")
                raise ConfigurationError(f"{where}: codespell is not installed; name a dictionary with codespellfile")
            return found
    return None
