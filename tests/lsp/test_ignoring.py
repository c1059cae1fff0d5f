"""Saying no to a finding from the editor: in the configuration, and in the baseline."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from tests.lsp.client import Client, applied, served, span
from tests.lsp.conftest import SOURCE

HERE = span(6, 10, 6, 11)
CREATES: dict[str, Any] = {"workspaceEdit": {"documentChanges": True, "resourceOperations": ["create"]}}


def offered(client: Client, uri: str, how: str) -> dict[str, Any] | None:
    """The action that ignores what is found in :data:`HERE` in some way, if it is offered."""
    found = client.about(uri, "codeAction", range=HERE, context={"diagnostics": []})
    return next((one for one in found if one["title"].startswith("Ignore SPACING") and how in one["title"]), None)


def test_a_type_is_ignored_in_a_file_by_its_configuration(tmp_path: Path) -> None:
    configuration, uri = tmp_path / ".kcheck.toml", (tmp_path / "pond.c").as_uri()
    configuration.write_text('strict = true\n\n[per-path-ignores]\n"x.c" = ["BRACES"]\n')
    with served() as client:
        client.start(folders=[tmp_path.as_uri()])
        client.open(uri, SOURCE)
        action = offered(client, uri, ".kcheck.toml")
        assert action is not None
        assert action["diagnostics"][0]["code"] == "SPACING"
        ((changed, edits),) = action["edit"]["changes"].items()
        assert changed == configuration.as_uri()
        configuration.write_text(applied(configuration.read_text(), edits))
        assert tomllib.loads(configuration.read_text())["per-path-ignores"] == {
            "/pond.c": ["SPACING"], "x.c": ["BRACES"],
        }  # fmt: skip
        client.notify("workspace/didChangeWatchedFiles", {"changes": []})
        client.published(uri)
        assert {one["code"] for one in client.published(uri)} == {"BRACES"}
        client.stop()


def test_a_configuration_is_made_where_there_is_none(tmp_path: Path) -> None:
    uri = (tmp_path / "drivers/pond.c").as_uri()
    with served() as client:
        client.start(folders=[tmp_path.as_uri()], workspace=CREATES)
        client.open(uri, SOURCE)
        action = offered(client, uri, ".kcheck.toml")
        assert action is not None
        create, change = action["edit"]["documentChanges"]
        assert create == {"kind": "create", "uri": (tmp_path / ".kcheck.toml").as_uri()}
        assert change["textDocument"] == {"uri": create["uri"], "version": None}
        assert tomllib.loads(applied("", change["edits"])) == {"per-path-ignores": {"drivers/pond.c": ["SPACING"]}}
        client.stop()


def test_no_configuration_is_made_by_who_cannot_or_where_it_would_hide_one(tmp_path: Path) -> None:
    uri = (tmp_path / "pond.c").as_uri()
    with served() as client:
        client.start(folders=[tmp_path.as_uri()])
        client.open(uri, SOURCE)
        assert offered(client, uri, ".kcheck.toml") is None
        client.stop()
    (tmp_path / ".checkpatch.conf").write_text("--strict\n")
    with served() as client:
        client.start(folders=[tmp_path.as_uri()], workspace=CREATES)
        client.open(uri, SOURCE)
        assert offered(client, uri, ".kcheck.toml") is None
        # Nor for a file that is in none of the folders.
        client.open("file:///nowhere/pond.c", SOURCE)
        assert offered(client, "file:///nowhere/pond.c", ".kcheck.toml") is None
        client.stop()


def test_a_finding_is_entered_in_the_baseline(tmp_path: Path) -> None:
    uri, known = (tmp_path / "pond.c").as_uri(), tmp_path / ".kcheck-baseline"
    (tmp_path / ".kcheck.toml").write_text('baseline = ".kcheck-baseline"\n')
    known.write_text('{"kcheck-baseline": 1}\n')

    def ranges(client: Client) -> list[dict[str, Any]]:
        return [one["range"] for one in client.published(uri, 1)]

    with served() as client:
        client.start()
        client.open(uri, SOURCE)
        before = ranges(client)
        action = offered(client, uri, ".kcheck-baseline")
        assert action is not None
        client.ask("workspace/executeCommand", action["command"])
        after = ranges(client)
        assert [one for one in before if one not in after] == [HERE]
        assert len(known.read_text().splitlines()) == 2
        # What makes no sense is refused.
        client.ask("workspace/executeCommand", {**action["command"], "arguments": [{"uri": uri, "entry": {"a": 1}}]})
        assert client.hear("window/showMessage")["type"] == 2
        client.stop()


def test_no_baseline_outside_of_the_tree_is_written(tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "known").write_text('{"kcheck-baseline": 1}\n')
    (tmp_path / "tree/.kcheck.toml").write_text('baseline = "../known"\n')
    uri = (tmp_path / "tree/pond.c").as_uri()
    with served() as client:
        client.start()
        client.open(uri, SOURCE)
        assert offered(client, uri, "known") is None
        client.ask("workspace/executeCommand", {"command": "kcheck.ignoreInBaseline", "arguments": [{"uri": uri}]})
        assert "lies elsewhere" in client.hear("window/showMessage")["message"]
        client.stop()
