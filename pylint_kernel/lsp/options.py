"""What the client has set: keys of the configuration, which go before those of files, and a few that editors have."""

from __future__ import annotations

from typing import Any, NamedTuple

from pylint_kernel.configuration import schema
from pylint_kernel.configuration.configuration import Configuration
from pylint_kernel.configuration.layer import Layer
from pylint_kernel.lsp.changes import MODES
from pylint_kernel.lsp.judging import Since


class Options(NamedTuple):
    """How the server behaves: ``given`` goes before all files of configuration; ``unsafe`` tells whether fixes are
    offered that could change the meaning, ``debounce`` how many milliseconds of quiet a large file needs before it is
    checked again, ``since`` what is done with findings on what has not changed."""

    given: Layer | None = None
    unsafe: bool = True
    debounce: int = 200
    since: Since = Since()
    workspace: bool = False

    def configuration(self) -> Configuration:
        """What holds for each file, the files of configuration read anew."""
        return Configuration(self.given)


#: The keys of the server's own, with what their values are read by.
OWN: dict[str, schema.Reader] = {
    "unsafe-fixes": schema.flag,
    "debounce": schema.number(0),
    "only-changes": lambda value, _: mode(value),
    "revision": schema.word,
    "workspace-diagnostics": schema.flag,
}


def mode(value: Any) -> str:
    """One of the modes."""
    if value not in MODES:
        raise schema.SchemaError(f"must be one of {', '.join(MODES)}")
    return str(value)


def bare(given: Any) -> Any:
    """What a client has set, without the key ``kcheck`` around it."""
    return given["kcheck"] if isinstance(given, dict) and "kcheck" in given else given


def read(given: Any, directory: str) -> tuple[Options, list[str]]:
    """The options in what a client sends, under the key ``kcheck`` or bare, and what is wrong with the rest.

    Paths are relative to ``directory``.
    """
    given = bare(given)
    if not isinstance(given, dict):
        return Options(), [] if given is None else ["the settings are no object"]
    values: dict[str, Any] = {}
    own: dict[str, Any] = {}
    complaints = []
    for name, value in given.items():
        if value is None:
            continue
        try:
            if name in OWN:
                own[name] = OWN[name](value, directory)
            else:
                values[name] = schema.read(name, value, directory)
        except schema.SchemaError as error:
            complaints.append(f"{name}: {error}" if name in OWN else str(error))
    since = Since(own.get("only-changes", "off"), own.get("revision", "HEAD"))
    layer = Layer("the editor", directory, values)
    found = Options(
        layer,
        own.get("unsafe-fixes", True),
        own.get("debounce", 200),
        since,
        own.get("workspace-diagnostics", False),
    )
    return found, complaints
