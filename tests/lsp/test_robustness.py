"""Whatever a client does, the server goes on, and ends when it is time."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.lsp.client import COMMAND, PATIENCE, Client, framed, served, span
from tests.lsp.conftest import CLEAN, FORMAT, SOURCE, URI
from tests.lsp.test_again import long_driver

#: What no client should send, framed or not.
GARBAGE = [
    b"\x00\xff\xfe\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n",
    b"Content-Length: frog\r\n\r\n{}",
    b"Content-Length: -5\r\n\r\n",
    framed(b"this is no JSON"),
    framed(b"\xff\xfe"),
    framed([]),
    framed(5),
    framed(None),
    framed(b"[" * 5000),
    framed({}),
    framed({"jsonrpc": "1.0", "method": "initialize"}),
    framed({"jsonrpc": "2.0", "id": 1}),
    framed({"jsonrpc": "2.0", "id": "frog", "result": 5}),
    framed({"jsonrpc": "2.0", "id": 1, "method": "textDocument/frog", "params": {}}),
    framed({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": 5}}),
    framed({"jsonrpc": "2.0", "id": 77, "method": "textDocument/hover", "params": {"textDocument": {"uri": 5}}}),
    framed({"jsonrpc": "2.0", "method": "workspace/didChangeConfiguration", "params": {"settings": [1, 2]}}),
    framed({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 12345}}),
]


def test_garbage_is_survived(client: Client) -> None:
    for piece in GARBAGE:
        client.send(piece)
    client.open(URI, SOURCE)
    assert client.published(URI, 1)


def test_garbage_before_the_greeting_is_survived() -> None:
    with served() as client:
        for piece in GARBAGE[:12]:
            client.send(piece)
        client.start()
        client.open(URI, SOURCE)
        assert client.published(URI, 1)
        client.stop()


@pytest.mark.parametrize(
    "position", [(0, 100_000), (100_000, 0), (2**31 - 1, 2**31 - 1), (8, 0), (7, 2)]
)  # fmt: skip
def test_positions_that_there_are_not(client: Client, position: tuple[int, int]) -> None:
    client.open(URI, SOURCE)
    line, character = position
    where = {"line": line, "character": character}
    client.about(URI, "hover", position=where)
    client.about(URI, "codeAction", range={"start": where, "end": where}, context={"diagnostics": []})
    client.about(URI, "rangeFormatting", range={"start": where, "end": where}, options=FORMAT)
    for typed in "};\n":
        client.about(URI, "onTypeFormatting", position=where, ch=typed, options=FORMAT)
    client.change(URI, 2, ((line, character, line, character), "int a ;\n"), ((5, 5, 1, 1), ""))
    client.published(URI, 2)
    client.change(URI, 3, CLEAN)
    assert client.published(URI, 3) == []


def test_negative_positions_are_refused_or_survived(client: Client) -> None:
    client.open(URI, SOURCE)
    client.change(URI, 2, ((-1, -1, -1, -1), "frog"))
    position = {"line": -1, "character": -7}
    client.answer(client.begin("textDocument/hover", {"textDocument": {"uri": URI}, "position": position}))
    client.change(URI, 3, CLEAN)
    assert client.published(URI, 3) == []


def test_documents_that_are_not_open(client: Client) -> None:
    client.change("file:///nowhere/else.c", 2, "int a;\n")
    client.close("file:///nowhere/else.c")
    client.notify("textDocument/didSave", {"textDocument": {"uri": "file:///nowhere/else.c"}})
    where = {"line": 0, "character": 0}
    assert client.about("file:///nowhere/else.c", "hover", position=where) is None
    assert client.about("file:///nowhere/else.c", "formatting", options=FORMAT) == []
    assert client.about("file:///nowhere/else.c", "diagnostic")["items"] == []


@pytest.mark.parametrize(
    "uri", ["", "frog", "file:", "file:///", "file:///a%00b.c", "file:///%ff%fe.c", "http://example.org/a.c", "file:///a/../b.c"]
)  # fmt: skip
def test_uris_that_name_no_file(client: Client, uri: str) -> None:
    client.open(uri, SOURCE)
    client.published(uri, 1)
    client.about(uri, "formatting", options=FORMAT)


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", "\r", "\0", "\ufeff" + SOURCE, "{" * 3000, "\ud800", "(" * 100_000, "a" * 200_000, "/*", '"',
        "#if\n" * 500,
        "<html>\n<body>\n" * 50, "\u2028\x85\x0c\x0b\x1c", "int 🐸 = ä;\r\n\r",
    ],
)  # fmt: skip
def test_documents_that_are_no_c(client: Client, text: str) -> None:
    client.open(URI, text)
    client.published(URI, 1)
    client.about(URI, "codeAction", range=span(0, 0, 100, 0), context={"diagnostics": []})
    client.about(URI, "formatting", options=FORMAT)


def test_rapid_opening_and_closing(client: Client) -> None:
    for number in range(200):
        client.open(URI, SOURCE, version=number)
        client.close(URI)
    client.open(URI, SOURCE, version=1000)
    assert client.published(URI, 1000)


def test_the_same_document_opened_twice(client: Client) -> None:
    client.open(URI, SOURCE)
    client.open(URI, CLEAN, version=2)
    assert client.published(URI, 2) == []


def test_only_the_last_of_many_changes_is_judged(client: Client) -> None:
    client.open(URI, SOURCE)
    for version in range(2, 300):
        client.change(URI, version, ((4, 0, 4, 0), " "))
    client.change(URI, 300, CLEAN)
    assert client.published(URI, 300) == []


def big_document(megabytes: int) -> str:
    return SOURCE + "int frog(int a)\n{\n\treturn a;\n}\n\n" * (megabytes * 1_000_000 // 32)


def test_a_document_of_ten_megabytes_does_not_stop_the_others(client: Client) -> None:
    client.open("file:///nowhere/big.c", big_document(10))
    client.open(URI, SOURCE)
    client.close("file:///nowhere/big.c")
    assert client.published(URI, 1)


def memory(process: int) -> float:
    """How many megabytes a process has in memory."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1000


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is looked up in /proc")
def test_memory_is_bounded() -> None:
    """1000 edits of 50 documents take no more than the first 200 did, but for a few megabytes."""
    uris = [f"file:///nowhere/{number}.c" for number in range(50)]
    text = long_driver(300)
    with served() as client:
        client.start()
        for uri in uris:
            client.open(uri, text)
            client.published(uri, 1)
        first = 0.0
        for version in range(2, 22):
            for uri in uris:
                client.change(uri, version, ((40 + version, 0, 40 + version, 0), "\tint a ;\n"))
                client.published(uri, version)
            if version == 5:
                first = memory(client.process)
        last = memory(client.process)
        client.stop()
    assert last < first + 30
    assert last < 250


def test_shutdown_in_the_middle_of_work() -> None:
    with served() as client:
        client.start()
        client.open(URI, big_document(3))
        time.sleep(1)
        begin = time.monotonic()
        client.stop()
    assert time.monotonic() - begin < PATIENCE / 2


def test_input_may_be_a_file(tmp_path: Path) -> None:
    greeting: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": {}}
    asked = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": greeting},
        {"jsonrpc": "2.0", "id": 2, "method": "shutdown"},
        {"jsonrpc": "2.0", "method": "exit"},
    ]
    (tmp_path / "asked").write_bytes(b"".join(map(framed, asked)))
    with open(tmp_path / "asked", "rb") as stdin:
        done = subprocess.run(COMMAND, stdin=stdin, capture_output=True, check=True)
    assert done.stdout.count(b"Content-Length") == 2
    assert done.stderr == b""


def test_exit_without_shutdown_is_an_error() -> None:
    with served(status=1) as client:
        client.start()
        client.notify("exit")


def test_a_client_that_closes_its_pipe_ends_the_server() -> None:
    with served(status=None) as client:
        client.start()
        client.open(URI, big_document(1))
        client.stdin.close()


def test_a_client_that_dies_ends_the_server() -> None:
    """The client is a process that is killed; a third one still holds the other end of the pipe."""
    read, write = os.pipe()
    holder = subprocess.Popen(["sleep", "300"], stdout=subprocess.DEVNULL)
    try:
        process = subprocess.Popen(COMMAND, stdin=read, stdout=subprocess.PIPE)
        with os.fdopen(write, "wb") as stdin:
            assert process.stdout is not None
            client = Client(stdin, process.stdout)
            params: dict[str, Any] = {"processId": holder.pid, "rootUri": None, "capabilities": {}}
            client.ask("initialize", params)
            client.notify("initialized", {})
            holder.kill()
            holder.wait()
            assert process.wait(PATIENCE) == 1
            process.stdout.close()
    finally:
        os.close(read)
        with contextlib.suppress(OSError):
            holder.kill()


def of_session(leader: int) -> list[str]:
    """The commands of the processes of a session that are still there."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, _, rest = status.read_text().rpartition(")")
            state, _, _, session = rest.split()[:4]
            if int(session) == leader and state != "Z":
                found.append(name)
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("ending", ["shutdown", "pipe", "kill"])
def test_no_process_is_left_behind(tmp_path: Path, ending: str) -> None:
    """Nor is git, which is asked for what was there before, or for the files of the workspace."""
    (tmp_path / "pond.c").write_text(SOURCE)
    name = ["-c", "user.name=A", "-c", "user.email=a@b.c"]
    for arguments in (["init", "-q"], ["add", "."], [*name, "commit", "-q", "-m", "frogs"]):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True)
    pipe = subprocess.PIPE
    process = subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, start_new_session=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        client = Client(process.stdin, process.stdout, process.pid)
        client.start({"only-changes": "hide"}, folders=[tmp_path.as_uri()])
        uri = (tmp_path / "pond.c").as_uri()
        client.open(uri, SOURCE.replace("return 1;", "return 1 ;"))
        client.open((tmp_path / ".git/COMMIT_EDITMSG").as_uri(), "frogs: count\n", "gitcommit")
        client.published(uri, 1)
        client.begin("workspace/executeCommand", {"command": "kcheck.checkWorkspace"})
        if ending == "shutdown":
            client.stop()
        elif ending == "pipe":
            client.stdin.close()
        else:
            process.kill()
        process.wait(PATIENCE)
        deadline = time.monotonic() + PATIENCE
        while of_session(process.pid) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert of_session(process.pid) == []
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        with contextlib.suppress(OSError):
            process.stdin.close()


def test_a_workspace_that_is_deleted(tmp_path: Path) -> None:
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "pond.c").write_text(SOURCE)
    uri = (folder / "pond.c").as_uri()
    with served() as client:
        client.start(folders=[folder.as_uri()])
        client.open(uri, SOURCE)
        assert client.published(uri, 1)
        shutil.rmtree(folder)
        client.change(uri, 2, CLEAN)
        assert client.published(uri, 2) == []
        client.stop()
