"""One server for many tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lsp.client import Client, served

TAG = "// SPDX-License-Identifier: GPL-2.0\n"
SOURCE = f"{TAG}int pond(int frogs)\n{{\n\tif(frogs){{\n\t\treturn 1;\n\t}}\n\treturn 0 ;\n}}\n"
CLEAN = f"{TAG}int pond(int frogs)\n{{\n\treturn frogs;\n}}\n"
URI = "file:///nowhere/pond.c"
FORMAT = {"tabSize": 8, "insertSpaces": False}


@pytest.fixture(scope="module")
def server() -> Iterator[Client]:
    with served() as client:
        client.start()
        yield client
        client.stop()


@pytest.fixture
def client(server: Client) -> Iterator[Client]:
    """A client that has heard nothing yet and has no document open."""
    yield server
    server.close_all()
