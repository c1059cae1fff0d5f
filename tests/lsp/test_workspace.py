"""The findings in all files of the workspace, on request."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.lsp.client import Client, served
from tests.lsp.conftest import CLEAN, SOURCE

PROGRESS = {"window": {"workDoneProgress": True}}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository with a file to check, one that is clean, one that git ignores, and one that is excluded."""
    for name in ("pond.c", "built.c", "vendor/frog.c"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(SOURCE)
    (tmp_path / "clean.c").write_text(CLEAN)
    (tmp_path / "notes.txt").write_text("trailing  \n")
    (tmp_path / ".gitignore").write_text("built.c\n")
    (tmp_path / ".kcheck.toml").write_text('exclude = ["vendor"]\nignore = ["BRACES"]\n')
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    return tmp_path


@pytest.fixture
def client(tree: Path) -> Iterator[Client]:
    with served() as client:
        client.start({"workspace-diagnostics": True}, folders=[tree.as_uri()], **PROGRESS)
        yield client
        client.stop()


def ask(client: Client, known: dict[str, str] | None = None, **more: Any) -> dict[str, dict[str, Any]]:
    ids = [{"uri": uri, "value": value} for uri, value in (known or {}).items()]
    return by_name(client.ask("workspace/diagnostic", {"previousResultIds": ids, **more})["items"])


def by_name(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {one["uri"].rpartition("/")[2]: one for one in items}


def test_it_is_offered_only_if_that_is_wanted(client: Client) -> None:
    assert client.capabilities["diagnosticProvider"]["workspaceDiagnostics"] is True
    with served() as other:
        assert other.start()["diagnosticProvider"]["workspaceDiagnostics"] is False
        other.stop()


def test_the_files_are_those_of_the_command_line(client: Client, tree: Path) -> None:
    found = ask(client)
    assert set(found) == {"pond.c", "clean.c"}
    assert found["clean.c"]["items"] == []
    assert {one["code"] for one in found["pond.c"]["items"]} == {"SPACING"}
    assert found["pond.c"]["version"] is None


def test_results_come_in_parts_and_with_progress(client: Client, tree: Path) -> None:
    for number in range(40):
        (tree / f"a{number}.c").write_text(SOURCE)
    rest = ask(client, partialResultToken="part", workDoneToken="work")
    told = [message["params"] for message in client.told if message["method"] == "$/progress"]
    parts = [by_name(one["value"]["items"]) for one in told if one["token"] == "part"]
    assert len(parts) == 2
    assert sum(map(len, [rest, *parts])) == 42
    steps = [one["value"] for one in told if one["token"] == "work"]
    assert [one["kind"] for one in steps] == ["begin", "report", "report", "report", "end"]
    assert steps[0]["cancellable"] is True


def test_what_is_known_is_not_told_again(client: Client, tree: Path) -> None:
    first = ask(client)
    known = {one["uri"]: one["resultId"] for one in first.values()}
    (tree / "pond.c").write_text(CLEAN)
    (tree / "clean.c").unlink()
    (tree / "new.c").write_text(CLEAN)
    found = ask(client, known)
    assert {name: one["kind"] for name, one in found.items()} == {"pond.c": "full", "clean.c": "full", "new.c": "full"}
    assert found["pond.c"]["items"] == found["clean.c"]["items"] == []


def test_without_news_there_is_no_answer(client: Client, tree: Path) -> None:
    known = {one["uri"]: one["resultId"] for one in ask(client).values()}
    ids = [{"uri": uri, "value": value} for uri, value in known.items()]
    number = client.begin("workspace/diagnostic", {"previousResultIds": ids})
    uri = (tree / "pond.c").as_uri()
    client.about(uri, "hover", position={"line": 0, "character": 0})
    assert number not in client.answers
    (tree / ".kcheck.toml").write_text('exclude = ["vendor"]\nignore = ["SPACING"]\n')
    client.notify("workspace/didChangeWatchedFiles", {"changes": []})
    found = by_name(client.answer(number)["result"]["items"])
    assert {one["code"] for one in found["pond.c"]["items"]} == {"BRACES"}


def test_an_open_document_counts_as_it_is(client: Client, tree: Path) -> None:
    client.open((tree / "pond.c").as_uri(), CLEAN, version=7)
    found = ask(client)
    assert found["pond.c"]["items"] == []
    assert found["pond.c"]["version"] == 7


def test_it_can_be_cancelled(client: Client, tree: Path) -> None:
    for number in range(300):
        (tree / f"a{number}.c").write_text(SOURCE)
    number = client.begin("workspace/diagnostic", {"previousResultIds": []})
    client.notify("$/cancelRequest", {"id": number})
    assert "error" in client.answer(number)
    number = client.begin("workspace/diagnostic", {"previousResultIds": [], "workDoneToken": "work"})
    assert client.hear("$/progress")["value"]["kind"] == "begin"
    client.notify("window/workDoneProgress/cancel", {"token": "work"})
    assert len(client.answer(number)["result"]["items"]) < 300


def test_a_command_publishes_it(tree: Path) -> None:
    with served() as client:
        client.start(folders=[tree.as_uri()], **PROGRESS)
        client.ask("workspace/executeCommand", {"command": "kcheck.checkWorkspace"})
        told = [message["params"] for message in client.told if message["method"] == "textDocument/publishDiagnostics"]
        assert {one["uri"].rpartition("/")[2]: bool(one["diagnostics"]) for one in told} == {
            "pond.c": True, "clean.c": False,
        }  # fmt: skip
        assert client.hear("window/workDoneProgress/create")["token"]
        client.stop()


def test_a_configuration_that_cannot_be_used_is_told(tree: Path, client: Client) -> None:
    (tree / ".kcheck.toml").write_text('ignore = ["SPICING"]\n')
    client.notify("workspace/didChangeWatchedFiles", {"changes": []})
    ask(client)
    assert "SPICING" in client.hear("window/showMessage")["message"]
