"""The settings for editors that are not at hand: at least they are what they claim to be."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from pylint_kernel.command_line.commands import main

EDITORS = Path(__file__).parent.parent.parent / "editors"


def commands(value: object) -> list[object]:
    """What is run, wherever it stands in the settings."""
    if isinstance(value, list):
        return [found for one in value for found in commands(one)]
    if not isinstance(value, dict):
        return []
    if "command" in value:
        command = value["command"]
        return [command if isinstance(command, list) else [command, *value["args"]]]
    if "binary" in value:
        return [[value["binary"]["path"], *value["binary"]["arguments"]]]
    return [found for one in value.values() for found in commands(one)]


@pytest.mark.parametrize("path", ["kate/settings.json", "zed/settings.json", "sublime/LSP.sublime-settings"])
def test_settings_in_json_run_the_server(path: str) -> None:
    assert commands(json.loads((EDITORS / path).read_text())) == [["kcheck", "lsp"]]


def test_settings_in_toml_run_the_server() -> None:
    assert commands(tomllib.loads((EDITORS / "helix/languages.toml").read_text())) == [["kcheck", "lsp"]]


def test_the_documented_expression_reads_the_concise_format(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    documented = re.search(r"^\^.*\$$", (EDITORS / "README.md").read_text(), re.MULTILINE)
    assert documented is not None
    file = tmp_path / "pond.c"
    file.write_text("// SPDX-License-Identifier: GPL-2.0\nint a ;\n")
    assert main(["--format", "concise", "--quiet", str(file)]) == 1
    (line,) = capfdbinary.readouterr().out.decode().splitlines()
    found = re.fullmatch(documented[0], line)
    assert found is not None
    assert found.groups()[:5] == (str(file), "2", "7", "warning", "SPACING")
