"""A client of the language server that says exactly what a test wants it to say, and no more."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

#: So many seconds a busy machine may take for an answer.
PATIENCE = 60
COMMAND = (sys.executable, "-m", "pylint_kernel", "lsp")
PULLING: dict[str, Any] = {"textDocument": {"diagnostic": {}}}


def framed(message: Any) -> bytes:
    """A message as it goes over the wire."""
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def read_messages(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """The messages in a stream, until it ends."""
    while header := stream.readline():
        length = 0
        while header.strip():
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
            header = stream.readline()
        yield json.loads(stream.read(length))


class Client:
    """One session with a server that reads ``stdin`` and writes ``stdout``."""

    def __init__(self, stdin: IO[bytes], stdout: IO[bytes], process: int = 0) -> None:
        self.stdin, self.process = stdin, process
        self.count = 0
        self.answers: dict[int, dict[str, Any]] = {}
        self.told: list[dict[str, Any]] = []
        self.opened: set[str] = set()
        self.capabilities: dict[str, Any] = {}
        #: What is set: for folders by their URI, None is the key of what holds elsewhere.
        self.settings: dict[str | None, Any] = {}
        self.inbox: queue.Queue[dict[str, Any] | None] = queue.Queue()
        threading.Thread(target=self.listen, args=(stdout,), daemon=True).start()

    def listen(self, stdout: IO[bytes]) -> None:
        for message in read_messages(stdout):
            self.inbox.put(message)
        self.inbox.put(None)

    def send(self, data: bytes) -> None:
        self.stdin.write(data)
        self.stdin.flush()

    def notify(self, method: str, params: Any = None) -> None:
        self.send(framed({"jsonrpc": "2.0", "method": method, "params": params}))

    def begin(self, method: str, params: Any = None) -> int:
        """Ask; the answer comes later."""
        self.count += 1
        self.send(framed({"jsonrpc": "2.0", "id": self.count, "method": method, "params": params}))
        return self.count

    def ask(self, method: str, params: Any = None) -> Any:
        """What the server answers; raises AssertionError if that is an error."""
        answer = self.answer(self.begin(method, params))
        assert "error" not in answer, answer
        return answer["result"]

    def answer(self, number: int) -> dict[str, Any]:
        """The answer to a question that was asked before."""
        while number not in self.answers:
            self.take()
        return self.answers.pop(number)

    def take(self) -> None:
        """Wait for a message and put it where it belongs."""
        message = self.inbox.get(timeout=PATIENCE)
        if message is None:
            raise EOFError
        if "method" not in message:
            self.answers[message["id"]] = message
            return
        self.told.append(message)
        if "id" in message:
            self.send(framed({"jsonrpc": "2.0", "id": message["id"], "result": self.reply(message)}))

    def reply(self, message: dict[str, Any]) -> Any:
        """What an editor answers to a question of the server's."""
        if message["method"] == "workspace/configuration":
            return [self.settings.get(item.get("scopeUri")) for item in message["params"]["items"]]
        return {"applied": True} if message["method"] == "workspace/applyEdit" else None

    def hear(self, method: str) -> Any:
        """The params of the next message of a method from the server."""
        while True:
            for at, message in enumerate(self.told):
                if message["method"] == method:
                    del self.told[at]
                    return message["params"]
            self.take()

    def start(self, options: Any = None, folders: list[str] | None = None, **capabilities: Any) -> Any:
        """Shake hands; what the server can do."""
        capabilities.setdefault("general", {"positionEncodings": ["utf-16"]})
        params = {
            "processId": None,
            "rootUri": None,
            "capabilities": capabilities,
            "initializationOptions": options,
            "workspaceFolders": [{"uri": uri, "name": uri} for uri in folders or ()] or None,
        }
        self.capabilities = self.ask("initialize", params)["capabilities"]
        self.notify("initialized", {})
        return self.capabilities

    def open(self, uri: str, text: str, language: str = "c", version: int = 1) -> None:
        self.opened.add(uri)
        document = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def close(self, uri: str) -> None:
        self.opened.discard(uri)
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def close_all(self) -> None:
        """Forget all that was opened and heard."""
        for uri in list(self.opened):
            self.close(uri)
        # What was on its way is here before the answer.
        self.begin("textDocument/hover", {"textDocument": {"uri": ""}, "position": {"line": 0, "character": 0}})
        self.answer(self.count)
        self.told.clear()

    def change(self, uri: str, version: int, *changes: Any) -> None:
        """Changes: texts, or pairs of a range and a text."""
        content = [
            {"text": one} if isinstance(one, str) else {"range": span(*one[0]), "text": one[1]} for one in changes
        ]
        params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": content}
        self.notify("textDocument/didChange", params)

    def published(self, uri: str, version: int | None = None) -> list[dict[str, Any]]:
        """The diagnostics that are published of a document, in that version if one is named."""
        while True:
            params = self.hear("textDocument/publishDiagnostics")
            if params["uri"] == uri and version in (None, params.get("version")):
                found: list[dict[str, Any]] = params["diagnostics"]
                return found

    def about(self, uri: str, method: str, **more: Any) -> Any:
        """Ask about a document."""
        return self.ask(f"textDocument/{method}", {"textDocument": {"uri": uri}, **more})

    def stop(self) -> None:
        """Say goodbye."""
        self.ask("shutdown")
        self.notify("exit")


def span(first: int, column: int, last: int, end: int) -> dict[str, Any]:
    """A range of the protocol."""
    return {"start": {"line": first, "character": column}, "end": {"line": last, "character": end}}


@contextmanager
def served(*arguments: str, status: int | None = 0) -> Iterator[Client]:
    """A client of a fresh server, which must end with ``status`` (None: any) when the test says goodbye."""
    process = subprocess.Popen([*COMMAND, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Client(process.stdin, process.stdout, process.pid)
        ended = process.wait(PATIENCE)
        assert status is None or ended == status
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """A text after edits of the protocol, columns in UTF-16 units."""
    lines = text.split("\n")
    raw = [line.encode("utf-16-le") for line in lines]

    def offset(position: dict[str, int]) -> int:
        return sum(len(line) + 2 for line in raw[: position["line"]]) + 2 * position["character"]

    data = "\n".join(lines).encode("utf-16-le")
    for edit in sorted(edits, key=lambda one: offset(one["range"]["start"]), reverse=True):
        start, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        data = data[:start] + edit["newText"].encode("utf-16-le") + data[end:]
    return data.decode("utf-16-le")
