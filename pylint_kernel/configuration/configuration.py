"""What is configured for each file: the layers that hold there, and the settings that they add up to."""

from __future__ import annotations

import os
from typing import Any

from pylint_kernel.checking.request import ConfigurationError
from pylint_kernel.checking.settings import TRAILER, Settings, select
from pylint_kernel.configuration import files, presets
from pylint_kernel.configuration.layer import Layer
from pylint_kernel.language.dialect import Words
from pylint_kernel.language.source import Limits
from pylint_kernel.lazy import Pattern
from pylint_kernel.surroundings import kernel_tree

Layers = tuple[Layer, ...]
#: A preset that was recognised, and the top of the tree.
Project = tuple[str, str]
NO_PROJECT: Project = "", ""

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
        self._around: dict[str, tuple[Layers, Project]] = {}
        self._presets: dict[Project, Layer] = {}
        self._settings: dict[Layers, Settings] = {}
        self._nearby: dict[tuple[Layers, frozenset[str]], Settings] = {}

    # -- layers

    def layers(self, directory: str) -> Layers:
        """What holds for the files in a directory, the strongest first."""
        found = self._below.get(directory)
        if found is None:
            said, project = self.around(directory)
            found = tuple(filter(None, [self.given, *said]))
            layer = speaking(found, "preset")
            name, top = (layer.values["preset"], layer.directory) if layer else project
            if name and name != "none":
                found += (self.preset(name, top),)
            self._below[directory] = found
        return found

    def around(self, directory: str) -> tuple[Layers, Project]:
        """The layers of files for a directory, the nearest first, and the project that it belongs to."""
        found = self._around.get(directory)
        if found is None:
            found = self._around[directory] = self.find(directory)
        return found

    def find(self, directory: str) -> tuple[Layers, Project]:
        """See :meth:`around`, from what there is around the directory above."""
        if self.file is not None or not self.search:
            named = files.read(self.file) if self.file is not None else None
            return tuple(filter(None, [named])), NO_PROJECT
        above = os.path.dirname(directory)
        said, project = (
            self.around(above) if above != directory else (tuple(filter(None, [files.of_user()])), NO_PROJECT)
        )
        name, here = presets.recognised(directory), files.in_directory(directory)
        return (here, *said) if here else said, (name, directory) if name else project

    def preset(self, name: str, directory: str) -> Layer:
        """The layer of a preset, read once."""
        if (name, directory) not in self._presets:
            layer = files.read(presets.file(name))
            values = (layer.values if layer else {}) | {"project": name}
            self._presets[name, directory] = Layer(f"preset {name}", directory, values)
        return self._presets[name, directory]

    # -- what they add up to

    def at(self, path: str) -> Settings:
        """What holds for the file ``path``, or in the directory if it ends in a separator."""
        found = self.layers(os.path.dirname(path))
        settings = self._settings.get(found)
        if settings is None:
            settings = self._settings[found] = settled(found)
        if settings.suppress and any("per-path-ignores" in layer.values for layer in found):
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


def own_baseline(layers: Layers) -> str | None:
    """The baseline that is configured, to be written; None if there is none.

    Raises :class:`ConfigurationError` if it does not lie below the file that names it: nothing that comes with a tree
    writes outside of it.
    """
    layer = speaking(layers, "baseline")
    if layer is None:
        return None
    path: str = layer.values["baseline"]
    if not os.path.realpath(path).startswith(os.path.join(os.path.realpath(layer.directory), "")):
        raise ConfigurationError(f"{layer.place('baseline')}: {path} is not written: it lies elsewhere; use --baseline")
    return path


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
        lists=lists_of(layers),
        rules=tuple(name for layer in layers for name in layer.values.get("rules", ())),
        dialect=tuple(layer.values["dialect"] for layer in layers if "dialect" in layer.values),
        names=names_of(layers),
        suppress=value(layers, "suppress", True),
        require_reason=value(layers, "require-reason", False),
        suppression_trailer=value(layers, "suppression-trailer", TRAILER),
        baseline=value(layers, "baseline", None),
    )


def names_of(layers: Layers) -> Words:
    """The names of macros and types that layers list, in themselves or in files."""
    found: dict[str, tuple[str, ...]] = {}
    for layer in layers:
        listed = dict(layer.values.get("names", {}))
        if "typedefs" in layer.values:
            listed["types"] = (*listed.get("types", ()), *typedefs(layer.values["typedefs"]))
        for topic, words in listed.items():
            found[topic] = found.get(topic, ()) + words
    return tuple(found.items())


#: What is said of letters in the expressions for names that checkpatch takes.
EDGE, ANY = Pattern(r"\\b|[\^$]"), Pattern(r"(?:\[[^\]]*\]|\\w|\.)[*+]?")


def typedefs(path: str) -> tuple[str, ...]:
    """The names, or patterns for names, in a file with a name or an expression a line."""
    try:
        with open(path, encoding="latin-1") as stream:
            lines = [line.partition("#")[0].strip() for line in stream]
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}") from None
    patterns = (ANY.sub("*", EDGE.sub("", line)) for line in lines)
    return tuple(pattern for pattern in patterns if pattern.replace("*", "a").isidentifier())


def selection(layers: Layers, without: str) -> tuple[frozenset[str], frozenset[str]]:
    """The types that are wanted (none: all), and those that are not: what is listed under the key ``without``."""
    only = speaking(layers, HIDING[without])
    wanted = types_of(only, HIDING[without]) if only else frozenset()
    return wanted, frozenset().union(*(types_of(layer, without) for layer in hiding(layers, without)))


def types_of(layer: Layer, key: str) -> frozenset[str]:
    """The types that a layer lists under a key."""
    listed = layer.values.get(key, ())
    return select(listed, asking=key == "select").types if listed else frozenset()


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


def lists_of(layers: Layers) -> str | None:
    """The directory of the lists of words in the tree of a preset's project; None if it has no list of misspellings."""
    layer = speaking(layers, "project")
    scripts = os.path.join(layer.directory, "scripts") if layer and not speaking(layers, "root") else ""
    return scripts if os.path.isfile(os.path.join(scripts, kernel_tree.SPELLING)) and scripts else None


def dictionary_of(layers: Layers) -> str | None:
    """The dictionary that is to be used beside the tree's list, empty for none, None if nothing is said about it; the
    nearest word counts."""
    from pylint_kernel.surroundings import dictionary

    for layer in layers:
        if "codespellfile" in layer.values:
            named: str = layer.values["codespellfile"]
            return named
        if "codespell" in layer.values:
            if not layer.values["codespell"]:
                return ""
            if (found := dictionary.find()) is None:
                where = layer.place("codespell")
                raise ConfigurationError(f"{where}: codespell is not installed; name a dictionary with codespellfile")
            return found
    return None
