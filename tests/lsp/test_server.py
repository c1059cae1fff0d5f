"""The language server over a pipe, as editors talk to it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from pylint_kernel.checking.rule import catalog
from tests.lsp.client import COMMAND, PATIENCE, PULLING, Client, applied, served, span
from tests.lsp.conftest import CLEAN, FORMAT, SOURCE, TAG, URI


def codes(found: list[dict[str, Any]]) -> list[tuple[int, str]]:
    return [(one["range"]["start"]["line"], one["code"]) for one in found]


def edits_of(action: dict[str, Any], uri: str = URI) -> list[dict[str, Any]]:
    edits: list[dict[str, Any]] = action["edit"]["changes"][uri]
    return edits


def actions_at(client: Client, where: dict[str, Any], only: list[str] | None = None) -> list[dict[str, Any]]:
    context = {"diagnostics": [], **({"only": only} if only else {})}
    found: list[dict[str, Any]] = client.about(URI, "codeAction", range=where, context=context)
    return found


# -- diagnostics


def test_findings_come_on_opening_and_go_when_they_are_mended(client: Client) -> None:
    client.open(URI, SOURCE)
    found = client.published(URI, 1)
    assert codes(found) == [(3, "SPACING"), (3, "BRACES"), (3, "SPACING"), (6, "SPACING")]
    assert {one["source"] for one in found} == {"kcheck"}
    assert found[0]["severity"] == 1
    assert found[1]["severity"] == 2
    client.change(URI, 2, ((3, 3, 3, 3), " "), ((6, 9, 6, 10), ""))
    assert codes(client.published(URI, 2)) == [(3, "BRACES"), (3, "SPACING")]
    client.change(URI, 3, CLEAN)
    assert client.published(URI, 3) == []


def test_closing_a_document_takes_its_findings_away(client: Client) -> None:
    client.open(URI, SOURCE)
    assert client.published(URI, 1)
    client.close(URI)
    assert client.published(URI) == []


def test_a_type_links_to_its_documentation(client: Client) -> None:
    client.open(URI, SOURCE)
    client.published(URI, 1)
    # The page is written once, beside the first documents.
    for version in range(2, 200):
        client.change(URI, version, SOURCE)
        description = client.published(URI, version)[0].get("codeDescription")
        if description is not None:
            break
        time.sleep(0.1)
    assert description is not None
    page, _, name = description["href"].partition("#")
    assert name == "SPACING"
    assert 'id="SPACING"' in Path(page.removeprefix("file://")).read_text()


def test_pulled_diagnostics_are_not_pushed_as_well() -> None:
    with served() as client:
        client.start(**PULLING)
        client.open(URI, SOURCE)
        report = client.about(URI, "diagnostic")
        assert report["kind"] == "full"
        assert (6, "SPACING") in codes(report["items"])
        client.change(URI, 2, CLEAN)
        assert client.about(URI, "diagnostic")["items"] == []
        assert not any(one["method"] == "textDocument/publishDiagnostics" for one in client.told)
        client.stop()


@pytest.mark.parametrize(("encoding", "width"), [("utf-8", 6), ("utf-16", 3), ("utf-32", 2)])
def test_columns_are_counted_as_agreed_upon(encoding: str, width: int) -> None:
    text = f'{TAG}static const char *frog = "ä🐸" ;\n'
    with served() as client:
        agreed = client.start(general={"positionEncodings": [encoding, "utf-16"]})
        assert agreed["positionEncoding"] == encoding
        client.open(URI, text)
        first = text.split("\n")[1].index('"') + 1
        found = next(one for one in client.published(URI, 1) if one["code"] == "SPACING")
        assert found["range"]["start"] == {"line": 1, "character": first + width + 2}
        # The frog goes, the blank stays.
        client.change(URI, 2, ((1, first, 1, first + width), ""))
        found = next(one for one in client.published(URI, 2) if one["code"] == "SPACING")
        assert found["range"]["start"] == {"line": 1, "character": first + 2}
        client.stop()


def test_lines_end_where_the_protocol_says(client: Client) -> None:
    """A form feed ends no line; a carriage return on its own does, and one before a line feed belongs to it."""
    client.open(URI, f"{TAG}\f\nint a ;\r\nint b;\r\n")
    assert (2, "SPACING") in codes(client.published(URI, 1))
    client.change(URI, 2, ((2, 5, 2, 6), ""))
    assert (2, "SPACING") not in codes(client.published(URI, 2))
    client.change(URI, 3, f"{TAG}/*\r*/\nint a ;\n")
    assert (3, "SPACING") in codes(client.published(URI, 3))


def test_what_git_does_not_call_source_is_left_alone(client: Client) -> None:
    uri = "file:///nowhere/notes.txt"
    client.open(uri, "trailing  \n", "plaintext")
    assert client.published(uri, 1) == []


def test_the_language_tells_where_the_name_does_not(client: Client) -> None:
    uri = "untitled:Untitled-1"
    client.open(uri, SOURCE, "c")
    assert (6, "SPACING") in codes(client.published(uri, 1))


def test_a_patch_is_judged_in_its_own_lines(client: Client) -> None:
    uri = "file:///nowhere/0001-frogs.patch"
    patch = (
        "From 5b473237cdef5b473237cdef5b473237cdef5b47 Mon Sep 17 00:00:00 2001\n"
        "From: A Person <a@example.org>\n"
        "Date: Mon, 1 Jan 2024 00:00:00 +0000\n"
        "Subject: [PATCH] frogs: count them all\n\n"
        "There are more of them than anybody had thought, and nobody counts.\n"
        "---\n a.c | 1 +\n 1 file changed, 1 insertion(+)\n\n"
        "diff --git a/a.c b/a.c\nindex 1234567..89abcde 100644\n--- a/a.c\n+++ b/a.c\n"
        "@@ -1,2 +1,3 @@\n int a;\n+int b ;\n int c;\n-- \n2.40.0\n"
    )
    client.open(uri, patch, "diff")
    found = {one["code"]: one["range"] for one in client.published(uri, 1)}
    assert found["MISSING_SIGN_OFF"]
    assert found["SPACING"] == span(16, 7, 16, 8)


def test_a_commit_message_is_judged_with_what_is_staged(client: Client, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / "a.c").write_text(SOURCE)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    uri = (tmp_path / ".git" / "COMMIT_EDITMSG").as_uri()
    message = "frogs: count them all\n\nThere are are more of them than anybody had thought.\n\n"
    client.open(uri, f"{message}# Please enter the the message\n#\tmodified: a.c\n", "gitcommit")
    found = codes(client.published(uri, 1))
    assert (2, "REPEATED_WORD") in found
    assert "MISSING_SIGN_OFF" in {code for _, code in found}
    assert {line for line, _ in found} <= {0, 1, 2, 3}
    client.change(uri, 2, "# nothing yet\n")
    assert client.published(uri, 2) == []
    # Where commits are melted together, comments stand above and in between.
    client.change(uri, 3, f"# the first of of two\n\n{message}# the the second\nThey are are many.\n")
    assert [line for line, code in codes(client.published(uri, 3)) if code == "REPEATED_WORD"] == [4, 7]
    client.change(uri, 4, f"fixup! {message}")
    assert client.published(uri, 4) == []


def test_a_finding_in_a_commit_message_is_mended(client: Client) -> None:
    uri = "file:///nowhere/COMMIT_EDITMSG"
    text = "# one\n\nfrogs: count the the frogs\n\n# two\nThey are are many.\n"
    client.open(uri, text, "gitcommit")
    context: dict[str, Any] = {"diagnostics": []}
    for line, mended in ((2, text.replace("the the", "the")), (5, text.replace("are are", "are"))):
        first, *_ = client.about(uri, "codeAction", range=span(line, 0, line, 40), context=context)
        assert applied(text, edits_of(first, uri)) == mended


# -- fixes


def test_a_quick_fix_mends_one_finding(client: Client) -> None:
    client.open(URI, SOURCE)
    first, *_ = actions_at(client, span(3, 1, 3, 2))
    assert first["kind"] == "quickfix"
    assert first["isPreferred"]
    assert first["diagnostics"][0]["code"] == "SPACING"
    assert applied(SOURCE, edits_of(first)) == SOURCE.replace("if(", "if (")


def test_a_fix_that_could_change_the_meaning_says_so(client: Client) -> None:
    client.open(URI, SOURCE)
    braces = next(one for one in actions_at(client, span(3, 10, 3, 11)) if "BRACES" in one["title"])
    assert "may change the meaning" in braces["title"]
    assert not braces["isPreferred"]


def test_all_of_a_type_are_fixed_when_the_client_asks_for_the_edits() -> None:
    with served() as client:
        client.start(textDocument={"codeAction": {"resolveSupport": {"properties": ["edit"]}}})
        client.open(URI, SOURCE)
        every = next(one for one in actions_at(client, span(3, 1, 3, 2)) if "Fix all SPACING" in one["title"])
        assert "edit" not in every
        after = applied(SOURCE, edits_of(client.ask("codeAction/resolve", every)))
        assert after == SOURCE.replace("if(frogs){", "if (frogs) {").replace("0 ;", "0;")
        client.stop()


def test_all_that_is_safe_is_fixed_by_a_command_where_the_client_knows_no_better(client: Client) -> None:
    client.open(URI, SOURCE)
    (action,) = actions_at(client, span(0, 0, 0, 0), only=["source.fixAll"])
    assert action["kind"] == "source.fixAll.kcheck"
    command = action["command"]
    client.ask("workspace/executeCommand", {"command": command["command"], "arguments": command["arguments"]})
    after = applied(SOURCE, edits_of(client.hear("workspace/applyEdit")))
    assert after == SOURCE.replace("if(frogs){", "if (frogs) {").replace("0 ;", "0;")


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        (SOURCE, 6, "\t/* kcheck: ignore[SPACING] */"),
        (
            f"{TAG}#define frog(a) do {{\t\\\n\tif(a)\t\\\n\t\tleap(a);\t\\\n}} while (0)\n",
            2,
            "\t/* kcheck: ignore[SPACING] */ \\",
        ),
        (SOURCE.replace("\n", "\r\n"), 6, "\t/* kcheck: ignore[SPACING] */\r"),
    ],
)
def test_a_comment_says_no_to_a_finding(client: Client, text: str, line: int, expected: str) -> None:
    client.open(URI, text)
    ignore = next(one for one in actions_at(client, span(line, 0, line, 30)) if "Ignore SPACING" in one["title"])
    after = applied(text, edits_of(ignore))
    assert after.split("\n")[line] == expected
    client.change(URI, 2, after)
    assert (line + 1, "SPACING") not in codes(client.published(URI, 2))


def test_there_is_no_comment_inside_of_a_comment(client: Client) -> None:
    client.open(URI, f"{TAG}/*\n * the the frog\n */\n")
    assert [one for one in actions_at(client, span(2, 0, 2, 9)) if "Ignore" in one["title"]] == []


def test_only_what_is_asked_for_is_offered(client: Client) -> None:
    client.open(URI, SOURCE)
    assert actions_at(client, span(3, 1, 3, 2), only=["refactor"]) == []
    assert {one["kind"] for one in actions_at(client, span(3, 1, 3, 2), only=["quickfix"])} == {"quickfix"}


def test_edits_are_for_the_version_that_they_were_made_for() -> None:
    with served() as client:
        client.start(workspace={"workspaceEdit": {"documentChanges": True}})
        client.open(URI, SOURCE, version=7)
        (changes,) = actions_at(client, span(6, 10, 6, 11))[0]["edit"]["documentChanges"]
        assert changes["textDocument"] == {"uri": URI, "version": 7}
        client.stop()


def test_fixes_keep_carriage_returns_and_characters(client: Client) -> None:
    text = f'{TAG}/* ä */ char *frog = "🐸" ;\r\nint b;\r\n'.replace("2.0\n", "2.0\r\n")
    client.open(URI, text)
    found = next(one for one in actions_at(client, span(1, 0, 1, 40)) if one["kind"] == "quickfix" and "edit" in one)
    assert "SPACING" in found["title"]
    assert applied(text, edits_of(found)) == text.replace('" ;', '";')


# -- documentation and formatting


def test_pointing_at_a_finding_tells_about_its_type(client: Client) -> None:
    client.open(URI, SOURCE)
    told = client.about(URI, "hover", position={"line": 3, "character": 1})
    assert "SPACING" in told["contents"]["value"]
    assert "BRACES" not in told["contents"]["value"]
    assert client.about(URI, "hover", position={"line": 2, "character": 0}) is None


def test_pointing_at_a_finding_tells_about_its_check_with_an_example(client: Client) -> None:
    """Of the many checks of a type those that have found something, each with what it finds."""
    client.open(URI, SOURCE)
    told = client.about(URI, "hover", position={"line": 6, "character": 10})["contents"]["value"]
    summaries = {rule.summary for rule in catalog()["SPACING"]}
    headings = [line for line in told.split("\n") if line in summaries or line.startswith("Reported")]
    assert headings == ["space before the semicolon that ends the line", "Reported"]
    assert "return 0 ;" in told.partition("Reported")[2]


def test_formatting_mends_the_layout_and_nothing_else(client: Client) -> None:
    text = SOURCE.replace("frogs){", "frogs == NULL){")
    client.open(URI, text)
    after = applied(text, client.about(URI, "formatting", options=FORMAT))
    assert after == text.replace("if(", "if (").replace("){", ") {").replace("0 ;", "0;")


def test_formatting_a_range_leaves_the_rest_alone(client: Client) -> None:
    client.open(URI, SOURCE)
    after = applied(SOURCE, client.about(URI, "rangeFormatting", range=span(6, 0, 7, 0), options=FORMAT))
    assert after == SOURCE.replace("0 ;", "0;")


@pytest.mark.parametrize(
    ("position", "character", "before", "after"),
    [
        ((6, 11), ";", "0 ;", "0;"),
        ((5, 2), "}", "if(frogs){", "if (frogs) {"),
        ((4, 0), "\n", "if(frogs){", "if (frogs) {"),
    ],
)
def test_what_was_just_written_is_formatted(
    client: Client, position: tuple[int, int], character: str, before: str, after: str
) -> None:
    client.open(URI, SOURCE)
    where = {"line": position[0], "character": position[1]}
    edits = client.about(URI, "onTypeFormatting", position=where, ch=character, options=FORMAT)
    assert applied(SOURCE, edits) == SOURCE.replace(before, after)


# -- settings


def test_settings_come_with_the_greeting_and_change() -> None:
    with served() as client:
        client.start({"ignore": ["SPACING"]})
        client.open(URI, SOURCE)
        assert codes(client.published(URI, 1)) == [(3, "BRACES")]
        client.notify("workspace/didChangeConfiguration", {"settings": {"kcheck": {"select": ["SPACING"]}}})
        assert codes(client.published(URI)) == [(3, "SPACING"), (3, "SPACING"), (6, "SPACING")]
        client.notify("workspace/didChangeConfiguration", {"settings": {"kcheck": {"select": ["SPICING"]}}})
        assert "SPICING" in client.hear("window/showMessage")["message"]
        client.stop()


def test_every_folder_has_its_own_settings(tmp_path: Path) -> None:
    uris = {}
    for name in ("marsh", "lake"):
        (tmp_path / name).mkdir()
        uris[name] = (tmp_path / name / "pond.c").as_uri()
    marsh, lake = (str((tmp_path / name).as_uri()) for name in uris)
    with served() as client:
        client.settings = {marsh: {"ignore": ["SPACING"]}, lake: {"select": ["SPACING"]}}
        can = {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}}
        client.start({"strict": True}, folders=[marsh, lake], workspace=can)
        registered = client.hear("client/registerCapability")["registrations"]
        assert [one["method"] for one in registered] == ["workspace/didChangeConfiguration"]
        for uri in uris.values():
            client.open(uri, SOURCE)

        def shown(name: str) -> set[str]:
            return {code for _, code in codes(client.published(uris[name]))}

        def settle(name: str, wanted: set[str]) -> None:
            # What was begun before the settings were there may come first.
            while shown(name) != wanted:
                pass

        settle("marsh", {"BRACES"})
        settle("lake", {"SPACING"})
        client.settings[marsh] = {"ignore": ["BRACES"]}
        client.notify("workspace/didChangeConfiguration", {"settings": None})
        settle("marsh", {"SPACING"})
        client.settings[lake] = {"ignore": ["SPICING"]}
        client.notify("workspace/didChangeConfiguration", {"settings": None})
        assert "SPICING" in client.hear("window/showMessage")["message"]
        settle("lake", {"BRACES", "SPACING"})
        # A folder that leaves takes its settings along.
        gone = {"event": {"added": [], "removed": [{"uri": marsh, "name": "marsh"}]}}
        client.notify("workspace/didChangeWorkspaceFolders", gone)
        settle("marsh", {"BRACES", "SPACING"})
        client.stop()


def test_the_configuration_is_read_again_when_it_changes(tmp_path: Path) -> None:
    configuration = tmp_path / ".kcheck.toml"
    configuration.write_text('ignore = ["BRACES"]\n')
    uri = (tmp_path / "pond.c").as_uri()
    with served() as client:
        client.start(workspace={"didChangeWatchedFiles": {"dynamicRegistration": True}})
        client.open(uri, SOURCE)
        assert {code for _, code in codes(client.published(uri, 1))} == {"SPACING"}
        (registration,) = client.hear("client/registerCapability")["registrations"]
        assert "**/.kcheck.toml" in [one["globPattern"] for one in registration["registerOptions"]["watchers"]]
        configuration.write_text('ignore = ["SPACING"]\n')
        change = {"changes": [{"uri": configuration.as_uri(), "type": 2}]}
        client.notify("workspace/didChangeWatchedFiles", change)
        assert {code for _, code in codes(client.published(uri, 1))} == {"BRACES"}
        configuration.write_text('ignore = ["SPICING"]\n')
        client.notify("workspace/didChangeWatchedFiles", change)
        (told,) = client.published(uri, 1)
        assert "SPICING" in told["message"]
        configuration.write_text('exclude = ["pond.c"]\n')
        client.notify("workspace/didChangeWatchedFiles", change)
        assert client.published(uri, 1) == []
        client.stop()


def test_only_what_has_changed_is_shown(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@b.c", *arguments], cwd=tmp_path, check=True)

    git("init", "-q")
    file = tmp_path / "pond.c"
    file.write_text(SOURCE)
    git("add", ".")
    git("commit", "-q", "-m", "frogs")
    uri, text = file.as_uri(), SOURCE.replace("return 1;", "return 1 ;")
    with served() as client:
        client.start({"only-changes": "hide"})
        client.open(uri, text)
        assert codes(client.published(uri, 1)) == [(4, "SPACING")]
        # All that is safe: of what has changed.
        edits = client.about(uri, "formatting", options=FORMAT)
        assert applied(text, edits) == SOURCE
        client.change(uri, 2, SOURCE)
        assert client.published(uri, 2) == []
        client.change(uri, 3, text)
        client.published(uri, 3)
        client.notify("workspace/didChangeConfiguration", {"settings": {"kcheck": {"only-changes": "hint"}}})
        severities = {one["range"]["start"]["line"]: one["severity"] for one in client.published(uri, 3)}
        assert severities == {3: 4, 4: 2, 6: 4}
        client.notify("workspace/didChangeConfiguration", {"settings": {"kcheck": {"only-changes": "often"}}})
        assert "often" not in client.hear("window/showMessage")["message"]
        client.stop()


# -- the session


def test_tcp_serves_one_client() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen([*COMMAND, "--tcp", str(port)], stderr=subprocess.PIPE)
    try:
        assert process.stderr is not None
        assert str(port) in process.stderr.readline().decode()
        for _ in range(10 * PATIENCE):
            try:
                connection = socket.create_connection(("127.0.0.1", port))
                break
            except ConnectionRefusedError:
                time.sleep(0.1)
        with connection, connection.makefile("rb") as stdout, connection.makefile("wb") as stdin:
            client = Client(stdin, stdout)
            client.start()
            client.open(URI, SOURCE)
            assert client.published(URI, 1)
            client.ask("shutdown")
            client.notify("exit")
            assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        process.stderr.close()  # type: ignore[union-attr]


@pytest.mark.parametrize("arguments", [["--tcp", "frog"], ["--tcp", "0"], ["--stdio", "--tcp", "2087"], ["--bogus"]])
def test_a_wrong_command_line_says_so(arguments: list[str]) -> None:
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_without_pygls_it_is_told_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "pygls.py").write_text("raise ModuleNotFoundError('No module named pygls', name='pygls')\n")
    call = "from pylint_kernel.command_line.entry import entry; entry()"
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); sys.argv[1:] = ['lsp']; {call}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 2
    assert b"pip install 'kcheck[lsp]'" in done.stderr
    assert b"Traceback" not in done.stderr
